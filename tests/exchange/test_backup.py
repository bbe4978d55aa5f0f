"""Backups that can be trusted, and restoring them without a moment in which nothing is there."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest

from crmdesk.exchange.backup import back_up, restore, verify
from crmdesk.exchange.files import NotWritten
from crmdesk.rules.errors import Refused
from tests.exchange.test_files import full_disk

NOW = datetime(2026, 11, 24, 15, 3, 9, tzinfo=UTC)


def a_database(path, *values):
    """A database in use: write-ahead log, still open."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA wal_autocheckpoint=0")
    connection.execute("CREATE TABLE t (v TEXT)")
    connection.executemany("INSERT INTO t VALUES (?)", [(value,) for value in values])
    connection.commit()
    return connection


def values(path):
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT v FROM t ORDER BY rowid")]


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_backup_of_a_database_in_use_holds_all_that_was_committed(tmp_path):
    with closing(a_database(tmp_path / "a.crm", "甲", "乙")) as connection:
        connection.execute("INSERT INTO t VALUES ('还没提交')")
        made = back_up(tmp_path / "a.crm", tmp_path / "备份.crm")
        assert values(made.path) == ["甲", "乙"]
    assert made.size == made.path.stat().st_size
    assert names(tmp_path) == ["a.crm", "备份.crm"]


def test_a_backup_replaces_an_older_one_only_when_it_is_good(tmp_path):
    target = tmp_path / "备份.crm"
    with closing(a_database(tmp_path / "a.crm", "甲")):
        back_up(tmp_path / "a.crm", target)
        with pytest.raises(Refused, match="链条断了"):
            back_up(tmp_path / "a.crm", target, check=lambda connection: "链条断了")
    assert values(target) == ["甲"]
    assert names(tmp_path) == ["a.crm", "备份.crm"]


def test_a_full_disk_or_a_missing_folder_is_said_and_leaves_nothing(tmp_path):
    with closing(a_database(tmp_path / "a.crm", *["甲" * 900] * 200)):
        before = names(tmp_path)
        with full_disk(100_000), pytest.raises(NotWritten) as refused:
            back_up(tmp_path / "a.crm", tmp_path / "备份.crm")
        assert refused.value.code == "disk-full"
        with pytest.raises(NotWritten) as missing:
            back_up(tmp_path / "a.crm", tmp_path / "没有" / "备份.crm")
        assert missing.value.code == "no-folder"
        assert names(tmp_path) == before


def test_a_damaged_database_is_not_taken_for_a_backup(tmp_path):
    path = tmp_path / "a.crm"
    a_database(path, *["甲" * 900] * 200).close()
    content = bytearray(path.read_bytes())
    content[8192:60_000] = b"\x5a" * (60_000 - 8192)
    path.write_bytes(content)
    with pytest.raises(Refused) as refused:
        back_up(path, tmp_path / "备份.crm")
    assert refused.value.code == "database-damaged"
    assert names(tmp_path) == ["a.crm"]


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + b"\0" * 500])
def test_what_is_no_database_is_refused(tmp_path, content):
    path = tmp_path / "x.crm"
    path.write_bytes(content)
    if not content:
        assert verify(path) is None  # an empty file is an empty database to SQLite: the check decides
        with pytest.raises(Refused):
            verify(path, lambda connection: "没有表")
        return
    with pytest.raises(Refused) as refused:
        verify(path)
    assert refused.value.code == "database-damaged"


def test_broken_references_are_found(tmp_path):
    path = tmp_path / "a.crm"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p REFERENCES p(id)); INSERT INTO c VALUES (7)"
        )
    with pytest.raises(Refused, match="指向空处"):
        verify(path)


def test_a_restore_puts_the_backup_in_place_and_keeps_what_was_there(tmp_path):
    database, saved = tmp_path / "a.crm", tmp_path / "备份.crm"
    a_database(database, "旧").close()
    back_up(database, saved)
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("INSERT INTO t VALUES ('新')")
        connection.commit()
    done = restore(saved, database, NOW)
    assert values(database) == ["旧"]
    assert done.kept == tmp_path / "a-恢复前-20261124-150309.crm"
    assert values(done.kept) == ["旧", "新"]
    assert names(tmp_path) == ["a-恢复前-20261124-150309.crm", "a.crm", "备份.crm"]


def test_a_restore_while_someone_has_the_database_open_is_refused(tmp_path):
    database, saved = tmp_path / "a.crm", tmp_path / "备份.crm"
    with closing(a_database(database, "旧")) as connection:
        back_up(database, saved)
        connection.execute("INSERT INTO t VALUES ('新')")
        connection.commit()
        with pytest.raises(Refused) as refused:
            restore(saved, database, NOW)
    assert refused.value.code == "database-in-use"
    assert values(database) == ["旧", "新"]
    assert names(tmp_path) == ["a.crm", "备份.crm"]


def test_a_damaged_database_can_be_replaced_and_its_log_does_not_play_into_the_new_one(tmp_path):
    database, saved = tmp_path / "a.crm", tmp_path / "备份.crm"
    a_database(database, "好").close()
    back_up(database, saved)
    database.write_bytes(b"damaged" * 1000)
    (tmp_path / "a.crm-wal").write_bytes(b"old log")
    done = restore(saved, database, NOW)
    assert values(database) == ["好"]
    assert done.kept.read_bytes().startswith(b"damaged")
    assert not (tmp_path / "a.crm-wal").exists()


def test_a_restore_to_an_empty_place_needs_nothing_there(tmp_path):
    a_database(tmp_path / "备份.crm", "甲").close()
    done = restore(tmp_path / "备份.crm", tmp_path / "新.crm", NOW)
    assert done.kept is None
    assert values(tmp_path / "新.crm") == ["甲"]


def test_a_missing_backup_or_database_is_said(tmp_path):
    for act in (lambda: back_up(tmp_path / "x", tmp_path / "y"), lambda: restore(tmp_path / "x", tmp_path / "y", NOW)):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "file-missing"
