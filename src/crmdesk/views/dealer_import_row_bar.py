"""Above the grid of rows: which are shown and how strictly is searched; below it: what can be done with them."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSlider, QWidget

from crmdesk.rules.same_firm import LOOSEST
from crmdesk.views import theme
from crmdesk.views.widgets.filter_chip import ToggleChip
from crmdesk.views.widgets.flow import Flow
from crmdesk.views.widgets.search_line import SearchLine
from crmdesk.words import N_, _

#: Name of the act, its key, and what stands on its button.
ACTS = (
    ("new", "N", N_("新增  N")), ("update", "U", N_("更新  U")), ("skip", "S", N_("跳过  S")),
    ("merge", "M", N_("合并到…  M")), ("apart", "D", N_("不是同一家  D")), ("edit", "F2", N_("改格子  F2")),
    ("aside", "B", N_("不当作客户  B")), ("record", "B", N_("当作客户导入  B")),
)  # fmt: skip
_OF_ASIDE = frozenset({"record"})
_OF_RECORDS = frozenset(name for name, _key, _words in ACTS) - _OF_ASIDE
STRICTEST = 100


def word_of(act: str) -> str:
    """What an act is called, without its key."""
    return next(_(words).rpartition("  ")[0] for name, _key, words in ACTS if name == act)


class RowFilters(QWidget):
    """``changed()`` when other rows are to be shown, ``strictness_said(n)`` when the slider moved."""

    changed = Signal()
    down = Signal()
    strictness_said = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S)
        self.search = SearchLine("dealer.import.rows.search", _("名称、城市、电话"), self)
        self.search.setMaximumWidth(230)
        self._undecided = ToggleChip("dealer.import.rows.undecided", "", self)
        self._aside = ToggleChip("dealer.import.rows.greyed", "", self)
        self._strict_words = QLabel(_("查重松紧"), self)
        theme.look(self._strict_words, "secondary")
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setObjectName("dealer.import.rows.strictness")
        self.slider.setRange(LOOSEST, STRICTEST)
        self.slider.setSingleStep(5)
        self.slider.setPageStep(10)
        self.slider.setFixedWidth(130)
        self.slider.setAccessibleName(_("查重松紧,多少分起算可能是同一家"))
        self.slider.setToolTip(_("多少分起算可能是同一家:往左多问您几家,往右少问"))
        self._score = QLabel(self)
        self._score.setFixedWidth(
            self.fontMetrics().horizontalAdvance(_("{score} 分起").format(score=100)) + 6
        )
        theme.look(self._score, "secondary")
        for part in (self.search, self._undecided, self._aside):
            row.addWidget(part)
        row.addStretch(1)
        for part in (self._strict_words, self.slider, self._score):
            row.addWidget(part)
        self._soon = QTimer(self, singleShot=True, interval=40)
        self._soon.timeout.connect(self._say_strictness)
        self.search.searched.connect(self._changed)
        self.search.down.connect(self.down)
        self.search.entered.connect(self.down)
        self._undecided.changed.connect(self._undecided_switched)
        self._aside.changed.connect(self._aside_switched)
        self.slider.valueChanged.connect(self._slid)

    @property
    def text(self) -> str:
        """What is looked for."""
        return self.search.words()

    @property
    def undecided(self) -> bool:
        """Only those that wait for a person."""
        return self._undecided.isChecked() and not self._aside.isChecked()

    @property
    def aside(self) -> bool:
        """Those that are no dealers."""
        return self._aside.isChecked()

    @property
    def is_narrow(self) -> bool:
        """Whether some records are hidden."""
        return bool(self.text) or self._undecided.isChecked() or self._aside.isChecked()

    def begin(self) -> None:
        """Another file: nothing is looked for."""
        self.search.blockSignals(True)
        self.search.set_words("")
        self.search.blockSignals(False)
        self._undecided.setChecked(False)
        self._aside.setChecked(False)

    def show_counts(self, undecided: int, aside: int, strictness: int, *, first: bool) -> None:
        """How many there are of each; at first only those are shown that wait for a person, if any do."""
        self._undecided.setText(_("只看要我定的 {count}").format(count=f"{undecided:,}"))
        self._aside.setText(_("没当作客户的行 {count}").format(count=f"{aside:,}"))
        self._aside.setVisible(bool(aside))
        if not aside:
            self._aside.setChecked(False)
        if first:
            self._undecided.setChecked(bool(undecided))
        self._undecided.setVisible(bool(undecided) or self._undecided.isChecked())
        self.slider.blockSignals(True)
        self.slider.setValue(strictness)
        self.slider.blockSignals(False)
        self._say_score()

    def _undecided_switched(self) -> None:
        if self._undecided.isChecked():
            self._aside.setChecked(False)
        self.changed.emit()

    def _aside_switched(self) -> None:
        if self._aside.isChecked():
            self._undecided.setChecked(False)
        self.changed.emit()

    def _changed(self, _text: str) -> None:
        self.changed.emit()

    def _slid(self, _value: int) -> None:
        self._say_score()
        self._soon.start()

    def _say_score(self) -> None:
        self._score.setText(_("{score} 分起").format(score=self.slider.value()))

    def _say_strictness(self) -> None:
        self.strictness_said.emit(self.slider.value())


class RowBar(QWidget):
    """``pressed(name of the act)``."""

    pressed = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        flow = Flow(self)
        self._buttons: dict[str, _ActButton] = {}
        for name, _key, words in ACTS:
            button = _ActButton(name, _(words), self)
            button.act.connect(self.pressed)
            self._buttons[name] = button
            flow.addWidget(button)

    def show_for(self, *, is_aside: bool, any_row: bool) -> None:
        """What can be done with the rows that are shown."""
        for name, button in self._buttons.items():
            button.setVisible(name in (_OF_ASIDE if is_aside else _OF_RECORDS))
            button.setEnabled(any_row)


class _ActButton(QPushButton):
    act = Signal(str)

    def __init__(self, name: str, words: str, parent: QWidget) -> None:
        super().__init__(words, parent)
        self.setObjectName(f"dealer.import.rows.{name}")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the cursor in the grid
        self._name = name
        self.clicked.connect(self._pressed)

    def _pressed(self) -> None:
        self.act.emit(self._name)
