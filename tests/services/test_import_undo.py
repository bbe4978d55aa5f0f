"""Taking an import back: whole, from the journal, and never over what someone did since."""

from dataclasses import replace
from decimal import Decimal

import pytest

from crmdesk.exchange.importing.plan import Choice, Decision
from crmdesk.exchange.matching import recognise
from crmdesk.exchange.reading import read_book
from crmdesk.rules.dealer import DealerClass, DealerQuery
from crmdesk.rules.dealer_contact import Contact
from crmdesk.rules.errors import NotAllowed, Refused
from crmdesk.rules.people import Role
from crmdesk.services import bulk
from tests.builders import a_dealer, complaint_values
from tests.services.test_importing import FIRST, SECOND, a_list, import_list  # noqa: F401 - a fixture


def by_code(desk):
    return {dealer.code: dealer for dealer in desk.do("dealer.page", DealerQuery(), 0, 100)}


def whole(desk):
    """What people see of all dealers, without the marks of who changed them when."""
    blank = {"revision": 0, "changed_at": None, "changed_by": ""}
    shown = (desk.do("dealer.get", dealer.id) for dealer in by_code(desk).values())
    return [replace(dealer, **blank) for dealer in shown]


@pytest.fixture
def imported(clerk, a_list):  # noqa: F811
    """HD01 was there and is changed by the list, HD02 is new; what stood before, and the report."""
    a_dealer(
        clerk, code="HD01", name="南京恒泰建材有限公司", city="南京", mobile="", contact="旧联系人", remark="一",
        credit_limit=Decimal(5), dealer_class=None,
    )  # fmt: skip
    before = whole(clerk)
    report = import_list(clerk, a_list(FIRST, SECOND))
    assert (report.new, report.updated) == (1, 1)
    return before, report


def test_all_is_as_it_was(clerk, signed_in, imported):
    before, report = imported
    changed = by_code(clerk)["HD01"]
    assert (changed.dealer_class, changed.credit_limit) == (DealerClass.A, Decimal(300000))
    undone = clerk.do("import_batch.undo", report.batch)
    assert (undone.removed, undone.restored, undone.left) == (1, 1, ())
    assert whole(clerk) == before
    assert clerk.do("dealer.find", "鼎盛") == ()
    assert clerk.do("dealer.find", "旧联系人") == ()
    assert signed_in(Role.ADMIN).do("check.run").ok


def test_the_history_says_who_took_it_back(clerk, imported):
    dealer = by_code(clerk)["HD01"]
    clerk.do("import_batch.undo", imported[1].batch)
    newest = clerk.do("history.of", "dealer", dealer.id)[0]
    assert (newest.title, newest.person) == ("撤销导入", "内务主管")


def test_the_list_of_imports_says_what_became_of_each(clerk, a_list, imported):  # noqa: F811
    third = import_list(clerk, a_list(("HD03", *SECOND[1:]), name="第二份.xlsx"))
    clerk.do("import_batch.undo", imported[1].batch)
    newest, oldest = clerk.do("import_batch.page")
    assert (newest.file_name, newest.read, newest.undone_at) == ("第二份.xlsx", 1, None)
    assert (oldest.file_name, oldest.new, oldest.updated, oldest.person) == (
        "客户名单.xlsx",
        1,
        1,
        "内务主管",
    )
    assert (oldest.undone_by, oldest.left_alone) == ("内务主管", 0)
    assert oldest.undone_at is not None
    assert clerk.do("import_batch.get", third.batch) == newest


def test_what_someone_changed_since_is_left_and_named(clerk, signed_in, imported):
    rep = signed_in(Role.REP)
    for code in ("HD01", "HD02"):
        dealer = by_code(clerk)[code]
        rep.do("dealer.change", dealer.id, dealer.revision, {"city": "无锡"})
    before = whole(clerk)
    undone = clerk.do("import_batch.undo", imported[1].batch)
    assert (undone.removed, undone.restored) == (0, 0)
    assert [(one.code, one.who, one.why) for one in undone.left] == [
        ("HD01", "业务经理", "之后又改过"), ("HD02", "业务经理", "之后又改过")
    ]  # fmt: skip
    assert undone.left[0].at is not None
    assert whole(clerk) == before
    assert clerk.do("import_batch.page")[0].left_alone == 2


def test_a_change_that_was_taken_back_does_not_count(clerk, imported):
    before, report = imported
    dealer = by_code(clerk)["HD01"]
    call = clerk.person.id
    clerk.do("dealer.change", dealer.id, dealer.revision, {"city": "无锡"}, call_id=call)
    clerk.do("history.undo", call)
    assert clerk.do("import_batch.undo", report.batch).left == ()
    assert whole(clerk) == before


def test_two_imports_are_taken_back_one_after_the_other(clerk, a_list, imported):  # noqa: F811
    before, first = imported
    second = import_list(clerk, a_list(("HD02", *SECOND[1:4], "钱七", *SECOND[5:]), name="第二份.xlsx"))
    assert second.updated == 1
    assert [one.code for one in clerk.do("import_batch.undo", second.batch).left] == []
    assert clerk.do("import_batch.undo", first.batch).left == ()
    assert whole(clerk) == before


