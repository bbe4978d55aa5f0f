"""内容指纹: the same content, the same eight figures."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from tests.papers.builders import a_complaint, a_head, all_words

from crmdesk.papers.complaint import fingerprint, five_copies
from crmdesk.rules.complaint import ComplaintState, Demand, DemandKind


def test_it_is_eight_hexadecimal_figures_on_every_copy():
    mark = fingerprint(a_complaint())
    assert re.fullmatch(r"[0-9A-F]{4}-[0-9A-F]{4}", mark)
    assert all(f"内容指纹{mark}" in words for words in all_words(five_copies(a_complaint(), a_head())))


@pytest.mark.parametrize(
    "change",
    [
        {"reason": "另一个理由"}, {"quantity": Decimal("1201")}, {"number": "261109"}, {"is_urgent": True},
        {"demands": ()}, {"shipped_on": date(2026, 10, 13)}, {"state": ComplaintState.VOID}, {"filing": 2},
        {"demands": (Demand(DemandKind.RETURN, Decimal(87)),)},
    ],
)  # fmt: skip
def test_it_changes_with_what_the_form_says(change: dict[str, object]):
    assert fingerprint(a_complaint(**change)) != fingerprint(a_complaint())


def test_it_does_not_change_with_what_is_not_on_the_paper():
    same = a_complaint(
        quantity=Decimal("1200"), revision=9, changed_by="李敏", changed_at=datetime(2026, 11, 9, tzinfo=UTC),
        deadline=date(2026, 11, 19), days_left=3, dealer_id=UUID(int=5), state=ComplaintState.SENT,
        demands=tuple(replace(demand, id=UUID(int=1)) for demand in a_complaint().demands),
    )  # fmt: skip
    assert fingerprint(same) == fingerprint(a_complaint())
