"""Plans for tests: a representative with dealers, and lines that may be submitted."""

from datetime import date
from decimal import Decimal
from typing import Any

from crmdesk.desk import Desk
from crmdesk.rules.dealer import Dealer, DealerClass
from crmdesk.rules.people import Role
from crmdesk.rules.visit_plan import PlanLine, VisitPlan

MONTH = date(2026, 12, 1)
REP = Role.REP.word  # the person of each role is called like the role
GOALS = "完成 12 月目标分解,处理两起抱怨。"


def his_dealer(clerk: Desk, code: str, **values: Any) -> Dealer:
    """A dealer of the representative."""
    said = {"code": code, "name": f"{code} 建材有限公司", "city": "南京", "district": "鼓楼区", "mobile": "13800000000",
            "owner": REP, "dealer_class": DealerClass.B}  # fmt: skip
    return clerk.do("dealer.create", said | values)


def a_line(dealer: Dealer | None, day: int | None = 1, **values: Any) -> PlanLine:
    """A line that is complete."""
    said = {"planned_on": date(2026, 12, day) if day else None, "dealer_id": dealer.id if dealer else None,
            "aim": "月度目标分解", "hours": Decimal("1.5")}  # fmt: skip
    return PlanLine(**(said | values))


def a_plan(rep: Desk, *lines: PlanLine, **values: Any) -> VisitPlan:
    """A draft of the month."""
    return rep.do("visit_plan.create", MONTH, {"goals": GOALS, "lines": lines} | values)


def a_submitted_plan(rep: Desk, *lines: PlanLine) -> VisitPlan:
    """A plan that waits for the manager."""
    plan = a_plan(rep, *lines)
    return rep.do("visit_plan.submit", plan.id, plan.revision)


def an_approved_plan(rep: Desk, manager: Desk, *lines: PlanLine) -> VisitPlan:
    """A plan that the manager approved as it was."""
    plan = a_submitted_plan(rep, *lines)
    return manager.do("visit_plan.approve", plan.id, plan.revision)
