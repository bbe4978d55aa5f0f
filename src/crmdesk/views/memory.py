"""What the program remembers of this person on this computer: window, columns, theme. Not office data.

An INI file in the folder for settings of the desktop (platformdirs); ``CRMDESK_CONFIG`` names another
folder, so that tests and a portable copy keep theirs apart.
"""

import os
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings

_kept: dict[str, QSettings] = {}


def folder() -> Path:
    """Where the settings of the desktop lie."""
    named = os.environ.get("CRMDESK_CONFIG")
    if named:
        return Path(named)
    from platformdirs import user_config_path

    return user_config_path("crmdesk", appauthor=False)


def _settings() -> QSettings:
    path = str(folder() / "desk.ini")
    if path not in _kept:
        folder().mkdir(parents=True, exist_ok=True)
        _kept[path] = QSettings(path, QSettings.Format.IniFormat)
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
