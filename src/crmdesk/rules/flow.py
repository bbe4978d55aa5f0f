"""What a flow is: the states of a case, who holds it there, and the transitions between them.

A flow is one readable table in ``rules/<subject>.py`` (``FLOW``); buttons, inbox, clocks and permits are
driven by it. Only ``services/advance.py`` follows it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from crmdesk.rules.errors import Problem
from crmdesk.rules.people import Role
from crmdesk.rules.worded import Worded
from crmdesk.words import _

Guard = Callable[[Any], tuple[Problem, ...]]


@dataclass(frozen=True, slots=True)
class Station:
    """A state, the unit that holds the case in it, and the setting with its limit in days.

    ``escalates_to`` is told where the limit has passed; ``writes`` are the fields that a role may write there.
    """

    state: Worded
    holder: Role | None
    limit: str | None = None  # key of a setting in days; None: no clock runs
    is_end: bool = False
    escalates_to: Role | None = None
    writes: Mapping[Role, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Transition:
    """A way from one of ``sources`` to ``target``.

    ``roles`` may take it; ``proxies`` may record it for them when it was decided on paper
    (with the name and the date of the paper). ``needs_comment``: a reason is demanded; ``needs_scan``: the scan
    of the signed paper. ``by_owner``: only he whose case it is; ``not_by_owner``: anyone but him, for nobody
    decides his own case.
    """

    name: str
    label: str
    sources: tuple[Worded, ...]
    target: Worded
    roles: frozenset[Role]
    proxies: frozenset[Role] = frozenset()
    guard: Guard | None = None
    needs_comment: bool = False
    needs_scan: bool = False
    by_owner: bool = False
    not_by_owner: bool = False
    clause: str = ""

    @property
    def title(self) -> str:
        """The word on the button."""
        return _(self.label)


@dataclass(frozen=True, slots=True)
class Flow:
    """The flow of a subject; a running case keeps the version that it began with."""

    subject: str
    version: str
    stations: tuple[Station, ...]
    transitions: tuple[Transition, ...]

    def station(self, state: str) -> Station:
        """The station of a state; KeyError where the flow has none of that name."""
        for station in self.stations:
            if station.state == state:
                return station
        raise KeyError(state)

    def transition(self, name: str) -> Transition:
        """The transition of that name; KeyError where there is none."""
        for transition in self.transitions:
            if transition.name == name:
                return transition
        raise KeyError(name)

    def ways_from(self, state: str) -> tuple[Transition, ...]:
        """The transitions that leave a state, in the order of the table."""
        return tuple(t for t in self.transitions if state in t.sources)
