"""Attachments: kept once by their hash, pictures written anew, programs refused, nothing half done."""

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from crmdesk.exchange.attached import taken_at, type_of
from crmdesk.exchange.files import NotWritten
from crmdesk.rules import attachment as rules
from crmdesk.rules.errors import NotAllowed, NotFound, Refused
from crmdesk.rules.people import Role
from tests.builders import a_complaint, a_dealer


def a_photo(path: Path, **exif) -> Path:
    """A JPEG of 40 × 20 that says it lies on its side, with the place where it was taken."""
    tags = Image.Exif()
    tags[0x0112] = 6  # turned by a quarter
    tags[0x9C9B] = "备注".encode("utf-16-le")
    tags.get_ifd(0x8825)[1] = "N"  # GPS
    tags.get_ifd(0x8769).update({36867: "2026:11:24 10:05:00", **exif})
    Image.new("RGB", (40, 20), "red").save(path, "JPEG", exif=tags)
    return path


def a_pdf(path: Path, text: bytes = b"signed") -> Path:
    path.write_bytes(b"%PDF-1.4\n" + text)
    return path


def a_zip(path: Path, *names: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return path


def kept_files(desk) -> list[Path]:
    return [f for f in desk.folder.rglob("*") if f.is_file() and "drafts" not in f.parts]


def attachments_of(report):
    return next(finding for finding in report.findings if finding.name == "attachments")


def test_a_document_is_kept_and_given_back(clerk, tmp_path):
    dealer = a_dealer(clerk)
    kept = clerk.do("attachment.add", "dealer", dealer.id, a_pdf(tmp_path / "营业执照.pdf"), "年检")
    assert (kept.name, kept.type, kept.note, kept.is_here) == ("营业执照.pdf", "application/pdf", "年检", True)
    assert clerk.do("attachment.content", kept.id) == b"%PDF-1.4\nsigned"
    (again,) = clerk.do("attachment.of", dealer.id)
    assert (again.id, again.added_by) == (kept.id, clerk.person.name)
    assert "attachment" in {c.subject for c in clerk.do("history.of", "dealer", dealer.id)}


def test_a_picture_is_turned_and_loses_all_but_its_time(clerk, tmp_path):
    dealer = a_dealer(clerk)
    kept = clerk.do("attachment.add", "dealer", dealer.id, a_photo(tmp_path / "门头.JPG"))
    assert kept.taken_at == datetime(2026, 11, 24, 2, 5, tzinfo=UTC)
    with Image.open(io.BytesIO(clerk.do("attachment.content", kept.id))) as picture:
        assert (picture.format, picture.size) == ("JPEG", (20, 40))
        assert set(picture.getexif()) <= {306}
        assert not picture.getexif().get_ifd(0x8825)


def test_the_same_file_is_one_attachment_and_one_content(clerk, tmp_path):
    dealer, other = a_dealer(clerk), a_dealer(clerk, name="无锡新元建材")
    first = clerk.do("attachment.add", "dealer", dealer.id, a_pdf(tmp_path / "a.pdf"))
    again = clerk.do("attachment.add", "dealer", dealer.id, a_pdf(tmp_path / "b.pdf"))
    beside = clerk.do("attachment.add", "dealer", other.id, a_pdf(tmp_path / "c.pdf"))
    assert again.id == first.id
    assert (beside.id != first.id, beside.sha256) == (True, first.sha256)
    if clerk.database is not None:
        assert [f.name for f in kept_files(clerk)] == [first.sha256]


def test_scans_of_several_pages_become_one_pdf(clerk, tmp_path):
    pages = [Image.new("1", (30, 30), colour) for colour in (0, 1)]
    pages[0].save(tmp_path / "扫描.tif", save_all=True, append_images=pages[1:])
    kept = clerk.do("attachment.add", "dealer", a_dealer(clerk).id, tmp_path / "扫描.tif")
    assert (kept.name, kept.type) == ("扫描.pdf", "application/pdf")


@pytest.mark.parametrize("form", ["PNG", "GIF", "BMP", "WEBP", "TIFF"])
def test_every_usual_picture_is_taken(clerk, tmp_path, form):
    Image.new("RGB", (8, 8), "blue").save(tmp_path / f"图.{form.lower()}", form)
    kept = clerk.do("attachment.add", "dealer", a_dealer(clerk).id, tmp_path / f"图.{form.lower()}")
    assert kept.type in ("image/png", "image/jpeg")
    assert Path(kept.name).suffix in (".png", ".jpg")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("setup.exe", b"MZ\x90\0" + b"x" * 60, "attachment-program"),
        ("照片.jpg", b"MZ\x90\0" + b"x" * 60, "attachment-program"),
        ("a", b"\x7fELF\x02\x01", "attachment-program"),
        ("报价.pdf.js", b"alert(1)", "attachment-program"),
        ("run.txt", b"#!/bin/sh\nrm", "attachment-program"),
        ("图.svg", b"<svg/>", "attachment-program"),
        ("名单.xlsm", b"PK\3\4", "attachment-program"),
        ("IMG_1.HEIC", b"\0\0\0\x18ftypheic\0\0\0\0", "attachment-heic"),
        ("未知.bin", bytes(range(256)), "attachment-type"),
        ("page.txt", b"<html><script>", "attachment-type"),
        ("空.pdf", b"", "attachment-empty"),
        ("坏.jpg", b"\xff\xd8\xff\xe0 no picture at all", "attachment-damaged"),
        ("坏.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "attachment-damaged"),
    ],
)
def test_what_must_not_be_kept_is_refused_with_a_sentence(clerk, tmp_path, name, content, code):
    dealer = a_dealer(clerk)
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / name
    path.write_bytes(content)
    with pytest.raises(Refused) as refused:
        clerk.do("attachment.add", "dealer", dealer.id, path)
    assert refused.value.code == code
    assert refused.value.what
    assert refused.value.do
    assert clerk.do("attachment.of", dealer.id) == ()
    assert kept_files(clerk) == []


