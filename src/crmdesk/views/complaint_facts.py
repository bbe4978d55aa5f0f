"""The tab 资料 beside the list of complaints: what the form says, in words."""

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from crmdesk.rules.complaint import LABELS, Complaint
from crmdesk.rules.typing_in import format_quantity
from crmdesk.views import theme
from crmdesk.views.complaint_demands import demand_in_words
from crmdesk.views.widgets.detail_panel import Facts
from crmdesk.words import _

_SHORT = ("dealer_name", "contact", "phone", "order_number", "part_number", "product", "shipped_on", "quantity",
          "bad_quantity", "filled_by", "filled_on", "accepted_on")  # fmt: skip
_LONG = ("reason", "demands", "opinion")


class ComplaintFacts(QWidget):
    """Short values beside their labels, long ones under them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("complaint.facts")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, theme.XS, 0)
        box.setSpacing(2)
        self._facts = Facts(self)
        box.addWidget(self._facts)
        self._long: dict[str, tuple[QLabel, QLabel]] = {}
        for key in _LONG:
            head, text = QLabel(_(LABELS[key]), self), QLabel(self)
            theme.look(head, "secondary")
            head.setContentsMargins(0, theme.S, 0, 0)
            text.setWordWrap(True)
            text.setTextFormat(Qt.TextFormat.PlainText)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            box.addWidget(head)
            box.addWidget(text)
            self._long[key] = (head, text)
        box.addStretch(1)

    def show_form(self, form: Complaint) -> None:
        """Show these."""
        self._facts.set_facts(tuple((_(LABELS[key]), fact_in_words(form, key)) for key in _SHORT))
        for key, (head, text) in self._long.items():
            words = fact_in_words(form, key)
            text.setText(words)
            head.setVisible(bool(words))
            text.setVisible(bool(words))


def fact_in_words(form: Complaint, key: str) -> str:
    """One field of a form in words."""
    value = getattr(form, key)
    if key == "demands":
        lines = [demand_in_words(demand, form.unit) for demand in form.demands]
        return "\n".join([*lines, _(LABELS["quantity_open"])] if form.quantity_open else lines)
    if isinstance(value, Decimal):
        return f"{format_quantity(value)} {form.unit}".strip()
    return "" if value is None else str(value)
