"""A file that someone wants to attach: what it is by its content, and what of it is kept (reliability 4, 5).

Programs and scripts are refused, pictures are written anew in the reader process, everything else stays as it is.
"""

import io
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from crmdesk.exchange.reading import clean_picture
from crmdesk.rules.attachment import LARGEST
from crmdesk.rules.china_time import CHINA
from crmdesk.rules.errors import Refused
from crmdesk.words import _

_MEGABYTE = 1024 * 1024
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"#!",
             b"L\0\0\0\x01\x14\x02\0", b"dex\n")  # fmt: skip
_PROGRAM_SUFFIXES = (
    ".exe", ".com", ".scr", ".msi", ".dll", ".sys", ".cpl", ".bat", ".cmd", ".ps1", ".psm1", ".vbs", ".vbe", ".js",
    ".jse", ".wsf", ".wsh", ".hta", ".reg", ".lnk", ".url", ".jar", ".apk", ".app", ".sh", ".bash", ".py", ".pyw",
    ".pl", ".rb", ".php", ".desktop", ".svg", ".html", ".htm", ".mht", ".chm", ".iso", ".img", ".dmg", ".docm",
    ".xlsm", ".pptm", ".xlam",
)  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_TYPES = {
    ".doc": "application/msword", ".wps": "application/msword", ".xls": "application/vnd.ms-excel",
    ".et": "application/vnd.ms-excel", ".ppt": "application/vnd.ms-powerpoint", ".dps": "application/vnd.ms-powerpoint",
}  # fmt: skip
_OFFICE = "application/vnd.openxmlformats-officedocument."
_MEMBERS = {
    "word/": f"{_OFFICE}wordprocessingml.document", "xl/": f"{_OFFICE}spreadsheetml.sheet",
    "ppt/": f"{_OFFICE}presentationml.presentation", "OFD.xml": "application/ofd",
}  # fmt: skip
_SOUNDS = {b"ID3": "audio/mpeg", b"\xff\xfb": "audio/mpeg", b"#!AMR": "audio/amr"}
_HEIC = frozenset(b"ftyp" + brand for brand in (b"heic", b"heix", b"hevc", b"mif1", b"avif"))
_SUFFIXES = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}


@dataclass(frozen=True, slots=True)
class Attached:
    """What is kept of the file. ``taken_at`` is UTC, where a photo says when it was taken."""

    name: str
    type: str
    content: bytes
    taken_at: datetime | None = None


def look_at(path: Path) -> Attached:
    """Read the file at ``path``; Refused with a sentence where it cannot or must not be kept."""
    content = _content_of(path)
    kind = type_of(path.name, content)
    if kind.startswith("image/"):
        return _picture(path)
    return Attached(path.name, kind, content)


def type_of(name: str, content: bytes) -> str:
    """The MIME type by content; Refused for programs and for what nobody could open."""
    suffix = Path(name).suffix.lower()
    is_sound = content.startswith(b"#!AMR")
    if suffix in _PROGRAM_SUFFIXES or (content.startswith(_PROGRAMS) and not is_sound):
        raise _refused(name, _("「{file}」是程序或脚本,不能作为附件。"), _("请只添加图片、PDF 和文档。"), "attachment-program")
    if content[4:12] in _HEIC:
        raise _refused(name, _("「{file}」是 HEIC 照片,本程序不能打开。"), _("请在手机上改存为 JPEG 再添加。"), "attachment-heic")
    found = _picture_type(content) or _media_type(content) or _document_type(suffix, content)
    if not found:
        raise _refused(
            name, _("「{file}」的类型认不出来,不能作为附件。"),
            _("可以添加图片、PDF、Word、Excel、录音和录像;压缩包请先解压。"), "attachment-type",
        )  # fmt: skip
    return found


