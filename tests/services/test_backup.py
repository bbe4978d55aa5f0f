"""Backups: made beside a running office, thinned out by the calendar, restored with nothing lost."""

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from crmdesk.desk import Desk
from crmdesk.exchange.files import NotWritten
from crmdesk.rules.dealer import DealerQuery
from crmdesk.rules.errors import NotAllowed, Refused
from crmdesk.rules.people import Role
from crmdesk.services import backup, journal, store
from crmdesk.services.backup import BackupFile, superfluous
from tests.bare import bare
from tests.builders import PASSWORD, a_dealer


@pytest.fixture
def desk(sqlite_path: Path):
    desk = Desk.create(
        sqlite_path, office="华东办事处", code="HD", login="lm", name="李敏", password=PASSWORD
    )
    yield desk
    desk.close()


def names(desk) -> list[str]:
    return [d.name for d in desk.do("dealer.page", DealerQuery())]


def test_a_backup_is_a_whole_database_with_the_same_content(desk, tmp_path):
    a_dealer(desk)
    made = desk.do("backup.make", tmp_path / "备份.crm")
    assert made.bytes == made.path.stat().st_size > 0
    copy = Desk.open(made.path)
    copy.sign_in("lm", PASSWORD)
    assert names(copy) == names(desk)
    copy.close()


def test_without_a_name_it_lies_beside_the_database_and_is_listed(desk):
    made = desk.do("backup.make")
    assert made.path.parent == store.backups_of(desk.database)
    listed = desk.do("backup.list")
    assert [(b.path, b.reason) for b in listed] == [(made.path, "手动")]


def test_the_database_itself_is_no_place_for_its_backup(desk):
    with pytest.raises(Refused) as refused:
        desk.do("backup.make", desk.database)
    assert refused.value.code == "is-database"


def test_every_import_is_preceded_by_a_backup_but_no_rehearsal(desk, tmp_path):
    from crmdesk.exchange.matching import recognise
    from crmdesk.exchange.reading import read_book

    path = tmp_path / "名单.csv"
    path.write_text("客户编号,客户名称,城市\nHD1,甲建材,南京\n", encoding="utf-8")
    plan = recognise(read_book(path)).plan()
    desk.do("dealer.import_list", plan, dry_run=True)
    assert desk.do("backup.list") == ()
    desk.do("dealer.import_list", plan)
    assert [b.reason for b in desk.do("backup.list")] == ["导入前"]


def test_the_daily_backup_is_made_once_a_day_and_only_if_wanted(sqlite_path):
    now = [datetime(2026, 11, 20, 1, 0, tzinfo=UTC)]
    desk = Desk.create(sqlite_path, office="华东", code="HD", login="lm", name="李敏", password=PASSWORD,
                       clock=lambda: now[0])  # fmt: skip
    assert desk.do("backup.daily") is not None
    assert desk.do("backup.daily") is None
    now[0] += timedelta(days=1)
    assert desk.do("backup.daily") is not None
    now[0] += timedelta(days=1)
    desk.do("setting.change", "backup.daily", False)
    assert desk.do("backup.daily") is None
    assert len(desk.do("backup.list")) == 2
    desk.close()


def test_seven_days_four_weeks_twelve_months_are_kept():
    today = date(2026, 11, 24)
    daily = [
        BackupFile(
            Path(f"{n}.db"), datetime.combine(today - timedelta(days=n), datetime.min.time()), "每日", 1
        )
        for n in range(500)
    ]
    gone = set(superfluous(daily, today))
    kept = [b.at.date() for b in daily if b not in gone]
    assert kept[:7] == [today - timedelta(days=n) for n in range(7)]
    sundays = [date(2026, 11, 15), date(2026, 11, 8), date(2026, 11, 1)]  # the newest of each week
    assert kept[7:11] == [*sundays, date(2026, 10, 31)]  # and the newest of each month
    assert len({(d.year, d.month) for d in kept}) == 12
    assert len(kept) <= 7 + 4 + 12


def test_the_only_backup_is_never_thinned_out():
    old = BackupFile(Path("x.db"), datetime(2020, 1, 1), "每日", 1)  # noqa: DTZ001 - local, as in its name
    assert superfluous([old], date(2026, 11, 24)) == ()


