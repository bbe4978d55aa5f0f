"""How a row of the list is shown in the grid: its standing and what becomes of it in words, then its fields."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

from crmdesk.exchange.importing.plan import Choice, Decision
from crmdesk.exchange.importing.standing import Standing
from crmdesk.rules.columns import Column, Kind
from crmdesk.rules.dealer import COLUMNS, FIELDS
from crmdesk.views.dealer_import_row_bar import word_of
from crmdesk.words import N_, _


@dataclass(frozen=True, slots=True)
class Told:
    """A word in a pill."""

    label: str
    tone: str = "grey"


_TONES = {
    "new": "green",
    "known": "blue",
    "same": "grey",
    "likely": "amber",
    "twice": "amber",
    "broken": "red",
}
_OWN: tuple[Column, ...] = (
    Column("row", N_("行"), Kind.INTEGER, 5, sortable=False),
    Column("standing", N_("状态"), Kind.CHOICE, 12, choices=Standing, sortable=False, aside=1),
    Column("decision", N_("决定"), Kind.CHOICE, 9, sortable=False),
)
_REASON = Column("reason", N_("原因"), Kind.LONG_TEXT, 20, sortable=False, aside=9)
_FIRST = ("name", "city", "mobile", "code")
_ASIDE = {"name": 0, "mobile": 2, "city": 3, "code": 4}
_BY_KEY = {column.key: column for column in COLUMNS}
#: Row, standing, decision, what a firm is known by, why, and every other field.
GRID_COLUMNS: tuple[Column, ...] = (
    *_OWN, *(replace(_BY_KEY[key], sortable=False, aside=_ASIDE[key]) for key in _FIRST), _REASON,
    *(replace(_BY_KEY[key], sortable=False, shown=False) for key in FIELDS if key not in _FIRST),
)  # fmt: skip
PILLS = frozenset({"standing", "decision"})
ALWAYS = frozenset(column.key for column in (*_OWN, _REASON)) | {"name"}
_BLANK = dict.fromkeys(FIELDS, "")


def told_standing(standing: Any) -> Told:
    """The standing as a pill."""
    return Told(standing.label, _TONES.get(str(standing), "grey"))


def told_decision(row: Any) -> Told:
    """新增, 更新, 跳过, or 要您定; a person's own decisions are coloured."""
    if str(row.standing) == "broken":
        return Told("—")
    if row.choice is None:
        return Told(_("要您定"), "amber")
    return Told(word_of(str(row.choice)), "accent" if row.by_person else "grey")


def line_of(place: int, row: Any) -> SimpleNamespace:
    """A row of the review for the grid; ``place`` is where it stands in the review."""
    return SimpleNamespace(
        **_BLANK | dict(row.values), place=place, row=row.row, standing=told_standing(row.standing),
        decision=told_decision(row), reason=row.reason, is_record=True,
    )  # fmt: skip


def aside_line(aside: Any) -> SimpleNamespace:
    """A row that is no dealer: its words stand where the name would."""
    return SimpleNamespace(
        **_BLANK | {"name": aside.text}, place=-1, row=aside.row, standing=Told(_("不是客户")), decision=Told("—"),
        reason=aside.reason, is_record=False,
    )  # fmt: skip


def proposed(row: Any) -> Decision | None:
    """更新 without a word which: the dealer that it is, or the likeliest; None where there is none."""
    is_somebody = row.record or any(candidate.record for candidate in row.candidates)
    return Decision(Choice.UPDATE) if is_somebody else None


def letter_for(mapping: Mapping[str, str], field: str) -> str:
    """The column of the file that a field comes from; empty where it has none."""
    return next((letter for letter, name in mapping.items() if name == field), "")
