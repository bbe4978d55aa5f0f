"""Drafts: what is being typed, kept beside the database until it is saved or given up.

They are files of their own, one per form and person, written whole and renamed, so that a crash leaves
either the earlier draft or the new one. They never enter the journal.
"""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crmdesk.services.verbs import Work, verb


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed, as plain values that the form itself wrote, and when."""

    values: dict[str, Any]
    at: datetime


def _file(work: Work, subject: str, key: str) -> Path | None:
    if work.folder is None:
        return None
    name = re.sub(r"[^0-9A-Za-z-]", "_", f"{subject}-{key}")
    return work.folder / "drafts" / work.asker.id.hex / f"{name}.json"


@verb(permit="draft.keep", reads=True)
def keep(work: Work, subject: str, key: str, values: Mapping[str, Any]) -> None:
    """Keep what is typed into the form ``key`` of ``subject``; values must be plain JSON values."""
    file = _file(work, subject, key)
    if file is None:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_suffix(f".{os.getpid()}.tmp")
    with beside.open("w", encoding="utf-8") as out:
        json.dump({"at": work.now.isoformat(), "values": dict(values)}, out, ensure_ascii=False)
        out.flush()
        os.fsync(out.fileno())
    beside.replace(file)


@verb(permit="draft.of", reads=True)
def of(work: Work, subject: str, key: str) -> Draft | None:
    """The draft of a form, or None; a file that cannot be read is put aside, not lost."""
    file = _file(work, subject, key)
    if file is None or not file.exists():
        return None
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        return Draft(kept["values"], datetime.fromisoformat(kept["at"]).astimezone(UTC))
    except FileNotFoundError:  # thrown away in this very moment
        return None
    except (ValueError, KeyError, OSError):
        file.replace(file.with_suffix(".unreadable"))
        return None


@verb(permit="draft.drop", reads=True)
def drop(work: Work, subject: str, key: str) -> None:
    """Throw the draft away, after saving or giving up."""
    file = _file(work, subject, key)
    if file is not None:
        file.unlink(missing_ok=True)
