"""A photo of a visit seen large, with the program that the desktop has for it."""

import tempfile
from pathlib import Path

from PySide6.QtCore import QObject

from crmdesk.rules.attachment import Attachment
from crmdesk.views.errand import Errand
from crmdesk.views.page import Page
from crmdesk.views.visit_photos import show_file


class PhotoOpening(QObject):
    """``open(attachment)`` writes a copy beside nothing that matters and shows it."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._errand = Errand(self)
        self._errand.done.connect(show_file)
        self._errand.failed.connect(page.refused)

    def open(self, photo: Attachment) -> None:
        """Fetch its content, write it under its own name, show it."""
        self._page.counter.ask(self, "attachment.content", photo.id, then=self._write, carry=(photo.name,))

    def _write(self, content: bytes, name: str) -> None:
        self._errand.run(_Writing(content, name))


class _Writing:
    """The copy that is looked at: a folder of its own, so that no name meets another."""

    def __init__(self, content: bytes, name: str) -> None:
        self._content, self._name = content, name

    def __call__(self) -> Path:
        path = Path(tempfile.mkdtemp(prefix="crmdesk-photo-")) / Path(self._name).name
        path.write_bytes(self._content)
        return path
