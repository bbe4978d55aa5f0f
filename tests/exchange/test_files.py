"""What is written is there whole or not at all, and every obstacle has its sentence (reliability 3)."""

import os
import pwd
import resource
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

from crmdesk.exchange.files import NotWritten, free_name, write_safely


@contextmanager
def full_disk(limit=0):
    """No file may grow beyond ``limit`` bytes: what a full disk does, without filling one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def read_only_folder():
    """A folder that may not be written to; root may write anywhere, so root becomes nobody meanwhile."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o555)
    me = os.geteuid()
    if me == 0:
        os.seteuid(pwd.getpwnam("nobody").pw_uid)
    try:
        yield folder
    finally:
        os.seteuid(me)
        folder.chmod(0o755)
        folder.rmdir()


def test_bytes_and_writers_arrive(tmp_path):
    assert write_safely(tmp_path / "a.txt", b"x") == tmp_path / "a.txt"
    write_safely(tmp_path / "b.txt", lambda path: path.write_text("乙", "utf-8"))
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.txt": b"x", "b.txt": "乙".encode()}


def test_an_old_file_is_replaced_and_keeps_its_permissions(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_safely(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("content", [b"x" * 5000, lambda path: path.write_bytes(b"x" * 5000)])
def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path, content):
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    with full_disk(1000), pytest.raises(NotWritten) as refused:
        write_safely(path, content)
    assert refused.value.code == "disk-full"
    assert "磁盘已满" in refused.value.what
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("a.txt", b"old")]


def test_a_writer_that_fails_leaves_nothing(tmp_path):
    def write(path):
        path.write_bytes(b"half")
        raise KeyError("broken")

    with pytest.raises(KeyError):
        write_safely(tmp_path / "a.txt", write)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("note", ["~${name}", ".~lock.{name}#"])
def test_a_target_that_is_open_elsewhere_is_left_alone_and_a_free_name_offered(tmp_path, note):
    path = tmp_path / "名单.xlsx"
    path.write_bytes(b"old")
    (tmp_path / "名单 (2).xlsx").write_bytes(b"")
    (tmp_path / note.format(name="名单.xlsx")).write_bytes(b"")
    with pytest.raises(NotWritten) as refused:
        write_safely(path, b"new")
    assert refused.value.code == "file-open"
    assert refused.value.free == tmp_path / "名单 (3).xlsx"
    assert "名单 (3).xlsx" in refused.value.do
    assert path.read_bytes() == b"old"
    write_safely(refused.value.free, b"new")


def test_the_note_that_excel_leaves_for_long_names_is_known(tmp_path):
    path = tmp_path / "华东办事处客户名单.xlsx"
    path.write_bytes(b"old")
    (tmp_path / "~$办事处客户名单.xlsx").write_bytes(b"")
    with pytest.raises(NotWritten):
        write_safely(path, b"new")


def test_a_folder_that_is_missing_read_only_or_a_file_itself_is_said(tmp_path):
    with pytest.raises(NotWritten) as missing:
        write_safely(tmp_path / "没有" / "a.txt", b"")
    with pytest.raises(NotWritten) as itself:
        write_safely(tmp_path, b"")
    with read_only_folder() as folder, pytest.raises(NotWritten) as read_only:
        write_safely(folder / "a.txt", b"")
    assert [e.value.code for e in (missing, itself, read_only)] == ["no-folder", "is-folder", "folder-read-only"]
    assert all(e.value.do for e in (missing, itself, read_only))


def test_a_name_that_is_too_long_is_said(tmp_path):
    with pytest.raises(NotWritten) as refused:
        write_safely(tmp_path / ("名" * 100 + ".txt"), b"")
    assert refused.value.code == "name-too-long"
    assert list(tmp_path.iterdir()) == []


def test_a_free_name_is_free(tmp_path):
    assert free_name(tmp_path / "a.b.txt") == tmp_path / "a.b (2).txt"
