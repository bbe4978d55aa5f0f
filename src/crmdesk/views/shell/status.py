"""The line at the bottom: who, for whom he acts, which office and database, background work, last saved."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from crmdesk.views import theme
from crmdesk.views.days import now
from crmdesk.words import _, listed


class StatusLine(QFrame):
    """``jobs_wanted()`` when the background work is clicked, ``packets_wanted()`` when what is not sent yet is."""

    jobs_wanted = Signal()
    packets_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        theme.look(self, "status")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.M, 2, theme.M, 2)
        row.setSpacing(6)
        self.who, self.acting, self.place, self.selection, self.saved = (QLabel(self) for _n in range(5))
        for name, label in (
            ("who", self.who), ("acting", self.acting), ("place", self.place), ("selection", self.selection),
            ("saved", self.saved),
        ):  # fmt: skip
            label.setObjectName(f"status.{name}")
        self.work = QPushButton(self)
        self.work.setObjectName("status.work")
        self.work.setAccessibleName(_("后台工作"))
        theme.look(self.work, "quiet")
        theme.dress(self.work, "refresh-cw", "secondary", 14)
        self.work.clicked.connect(self.jobs_wanted)
        self.work.hide()
        self.unsent = QPushButton(self)
        self.unsent.setObjectName("status.unsent")
        theme.look(self.unsent, "quiet")
        self.unsent.clicked.connect(self.packets_wanted)
        self.unsent.hide()
        self.acting.hide()
        row.addWidget(self.who)
        row.addWidget(self.acting)
        row.addWidget(self.place)
        row.addStretch(1)
        row.addWidget(self.work)
        row.addWidget(self.unsent)
        row.addWidget(self.selection)
        row.addWidget(self.saved)
        self._place = ""
        self._saved_at: datetime | None = None
        self._draft_at: datetime | None = None
        self._later = QTimer(self, interval=20_000)
        self._later.timeout.connect(self._tell_saved)
        self._later.start()

    def set_who(self, who: str, place: str) -> None:
        """Person with role; database."""
        self.who.setText(who)
        self._place = place
        self.place.setText(f"· {place}")

    def set_acting(self, names: Sequence[str]) -> None:
        """For whom he acts today as their deputy; nobody: nothing is said."""
        self.acting.setText(_("代 {names}").format(names=listed(names)) if names else "")
        self.acting.setToolTip(_("您今天替 {names} 办理,表上写明「代」。").format(names=listed(names)) if names else "")
        self.acting.setVisible(bool(names))

    def set_unsent(self, count: int, name: str) -> None:
        """How many changes other desks have not got; the name of this desk where it works apart from the others."""
        place = _("{desk}(离线)").format(desk=name) if name else self._place
        self.place.setText(f"· {place}")
        self.place.setToolTip(self._place if name else "")
        self.unsent.setText(_("{n} 处修改未送出").format(n=count))
        self.unsent.setAccessibleName(self.unsent.text())
        self.unsent.setToolTip(_("在「收发文件包」里做成文件包送出去"))
        self.unsent.setVisible(bool(count))

    def set_selection(self, words: str) -> None:
        """Count and sum of what is selected."""
        self.selection.setText(f"{words} ·" if words and self.saved.text() else words)

    def set_work(self, words: str) -> None:
        """Background work; empty: none."""
        self.work.setText(words)
        self.work.setVisible(bool(words))

    def note_saved(self) -> None:
        """Something was committed just now."""
        self._saved_at, self._draft_at = now(), None
        self._tell_saved()

    def note_draft(self) -> None:
        """A draft was kept just now."""
        self._draft_at = now()
        self._tell_saved()

    def _tell_saved(self) -> None:
        if self._draft_at is not None:
            self.saved.setText(_("草稿已自动保存 {at}").format(at=self._draft_at.strftime("%H:%M")))
        elif self._saved_at is not None:
            age = (now() - self._saved_at).total_seconds()
            at = self._saved_at.strftime("%H:%M")
            self.saved.setText(_("刚刚已保存") if age < 60 else _("已保存 {at}").format(at=at))
