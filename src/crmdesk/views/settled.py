"""What must be known before Qt is there: token, scale, language. Read without Qt.

The file is the INI file of ``memory.py``; QSettings writes it, and for these few plain keys a line is enough.
"""

import os
import re
from functools import cache
from pathlib import Path

from crmdesk.services.server_place import without_password

_SECTION = re.compile(r"^\[(.+)\]$")
_SCALE = "QT_SCALE_FACTOR"


def folder() -> Path:
    """Where the settings of the desktop lie; ``CRMDESK_CONFIG`` names another folder."""
    named = os.environ.get("CRMDESK_CONFIG")
    if named:
        return Path(named)
    from platformdirs import user_config_path

    return user_config_path("crmdesk", appauthor=False)


@cache
def _kept() -> dict[str, str]:
    found: dict[str, str] = {}
    section = ""
    try:
        lines = (folder() / "desk.ini").read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return found
    for line in lines:
        head = _SECTION.match(line)
        if head:
            section = head[1]
        elif "=" in line:
            key, _sign, value = line.partition("=")
            found[f"{section}/{key}"] = value.strip('"')
    return found


def key_of(place: str) -> str:
    """A name for a place that an INI file takes as a key."""
    from hashlib import sha256

    return sha256(without_password(place).encode()).hexdigest()[:16]


def token_of(place: str) -> str:
    """The token of 保持登录 for a database; empty where nobody stays signed in."""
    return _kept().get(f"login/{key_of(place)}", "")


def language() -> str:
    """``zh_CN`` or ``en`` as the person chose; empty: as the system says."""
    return _kept().get("look/language", "")


def scale_environment() -> dict[str, str]:
    """What Qt must find in the environment for the chosen scale; nothing at 100 %."""
    if percent() == 100 or _SCALE in os.environ:
        return {}
    return {_SCALE: _factor()}


def environment_again() -> dict[str, str]:
    """The environment for starting again: without the scale that this start took from the settings."""
    return {name: value for name, value in os.environ.items() if (name, value) != (_SCALE, _factor())}


def percent() -> int:
    """The scale with which this program started: 100 to 200."""
    said = _kept().get("look/scale", "100")
    return min(max(int(said) if said.isdigit() else 100, 100), 200)


def _factor() -> str:
    return str(percent() / 100)
