"""Cases 请示/上报: opened by the handbook exactly once, answered, closed (MT 二.1, 二.2, 二.6–8)."""

import random
from datetime import timedelta
from decimal import Decimal

import pytest

from crmdesk.rules.errors import Conflict, Incomplete, NotAllowed, Refused
from crmdesk.rules.people import Role
from crmdesk.rules.visit import EvidenceLine, ProjectLine
from crmdesk.rules.visit_case import Addressee, CaseState, NoteKind
from crmdesk.rules.visit_check import ITEMS, CaseKind
from tests.builders import today
from tests.services.visiting import DAY, a_day, a_shop

OPENS = [(item.key, item.opens) for item in ITEMS if item.opens]


@pytest.fixture
def rep(signed_in):
    return signed_in(Role.REP)


@pytest.fixture
def manager(signed_in):
    return signed_in(Role.OFFICE_MGR)


def a_visit(rep, clerk, **values):
    return rep.do("visit.add", a_day(rep).id, {"dealer_id": a_shop(clerk).id} | values)


def a_case(desk, **values):
    return desk.do("visit_case.open", {"kind": CaseKind.INCIDENT, "content": "仓库漏水。"} | values)


@pytest.mark.parametrize(("item", "kind"), OPENS)
def test_a_yes_in_the_check_block_opens_one_case(rep, clerk, item, kind):
    visit = a_visit(rep, clerk, checks={item: "yes"})
    visit = rep.do("visit.change", visit.id, visit.revision, {"met": "老王"})
    rep.do("visit.change", visit.id, visit.revision, {"checks": {item: "yes"}})
    (case,) = rep.do("visit_case.page")
    assert (case.kind, case.item, case.visit_id, case.dealer_name, case.opened_on, case.rep_name) == (
        kind, item, visit.id, "南京金鼎建材有限公司", DAY, "业务经理",
    )  # fmt: skip
    assert case.state is CaseState.OPEN
    company = kind in (CaseKind.BIG_PROJECT, CaseKind.INFORMATION)
    assert case.addressee is (Addressee.COMPANY if company else Addressee.OFFICE_MGR)


def test_asking_at_a_visit_opens_a_case_with_the_question(rep, clerk):
    visit = a_visit(rep, clerk, asks=True, question="能否多给十天账期")
    (case,) = rep.do("visit_case.page")
    assert (case.kind, case.item, case.content) == (CaseKind.QUESTION, "", "能否多给十天账期")
    rep.do("visit.change", visit.id, visit.revision, {"question": "能否多给二十天账期"})
    assert rep.do("visit_case.get", case.id).content == "能否多给二十天账期"


def test_a_major_project_asks_the_company(rep, clerk):
    lines = (ProjectLine("江北学校", "城建", "报价", Decimal(260000), is_major=True),)
    a_visit(rep, clerk, projects=lines)
    (case,) = rep.do("visit_case.page")
    assert (case.kind, case.content) == (CaseKind.BIG_PROJECT, "江北学校 城建 报价 260,000.00 元")


def test_the_evidence_goes_with_the_case(rep, clerk):
    a_visit(rep, clerk, checks={"foreign_goods": "yes"}, evidence=(EvidenceLine("TC-80", "L2", "合肥", Decimal(30)),))
    assert rep.do("visit_case.page")[0].content == "货号 TC-80 批号 L2 来源 合肥 数量 30"


def test_a_later_no_leaves_the_case_with_a_note(rep, clerk):
    visit = a_visit(rep, clerk, checks={"incident": "yes"})
    visit = rep.do("visit.change", visit.id, visit.revision, {"checks": {"incident": "no"}})
    rep.do("visit.change", visit.id, visit.revision, {"checks": {"incident": "yes"}})
    (case,) = rep.do("visit_case.page")
    assert [line.text for line in case.notes] == ["巡访手册里又记为「有非常事件」", "巡访手册里已改为没有「有非常事件」"]


def test_a_struck_visit_leaves_its_case_with_a_note(rep, clerk):
    visit = a_visit(rep, clerk, checks={"incident": "yes"})
    rep.do("visit.strike", visit.id, visit.revision)
    (case,) = rep.do("visit_case.page")
    assert case.notes[0].text == "这次巡访的记录已划去"


def test_what_is_written_after_the_answer_becomes_a_note(rep, clerk, manager):
    visit = a_visit(rep, clerk, asks=True, question="能否赊销")
    (case,) = rep.do("visit_case.page")
    manager.do("visit_case.answer", case.id, case.revision, "不可以")
    rep.do("visit.change", visit.id, visit.revision, {"question": "那么能否分期"})
    again = rep.do("visit_case.get", case.id)
    assert (again.content, again.notes[0].text, again.answer) == ("能否赊销", "那么能否分期", "不可以")


