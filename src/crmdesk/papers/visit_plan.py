"""月度巡访计划表 (MT 一.2, 一.3; domain 5.1): A4 landscape, lines over as many pages as they take, boxes for the pen.

What differs from what was submitted (``compare``), and what asks for approval after the decision, is marked in
its cell with a grey ground, a bar, bold type and the former value struck through: copiers keep all of it.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from uuid import UUID

from crmdesk.papers.boxes import Cell, Choice, Row
from crmdesk.papers.filling import Rest
from crmdesk.papers.flowing import Flow, table_head, table_row
from crmdesk.papers.fonts import FontSet, Weight, bundled
from crmdesk.papers.letterhead import Heading, PaperHead
from crmdesk.papers.marks import Mark
from crmdesk.papers.missing import Said, refuse_missing
from crmdesk.papers.painting import About
from crmdesk.papers.running import LANDSCAPE, Running, letters_of, number_pages, written
from crmdesk.papers.sheet import Sheet
from crmdesk.papers.visit_plan_lines import APPROVED, COLUMNS, Shown, goals_before, line_blocks, shown_lines
from crmdesk.rules.visit_plan import DECIDED, PlanState, VisitPlan
from crmdesk.rules.wording import clean, day, figure

TITLE = "月度巡访计划表"
_WIDTH = LANDSCAPE.frame.width
_BELOW = 40.0  # what totals and signatures need
_MARKED = "灰底竖线为与{before}不同之处，划去的是原内容；增＝补入，删＝划去，改＝修改{asked}。"


def plan_sheets(plans: Sequence[VisitPlan], head: PaperHead, *, compare: bool) -> bytes:
    """The PDF of ``plans``, each with pages numbered for itself.

    ``compare`` marks what the manager changed since the plan was submitted; changes that wait for approval
    are marked always. Raises Refused where a character is in no font, or the logo is no picture.
    """
    fonts = bundled()
    bodies = [marks for plan in plans for marks in plan_pages(plan, head, compare, fonts)]
    months = "、".join(dict.fromkeys(_month(plan) for plan in plans))
    about = About(f"{TITLE} {months}".strip(), head.printed_by, head.printed_at)
    return written(bodies, about, _fixed(fonts), LANDSCAPE, fonts)


def plan_pages(plan: VisitPlan, head: PaperHead, compare: bool, fonts: FontSet) -> list[list[Mark]]:
    """The pages of one plan as marks."""
    lines = shown_lines(plan, compare)
    refuse_missing(_texts(plan, head, lines), fonts)
    running = _running(plan, head, lines)
    rests: list[Rest] = []

    def new_sheet() -> Sheet:
        sheet = Sheet(fonts)
        found = running.draw(sheet, is_first=not flow.sheets)
        if not flow.sheets:
            rests.extend(found)
        return sheet

    flow = Flow(new_sheet, LANDSCAPE.frame, fonts)
    flow.page()
    _facts(flow, plan, head, compare)
    flow.gap()
    _table(flow, plan, lines)
    _totals(flow, plan)
    flow.gap()
    _signatures(flow, plan)
    for label, text in rests:
        flow.form(Row((Cell(f"{label}（续）", _WIDTH, text),), at_least=0))
    flow.close()
    number_pages(flow.sheets, running)
    return [sheet.marks for sheet in flow.sheets]


def _running(plan: VisitPlan, head: PaperHead, lines: Sequence[Shown]) -> Running:
    stamps = [plan.state.word]
    if plan.conflicts:
        stamps.insert(0, "有冲突 暂停")
    befores = dict.fromkeys(shown.before for shown in lines if shown.before)
    asked = "；申＝变更申请，尚未批准" if APPROVED in befores else ""
    note = _MARKED.format(before="、".join(befores), asked=asked) if befores else ""
    heading = Heading(TITLE, "内容指纹" if plan.fingerprint else "", plan.fingerprint, tuple(stamps))
    line = f"{_month(plan)}　{clean(head.office)}　业务经理：{clean(plan.rep_name)}"
    return Running(LANDSCAPE, head, heading, line, note, plan.fingerprint)


def _month(plan: VisitPlan) -> str:
    return f"{plan.year} 年 {plan.month} 月"


def _texts(plan: VisitPlan, head: PaperHead, lines: Sequence[Shown]) -> list[Said]:
    texts = [Said(label, text) for label, text in head.texts()]
    texts += [
        Said("业务经理", clean(plan.rep_name)), Said("本月工作目标", clean(plan.goals), "goals"),
        Said("本月总结", clean(plan.summary), "summary"), Said("检查意见", clean(plan.check_remark), "check_remark"),
        Said("批准人", clean(plan.decided_by)), Said("退回原因", clean(plan.returned_because)),
    ]  # fmt: skip
    for number, shown in enumerate(lines, 1):
        texts += [Said(f"第 {number} 行", text) for text in shown.texts()]
    return texts


def _facts(flow: Flow, plan: VisitPlan, head: PaperHead, compare: bool) -> None:
    """Year and month, office, representative, day of filling in, and the goals of the month."""
    flow.form(Row((
        Cell("年月", 40, _month(plan)),
        Cell("办事处", 76, clean(head.office)),
        Cell("业务经理", 50, clean(plan.rep_name)),
        Cell("填表日期", 50, day(plan.filled_on)),
        Cell("状态", 52, plan.state.word),
    ), at_least=0))  # fmt: skip
    before = goals_before(plan) if compare else None
    goals = clean(plan.goals) if before is None else f"{clean(plan.goals)}\n（原：{clean(before) or '空'}）"
    flow.form(Row((Cell("本月工作目标", _WIDTH, goals, "goals"),), at_least=14))
    if plan.state is PlanState.RETURNED and plan.returned_because:
        flow.form(Row((Cell("退回原因", _WIDTH, clean(plan.returned_because)),), at_least=0))


def _table(flow: Flow, plan: VisitPlan, lines: Sequence[Shown]) -> None:
    with flow.heading(table_head(COLUMNS, _WIDTH, flow.fonts)):
        flow.rows([line_blocks(shown, _WIDTH, flow.fonts) for shown in lines], _BELOW)
        if not lines:
            for _row in range(9):  # an empty plan is a form for the pen
                flow.row(table_row(COLUMNS, [""] * len(COLUMNS), _WIDTH, flow.fonts), at_least=9.3)


def _totals(flow: Flow, plan: VisitPlan) -> None:
    """合计: customers, visits, hours, coverage of each class."""
    dealers = len({line.dealer_id for line in plan.lines if line.dealer_id})
    covered = "　".join(
        f"{one.dealer_class.word if one.dealer_class else '未分级'} {one.planned_dealers}/{one.dealers}家 {one.percent}%"
        f"（{one.visits}/{one.wanted}次）"
        for one in plan.coverage if one.dealers
    )
    flow.form(Row((
        Cell("合计：计划客户数", 38, f"{dealers} 家" if plan.lines else ""),
        Cell("次数", 30, f"{len(plan.lines)} 次" if plan.lines else ""),
        Cell("时数", 30, figure(plan.hours, "小时") if plan.lines else ""),
        Cell("各等级覆盖率（计划客户／应访客户，计划次数／应访次数）", 170, covered),
    ), at_least=0))  # fmt: skip


def _signatures(flow: Flow, plan: VisitPlan) -> None:
    """Boxes for the pen: the representative, and the office manager who checks, adjusts, adds and changes."""
    is_decided = plan.state in DECIDED
    rows = [Row((
        Cell("业务经理（签字）", 62, clean(plan.rep_name) if plan.state is not PlanState.DRAFT else "", is_dated=True),
        Cell("办事处经理 审核（调整、补充、修改）", 138,
             asks=(Choice("同意"), Choice("调整后同意"), Choice("退回修改")) if not is_decided else (),
             text=f"已批准：{clean(plan.decided_by)}" if is_decided and plan.decided_by else ""),
        Cell("办事处经理（签字）", 68, is_dated=True),
    ), at_least=24)]  # fmt: skip
    if plan.state in (PlanState.SUMMED_UP, PlanState.CHECKED) or plan.summary:
        mark = "" if plan.mark is None else f"{plan.mark} 分"
        rows.append(Row((
            Cell("本月总结", 138, clean(plan.summary), "summary"),
            Cell("检查意见", 90, clean(plan.check_remark), "check_remark"),
            Cell("评分", 40, mark),
        ), at_least=14))  # fmt: skip
    flow.keep(26.0)
    for row in rows:
        flow.form(row)


@cache
def _fixed(fonts: FontSet) -> dict[Weight, str]:
    """The characters of an empty plan."""
    nobody = PaperHead("", "", "", None, "", datetime(2026, 1, 1, tzinfo=UTC))
    empty = VisitPlan(UUID(int=0), 0, PlanState.DRAFT, "", 2026, 1, UUID(int=0), "")
    return letters_of(plan_pages(empty, nobody, False, fonts))
