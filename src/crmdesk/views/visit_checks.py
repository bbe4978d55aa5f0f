"""The check block of a visit (MT 二.1–8): the questions that are answered by one key, and the folded groups."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from crmdesk.rules.dealer import DealerKind
from crmdesk.rules.visit_check import BY_KEY, ITEMS, AnswerKind, CheckGroup, CheckItem, items_for
from crmdesk.views.visit_fields import answer_field
from crmdesk.views.visit_tables import FIELD_OF, summary_of, table_field
from crmdesk.views.widgets.field import Field
from crmdesk.views.widgets.flow import Flow
from crmdesk.views.widgets.fold_card import COLUMNS, FoldCard
from crmdesk.views.widgets.form import Form
from crmdesk.views.widgets.lines import LinesField
from crmdesk.views.widgets.picks import PickField, TicksField
from crmdesk.words import _

#: What is asked only after this answer: the question → the item that follows (evidence, help, incident).
FOLLOWS: dict[str, str] = {"foreign_goods": "foreign_goods_lines", "needs_help": "help", "incident": "incident_note"}
#: The answer that means nothing is the matter.
QUIET: dict[str, str] = {item.key: "no" for item in ITEMS if item.kind is AnswerKind.YES_NO} | {"floor_price_kept": "yes"}
#: Shares of twelve columns.
_SHARES = {AnswerKind.MONEY: 3, AnswerKind.PERCENT: 3, AnswerKind.NUMBER: 3, AnswerKind.SCORE: 6, AnswerKind.TEXT: 6}


def is_answer(key: str) -> bool:
    """Whether a field of the form is an answer of the check block, and no field of the visit itself."""
    return key in BY_KEY and key not in FIELD_OF


class CheckBlock(QObject):
    """Puts the questions and the groups into ``form``; ``show_kind`` says what is asked at that dealer.

    ``made()`` comes when every group has its fields.
    """

    made = Signal()

    def __init__(self, form: Form) -> None:
        super().__init__(form)
        self._form = form
        self._kind: DealerKind | None = None
        self._soon = QTimer(self, singleShot=True, interval=0)  # once for all fields that a load fills
        self._soon.timeout.connect(self._answered)
        self._to_make: list[CheckGroup] = []
        self._more: Mapping[CheckGroup, Callable[[QWidget], Field]] = {}
        self._making = QTimer(self, singleShot=True, interval=0)
        self._making.timeout.connect(self._make_next)
        self.questions = QWidget(form)
        self._flow = Flow(self.questions)
        self._answers: dict[str, Field] = {}
        for item in ITEMS:
            if item.kind is AnswerKind.YES_NO:
                field = form.add(answer_field(item, self.questions))
                field.changed.connect(self._soon.start)
                self._flow.addWidget(field)
                self._answers[item.key] = field
        self.groups: dict[CheckGroup, FoldCard] = {}

    def add_groups(self, more: Mapping[CheckGroup, Callable[[QWidget], Field]]) -> None:
        """The folded groups under what stands in the form; ``more`` makes fields of the visit that belong to one.

        Some forty fields take a while: they are made one group after the other while nothing else happens, and
        at once by ``finish`` where a visit is to be shown before that.
        """
        self._more = more
        for group in CheckGroup:
            card = FoldCard(f"visit.group.{group}", group.label, self._form)
            self.groups[group] = card
            self._form.put(card)
        self._to_make = list(CheckGroup)
        self._making.start()

    def finish(self) -> None:
        """Make what is not made yet."""
        while self._to_make:
            self._make_next()

    def _make_next(self) -> None:
        group = self._to_make.pop(0)
        card = self.groups[group]
        parts: list[tuple[QWidget, int]] = []
        for item in ITEMS:
            if item.group is group and item.kind is not AnswerKind.YES_NO:
                parts.append((self._made(item, card), _SHARES.get(item.kind, 12)))
        if group in self._more:
            field = self._form.add(self._more[group](card))
            field.changed.connect(self._soon.start)
            parts.append((field, COLUMNS))
        card.put(parts)
        if self._to_make:
            self._making.start()
        else:
            self._making.stop()
            self.made.emit()

    def _made(self, item: CheckItem, card: QWidget) -> Field:
        name = FIELD_OF.get(item.key)
        field = table_field(name, item.title, card) if name else answer_field(item, card)
        self._form.add(field)
        field.changed.connect(self._soon.start)
        self._answers[item.key] = field
        return field

    # --- what is asked --------------------------------------------------------------------------------

    def show_kind(self, kind: DealerKind | None) -> None:
        """Another dealer: what is asked of his kind, all groups folded but those with something to look at."""
        self._kind = kind
        for card in self.groups.values():
            card.set_open(False)
        self._answered()

    def offer_policies(self, words: Sequence[str]) -> None:
        """The policies of this season."""
        field = self._answers["policies"]
        assert isinstance(field, TicksField)
        field.offer(words)

    def asked(self) -> frozenset[str]:
        """Keys of the items that are asked now, or answered already."""
        keys = {item.key for item in items_for(self._kind)}
        for question, follows in FOLLOWS.items():
            if self._answers[question].value() != "yes":
                keys.discard(follows)
        return frozenset(keys | {key for key, field in self._answers.items() if not field.is_empty()})

    def all_quiet(self) -> None:
        """Nothing is the matter: every question that is not answered yet gets its usual answer."""
        for key in self.asked() & QUIET.keys():
            if self._answers[key].is_empty():
                self._answers[key].set_value(QUIET[key])

    @property
    def open_questions(self) -> int:
        """Questions by one key that are not answered yet."""
        return sum(self._answers[key].is_empty() for key in self.asked() & QUIET.keys())

    def _answered(self) -> None:
        asked = self.asked()
        for key in QUIET:
            self._answers[key].setVisible(key in asked)
        self._flow.invalidate()
        self.questions.updateGeometry()
        for group, card in self.groups.items():
            items = [item for item in ITEMS if item.group is group and item.kind is not AnswerKind.YES_NO]
            card.leave_out({self._answers[item.key] for item in items if item.key not in asked})
            card.setVisible(not card.is_bare)
            card.set_summary(*self._summary(card, group))
        for question, follows in FOLLOWS.items():
            if self._answers[question].value() == "yes" and self._answers[follows].is_empty():
                self.groups[BY_KEY[follows].group].set_open(True)

    # --- in a line ------------------------------------------------------------------------------------

    def _summary(self, card: FoldCard, group: CheckGroup) -> tuple[str, str]:
        fields = card.findChildren(Field)
        said = [words for field in fields if not field.is_empty() and (words := _in_short(field))]
        noisy = any(
            item.group is group and self._answers[item.key].value() not in ("", QUIET[item.key])
            for item in map(BY_KEY.__getitem__, QUIET)
        )
        if not said:
            return (_("请填写") if noisy and group in _WANTED else _("未填")), "red" if noisy else "secondary"
        return "  ·  ".join(said), "red" if noisy else "text"


_WANTED = frozenset(BY_KEY[key].group for key in FOLLOWS.values())


def _in_short(field: Field) -> str:
    if isinstance(field, LinesField):
        return summary_of(field.key, field.value())
    words = field.shown().replace("\n", " ")
    if isinstance(field, PickField) or field.unit:
        return f"{field.label.split('(')[0]} {words}{field.unit}"
    return words


