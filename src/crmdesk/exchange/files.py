"""Everything written for users goes through `write_safely`: whole or not at all (reliability 3).

A temporary name in the same folder, fsync, rename. Whatever goes wrong, what stood there before still
stands there, no half file is left behind, and a sentence says what to do.
"""

import errno
import os
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path

from crmdesk.rules.errors import Refused
from crmdesk.words import _

Writer = Callable[[Path], None]

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_CLOSED = (errno.EACCES, errno.EPERM, errno.EROFS)


class NotWritten(Refused):
    """A file could not be written. ``free`` is a name in the same folder that nothing stands in the way of."""

    code = "not-written"

    def __init__(self, what: str, do: str, code: str, free: Path | None = None) -> None:
        super().__init__(what, _("原来的文件没有变动。"), do, code=code)
        self.free = free


def write_safely(path: Path | str, content: bytes | Writer) -> Path:
    """Write ``content`` to ``path``: bytes, or a function that writes to the path which it is given.

    Raises NotWritten where the folder is missing, read-only or full, or the target is open elsewhere; what
    the function itself raises goes through. Afterwards the file is on the disk under its name, or nothing is.
    """
    path = Path(path)
    temporary = path.with_name(f".{path.stem[:20]}-{secrets.token_hex(4)}{path.suffix}")
    try:
        _look_at(path)
        _create(temporary)
        if callable(content):
            content(temporary)
        else:
            temporary.write_bytes(content)
        _settle(temporary, path)
    except OSError as error:
        raise not_written(path, error) from error
    finally:
        if temporary.exists():
            temporary.unlink()
    return path


def free_name(path: Path) -> Path:
    """A name in the same folder that is not taken: ``名单 (2).xlsx``."""
    number = 2
    while (candidate := path.with_name(f"{path.stem} ({number}){path.suffix}")).exists():
        number += 1
    return candidate


def sync_folder(folder: Path) -> None:
    """Put a rename on the disk; Windows has no such thing and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_file(path: Path) -> None:
    """Put a file's content on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def is_open_elsewhere(path: Path) -> bool:
    """Whether Excel, WPS or LibreOffice left the note beside the file that they have it open."""
    name = path.name
    notes = (f"~${name}", f"~${name[2:]}", f".~lock.{name}#")
    return any(path.with_name(note).exists() for note in notes)


def _look_at(path: Path) -> None:
    if not path.parent.is_dir():
        raise NotWritten(
            _("文件夹「{folder}」不存在。").format(folder=path.parent), _("请选择另一个文件夹。"), "no-folder"
        )
    if path.is_dir():
        raise NotWritten(
            _("「{file}」是一个文件夹,不能写成文件。").format(file=path.name),
            _("请换一个文件名。"),
            "is-folder",
            free_name(path),
        )
    if path.exists() and is_open_elsewhere(path):
        raise _busy(path)


def _create(temporary: Path) -> None:
    """Make the temporary file, so that a folder without permission shows before any work is done."""
    os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))


def _settle(temporary: Path, path: Path) -> None:
    """Content on the disk, then the name, then the name on the disk."""
    if path.exists():
        shutil.copymode(path, temporary)
    sync_file(temporary)
    temporary.replace(path)
    sync_folder(path.parent)


def _busy(path: Path) -> NotWritten:
    free = free_name(path)
    return NotWritten(
        _("「{file}」正在别的程序中打开,没有写入。").format(file=path.name),
        _("请先关闭它再试,或者存为「{free}」。").format(free=free.name),
        "file-open",
        free,
    )


def not_written(path: Path, error: OSError) -> NotWritten:
    """The sentence for what the system said."""
    number = error.errno
    if number in _FULL:
        return NotWritten(
            _("磁盘已满,「{file}」没有写成。").format(file=path.name),
            _("请清理磁盘空间,或者存到另一个磁盘。"),
            "disk-full",
        )
    if number in _CLOSED and path.exists() and os.access(path.parent, os.W_OK):
        return _busy(path)
    if number in _CLOSED:
        return NotWritten(
            _("文件夹「{folder}」不允许写入。").format(folder=path.parent),
            _("请选择另一个文件夹,例如「文档」。"),
            "folder-read-only",
        )
    if number == errno.ENAMETOOLONG:
        return NotWritten(_("文件名太长。"), _("请换一个短一些的文件名。"), "name-too-long")
    return NotWritten(
        _("「{file}」没有写成:{why}。").format(file=path.name, why=error.strerror or error),
        _("请换一个文件夹或文件名再试。"),
        "not-written",
    )
