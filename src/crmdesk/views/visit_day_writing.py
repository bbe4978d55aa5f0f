"""What a person writes on the page of a day beside its forms: begins visits, says why there was none, strikes one out."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from crmdesk.rules.dealer import Dealer
from crmdesk.rules.visit import Visit, VisitDay
from crmdesk.rules.visit_plan import MissedReason, PlanLine
from crmdesk.views.visit_card import values_of
from crmdesk.views.visit_day_rows import Of
from crmdesk.words import _, listed

if TYPE_CHECKING:
    from crmdesk.views.visit_day import VisitDayPage


class DayWriting(QObject):
    """Asks the verbs for ``page`` and brings it to what came of them."""

    def __init__(self, page: "VisitDayPage") -> None:
        super().__init__(page)
        self._page, self._counter = page, page.counter
        page.due_card.begun.connect(self.begin)
        page.due_card.reasoned.connect(self._give_reason)
        page.picker.picked.connect(self._unplanned)
        page.photos.wanted.connect(self._attach)

    def begin(self, line: PlanLine | None) -> None:
        """One key: the planned visit is begun, with what the plan says of it."""
        day = self._page.day
        if line is not None and day is not None:
            self._counter.ask(self, "visit.add", day.id, {"plan_line_id": line.id}, then=self._added)

    def add(self) -> None:
        """Ctrl+N: a customer who was not planned."""
        self._page.picker.editor.setFocus()

    def _unplanned(self, dealer: Dealer | None) -> None:
        if dealer is not None and self._page.day is not None:
            self._page.save_first(partial(self._add_dealer, dealer))

    def _add_dealer(self, dealer: Dealer) -> None:
        day = self._page.day
        assert day is not None
        self._counter.ask(self, "visit.add", day.id, {"dealer_id": dealer.id}, then=self._added)

    def _added(self, visit: Visit) -> None:
        self._page.picker.set_saved(None)
        self._page.come_to((Of.VISIT, visit.id), enters=True)

    def _give_reason(self, line: PlanLine, reason: MissedReason | None) -> None:
        """Why a planned visit was not made; the next one that is due comes to the front."""
        day = self._page.day
        if day is None:
            return
        self._counter.ask(
            self, "visit_day.change", day.id, day.revision, {"missed": {line.id: reason}}, then=self._given,
            carry=(line, reason),
        )  # fmt: skip

    def _given(self, _day: VisitDay, line: PlanLine, reason: MissedReason | None) -> None:
        keys = [row.key for row in self._page.rows.rows]
        at = next((n for n, key in enumerate(keys) if key[1] == line.id), 0)
        due = [key for key in (*keys[at + 1 :], *keys[:at]) if key[0] is Of.DUE and key[1] != line.id]
        self._page.rows.setFocus()
        self._page.come_to((Of.DUE, line.id) if reason is None else due[0] if due else (Of.MISSED, line.id))

    def all_quiet(self) -> None:
        """Ctrl+0: every question without an answer gets its usual one."""
        self._page.visit_card.checks.all_quiet()

    def take_last(self) -> None:
        """Ctrl+L: products, contact and what else stays the same, as the last visit says."""
        taken = self._page.visit_card.take_last()
        filled = _("已照上次填写:{fields}").format(fields=listed(taken))
        self._page.say(filled if taken else _("上次没有可以沿用的内容。"))

    def strike(self) -> None:
        """Take a visit out that was typed by mistake."""
        card = self._page.visit_card
        if card.visit is None:
            return
        card.form.drop_draft()
        card.form.load(values_of(card.visit))
        request = self._counter.ask(self, "visit.strike", card.visit.id, card.visit.revision, then=self._struck)
        self._page.say(_("已划去 {dealer} 的巡访").format(dealer=card.visit.dealer_name), request)

    def _struck(self, _visit: Visit) -> None:
        self._page.come_to(None)

    def drop(self, path: Path | tuple[Path, ...]) -> None:
        """Photos were dropped somewhere on the window: they belong to the visit in front."""
        page = self._page
        if page.day is not None and page.visit_in(page.day) is not None and page.may_write():
            self._attach((path,) if isinstance(path, Path) else path)
        else:
            page.say(_("请先打开一家客户的巡访,再把照片拖进来。"))

    def _attach(self, paths: tuple[Path, ...]) -> None:
        visit = self._page.visit_card.visit
        for path in paths if visit is not None else ():
            self._counter.ask(self, "attachment.add", "visit", visit.id, str(path), then=self._attached)

    def _attached(self, _photo: Any) -> None:
        self._page.come_to(None)


class Remarking(QObject):
    """The manager's word on one visit: written on the day, for the visit is closed to him."""

    def __init__(self, page: "VisitDayPage") -> None:
        super().__init__(page)
        self._page = page
        self._after: Callable[[], object] | None = None

    def save(self, after: Callable[[], object] | None = None) -> None:
        """Save it, then do ``after``."""
        day, card = self._page.day, self._page.visit_card
        if day is None or card.visit is None:
            return
        self._after = after
        remarks = {card.visit.id: card.remark.value()}
        self._page.counter.ask(self, "visit_day.change", day.id, day.revision, {"remarks": remarks}, then=self._saved,
                               failed=self._failed)  # fmt: skip

    def _saved(self, _day: VisitDay) -> None:
        remark = self._page.visit_card.remark
        remark.set_saved(remark.value())
        self._page.visit_card.remarks.drop_draft()
        self._page.say(_("已保存"))
        after, self._after = self._after, None
        if after is not None:
            after()
        else:
            self._page.come_to(None)

    def _failed(self, error: BaseException) -> None:
        self._after = None
        self._page.refused.emit(error)
