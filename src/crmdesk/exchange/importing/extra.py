"""Columns for which we have no field, put together into lines 列名:内容, so that none is lost silently."""

from collections.abc import Sequence

from crmdesk.exchange.grid import Cell
from crmdesk.exchange.importing.outcome import shown
from crmdesk.exchange.importing.texts import tidy
from crmdesk.rules.extra_facts import fact, merged


def facts_of(columns: Sequence[tuple[str, Sequence[Cell]]], rows: int) -> list[str]:
    """One text per row: a line for each column (header, cells) that says something, in the order of the file."""
    lines = [_lines(header, cells) for header, cells in columns]
    if len(lines) == 1:
        return lines[0]
    return ["\n".join(filter(None, group)) for group in zip(*lines, strict=True)] if lines else [""] * rows


def _lines(header: str, cells: Sequence[Cell]) -> list[str]:
    """The lines of one column; equal cells are written once."""
    table: dict[tuple[type, Cell], str] = {}
    lines = []
    for cell in cells:
        key = type(cell), cell
        line = table.get(key)
        if line is None:
            text = tidy(cell, lines=True) if isinstance(cell, str) else shown(cell)
            line = table[key] = fact(header, text) if text else ""
        lines.append(line)
    return lines


def as_percents(cells: Sequence[Cell]) -> list[Cell]:
    """Numbers as their author sees them: 0.05 as 5%."""
    return [f"{round(cell * 100, 10):g}%" if type(cell) is float else cell for cell in cells]


def with_facts(said: Sequence[str], facts: Sequence[str]) -> list[str]:
    """What the column 其他资料 of the file says, with the facts of other columns."""
    return [merged(before, new) for before, new in zip(said, facts, strict=True)]
