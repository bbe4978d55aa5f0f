"""What an import changes, column by column, and how the journal says it: exactly as the session's flush would."""

import json
from collections.abc import Mapping, Sequence
from json.encoder import encode_basestring
from typing import Any

from crmdesk.exchange.importing.changes import Changed
from crmdesk.services.journal import plain


def whole_columns(
    columns: Mapping[str, Sequence[Any]], places: Sequence[int], names: Sequence[str], defaults: Mapping[str, Any]
) -> dict[str, list[Any]]:
    """Every named field of the new records that stand at ``places`` of the prepared columns."""
    found = {}
    for name in names:
        column, default = columns.get(name), defaults.get(name, "")
        if column is None:
            found[name] = [default] * len(places)
        elif default:
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


def changed_text(change: Changed) -> str:
    """The journal's text of a change: ``{field: [before, after]}``."""
    said = {name: [plain(change.before[name]), plain(value)] for name, value in change.after.items()}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def one_after_the_other(first: Changed, then: Changed) -> Changed:
    """Two changes of one record as one; what is as it was in the end is none."""
    before, after = {**then.before, **first.before}, {**first.after, **then.after}
    moved = [name for name in after if after[name] != before[name]]
    return Changed({name: before[name] for name in moved}, {name: after[name] for name in moved})
