"""What a row changes in a record that is there."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from crmdesk.exchange.importing.plan import EXTRA, Prepared
from crmdesk.rules.dealer_contact import Contact
from crmdesk.rules.extra_facts import merged

#: What tells two contacts apart: name, mobile, phone.
Face = tuple[str, str, str]


class Changed(NamedTuple):
    """The changed fields only: what they said and what they shall say."""

    before: dict[str, Any]
    after: dict[str, Any]


NOTHING = Changed({}, {})


def changed_fields(
    stands: Mapping[str, Any], prepared: Prepared, place: int, names: Sequence[str], required: str = "name"
) -> Changed:
    """What a row changes, in the order of ``names``. A blank cell says nothing, unless it is said to clear."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for name in names:
        column = prepared.columns.get(name)
        if column is None:
            continue
        value = said(name, column[place], stands[name], prepared, place, required)
        if value != stands[name]:
            before[name], after[name] = stands[name], value
    return Changed(before, after)


def said(name: str, value: Any, stands: Any, prepared: Prepared, place: int, required: str = "name") -> Any:
    """What a field says after the row: the new value, the old one where the row says nothing of it, or both."""
    if value is None or value == "":
        return cleared(name, stands) if name != required and prepared.clears(name, place) else stands
    if name == EXTRA:
        return merged(stands or "", value)
    if name in prepared.appended and stands:
        return stands if value in stands else f"{stands}\n{value}"
    return value


def cleared(name: str, stands: Any) -> Any:
    """The blank of a field; a state 状态 is never without one."""
    if name == "status":
        return stands
    return "" if isinstance(stands, str) and type(stands) is str else None


def joined_fields(stands: Mapping[str, Any], prepared: Prepared, place: int) -> dict[str, Any]:
    """What a further row of the list adds to a new record: what the rows before it leave blank, and further facts."""
    added: dict[str, Any] = {}
    for name, column in prepared.columns.items():
        value, before = column[place], stands.get(name)
        if before is None or before == "":
            added[name] = value
        elif name == EXTRA or name in prepared.appended:
            added[name] = said(name, value, before, prepared, place)
    return {name: value for name, value in added.items() if value not in (None, "")}


def face(contact: Contact) -> Face:
    """What tells a contact from others."""
    return contact.name, contact.mobile, contact.phone


def new_contacts(contacts: Sequence[Contact], known: Collection[Face]) -> tuple[Contact, ...]:
    """Those that the record lacks: neither one of that name and number, nor one that has all that is said."""
    return tuple(one for one in contacts if not any(_is_said(one, other) for other in known))


def _is_said(one: Contact, other: Face) -> bool:
    return all(not mine or mine == theirs for mine, theirs in zip(face(one), other, strict=True))
