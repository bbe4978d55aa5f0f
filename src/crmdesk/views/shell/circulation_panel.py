"""传阅: a tab of the detail panel. To whom the record was shown, who has read it; showing it to more people."""

from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from crmdesk.rules import permits
from crmdesk.rules.circulation import Circulation
from crmdesk.rules.errors import Refused
from crmdesk.rules.people import Person
from crmdesk.views import theme
from crmdesk.views.counter import Counter
from crmdesk.views.widgets.flow import Flow
from crmdesk.views.widgets.timeline import Entry, Timeline, time_of
from crmdesk.words import _


class CirculationPanel(QWidget):
    """``show_record(subject, id)`` loads it; None: there is nothing to show yet."""

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counter = counter
        self.setObjectName("circulation")
        self._record: tuple[str, UUID] | None = None
        self._mine: Circulation | None = None
        box = QVBoxLayout(self)
        box.setContentsMargins(0, theme.S, theme.XS, 0)
        box.setSpacing(theme.S)
        self._reading = self._make_reading(box)
        self._sending = self._make_sending(box)
        self.trouble = QLabel(self)
        self.trouble.setObjectName("circulation.trouble")
        self.trouble.setWordWrap(True)
        theme.look(self.trouble, "problem")
        self.trouble.hide()
        box.addWidget(self.trouble)
        self.readers = Timeline("circulation.readers", self)
        box.addWidget(self.readers, 1)

    def _make_reading(self, box: QVBoxLayout) -> QWidget:
        """Shown to who has it to read: a remark, and that it is read."""
        holder = QWidget(self)
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(0, 0, 0, theme.S)
        self._asked = QLabel(holder)
        self._asked.setWordWrap(True)
        self._remark = QLineEdit(holder)
        self._remark.setObjectName("circulation.remark")
        self._remark.setAccessibleName(_("阅后意见"))
        self._remark.setPlaceholderText(_("阅后意见,可以不写"))
        self._read = QPushButton(_("阅毕"), holder)
        self._read.setObjectName("circulation.read")
        self._read.setAccessibleName(_("阅毕"))
        theme.look(self._read, "main")
        self._read.clicked.connect(self._read_clicked)
        self._remark.returnPressed.connect(self._read_clicked)
        for part in (self._asked, self._remark, self._read):
            inside.addWidget(part)
        box.addWidget(holder)
        holder.hide()
        return holder

    def _make_sending(self, box: QVBoxLayout) -> QWidget:
        """People as ticks, a note, and the button."""
        holder = QWidget(self)
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(QLabel(_("传阅给"), holder))
        self._people = QWidget(holder)
        self._flow = Flow(self._people)
        self._ticks: dict[UUID, QCheckBox] = {}
        self._note = QLineEdit(holder)
        self._note.setObjectName("circulation.note")
        self._note.setAccessibleName(_("传阅说明"))
        self._note.setPlaceholderText(_("说明,可以不写"))
        self._send = QPushButton(_("传阅"), holder)
        self._send.setObjectName("circulation.send")
        self._send.setAccessibleName(_("传阅"))
        self._send.setEnabled(False)
        self._send.clicked.connect(self._send_clicked)
        for part in (self._people, self._note, self._send):
            inside.addWidget(part)
        box.addWidget(holder)
        return holder

    def show_record(self, subject: str, record_id: UUID | None) -> None:
        """Load who has the record; what was ticked for another record is let go."""
        if record_id is None:
            self._record = None
            self._reading.hide()
            self._sending.hide()
            self.readers.show_entries((), _("保存以后才能传阅。"))
            return
        if self._record != (subject, record_id):
            self._note.clear()
            self.trouble.hide()
            self._record = (subject, record_id)
            self._counter.ask(self, "person.list", then=self._show_people, key="circulation.people")
        self._counter.ask(self, "circulation.of", record_id, then=self._show, key="circulation", carry=(record_id,))

    def _show_people(self, people: tuple[Person, ...]) -> None:
        while self._flow.count():
            item = self._flow.takeAt(0)
            old = item.widget() if item is not None else None
            if old is not None:
                old.hide()
                old.deleteLater()
        self._ticks = {}
        me = self._counter.desk.person
        for person in people:
            if self._record is None or not person.is_active or (me is not None and person.id == me.id):
                continue
            if permits.may_read(person.roles, self._record[0]):
                tick = QCheckBox(person.name, self._people)
                tick.setObjectName(f"circulation.to.{len(self._ticks)}")
                tick.setAccessibleName(_("传阅给 {name}").format(name=person.title))
                tick.setToolTip(person.title)
                tick.toggled.connect(self._ticked)
                self._flow.addWidget(tick)
                self._ticks[person.id] = tick
        self._ticked()

    def _ticked(self, _on: bool = False) -> None:
        chosen = any(tick.isChecked() for tick in self._ticks.values())
        self._send.setEnabled(chosen)
        self._send.setToolTip("" if chosen else _("请先勾选传阅给谁"))

    def _show(self, kept: tuple[Circulation, ...], of: UUID) -> None:
        if self._record is None or self._record[1] != of:
            return
        me = self._counter.desk.person
        self._sending.show()
        mine = [c for c in kept if me is not None and c.reader_id == me.id and c.read_at is None]
        self._mine = mine[0] if mine else None
        self._reading.setVisible(self._mine is not None)
        if self._mine is not None:
            words = _("{name} 传阅给您").format(name=self._mine.from_name)
            self._asked.setText(f"{words}: {self._mine.note}" if self._mine.note else words)
        self.readers.show_entries([_entry(c) for c in kept], _("还没有传阅过。"))

    def _send_clicked(self) -> None:
        if self._record is None:
            return
        readers = [person_id for person_id, tick in self._ticks.items() if tick.isChecked()]
        self.trouble.hide()
        self._counter.ask(
            self, "circulation.send", *self._record, readers, self._note.text(), then=self._sent, failed=self._refused,
            carry=(self._record[1],),
        )  # fmt: skip

    def _sent(self, kept: tuple[Circulation, ...], of: UUID) -> None:
        for tick in self._ticks.values():
            tick.setChecked(False)
        self._note.clear()
        self._show(kept, of)

    def _read_clicked(self) -> None:
        if self._mine is not None:
            self._counter.ask(
                self, "circulation.read", self._mine.id, self._mine.revision, self._remark.text(), then=self._is_read,
                failed=self._refused,
            )  # fmt: skip

    def _is_read(self, done: Circulation) -> None:
        self._remark.clear()
        self.trouble.hide()
        if self._record is not None:
            self.show_record(*self._record)

    def _refused(self, error: Refused, *_carried: Any) -> None:
        self.trouble.setText(str(error))
        self.trouble.show()


def _entry(kept: Circulation) -> Entry:
    """郑和平 · 11-24 10:20 / 李敏 传阅: 请知悉 · 已阅 11-24 11:00 同意."""
    sent = _("{name} 传阅").format(name=kept.from_name)
    parts = [f"{sent}: {kept.note}" if kept.note else sent]
    if kept.read_at is None:
        parts.append(_("还没有阅"))
    else:
        parts.append(_("{at} 阅毕").format(at=time_of(kept.read_at)))
        parts.append(kept.remark)
    return Entry(kept.reader_name, time_of(kept.sent_at), " · ".join(part for part in parts if part), kept.read_at is None)
