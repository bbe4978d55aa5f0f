"""The list of dealers to a workbook: where to, in the background, and then 打开."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject

from crmdesk.rules.dealer import DealerQuery
from crmdesk.views.days import today
from crmdesk.views.page import Page
from crmdesk.views.widgets.done_strip import DoneStrip
from crmdesk.views.widgets.save_dialog import ask_where, remember_folder
from crmdesk.words import _


class DealerExport(QObject):
    """``ask(query, columns)`` asks for the file's name and writes what the query finds."""

    def __init__(self, page: Page, done: DoneStrip) -> None:
        super().__init__(page)
        self._page, self._done = page, done
        self._query = DealerQuery()
        self._columns: tuple[str, ...] = ()

    def ask(self, query: DealerQuery, columns: tuple[str, ...]) -> None:
        """Export exactly this list with these columns; none means all of them."""
        self._query, self._columns = query, columns
        name = _("客户名单 {day}.xlsx").format(day=today().isoformat())
        ask_where(self._page, _("导出客户"), name, self._export_to)

    def _export_to(self, path: str) -> None:
        target = Path(path)
        remember_folder(target)
        self._done.hide()
        self._page.job(
            _("导出客户"), "dealer.export", self._query, self._columns, target, then=self._exported
        )

    def _exported(self, result: Any) -> None:
        words = _("已导出 {count} 家:{path}").format(count=f"{result.rows:,}", path=result.path)
        self._done.show_file(words, Path(result.path))