def test_a_restore_brings_back_what_was_and_keeps_what_is_there(desk, tmp_path):
    a_dealer(desk, name="当时就有")
    saved = desk.do("backup.make", tmp_path / "备份.crm").path
    a_dealer(desk, name="后来才有")
    result = desk.do("backup.restore", saved)
    assert names(desk) == ["当时就有"]
    assert (desk.person.login, result.path) == ("lm", desk.database)
    kept = Desk.open(result.saved)
    kept.sign_in("lm", PASSWORD)
    assert sorted(names(kept)) == ["后来才有", "当时就有"]
    kept.close()


def test_after_a_restore_the_desk_goes_on_and_the_journal_says_who_did_it(desk, tmp_path):
    saved = desk.do("backup.make", tmp_path / "备份.crm").path
    told = []
    desk.watch(lambda subject, ids: told.append(subject))
    desk.do("backup.restore", saved)
    a_dealer(desk)
    assert {"dealer", "complaint", "office"} <= set(told)
    with Session(desk._engine) as session:
        assert list(journal.verify(session)) == []
    change = desk.do("history.of", "office", desk.office.id)[0]
    assert (change.verb, change.person, change.after) == ("backup.restore", "李敏", "备份.crm")


def test_who_is_not_in_the_restored_office_is_signed_out(desk, tmp_path):
    saved = desk.do("backup.make", tmp_path / "备份.crm").path
    desk.do("person.add", "zh", "郑和平", frozenset({Role.OFFICE_MGR}), PASSWORD)
    desk.sign_in("zh", PASSWORD)
    desk.do("backup.restore", saved)
    assert desk.person is None


def test_a_restore_is_refused_while_another_has_the_file_open(desk, tmp_path):
    saved = desk.do("backup.make", tmp_path / "备份.crm").path
    a_dealer(desk, name="后来才有")
    other = Desk.open(desk.database)
    with pytest.raises(Refused) as refused:
        desk.do("backup.restore", saved)
    assert refused.value.code == "database-in-use"
    other.close()
    assert names(desk) == ["后来才有"]


def another_database(path: Path) -> None:
    with bare(path) as connection:
        connection.execute("CREATE TABLE x (y)")


def a_newer_one(path: Path) -> None:
    with bare(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")


def a_cut_journal(path: Path) -> None:
    with bare(path) as connection:
        connection.execute("DROP TRIGGER journal_no_delete")
        connection.execute("DELETE FROM journal WHERE sequence = 2")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(b"no database at all" * 500),
        lambda path: path.write_bytes(path.read_bytes()[:9000]),
        lambda path: path.unlink(),
        lambda path: (path.unlink(), another_database(path)),
        a_newer_one,
        a_cut_journal,
    ],
    ids=["text", "half", "missing", "another program's", "newer", "cut journal"],
)
def test_a_bad_backup_is_refused_and_nothing_changes(desk, tmp_path, spoil):
    saved = desk.do("backup.make", tmp_path / "备份.crm").path
    a_dealer(desk, name="后来才有")
    spoil(saved)
    with pytest.raises(Refused) as refused:
        desk.do("backup.restore", saved)
    assert refused.value.what
    assert names(desk) == ["后来才有"]
    assert list(tmp_path.glob("*恢复前*")) == []


def test_every_automatic_backup_restores_and_verifies(desk):
    for n in range(3):
        a_dealer(desk, name=f"第{n}家")
        desk.do("backup.make")
    for number, made in enumerate(reversed(desk.do("backup.list")), 1):
        desk.do("backup.restore", made.path)
        assert len(names(desk)) == number
        assert desk.do("check.run").ok


def test_a_broken_database_is_restored_without_opening_it(sqlite_path, tmp_path):
    desk = Desk.create(sqlite_path, office="华东", code="HD", login="lm", name="李敏", password=PASSWORD)
    saved = desk.do("backup.make", tmp_path / "备份.crm").path
    desk.close()
    sqlite_path.write_bytes(os.urandom(20_000))
    result = backup.restore_file(sqlite_path, saved, datetime.now(UTC))
    assert result.saved.stat().st_size == 20_000
    desk = Desk.open(sqlite_path)
    desk.sign_in("lm", PASSWORD)
    desk.close()


