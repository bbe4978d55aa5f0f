"""A case 请示/上报 (MT 二.1, 二.6–8): asked by a representative, answered by the manager or the company.

It is opened by a yes in the check block, by 请示 at a visit, or by hand, and has a timeline of notes.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from crmdesk.rules.columns import Column, Kind
from crmdesk.rules.errors import Problem
from crmdesk.rules.flow import Flow, Station, Transition
from crmdesk.rules.people import Role
from crmdesk.rules.visit_check import CaseKind
from crmdesk.rules.worded import Worded
from crmdesk.words import N_, _


class CaseState(Worded):
    """States of a case."""

    OPEN = "open", N_("待答复")
    ANSWERED = "answered", N_("已答复")
    CLOSED = "closed", N_("已办结")


class Addressee(Worded):
    """Who is asked."""

    OFFICE_MGR = "office_mgr", N_("办事处经理")
    COMPANY = "company", N_("公司")


class NoteKind(Worded):
    """What a line of the timeline is."""

    REPORT = "report", N_("情况")
    ANSWER = "answer", N_("答复")
    MEASURE = "measure", N_("处理")
    RESULT = "result", N_("结果")


@dataclass(frozen=True, slots=True)
class CaseNote:
    """One line of the timeline."""

    kind: NoteKind
    text: str
    at: datetime
    person: str
    on_behalf_of: str = ""
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class VisitCase:
    """One case; ``item`` is the check item that opened it, empty where it was 请示 or opened by hand."""

    id: UUID
    revision: int
    state: CaseState
    flow_version: str
    kind: CaseKind
    rep_id: UUID
    rep_name: str
    visit_id: UUID | None = None
    dealer_id: UUID | None = None
    dealer_name: str = ""
    item: str = ""
    addressee: Addressee = Addressee.OFFICE_MGR
    heading: str = ""
    content: str = ""
    opened_on: date | None = None
    reported_at: datetime | None = None  # 已请示办事处经理 (time)
    notes: tuple[CaseNote, ...] = ()
    answer: str = ""  # the last answer
    deadline: date | None = None
    changed_at: datetime | None = None

    @property
    def title(self) -> str:
        """窜货 南京永盛建材."""
        return f"{self.kind.label} {self.dealer_name}".strip()


COLUMNS: tuple[Column, ...] = (
    Column("kind", N_("类别"), Kind.CHOICE, 12, choices=CaseKind),
    Column("dealer_name", N_("客户名称"), Kind.TEXT, 20),
    Column("heading", N_("事由"), Kind.TEXT, 26),
    Column("rep_name", N_("业务经理"), Kind.TEXT, 8, aside=2),
    Column("addressee", N_("请示对象"), Kind.CHOICE, 10, choices=Addressee, aside=4),
    Column("state", N_("状态"), Kind.CHOICE, 8, choices=CaseState),
    Column("opened_on", N_("发生日期"), Kind.DATE, 11, aside=3),
    Column("deadline", N_("期限"), Kind.DATE, 11, sortable=False, aside=1),
)

LABELS: dict[str, str] = {
    "state": N_("状态"), "kind": N_("类别"), "dealer_id": N_("客户"), "dealer_name": N_("客户名称"),
    "heading": N_("事由"), "content": N_("内容"), "addressee": N_("请示对象"), "opened_on": N_("发生日期"),
    "rep_id": N_("业务经理"), "rep_name": N_("业务经理"), "item": N_("检查项目"), "reported_at": N_("请示时间"),
    "text": N_("内容"), "alive": N_("有效"), "visit_id": N_("巡访"),
}  # fmt: skip


def missing_for_answer(case: VisitCase) -> tuple[Problem, ...]:
    """A case is answered with words (MT 二.8)."""
    return () if case.answer.strip() else (Problem("answer", _("请写答复内容"), "MT 二.8"),)


_S = CaseState
_ASKERS = frozenset({Role.REP, Role.OFFICE_CLERK, Role.OFFICE_MGR})
_ANSWERS = frozenset({Role.OFFICE_MGR, Role.SALES_HEAD, Role.DGM, Role.GM})
_PROXIES = frozenset({Role.OFFICE_CLERK, Role.OFFICE_MGR})  # the company's answer often comes on paper

FLOW = Flow(
    "visit_case",
    "2026-11",
    stations=(
        Station(_S.OPEN, Role.OFFICE_MGR, limit="visit.step_days.answer", escalates_to=Role.SALES_HEAD),
        Station(_S.ANSWERED, Role.REP, limit="visit.step_days.close_case", escalates_to=Role.OFFICE_MGR),
        Station(_S.CLOSED, None, is_end=True),
    ),
    transitions=(
        Transition("answer", N_("答复"), (_S.OPEN,), _S.ANSWERED, _ANSWERS, proxies=_PROXIES,
                   guard=missing_for_answer, not_by_owner=True, clause="MT 二.8"),
        Transition("ask_again", N_("再请示"), (_S.ANSWERED,), _S.OPEN, _ASKERS, needs_comment=True, clause="MT 二.8"),
        Transition("close", N_("办结"), (_S.ANSWERED,), _S.CLOSED, _ASKERS, needs_comment=True, clause="MT 二.8"),
        Transition("reopen", N_("重新打开"), (_S.CLOSED,), _S.OPEN, _ASKERS, needs_comment=True),
    ),
)  # fmt: skip
