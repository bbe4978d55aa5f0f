"""What is typed into a plan is kept beside the database every few seconds, and offered again after a crash."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from crmdesk.rules.visit_plan import PlanLine
from crmdesk.views.visit_plan_lines import is_empty
from crmdesk.views.visit_plan_plain import brought_up, from_plain, to_plain
from crmdesk.views.visit_plan_writing import may_write
from crmdesk.views.widgets.form import DRAFT_MS
from crmdesk.views.widgets.strips import DraftStrip
from crmdesk.words import _

if TYPE_CHECKING:
    from crmdesk.views.visit_plan_shown import PlansShown


class Keeping(QObject):
    """``kept()`` after each time; ``strip`` offers what a crash left."""

    kept = Signal()

    def __init__(self, page: "PlansShown") -> None:
        super().__init__(page)
        self._page = page
        self._key = ""
        self._last: dict[str, Any] | None = None  # what lies beside the database, as far as it is known here
        self.strip = DraftStrip(page)
        self.strip.restored.connect(self._restore)
        self.strip.dropped.connect(self.drop)
        self._timer = QTimer(self, interval=DRAFT_MS)
        self._timer.timeout.connect(self._keep)

    def show(self) -> None:
        """Another plan is shown, or the same anew; a plan that is not created yet goes by its month and person."""
        page = self._page
        key = f"{page.month:%Y-%m}-{page.rep_id}" if page.plan is None else str(page.plan.id)
        self._key, self._last = key, None
        self.strip.clear()
        if page.rep_id is not None and not page.is_changed:
            page.counter.ask(self, "draft.of", "visit_plan", key, then=self._offer, key="draft", carry=(key,))

    def watch(self, is_open: bool) -> None:
        """Whether it can be typed into now."""
        self._timer.start() if is_open else self._timer.stop()

    def drop(self) -> None:
        """Saved or given up: it is not needed any more."""
        self.strip.clear()
        self._last = None
        if self._key:
            self._page.counter.ask(self, "draft.drop", "visit_plan", self._key)

    # --- keeping --------------------------------------------------------------------------------------

    def _keep(self) -> None:
        page = self._page
        typing = page.grid.being_typed()
        if page.writing.is_saving or not page.grid.is_open:
            return
        if not page.is_changed and typing is None:
            if self._last is not None and self.strip.isHidden():
                self.drop()  # all was taken back
            return
        values = self._values(typing)
        if values != self._last:
            self._last = values
            page.counter.ask(self, "draft.keep", "visit_plan", self._key, values, then=self._is_kept)

    def _values(self, typing: tuple[int, str, str] | None) -> dict[str, Any]:
        page, rows = self._page, self._page.grid.rows
        lines = [to_plain(line) if line.alive else {} for line in rows.rows]
        unread = [[at, key, rows.typed(at, key)] for at, key, _why in rows.wrong]
        places = {at: n for n, at in enumerate(n for n, line in enumerate(rows.rows) if line.alive)}
        cells = [[places[at], key, text] for at, key, text in (*unread, *([typing] if typing else ())) if at in places]
        plan = page.plan
        return {
            "goals": page.goals.text() if page.goals.is_changed else None, "lines": [one for one in lines if one],
            "cells": cells, "revision": plan.revision if plan else 0,
            "base": [to_plain(line) for line in plan.lines] if plan else [],
        }  # fmt: skip

    def _is_kept(self, _answer: object) -> None:
        self.kept.emit()

    # --- offering -------------------------------------------------------------------------------------

    def _offer(self, draft: Any, key: str) -> None:
        page = self._page
        if draft is None or key != self._key or page.is_changed:
            return
        may = page.may_begin() if page.plan is None else may_write(page.plan, page.counter.desk.person)
        if not may:
            return
        goals, lines, cells = self._told(draft.values)
        parts = []
        if goals is not None and goals != page.goals.text():
            parts.append(_("本月工作目标"))
        if cells or lines != self._living():
            parts.append(_("{n} 行计划").format(n=len(lines)))
        if parts:
            self.strip.offer(draft.values, draft.at, parts)

    def _living(self) -> tuple[PlanLine, ...]:
        return self._page.plan.lines if self._page.plan else ()

    def _told(self, values: Mapping[str, Any]) -> tuple[str | None, tuple[PlanLine, ...], list[tuple[int, str, str]]]:
        """Goals, lines upon what stands in the plan now, and cells that could not be read."""
        goals, plan = values.get("goals"), self._page.plan
        lines = tuple(from_plain(line) for line in values.get("lines", ()) if isinstance(line, dict))
        cells = [(at, key, text) for at, key, text in values.get("cells", ()) if at < len(lines)]
        if plan is not None and values.get("revision") != plan.revision:
            base = tuple(from_plain(line) for line in values.get("base", ()))
            lines, places = brought_up(lines, base, plan.lines, {at for at, _key, _text in cells})
            cells = [(places[at], key, text) for at, key, text in cells]
        return (goals if isinstance(goals, str) else None), lines, cells

    def _restore(self, values: dict[str, Any]) -> None:
        page = self._page
        goals, lines, cells = self._told(values)
        page.begin_writing()
        struck = tuple(line for line in page.grid.rows.rows if not line.alive)
        page.grid.rows.put_rows((*(line for line in lines if line.id or cells or not is_empty(line)), *struck))
        if cells:
            page.grid.rows.write({(at, key): text for at, key, text in cells})
        if goals is not None:
            page.goals.set_text(goals)
        page.grid.setFocus()
        if page.plan is not None and values.get("revision") != page.plan.revision:
            page.say(_("已恢复。这份计划之后又有人改过,请核对以后再保存。"))
        else:
            page.say(_("已恢复,请看一遍再保存。"))
