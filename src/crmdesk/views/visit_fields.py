"""The fields of a visit that no other form has: times, amounts in one line, answers of the check block."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from crmdesk.rules.typed_times import parse_time
from crmdesk.rules.visit_check import AnswerKind, CheckItem
from crmdesk.views.days import now
from crmdesk.views.widgets.fields import AmountField, Field, LongTextField, QuantityField
from crmdesk.views.widgets.picks import Pick, PickField, TicksField, yes_no
from crmdesk.views.widgets.typed import ReadField
from crmdesk.words import N_, _

#: The words of the two answers, where they are not 是 and 否.
_THERE_IS = frozenset({"foreign_goods", "needs_help", "incident"})
_WORDS = (N_("有"), N_("无")), (N_("是"), N_("否"))


class TimeField(ReadField):
    """A time of day, ``HH:MM``; = is now."""

    def _make_editor(self) -> QWidget:
        line = super()._make_editor()
        line.setToolTip(_("可写 930、9:30、9点半;= 现在"))
        return line

    def _parse(self, text: str) -> str:
        return parse_time(text)

    def value(self) -> Any:
        return super().value() or ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.editor and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            if event.text() in ("=", "＝") and not self.editor.isReadOnly():
                self.set_value(now().strftime("%H:%M"))
                return True
        return super().eventFilter(watched, event)


class PlainAmountField(AmountField):
    """An amount without its capitals: no receipt is made of it."""

    def _remark(self) -> str:
        return self._help


class _AsText:
    """A number that is kept as text: answers of the check block are."""

    def value(self) -> Any:
        number = super().value()  # type: ignore[misc]
        return "" if number is None else _digits(number)

    def words_of(self, value: Any) -> str:
        return super().words_of(Decimal(value)) if value else ""  # type: ignore[misc]


class AmountAnswer(_AsText, PlainAmountField):
    """Yuan as text."""


class NumberAnswer(_AsText, QuantityField):
    """A number as text."""


def _digits(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def answer_field(item: CheckItem, parent: QWidget) -> Field:
    """The field of an item that is no table."""
    name = f"visit.check.{item.key}"
    kind = item.kind
    if kind is AnswerKind.YES_NO:
        yes, no = _WORDS[0 if item.key in _THERE_IS else 1]
        return PickField(name, item.title, yes_no(_(yes), _(no)), parent)
    if kind is AnswerKind.SCORE:
        return PickField(name, item.title, tuple(Pick(str(n), str(n), str(n)) for n in range(1, 6)), parent)
    if kind is AnswerKind.POLICIES:
        return TicksField(name, item.title, parent)
    if kind is AnswerKind.MONEY:
        return AmountAnswer(name, item.title, parent)
    if kind in (AnswerKind.NUMBER, AnswerKind.PERCENT):
        return NumberAnswer(name, item.title, parent, unit="%" if kind is AnswerKind.PERCENT else "")
    return LongTextField(name, item.title, parent, lines=1)


def policies_of(settings: Sequence[Any]) -> tuple[str, ...]:
    """The policies to be told this season, out of ``setting.all``."""
    said = next((v.value for v in settings if v.setting.key == "visit.policies"), "")
    return tuple(line.strip() for line in str(said or "").splitlines() if line.strip())
