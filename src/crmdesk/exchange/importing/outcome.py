"""What became of one cell, and what a column of them gives."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, NamedTuple

from crmdesk.exchange.grid import Cell
from crmdesk.words import _


class Grade(StrEnum):
    """How much a problem matters."""

    LOST = "lost"  # the value, or the whole row, was not taken over
    DOUBT = "doubt"  # taken over as it stood, but someone should look at it
    CHANGED = "changed"  # taken over in another form (full-width digits, 5万, two phones in a cell)
    ASIDE = "aside"  # a row that is no record: 合计, 小计, note, repeated header


class Person(NamedTuple):
    """Someone who stands in a cell: a name, numbers, or both."""

    name: str = ""
    title: str = ""
    mobiles: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()

    @property
    def numbers(self) -> str:
        """All numbers in one text."""
        return "、".join((*self.mobiles, *self.phones))

    @property
    def said(self) -> str:
        """Name, title and numbers in one text."""
        return " ".join(text for text in (self.name, self.title, self.numbers) if text)


def both(one: str, other: str) -> str:
    """Two words, each once; a blank one leaves the other."""
    return "、".join(dict.fromkeys(filter(None, (one, other))))


class Outcome(NamedTuple):
    """A value, and if the cell did not go over as it stood: why, and what was done.

    ``spill`` holds what belongs into other fields of the same row: (field, text); ``people`` those who stand in the
    cell, the main contact among them.
    """

    value: Any
    reason: str = ""
    done: str = ""
    grade: Grade = Grade.CHANGED
    spill: tuple[tuple[str, str], ...] = ()
    people: tuple[Person, ...] = ()


class Trouble(NamedTuple):
    """An outcome worth telling, at its place in the column."""

    at: int
    cell: Cell
    outcome: Outcome


@dataclass(slots=True)
class Cleaned:
    """A column after reading: one value per cell, and the cells that are worth a word."""

    values: list[Any]
    troubles: list[Trouble] = field(default_factory=list)

    def parsed_share(self, filled: int) -> float:
        """The part of the filled cells that gave a value."""
        lost = sum(trouble.outcome.grade is Grade.LOST for trouble in self.troubles)
        return 1.0 - lost / filled if filled else 1.0


def changed(value: Any, reason: str, spill: Iterable[tuple[str, str]] = ()) -> Outcome:
    """Taken over in another form."""
    return Outcome(value, reason, _("已按「{value}」导入").format(value=shown(value)), Grade.CHANGED, tuple(spill))


def doubtful(value: Any, reason: str) -> Outcome:
    """Taken over, but someone should look."""
    return Outcome(value, reason, _("已按「{value}」导入,请核对").format(value=shown(value)), Grade.DOUBT)


def lost(blank: Any, reason: str) -> Outcome:
    """Not taken over; the field stays as it was."""
    return Outcome(blank, reason, _("这一格没有导入"), Grade.LOST)


def shown(value: Any) -> str:
    """A cell or a value as people write it."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    label = getattr(value, "label", None)
    return str(label if label is not None else value)