def _content_of(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise _refused(path.name, _("「{file}」是一个文件夹。"), _("请选择其中的文件。"), "attachment-folder")
        if size > LARGEST:
            what = _("「{file}」有 {size} MB,附件最大 {most} MB。").replace("{size}", str(size // _MEGABYTE))
            what = what.replace("{most}", str(LARGEST // _MEGABYTE))
            raise _refused(path.name, what, _("请缩小后再添加。"), "attachment-size")
        content = path.read_bytes()
    except OSError as error:
        raise _refused(path.name, _("读不到「{file}」。"), _("请检查文件是否还在、是否正被别的程序占用。"), "attachment-unread") from error
    if not content:
        raise _refused(path.name, _("「{file}」是空文件。"), _("请重新取得这个文件。"), "attachment-empty")
    return content


def _refused(name: str, what: str, do: str, code: str) -> Refused:
    return Refused(what.replace("{file}", name), _("没有添加附件。"), do, code=code, field="path")


def _picture_type(content: bytes) -> str:
    starts = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png", b"GIF8": "image/gif", b"II*\0": "image/tiff",
              b"MM\0*": "image/tiff"}  # fmt: skip
    for start, kind in starts.items():
        if content.startswith(start):
            return kind
    if content.startswith(b"BM") and content[6:10] == b"\0\0\0\0":
        return "image/bmp"
    return "image/webp" if content.startswith(b"RIFF") and content[8:12] == b"WEBP" else ""


def _media_type(content: bytes) -> str:
    for start, kind in _SOUNDS.items():
        if content.startswith(start):
            return kind
    if content.startswith(b"RIFF") and content[8:12] == b"WAVE":
        return "audio/wav"
    if content[4:8] != b"ftyp":
        return ""
    return "audio/mp4" if content[8:12] == b"M4A " else "video/mp4"


def _document_type(suffix: str, content: bytes) -> str:
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    if content.startswith(_OLE):
        return _OLE_TYPES.get(suffix, "")
    if content.startswith(b"PK\3\4"):
        return _archive_type(content)
    return "text/plain" if _is_text(content) else ""


def _archive_type(content: bytes) -> str:
    """An office document by its members; one with macros, or any other archive, has none."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            mimetype = archive.read("mimetype")[:100].decode("ascii") if "mimetype" in names[:1] else ""
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError):
        return ""
    if any(name.lower().endswith((".bin.vba", "vbaproject.bin")) for name in names):
        return ""
    if mimetype.startswith("application/vnd.oasis.opendocument."):
        return mimetype
    kinds = (kind for start, kind in _MEMBERS.items() if any(name.startswith(start) for name in names))
    return next(kinds, "")


def _is_text(content: bytes) -> bool:
    if b"\0" in content or content.lstrip()[:1] == b"<":
        return False
    for charset in ("utf-8", "gb18030"):
        try:
            content.decode(charset)
        except UnicodeDecodeError:
            continue
        return True
    return False


def _picture(path: Path) -> Attached:
    try:
        made = clean_picture(path)
    except Refused as error:
        made = {"code": error.code}
    if "code" in made:
        if made["code"] == "picture-pixels":
            raise _refused(path.name, _("图片「{file}」太大。"), _("请缩小到八千万像素以内再添加。"), "attachment-pixels")
        raise _refused(path.name, _("图片「{file}」已损坏,打不开。"), _("请重新拍照或另存一份再添加。"), "attachment-damaged")
    suffix = _SUFFIXES[made["type"]]
    known = (".jpg", ".jpeg") if suffix == ".jpg" else (suffix,)
    name = path.name if path.suffix.lower() in known else f"{path.stem}{suffix}"
    return Attached(name, made["type"], made["content"], taken_at(made["taken"]))


def taken_at(said: str) -> datetime | None:
    """The moment that a camera wrote, 2026:11:24 10:05:00 with or without +08:00; without it China's clock counts."""
    for form in ("%Y:%m:%d %H:%M:%S %z", "%Y:%m:%d %H:%M:%S"):
        try:
            found = datetime.strptime(said, form)  # noqa: DTZ007 - without an offset it is China's time
        except ValueError:
            continue
        return (found if found.tzinfo else found.replace(tzinfo=CHINA)).astimezone(UTC)
    return None
