"""Two real databases at two windows: a copy for the laptop, packets to and fro, a conflict that a person settles."""

from pathlib import Path

import pytest
from tests.builders import PASSWORD, a_dealer
from tests.views.desks.conftest import Sitter, seated

from crmdesk.desk import Desk


@pytest.fixture
def head(desk, qtbot):
    yield from seated(desk, qtbot)


@pytest.fixture
def shop(head, tmp_path):
    """A database for the laptop, prepared at the window, and opened there by the same clerk."""
    place = tmp_path / "笔记本.crm"
    head.go("packet")
    head.click("packet.copy")
    head.find("desk.copy.name").setText("李敏的笔记本")
    head.click("desk.copy.go")
    head.save_as(place)
    head.until(lambda: head.sees("packet.done.words"))
    laptop = Desk.open(place)
    laptop.sign_in("limin", PASSWORD)
    yield laptop
    laptop.close()


@pytest.fixture
def laptop(shop, qtbot):
    yield from seated(shop, qtbot)


def send(sender: Sitter, receiver: Sitter, path: Path) -> None:
    """Make a packet at one window, look at it and take it in at the other."""
    sender.go("packet")
    sender.until(lambda: sender.page.qactions["packet.make"].isEnabled())
    sender.run("packet.make")
    sender.save_as(path)
    sender.until(path.exists)
    receiver.go("packet", path=path)
    receiver.click("packet.look.go")
    receiver.until(lambda: receiver.sees("packet.look.reply") or receiver.sees("packet.look.settle"))


def test_a_change_goes_over_and_a_conflict_is_settled_at_both_windows(head, laptop, tmp_path):
    office, other = head.double, laptop.double
    dealer = a_dealer(office, name="南京永盛建材有限公司", phone="025-1111")
    head.until(lambda: head.words("status.unsent"))
    send(head, laptop, tmp_path / "1.crmpkt")
    assert other.do("dealer.get", dealer.id).name == "南京永盛建材有限公司"
    assert "1 家客户" in laptop.words("packet.look.sentence")

    seen = office.do("dealer.get", dealer.id)
    office.do("dealer.change", dealer.id, seen.revision, {"contact": "王芳", "address": "江东路 1 号"})
    seen = other.do("dealer.get", dealer.id)
    other.do("dealer.change", dealer.id, seen.revision, {"contact": "赵六"})
    send(laptop, head, tmp_path / "2.crmpkt")
    assert "联系人" in head.words("packet.look.lines")
    head.click("packet.look.settle")
    head.until(lambda: head.rows(head.page.table))
    values = {head.words("desk_conflict.value.0"): 0, head.words("desk_conflict.value.1"): 1}
    assert set(values) == {"王芳", "赵六"}
    head.click(f"desk_conflict.take.{values['赵六']}")
    head.until(lambda: head.sees("desk_conflict.empty"))
    assert office.do("dealer.get", dealer.id).contact == "赵六"

    send(head, laptop, tmp_path / "3.crmpkt")
    arrived = other.do("dealer.get", dealer.id)
    assert (arrived.contact, arrived.address) == ("赵六", "江东路 1 号")
    assert other.do("desk_conflict.page") == ()
    laptop.until(lambda: laptop.words("status.place") == "· 李敏的笔记本(离线)")


def test_a_value_of_one_s_own_settles_a_conflict_too(head, laptop, tmp_path):
    office, other = head.double, laptop.double
    dealer = a_dealer(office)
    send(head, laptop, tmp_path / "1.crmpkt")
    for desk, contact in ((office, "王芳"), (other, "赵六")):
        desk.do("dealer.change", dealer.id, desk.do("dealer.get", dealer.id).revision, {"contact": contact})
    send(laptop, head, tmp_path / "2.crmpkt")
    head.go("desk_conflict", dealer.id)
    own = head.find("desk_conflict.own")
    own.setText("孙七")
    head.click("desk_conflict.own.go")
    head.until(lambda: head.sees("desk_conflict.empty"))
    assert office.do("dealer.get", dealer.id).contact == "孙七"
    send(head, laptop, tmp_path / "3.crmpkt")
    assert other.do("dealer.get", dealer.id).contact == "孙七"


def test_the_paper_in_a_packet_is_read_before_it_is_taken_in(head, laptop, tmp_path):
    path = tmp_path / "1.crmpkt"
    a_dealer(head.double)
    head.double.do("packet.make", laptop.double.desk_id, path)
    laptop.go("packet", path=path)
    laptop.click("packet.look.paper")
    laptop.until(lambda: laptop.page.name == "pdf" and laptop.page.title == "1")
    assert laptop.double.do("packet.preview", path).startswith(b"%PDF")
    laptop.window.back()
    laptop.until(lambda: laptop.page.name == "packet")
    laptop.click("packet.look.go")
    laptop.until(lambda: laptop.sees("packet.look.reply"))


def test_the_same_packet_again_says_so(head, laptop, tmp_path):
    a_dealer(head.double)
    send(head, laptop, tmp_path / "1.crmpkt")
    laptop.go("packet", path=tmp_path / "1.crmpkt")
    laptop.until(lambda: "以前已经并入" in laptop.words("packet.look.sentence"))
    assert not laptop.sees("packet.look.go")


def test_a_packet_for_another_desk_is_refused_where_it_was_made(head, laptop, tmp_path):
    a_dealer(head.double)
    path = tmp_path / "1.crmpkt"
    head.double.do("packet.make", laptop.double.desk_id, path)
    head.go("packet", path=path)
    head.until(lambda: head.sees("trouble.what") and "本机自己做的" in head.words("trouble.what"))


def test_a_revoked_laptop_is_taken_nothing_more_from(head, laptop, tmp_path):
    path = tmp_path / "1.crmpkt"
    a_dealer(laptop.double)
    laptop.double.do("packet.make", head.double.desk_id, path)
    head.go("packet", laptop.double.desk_id)
    head.until(lambda: head.page.desk is not None and head.page.desk.id == laptop.double.desk_id)
    head.run("packet.revoke")
    head.click("desk.revoke.go")
    head.until(lambda: "已停用" in head.told())
    head.go("packet", path=path)
    head.until(lambda: head.sees("trouble.what") and "已停用" in head.words("trouble.what"))


def test_cards_make_two_desks_known_to_each_other(head, laptop, tmp_path):
    card = tmp_path / "名片.crmcard"
    laptop.go("packet")
    laptop.until(lambda: laptop.page.here is not None)
    laptop.run("packet.renew")
    laptop.click("desk.renew.go")
    laptop.until(lambda: laptop.told().startswith("本机换了新身份"))
    laptop.run("packet.card")
    laptop.save_as(card)
    laptop.until(card.exists)
    laptop.until(lambda: laptop.sees("packet.done.words"))
    own = laptop.words("packet.done.words").rpartition(":")[2]
    head.go("packet", path=card)
    head.until(lambda: head.words("desk.acquaint.theirs").split() == own.split())
    head.page.cards.acquaint.same.set_value(True)
    head.click("desk.acquaint.go")
    head.until(lambda: head.told().startswith("已结识"))
