"""Cases: asked, answered, closed; the list, the form, the timeline."""

import pytest
from tests.services.visiting import a_full_day, a_shop

from crmdesk.rules.people import Role
from crmdesk.rules.visit_case import Addressee, CaseState, NoteKind
from crmdesk.rules.visit_check import CaseKind


@pytest.fixture
def case(signed_in):
    """A case that a yes at a visit opened."""
    rep = signed_in(Role.REP)
    a_full_day(rep, a_shop(rep), checks={"foreign_goods": "yes", "market_note": "两车外地货"})
    return rep.do("visit_case.page")[0]


def open_case(person, case):
    """Its page, with its buttons."""
    page = person.go("visit_case", case.id)
    person.until(lambda: person.page.name == "visit_case.form")
    page = person.page
    person.until(lambda: page.record is not None and page.record.id == case.id and page._ways)
    return page


def test_what_a_visit_opened_stands_in_the_list(case, manager):
    page = manager.go("visit_case")
    manager.until(lambda: page.table.rows.rowCount() == 1)
    assert page.table.current_row().kind is CaseKind.FOREIGN_GOODS
    manager.press("Space", page.table)
    manager.until(lambda: "有无窜货" in manager.texts())
    manager.click("visit_cases.chip.closed")
    manager.until(lambda: "没有符合条件的请示" in page.empty.head.text())


def test_the_manager_answers_with_words(case, manager):
    page = open_case(manager, case)
    manager.press("Ctrl+Return", page)
    manager.until(lambda: page.answer.problem == "请写答复内容")
    manager.type("visit_case.answer.words", "先封存,明天我去。")
    manager.press("Ctrl+Return", manager.find("visit_case.answer.words"))
    manager.until(lambda: manager.desk.do("visit_case.get", case.id).state is CaseState.ANSWERED)
    manager.until(lambda: "先封存,明天我去。" in manager.texts())
    assert not manager.sees("visit_case.answer.words")


def test_the_representative_writes_what_became_of_it_and_closes_it(case, rep, signed_in):
    signed_in(Role.OFFICE_MGR).do("visit_case.answer", case.id, case.revision, "先封存。")
    page = open_case(rep, case)
    assert not rep.sees("visit_case.answer.words")
    rep.choose("visit_case.note.kind", "处理")
    rep.type("visit_case.note.text", "已封存三十六箱")
    rep.click("visit_case.note.add")
    rep.until(lambda: rep.desk.do("visit_case.get", case.id).notes[0].kind is NoteKind.MEASURE)
    rep.until(lambda: rep.find("visit_case.note.text").toPlainText() == "")
    page.take("close")
    rep.type("visit_case.step.comment", "货已退回原经销商")
    rep.click("visit_case.step.go")
    rep.until(lambda: rep.desk.do("visit_case.get", case.id).state is CaseState.CLOSED)
    rep.until(lambda: not rep.sees("visit_case.note.text"))


def test_a_question_is_asked_by_hand(rep):
    dealer = a_shop(rep.desk)
    rep.go("visit_case.form", None, dealer_id=dealer.id)
    rep.choose("visit_case.addressee", "公司")
    rep.press("Ctrl+S", rep.find("visit_case.content"))
    rep.until(lambda: "内容还没有填写" in rep.texts())
    rep.type("visit_case.content", "江北学校工程要不要报特价?")
    rep.press("Ctrl+S", rep.find("visit_case.content"))
    rep.until(lambda: rep.page.record is not None)
    found = rep.desk.do("visit_case.page")[0]
    assert (found.addressee, found.dealer_name, found.content) == (
        Addressee.COMPANY, dealer.name, "江北学校工程要不要报特价?",
    )  # fmt: skip


def test_a_case_is_changed_while_it_waits(case, rep):
    page = open_case(rep, case)
    rep.type("visit_case.content", "三车外地货")
    rep.press("Ctrl+S", rep.find("visit_case.content"))
    rep.until(lambda: rep.desk.do("visit_case.get", case.id).content == "三车外地货")
    rep.until(lambda: not page.changed_fields())


def test_an_answer_that_is_not_sent_is_asked_about_on_leaving(case, manager):
    page = open_case(manager, case)
    manager.type("visit_case.answer.words", "先封存")
    assert page.changed_fields() == ("答复内容",)


def test_a_draft_of_the_answer_is_kept_and_offered_again(case, manager):
    page = open_case(manager, case)
    page.writing._draft_timer.setInterval(1)
    manager.type("visit_case.answer.words", "先封存,等我")
    manager.until(lambda: manager.desk.do("draft.of", "visit_case_reply", str(case.id)) is not None)
    assert manager.desk.do("draft.of", "visit_case_reply", str(case.id)).values == {"words": "先封存,等我"}
    manager.press("Ctrl+Return", manager.find("visit_case.answer.words"))
    manager.until(lambda: manager.desk.do("visit_case.get", case.id).state is CaseState.ANSWERED)
    manager.until(lambda: manager.desk.do("draft.of", "visit_case_reply", str(case.id)) is None)
