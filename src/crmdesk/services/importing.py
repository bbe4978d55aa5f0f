"""Importing a list: prepare, review, write, tell the journal, in one transaction.

A rehearsal (``dry_run``) is the very same, taken back at the end. What the report counts is read back from
the database.
"""

import gc
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace

from sqlalchemy import func, select

from crmdesk.exchange.importing.plan import ImportPlan, ImportReport, Prepared
from crmdesk.exchange.importing.prepare import prepare
from crmdesk.exchange.importing.review import Review
from crmdesk.exchange.importing.round_trip import RoundTrip
from crmdesk.exchange.importing.standing import Standing
from crmdesk.models.base import new_id
from crmdesk.models.journal import JournalEntry
from crmdesk.models.office import ImportBatchRow
from crmdesk.rules.errors import Refused
from crmdesk.services import bulk, journal
from crmdesk.services.import_learning import learn
from crmdesk.services.import_review import review_of
from crmdesk.services.import_target import TARGETS, ImportTarget
from crmdesk.services.import_writing import Writing
from crmdesk.services.round_trip import come_back
from crmdesk.services.verbs import EVERYTHING, Work
from crmdesk.words import _, listed


@dataclass(frozen=True, slots=True)
class Ready:
    """A list as far as it can be without writing."""

    plan: ImportPlan
    prepared: Prepared
    trip: RoundTrip | None


def make_ready(work: Work, plan: ImportPlan, *, hold: bool = False) -> Ready:
    """Clean the rows, and know those that were exported from here. Refused where the file changed meanwhile."""
    trip = come_back(work, plan, hold=hold)
    prepared = prepare(trip.plan if trip else plan, work.progress)
    work.stop_if_cancelled()
    return Ready(plan, trip.mended(prepared) if trip else prepared, trip)


def import_dealers(work: Work, plan: ImportPlan, dry_run: bool = False) -> ImportReport:
    """Write the list as the plan says. Rows that cannot be taken over are reported, the rest goes on.

    Raises Refused where the file changed since it was shown, or where all or nothing is wanted and a row is in the
    way; Cancelled where the person stopped it: nothing is written then.
    """
    begun = time.perf_counter()
    with no_collector():
        work.is_rehearsal = dry_run
        ready = make_ready(work, plan, hold=True)
        if not dry_run:
            _back_up(work)
        with bulk.roomy(work.session), journal.rehearsed(work.session) if dry_run else nullcontext():
            report = _import(work, ready)
    if not dry_run:
        work.note_changed(plan.subject, EVERYTHING)
    batch = "" if dry_run else work.cause
    return replace(report, dry_run=dry_run, batch=batch, seconds=time.perf_counter() - begun)


@contextmanager
def no_collector() -> Iterator[None]:
    """Nothing here points in circles, and looking through a million new texts for circles costs a tenth."""
    usual = gc.get_threshold()
    gc.set_threshold(0)  # which the window's own collector heeds too
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _back_up(work: Work) -> None:
    if work.database is not None:
        from crmdesk.services.backup import BEFORE_IMPORT, make_automatic

        work.progress(0, 0, _("正在备份"))
        make_automatic(work.database, BEFORE_IMPORT, work.now)
    work.stop_if_cancelled()


def _import(work: Work, ready: Ready) -> ImportReport:
    plan, prepared, target = ready.plan, ready.prepared, TARGETS[ready.plan.subject]
    batch = ImportBatchRow(
        id=new_id(), file_name=plan.path.name, file_hash=plan.file_hash, sheet=plan.sheet, read=prepared.read
    )
    work.cause = f"import:{batch.id}"
    work.progress(0, 0, _("正在与已有的客户比对"))
    review = review_of(work, plan, prepared, ready.trip, hold=True)
    work.stop_if_cancelled()
    refuse_half(plan, review)
    writing = Writing(work, target, review)
    writing.run()
    batch.new, batch.updated = _read_back(work, target)
    batch.rejected = len(prepared.rejected)
    batch.skipped = prepared.read - batch.new - batch.updated - batch.rejected
    work.add(batch)
    work.session.flush()
    learn(work, plan, prepared.read, review.decisions_learned)
    counts = {name: getattr(batch, name) for name in ("read", "new", "updated", "skipped", "rejected")}
    return report_of(plan, review, counts, tuple(writing.notes))


def report_of(plan: ImportPlan, review: Review, counts: Mapping[str, int], notes: tuple[str, ...] = ()) -> ImportReport:
    """What is told of the list, with these counts."""
    prepared = review.basis.prepared
    problems = sorted((*prepared.problems, *review.problems), key=lambda p: p.row)
    return ImportReport(
        str(plan.path), plan.file_hash, plan.sheet, plan.header_row, plan.columns, counts["read"], counts["new"],
        counts["updated"], counts["skipped"], counts["rejected"], tuple(problems), (*prepared.notes, *notes),
        undecided=review.waiting,
    )  # fmt: skip


def refuse_half(plan: ImportPlan, review: Review) -> None:
    """Raise Refused where a list is wanted whole or not at all, and a row of it can't be written as it stands."""
    if not plan.all_or_nothing:
        return
    failed = len(report_of(plan, review, review.outcome).failed_rows)
    if not failed:
        return
    broken, waiting = review.counts[Standing.BROKEN], review.undecided
    parts = [_("{n} 行不能导入").format(n=broken)] if broken else []
    parts += [_("{n} 行可能是已有的,还没有决定").format(n=waiting)] if waiting else []
    parts += [_("{n} 行有没读出来的格或重复").format(n=failed - broken - waiting)] if failed > broken + waiting else []
    raise Refused(
        _("名单没有全部合格:{what}。").format(what=listed(parts, ";")),
        _("什么都没有写入。"),
        _("请改正或决定这些行,或者改选「只写合格行」。"),
        code="import-not-whole",
    )


def _read_back(work: Work, target: ImportTarget) -> tuple[int, int]:
    """How many records this call has made and changed, as the database has them with their entries.

    A record that only got people counts as changed.
    """
    entry, table = JournalEntry.__table__.c, target.table
    is_new = entry.revision == 1
    statement = (
        select(is_new, func.count())
        .join(table, (table.c.id == entry.record_id) & (table.c.revision == entry.revision))
        .where(entry.call_id == work.call_id, entry.subject == target.subject)
        .group_by(is_new)
    )
    found = {bool(new): count for new, count in work.session.execute(statement)}
    return found.get(True, 0), found.get(False, 0) + _with_people_only(work, target)


def _with_people_only(work: Work, target: ImportTarget) -> int:
    if target.people is None:
        return 0
    entry, table = JournalEntry.__table__.c, target.people
    written = select(entry.record_id).where(entry.call_id == work.call_id, entry.subject == target.subject)
    statement = (
        select(func.count(entry.about_id.distinct()))
        .join(table, (table.c.id == entry.record_id) & (table.c.revision == entry.revision))
        .where(entry.call_id == work.call_id, entry.subject == table.name, entry.about_id.not_in(written))
    )
    return work.session.scalar(statement) or 0
