"""The importer serves a subject that it has never heard of: all that is particular stands in its declaration."""

import json
from datetime import date
from decimal import Decimal

import pytest

from crmdesk.exchange.importing import prepare as preparing
from crmdesk.exchange.importing import spec as declarations
from crmdesk.exchange.importing.prepare import prepare
from crmdesk.exchange.importing.spec import FieldSpec, ImportSpec, Reading
from crmdesk.exchange.matching import recognise
from crmdesk.rules.columns import Column
from tests.exchange.grids import a_book, a_grid

SHIPMENTS = ImportSpec(
    subject="shipment",
    title="出货",
    fields=(
        FieldSpec(Column("number", "出货单号"), Reading.CODE),
        FieldSpec(Column("dealer", "客户名称"), Reading.TEXT, carried=True),
        FieldSpec(Column("day", "出货日期"), Reading.DATE),
        FieldSpec(Column("amount", "金额"), Reading.AMOUNT),
        FieldSpec(Column("phone", "收货电话"), Reading.PHONE),
        FieldSpec(Column("mobile", "收货手机"), Reading.MOBILE),
        FieldSpec(Column("remark", "备注"), Reading.LONG_TEXT),
    ),
    required="number",
    keys=(("number",),),
    spill="remark",
    mobile="mobile",
    phone="phone",
)


@pytest.fixture
def shipments(tmp_path, monkeypatch):
    file = tmp_path / "shipment.json"
    file.write_text(json.dumps({"fields": {"number": ["单号"], "amount": ["货款"], "day": ["发货日"]}}), "utf-8")
    monkeypatch.setattr(declarations, "resource", lambda *parts: file)
    monkeypatch.setitem(preparing.SPECS, "shipment", SHIPMENTS)
    declarations.load_synonyms.cache_clear()
    yield SHIPMENTS
    declarations.load_synonyms.cache_clear()


def test_shipments_come_in_by_the_same_importer(shipments):
    grid = a_grid(
        ("十一月出货",),
        ("单号", "客户名称", "发货日", "货款(万元)", "收货手机"),
        ("S1", "甲公司", "2026.11.3", 1.5, "13800138000/13900139000"),
        ("S2", None, "2026-11-31", "待定", ""),
        ("合计", None, None, 1.5, None),
        merged=((2, 1, 3, 1),),
    )
    found = recognise(a_book(grid), spec=shipments)
    assert [match.field for match in found.columns] == ["number", "dealer", "day", "amount", "mobile"]
    rows = prepare(found.plan())
    assert rows.columns == {
        "number": ["S1", "S2"],
        "dealer": ["甲公司", "甲公司"],
        "day": [date(2026, 11, 3), None],
        "amount": [Decimal("15000.00"), None],
        "mobile": ["13800138000", ""],
        "remark": ["收货手机另有:13900139000", ""],
    }
    assert [problem.row for problem in rows.problems] == [3, 4, 4, 5]
    assert rows.contacts == {}
