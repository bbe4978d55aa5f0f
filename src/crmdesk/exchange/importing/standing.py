"""What a row of a list is and whom it may be; and what stays the same whatever a person decides."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from crmdesk.exchange.importing.changes import NOTHING, Changed, Face, changed_fields, new_contacts
from crmdesk.exchange.importing.decide import Certain
from crmdesk.exchange.importing.duplicates import Found
from crmdesk.exchange.importing.plan import CellProblem, Choice, ImportPlan, Prepared
from crmdesk.rules.dealer_contact import Contact
from crmdesk.rules.worded import Worded
from crmdesk.words import N_, _, listed


class Standing(Worded):
    """What a row is, whatever a person decided."""

    NEW = "new", N_("新客户")
    KNOWN = "known", N_("已有,要更新")
    SAME = "same", N_("已有,没有变化")
    LIKELY = "likely", N_("可能是同一家")
    TWICE = "twice", N_("名单里重复")
    BROKEN = "broken", N_("不能导入")


#: Standings and choices are held as these codes.
STANDINGS = tuple(Standing)
CODE = {standing: code for code, standing in enumerate(STANDINGS)}
CHOICES: tuple[Choice | None, ...] = (None, Choice.NEW, Choice.UPDATE, Choice.SKIP)
CHOICE_CODE = {choice: code for code, choice in enumerate(CHOICES)}
@dataclass(frozen=True, slots=True)
class Candidate:
    """Whom a row may be: a record (id as hex digits), or a row of the same list (``row`` from 1, no ``record``)."""

    record: str
    name: str
    code: str
    city: str
    score: int
    why: tuple[str, ...]
    row: int = 0

    @property
    def said(self) -> str:
        """The candidate in words: 「南京恒泰建材有限公司」(HD01,南京):同名,同城."""
        known = listed(part for part in (self.code, self.city) if part)
        who = _("第 {row} 行「{name}」") if self.row else _("「{name}」")
        said = _("{who}({known}):{why}") if known else _("{who}:{why}")
        return said.format(who=who.format(row=self.row, name=self.name), known=known, why=listed(self.why))


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One row as it is shown. ``values`` are what it says by field; ``before`` what an update changes, as it stood.

    ``choice`` is None where it is left to a person. ``record`` is the one that is updated.
    """

    row: int
    standing: Standing
    choice: Choice | None
    by_person: bool
    reason: str
    candidates: tuple[Candidate, ...]
    values: Mapping[str, Any]
    before: Mapping[str, Any]
    record: str = ""
    problems: tuple[CellProblem, ...] = ()
    contacts: tuple[Contact, ...] = ()


@dataclass(frozen=True, slots=True)
class Basis:
    """What stays the same whatever a person decides; places are those of the prepared columns.

    ``changes`` are those of rows that are certainly a record. ``likely`` says whom other rows may be: `Found.place`
    counts in ``there``, which has the columns ``id``, ``name``, ``code``, ``city``. ``stands`` are the fields of every
    record that a row may be merged into, ``faces`` who is known there.
    """

    prepared: Prepared
    plan: ImportPlan
    certain: Certain
    names: Sequence[str]
    changes: Mapping[int, Changed] = field(default_factory=dict)
    likely: Mapping[int, tuple[Found, ...]] = field(default_factory=dict)
    there: Mapping[str, Sequence[str]] = field(default_factory=dict)
    stands: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    faces: Mapping[str, Collection[Face]] = field(default_factory=dict)

    def contacts(self, place: int, record: str) -> tuple[Contact, ...]:
        """The people of the row whom the record lacks."""
        contacts = self.prepared.contacts.get(place, ())
        return new_contacts(contacts, self.faces.get(record, ())) if contacts else ()

    def changed(self, place: int, record: str) -> Changed:
        """What the row changes in the record."""
        if self.certain.known.get(place) == record:
            return self.changes.get(place, NOTHING)
        stands = self.stands.get(record)
        return changed_fields(stands, self.prepared, place, self.names) if stands else NOTHING

    def standings(self) -> bytes:
        """The standing of each place, as far as it is certain."""
        codes = bytearray([CODE[Standing.NEW]]) * len(self.prepared.row_numbers)
        known, same = CODE[Standing.KNOWN], CODE[Standing.SAME]
        for place in self.certain.known:
            codes[place] = known if place in self.changes else same
        for place in self.prepared.contacts:
            record = self.certain.known.get(place)
            if record and self.contacts(place, record):
                codes[place] = known
        for place in self.certain.twice:
            codes[place] = CODE[Standing.TWICE]
        for place in self.certain.aside:
            codes[place] = CODE[Standing.BROKEN]
        return bytes(codes)
