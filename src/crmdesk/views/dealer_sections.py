"""The sections of the dealer form, in two columns where there is room (domain 8.1)."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCompleter, QGridLayout, QListView, QVBoxLayout, QWidget

from crmdesk.rules import credit_code
from crmdesk.rules.dealer import COLUMNS, DealerClass, DealerKind, DealerStatus
from crmdesk.views import theme
from crmdesk.views.counter import Counter
from crmdesk.views.dealer_contacts import ContactsField
from crmdesk.views.dealer_twins import TwinStrip
from crmdesk.views.widgets.fields import (
    AmountField,
    ChoiceField,
    CodeField,
    DateField,
    IntegerField,
    LongTextField,
    TextField,
)
from crmdesk.views.widgets.form import Form
from crmdesk.views.widgets.section import Section
from crmdesk.words import N_, _

ROOM_FOR_TWO = 860
_TITLES = {column.key: column.label for column in COLUMNS} | {
    "credit_limit": N_("信用额度"),
    "term_days": N_("账期"),
}
#: Fields whose earlier values are offered while one types.
OFFERED = ("owner", "province", "city", "district", "region")


def named(key: str) -> tuple[str, str]:
    """The name of a field in words and its label."""
    return f"dealer.{key}", _(_TITLES[key])


class CreditCodeField(CodeField):
    """统一社会信用代码: what the rule remarks stands under the field; it never keeps anyone from saving."""

    _looked_at = ""

    def value(self) -> Any:
        return credit_code.tidy(self.editor.text())

    def _remark(self) -> str:
        if not hasattr(self, "editor"):
            return ""
        code = self.value()
        whole = code == self._looked_at or len(code) >= credit_code.LENGTH
        return credit_code.remark(code) if whole else ""

    def _show(self, value: Any) -> None:
        self._looked_at = str(value or "")
        super()._show(value)

    def _show_note(self) -> None:
        super()._show_note()
        if not self._problem and self._note.property("role") != "warning":
            theme.look(self._note, "warning")

    def _leave(self) -> None:
        self._looked_at = self.value()
        super()._leave()
        self._show_note()


class OfferedField(TextField):
    """A line that offers what other dealers have there: 业务员, 城市."""

    def _make_editor(self) -> QWidget:
        line = super()._make_editor()
        self._offers = QStringListModel(self)
        completer = QCompleter(self._offers, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        popup = QListView()
        theme.look(popup, "choices")
        completer.setPopup(popup)
        line.setCompleter(completer)  # type: ignore[attr-defined]
        return line

    def offer(self, values: Sequence[tuple[Any, int]]) -> None:
        """Offer these, the most frequent first."""
        self._offers.setStringList([str(value) for value, _count in values])


class DealerSections(QWidget):
    """All fields of a dealer in ``form``."""

    def __init__(self, form: Form, counter: Counter) -> None:
        super().__init__(form)
        self._form, self._counter = form, counter
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.M)
        self._halves = (QWidget(self), QWidget(self))
        for half in self._halves:
            box = QVBoxLayout(half)
            box.setContentsMargins(0, 0, 0, 0)
            box.setSpacing(theme.M)
        self._two: bool | None = None
        self._identity()
        self._place()
        self._contact()
        self._law_and_bank()
        self._trade()
        self._remark()
        for half in self._halves:
            half.layout().addStretch(1)
        self._lay(True)
        form.put(self)

    def ask_offers(self) -> None:
        """Ask what other dealers have, for the fields that offer it."""
        for key in OFFERED:
            self._counter.ask(self, "dealer.facets", key, then=self._offer, key=key, carry=(key,))

    def _offer(self, values: Sequence[tuple[Any, int]], key: str) -> None:
        field = self._form.fields[key]
        assert isinstance(field, OfferedField)
        field.offer(values)

    # --- the sections ---------------------------------------------------------------------------------

    def _section(self, half: int, title: str) -> Section:
        made = Section(self._form, title)
        self._halves[half].layout().addWidget(made)
        return made

    def _identity(self) -> None:
        card, form = self._section(0, _("标识")), self._form
        card.row(
            (TextField(*named("name"), form, required=True), 8),
            (CodeField(*named("code"), form), 4),
        )
        self.twins = TwinStrip(card)
        card.put(self.twins)
        card.row(
            (TextField(*named("short_name"), form), 4),
            (CreditCodeField(*named("credit_code"), form), 8),
            (ChoiceField(*named("dealer_class"), DealerClass, form), 4),
            (ChoiceField(*named("kind"), DealerKind, form), 4),
            (ChoiceField(*named("status"), DealerStatus, form, empty=False), 4),
        )

    def _place(self) -> None:
        card, form = self._section(0, _("地区")), self._form
        card.row(
            *((OfferedField(*named(key), form), 3) for key in ("province", "city", "district", "region"))
        )

    def _contact(self) -> None:
        card, form = self._section(0, _("联系")), self._form
        card.row(
            (TextField(*named("contact"), form), 4),
            (CodeField(*named("mobile"), form), 4),
            (CodeField(*named("phone"), form), 4),
            (CodeField(*named("fax"), form), 4),
            (TextField(*named("email"), form), 4),
            (TextField(*named("wechat"), form), 4),
            (TextField(*named("address"), form), 12),
            (TextField(*named("delivery_address"), form), 12),
            (ContactsField("dealer.contacts", _("其他联系人"), form), 12),
        )

    def _law_and_bank(self) -> None:
        card, form = self._section(1, _("法律与银行")), self._form
        card.row(
            (TextField(*named("legal_rep"), form), 4),
            (TextField(*named("bank_name"), form), 8),
            (CodeField(*named("bank_account"), form), 8),
            (CodeField(*named("bank_code"), form), 4),
        )

    def _trade(self) -> None:
        card, form = self._section(1, _("交易")), self._form
        card.row(
            (OfferedField(*named("owner"), form), 4),
            (DateField(*named("since"), form), 4),
            (IntegerField(*named("term_days"), form, unit=_("天")), 4),
            (AmountField(*named("credit_limit"), form), 12),
        )

    def _remark(self) -> None:
        card = self._section(1, _("其他"))
        card.row(LongTextField(*named("remark"), self._form, lines=4))
        help = _("名单里本系统没有的栏目,一行一项。")
        card.row(LongTextField(*named("extra"), self._form, lines=2, help=help))

    # --- one column or two ----------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay(self.width() >= ROOM_FOR_TWO)

    def _lay(self, two: bool) -> None:
        if two == self._two:
            return
        self._two = two
        for half in self._halves:
            self._grid.removeWidget(half)
        left, right = self._halves
        self._grid.addWidget(left, 0, 0)
        self._grid.addWidget(right, 0 if two else 1, 1 if two else 0)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1 if two else 0)
