"""传阅: showing a record to people who do not decide on it, apart from every decision."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import select

from crmdesk.models.deputy import CirculationRow
from crmdesk.models.office import PersonRow
from crmdesk.rules import permits
from crmdesk.rules.circulation import Circulation
from crmdesk.rules.errors import Incomplete, NotAllowed, Problem
from crmdesk.services.case_title import titles_of
from crmdesk.services.journal import table_of
from crmdesk.services.verbs import Work, verb
from crmdesk.words import _, listed


@verb(permit="circulation.waiting", reads=True)
def waiting(work: Work) -> tuple[Circulation, ...]:
    """What this person has not read yet, the oldest first."""
    asked = select(CirculationRow).where(CirculationRow.reader_id == work.asker.id, CirculationRow.read_at.is_(None))
    return _told(work, work.session.scalars(asked.order_by(CirculationRow.created_at, CirculationRow.id)))


@verb(permit="circulation.of", reads=True)
def of(work: Work, record_id: UUID) -> tuple[Circulation, ...]:
    """To whom a record was shown, and who has read it, the newest first."""
    return _of(work, record_id)


def _of(work: Work, record_id: UUID) -> tuple[Circulation, ...]:
    asked = select(CirculationRow).where(CirculationRow.record_id == record_id)
    rows = work.session.scalars(asked.order_by(CirculationRow.created_at.desc(), CirculationRow.id)).all()
    return _told(work, (r for r in rows if permits.may_read(work.asker.roles, r.subject)))


@verb(permit="circulation.send")
def send(
    work: Work, subject: str, record_id: UUID, reader_ids: Sequence[UUID], note: str = ""
) -> tuple[Circulation, ...]:
    """Show a record to these people; whoever has it unread already is not asked twice."""
    if not permits.may_read(work.asker.roles, subject):
        raise NotAllowed(_("您不能查看这张表。"), _("没有改动。"))
    work.get(table_of(subject), record_id)
    readers = _readers(work, subject, reader_ids)
    asked = select(CirculationRow.reader_id).where(
        CirculationRow.record_id == record_id, CirculationRow.read_at.is_(None)
    )
    unread = set(work.session.scalars(asked))
    for person in readers:
        if person.id not in unread:
            work.add(
                CirculationRow(
                    subject=subject, record_id=record_id, reader_id=person.id, reader_name=person.name,
                    from_name=work.asker.name, note=note.strip(),
                )
            )  # fmt: skip
    work.session.flush()
    return _of(work, record_id)


@verb(permit="circulation.read")
def read(work: Work, circulation_id: UUID, seen: int, remark: str = "") -> Circulation:
    """Note that this person has read it, perhaps with a remark."""
    row = work.get(CirculationRow, circulation_id, seen)
    if row.reader_id != work.asker.id:
        raise NotAllowed(_("传阅由收件人本人阅毕。"), _("没有改动。"))
    row.read_at = row.read_at or work.now
    row.remark = remark.strip()
    work.session.flush()
    return _told(work, [row])[0]


def _readers(work: Work, subject: str, reader_ids: Sequence[UUID]) -> list[PersonRow]:
    asked = select(PersonRow).where(PersonRow.id.in_(list(reader_ids)), PersonRow.is_active)
    people = [p for p in work.session.scalars(asked.order_by(PersonRow.name)) if p.id != work.asker.id]
    if not people:
        raise Incomplete(_("没有传阅。"), (Problem("reader_ids", _("请选择传阅给谁")),))
    blind = [p.name for p in people if not permits.may_read(p.roles, subject)]
    if blind:
        words = _("{names} 没有查看这张表的权限").format(names=listed(blind))
        raise Incomplete(_("没有传阅。"), (Problem("reader_ids", words),))
    return people


def _told(work: Work, rows: Iterable[CirculationRow]) -> tuple[Circulation, ...]:
    rows = list(rows)
    titles = titles_of(work.session, {(row.subject, row.record_id) for row in rows})
    return tuple(
        Circulation(
            r.id, r.revision, r.subject, r.record_id, titles.get((r.subject, r.record_id), ""), r.reader_id,
            r.reader_name, r.from_name, r.note, r.created_at, r.read_at, r.remark,
        )
        for r in rows
    )  # fmt: skip