def test_on_a_server_the_sentence_names_its_own_tool(postgresql_url):
    desk = Desk.create(postgresql_url, office="华东", code="HD", login="lm", name="李敏", password=PASSWORD)
    for verb, *args in (("backup.make",), ("backup.restore", "x.crm")):
        with pytest.raises(Refused) as refused:
            desk.do(verb, *args)
        assert "pg_dump" in refused.value.do
    assert desk.do("backup.daily") is None
    assert desk.do("backup.list") == ()
    desk.close()


def test_a_representative_may_not_restore(signed_in):
    with pytest.raises(NotAllowed):
        signed_in(Role.REP).do("backup.restore", "x.crm")


# attachments


def an_attachment(desk, tmp_path, text=b"signed"):
    paper = tmp_path / "签字.pdf"
    paper.write_bytes(b"%PDF-1.4\n" + text)
    return desk.do("attachment.add", "dealer", a_dealer(desk, name=text.decode()).id, paper)


def contents(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file()]


def lose_attachments(desk) -> None:
    for file in contents(desk.folder):
        if len(file.name) == 64:
            file.unlink()


def test_attachments_that_are_lost_come_back_with_an_automatic_backup(desk, tmp_path):
    kept = an_attachment(desk, tmp_path)
    saved = desk.do("backup.make").path
    lose_attachments(desk)
    assert not desk.do("attachment.of", kept.record_id)[0].is_here
    desk.do("backup.restore", saved)
    assert desk.do("attachment.content", kept.id) == b"%PDF-1.4\nsigned"


def test_a_backup_by_hand_is_a_database_with_its_attachments(desk, tmp_path):
    kept = an_attachment(desk, tmp_path)
    saved = desk.do("backup.make", tmp_path / "优盘.crm").path
    copy = Desk.open(saved)
    copy.sign_in("lm", PASSWORD)
    assert copy.do("attachment.content", kept.id) == b"%PDF-1.4\nsigned"
    copy.close()
    lose_attachments(desk)
    desk.do("backup.restore", saved)
    assert desk.do("attachment.content", kept.id) == b"%PDF-1.4\nsigned"


def test_a_content_is_copied_once_for_all_backups_and_stays_when_they_go(desk, tmp_path):
    an_attachment(desk, tmp_path)
    first = desk.do("backup.make").path
    store_folder = store.backups_of(desk.database) / backup.STORE
    (content,) = contents(store_folder)
    was = content.stat()
    an_attachment(desk, tmp_path, b"another")
    desk.do("backup.make")
    assert (content.stat().st_ino, content.stat().st_mtime_ns) == (was.st_ino, was.st_mtime_ns)
    first.unlink()
    desk.do("backup.make")
    assert len(contents(store_folder)) == 2
    assert len(desk.do("backup.list")) == 2


def test_a_content_that_was_cut_short_in_the_store_is_copied_anew(desk, tmp_path):
    kept = an_attachment(desk, tmp_path)
    desk.do("backup.make")
    (content,) = contents(store.backups_of(desk.database) / backup.STORE)
    content.write_bytes(b"%PDF")
    desk.do("backup.make")
    assert content.stat().st_size == kept.size


def test_what_is_damaged_or_not_here_is_no_reason_for_having_no_backup(desk, tmp_path):
    an_attachment(desk, tmp_path)
    (content,) = [file for file in contents(desk.folder) if len(file.name) == 64]
    content.write_bytes(b"%PDF-1.4\nsigneD")
    made = desk.do("backup.make")
    assert contents(store.backups_of(desk.database) / backup.STORE) == []
    assert [b.path for b in desk.do("backup.list")] == [made.path]


def test_where_the_disk_has_no_room_for_attachments_there_is_no_half_backup(desk, tmp_path):
    an_attachment(desk, tmp_path)
    folder = store.backups_of(desk.database)
    folder.mkdir()
    (folder / backup.STORE).write_text("a file stands where the store should be")
    with pytest.raises(NotWritten):
        desk.do("backup.make")
    assert [path.name for path in folder.iterdir()] == [backup.STORE]
