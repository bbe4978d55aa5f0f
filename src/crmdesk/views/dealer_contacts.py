"""其他联系人: further contacts of a dealer as a small grid that is typed into; a cross strikes one out."""

from typing import Any

from PySide6.QtWidgets import QWidget

from crmdesk.rules.columns import Kind
from crmdesk.rules.dealer_contact import Contact
from crmdesk.views.widgets.line_cells import LineColumn
from crmdesk.views.widgets.lines import LinesField, LineWords
from crmdesk.words import _


def _columns() -> tuple[LineColumn, ...]:
    return (
        LineColumn("name", _("姓名"), least=6),
        LineColumn("title", _("职务"), least=5),
        LineColumn("mobile", _("手机"), Kind.CODE, share=5, least=13),
        LineColumn("phone", _("电话"), Kind.CODE, share=5, least=13),
        LineColumn("remark", _("备注"), least=5),
    )


class ContactsField(LinesField):
    """Value: the contacts as a tuple of ``Contact``."""

    def __init__(self, name: str, label: str, parent: QWidget | None = None, **more: Any) -> None:
        words = LineWords(
            line=_("其他联系人第 {n} 位 {part}"),
            add=_("加一位联系人"),
            remove=_("划掉这位联系人"),
            none=_("没有其他联系人。"),
        )
        super().__init__(name, label, parent, blank=Contact(), columns=_columns(), words=words, **more)

    def row_in_words(self, row: Contact) -> str:
        return row.said
