"""What a file is by its content, whatever its name says."""

from enum import StrEnum
from pathlib import Path

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")


class FileKind(StrEnum):
    """The kinds that are told apart; the lower half is refused with a sentence each."""

    XLSX = "xlsx"  # also xlsm
    XLSB = "xlsb"
    ODS = "ods"
    XLS = "xls"
    TEXT = "text"  # csv and the like
    HTML = "html"
    ENCRYPTED = "encrypted"
    SHEET_XML = "sheet_xml"  # XML 2003
    PDF = "pdf"
    PICTURE = "picture"
    WORD = "word"
    ARCHIVE = "archive"
    DAMAGED = "damaged"
    OTHER = "other"


def kind_of(path: Path) -> FileKind:
    """The kind of the file at ``path`` by its first bytes and, in archives, by its members."""
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(_OLE):
        return _ole_kind(path)
    if head.startswith(b"PK"):
        return _zip_kind(path)
    if head.startswith(b"%PDF"):
        return FileKind.PDF
    if head.startswith(_PICTURES):
        return FileKind.PICTURE
    if head.startswith(_OLD_BIFF):
        return FileKind.XLS
    if head.startswith((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        return FileKind.ARCHIVE
    return _text_kind(head)


def _ole_kind(path: Path) -> FileKind:
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        return FileKind.ENCRYPTED
    if any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        return FileKind.XLS
    if "WordDocument".encode("utf-16-le") in content:
        return FileKind.WORD
    return FileKind.DAMAGED if path.suffix.lower() in (".xls", ".xlsx", ".et") else FileKind.OTHER


def _zip_kind(path: Path) -> FileKind:
    import zipfile

    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if any(info.flag_bits & 1 for info in archive.infolist()):
                return FileKind.ENCRYPTED
            if "META-INF/manifest.xml" in names and "content.xml" in names:
                manifest = archive.open("META-INF/manifest.xml").read(1 << 20)
                return FileKind.ENCRYPTED if b"encryption-data" in manifest else FileKind.ODS
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, ValueError):
        return FileKind.DAMAGED
    folded = {name.lower().lstrip("/") for name in names}
    if "xl/workbook.bin" in folded:
        return FileKind.XLSB
    if any(name.startswith("xl/") for name in folded):
        return FileKind.XLSX
    return FileKind.WORD if any(name.startswith("word/") for name in folded) else FileKind.ARCHIVE


def _text_kind(head: bytes) -> FileKind:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return FileKind.TEXT
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:2048].lower()
    if start.startswith(b"<?xml") and (b"urn:schemas-microsoft-com:office:spreadsheet" in start):
        return FileKind.SHEET_XML
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"<body", b"<style", b"<div")):
        return FileKind.HTML
    if start.startswith(b"<?xml") and b"<html" in start:
        return FileKind.HTML
    return FileKind.OTHER if b"\0" in head or _is_noise(head) else FileKind.TEXT


def _is_noise(head: bytes) -> bool:
    """More than one control character in a hundred: no text file."""
    controls = sum(head.count(code) for code in range(32) if code not in (9, 10, 12, 13, 26, 27))
    return controls * 100 > len(head)
