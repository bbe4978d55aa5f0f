"""The imports that were made: which there are, and taking one back (``services/import_undo.py``)."""

from uuid import UUID

from sqlalchemy import select

from crmdesk.models.office import ImportBatchRow, PersonRow
from crmdesk.rules.import_batch import ImportBatch, Undone
from crmdesk.services.verbs import Work, verb


@verb(permit="import_batch.page", reads=True)
def page(work: Work, offset: int = 0, limit: int = 100) -> tuple[ImportBatch, ...]:
    """A window of the imports, the newest first."""
    newest = select(ImportBatchRow).order_by(ImportBatchRow.created_at.desc(), ImportBatchRow.id.desc())
    rows = work.session.scalars(newest.offset(offset).limit(limit)).all()
    names = _names(work, {i for row in rows for i in (row.created_by, row.changed_by) if i is not None})
    return tuple(_to_batch(row, names) for row in rows)


@verb(permit="import_batch.get", reads=True)
def get(work: Work, batch: UUID | str) -> ImportBatch:
    """One import by its id, or by what a report has as its ``batch``."""
    row = work.get(ImportBatchRow, id_of(batch))
    return _to_batch(row, _names(work, {i for i in (row.created_by, row.changed_by) if i is not None}))


@verb(permit="import_batch.undo")
def undo(work: Work, batch: UUID | str) -> Undone:
    """Take an import back: its new dealers are struck out, changed ones get their old values.

    Dealers that someone changed since, and new ones with complaints, are left alone and listed. Progress and
    cancel; a cancelled one leaves everything as it was.
    """
    from crmdesk.services.import_undo import undo_import

    return undo_import(work, work.get(ImportBatchRow, id_of(batch)))


def id_of(batch: UUID | str) -> UUID:
    """The id in what a report has as its ``batch``: ``import:<id>``."""
    return batch if isinstance(batch, UUID) else UUID(batch.rpartition(":")[2])


def _names(work: Work, ids: set[UUID]) -> dict[UUID | None, str]:
    rows = work.session.execute(select(PersonRow.id, PersonRow.name).where(PersonRow.id.in_(ids)))
    return {row.id: row.name for row in rows}


def _to_batch(row: ImportBatchRow, names: dict[UUID | None, str]) -> ImportBatch:
    undone_by = names.get(row.changed_by, "") if row.undone_at else ""
    return ImportBatch(
        row.id, row.file_name, row.sheet, row.created_at, names.get(row.created_by, ""), row.read, row.new,
        row.updated, row.skipped, row.rejected, row.undone_at, undone_by, row.left_alone,
    )  # fmt: skip
