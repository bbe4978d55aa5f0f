"""The sections of the complaint form: 业务部门 to type in (domain 2.4 A and B), the other departments on paper."""

from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from crmdesk.rules.complaint import LABELS, ComplaintKind, Market
from crmdesk.rules.dealer import Dealer
from crmdesk.views import theme
from crmdesk.views.complaint_demands import DemandsField
from crmdesk.views.counter import Counter
from crmdesk.views.widgets.fields import (
    AmountField,
    ChoiceField,
    CodeField,
    DateField,
    DealerPicker,
    Field,
    LongTextField,
    QuantityField,
    TextField,
    YesNoField,
)
from crmdesk.views.widgets.form import Form
from crmdesk.views.widgets.pill import Pill
from crmdesk.views.widgets.section import Section
from crmdesk.words import N_, _

#: What the other departments write, in the order in which the paper goes round (CP 四.4–四.7).
ON_PAPER: tuple[tuple[str, str], ...] = (
    (N_("质量管理部"), N_("检验确认、追查原因、判定责任归属。")),
    (N_("生产单位"), N_("分析异常原因,拟定并执行对策。")),
    (N_("会签"), N_("经理室批示、研发部意见、总经理室查核。")),
    (N_("处理意见"), N_("业务拟定处理方式,总经理室综合意见,核决。")),
    (N_("交涉"), N_("业务向客户说明、交涉,填写结果,主管核阅。")),
    (N_("结案"), N_("总经理室综合意见,核决结案,责任与损失。")),
)


