"""A paper that is shown is kept as a file, whole or not at all."""

import pytest

from crmdesk.exchange.files import NotWritten
from tests.exchange.test_files import full_disk, read_only_folder

PDF = b"%PDF-1.7 " + b"x" * 5000


def test_what_is_shown_is_written_as_it_is(clerk, tmp_path):
    assert clerk.do("paper.save", tmp_path / "总结.pdf", PDF) == tmp_path / "总结.pdf"
    assert (tmp_path / "总结.pdf").read_bytes() == PDF


def test_a_full_disk_leaves_the_old_file_and_nothing_half_written(clerk, tmp_path):
    folder = tmp_path / "存"
    folder.mkdir()
    (folder / "总结.pdf").write_bytes(b"old")
    with full_disk(1000), pytest.raises(NotWritten, match="磁盘已满"):
        clerk.do("paper.save", folder / "总结.pdf", PDF)
    assert [(file.name, file.read_bytes()) for file in folder.iterdir()] == [("总结.pdf", b"old")]


def test_a_folder_that_may_not_be_written_to_is_said(clerk):
    with read_only_folder() as folder, pytest.raises(NotWritten, match="不允许写入"):
        clerk.do("paper.save", folder / "总结.pdf", PDF)
