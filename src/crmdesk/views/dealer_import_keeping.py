"""Corrections go into the memory of imports as soon as they are made, so that none is lost where nothing is written."""

from typing import Any

from PySide6.QtCore import QObject, QTimer

from crmdesk.exchange.importing.memory import fold_header, fold_row, fold_value
from crmdesk.rules.import_memory import PART, MemoryKind

_SOON_MS = 1_500  # who tries several fields for a column is not taken at his first word


class Keeping(QObject):
    """Collects, and tells the memory a moment later or when the page is left (``send``)."""

    def __init__(self, page: Any) -> None:
        super().__init__(page)
        self._page = page
        self._kept: dict[tuple[MemoryKind, str], tuple[str, str]] = {}
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self.send)

    def column(self, file: Any, letter: str, field: str | None) -> None:
        """A column of this name is that field, a further fact (extra) or nothing."""
        header = next((match.header for match in file.seen.columns if match.letter == letter), "")
        if header.strip():
            self._keep(MemoryKind.COLUMN, fold_header(header), field or "", header.strip())

    def value(self, field: str, text: str, meaning: str | None) -> None:
        """A text of a field means this."""
        if meaning is not None and text.strip():
            self._keep(MemoryKind.VALUE, f"{field}{PART}{fold_value(text)}", meaning, text.strip())

    def apart(self, row: Any, candidate: Any) -> None:
        """A row of a list is not this dealer."""
        said = fold_row(str(row.values.get("name") or ""), str(row.values.get("city") or ""))
        shown = " ".join(str(row.values.get(key) or "") for key in ("name", "city")).strip()
        self._keep(MemoryKind.APART, f"{said}{PART}{candidate.record}", candidate.name, shown)

    def _keep(self, kind: MemoryKind, said: str, means: str, shown: str) -> None:
        self._kept[kind, said] = (means, shown)
        self._soon.start()

    def send(self) -> None:
        """Tell now what was collected."""
        self._soon.stop()
        kept, self._kept = self._kept, {}
        for (kind, said), (means, shown) in kept.items():
            self._page.ask("import_memory.keep", "dealer", kind, said, means, shown)

    def drop(self) -> None:
        """The import itself has learned all of it."""
        self._soon.stop()
        self._kept = {}
