"""What only one place may do: read from the source, so that nobody opens a second door."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "crmdesk"


def assignments_of_state():
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            if not isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
                continue
            flat = [
                t for target in targets for t in (target.elts if isinstance(target, ast.Tuple) else [target])
            ]
            if any(
                isinstance(t, ast.Attribute) and t.attr == "state" and ast.unparse(t.value) != "self"
                for t in flat
            ):
                yield file.relative_to(SOURCE).as_posix()


def test_only_advance_assigns_a_state():
    assert set(assignments_of_state()) == {"services/advance.py"}


@pytest.mark.parametrize("word", ["insert(JournalEntry", "JournalEntry("])
def test_only_the_journal_writes_the_journal(word):
    writers = {
        f.relative_to(SOURCE).as_posix()
        for f in SOURCE.rglob("*.py")
        if word in f.read_text(encoding="utf-8")
    }
    assert writers <= {"services/journal.py", "models/journal.py"}


@pytest.mark.parametrize(
    ("word", "those"),
    [
        ("ArrivedStateRow", {"services/arrived_state.py", "models/exchange.py"}),
        ("arrived_state.write(", {"services/arrived_rows.py", "services/desk_conflict_deciding.py"}),
        ("journal.take_in(", {"services/packet_applying.py"}),
    ],
)
def test_what_packets_bring_comes_in_by_one_way(word, those):
    found = {f.relative_to(SOURCE).as_posix() for f in SOURCE.rglob("*.py") if word in f.read_text(encoding="utf-8")}
    assert found == those
