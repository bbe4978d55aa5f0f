"""What imports have learned, as the services hand it in, and the keys under which it is kept."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from crmdesk.exchange.importing.choices import Blank, Join
from crmdesk.exchange.importing.folding import fold_header, fold_name, fold_row, fold_value
from crmdesk.rules.import_memory import PART

__all__ = ["Learned", "Profile", "column_keys", "fingerprint", "fold_header", "fold_name", "fold_row", "fold_value"]


@dataclass(frozen=True, slots=True)
class Profile:
    """How a list of one header was imported last time.

    ``mapping`` has an entry per column of the file by `column_keys`: the field, ``extra``, or None where it was not
    imported. ``joins`` and ``blanks`` go by field, ``values`` as on the plan. ``used_at`` and ``rows`` say when it was
    imported last and how many rows it had.
    """

    name: str
    mapping: Mapping[str, str | None] = field(default_factory=dict)
    joins: Mapping[str, Join] = field(default_factory=dict)
    blanks: Mapping[str, Blank] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    include_hidden: bool = False
    only_whole: bool = False
    sheet: str = ""
    used_at: datetime | None = None
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Learned:
    """Everything learned of one subject.

    ``profiles``: fingerprint → profile. ``columns``: folded header → field, ``extra``, or None (not imported).
    ``values``: (field, folded text) → what it means (a code, the right text, or nothing: leave the cell out).
    ``apart``: (`fold_row` of a row, id of a record as hex digits) that a person said to be two firms.
    """

    profiles: Mapping[str, Profile] = field(default_factory=dict)
    columns: Mapping[str, str | None] = field(default_factory=dict)
    values: Mapping[tuple[str, str], str] = field(default_factory=dict)
    apart: frozenset[tuple[str, str]] = frozenset()

    def values_of(self, name: str) -> dict[str, str]:
        """Folded text → meaning, for one field."""
        return {text: meaning for (key, text), meaning in self.values.items() if key == name}


def column_keys(headers: Iterable[str]) -> tuple[str, ...]:
    """A key for each column: its folded header; the second of the same name, or without a name, is numbered."""
    seen: dict[str, int] = {}
    keys = []
    for text in headers:
        key = fold_header(text)
        seen[key] = seen.get(key, 0) + 1
        keys.append(key if key and seen[key] == 1 else f"{key}{PART}{seen[key]}")
    return tuple(keys)


def fingerprint(headers: Sequence[str]) -> str:
    """The mark by which a list is known again: its headers, in whatever order; columns without one don't count."""
    named = sorted(key for key in column_keys(headers) if not key.startswith(PART))
    return hashlib.sha256("\n".join(named).encode("utf-8", "surrogatepass")).hexdigest()[:32]
