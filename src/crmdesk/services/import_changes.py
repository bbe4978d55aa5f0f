"""What an import changes, column by column, and how the journal says it: exactly as the session's flush would."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from json.encoder import encode_basestring
from typing import Any

from crmdesk.rules.dealer import DealerStatus
from crmdesk.services.journal import plain

#: What a new dealer has where the list says nothing; text is empty, all else None.
DEFAULTS: dict[str, Any] = {
    "kind": None, "dealer_class": None, "status": DealerStatus.ACTIVE, "credit_limit": None, "term_days": None,
    "since": None,
}  # fmt: skip


def whole_columns(
    columns: Mapping[str, Sequence[Any]], places: Sequence[int], names: Sequence[str]
) -> dict[str, list[Any]]:
    """Every named field of the new dealers that stand at ``places`` of the prepared columns."""
    found = {}
    for name in names:
        column, default = columns.get(name), DEFAULTS.get(name, "")
        if column is None:
            found[name] = [default] * len(places)
        elif default == DealerStatus.ACTIVE:
            found[name] = [column[place] or default for place in places]
        else:
            found[name] = [column[place] for place in places]
    return found


def whole_changes(columns: Mapping[str, Sequence[Any]]) -> list[str]:
    """The journal's text for new records: ``{field: [null, value]}`` for all that is not blank."""
    parts = [_new_parts(name, column) for name, column in columns.items()]
    said = [column for column in parts if column is not None]
    return [f"{{{''.join(row)[:-1]}}}" for row in zip(*said, strict=True)]


def _new_parts(name: str, column: Sequence[Any]) -> list[str] | None:
    """A field of all records, each with its comma; None where it is blank everywhere. Equal values are said once."""
    distinct = set(column)
    if distinct <= {"", None}:
        return None
    if len(distinct) * 4 > len(column) and all(type(value) is str for value in distinct):
        return [f'"{name}":[null,{encode_basestring(value)}],' if value else "" for value in column]
    said = {value: _new_part(name, value) for value in distinct}
    return [said[value] for value in column]


def _new_part(name: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    return f'"{name}":[null,{json.dumps(plain(value), ensure_ascii=False)}],'


@dataclass(frozen=True, slots=True)
class Change:
    """A dealer that is there and of which the list says something new."""

    key: str  # id as hex digits
    revision: int  # the one that the change makes
    before: Mapping[str, Any]
    after: Mapping[str, Any]  # the changed fields only

    def text(self) -> str:
        """The journal's text: ``{field: [before, after]}``."""
        said = {name: [plain(self.before[name]), plain(value)] for name, value in self.after.items()}
        return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def changed_fields(
    stands: Mapping[str, Any], says: Mapping[str, Any], names: Sequence[str], appended: frozenset[str]
) -> dict[str, Any]:
    """The fields of a dealer that a row changes, in the order of ``names``. A blank cell says nothing."""
    changed: dict[str, Any] = {}
    for name in names:
        value = says.get(name)
        if value is None or value == "" or value == stands[name]:
            continue
        if name in appended and stands[name]:
            if value in stands[name]:
                continue
            value = f"{stands[name]}\n{value}"
        changed[name] = value
    return changed
