"""In what capacity someone may take a transition: himself, as a deputy, or only recording what is on paper.

Whoever decides must not be whose case it is (separation of duties); neither through a deputy nor as one.
"""

from dataclasses import dataclass
from uuid import UUID

from crmdesk.rules.flow import Flow, Transition
from crmdesk.rules.people import Person, Principal, Role
from crmdesk.words import _, listed


@dataclass(frozen=True, slots=True)
class Standing:
    """``why_not`` is empty where the person may; ``principal`` is for whom a deputy acts."""

    why_not: str = ""
    by_proxy: bool = False
    principal: Principal | None = None


def standing(person: Person, transition: Transition, owner: UUID | None) -> Standing:
    """In what capacity the person may take ``transition`` of the case of ``owner``; his own right comes first."""
    if transition.not_by_owner and owner == person.id:
        could = not person.roles.isdisjoint(transition.roles | transition.proxies)
        own = _("「{step}」不能由本人办理。").format(step=transition.title)
        return Standing(own if could else _refusal(person, transition))
    if _fits(person.own_roles, person.id, transition, owner):
        return Standing()
    for principal in person.acts_for:
        is_his_own = transition.not_by_owner and owner == principal.id
        if not is_his_own and _fits(principal.roles, principal.id, transition, owner):
            return Standing(principal=principal)
    if not person.roles.isdisjoint(transition.proxies):
        return Standing(by_proxy=True)
    return Standing(_refusal(person, transition))


def _fits(roles: frozenset[Role], person_id: UUID, transition: Transition, owner: UUID | None) -> bool:
    return not roles.isdisjoint(transition.roles) and (not transition.by_owner or owner == person_id)


def _refusal(person: Person, transition: Transition) -> str:
    if transition.by_owner and not person.roles.isdisjoint(transition.roles):
        return _("「{step}」由本人办理。").format(step=transition.title)
    names = listed(role.label for role in sorted(transition.roles or transition.proxies, key=str))
    return _("「{step}」由{roles}办理。").format(step=transition.title, roles=names)


def may_write(state: str, flow: Flow, roles: frozenset[Role], field: str) -> bool:
    """Whether one of the roles may write the field at the station; a proxy may type what those write for whom he goes on."""
    writers = frozenset(role for role, fields in flow.station(state).writes.items() if field in fields)
    proxies = (t.proxies for t in flow.ways_from(state) if not t.roles.isdisjoint(writers))
    return not roles.isdisjoint(writers.union(*proxies))


def writes_as(state: str, flow: Flow, person: Person, owner: UUID | None, field: str) -> Standing | None:
    """In what capacity a person writes the field; None where he does not.

    Whose step is only his own (``by_owner``) writes on his own cases only, as his deputy does for him.
    """
    bound = frozenset[Role]().union(*(t.roles for t in flow.transitions if t.by_owner))
    hats: list[tuple[frozenset[Role], UUID, Principal | None]] = [(person.own_roles, person.id, None)]
    hats += [(p.roles, p.id, p) for p in person.acts_for]
    for roles, who, principal in hats:
        if may_write(state, flow, roles if owner in (None, who) else roles - bound, field):
            return Standing(principal=principal)
    return None
