"""What stands above a day of the handbook, and where one goes from it: its paper, the customer, the list."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from crmdesk.rules.visit import VisitDay
from crmdesk.views.days import weekday
from crmdesk.views.widgets.pill import tone_of
from crmdesk.words import _

if TYPE_CHECKING:
    from crmdesk.views.visit_day import VisitDayPage


def show_head(page: "VisitDayPage", day: VisitDay) -> None:
    """The day, whose it is, how it stands, what makes it worth a look."""
    head = _("{day} {weekday} 巡访手册").format(day=f"{day.day:%m-%d}", weekday=weekday(day.day))
    page.set_title(head, day.rep_name)
    state = (day.state.label, tone_of(day.state))
    clash: tuple[tuple[str, str], ...] = ((_("冲突 {n} 处").format(n=day.conflicts), "red"),) if day.conflicts else ()
    clash += ((_("同一天有两份手册"), "amber"),) if day.folds else ()
    page.set_pills((state, *clash, *((word, "red") for word in day.urgent[:2])))
    assert page.panel is not None
    page.panel.set_title(day.title, (state,))


class Elsewhere(QObject):
    """Leads away from ``page``."""

    def __init__(self, page: "VisitDayPage") -> None:
        super().__init__(page)
        self._page = page

    def toggle_panel(self) -> None:
        """F4: what happened to the day."""
        panel = self._page.panel
        assert panel is not None
        panel.shut() if panel.isVisible() else panel.open()

    def preview(self) -> None:
        """Ctrl+P: the page of the handbook as it is printed; what is typed is saved first."""
        self._page.save_first(self._preview_saved)

    def _preview_saved(self) -> None:
        day = self._page.day
        if day is not None:
            words = {"verb": "visit_day.preview", "title": day.title, "back": self._page.name}
            self._page.open_page("pdf", day.id, **words)

    def show_dealer(self) -> None:
        """The customer's own form."""
        visit, line = self._page.visit_in(self._page.day) if self._page.day else None, self._page.line()
        dealer_id = visit.dealer_id if visit else line.dealer_id if line else None
        if dealer_id is not None:
            self._page.open_page("dealer.form", dealer_id)

    def settle(self) -> None:
        """Where the two values of a conflict stand side by side, at one of this day."""
        if self._page.day is not None:
            self._page.open_page("desk_conflict", self._page.day.id)

    def fold(self) -> None:
        """Make one of the two handbooks of this day; what is typed is saved first."""
        self._page.save_first(self._fold_saved)

    def _fold_saved(self) -> None:
        day = self._page.day
        if day is not None and day.folds is not None:
            self._page.ask("visit_day.fold", *day.folds, then=self._folded)

    def _folded(self, day: VisitDay) -> None:
        self._page.say(_("已合并成一份手册,共 {n} 家").format(n=len(day.visits)))
        self._page.open_page(self._page.name, day.id)

    def show_list(self) -> None:
        """Back to the list of days."""
        self._page.open_page("visit_day")