def test_a_new_dealer_with_a_complaint_stays(clerk, imported):
    form = clerk.do("complaint.record", complaint_values(by_code(clerk)["HD02"]))
    undone = clerk.do("import_batch.undo", imported[1].batch)
    assert (undone.removed, undone.restored) == (0, 1)
    (left,) = undone.left
    assert (left.code, left.why, left.who) == ("HD02", "有 1 张客户抱怨", "内务主管")
    assert clerk.do("dealer.get", form.dealer_id).name == "苏州鼎盛陶瓷商行"


def test_the_undo_of_the_last_action_takes_an_import_back_too(clerk, signed_in, a_list):  # noqa: F811
    call = clerk.person.id
    import_list(clerk, a_list(FIRST), call_id=call)
    with pytest.raises(NotAllowed):
        signed_in(Role.OFFICE_MGR).do("history.undo", call)
    clerk.do("history.undo", call)
    assert by_code(clerk) == {}


def test_it_is_done_once(clerk, imported):
    clerk.do("import_batch.undo", imported[1].batch)
    with pytest.raises(Refused) as refused:
        clerk.do("import_batch.undo", imported[1].batch)
    assert refused.value.code == "undone-already"


def test_the_list_imported_again_makes_them_anew(clerk, a_list, imported):  # noqa: F811
    struck = by_code(clerk)["HD02"]
    clerk.do("import_batch.undo", imported[1].batch)
    again = import_list(clerk, a_list(FIRST, SECOND))
    assert (again.new, again.updated) == (1, 1)
    assert by_code(clerk)["HD02"].id != struck.id


def test_contacts_of_the_list_go_with_it(clerk, signed_in, a_list):  # noqa: F811
    there = a_dealer(clerk, code="HD01", name=FIRST[1], city=FIRST[2], contacts=(Contact("旧人", "", "13700000000"),))
    before = whole(clerk)
    people = "王芳 13800001111、赵六 13900002222"
    rows = [(*row[:4], people, *row[5:]) for row in (FIRST, SECOND)]
    report = import_list(clerk, a_list(*rows))
    assert len(clerk.do("dealer.get", there.id).contacts) > 1
    assert clerk.do("import_batch.undo", report.batch).left == ()
    assert whole(clerk) == before
    assert signed_in(Role.ADMIN).do("check.run").ok


def test_an_old_code_that_another_has_by_now_is_not_taken_from_him(clerk, a_list):  # noqa: F811
    dealer = a_dealer(clerk, code="OLD1", name="苏州鼎盛", city="苏州", mobile="")
    plan = recognise(read_book(a_list(SECOND))).plan()
    decided = replace(plan, decisions={2: Decision(Choice.UPDATE, dealer.id.hex)})
    report = clerk.do("dealer.import_list", decided)
    assert clerk.do("dealer.get", dealer.id).code == "HD02"
    a_dealer(clerk, code="OLD1", name="另一家")
    (left,) = clerk.do("import_batch.undo", report.batch).left
    assert left.why == "原来的编号 OLD1 已经是「另一家」的"
    assert clerk.do("dealer.get", dealer.id).code == "HD02"


def test_a_contact_added_since_keeps_the_dealer(clerk, imported):
    dealer = by_code(clerk)["HD01"]
    after = clerk.do("dealer.change", dealer.id, dealer.revision, {"contacts": (Contact("王芳"),)})
    undone = clerk.do("import_batch.undo", imported[1].batch)
    assert [one.code for one in undone.left] == ["HD01"]
    assert clerk.do("dealer.get", dealer.id).contacts == after.contacts


def test_a_cancelled_one_leaves_everything_as_it_was(clerk, imported, monkeypatch):
    monkeypatch.setattr(bulk, "MANY", 1)
    seen: list[int] = []
    before = whole(clerk)
    with pytest.raises(NotAllowed):
        clerk.do(
            "import_batch.undo", imported[1].batch,
            progress=lambda done, total, words: seen.append(done), cancelled=lambda: len(seen) > 1,
        )  # fmt: skip
    assert whole(clerk) == before
    assert clerk.do("import_batch.page")[0].undone_at is None
    assert clerk.do("import_batch.undo", imported[1].batch).removed == 1


def test_many_are_taken_back_and_forgotten_by_the_index(clerk, a_list, monkeypatch):  # noqa: F811
    monkeypatch.setattr("crmdesk.services.search.MOST_WITHIN", 10)
    rows = [(f"HD{n:03d}", f"上海金茂{n}号建材行", "上海", "", "", "", "", "", "", "") for n in range(30)]
    report = import_list(clerk, a_list(*rows))
    told = []
    undone = clerk.do(
        "import_batch.undo", report.batch, progress=lambda done, total, words: told.append((done, total))
    )
    clerk._later.wait()
    assert undone.removed == 30
    assert told[-1] == (30, 30)
    assert clerk.do("dealer.find", "金茂") == ()
    assert clerk.do("dealer.count", DealerQuery()) == 0


def test_who_may_not_import_may_not_undo(signed_in, imported):
    with pytest.raises(NotAllowed):
        signed_in(Role.REP).do("import_batch.undo", imported[1].batch)
