"""The log file: what went wrong and where in the program, without names, account numbers or amounts.

It holds the kind of an error, its code and the lines of the program that it went through; never its words
or values, which may hold a customer's name. Rotated at 1 MB, five files kept.
"""

import logging
import os
import time
import traceback
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

from crmdesk import __version__
from crmdesk.rules.china_time import in_china

_log = logging.getLogger("crmdesk.views")


def folder() -> Path:
    """Where the log files lie; ``CRMDESK_CONFIG`` names another place."""
    named = os.environ.get("CRMDESK_CONFIG")
    if named:
        return Path(named) / "log"
    from platformdirs import user_log_path

    return user_log_path("crmdesk", appauthor=False)


def _open() -> None:
    place = folder() / "crmdesk.log"
    for handler in list(_log.handlers):
        if getattr(handler, "baseFilename", "") == str(place.absolute()):
            return
        handler.close()
        _log.removeHandler(handler)
    place.parent.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(place, maxBytes=1_000_000, backupCount=5, encoding="utf-8")
    lines = logging.Formatter(f"%(asctime)s {__version__} %(levelname)s %(message)s")
    lines.converter = _clock_of_china
    handler.setFormatter(lines)
    _log.addHandler(handler)
    _log.setLevel(logging.INFO)
    _log.propagate = False


def _clock_of_china(seconds: float | None) -> time.struct_time:
    """The time beside a line, as the window and the papers show it."""
    return in_china(datetime.fromtimestamp(seconds or 0, UTC)).timetuple()


def places(error: BaseException) -> str:
    """The way through the program, newest last, without values: ``table.py:120 follow``."""
    frames = traceback.extract_tb(error.__traceback__)
    return " > ".join(f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in frames)


def note(error: BaseException) -> None:
    """Write an error into the log file; a log that cannot be written is no reason to stop working."""
    try:
        _open()
        _log.error("%s %s | %s", type(error).__name__, getattr(error, "code", ""), places(error))
    except OSError:
        return
