"""The attachments of records: scans of signed papers, photos of visits, documents."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from crmdesk.exchange.attached import look_at
from crmdesk.models.attachment import AttachmentRow
from crmdesk.models.journal import TransitionRow
from crmdesk.models.office import PersonRow
from crmdesk.rules import flows, permits
from crmdesk.rules.attachment import Attachment
from crmdesk.rules.errors import NotAllowed, NotFound
from crmdesk.rules.people import Role
from crmdesk.services import attachment_store as store
from crmdesk.services.journal import table_of
from crmdesk.services.verbs import Work, verb
from crmdesk.words import _


@verb(permit="attachment.add")
def add(
    work: Work, subject: str, record_id: UUID, path: Path | str, note: str = "", shown_with: UUID | None = None
) -> Attachment:
    """Attach the file at ``path`` to a record; its changes are shown in the history of ``shown_with``.

    Refused for what must not be kept. The same file on the same record is one attachment.
    """
    _check_readable(work, subject)
    record = work.get(table_of(subject), record_id)
    shown_with = shown_with or record.about()
    found = look_at(Path(path))
    sha256 = store.keep(work, found.content)
    for row in work.session.scalars(_living([record_id]).where(AttachmentRow.sha256 == sha256)):
        return _to_attachment(work, row, {})
    row = AttachmentRow(
        subject=subject, record_id=record_id, shown_with=shown_with, name=found.name, type=found.type,
        size=len(found.content), sha256=sha256, note=note.strip(), taken_at=found.taken_at,
    )  # fmt: skip
    work.add(row)
    work.session.flush()
    return _to_attachment(work, row, {})


@verb(permit="attachment.of", reads=True)
def of(work: Work, record_id: UUID) -> tuple[Attachment, ...]:
    """The attachments of a record and of what is shown with it, oldest first."""
    rows = work.session.scalars(
        select(AttachmentRow)
        .where(or_(AttachmentRow.record_id == record_id, AttachmentRow.shown_with == record_id), AttachmentRow.alive)
        .order_by(AttachmentRow.created_at, AttachmentRow.id)
    ).all()
    return _readable(work, rows)


def of_records(work: Work, record_ids: Iterable[UUID]) -> dict[UUID, tuple[Attachment, ...]]:
    """The attachments of many records at once, for whoever makes a page of them."""
    rows = work.session.scalars(_living(record_ids).order_by(AttachmentRow.created_at, AttachmentRow.id)).all()
    found: dict[UUID, tuple[Attachment, ...]] = {}
    for kept in _readable(work, rows):
        found[kept.record_id] = (*found.get(kept.record_id, ()), kept)
    return found


@verb(permit="attachment.content", reads=True)
def content(work: Work, attachment_id: UUID) -> bytes:
    """The content of an attachment; NotFound where a packet named it and did not bring it."""
    row = work.get(AttachmentRow, attachment_id)
    _check_readable(work, row.subject)
    found = store.content_of(work, row.sha256)
    if found is None:
        raise NotFound(
            _("附件「{name}」的内容不在这台电脑上。").format(name=row.name), "", _("请向做包的电脑再要一个文件包。")
        )
    return found


@verb(permit="attachment.strike")
def strike(work: Work, attachment_id: UUID) -> None:
    """Strike an attachment out: he who added it or the office manager, while its case is not over. Its content stays."""
    row = work.get(AttachmentRow, attachment_id)
    _check_readable(work, row.subject)
    is_manager = Role.OFFICE_MGR in work.asker.roles
    if row.created_by != work.asker.id and not is_manager:
        raise NotAllowed(_("附件由添加的人或办事处经理删去。"), _("没有改动。"))
    for subject, record_id in ((row.subject, row.record_id), (_CASES.get(row.subject, ""), row.shown_with)):
        _refuse_settled(work, subject, record_id)
    if _is_signed_paper(work, row):
        raise NotAllowed(_("这是签字纸面的扫描件,不能删去。"), _("没有改动。"), code="wrong-state")
    row.alive = False
    work.session.flush()


#: What is shown with a case of another subject.
_CASES = {"visit": "visit_day"}


def _refuse_settled(work: Work, subject: str, record_id: UUID) -> None:
    if subject not in flows.subjects():
        return
    case: Any = work.session.get(table_of(subject), record_id)
    if case is None:
        return
    station = flows.flow_of(subject, case.flow_version).station(case.state)
    if station.is_end:
        raise NotAllowed(
            _("这张表已在「{state}」,附件不能再删去。").format(state=station.state.label), _("没有改动。"), code="wrong-state"
        )


def _is_signed_paper(work: Work, row: AttachmentRow) -> bool:
    """Whether a step from paper was recorded with it: both were written in the same call, at one moment."""
    of_case = select(TransitionRow.id).where(TransitionRow.case_id == row.shown_with)
    step = of_case.where(TransitionRow.channel == "paper", TransitionRow.created_at == row.created_at)
    return work.session.scalar(step.limit(1)) is not None


def _living(record_ids: Iterable[UUID]) -> Any:
    return select(AttachmentRow).where(AttachmentRow.record_id.in_(list(record_ids)), AttachmentRow.alive)


def _check_readable(work: Work, subject: str) -> None:
    if not permits.may_read(work.asker.roles, subject):
        raise NotAllowed(permits.why_not(work.asker.roles, permits.READ_AS[subject]), _("没有改动。"))


def _readable(work: Work, rows: Iterable[AttachmentRow]) -> tuple[Attachment, ...]:
    """The rows that the person may see, with the names of who added them."""
    rows = [row for row in rows if permits.may_read(work.asker.roles, row.subject)]
    person = PersonRow.__table__.c
    ids = {row.created_by for row in rows if row.created_by}
    asked = select(person.id, person.name).where(person.id.in_(ids))
    names = {row.id: row.name for row in work.session.execute(asked)} if ids else {}
    return tuple(_to_attachment(work, row, names) for row in rows)


def _to_attachment(work: Work, row: AttachmentRow, names: dict[UUID, str]) -> Attachment:
    by = names.get(row.created_by, "") if row.created_by else ""
    if not by and row.created_by == work.asker.id:
        by = work.asker.name
    return Attachment(
        row.id, row.subject, row.record_id, row.name, row.type, row.size, row.sha256, row.note, row.taken_at,
        row.created_at, by, store.is_here(work, row.sha256),
    )  # fmt: skip