class BusinessSection:
    """The fields of section 业务部门 in ``form``; what depends on another field follows it."""

    def __init__(self, form: Form, counter: Counter) -> None:
        self.card = form.section(_("业务部门"))
        self._form = form
        self._head(counter)
        self._goods()
        self._demand()
        self._sample()
        self._sign()
        self._fields["unit"].changed.connect(self._unit_changed)
        self._fields["has_sample"].changed.connect(self._sample_changed)
        self.dealer.picked.connect(self._dealer_picked)
        self._sample_changed()

    @property
    def _fields(self) -> dict[str, Field]:
        return self._form.fields

    @property
    def dealer(self) -> DealerPicker:
        """The dealer picker."""
        picker = self._fields["dealer_id"]
        assert isinstance(picker, DealerPicker)
        return picker

    def _head(self, counter: Counter) -> None:
        card, form = self.card, self._form
        card.row(
            (ChoiceField(*named("kind"), ComplaintKind, form, required=True), 3),
            (ChoiceField(*named("market"), Market, form, empty=False), 2),
            (DateField(*named("filled_on"), form, required=True), 3),
            (TextField(*named("filled_by"), form, required=True), 2),
            (YesNoField(*named("is_urgent"), form), 2),
        )
        self._title(card, _("客户与订单"))
        card.row(
            (DealerPicker(*named("dealer_id"), counter, form, required=True), 6),
            (TextField(*named("contact"), form), 3),
            (CodeField(*named("phone"), form), 3),
        )
        card.row(
            (TextField(*named("address"), form), 6),
            (CodeField(*named("order_number"), form, required=True), 3),
            (CodeField(*named("part_number"), form, required=True), 3),
        )
        card.row(
            (TextField(*named("product"), form, required=True), 6),
            (TextField(*named("unit"), form, required=True), 3),
            (DateField(*named("shipped_on"), form, required=True), 3),
        )

    def _goods(self) -> None:
        card, form = self.card, self._form
        self._title(card, _("数量与单据"))
        card.row(
            (QuantityField(*named("quantity"), form, required=True), 3),
            (QuantityField(*named("bad_quantity"), form, required=True, help=_("不得多于数量")), 3),
            (QuantityField(*named("unit_price"), form, unit=_("元")), 3),
            (AmountField(*named("amount"), form), 3),
        )
        card.row(
            (CodeField(*named("abnormality_number"), form), 4),
            (CodeField(*named("delivery_note"), form), 4),
            (CodeField(*named("invoice_number"), form), 4),
        )
        self._title(card, _("投诉与要求"))
        card.row((LongTextField(*named("reason"), form, required=True, lines=3), 12))
        card.row((LongTextField(*named("confirmation"), form, lines=2), 12))

    def _demand(self) -> None:
        form = self._form
        self.demands = DemandsField(*named("demands"), form, required=True)
        self.card.row((self.demands, 12))
        hint = _("退货或换货的数量还不知道时勾选;表上印「客户加工中未确定」")
        self.card.row((YesNoField(*named("quantity_open"), form, alone=True, help=hint, clause="CP 四.1"), 12))

    def _sample(self) -> None:
        card, form = self.card, self._form
        self._title(card, _("异常样品"))
        card.row(
            (YesNoField("complaint.has_sample", _("附有样品"), form), 2),
            (TextField(*named("no_sample_reason"), form, required=True), 10),
        )
        card.row(
            (TextField(*named("sample_quantity"), form), 3),
            (CodeField(*named("sample_number"), form), 3),
            (DateField(*named("sample_sent_on"), form), 3),
            (TextField(*named("sample_receiver"), form), 3),
        )

    def _sign(self) -> None:
        self._title(self.card, _("签注"))
        self.card.row((LongTextField(*named("opinion"), self._form, required=True, lines=2), 12))

    def _title(self, card: Section, text: str) -> None:
        label = QLabel(text, card)
        theme.look(label, "strong")
        label.setContentsMargins(0, theme.XS, 0, 0)
        card.put(label)

    # --- what follows from what was typed -------------------------------------------------------------

    def _unit_changed(self) -> None:
        unit = self._fields["unit"].value() or ""
        for key in ("quantity", "bad_quantity"):
            self._fields[key].editor.set_unit(unit)
        self.demands.set_goods_unit(unit)

    def _sample_changed(self) -> None:
        has = bool(self._fields["has_sample"].value())
        for key in ("sample_quantity", "sample_number", "sample_sent_on", "sample_receiver"):
            self._fields[key].setVisible(has)
        self._fields["no_sample_reason"].setVisible(not has)
        self._fields["has_sample"].set_alone(has)

    def _dealer_picked(self, dealer: Dealer | None) -> None:
        """What the form says of the dealer comes from its record and may be changed for this form."""
        if dealer is None:
            return
        for key, value in (
            ("contact", dealer.contact), ("phone", dealer.mobile or dealer.phone), ("address", dealer.address),
        ):  # fmt: skip
            self._fields[key].set_value(value)


def named(key: str) -> tuple[str, str]:
    """The objectName and the label of a field of the form."""
    return f"complaint.{key}", _(LABELS[key])


class PaperSections(QWidget):
    """The sections of the other departments: readable, grey, one sentence each."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.S)
        note = QLabel(_("以下各栏纸面办理:登记后打印五联,由各部门依次填写、签章。"), self)
        note.setWordWrap(True)
        theme.look(note, "secondary")
        box.addWidget(note)
        grid = QGridLayout()
        grid.setSpacing(theme.S)
        for n, (title, sentence) in enumerate(ON_PAPER):
            grid.addWidget(_paper_card(_(title), _(sentence), self), n // 2, n % 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        box.addLayout(grid)


def _paper_card(title: str, sentence: str, parent: QWidget) -> QFrame:
    card = QFrame(parent)
    theme.look(card, "card")
    box = QVBoxLayout(card)
    box.setContentsMargins(theme.L, theme.S, theme.M, theme.M)
    top = QHBoxLayout()
    heading, words = QLabel(title, card), QLabel(sentence, card)
    theme.look(heading, "strong")
    theme.look(words, "secondary")
    words.setWordWrap(True)
    top.addWidget(heading)
    top.addStretch(1)
    top.addWidget(Pill(_("纸面办理"), "grey", card))
    box.addLayout(top)
    box.addWidget(words)
    box.addStretch(1)
    return card
