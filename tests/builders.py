"""Records with good defaults, so that a test says only what it is about."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from crmdesk.desk import Desk
from crmdesk.rules.china_time import day_in_china
from crmdesk.rules.complaint import Complaint, ComplaintKind, Demand, DemandKind
from crmdesk.rules.dealer import Dealer

PASSWORD = "secret1"


def today() -> date:
    """The present day of the office, which is China's."""
    return day_in_china(datetime.now(UTC))


def a_dealer(desk: Desk, **values: Any) -> Dealer:
    """A saved dealer."""
    return desk.do(
        "dealer.create",
        {"name": "南京金鼎建材有限公司", "city": "南京", "contact": "王建国", "mobile": "13833195026"}
        | values,
    )


def complaint_values(dealer: Dealer | None, **values: Any) -> dict[str, Any]:
    """Sections A and B, complete enough to be sent."""
    return {
        "dealer_id": dealer.id if dealer else None,
        "kind": ComplaintKind.QUALITY,
        "order_number": "DD2610-0187",
        "part_number": "TC-8080-W",
        "product": "抛光砖 800×800 白玉",
        "unit": "箱",
        "shipped_on": date(2026, 10, 12),
        "quantity": Decimal(1200),
        "bad_quantity": Decimal(86),
        "reason": "铺贴后一周内部分砖面出现针孔和色差。",
        "demands": (Demand(DemandKind.RETURN, quantity=Decimal(86)),),
        "has_sample": True,
        "sample_quantity": "3 片",
        "opinion": "情况属实,建议同意退货。",
    } | values


def a_complaint(desk: Desk, **values: Any) -> Complaint:
    """A form with the business department."""
    return desk.do("complaint.record", complaint_values(a_dealer(desk), **values))


def a_sent_complaint(desk: Desk, **values: Any) -> Complaint:
    """A form that waits for its number."""
    form = a_complaint(desk, **values)
    return desk.do("complaint.send", form.id, form.revision)
