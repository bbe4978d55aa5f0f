"""What the last visit left for this one, in a line: 上次 11-10 王经理;订单 12,000.00 元;下次:年度协议."""

from datetime import date

from crmdesk.rules.typing_in import format_amount
from crmdesk.rules.visit import Visit
from crmdesk.views.days import today
from crmdesk.words import _, listed

_LONGEST = 24


def last_in_words(day: date, visit: Visit) -> str:
    """The day, whom he met, order, what was promised, what was meant to come next."""
    when = f"{day:%m-%d}" if day.year == today().year else day.isoformat()
    parts = [_("上次 {day}").format(day=when) + (f" {visit.met}" if visit.met else "")]
    if visit.order_amount is not None:
        parts.append(_("订单 {amount} 元").format(amount=format_amount(visit.order_amount)))
    if visit.promises:
        parts.append(_("承诺:{words}").format(words=_short(visit.promises)))
    if visit.next_aim:
        parts.append(_("说好:{words}").format(words=_short(visit.next_aim)))
    return listed(parts, ";")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
