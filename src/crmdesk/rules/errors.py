"""What is said when something cannot be done: one family, three parts.

Every refusal tells in the user's words what happened, what was kept and what to do.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crmdesk.words import _, listed, sentences


class Refused(Exception):
    """Something was asked that cannot be done now.

    ``what`` happened, what was ``kept``, what to ``do``: whole sentences, already translated.
    ``code`` is stable and for machines; ``field`` names the field, ``cell`` the cell (``D17``) if there is one.
    """

    code = "refused"

    def __init__(
        self,
        what: str,
        kept: str = "",
        do: str = "",
        *,
        code: str | None = None,
        field: str | None = None,
        cell: str | None = None,
    ) -> None:
        super().__init__(what)
        self.what = what
        self.kept = kept
        self.do = do
        self.code = code or self.code
        self.field = field
        self.cell = cell

    def __str__(self) -> str:
        return sentences(self.what, self.kept, self.do)


class NotAllowed(Refused):
    """The person's roles do not permit the verb, or the state does not allow it now."""

    code = "not-allowed"


class NotFound(Refused):
    """The record is not there (any more)."""

    code = "not-found"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one field of a form: which, why, and the clause that asks for it (``CP 四.1``)."""

    field: str
    sentence: str
    clause: str = ""


class Incomplete(Refused):
    """A form does not hold what the next step needs; ``problems`` names every field at once."""

    code = "incomplete"

    def __init__(self, what: str, problems: tuple[Problem, ...], kept: str = "") -> None:
        super().__init__(
            what,
            kept or _("您填写的内容都还在。"),
            _("请补齐后再试:{problems}。").format(problems=listed((p.sentence for p in problems), ";")),
            field=problems[0].field if problems else None,
        )
        self.problems = problems


class Conflict(Refused):
    """Someone was quicker: the record was changed after the user had opened it.

    ``mine`` is what the user wanted to write, ``theirs`` what now stands there, both field → value.
    """

    code = "conflict"

    def __init__(self, what: str, mine: Mapping[str, Any], theirs: Mapping[str, Any], who: str = "") -> None:
        super().__init__(
            what, _("您填写的内容都还在。"), _("请看两边的不同,再决定保留哪一个。"), code="conflict"
        )
        self.mine = dict(mine)
        self.theirs = dict(theirs)
        self.who = who