def test_archives_are_told_apart_by_what_is_in_them(tmp_path):
    def kind(*names):
        return type_of("x.zip", a_zip(tmp_path / "x.zip", *names).read_bytes())

    assert kind("[Content_Types].xml", "word/document.xml").endswith("wordprocessingml.document")
    assert kind("[Content_Types].xml", "xl/workbook.xml").endswith("spreadsheetml.sheet")
    assert kind("OFD.xml") == "application/ofd"
    for names in (("a.exe",), ("xl/workbook.xml", "xl/vbaProject.bin"), ("readme.txt",)):
        with pytest.raises(Refused):
            kind(*names)


def test_a_picture_of_too_many_pixels_is_refused_unopened(clerk, tmp_path):
    bomb = tmp_path / "大.png"
    Image.new("1", (12_000, 12_000)).save(bomb)
    with pytest.raises(Refused) as refused:
        clerk.do("attachment.add", "dealer", a_dealer(clerk).id, bomb)
    assert refused.value.code == "attachment-pixels"


def test_a_large_file_is_refused_by_its_size(clerk, tmp_path, monkeypatch):
    monkeypatch.setattr("crmdesk.exchange.attached.LARGEST", 1024 * 1024)
    with pytest.raises(Refused) as refused:
        clerk.do("attachment.add", "dealer", a_dealer(clerk).id, a_pdf(tmp_path / "a.pdf", b"x" * 1024 * 1024))
    assert refused.value.code == "attachment-size"
    assert rules.LARGEST == 50 * 1024 * 1024


@pytest.mark.parametrize("place", ["missing.pdf", "."])
def test_what_is_no_file_is_said(clerk, tmp_path, place):
    with pytest.raises(Refused) as refused:
        clerk.do("attachment.add", "dealer", a_dealer(clerk).id, tmp_path / place)
    assert refused.value.code in ("attachment-unread", "attachment-folder")


def test_a_full_disk_leaves_neither_row_nor_half_a_file(signed_in, tmp_path, monkeypatch):
    clerk = signed_in(Role.OFFICE_CLERK)
    if clerk.database is None:
        return  # a server keeps the content in its own transaction
    dealer = a_dealer(clerk)

    def full(path):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("crmdesk.exchange.files.sync_file", full)
    with pytest.raises(NotWritten) as refused:
        clerk.do("attachment.add", "dealer", dealer.id, a_pdf(tmp_path / "a.pdf"))
    assert refused.value.code == "disk-full"
    assert clerk.do("attachment.of", dealer.id) == ()
    assert kept_files(clerk) == []


def test_a_content_that_is_gone_or_changed_is_said_and_can_be_brought_again(clerk, tmp_path):
    if clerk.database is None:
        return
    dealer = a_dealer(clerk)
    kept = clerk.do("attachment.add", "dealer", dealer.id, a_pdf(tmp_path / "a.pdf"))
    (file,) = kept_files(clerk)
    file.write_bytes(b"something else")
    with pytest.raises(NotFound):
        clerk.do("attachment.content", kept.id)
    assert "a.pdf" in attachments_of(clerk.do("check.run")).sentence
    assert not clerk.do("check.run").ok
    file.unlink()
    assert "不在这台电脑上" in attachments_of(clerk.do("check.run")).sentence
    assert [a.is_here for a in clerk.do("attachment.of", dealer.id)] == [False]
    clerk.do("attachment.add", "dealer", dealer.id, a_pdf(tmp_path / "a.pdf"))
    assert clerk.do("attachment.content", kept.id).startswith(b"%PDF")
    assert attachments_of(clerk.do("check.run")).sentence == "附件 1 个,内容都完好。"


def test_only_who_may_read_the_record_sees_its_attachments(clerk, signed_in, tmp_path):
    form = a_complaint(clerk)
    kept = clerk.do("attachment.add", "complaint", form.id, a_pdf(tmp_path / "a.pdf"))
    other = signed_in(Role.HR)
    assert other.do("attachment.of", form.id) == ()
    with pytest.raises(NotAllowed):
        other.do("attachment.content", kept.id)


def test_an_attachment_is_struck_by_who_added_it_while_the_case_runs(clerk, signed_in, tmp_path):
    form = a_complaint(clerk)
    kept = clerk.do("attachment.add", "complaint", form.id, a_pdf(tmp_path / "a.pdf"))
    with pytest.raises(NotAllowed):
        signed_in(Role.REP).do("attachment.strike", kept.id)
    second = clerk.do("attachment.add", "complaint", form.id, a_pdf(tmp_path / "b.pdf", b"other"))
    clerk.do("attachment.strike", kept.id)
    assert [a.id for a in clerk.do("attachment.of", form.id)] == [second.id]
    form = clerk.do("complaint.get", form.id)
    clerk.do("complaint.void", form.id, form.revision, comment="重复")
    with pytest.raises(NotAllowed):
        clerk.do("attachment.strike", second.id)


def test_a_camera_s_clock_is_china_s_unless_it_says_so():
    assert taken_at("2026:11:24 10:05:00") == datetime(2026, 11, 24, 2, 5, tzinfo=UTC)
    assert taken_at("2026:11:24 10:05:00 +09:00") == datetime(2026, 11, 24, 1, 5, tzinfo=UTC)
    assert taken_at("0000:00:00 00:00:00") is None
    assert taken_at("") is None
