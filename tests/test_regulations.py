"""`docs/regulations.md` names every requirement once, and only tests that exist."""

import ast
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


class Row(NamedTuple):
    """One line of the table."""

    number: int
    clause: str
    requirement: str
    served_by: str
    tests: str


def _rows() -> list[Row]:
    rows = []
    for line in (ROOT / "docs" / "regulations.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and cells[0].isdigit():
            rows.append(Row(int(cells[0]), *cells[1:]))
    return rows


@cache
def _tests_of(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, functions))


ROWS = _rows()
SERVED = [row for row in ROWS if row.tests != "—"]


def test_the_204_requirements_stand_in_order():
    assert [row.number for row in ROWS] == list(range(1, 205))


def test_every_row_says_clause_requirement_page_and_test():
    assert [row.number for row in ROWS if not all(row)] == []


def test_a_row_that_is_served_names_a_page_or_command():
    assert [row.number for row in SERVED if row.served_by == "—"] == []


def test_a_row_that_is_served_names_tests_that_exist():
    unnamed = [f"{row.number}: {row.tests}" for row in SERVED if not TEST.findall(row.tests)]
    missing = [
        f"{row.number}: {file}::{test}"
        for row in SERVED
        for file, test in TEST.findall(row.tests)
        if not (ROOT / file).is_file() or test not in _tests_of(ROOT / file)
    ]
    assert unnamed + missing == []
