"""A month of twelve representatives with forty lines each: drafted, listed, and decided upon; prints JSON."""

import json
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from crmdesk.desk import Desk
from crmdesk.models.dealer import DealerRow
from crmdesk.rules.dealer import DealerClass, DealerStatus
from crmdesk.rules.people import Person, Role
from crmdesk.rules.visit_plan import Act, PlanDecision
from tests.builders import PASSWORD, today

MONTH = date(2026, 12, 1)
REPS = 12
#: Visits of each representative: 5 × 4 + 7 × 2 + 6 × 1 = 40.
CLASSES = "AAAAABBBBBBBCCCCCC"
GOALS = {"propose": 1.0, "page": 0.5, "decide": 2.0}


def dealers_of(desk: Desk, rep: Person, first: int) -> None:
    """The dealers of one representative, in three districts."""
    now = desk._clock()
    rows = [
        {
            "id": UUID(int=first + n + 1), "revision": 1, "created_at": now, "changed_at": now, "code": f"KH{first + n:05}",
            "name": f"南京第{first + n}建材有限公司", "owner": rep.name, "dealer_class": DealerClass(one), "city": "南京",
            "status": DealerStatus.ACTIVE, "district": ("鼓楼区", "江宁区", "浦口区")[n % 3], "alive": True,
        }
        for n, one in enumerate(CLASSES)
    ]  # fmt: skip
    with Session(desk._writes) as session, session.begin():
        session.execute(insert(DealerRow), rows)


def timed(act: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds, and the answer."""
    begun = time.perf_counter()
    answer = act()
    return time.perf_counter() - begun, answer


def measured(seconds: float, goal: float) -> dict[str, float]:
    """A row of the table, in seconds."""
    return {"value": round(seconds, 3), "goal": goal}


def main() -> None:
    """Draft, save, submit, list and approve the month."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "office.crm"
        desk = Desk.create(place, office="华东办事处", code="HD", login="limin", name="李敏", password=PASSWORD)
        reps = [desk.do("person.add", f"rep{n}", f"业务{n}", frozenset({Role.REP}), PASSWORD) for n in range(REPS)]
        desk.do("person.add", "zheng", "郑和平", frozenset({Role.OFFICE_MGR}), PASSWORD)
        for n, rep in enumerate(reps):
            dealers_of(desk, rep, n * len(CLASSES))
        propose, drafts = timed(lambda: [desk.do("visit_plan.propose", MONTH, rep.id) for rep in reps])
        for rep, lines in zip(reps, drafts, strict=True):
            said = {"rep_id": rep.id, "goals": "目标分解", "lines": tuple(replace(line, aim="对账") for line in lines)}
            plan = desk.do("visit_plan.create", MONTH, said)
            desk.do("visit_plan.submit", plan.id, plan.revision, on_behalf_of=rep.name, paper_signed_on=today())
        desk.sign_in("zheng", PASSWORD)
        page, rows = timed(lambda: desk.do("visit_plan.page", MONTH))
        decisions = tuple(PlanDecision(row.id, row.revision, Act.APPROVE) for row in rows)
        decide, outcomes = timed(lambda: desk.do("visit_plan.decide_many", decisions))
        if not all(outcome.is_done for outcome in outcomes):
            raise SystemExit([outcome.sentence for outcome in outcomes])
        desk.close()
    found = {"propose": propose, "page": page, "decide": decide}
    lines = sum(len(draft) for draft in drafts)
    figures = {f"{key} {lines} lines, s": measured(value, GOALS[key]) for key, value in found.items()}
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
