"""合并客户: two dealers side by side, the value chosen field by field, what follows, and one button."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from crmdesk.rules.dealer import Dealer
from crmdesk.rules.dealer_alike import AlikeDealer
from crmdesk.rules.dealer_merge import MergePreview
from crmdesk.rules.errors import Conflict
from crmdesk.views import theme
from crmdesk.views.dealer_merge_rows import MergeRows
from crmdesk.views.dealer_panel import pills_of
from crmdesk.views.dealer_twins import TwinStrip
from crmdesk.views.page import Action, Page
from crmdesk.views.widgets.dealer_picker import DealerPicker
from crmdesk.views.widgets.pill import refill
from crmdesk.words import _, listed


class DealerMergePage(Page):
    """``opened(keep_id, other=lose_id)``; without the other it is picked here first."""

    name = "dealer.merge"

    def build(self) -> None:
        self._keep_id: UUID | None = None
        self._lose_id: UUID | None = None
        self._two: MergePreview | None = None
        self._asked: Any = None
        inside = QWidget(self)
        theme.look(inside, "clear")
        box = QVBoxLayout(inside)
        box.setContentsMargins(0, 0, theme.XS, 0)
        box.setSpacing(theme.M)
        box.addWidget(self._build_picking(inside))
        box.addWidget(self._build_heads(inside))
        self.rows = MergeRows(inside)
        self.rows.changed.connect(self._say_follows)
        box.addWidget(self.rows)
        self.follows = QLabel(inside)
        self.follows.setObjectName("dealer.merge.follows")
        self.follows.setWordWrap(True)
        box.addWidget(self.follows)
        box.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(inside)
        self.wrong = QLabel(self)
        self.wrong.setObjectName("dealer.merge.wrong")
        self.wrong.setWordWrap(True)
        theme.look(self.wrong, "problem-box")
        self.wrong.hide()
        self.body.addWidget(self.wrong)
        self.body.addWidget(scroll, 1)

    def _build_picking(self, parent: QWidget) -> QWidget:
        self.picking = QFrame(parent)
        theme.look(self.picking, "card")
        box = QVBoxLayout(self.picking)
        box.setContentsMargins(theme.L, theme.M, theme.L, theme.L)
        box.setSpacing(theme.M)
        self.picker = DealerPicker("dealer.merge.other", _("与哪一家合并"), self.counter, self.picking)
        self.picker.picked.connect(self._picked)
        self.likely = TwinStrip(self.picking, _("这些可能是同一家,点一下就摆在一起看:"))
        self.likely.chosen.connect(self._other_chosen)
        box.addWidget(self.picker)
        box.addWidget(self.likely)
        return self.picking

    def _build_heads(self, parent: QWidget) -> QWidget:
        self.heads = QWidget(parent)
        row = QHBoxLayout(self.heads)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.M)
        self.kept, self.lost = _Head("keep", _("留下的"), self.heads), _Head("lose", _("并入的"), self.heads)
        arrow = QLabel(self.heads)
        theme.dress(arrow, "arrow-left", "secondary", 20)
        row.addWidget(self.kept, 1)
        row.addWidget(arrow)
        row.addWidget(self.lost, 1)
        return self.heads

    def declare(self) -> tuple[Action, ...]:
        return (
            Action("dealer.merge.go", _("合并"), self.go, "Ctrl+Return", "merge", "dealer.merge", "main", "G"),
            Action("dealer.merge.swap", _("互换"), self.swap, "Ctrl+T", "arrow-left-right", "dealer.merge", "button", "W"),
            Action("dealer.merge.apart", _("不是同一家"), self.apart, "", "x", "dealer.apart", "button", "D"),
            Action("dealer.merge.back", _("返回列表"), self.show_list, "", "arrow-left", "", "button", "B"),
            Action("dealer.merge.all_kept", _("全部用留下的"), self.take_kept, "", "", "dealer.merge"),
            Action("dealer.merge.all_lost", _("全部用并入的"), self.take_lost, "", "", "dealer.merge"),
        )  # fmt: skip

    # --- coming here ----------------------------------------------------------------------------------

    def opened(self, record_id: Any = None, other: Any = None, **more: Any) -> None:
        self._keep_id, self._lose_id, self._two = record_id, other, None
        self.wrong.hide()
        self.set_title(_("合并客户"), "")
        self._show_two(False)
        if record_id is not None and other is not None:
            self._ask()
        elif record_id is not None:
            self.picker.set_saved(None)
            self.likely.clear()
            self.ask("dealer.get", record_id, then=self._one_arrived, key="get")
            self.picker.editor.setFocus()

    def refresh(self, subject: str, ids: frozenset[UUID]) -> None:
        if self._two is not None and subject in ("dealer", "complaint", "*") and self._asked is None:
            self._ask()

    def _one_arrived(self, dealer: Dealer) -> None:
        self._keep_id = dealer.id
        self.set_title(_("合并客户"), dealer.name)
        said = {key: getattr(dealer, key) for key in ("name", "city", "mobile", "phone", "credit_code", "legal_rep")}
        self.ask("dealer.alike", said, dealer.id, then=self._show_likely, key="likely")

    def _show_likely(self, found: Sequence[AlikeDealer]) -> None:
        if self._two is None:
            self.likely.show_alike(found)

    def _picked(self, dealer: Dealer | None) -> None:
        if dealer is not None:
            self._other_chosen(dealer.id)

    def _other_chosen(self, dealer_id: UUID) -> None:
        self._lose_id = dealer_id
        self._ask()

    def _ask(self) -> None:
        self.ask(
            "dealer_merge.preview", self._keep_id, self._lose_id, then=self._arrived, failed=self._failed, key="two"
        )  # fmt: skip

    # --- showing --------------------------------------------------------------------------------------

    def _arrived(self, two: MergePreview) -> None:
        is_first = self._two is None
        self._two = two
        self._show_two(True)
        self.set_title(_("合并客户"), _("两家合成一家"))
        self.kept.show_dealer(two.keep)
        self.lost.show_dealer(two.lose)
        self.rows.show_two(two.keep, two.lose, two.differing)
        if is_first:
            self.rows.focus_first()

    def _show_two(self, is_there: bool) -> None:
        self.picking.setVisible(not is_there)
        for part in (self.heads, self.rows, self.follows):
            part.setVisible(is_there)
        reason = "" if is_there else _("请先选另一家客户。")
        for name in ("go", "swap", "apart", "all_kept", "all_lost"):
            self.set_enabled(f"dealer.merge.{name}", reason)

    def _say_follows(self) -> None:
        if self._two is None:
            return
        two = self._two
        coming = []
        if two.complaints:
            coming.append(_("{n} 张抱怨单").format(n=two.complaints))
        if two.plan_lines:
            coming.append(_("{n} 行巡访计划").format(n=two.plan_lines))
        if two.visits:
            coming.append(_("{n} 次巡访").format(n=two.visits))
        if two.contacts:
            coming.append(_("{n} 位联系人").format(n=two.contacts))
        follows = _("一起过来:{what}。").format(what=listed(coming)) if coming else _("没有抱怨单和联系人要一起过来。")
        after = _("「{lost}」不再出现在名单里,打开它会转到「{kept}」;纸上印过的名称不变。可以撤销。")
        self.follows.setText(f"{follows}\n{after.format(lost=two.lose.name, kept=two.keep.name)}")
        theme.look(self.follows, "secondary")

    # --- what can be done -----------------------------------------------------------------------------

    def go(self) -> None:
        """Make one of both."""
        if self._two is None or self._asked is not None:
            return
        keep, lose = self._two.keep, self._two.lose
        self.wrong.hide()
        self._asked = self.ask(
            "dealer.merge", keep.id, lose.id, keep.revision, lose.revision, self.rows.choices(),
            then=self._merged, failed=self._failed,
        )  # fmt: skip

    def _merged(self, dealer: Dealer) -> None:
        asked, self._asked, self._two = self._asked, None, None
        self.say(_("已合并为「{name}」").format(name=dealer.name), asked)
        self.open_page("dealer", dealer.id)

    def _failed(self, error: BaseException) -> None:
        self._asked = None
        if isinstance(error, Conflict):
            self.wrong.setText(_("{who}刚刚改过其中一家,已经换成现在的资料,请再看一眼。").format(who=error.who))
            self.wrong.show()
            self._ask()
        elif self._two is None:
            self._show_two(False)
            self.refused.emit(error)
        else:
            self.wrong.setText(str(error))
            self.wrong.show()

    def swap(self) -> None:
        """The other one stays."""
        if self._two is not None:
            self._keep_id, self._lose_id = self._two.lose.id, self._two.keep.id
            self._two = None
            self.rows.forget()
            self._ask()

    def apart(self) -> None:
        """These are two firms: remember it, so that nobody is asked again."""
        if self._two is not None:
            self.ask("dealer.apart", self._two.keep.id, self._two.lose.id, then=self._are_apart)

    def _are_apart(self, _nothing: Any) -> None:
        self.say(_("记住了:不是同一家。"))
        self.show_list()

    def take_kept(self) -> None:
        """Every field from the one that stays."""
        self.rows.choose_all("keep")

    def take_lost(self) -> None:
        """Every field from the one that goes."""
        self.rows.choose_all("lose")

    def show_list(self) -> None:
        """Back to the list."""
        self.open_page("dealer")


class _Head(QFrame):
    """Who stays, or who goes: name, code, city, pills, and when it was changed last."""

    def __init__(self, name: str, word: str, parent: QWidget) -> None:
        super().__init__(parent)
        theme.look(self, "card-now" if name == "keep" else "card")
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.L, theme.S, theme.L, theme.M)
        box.setSpacing(2)
        top = QHBoxLayout()
        said = QLabel(word, self)
        theme.look(said, "label")
        self._pills = QHBoxLayout()
        top.addWidget(said)
        top.addStretch(1)
        top.addLayout(self._pills)
        box.addLayout(top)
        self._name, self._note = QLabel(self), QLabel(self)
        self._name.setObjectName(f"dealer.merge.head.{name}")
        self._name.setWordWrap(True)
        self._name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        theme.look(self._name, "heading")
        theme.look(self._note, "small")
        box.addWidget(self._name)
        box.addWidget(self._note)

    def show_dealer(self, dealer: Dealer) -> None:
        """Show this one."""
        self._name.setText(dealer.name)
        refill(self._pills, pills_of(dealer), self)
        changed = dealer.changed_at.date().isoformat() if dealer.changed_at else ""
        said = (dealer.code, dealer.city, _("最后修改 {at} {person}").format(at=changed, person=dealer.changed_by))
        self._note.setText(" · ".join(part for part in said if part))
