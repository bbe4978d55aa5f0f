"""导入: the way to what imports have learned."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton

from crmdesk.views import theme
from crmdesk.views.page import Page
from crmdesk.views.shell.part import Part
from crmdesk.words import _


class ImportsPart(Part):
    """A sentence and a button; the memory has a page of its own."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        head = QLabel(_("导入记忆"), self)
        theme.look(head, "heading")
        words = QLabel(
            _("导入名单时改过的列、解释过的取值、说过「不是同一家」的客户,都记在导入记忆里,下次导入自动照办。可以逐条查看、修改、忘记。"), self
        )
        words.setWordWrap(True)
        theme.look(words, "secondary")
        self._open = QPushButton(_("打开导入记忆(&R)"), self)
        self._open.setObjectName("settings.import_memory")
        theme.dress(self._open, "notebook-pen", "text", 16)
        self._open.clicked.connect(self._go)
        reason = page.counter.why_not("import_memory.list")
        self._open.setEnabled(not reason)
        self._open.setToolTip(reason)
        row = QHBoxLayout()
        row.addWidget(self._open)
        row.addStretch(1)
        for part in (head, words):
            self.body.addWidget(part)
        self.body.addLayout(row)
        self.body.addStretch(1)

    def _go(self) -> None:
        self.page.open_page("import_memory")
