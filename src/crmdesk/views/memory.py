"""What the program remembers of this person on this computer: window, columns, theme. Not office data.

An INI file in the folder for settings of the desktop (platformdirs); ``CRMDESK_CONFIG`` names another
folder, so that tests and a portable copy keep theirs apart.
"""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings

from crmdesk.views.settled import folder

_kept: dict[str, QSettings] = {}


def _settings() -> QSettings:
    path = str(folder() / "desk.ini")
    if path not in _kept:
        folder().mkdir(parents=True, exist_ok=True)
        _kept[path] = QSettings(path, QSettings.Format.IniFormat)
        Path(path).touch(mode=0o600)  # it may hold the token of 保持登录
    return _kept[path]


def get(key: str, default: Any = None) -> Any:
    """What was kept under a key; ``default`` when there is nothing (or nothing readable)."""
    found = _settings().value(key)
    return default if found is None else found


def get_bytes(key: str) -> QByteArray | None:
    """A kept state of a window or header; None when there is none."""
    found = get(key)
    return found if isinstance(found, QByteArray) and not found.isEmpty() else None


def keep(key: str, value: Any) -> None:
    """Keep a text, number or QByteArray."""
    _settings().setValue(key, value)


def forget(key: str) -> None:
    """Remove a key and everything below it."""
    _settings().remove(key)


def write() -> None:
    """Put everything on the disk now."""
    _settings().sync()
