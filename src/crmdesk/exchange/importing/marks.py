"""The mark of an exported row: of which record it was written, at which revision (the hidden column 记录号)."""

import hashlib
from base64 import b32decode, b32encode
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from crmdesk.exchange.grid import Grid, column_of
from crmdesk.exchange.importing.headers import MARK
from crmdesk.exchange.importing.outcome import shown
from crmdesk.exchange.importing.plan import ImportPlan

HEADER = MARK
_BEGINS = "R1"  # so that no program takes it for a number or a formula; 1 is the form of what follows


def mark_of(subject: str, record: UUID, revision: int) -> str:
    """What the hidden column says of a row: record and revision with a check, so that a damaged one is noticed."""
    said = record.bytes + revision.to_bytes(4)
    return _BEGINS + b32encode(said + _check(subject, said)).decode().rstrip("=")


def read_mark(subject: str, text: str) -> tuple[str, int] | None:
    """Record (hex digits) and revision of a mark; None for any other text, also a damaged mark."""
    text = text.strip()
    if len(text) != len(_BEGINS) + 39 or not text.startswith(_BEGINS):
        return None
    try:
        whole = b32decode(text.removeprefix(_BEGINS) + "=")
    except ValueError:
        return None
    said, check = whole[:20], whole[20:]
    return (said[:16].hex(), int.from_bytes(said[16:])) if check == _check(subject, said) else None


def _check(subject: str, said: bytes) -> bytes:
    return hashlib.sha256(f"crmdesk {subject} ".encode() + said).digest()[:4]


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of a sheet: ``rows`` (from 1) → record and revision; ``damaged`` rows bear one that is none."""

    letter: str
    column: int
    rows: Mapping[int, tuple[str, int]]
    damaged: tuple[int, ...] = ()


def marks_in(plan: ImportPlan, grid: Grid) -> Marks | None:
    """The marks below the header; None where the sheet has no such column, or not one good mark in it."""
    letter = next((m.letter for m in plan.columns if m.header.strip() == HEADER), "")
    if not letter or letter in plan.mapping:
        return None
    at = column_of(letter)
    filled = [
        (row, shown(cell)) for row, cell in enumerate(grid.columns[at][plan.header_row :], plan.header_row + 1) if cell != ""
    ]
    read = {row: read_mark(plan.subject, text) for row, text in filled}
    good = {row: mark for row, mark in read.items() if mark}
    return Marks(letter, at, good, tuple(row for row, mark in read.items() if not mark)) if good else None
