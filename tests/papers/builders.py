"""A believable form and letterhead, to be changed where a test needs it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from crmdesk.papers.letterhead import PaperHead
from crmdesk.papers.pages import page_count, text_of
from crmdesk.rules.complaint import Complaint, ComplaintKind, ComplaintState, Demand, DemandKind

_FORM = Complaint(
    UUID(int=7), 3, ComplaintState.REGISTERED, "2026-11", "DR-20261104-003", number="261108",
    kind=ComplaintKind.QUALITY, filled_on=date(2026, 11, 4), filled_by="孙立", accepted_on=date(2026, 11, 6),
    dealer_code="KH1004", dealer_name="南京金鼎建材有限公司", contact="王建国", phone="13833195026",
    address="江苏省南京市建邺区江东中路 118 号", order_number="DD2610-0187", part_number="TC-8080-W",
    product="抛光砖 800×800 白玉", unit="箱", shipped_on=date(2026, 10, 12), quantity=Decimal("1200.0000"),
    bad_quantity=Decimal("86.5"), abnormality_number="YC-1012", delivery_note="CH261012-07",
    invoice_number="04418830", unit_price=Decimal("68.5"), amount=Decimal("82200"),
    reason="铺贴后一周内部分砖面出现针孔和色差，集中在十月八日批次；客户已停止铺贴，要求公司派员到现场确认。",
    confirmation="批次与出货单一致，情况属实。",
    demands=(Demand(DemandKind.RETURN, Decimal("86.5")),
             Demand(DemandKind.COMPENSATION, amount=Decimal("2400"), remark="人工费")),
    has_sample=True, sample_quantity="3 片", sample_number="YP-03", sample_sent_on=date(2026, 11, 5),
    sample_receiver="顾静", opinion="建议同意退货，人工费协商。",
)  # fmt: skip


def a_complaint(**changes: Any) -> Complaint:
    """A registered, complete form."""
    return replace(_FORM, **changes)


def an_empty_complaint(**changes: Any) -> Complaint:
    """A draft in which nothing is filled in yet."""
    return replace(Complaint(UUID(int=8), 1, ComplaintState.DRAFT, "2026-11", "DR-20261124-001"), **changes)


def a_head(**changes: Any) -> PaperHead:
    """A letterhead without logo."""
    plain = PaperHead(
        "××建材股份有限公司", "华东办事处", "电话 025-8471 0000", None, "李敏",
        datetime(2026, 11, 24, 2, 42, tzinfo=UTC),
    )  # fmt: skip
    return replace(plain, **changes)


def words_of(pdf: bytes, index: int = 0) -> str:
    """The text layer of a page without white space."""
    # pdfium gives a hyphen at the end of a line as U+FFFE or U+0002
    return "".join(text_of(pdf, index).replace("\ufffe", "-").replace("\x02", "-").split())


def all_words(pdf: bytes) -> list[str]:
    """``words_of`` every page."""
    return [words_of(pdf, index) for index in range(page_count(pdf))]


def squeezed(text: str) -> str:
    """``text`` without white space."""
    return "".join(text.split())
