"""What a form still lacks before its next step, in the words that every form has for it."""

from collections.abc import Mapping

from crmdesk.rules.errors import Problem
from crmdesk.words import _


def unfilled(field: str, labels: Mapping[str, str], clause: str) -> Problem:
    """Nothing stands in the field; ``labels`` has its Chinese label."""
    return Problem(field, _("{field}还没有填写").format(field=_(labels[field])), clause)


def why_suspended(conflicts: int) -> str:
    """Why a form is not handed on while there are open conflicts between desks; empty where there are none."""
    return _("有 {n} 处与另一台电脑的修改冲突,请先裁决").format(n=conflicts) if conflicts else ""


def suspending(conflicts: int, clause: str) -> tuple[Problem, ...]:
    """The same as what is wrong with the form."""
    return (Problem("conflicts", why_suspended(conflicts), clause),) if conflicts else ()
