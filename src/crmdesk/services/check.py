"""Whether the database is whole: file, references, journal chain, records against journal, search, counts.

``crmdesk check`` runs it, and so does the program after an unclean end.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Table, exists, func, select, text
from sqlalchemy.orm import Session

from crmdesk.models import load_all
from crmdesk.models.base import Record
from crmdesk.models.journal import JournalEntry
from crmdesk.models.office import DeskRow
from crmdesk.rules.errors import Refused
from crmdesk.services import journal
from crmdesk.services.verbs import Work, verb
from crmdesk.words import N_, _, listed

#: As many lines of the database's own complaint as are passed on.
MOST_SAID = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """What one look found: ``name`` is for machines, ``sentence`` for people."""

    name: str
    ok: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class CheckReport:
    """All findings; ``ok`` where every one is."""

    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return all(finding.ok for finding in self.findings)

    @property
    def lines(self) -> tuple[str, ...]:
        """The findings as sentences, what is wrong first."""
        return tuple(f.sentence for f in sorted(self.findings, key=lambda f: f.ok))


def refuse_damaged(database: Path) -> None:
    """Raise Refused where the pages of a file are damaged; quicker than the whole check, and needs no person."""
    try:
        with closing(sqlite3.connect(database, timeout=5)) as connection:
            said = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        said = str(error)
    if said != "ok":
        raise Refused(
            _("{name} 上次没有正常结束,文件已经损坏。").format(name=database.name), _("文件没有改动。"),
            _("请从备份恢复(crmdesk restore,或在开始页选择恢复)。"), code="damaged",
        )  # fmt: skip


@verb(permit="check.run", reads=True)
def run(work: Work) -> CheckReport:
    """Look at everything; nothing is changed."""
    looks: tuple[Callable[[Session], Finding], ...] = (file, references, chain, records, terms, counts)
    findings = []
    for done, look in enumerate(looks):
        work.stop_if_cancelled()
        work.progress(done, len(looks), _(_STEPS[done]))
        findings.append(look(work.session))
    work.progress(len(looks), len(looks) + 1, _("正在核对附件"))
    return CheckReport((*findings, attachments(work)))


_STEPS = (
    N_("正在检查文件"), N_("正在检查引用"), N_("正在核对历史"), N_("正在核对记录"), N_("正在核对搜索"), N_("正在清点"),
)  # fmt: skip


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def file(session: Session) -> Finding:
    """The pages of the file (SQLite); a server looks after its own."""
    if not _is_sqlite(session):
        return Finding("file", True, _("数据在 PostgreSQL 服务器上,由服务器保证完好。"))
    said = session.scalars(text("PRAGMA integrity_check")).all()
    if said == ["ok"]:
        return Finding("file", True, _("数据库文件完好。"))
    return Finding(
        "file",
        False,
        _("数据库文件已损坏,请从备份恢复:{said}").format(said=listed(map(str, said[:MOST_SAID]), ";")),
    )


def references(session: Session) -> Finding:
    """Every reference leads somewhere."""
    wrong = session.execute(text("PRAGMA foreign_key_check")).all() if _is_sqlite(session) else []
    if not wrong:
        return Finding("references", True, _("记录之间的引用都对得上。"))
    tables = listed(sorted({str(row[0]) for row in wrong}))
    return Finding(
        "references", False, _("{n} 处引用指向不存在的记录({tables})。").format(n=len(wrong), tables=tables)
    )


def chain(session: Session) -> Finding:
    """The journal's chains, or the first broken entry of one."""
    broken = next(journal.verify(session), None)
    if broken is None:
        count = session.scalar(select(func.count()).select_from(JournalEntry)) or 0
        return Finding("journal", True, _("历史记录 {n} 条,首尾相连,没有被改动。").format(n=count))
    desk = session.get(DeskRow, broken.desk_id)
    return Finding(
        "journal", False,
        _("历史记录从第 {n} 条起对不上({desk}):有人在程序之外改动过。").format(
            n=broken.sequence, desk=desk.name if desk else broken.desk_id
        ),
    )  # fmt: skip


def records(session: Session) -> Finding:
    """Every record stands at a revision that the journal knows: nobody wrote past it."""
    wrong = [f"{subject} {count}" for subject, count in _unknown_revisions(session)]
    if not wrong:
        return Finding("records", True, _("每条记录都与历史一致。"))
    return Finding("records", False, _("有记录是在程序之外改动的:{which}").format(which=listed(wrong)))


def _unknown_revisions(session: Session) -> Iterator[tuple[str, int]]:
    """Records at a revision of which no entry tells; one that two desks wrote has revisions of its own here."""
    entry, desk = JournalEntry.__table__.c, DeskRow.__table__.c
    here = select(desk.id).where(desk.is_here).scalar_subquery()
    for subject in ("dealer", "complaint"):
        table = journal.table_of(subject).__table__
        known = exists().where(
            entry.about_id == table.c.id, entry.record_id == table.c.id, entry.revision == table.c.revision
        )
        arrived = exists().where(
            entry.about_id == table.c.id, entry.record_id == table.c.id, entry.desk_id != here, entry.bases != ""
        )
        count = session.scalar(select(func.count()).select_from(table).where(~known, ~arrived)) or 0
        if count:
            yield subject, count


def attachments(work: Work) -> Finding:
    """The contents of attachments; one that a packet has not brought yet is no fault, one that was changed is."""
    from crmdesk.models.attachment import AttachmentRow
    from crmdesk.services import attachment_store

    row = AttachmentRow.__table__.c
    rows = work.session.execute(select(row.sha256, func.min(row.name).label("name")).where(row.alive).group_by(row.sha256)).all()
    missing, changed = 0, []
    for kept in rows:
        work.stop_if_cancelled()
        if not attachment_store.is_here(work, kept.sha256):
            missing += 1
        elif attachment_store.content_of(work, kept.sha256) is None:
            changed.append(kept.name)
    if changed:
        names = listed(changed[:MOST_SAID])
        return Finding("attachments", False, _("{n} 个附件的内容被改动或损坏:{names}。").format(n=len(changed), names=names))
    if missing:
        return Finding("attachments", True, _("附件 {n} 个,其中 {m} 个的内容不在这台电脑上。").format(n=len(rows), m=missing))
    return Finding("attachments", True, _("附件 {n} 个,内容都完好。").format(n=len(rows)))


def terms(session: Session) -> Finding:
    """Every dealer can be found by what is typed."""
    from crmdesk.services import search

    missing = search.missing_dealers(session)
    if not missing:
        return Finding("search", True, _("搜索索引完整。"))
    return Finding("search", False, _("搜索索引缺 {n} 家客户。").format(n=missing))


def counts(session: Session) -> Finding:
    """How much there is."""
    said = ", ".join(f"{name} {count}" for name, count in table_counts(session).items())
    return Finding("counts", True, _("条数:{said}").format(said=said))


def table_counts(session: Session) -> dict[str, int]:
    """Rows of every business table and of the journal, by table name."""
    tables: list[Table] = [JournalEntry.__table__]  # type: ignore[list-item]
    tables += [m.local_table for m in load_all().registry.mappers if issubclass(m.class_, Record)]  # type: ignore[misc]
    return {
        table.name: session.scalar(select(func.count()).select_from(table)) or 0
        for table in sorted(tables, key=lambda t: t.name)
    }
