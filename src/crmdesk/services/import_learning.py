"""What an import leaves behind for the next one: learned in its own transaction, or kept when it is given up."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import Table, select, update

from crmdesk.exchange.importing.choices import How
from crmdesk.exchange.importing.lessons import Lesson, lessons, profile_of, texts_of
from crmdesk.exchange.importing.memory import fold_header
from crmdesk.exchange.importing.plan import ImportPlan
from crmdesk.models.import_memory import ImportMemoryRow
from crmdesk.rules.import_memory import PART, MemoryKind
from crmdesk.services import bulk
from crmdesk.services.import_memory import learned, remember
from crmdesk.services.verbs import Work

_T = ImportMemoryRow
_TABLE = cast(Table, ImportMemoryRow.__table__)
_AT_ONCE = 500
#: (folded name and city of a row, record as hex digits) → (what the row says, the name of the record).
Apart = Mapping[tuple[str, str], tuple[str, str]]


def learn(work: Work, plan: ImportPlan, rows: int, apart: Apart | None = None) -> None:
    """Learn from an import that was written: how such a list is imported, and what a person said on the way.

    ``rows`` is how many it had; ``apart`` the firms that are not the ones that they were taken for.
    """
    _learn_said(work, plan, apart or {})
    found = profile_of(plan, rows)
    if found is not None:
        mark, lesson = found
        row = remember(work, plan.subject, MemoryKind.PROFILE, mark, lesson.means, lesson.shown)
        row.means = lesson.means
        row.used_at = work.now
    work.session.flush()
    _note_use(work, plan)


def keep(work: Work, plan: ImportPlan, apart: Apart | None = None) -> int:
    """Keep what a person said though nothing was written; returns how much that is."""
    said = _learn_said(work, plan, apart or {})
    found = profile_of(plan, 0)
    if found is not None and (said or _is_particular(plan)):
        mark, lesson = found
        before = learned(work, plan.subject).profiles.get(mark)
        lesson = (profile_of(plan, before.rows) or found)[1] if before else lesson
        remember(work, plan.subject, MemoryKind.PROFILE, mark, lesson.means, lesson.shown)
        said += 1
    work.session.flush()
    return said


def _is_particular(plan: ImportPlan) -> bool:
    return bool(plan.joins or plan.blanks or plan.include_hidden or plan.only_whole)


def _learn_said(work: Work, plan: ImportPlan, apart: Apart) -> int:
    said = list(lessons(plan))
    _remember_all(work, plan.subject, said)
    pairs = [
        Lesson(MemoryKind.APART, f"{row}{PART}{record}", name, shown) for (row, record), (shown, name) in apart.items()
    ]
    _remember_all(work, plan.subject, pairs, work.now)
    return len(said) + len(pairs)


def _remember_all(work: Work, subject: str, said: Sequence[Lesson], used_at: datetime | None = None) -> None:
    """As ``remember`` does with one, for as many as a long list may teach at once."""
    there: dict[tuple[MemoryKind, str], ImportMemoryRow] = {}
    for batch in bulk.batches((lesson.said for lesson in said), _AT_ONCE):
        rows = work.session.scalars(select(_T).where(_T.subject == subject, _T.said.in_(batch), _T.alive))
        there |= {(row.kind, row.said): row for row in rows}
    for lesson in said:
        row = there.get((lesson.kind, lesson.said))
        if row is None:
            row = ImportMemoryRow(
                subject=subject, kind=lesson.kind, said=lesson.said, means=lesson.means, shown=lesson.shown, used_at=used_at
            )
            work.add(row)
            there[lesson.kind, lesson.said] = row
        elif row.means != lesson.means:
            row.means, row.shown = lesson.means, lesson.shown or row.shown


def _note_use(work: Work, plan: ImportPlan) -> None:
    """Write down what of the memory the import has used: no change of it, so no entry of the journal."""
    headers = {fold_header(match.header) for match in plan.columns if match.how in (How.MEMORY, How.CHOSEN)}
    said = {(MemoryKind.COLUMN, header) for header in headers}
    for name, meanings in plan.values.items():
        there = texts_of(plan, name)
        said |= {(MemoryKind.VALUE, f"{name}{PART}{text}") for text in meanings if text in there}
    rows = work.session.execute(select(_T.id, _T.kind, _T.said).where(_T.subject == plan.subject, _T.alive))
    used = [row.id for row in rows if (row.kind, row.said) in said]
    for batch in bulk.batches(used, _AT_ONCE):
        work.session.execute(update(_TABLE).where(_TABLE.c.id.in_(batch)).values(used_at=work.now))
