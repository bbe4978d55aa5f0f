"""How many changes other desks have not got yet: asked some time after each change, told in the status line."""

from PySide6.QtCore import QObject, QTimer, Signal

from crmdesk.rules.desks import DeskInfo
from crmdesk.views.counter import Counter
from crmdesk.views.packet_rows import can_get, unsent

AFTER_MS = 1_200  # changes come in bunches


class Unsent(QObject):
    """``told(n, name)``: how many have not gone out, and this desk's name where it works apart from the head desk.

    An office without other desks is told once that there is nothing to tell.
    """

    told = Signal(int, str)

    def __init__(self, counter: Counter, parent: QObject) -> None:
        super().__init__(parent)
        self._counter = counter
        self._soon = QTimer(self, singleShot=True, interval=AFTER_MS)
        self._soon.timeout.connect(self.look)
        counter.changed.connect(self._changed)
        self.look()

    def look(self) -> None:
        """Ask now."""
        if self._counter.may("desks.list"):
            self._counter.ask(self, "desks.list", then=self._came, failed=self._not_told, key="desks")

    def _changed(self, _subject: str, _ids: object) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _came(self, desks: tuple[DeskInfo, ...]) -> None:
        here = next((desk for desk in desks if desk.is_here), None)
        apart = here is not None and not here.is_head and any(can_get(desk) for desk in desks)
        self.told.emit(unsent(desks), here.name if here is not None and apart else "")

    def _not_told(self, _error: BaseException) -> None:
        """The database is away for a moment: the page that writes says so, and the next change asks again."""
