"""Opening a database: where it may lie, what is refused, and bringing it up to date."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect

from crmdesk.desk import Desk
from crmdesk.models import load_all
from crmdesk.rules.errors import Refused
from crmdesk.services import store
from tests.bare import bare

MOUNTS = """22 1 8:1 / / rw - ext4 /dev/sda1 rw
40 22 0:44 / /mnt/share rw - cifs //server/share rw
41 22 0:45 / /mnt/my\\040share rw - nfs4 server:/x rw
42 40 0:46 / /mnt/share/local rw - ext4 /dev/sdb1 rw
"""


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("/home/x.db", "ext4"), ("/mnt/share/x.db", "cifs"), ("/mnt/my share/x.db", "nfs4"),
        ("/mnt/share/local/x.db", "ext4"), ("/mnt/sharex/x.db", "ext4"),
    ],
)  # fmt: skip
def test_the_innermost_mount_decides(file, kind):
    assert store.file_system(Path(file), MOUNTS) == kind


def test_a_share_is_refused_with_the_reason_and_the_way_out(monkeypatch, tmp_path):
    monkeypatch.setattr(store, "file_system", lambda file: "nfs4")
    with pytest.raises(Refused) as refused:
        Desk.create(tmp_path / "x.db", office="甲", code="A", login="a", name="甲", password="secret1")
    assert refused.value.code == "network-share"
    assert "PostgreSQL" in refused.value.do
    assert not (tmp_path / "x.db").exists()


def test_the_settings_that_keep_a_confirmed_change_are_on(sqlite_office):
    engine = store.connect(store.url_of(sqlite_office[0]))
    with engine.connect() as connection:
        said = {p: connection.exec_driver_sql(f"PRAGMA {p}").scalar()
                for p in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")}  # fmt: skip
    assert said == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}
    engine.dispose()


def test_the_tables_are_those_of_the_models(sqlite_office):
    engine = create_engine(store.url_of(sqlite_office[0]))
    tables = inspect(engine)
    for table in load_all().metadata.sorted_tables:
        columns = {c["name"]: c["nullable"] for c in tables.get_columns(table.name)}
        assert columns == {c.name: bool(c.nullable) for c in table.columns}, table.name
    engine.dispose()


def test_the_program_knows_its_newest_migration():
    from alembic.script import ScriptDirectory

    assert ScriptDirectory.from_config(store._migrations()).get_current_head() == store.HEAD


@pytest.fixture
def file(sqlite_office, tmp_path):
    return Path(shutil.copy(sqlite_office[0], tmp_path / "办事处.db"))


def set_version(file: Path, version: str) -> None:
    with bare(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (version,))


def test_a_newer_database_is_refused_and_untouched(file):
    set_version(file, "9999")
    before = file.read_bytes()
    with pytest.raises(Refused) as refused:
        Desk.open(file)
    assert refused.value.code == "newer-database"
    assert file.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 50])
def test_a_file_that_is_no_office_is_refused(tmp_path, content):
    file = tmp_path / "x.db"
    file.write_bytes(content)
    with pytest.raises(Refused):
        Desk.open(file)


def test_a_foreign_database_is_refused_and_untouched(tmp_path):
    file = tmp_path / "x.db"
    with bare(file) as connection:
        connection.execute("CREATE TABLE other (x)")
    with pytest.raises(Refused) as refused:
        Desk.open(file)
    assert refused.value.code == "foreign-database"
    with bare(file) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("other",)]


def test_a_missing_file_is_not_made(tmp_path):
    with pytest.raises(Refused) as refused:
        Desk.open(tmp_path / "x.db")
    assert refused.value.code == "no-database"
    assert list(tmp_path.iterdir()) == []


def test_an_office_is_not_founded_over_another(file):
    with pytest.raises(Refused) as refused:
        Desk.create(file, office="甲", code="A", login="a", name="甲", password="secret1")
    assert refused.value.code == "exists"


def test_an_office_that_cannot_be_founded_leaves_no_file(tmp_path):
    with pytest.raises(Refused):
        Desk.create(tmp_path / "x.db", office="", code="A", login="a", name="甲", password="1")
    assert list(tmp_path.iterdir()) == []


def test_another_window_sees_what_was_written(file, sqlite_office):
    first, second = Desk.open(file), Desk.open(file)
    for desk in (first, second):
        assert desk.resume(next(iter(sqlite_office[1].values())))
    assert not second.changed_elsewhere()
    first.do("setting.change", "company.name", "大华")
    assert second.changed_elsewhere()
    assert not second.changed_elsewhere()
    assert not first.changed_elsewhere()
    first.close()
    second.close()


def test_watchers_are_told_once_and_only_after_the_commit(file, sqlite_office):
    from crmdesk.rules.people import Role

    desk = Desk.open(file)
    desk.resume(sqlite_office[1][Role.OFFICE_CLERK])
    told = []
    stop = desk.watch(lambda subject, ids: told.append((subject, ids)))
    dealer = desk.do("dealer.create", {"name": "甲"})
    with pytest.raises(Refused):
        desk.do("dealer.create", {"name": ""})
    stop()
    desk.do("dealer.create", {"name": "乙"})
    assert told == [("dealer", frozenset({dealer.id}))]
    desk.close()


def test_a_locked_database_is_said_in_words(file, sqlite_office):
    from crmdesk.rules.people import Role

    desk = Desk.open(file)
    desk.resume(sqlite_office[1][Role.OFFICE_CLERK])
    with bare(file, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Refused) as refused:
            desk.do("dealer.create", {"name": "甲"})
        other.execute("ROLLBACK")
    assert refused.value.code == "not-written"
    desk.close()


def test_a_url_of_postgresql_is_spoken_to_with_psycopg():
    assert store.url_of("postgresql://u@h/d").drivername == "postgresql+psycopg"
