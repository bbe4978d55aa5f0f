"""Two dealers become one: whose value stands in each field, and what comes along (peers row 15)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crmdesk.rules import extra_facts
from crmdesk.rules.dealer import FIELDS, Dealer
from crmdesk.rules.dealer_contact import Contact

#: Whose value a field gets; BOTH only where two texts can stand below each other.
KEEP, LOSE, BOTH = "keep", "lose", "both"
JOINED = frozenset({"remark", "extra"})
_NOTHING = (None, "")


@dataclass(frozen=True, slots=True)
class MergePreview:
    """Both dealers whole, and what hangs on the one that goes."""

    keep: Dealer
    lose: Dealer
    complaints: int
    contacts: int
    plan_lines: int = 0
    visits: int = 0

    @property
    def differing(self) -> tuple[str, ...]:
        """The fields in which they differ, in the order of the columns."""
        return tuple(f for f in FIELDS if getattr(self.keep, f) != getattr(self.lose, f))


def usual_choice(field: str, keep: Dealer, lose: Dealer) -> str:
    """What is proposed: the keeper's value, the other's where the keeper has none, both texts below each other."""
    mine, other = getattr(keep, field), getattr(lose, field)
    if other in _NOTHING or mine == other:
        return KEEP
    if mine in _NOTHING:
        return LOSE
    return BOTH if field in JOINED else KEEP


def merged_values(keep: Dealer, lose: Dealer, choices: Mapping[str, Any]) -> dict[str, Any]:
    """Every field of the one that stays: as chosen (KEEP, LOSE, BOTH or a value), else as is usual."""
    return {field: _merged(field, keep, lose, choices) for field in FIELDS}


def _merged(field: str, keep: Dealer, lose: Dealer, choices: Mapping[str, Any]) -> Any:
    choice = choices.get(field, usual_choice(field, keep, lose))
    mine, other = getattr(keep, field), getattr(lose, field)
    if choice == KEEP:
        return mine
    if choice == LOSE:
        return other
    if choice == BOTH and field in JOINED:
        return extra_facts.merged(other, mine) if field == "extra" else _below(mine, other)
    return choice


def _below(mine: str, other: str) -> str:
    lines = dict.fromkeys([*mine.split("\n"), *other.split("\n")])
    return "\n".join(line for line in lines if line.strip())


def contacts_that_come(keep: Dealer, lose: Dealer, merged: Mapping[str, Any]) -> tuple[Contact, ...]:
    """The other's main contact where the merged dealer has another, then the other's further ones; none twice."""
    known = {_of(merged), *(_who(contact) for contact in keep.contacts)}
    main = Contact(lose.contact, "", lose.mobile, lose.phone)
    found: list[Contact] = []
    for contact in (main, *lose.contacts):
        if _who(contact) not in known and (contact.name or contact.mobile or contact.phone):
            known.add(_who(contact))
            found.append(contact)
    return tuple(found)


def _who(contact: Contact) -> tuple[str, str]:
    return contact.name, contact.mobile or contact.phone


def _of(values: Mapping[str, Any]) -> tuple[str, str]:
    return values["contact"], values["mobile"] or values["phone"]
