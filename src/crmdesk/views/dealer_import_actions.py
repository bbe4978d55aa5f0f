"""What can be done on each step of an import."""

from functools import partial
from typing import Any

from crmdesk.views.dealer_import_row_bar import ACTS, word_of
from crmdesk.views.dealer_import_words import Counts
from crmdesk.views.page import Action
from crmdesk.words import _

START, BUSY, REVIEW, DONE = range(4)
_WRITE = "dealer.import_list"


def go_words(file: Any) -> str:
    """导入 274 家; with 12 行留下 where some wait for a person: they are not written."""
    counts = Counts.of(file)
    if not counts.written:
        return _("导入")
    if counts.undecided:
        words = _("导入 {count} 家,{left} 行不写")
        return words.format(count=f"{counts.written:,}", left=f"{counts.undecided:,}")
    return _("导入 {count} 家").format(count=f"{counts.written:,}")


def actions_of(page: Any, state: int) -> tuple[Action, ...]:
    """The actions of a page in a state, the main one last."""
    choose = {START: _("选择文件"), BUSY: _("选择文件"), REVIEW: _("换一个文件"), DONE: _("再导入一份")}
    is_trial = state == DONE and page.outcome.tried is not None
    place = "hidden" if state in (START, BUSY) else "menu" if is_trial or state == DONE else "button"
    return (
        Action("dealer.import.choose", choose[state], page.choose, "Ctrl+O", "folder-open", _WRITE, place, "O"),
        Action("dealer.import.again", _("重新读这个文件"), page.again, "F5", "rotate-ccw", _WRITE,
               "menu" if state in (REVIEW, DONE) else "hidden"),
        Action("dealer.import.template", _("下载模板"), page.save_template, "", "download", "dealer_template.export",
               "hidden" if state == START else "menu"),
        *_links(page),
        *(_of_review(page) if state == REVIEW else ()),
        *(_of_trial(page) if is_trial else _of_result(page) if state == DONE else ()),
    )  # fmt: skip


def _links(page: Any) -> tuple[Action, ...]:
    return (
        Action("dealer.import.list", _("回到客户列表"), page.show_list, "", "users", "dealer.page", "menu"),
        Action("dealer.import.batches", _("导入记录"), partial(page.open_page, "import.batches"), "", "history",
               "import_batch.page", "menu"),
        Action("dealer.import.memory", _("导入记忆"), partial(page.open_page, "import_memory"), "", "notebook-pen",
               "import_memory.list", "menu"),
    )  # fmt: skip


def _of_review(page: Any) -> tuple[Action, ...]:
    keys = [
        Action(
            f"dealer.import.rows.{name}",
            word_of(name),
            partial(page.review.rows.act, name),
            key,
            "",
            _WRITE,
            "hidden",
        )
        for name, key, _words in ACTS
        if name not in ("aside", "record")
    ]
    return (
        *keys,
        Action("dealer.import.rows.mark", _("当作客户,或不当作客户"), page.review.rows.mark, "B", "", _WRITE, "hidden"),
        Action("dealer.import.try", _("试运行"), page.outcome.try_out, "Ctrl+T", "eye", _WRITE, "button", "P"),
        Action("dealer.import.go", go_words(page.file), page.outcome.go, "Ctrl+Return", "check", _WRITE, "main", "G"),
    )  # fmt: skip


def _of_trial(page: Any) -> tuple[Action, ...]:
    return (
        Action("dealer.import.back", _("回去改"), page.outcome.back, "Alt+Up", "arrow-left", _WRITE, "button", "B"),
        Action("dealer.import.go", go_words(page.file), page.outcome.go, "Ctrl+Return", "check", _WRITE, "main", "G"),
    )  # fmt: skip


def _of_result(page: Any) -> tuple[Action, ...]:
    save = Action("dealer.import.save", _("另存有问题的行"), page.save_left, "Ctrl+S", "file-down", _WRITE, "button",
                  "S")  # fmt: skip
    undo = Action(
        "dealer.import.undo", _("撤销这次导入"), page.outcome.undo, "", "undo-2", "import_batch.undo", "button", "U"
    )
    view = Action(
        "dealer.import.view",
        _("查看客户"),
        page.show_list,
        "Ctrl+Return",
        "users",
        "dealer.page",
        "main",
        "V",
    )
    if page.next_file >= 0:
        following = Action("dealer.import.next", _("下一个文件"), page.go_on, "Ctrl+Return", "arrow-right", _WRITE,
                           "main", "E")  # fmt: skip
        return (save, undo, following)
    return (save, undo, view)
