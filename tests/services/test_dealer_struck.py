"""Dealers that are struck out, never deleted: nobody meets them, and a merged one leads on."""

import shutil

import pytest
from sqlalchemy import event, select, update
from sqlalchemy.orm import Session

from crmdesk.desk import Desk
from crmdesk.models.dealer import DealerRow
from crmdesk.rules.dealer import Dealer, DealerQuery
from crmdesk.rules.errors import NotFound, Refused
from crmdesk.rules.people import Role
from crmdesk.services import search
from tests.builders import a_complaint, a_dealer, complaint_values


def strike_out(desk: Desk, dealer: Dealer, into: Dealer | None = None) -> None:
    """Below the counter, and without telling the index: nothing may rest on it alone."""
    with Session(desk._writes) as session, session.begin():
        session.execute(
            update(DealerRow)
            .where(DealerRow.id == dealer.id)
            .values(alive=False, merged_into=into.id if into else None)
        )


@pytest.fixture
def two(clerk):
    """One that lives and one that is struck out."""
    living = a_dealer(clerk, code="KH0007", name="南京金鼎建材有限公司", city="南京", owner="王芳")
    struck = a_dealer(
        clerk, code="KH0009", name="苏州恒泰商行", city="苏州", owner="赵六", mobile="13900008888"
    )
    clerk.do("search.opened", "dealer", struck.id)
    strike_out(clerk, struck)
    return living, struck


def test_no_list_and_no_count_has_one(clerk, two):
    for query in (DealerQuery(), DealerQuery(sort="city", descending=True), DealerQuery(text="苏州")):
        found = [dealer.id for dealer in clerk.do("dealer.page", query, 0, 100)]
        assert two[1].id not in found
        assert clerk.do("dealer.count", query) == len(found)
    assert clerk.do("dealer.facets", "city") == (("南京", 1),)
    assert next(tile.value for tile in clerk.do("inbox.today").tiles if tile.label == "客户") == "1"


@pytest.mark.parametrize(
    "typed", ["", "苏州", "恒泰商行", "szht", "htsh", "KH0009", "0009", "8888", "苏州 恒泰"]
)
def test_nobody_finds_one_even_where_the_index_still_has_it(clerk, two, typed):
    assert two[1].id not in {dealer.id for dealer in clerk.do("dealer.find", typed)}
    assert two[1].id not in {hit.id for hit in clerk.do("search.everything", typed)}


def test_its_code_is_free_again(clerk, two):
    assert clerk.do("dealer.next_code") == "KH0008"
    assert a_dealer(clerk, code="KH0009").code == "KH0009"


def test_no_workbook_has_one(clerk, two, tmp_path):
    assert clerk.do("dealer.export", DealerQuery(), (), tmp_path / "a.xlsx").rows == 1


def test_the_check_does_not_miss_it_in_the_index(clerk, signed_in, two):
    with Session(clerk._writes) as session, session.begin():
        search.remove(session, [two[1].id])
        assert search.missing_dealers(session) == 0
        assert search.rebuild(session) == 1
    assert signed_in(Role.ADMIN).do("check.run").ok


def test_what_waits_to_be_indexed_is_forgotten_where_it_was_struck_out_meanwhile(clerk, two):
    with Session(clerk._writes) as session, session.begin():
        search.write_soon(session, [dealer.id.hex for dealer in two])
        indexed = search._engine(session).is_indexed()
        assert session.scalars(select(DealerRow.id).where(indexed)).all() == [two[0].id]


def test_opening_one_says_what_became_of_it(clerk, two):
    with pytest.raises(NotFound) as refused:
        clerk.do("dealer.get", two[1].id)
    assert "苏州恒泰商行" in refused.value.what


def test_a_merged_one_leads_on_over_several_merges(clerk):
    first, second, third = (a_dealer(clerk, code=f"KH000{n}", name=f"恒泰{n}号店") for n in (1, 2, 3))
    strike_out(clerk, first, into=second)
    strike_out(clerk, second, into=third)
    for lost in (first, second):
        shown = clerk.do("dealer.get", lost.id)
        assert shown.id == third.id
        assert lost.name in shown.notice
        assert third.name in shown.notice
    assert clerk.do("dealer.get", third.id).notice == ""


def test_nobody_writes_into_a_merged_one(clerk):
    lost, kept = a_dealer(clerk), a_dealer(clerk, name="恒泰商行")
    strike_out(clerk, lost, into=kept)
    with pytest.raises(Refused) as refused:
        clerk.do("dealer.change", lost.id, lost.revision, {"city": "苏州"})
    assert refused.value.code == "merged"
    assert "恒泰商行" in refused.value.do


def test_a_new_complaint_of_a_merged_one_is_that_of_the_keeper(clerk):
    lost, kept = a_dealer(clerk), a_dealer(clerk, name="恒泰商行")
    strike_out(clerk, lost, into=kept)
    form = clerk.do("complaint.record", complaint_values(lost))
    assert (form.dealer_id, form.dealer_name) == (kept.id, "恒泰商行")


def test_a_complaint_of_one_that_is_struck_out_asks_for_another(clerk, two):
    form = a_complaint(clerk)
    with pytest.raises(NotFound) as refused:
        clerk.do("complaint.change", form.id, form.revision, {"dealer_id": two[1].id})
    assert "都还在" in refused.value.kept


@pytest.mark.parametrize(
    ("verb", "asked"),
    [("dealer.count", [DealerQuery()]), ("dealer.facets", ["city"]), ("dealer.next_code", [])],
)
def test_figures_are_read_from_an_index(sqlite_office, tmp_path, verb, asked):
    place, tokens = sqlite_office
    desk = Desk.open(shutil.copy(place, tmp_path))
    desk.resume(tokens[Role.OFFICE_CLERK])
    heard = []
    event.listen(
        desk._engine,
        "before_cursor_execute",
        lambda c, cur, said, values, *rest: heard.append((said, values)),
    )
    desk.do(verb, *asked)
    with desk._engine.connect() as connection:
        for said, values in [(said, values) for said, values in heard if said.startswith("SELECT")]:
            plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}", values)]
            assert all("SCAN dealer" not in step or " INDEX " in step for step in plan), plan
            sorts = any("TEMP B-TREE FOR ORDER BY" in step for step in plan)
            assert not sorts or verb == "dealer.facets", plan
    desk.close()
