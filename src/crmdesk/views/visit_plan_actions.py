"""What can be done on the page of plans: its buttons, menu and keys."""

from functools import partial
from typing import TYPE_CHECKING

from crmdesk.views.page import Action
from crmdesk.views.visit_plan_table import WAITING
from crmdesk.words import _

if TYPE_CHECKING:
    from crmdesk.views.visit_plan import VisitPlanPage

ICONS = {
    "submit": "send", "approve": "check", "send_back": "undo-2", "take_back": "rotate-ccw", "acknowledge": "check",
    "approve_on_paper": "paperclip", "confirm_paper": "check", "refuse_paper": "undo-2", "approve_changes": "check",
    "refuse_changes": "undo-2", "sum_up": "send", "check": "clipboard-check", "review": "pencil",
}  # fmt: skip
#: Steps that have a key of their own or come by another way.
_ELSEWHERE = frozenset({"review"})


def declared(page: "VisitPlanPage") -> tuple[Action, ...]:
    """In reading order; the main one depends on who looks at what."""
    writer = not page.is_manager
    actions = [
        Action("visit_plan.print", _("打印"), page.print_plans, "Ctrl+P", "printer", "visit_plan.preview", "button", "P"),
        Action("visit_plan.packet", _("存为文件包"), page.make_packet, "Ctrl+Shift+S", "inbox", "packet.make",
               "menu" if writer else "button", "B"),
        Action("visit_plan.save", _("保存"), page.writing.save, "Ctrl+S", "save", "visit_plan.change",
               "button" if writer else "menu", "S"),
        Action("visit_plan.calendar", _("月历"), page.toggle_calendar, "Ctrl+M", "calendar", "",
               "button" if writer else "menu", "M"),
        *_main(page),
        *_deciding(page),
        *_lines(page),
        Action("visit_plan.panel", _("例外、版本与经过"), page.toggle_panel, "F4", "panel-right"),
        Action("visit_plan.month.previous", _("上个月"), partial(page.turn_month, -1), "Ctrl+PgUp", "chevron-left"),
        Action("visit_plan.month.next", _("下个月"), partial(page.turn_month, 1), "Ctrl+PgDown", "chevron-right"),
    ]  # fmt: skip
    return tuple(actions)


def _main(page: "VisitPlanPage") -> list[Action]:
    """What Ctrl+Enter does: send the decisions, or the next step of the plan shown."""
    count, way = len(page.deciding.decisions), page.next_way
    if count:
        words = _("送出 {n} 份决定").format(n=count)
        return [Action("visit_plan.send", words, page.send, "Ctrl+Return", "send", "visit_plan.decide_many", "main", "G")]
    if way is None:
        return []
    words = _("批准 {name} 的计划").format(name=page.rep_name) if way.name == "approve" else way.title
    icon = "" if way.name == "approve" else ICONS.get(way.name, "")
    return [Action("visit_plan.send", words, page.send, "Ctrl+Return", icon, f"visit_plan.{way.name}", "main", "G")]


def _deciding(page: "VisitPlanPage") -> list[Action]:
    """The keys of the two lists, and every other step of this plan."""
    found = []
    summary = page.summary
    if page.is_manager and summary is not None and summary.state in WAITING:
        found = [
            Action("visit_plan.mark", _("批准(空格),与其他决定一起送出"), page.approve, "", "check", "visit_plan.approve"),
            Action("visit_plan.return", _("退回(R)"), page.send_back, "", "undo-2", "visit_plan.send_back"),
            Action("visit_plan.amend", _("修改(E)"), page.amend, "", "pencil", "visit_plan.change"),
        ]
    main = page.next_way.name if page.next_way is not None and not page.deciding.decisions else ""
    mine = {"approve", "send_back"} if found else set()
    for way in page.ways:
        if way.allowed and way.name not in mine | _ELSEWHERE | {main}:
            verb = f"visit_plan.{way.name}"
            found.append(Action(verb, way.title, partial(page.take, way.name), "", ICONS.get(way.name, ""), verb))
    if page.plan is not None and page.striking.may():
        found.append(Action("visit_plan.strike", _("删去这份计划…"), page.striking.ask, "", "trash-2", "visit_plan.strike"))
    return found


def _lines(page: "VisitPlanPage") -> list[Action]:
    writing = page.writing
    export = Action(
        "visit_plan.export", _("导出 Excel"), writing.export, "Ctrl+Shift+E", "file-down", "visit_plan.export"
    )
    if page.plan is not None and not page.grid.is_open:
        return [export]
    return [
        Action("visit_plan.propose", _("按等级起草"), writing.propose, "", "calculator", "visit_plan.propose", "menu", "D"),
        Action("visit_plan.copy_last", _("照抄上月"), writing.copy_last, "", "copy", "visit_plan.copy_last", "menu", "L"),
        Action("visit_plan.read", _("从 Excel 读入"), writing.read_file, "", "file-spreadsheet", "visit_plan.read_lines",
               "menu", "R"),
        Action("visit_plan.empty_line", _("自己填写"), writing.start_empty, "", "pencil", "visit_plan.create", "menu", "N"),
        export,
    ]  # fmt: skip