def test_a_case_is_answered_asked_again_and_closed(rep, manager):
    case = a_case(rep)
    with pytest.raises(Incomplete) as refused:
        manager.do("visit_case.answer", case.id, case.revision, "  ")
    assert refused.value.field == "answer"
    case = manager.do("visit_case.answer", case.id, case.revision, "先搬货")
    case = rep.do("visit_case.ask_again", case.id, case.revision, comment="已搬,地面还湿")
    case = manager.do("visit_case.answer", case.id, case.revision, "请保险公司来看")
    case = rep.do("visit_case.note", case.id, NoteKind.MEASURE, "已约周五")
    case = rep.do("visit_case.close", case.id, case.revision, comment="赔付完成")
    assert (case.state, case.answer) == (CaseState.CLOSED, "请保险公司来看")
    assert [line.kind for line in case.notes] == [
        NoteKind.RESULT, NoteKind.MEASURE, NoteKind.ANSWER, NoteKind.REPORT, NoteKind.ANSWER,
    ]  # fmt: skip
    case = rep.do("visit_case.reopen", case.id, case.revision, comment="又漏了")
    assert case.state is CaseState.OPEN
    assert len(rep.do("visit_case.steps", case.id)) == 6


def test_nobody_answers_his_own_case(manager):
    case = a_case(manager)
    with pytest.raises(NotAllowed):
        manager.do("visit_case.answer", case.id, case.revision, "同意")


def test_the_companys_answer_from_paper_has_its_signer(rep, clerk):
    case = a_case(rep, addressee=Addressee.COMPANY)
    permitted = next(way for way in clerk.do("visit_case.ways", case.id) if way.name == "answer")
    assert (permitted.by_proxy, permitted.problems) == (True, ())
    with pytest.raises(Incomplete):
        clerk.do("visit_case.answer", case.id, case.revision, "同意")
    case = clerk.do("visit_case.answer", case.id, case.revision, "同意", on_behalf_of="业务部经理", paper_signed_on=today())
    assert (case.notes[0].person, case.notes[0].on_behalf_of) == ("内务主管", "业务部经理")


def test_the_answer_is_due_on_the_next_working_day(rep):
    case = a_case(rep)
    assert today() < case.deadline <= today() + timedelta(days=10)


def test_a_case_by_hand_needs_words_and_no_day_to_come(rep):
    with pytest.raises(Incomplete) as refused:
        a_case(rep, content=" ", opened_on=today() + timedelta(days=1))
    assert {p.field for p in refused.value.problems} == {"content", "opened_on"}


def test_a_case_is_changed_until_it_is_answered(rep, manager):
    case = a_case(rep)
    changed = rep.do("visit_case.change", case.id, case.revision, {"content": "仓库漏水,二十箱湿了。"})
    with pytest.raises(Conflict):
        rep.do("visit_case.change", case.id, case.revision, {"content": "别的"})
    case = manager.do("visit_case.answer", case.id, changed.revision, "先搬货")
    with pytest.raises(NotAllowed):
        rep.do("visit_case.change", case.id, case.revision, {"content": "别的"})


def test_a_representative_writes_in_his_own_cases_only(signed_in, rep):
    admin = signed_in(Role.ADMIN)
    second = admin.do("person.add", "second", "赵七", frozenset({Role.REP}), "secret1")
    case = a_case(signed_in(Role.OFFICE_CLERK), rep_id=second.id)
    with pytest.raises(NotAllowed):
        rep.do("visit_case.note", case.id, NoteKind.REPORT, "我也看见了")


def test_an_empty_note_and_an_answer_by_note_are_refused(rep):
    case = a_case(rep)
    with pytest.raises(Refused):
        rep.do("visit_case.note", case.id, NoteKind.REPORT, " ")
    with pytest.raises(NotAllowed):
        rep.do("visit_case.note", case.id, NoteKind.ANSWER, "同意")


def test_the_list_puts_what_waits_before_what_is_closed(rep, manager):
    first = a_case(rep, content="一")
    first = manager.do("visit_case.answer", first.id, first.revision, "好")
    rep.do("visit_case.close", first.id, first.revision, comment="完")
    a_case(rep, content="二")
    assert [case.content for case in rep.do("visit_case.page")] == ["二", "一"]
    assert rep.do("visit_case.count", (CaseState.OPEN,)) == 1
    assert rep.do("visit_case.count") == 2


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_answered_in_whatever_order_opens_each_case_once(rep, clerk, seed):
    chance = random.Random(seed)
    visit = a_visit(rep, clerk)
    ever = set()
    for _change in range(15):
        if chance.random() < 0.3:
            asks = chance.random() < 0.5
            visit = rep.do("visit.change", visit.id, visit.revision, {"asks": asks})
            ever |= {""} if asks else set()
        else:
            item, said = chance.choice(OPENS)[0], chance.choice(("yes", "no", ""))
            visit = rep.do("visit.change", visit.id, visit.revision, {"checks": {item: said}})
            ever |= {item} if said == "yes" else set()
    items = [case.item for case in rep.do("visit_case.page")]
    assert sorted(items) == sorted(ever)


def test_the_cases_of_a_merged_dealer_are_those_of_the_one_that_lives(rep, clerk):
    keep, lose = a_shop(clerk, name="永盛建材"), a_shop(clerk, name="永胜建材")
    a_case(rep, dealer_id=lose.id)
    clerk.do("dealer.merge", keep.id, lose.id, keep.revision, lose.revision, {})
    (case,) = rep.do("visit_case.page", dealer_id=keep.id)
    assert (case.dealer_id, case.title) == (keep.id, "非常事件 永盛建材")
