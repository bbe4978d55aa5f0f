"""The tree itself: what lies in it, and whether its README tells the truth."""

import ast
import re
import subprocess
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LONGEST_SOURCE_FILE = 400

# Written in pieces, so that this file does not hold what it looks for.
REGISTRIES = re.compile(
    "|".join(
        ["pypi" + r"\.org", r"files\.python" + "hosted", r"registry\.npm" + "js", r"deb\.deb" + r"ian\.org"]
    )
)
MACHINE_PATHS = re.compile(r"(?<![\w.$}])/(?:work|farm|root|opt|tmp/bash_jobs)\b|" + re.escape(str(ROOT)))
LOCKS = ("requirements.txt", "requirements-dev.txt")


@cache
def tracked_files() -> tuple[Path, ...]:
    """What git holds; in a tree without git (an unpacked archive) what lies in the known folders."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        return tuple(file for name in listed.stdout.split("\0") if name and (file := ROOT / name).is_file())
    return tuple(file for folder in ("src", "tests", "docs") for file in (ROOT / folder).rglob("*.*"))


@cache
def texts() -> dict[str, str]:
    """Path in the tree → text, of every tracked file that is text."""
    found = {}
    for file in tracked_files():
        content = file.read_bytes()
        if b"\0" not in content[:8000]:
            found[file.relative_to(ROOT).as_posix()] = content.decode("utf-8")
    return found


def test_no_file_names_a_registry():
    named = [path for path, text in texts().items() if REGISTRIES.search(text)]
    assert named == []


def test_no_file_holds_a_path_of_a_machine():
    found = [
        f"{path}:{number}: {line.strip()[:80]}"
        for path, text in texts().items()
        for number, line in enumerate(text.splitlines(), 1)
        if MACHINE_PATHS.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_requirement_has_a_version_and_hashes(lock: str):
    requirements = re.sub(r" *#.*", "", texts()[lock]).replace("\\\n", " ").splitlines()
    loose = [
        line for line in requirements if line.strip() and not re.match(r"[\w.-]+==\S+ +--hash=sha256:", line)
    ]
    assert loose == []


def test_tests_run_with_what_users_get():
    pins = [dict(re.findall(r"^([\w.-]+)==(\S+)", texts()[lock], re.MULTILINE)) for lock in LOCKS]
    run, dev = pins
    assert {name: dev.get(name) for name in run} == run


def test_users_get_exactly_the_libraries_that_the_source_imports():
    project = tomllib.loads(texts()["pyproject.toml"])["project"]
    declared = {re.split(r"[\[<>=]", line)[0].lower().replace("_", "-") for line in project["dependencies"]}
    owners = packages_distributions()
    imported = {
        owner.lower().replace("_", "-")
        for path, text in texts().items()
        if path.startswith("src/") and path.endswith(".py")
        for module in _imported_modules(text)
        for owner in owners.get(module, [])
    }
    unseen = {"babel", "psycopg"}  # Babel compiles the words at set-up, SQLAlchemy loads psycopg by name
    assert imported - {"shiboken6", "crmdesk"} == declared - unseen


def _imported_modules(text: str) -> set[str]:
    """The first names of all modules that a file imports, also inside functions."""
    nodes = list(ast.walk(ast.parse(text)))
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module]
    return {name.partition(".")[0] for name in names}


def test_no_source_file_is_longer_than_one_subject():
    long = {
        path: lines
        for path, text in texts().items()
        if path.startswith("src/")
        and path.endswith(".py")
        and (lines := text.count("\n")) > LONGEST_SOURCE_FILE
    }
    assert long == {}


@pytest.mark.parametrize("page", ["README.md", "CHANGELOG.md"])
def test_pictures_and_files_that_a_page_links_exist(page: str):
    links = re.findall(r"\]\(([^)#:\s]+)\)", texts()[page])
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_make_knows_every_target_that_the_readme_names():
    named = set(re.findall(r"\bmake ([a-z]+)", texts()["README.md"]))
    known = set(re.findall(r"^([a-z]+):", texts()["Makefile"], re.MULTILINE))
    assert {"run", "test"} <= named
    assert named - known == set()


def test_the_command_line_knows_every_command_that_the_readme_names():
    from crmdesk.cli import main

    typed = r"^(?:\.venv/bin/)?crmdesk (?:--?\w+ \S+ )*([a-z][a-z-]*)"
    named = set(re.findall(typed, texts()["README.md"], re.MULTILINE))
    assert "demo" in named
    assert named - set(main.commands) == set()


def test_no_test_leaves_closing_a_file_to_the_garbage_collector():
    left = [path for path, text in texts().items() if re.search(r"with sqlite3" + r"\.connect\(", text)]
    assert left == []
