"""A day of the handbook is typed: by keys, customer after customer, and nothing typed is lost."""

from decimal import Decimal

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from tests.builders import today

from crmdesk.rules.people import Role
from crmdesk.rules.visit import DayState, PriceLine, StockLine
from crmdesk.rules.visit_plan import MissedReason
from crmdesk.views.visit_day_rows import Of
from crmdesk.views.widgets import form as form_of_all


def open_today(person):
    """Today's own handbook, shown with its rows."""
    person.go("visit_day")
    person.until(lambda: "visit_days.today" in person.page.qactions)
    person.page.write_today()
    person.until(lambda: person.page.name == "visit_day.form" and person.page.day is not None)
    person.until(lambda: person.page.rows.rows and person.page.ways)
    return person.page


def of_today(person):
    """The day as it stands in the database."""
    return person.desk.do("visit_day.begin", today())


def begin_first(person):
    """Begin a planned visit with Enter: the first one's, as long as it is due."""
    page = person.page
    due = sorted((row for row in page.rows.rows if row.of is Of.DUE), key=lambda row: row.name)[0]
    page.rows.setFocus()
    page.rows.go(due.key)
    person.until(lambda: page._here == due.key)
    person.press("Return", page.rows)
    person.until(lambda: page._here[0] is Of.VISIT and page.cards.currentWidget() is page.visit_card)
    person.until(lambda: person.find("visit.arrived_at").hasFocus())
    return page.visit_card.visit


def test_the_planned_customers_are_the_rows_of_the_day(rep, planned):
    page = open_today(rep)
    assert [row.of for row in page.rows.rows] == [Of.DAY, Of.DUE, Of.DUE]
    assert {row.name for row in page.rows.rows[1:]} == {dealer.name for dealer in planned[:2]}


def test_enter_begins_a_planned_visit_with_what_the_plan_says(rep, planned):
    open_today(rep)
    visit = begin_first(rep)
    assert visit.dealer_name == planned[0].name
    assert visit.is_planned
    assert rep.find("visit.purpose").toPlainText() == "盘点库存"


def test_a_visit_is_typed_by_keys_and_ctrl_enter_saves_it_and_goes_on(rep, planned):
    page = open_today(rep)
    begin_first(rep)
    field = rep.find("visit.arrived_at")
    rep.write("930", field)
    rep.press("Tab", field)
    rep.write("1015", QApplication.focusWidget())
    rep.press("Tab")
    rep.write("王经理", QApplication.focusWidget())
    rep.type("visit.order_amount", "12000")
    rep.type("visit.summary", "补货三十箱")
    rep.press("Ctrl+0", rep.find("visit.summary"))
    rep.press("Ctrl+Return", rep.find("visit.summary"))
    rep.until(lambda: page._here[0] is Of.DUE)
    visit = of_today(rep).visits[0]
    assert (visit.arrived_at, visit.left_at, visit.met) == ("09:30", "10:15", "王经理")
    assert (visit.order_amount, visit.summary) == (Decimal(12000), "补货三十箱")
    assert visit.checks["foreign_goods"] == "no"
    assert visit.checks["floor_price_kept"] == "yes"


def test_the_next_customer_is_one_key_away_after_saving(rep, planned):
    page = open_today(rep)
    begin_first(rep)
    rep.press("Ctrl+Return", rep.find("visit.summary"))
    rep.until(lambda: page._here[0] is Of.DUE)
    rep.until(lambda: rep.find("visit_day.begin").hasFocus())
    rep.press("Return", rep.find("visit_day.begin"))
    rep.until(lambda: page._here[0] is Of.VISIT and page.visit_card.visit.dealer_name == planned[1].name)


def test_a_digit_says_why_a_planned_visit_was_not_made(rep, planned):
    page = open_today(rep)
    due = page.rows.rows[1]
    page.rows.go(due.key)
    rep.until(lambda: page._here == due.key)
    rep.press("N", page.rows)
    rep.press("3", page.due_card.reason.editor)
    rep.until(lambda: of_today(rep).missed)
    assert of_today(rep).missed[0].missed is MissedReason.WEATHER
    rep.until(lambda: [row.of for row in page.rows.rows] == [Of.DAY, Of.DUE, Of.MISSED])


def test_a_customer_who_was_not_planned_is_found_by_a_part_of_his_name(rep, planned):
    page = open_today(rep)
    rep.press("Ctrl+N", page.rows)
    picker = rep.find("visit_day.unplanned")
    rep.until(picker.hasFocus)
    rep.write("合肥市政", picker)
    rep.until(lambda: page.picker._completer.popup().isVisible())
    rep.press("Return", page.picker._completer.popup())
    rep.until(lambda: page._here[0] is Of.VISIT)
    assert page.visit_card.visit.dealer_name == "合肥市政工程"
    assert not page.visit_card.visit.is_planned
    rep.until(lambda: "计划外" in rep.texts())


