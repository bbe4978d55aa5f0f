"""The frozen dealer from its rows, with its further contacts; and who stands for one that is struck out.

A dealer is never deleted: an undone import and a merge strike it out (``alive`` is False). A merged one leads on
to the dealer that stands for it now, so that no link to it is a dead end.
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmdesk.models.dealer import DealerContactRow, DealerRow
from crmdesk.models.journal import JournalEntry
from crmdesk.models.office import PersonRow
from crmdesk.rules.china_time import in_china
from crmdesk.rules.dealer import Dealer
from crmdesk.rules.dealer_contact import CONTACT_FIELDS, Contact, stripped
from crmdesk.rules.errors import NotFound, Refused
from crmdesk.services.verbs import Work
from crmdesk.words import _

ROW_FIELDS = tuple(f.name for f in fields(Dealer) if f.name not in ("changed_by", "contacts", "notice"))
#: As many merges are followed from one dealer to the next; more would be a circle.
_MOST_MERGES = 50


def to_dealer(row: Mapping[Any, Any], **more: Any) -> Dealer:
    """The frozen dealer of a row's columns; ``more`` is what stands in other tables."""
    return Dealer(**{name: row[name] for name in ROW_FIELDS}, **more)


def whole(work: Work, row: DealerRow, notice: str = "") -> Dealer:
    """The dealer with its further contacts and the name of who changed it last."""
    name = work.session.scalar(select(PersonRow.name).where(PersonRow.id == row.changed_by)) or ""
    values = {key: getattr(row, key) for key in ROW_FIELDS}
    return to_dealer(values, changed_by=name, contacts=contacts_of(work.session, row.id), notice=notice)


def living(work: Work, dealer_id: UUID) -> tuple[DealerRow, str]:
    """The dealer, or the one that stands for it now and a sentence that says so. NotFound where none does."""
    row = first = work.get(DealerRow, dealer_id)
    for _merge in range(_MOST_MERGES):
        if row.alive:
            notice = "" if row is first else _merged_words(first, row)
            return row, notice
        if row.merged_into is None:
            break
        row = work.get(DealerRow, row.merged_into)
    raise NotFound(_struck_words(work, first), "", _("请刷新列表。"))


def _merged_words(lost: DealerRow, kept: DealerRow) -> str:
    return _("「{lost}」({code})已经并入「{kept}」,这里是「{kept}」的资料。").format(
        lost=lost.name, code=lost.code, kept=kept.name
    )


def _struck_words(work: Work, row: DealerRow) -> str:
    entry = work.session.scalars(
        select(JournalEntry)
        .where(JournalEntry.record_id == row.id)
        .order_by(JournalEntry.arrival.desc())
        .limit(1)
    ).first()
    if entry is None:
        return _("客户「{name}」已经不在了。").format(name=row.name)
    return _("客户「{name}」已经不在了:{who}在 {at} 撤销了当时的导入。").format(
        name=row.name, who=entry.person_name, at=f"{in_china(entry.at):%Y-%m-%d %H:%M}"
    )


def row_to_change(work: Work, dealer_id: UUID, seen: int, mine: Mapping[str, Any]) -> DealerRow:
    """The living row at the revision that the person saw; Refused where it is struck out, Conflict where changed."""
    row = work.get(DealerRow, dealer_id)
    if not row.alive:
        keeper, notice = living(work, dealer_id)
        raise Refused(
            notice,
            _("您填写的内容都还在。"),
            _("请打开「{name}」再改。").format(name=keeper.name),
            code="merged",
        )
    work.check_seen(row, seen, mine)
    return row


# further contacts


def contact_rows(session: Session, dealer_id: UUID) -> list[DealerContactRow]:
    """The living lines in their order."""
    line = DealerContactRow
    mine = select(line).where(line.dealer_id == dealer_id, line.alive)
    return list(session.scalars(mine.order_by(line.position, line.id)))


def contacts_of(session: Session, dealer_id: UUID) -> tuple[Contact, ...]:
    """The further contacts of a dealer."""
    return tuple(to_contact(row) for row in contact_rows(session, dealer_id))


def to_contact(row: DealerContactRow) -> Contact:
    """The frozen contact of a row."""
    return Contact(**{name: getattr(row, name) for name in CONTACT_FIELDS}, id=row.id)


def set_contacts(work: Work, row: DealerRow, contacts: Iterable[Contact]) -> None:
    """Lines keep their identity; one that is left out is struck out, never deleted."""
    wanted = stripped(contacts)
    if wanted == contacts_of(work.session, row.id):
        return
    row.changed_at = work.now  # raises the dealer's revision although only its lines change
    by_id: dict[UUID | None, DealerContactRow] = {
        line.id: line for line in contact_rows(work.session, row.id)
    }
    kept = {contact.id for contact in wanted}
    for line in by_id.values():
        line.alive = line.id in kept
    for position, contact in enumerate(wanted, start=1):
        line = by_id.get(contact.id) or _new_line(work, row)
        line.position = position
        for name in CONTACT_FIELDS:
            setattr(line, name, getattr(contact, name))


def _new_line(work: Work, row: DealerRow) -> DealerContactRow:
    line = DealerContactRow(dealer_id=row.id, alive=True)
    work.add(line)
    return line
