"""The navigation at the left: icon, word and what waits there; folded it keeps the icons."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from crmdesk.views import theme
from crmdesk.views.pages import PAGES, PageEntry, in_navigation
from crmdesk.views.widgets.elided import Elided
from crmdesk.words import _

WIDE, FOLDED = 196, 56


class Entry(QPushButton):
    """One page in the navigation."""

    def __init__(self, entry: PageEntry, key: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.entry = entry
        self._key = key
        self.setObjectName(f"navigation.{entry.name}")
        self.setCheckable(True)
        self.setAutoExclusive(False)
        theme.look(self, "nav")
        self._count = QLabel(self)
        self._folded = False
        self.toggled.connect(self._tint)
        self.set_count(0, False)
        self.fold(False)
        self._tint(False)

    def _tint(self, chosen: bool) -> None:
        theme.dress(self, self.entry.icon, "accent" if chosen else "secondary", 18)

    def fold(self, folded: bool) -> None:
        """Only the icon, or the word too."""
        self._folded = folded
        self.setText("" if folded else f"  {self.entry.title}")
        self._count.setVisible(not folded and bool(self._count.text()))

    def set_count(self, count: int, urgent: bool) -> None:
        """What waits there; red where it is urgent."""
        self._count.setText(str(count) if count else "")
        theme.look(self._count, "count-red" if urgent else "count")
        self._count.setVisible(bool(count) and not self._folded)
        said = (
            _("{page},{count} 件待办").format(page=self.entry.title, count=count)
            if count
            else self.entry.title
        )
        self.setAccessibleName(said)
        self.setToolTip(f"{said}  {self._key}" if self._key else said)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        self._count.adjustSize()
        self._count.move(self.width() - self._count.width() - 10, (self.height() - self._count.height()) // 2)

    def sizeHint(self) -> QSize:
        return QSize(40, 34)


class Navigation(QFrame):
    """``chosen(page name)`` when a page is clicked."""

    chosen = Signal(str)
    folded = Signal(bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("navigation")
        theme.look(self, "navigation")
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.S, theme.M, theme.S, theme.S)
        box.setSpacing(2)
        top = QHBoxLayout()
        self._office = Elided("", self)
        theme.look(self._office, "strong")
        self._office.setContentsMargins(9, 2, 0, 2)
        self._demo = QLabel(_("示例"), self)
        theme.look(self._demo, "demo")
        self._demo.hide()
        self._fold = QToolButton(self)
        self._fold.setObjectName("navigation.fold")
        theme.dress(self._fold, "panel-left", "secondary", 16)
        self._fold.clicked.connect(self.toggle)
        top.addWidget(self._office, 1)
        top.addWidget(self._fold)
        box.addLayout(top)
        below = QHBoxLayout()
        below.setContentsMargins(9, 0, 0, 0)
        below.addWidget(self._demo)
        below.addStretch(1)
        box.addLayout(below)
        box.addSpacing(theme.XS)
        self.entries: dict[str, Entry] = {}
        numbered = in_navigation()
        for place in ("top", "bottom"):
            for entry in (e for e in PAGES if e.place == place):
                made = Entry(entry, f"Ctrl+{numbered.index(entry) + 1}", self)
                made.clicked.connect(self._clicked)
                self.entries[entry.name] = made
                box.addWidget(made)
            if place == "top":
                box.addStretch(1)
        self.is_folded = False
        self._wanted = False
        self.fold(False)

    def set_office(self, name: str, is_demo: bool) -> None:
        """Whose desk this is."""
        self._office.setText(name)
        self._is_demo = is_demo
        self._demo.setVisible(is_demo)

    def choose(self, name: str) -> None:
        """Mark the page that is shown."""
        belongs = name if name in self.entries else name.partition(".")[0]  # a form belongs to its list
        for key, entry in self.entries.items():
            entry.setChecked(key == belongs)

    def set_counts(self, counts: dict[str, int], urgent: bool) -> None:
        """What waits on each page; 今日 is red where something is overdue."""
        for name, entry in self.entries.items():
            count = counts.get(name, counts.get(entry.entry.count, 0))
            entry.set_count(count, urgent and name == "today")

    def toggle(self) -> None:
        """Fold or unfold, as the person wants."""
        self._wanted = not self.is_folded
        self.fold(self._wanted)
        self.folded.emit(self._wanted)

    def fit(self, width: int) -> None:
        """Fold by itself where the window is narrow."""
        self.fold(self._wanted or width < 900)

    def want(self, folded: bool) -> None:
        """What the person had chosen last time."""
        self._wanted = folded
        self.fold(folded)

    def fold(self, folded: bool) -> None:
        """Only the icons, or the words too."""
        self.is_folded = folded
        self.setFixedWidth(FOLDED if folded else WIDE)
        self._office.setVisible(not folded)
        self._demo.setVisible(not folded and getattr(self, "_is_demo", False))
        words = _("展开导航") if folded else _("折叠导航")
        self._fold.setAccessibleName(words)
        self._fold.setToolTip(f"{words}  Ctrl+B")
        for entry in self.entries.values():
            entry.fold(folded)

    def _clicked(self) -> None:
        entry = self.sender()
        assert isinstance(entry, Entry)
        self.chosen.emit(entry.entry.name)
