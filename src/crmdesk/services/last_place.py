"""Which database this person opened last on this computer: one line in the folder for settings.

``CRMDESK_CONFIG`` names another folder, so that tests and a portable copy keep theirs apart.
"""

import os
from pathlib import Path

from crmdesk.services.server_place import without_password


def _note() -> Path:
    named = os.environ.get("CRMDESK_CONFIG")
    if named:
        return Path(named) / "last-database"
    from platformdirs import user_config_path

    return user_config_path("crmdesk", appauthor=False) / "last-database"


def last_place() -> str:
    """File name or URL; empty where none was opened yet, or the file is gone."""
    try:
        place = _note().read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
    return place if "://" in place or Path(place).exists() else ""


def remember_place(place: str | Path) -> None:
    """Note it; an address without its password, which is asked for at every start (reliability 5).

    Where nothing can be noted, nothing is.
    """
    said = without_password(str(place))
    if "://" not in said:
        said = str(Path(said).expanduser().absolute())
    try:
        _note().parent.mkdir(parents=True, exist_ok=True)
        _note().write_text(said + "\n", encoding="utf-8")
    except OSError:
        return
