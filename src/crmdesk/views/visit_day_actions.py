"""What can be done on the page of a day: declared here, with its keys."""

from functools import partial
from typing import TYPE_CHECKING

from crmdesk.views.page import Action
from crmdesk.words import _

if TYPE_CHECKING:
    from crmdesk.views.visit_day import VisitDayPage


def actions(page: "VisitDayPage") -> tuple[Action, ...]:
    """Buttons, menu and keys; the main one is what comes next: the next customer, or handing the day on."""
    way = next((w for w in page.ways if w.name in ("hand_in", "check")), None)
    at_the_end = page.is_at_the_day and way is not None
    actions = [
        Action("visit_day.print", _("预览打印"), page.elsewhere.preview, "Ctrl+P", "printer", "visit_day.preview", "button",
               "P"),
        Action("visit_day.save", _("保存"), partial(page.save_first, None), "Ctrl+S", "save", "visit_day.change", "button", "S"),
        Action("visit_day.next", page.next_words, page.next, "" if at_the_end else "Ctrl+Return", "arrow-down", "",
               "hidden" if at_the_end else "main", "" if at_the_end else "G"),
        Action("visit_day.previous_row", _("上一家"), partial(page.step, -1), "Ctrl+Up", "arrow-up", "", "hidden"),
        Action("visit_day.next_row", _("下一家"), partial(page.step, 1), "Ctrl+Down", "arrow-down", "", "hidden"),
        Action("visit_day.quiet", _("其余都正常"), page.writing.all_quiet, "Ctrl+0", "check", "visit.change"),
        Action("visit_day.last", _("照上次填写"), page.writing.take_last, "Ctrl+L", "history", "visit.change"),
        Action("visit_day.add", _("加计划外客户"), page.writing.add, "Ctrl+N", "user-plus", "visit.add"),
        Action("visit_day.photo", _("加照片"), page.photos.choose, "Ctrl+Shift+P", "paperclip", "attachment.add"),
        Action("visit_day.strike", _("划去这次巡访"), page.writing.strike, "", "trash-2", "visit.strike"),
        Action("visit_day.dealer", _("看客户资料"), page.elsewhere.show_dealer, "", "users", "dealer.get"),
        Action("visit_day.panel", _("经过与历史"), page.elsewhere.toggle_panel, "F4", "panel-right"),
        Action("visit_day.list", _("回到手册列表"), page.elsewhere.show_list, "Esc", "arrow-left"),
    ]  # fmt: skip
    if page.day is not None and page.day.conflicts:
        actions.insert(0, Action("visit_day.settle", _("裁决冲突"), page.elsewhere.settle, "", "gavel", "desk_conflict.page",
                                 "button", "J"))  # fmt: skip
    if page.day is not None and page.day.folds and page.may_write():
        actions.insert(0, Action("visit_day.fold", _("合并两份手册"), page.elsewhere.fold, "", "merge", "visit_day.fold",
                                 "button", "M"))  # fmt: skip
    for one in page.ways:
        main = at_the_end and one is way
        key = ("Ctrl+Return", "main", "G") if main else ("", "menu", "")
        icon = page.taker.icon_of(one.name)
        actions.append(Action(f"visit_day.{one.name}", one.title, partial(page.take, one.name), key[0], icon,
                              f"visit_day.{one.name}", *key[1:]))  # fmt: skip
    return tuple(actions)
