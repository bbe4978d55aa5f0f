"""收发文件包 as a person meets it: packets out and in, cards, desks."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel
from tests.views.desks.double import HEAD, LAPTOP, LOST, REP, SIX, THEIRS, a_packet, an_id, applied

from crmdesk.exchange import packet_refusals
from crmdesk.rules.desks import PacketState, Scope
from crmdesk.rules.errors import Refused
from crmdesk.rules.people import Role
from crmdesk.views.packet_rows import unsent
from crmdesk.views.pages import page_for_file

PACKET = Path("给华东办事处-第15包.crmpkt")


@pytest.fixture
def page(sitter):
    sitter.go("packet")
    sitter.until(lambda: sitter.rows(sitter.page.desks))
    return sitter


def raising(error: Exception):
    def answer(*_said, **_more):
        raise error

    return answer


def test_the_desks_are_seen_with_what_is_still_to_be_sent_and_what_is_missing(page):
    said = [(r.name, r.standing.label, r.behind, r.note) for r in page.rows(page.page.desks)]
    assert said == [
        ("华东办事处", "本机", None, "编号由它登记"),
        ("郑经理的笔记本 (B)", "缺文件包", 3, "缺第 14 包"),
        ("冯媛的电脑 (C)", "已结识", 0, ""),
        ("旧笔记本 (D)", "已停用", None, "它的文件包不再收"),
    ]
    assert "本机:华东办事处" in page.page.header.note.text()
    assert SIX.split()[0] in page.words("packet.fingerprint")


def test_packets_are_listed_newest_first_with_the_missing_one_named(page):
    page.until(lambda: page.rows(page.page.packets))
    said = [(p.number, p.state.label) for p in page.rows(page.page.packets)]
    assert said == [(16, "已并入"), (15, "等前面的包"), (14, "缺"), (13, "对方已收"), (13, "已并入")]


def test_today_leads_to_the_packet_that_is_missing(sitter):
    missing = sitter.double.packets[2]
    sitter.go("packet", missing.id)
    sitter.until(lambda: sitter.page.packets.current_row() == missing)
    sitter.until(lambda: sitter.page.desk == LAPTOP)


def test_a_packet_is_made_for_the_desk_that_is_chosen(page, tmp_path):
    page.page.desks.selectRow(2)
    assert "冯媛的电脑" in page.page.qactions["packet.make"].text()
    page.press("Ctrl+M")
    page.save_as(tmp_path / "给冯媛.crmpkt")
    page.until(lambda: page.double.of("packet.make"))
    assert page.double.of("packet.make")[0] == (REP.id, tmp_path / "给冯媛.crmpkt")
    assert "第 14 包已做好" in page.words("packet.done.words")


def test_for_this_desk_and_a_lost_one_no_packet_can_be_made(page):
    for at, reason in ((0, "请先选一台电脑"), (3, "已经停用")):
        page.page.desks.selectRow(at)
        action = page.page.qactions["packet.make"]
        assert not action.isEnabled()
        assert reason in action.toolTip()


def test_another_page_can_ask_for_a_packet_at_once(sitter, tmp_path):
    sitter.go("packet", REP.id, make=True)
    sitter.save_as(tmp_path / "计划.crmpkt")
    sitter.until(lambda: sitter.double.of("packet.make"))
    assert sitter.double.of("packet.make")[0][0] == REP.id


def test_plans_go_to_the_only_other_desk_at_once(sitter, tmp_path):
    sitter.double.desks = [HEAD, LAPTOP, LOST]
    sitter.go("packet", plans=(an_id("plan"),))
    sitter.save_as(tmp_path / "计划.crmpkt")
    sitter.until(lambda: sitter.double.of("packet.make"))
    assert sitter.double.of("packet.make")[0][0] == LAPTOP.id


def test_where_there_are_several_desks_it_is_asked_for_whom(sitter):
    sitter.go("packet", plans=(an_id("plan"),))
    sitter.until(lambda: sitter.told().startswith("要给哪台电脑?"))
    assert not sitter.window.findChildren(QFileDialog)


def test_a_packet_is_looked_at_before_it_is_taken_in(page):
    page.window.take_file(PACKET)
    page.find("packet.look.go")
    assert page.words("packet.look.heading").startswith("「郑经理的笔记本」的第 15 包")
    assert page.words("packet.look.sentence") == "里面有:12 份计划,3 处调整,1 处冲突"
    lines = page.words("packet.look.lines")
    assert "41 处修改,涉及 15 条记录" in lines
    assert "冲突:冯媛 2026 年 12 月巡访计划 · 南京永盛建材 · 日期" in lines
    assert "并行修改 2 处" in lines
    assert page.double.of("packet.apply") is None
    page.press("Return")
    page.until(lambda: page.double.of("packet.apply"))
    assert page.double.of("packet.apply")[0] == (PACKET,)
    page.click("packet.look.settle")
    assert page.page.name == "desk_conflict"


def test_esc_leaves_a_packet_untouched(page):
    page.window.take_file(PACKET)
    page.find("packet.look.go")
    page.press("Escape")
    page.until(lambda: not page.sees("packet.look"))
    assert page.double.of("packet.apply") is None


def test_a_packet_beyond_a_gap_says_what_is_missing(page):
    missing = applied(
        packet=a_packet(state=PacketState.WAITING), sentence="缺第 14 包,第 15 包先留着;收到后自动并入。",
        conflicts=(), parallel=0, entries=0, waiting=(14,),
    )  # fmt: skip
    page.double.answers["packet.look"] = lambda _path: missing
    page.window.take_file(PACKET)
    page.until(lambda: page.words("packet.look.sentence").startswith("缺第 14 包"))


def test_a_packet_that_was_taken_in_before_is_not_offered_again(page):
    page.until(lambda: page.rows(page.page.packets))
    before = applied(packet=a_packet(16), sentence="这个文件包以前已经并入,没有重复。", conflicts=(), entries=0)
    page.double.answers["packet.look"] = lambda _path: before
    page.window.take_file(PACKET)
    page.until(lambda: page.words("packet.look.sentence") == before.sentence)
    assert not page.sees("packet.look.go")


def test_after_taking_in_a_reply_is_offered(page, tmp_path):
    page.window.take_file(PACKET)
    page.click("packet.look.go")
    page.click("packet.look.reply")
    page.save_as(tmp_path / "回执.crmpkt")
    page.until(lambda: page.double.of("packet.make"))
    assert page.double.of("packet.make")[0][0] == LAPTOP.id


def test_a_refused_packet_says_why_and_nothing_was_taken_in(page):
    page.double.answers["packet.look"] = raising(packet_refusals.damaged(PACKET))
    page.window.take_file(PACKET)
    assert "不完整或已损坏" in page.words("trouble.what")
    assert "什么都没有并入" in page.words("trouble.do")
    assert not page.sees("packet.look.go")
    assert not page.sees("packet.look.acquaint")


def test_a_stranger_can_be_got_acquainted_with(page):
    page.double.answers["packet.look"] = raising(packet_refusals.stranger("南京库房", THEIRS))
    page.window.take_file(PACKET)
    page.find("packet.look.acquaint")
    assert THEIRS in page.words("trouble.what")


def test_what_fails_while_it_is_taken_in_is_said_at_the_packet(page):
    page.double.answers["packet.apply"] = raising(Refused("磁盘满了。", "什么都没有并入。", "请腾出地方。"))
    page.window.take_file(PACKET)
    page.click("packet.look.go")
    page.until(lambda: page.sees("trouble.what") and page.words("trouble.what") == "磁盘满了。")


def test_several_files_come_one_after_the_other_by_their_numbers(page):
    page.window.take_file((Path("第10包.crmpkt"), Path("第9包.crmpkt")))
    page.find("packet.look.go")
    assert page.double.of("packet.look")[0] == (Path("第9包.crmpkt"),)
    page.press("Escape")
    page.until(lambda: page.double.of("packet.look")[0] == (Path("第10包.crmpkt"),))


def test_getting_acquainted_needs_the_six_groups_compared(page):
    page.window.take_file(Path("南京库房的名片.crmcard"))
    assert page.words("desk.acquaint.theirs").split() == THEIRS.split()
    assert page.words("desk.acquaint.ours").split() == SIX.split()
    assert not page.find("desk.acquaint.go").isEnabled()
    page.press("Space")
    page.click("desk.acquaint.go")
    page.until(lambda: page.told().startswith("已结识「南京库房」"))
    assert page.double.of("desks.acquaint")[0][1:] == ("南京库房", Scope.OFFICE, None)
    page.until(lambda: page.page.desk is not None and page.page.desk.name == "南京库房")


def test_a_desk_of_one_representative_names_him(page):
    rep = next(p for p in page.double.do("person.list") if Role.REP in p.roles)
    page.window.take_file(Path("冯媛.crmcard"))
    page.find("desk.acquaint.scope").setCurrentIndex(1)
    page.press("Space")
    page.page.cards.acquaint.same.set_value(True)
    page.click("desk.acquaint.go")
    assert any(w.text() == "请选一位业务经理。" for w in page.window.findChildren(QLabel) if w.isVisible())
    box = page.find("desk.acquaint.scope_person")
    box.setCurrentIndex(box.findText(rep.name))
    page.click("desk.acquaint.go")
    page.until(lambda: page.double.of("desks.acquaint"))
    assert page.double.of("desks.acquaint")[0][2:] == (Scope.REP, rep.id)


def test_the_card_of_this_desk_is_written(page, tmp_path):
    page.run("packet.card")
    page.save_as(tmp_path / "华东.crmcard")
    page.until(lambda: page.double.of("desks.card"))
    assert "名片已存好" in page.words("packet.done.words")


def test_a_database_for_another_computer(page, tmp_path):
    page.run("packet.copy")
    page.click("desk.copy.go")
    assert any(w.text() == "请写那台电脑的名称。" for w in page.window.findChildren(QLabel) if w.isVisible())
    page.find("desk.copy.name").setText("郑经理的笔记本")
    page.click("desk.copy.go")
    page.save_as(tmp_path / "笔记本.crm")
    page.until(lambda: page.double.of("desks.prepare_copy"))
    assert page.double.of("desks.prepare_copy")[0] == (tmp_path / "笔记本.crm", "郑经理的笔记本")
    assert "一起拷到那台电脑" in page.words("packet.done.words")


def test_a_desk_gets_another_name(page):
    page.run("packet.change")
    page.find("desk.change.name").setText("郑经理的新笔记本")
    page.click("desk.change.go")
    page.until(lambda: page.double.of("desks.change"))
    assert page.double.of("desks.change") == ((LAPTOP.id,), {"name": "郑经理的新笔记本"})


def test_a_lost_desk_is_revoked_after_one_question(page):
    page.run("packet.revoke")
    assert "停用「郑经理的笔记本」?" in page.words("desk.revoke.heading")
    page.find("desk.revoke.since").setText("90")
    page.click("desk.revoke.go")
    page.until(lambda: page.told() == "已停用「旧笔记本」。")
    assert page.double.of("desks.revoke")[0] == (LAPTOP.id, 90)


def test_this_desk_gets_a_new_identity(page):
    page.run("packet.renew")
    page.click("desk.renew.go")
    page.until(lambda: page.told().startswith("本机换了新身份"))


def test_without_another_desk_the_page_says_how_to_begin(sitter):
    sitter.double.desks = sitter.double.desks[:1]
    sitter.go("packet")
    assert sitter.words("packet.empty.head") == "还没有别的电脑"
    sitter.click("packet.copy")
    sitter.find("desk.copy.name")


def test_unsent_is_what_the_head_desk_lacks_or_the_one_that_lacks_most():
    assert unsent([LAPTOP, REP, LOST]) == 3
    assert unsent([]) == 0


def test_packets_and_cards_open_their_page_and_lists_the_import():
    assert page_for_file(Path("a.CRMPKT")).name == page_for_file(Path("a.crmcard")).name == "packet"
    assert page_for_file(Path("a.xlsx")).name == "dealer.import"