def test_only_what_is_asked_at_that_kind_of_dealer_is_shown(rep, planned):
    page = open_today(rep)
    begin_first(rep)
    rep.until(lambda: rep.sees("visit.group.shop"))
    rep.press("Ctrl+N", page.rows)
    rep.write("合肥市政", rep.find("visit_day.unplanned"))
    rep.until(lambda: page.picker._completer.popup().isVisible())
    rep.press("Return", page.picker._completer.popup())
    rep.until(lambda: page.visit_card.visit.dealer_name == "合肥市政工程")
    rep.until(lambda: not rep.sees("visit.group.shop"))
    assert rep.sees("visit.group.projects")
    assert not rep.sees("visit.check.floor_price_kept")


def test_a_yes_shows_what_belongs_to_it(rep, planned):
    open_today(rep)
    begin_first(rep)
    assert not rep.sees("visit.evidence.add")
    rep.press("Y", rep.find("visit.check.foreign_goods"))
    rep.until(lambda: rep.sees("visit.evidence.add"))
    assert not rep.sees("visit.question")
    rep.press("Y", rep.find("visit.asks"))
    rep.until(lambda: rep.sees("visit.question"))


def test_evidence_is_typed_like_a_grid_and_opens_a_case(rep, planned):
    page = open_today(rep)
    visit = begin_first(rep)
    rep.press("Y", rep.find("visit.check.foreign_goods"))
    rep.until(lambda: rep.sees("visit.evidence.add"))
    rep.click("visit.evidence.add")
    rep.type("visit.evidence.0.part_number", "TC-8080")
    rep.type("visit.evidence.0.quantity", "30")
    rep.press("Ctrl+S", rep.find("visit.summary"))
    rep.until(lambda: page.visit_card.visit.revision > visit.revision)
    saved = of_today(rep).visits[0]
    assert saved.evidence[0].quantity == Decimal(30)
    assert len(rep.desk.do("visit_case.page")) == 1
    rep.until(lambda: page.rows.rows[1].pill == "窜货")


def test_a_folded_group_says_in_a_line_what_is_inside(rep, planned):
    page = open_today(rep)
    begin_first(rep)
    head = rep.find("visit.group.business")
    assert head.summary == "未填"
    rep.click("visit.group.business")
    rep.type("visit.check.sales", "120000")
    rep.type("visit.check.funds", "周转正常")
    rep.until(lambda: "120,000.00" in head.summary and "周转正常" in head.summary)
    rep.click("visit.group.business")
    assert not rep.sees("visit.check.sales")
    assert page.visit_card.changes()["checks"] == {"sales": "120000", "funds": "周转正常"}


def test_the_last_visit_is_offered_and_ctrl_l_takes_its_products(rep, planned):
    before = rep.desk.do("visit_day.begin", today().replace(day=1))
    made = rep.desk.do("visit.add", before.id, {"dealer_id": planned[0].id})
    rep.desk.do("visit.change", made.id, made.revision, {
        "met": "王经理", "promises": "月底补货", "summary": "好", "prices": (PriceLine("抛光砖", Decimal(98), Decimal(99)),),
        "stocks": (StockLine("抛光砖", Decimal(300), 30, Decimal(40)),),
    })  # fmt: skip
    page = open_today(rep)
    begin_first(rep)
    rep.until(lambda: "承诺:月底补货" in rep.find("visit.last").text())
    rep.press("Ctrl+L", rep.find("visit.summary"))
    rep.until(lambda: rep.find("visit.met").text() == "王经理")
    prices = page.visit_card.form.fields["prices"].value()
    assert [(line.product, line.floor_price, line.actual_price) for line in prices] == [("抛光砖", Decimal(98), None)]
    assert page.visit_card.form.fields["stocks"].value()[0].stock is None


def test_what_was_typed_is_saved_before_another_customer_comes_to_the_front(rep, planned):
    page = open_today(rep)
    begin_first(rep)
    rep.type("visit.summary", "谈了年度协议")
    page.rows.go(page.rows.rows[0].key)
    rep.until(lambda: page._here == (Of.DAY, None))
    assert of_today(rep).visits[0].summary == "谈了年度协议"


def test_what_cannot_be_read_keeps_its_customer_in_front(rep, planned):
    page = open_today(rep)
    visit = begin_first(rep)
    rep.type("visit.order_amount", "abc")
    page.rows.go(page.rows.rows[0].key)
    rep.until(lambda: rep.find("visit.order_amount").hasFocus())
    assert page._here == (Of.VISIT, visit.id)
    assert page.rows.current().key == page._here


def test_what_somebody_else_wrote_meanwhile_is_shown_beside_mine(rep, planned, signed_in):
    page = open_today(rep)
    visit = begin_first(rep)
    rep.type("visit.summary", "我的总结")
    clerk = signed_in(Role.OFFICE_CLERK)
    clerk.do("visit.change", visit.id, visit.revision, {"summary": "别人的总结", "met": "李四"})
    rep.press("Ctrl+S", rep.find("visit.summary"))
    rep.until(lambda: rep.sees("conflict.summary.theirs"))
    rep.click("conflict.summary.mine")
    rep.click("conflict.save")
    rep.until(lambda: of_today(rep).visits[0].summary == "我的总结")
    assert of_today(rep).visits[0].met == "李四"
    rep.until(lambda: not page.changed_fields())


