"""Workbooks that an import page writes: the rows that were left, and an empty list to begin with."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject

from crmdesk.views.widgets.done_strip import DoneStrip
from crmdesk.views.widgets.save_dialog import ask_where, remember_folder
from crmdesk.words import _


class Saving(QObject):
    """Asks where, has it written, and says so in the strip of its place."""

    def __init__(self, page: Any, left: DoneStrip, template: DoneStrip) -> None:
        super().__init__(page)
        self._page, self._left, self._template = page, left, template
        self._what: tuple[Any, Any] = (None, None)

    def save_left(self, plan: Any, report: Any) -> None:
        """The rows that were not taken over, to be mended and imported."""
        self._what = (plan, report)
        name = _("{file} 有问题的行.xlsx").format(file=plan.path.stem)
        ask_where(self._page, _("另存有问题的行"), name, self._save_left_to)

    def _save_left_to(self, path: str) -> None:
        remember_folder(Path(path))
        self._page.ask("dealer_list.export", *self._what, Path(path), then=self._left_saved)

    def _left_saved(self, saved: Any) -> None:
        words = _("已另存 {count} 行:{path}。改好以后可以直接再导入。")
        self._left.show_file(words.format(count=f"{saved.rows:,}", path=saved.path), saved.path)

    def save_template(self) -> None:
        """An empty list with the right headers."""
        ask_where(self._page, _("下载模板"), _("客户名单模板.xlsx"), self._save_template_to)

    def _save_template_to(self, path: str) -> None:
        remember_folder(Path(path))
        self._page.ask("dealer_template.export", Path(path), then=self._template_saved)

    def _template_saved(self, saved: Any) -> None:
        self._template.show_file(_("模板已存到 {path}").format(path=saved.path), saved.path)
