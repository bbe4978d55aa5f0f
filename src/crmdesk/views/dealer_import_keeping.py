"""What a person corrected goes into the memory of imports soon, so that nothing is lost where nothing is written."""

from typing import Any

from PySide6.QtCore import QObject, QTimer

from crmdesk.exchange.importing.memory import fold_row
from crmdesk.rules.import_memory import PART, MemoryKind
from crmdesk.views.dealer_import_decided import OneFile
from crmdesk.words import _

_SOON_MS = 3_000  # who tries several fields for a column is not taken at his first word


class Keeping(QObject):
    """``note(file)`` after a correction; it is kept a moment later, or at once by ``send`` when the page is left."""

    def __init__(self, page: Any) -> None:
        super().__init__(page)
        self._page = page
        self._file: OneFile | None = None
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self.send)

    def note(self, file: OneFile) -> None:
        """Columns or words of this file were corrected."""
        if self._file is not file:
            self.send()
        self._file = file
        self._soon.start()

    def send(self) -> None:
        """Keep now what was corrected."""
        self._soon.stop()
        file, self._file = self._file, None
        if file is not None and file.plan is not None:
            self._page.ask("import_memory.keep_plan", file.plan)

    def drop(self) -> None:
        """The import itself has learned all of it."""
        self._soon.stop()
        self._file = None

    def apart(self, row: Any, candidate: Any, then: Any = None) -> None:
        """A row of a list is not this dealer."""
        name = str(row.values.get("name") or "")
        said = f"{fold_row(name, str(row.values.get('city') or ''))}{PART}{candidate.record}"
        shown = _("{name} 不是 {other}").format(name=name, other=candidate.name)
        self._page.ask(
            "import_memory.keep", "dealer", MemoryKind.APART, said, candidate.name, shown, then=then
        )