def test_answers_that_two_people_wrote_are_compared_one_by_one(rep, planned, signed_in):
    open_today(rep)
    visit = begin_first(rep)
    rep.press("N", rep.find("visit.check.foreign_goods"))
    clerk = signed_in(Role.OFFICE_CLERK)
    clerk.do("visit.change", visit.id, visit.revision, {"checks": {"foreign_goods": "yes", "trend": "淡季"}})
    rep.press("Ctrl+S", rep.find("visit.summary"))
    rep.until(lambda: rep.sees("conflict.foreign_goods.theirs"))
    rep.click("conflict.foreign_goods.theirs")
    rep.click("conflict.save")
    rep.until(lambda: not rep.page.changed_fields())
    assert of_today(rep).visits[0].checks == {"foreign_goods": "yes", "trend": "淡季"}


def test_a_draft_is_kept_while_one_types(rep, planned, monkeypatch):
    monkeypatch.setattr(form_of_all, "DRAFT_MS", 1)
    page = open_today(rep)
    visit = begin_first(rep)
    page.visit_card.form._draft_timer.setInterval(1)
    rep.type("visit.summary", "还没有保存的话")
    rep.until(lambda: rep.desk.do("draft.of", "visit", str(visit.id)) is not None)
    assert rep.desk.do("draft.of", "visit", str(visit.id)).values["summary"] == "还没有保存的话"


def test_a_complete_day_is_handed_to_the_manager(rep, planned):
    page = open_today(rep)
    begin_first(rep)
    rep.type("visit.summary", "补货")
    rep.press("Ctrl+S", rep.find("visit.summary"))
    rep.until(lambda: not page.changed_fields())
    page.rows.go((Of.DAY, None))
    rep.until(lambda: page._here == (Of.DAY, None))
    rep.type("visit_day.plan", "看两家")
    rep.type("visit_day.summary", "都补货")
    rep.until(lambda: rep.sees("visit_day.hand_in"))
    rep.press("Ctrl+Return", rep.find("visit_day.summary"))
    rep.until(lambda: of_today(rep).state is DayState.HANDED_IN)
    rep.until(lambda: page.day.state is DayState.HANDED_IN)
    assert rep.find("visit_day.plan").isReadOnly()


def test_what_is_missing_for_handing_in_is_shown_where_it_is_missing(rep, planned):
    page = open_today(rep)
    begin_first(rep)
    page.rows.go((Of.DAY, None))
    rep.until(lambda: page._here == (Of.DAY, None))
    rep.type("visit_day.plan", "看两家")
    rep.type("visit_day.summary", "都补货")
    rep.press("Ctrl+Return", rep.find("visit_day.summary"))
    rep.until(lambda: page._here[0] is Of.VISIT and "还没有填写" in rep.texts())
    rep.until(lambda: rep.find("visit.summary").hasFocus())


def test_a_visit_typed_by_mistake_is_struck_out(rep, planned):
    page = open_today(rep)
    begin_first(rep)
    page.writing.strike()
    rep.until(lambda: not of_today(rep).visits)
    rep.until(lambda: [row.of for row in page.rows.rows] == [Of.DAY, Of.DUE, Of.DUE])


def test_a_photo_is_attached_and_shown(rep, planned, tmp_path):
    page = open_today(rep)
    visit = begin_first(rep)
    picture = QImage(200, 150, QImage.Format.Format_RGB32)
    picture.fill(0x336699)
    picture.save(str(tmp_path / "店面.jpg"))
    page.photos.wanted.emit((tmp_path / "店面.jpg",))
    rep.until(lambda: of_today(rep).visits[0].photos)
    photo = of_today(rep).visits[0].photos[0]
    rep.until(lambda: rep.sees(f"visit.photo.{photo.id}"))
    assert visit.id == photo.record_id


def test_ten_visits_are_typed_by_keys_alone(rep, planned):
    """Nothing but keys from the first to the last: begin, times, whom, order, summary, questions, next."""
    page = open_today(rep)
    for _number in range(2):
        begin_first(rep)
        rep.write("930", QApplication.focusWidget())
        for text in ("1010", "张经理", "", "", "5000", "", "", ""):
            rep.press("Tab")
            if text:
                rep.write(text, QApplication.focusWidget())
        rep.press("Tab")
        assert QApplication.focusWidget().objectName() == "visit.summary"
        rep.write("补货", QApplication.focusWidget())
        rep.press("Ctrl+0")
        rep.press("Ctrl+Return")
        rep.until(lambda: page._here[0] is not Of.VISIT)
    visits = of_today(rep).visits
    assert [(v.arrived_at, v.left_at, v.met, v.order_amount, v.summary) for v in visits] == [
        ("09:30", "10:10", "张经理", Decimal(5000), "补货")
    ] * 2
