"""What is not taken, each with its sentence, and nothing of it is written (reliability 1.3)."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crmdesk.desk import Desk
from crmdesk.exchange import keys
from crmdesk.exchange.packet import open_packet, write_packet
from crmdesk.rules.desks import PacketState, Scope
from crmdesk.rules.errors import Refused
from crmdesk.rules.people import Role
from tests.builders import a_dealer
from tests.services.desks import Pair, open_as
from tests.services.desks import pair as pair


def refused(desk: Desk, path: Path) -> Refused:
    before = desk.do("check.run").lines
    for verb in ("packet.look", "packet.apply"):
        with pytest.raises(Refused) as error:
            desk.do(verb, path)
    assert desk.do("check.run").lines == before
    assert error.value.what
    assert error.value.kept == "什么都没有并入。"
    assert error.value.do
    return error.value


def rewritten(path: Path, desk: Desk, entries=None, **changes) -> Path:
    """A packet with another manifest, sealed with the key of the desk."""
    parcel = open_packet(path)
    private = keys.read(desk.database.with_name(desk.database.name + ".key"))
    other = path.with_name(f"x-{path.name}")
    write_packet(other, replace(parcel.manifest, **changes), entries or parcel.entries(), {}, b"", private)
    return other


@pytest.fixture
def packet(pair: Pair) -> Path:
    a_dealer(pair.office)
    return pair.packet(pair.office, pair.laptop)


def test_damaged_and_half_written(pair, packet):
    packet.write_bytes(packet.read_bytes()[:-400])
    assert refused(pair.laptop, packet).code == "damaged"


def test_not_addressed_to_this_desk(pair, packet):
    assert refused(pair.office, packet).code == "own-packet"
    other = rewritten(packet, pair.office, receiver=pair.office.desk_id)
    assert refused(pair.laptop, other).code == "other-desk"


def test_forged_by_a_key_that_is_not_the_senders(pair, packet):
    parcel = open_packet(packet)
    write_packet(packet, parcel.manifest, parcel.entries(), {}, b"", keys.new_key())
    error = refused(pair.laptop, packet)
    assert error.code == "forged"
    assert "伪造" in error.do


def test_from_a_newer_program(pair, packet):
    assert refused(pair.laptop, rewritten(packet, pair.office, schema="9999")).code == "newer"


def test_of_another_office(pair, packet):
    assert refused(pair.laptop, rewritten(packet, pair.office, office=pair.office.desk_id)).code == "other-office"


def test_an_entry_that_was_changed_or_left_out_on_the_way_breaks_the_chain(pair, packet):
    (entry,) = open_packet(packet).entries()
    changed = replace(entry, changes=entry.changes.replace("南京", "北京"))
    assert refused(pair.laptop, rewritten(packet, pair.office, [changed])).code == "broken-chain"
    a_dealer(pair.office, name="苏州恒信陶瓷有限公司")
    longer = pair.packet(pair.office, pair.laptop)
    assert refused(pair.laptop, rewritten(longer, pair.office, open_packet(longer).entries()[1:])).code == "broken-chain"


def test_from_a_stranger_and_how_to_get_acquainted(pair, packet, tmp_path):
    third = a_third(pair, tmp_path)
    path = tmp_path / "c.crmpkt"
    third.do("packet.make", pair.laptop.desk_id, path)
    error = refused(pair.laptop, path)
    assert error.code == "stranger"
    card = tmp_path / "c.crmcard"
    shown = third.do("desks.card", card)
    looked = pair.laptop.do("desks.look_at_card", card)
    assert looked.fingerprint == shown.fingerprint
    assert not looked.is_acquainted
    pair.laptop.do("desks.acquaint", card, "丙的电脑")
    assert pair.laptop.do("packet.apply", path).packet.state is PacketState.APPLIED
    third.close()


def a_third(pair: Pair, folder: Path) -> Desk:
    """A copy of the office for a third desk."""
    manager = open_as(pair.office.database, "office_mgr")
    manager.do("desks.prepare_copy", folder / "third.db", "第三台")
    manager.close()
    third = open_as(folder / "third.db", "office_mgr")
    laptop_card = folder / "laptop.crmcard"
    pair.laptop.do("desks.card", laptop_card)
    third.do("desks.acquaint", laptop_card)
    return third


def test_news_of_a_third_desk_travel_and_a_carrier_cannot_change_them(pair, tmp_path):
    third = a_third(pair, tmp_path)
    dealer = a_dealer(third)
    office_in = tmp_path / "3a.crmpkt"
    third.do("packet.make", pair.office.desk_id, office_in)
    pair.office.do("packet.apply", office_in)
    card = tmp_path / "third.crmcard"
    third.do("desks.card", card)
    pair.laptop.do("desks.acquaint", card)
    path = pair.packet(pair.office, pair.laptop)
    parcel = open_packet(path)
    entry = next(e for e in parcel.entries() if e.desk_id == third.desk_id)
    changed = replace(entry, changes=entry.changes.replace("南京", "北京"))
    forged = with_chain(pair, path, entry, changed)
    assert refused(pair.laptop, forged).code == "broken-chain"
    pair.laptop.do("packet.apply", path)
    assert pair.laptop.do("dealer.get", dealer.id).city == "南京"
    third.close()


def with_chain(pair: Pair, path: Path, entry, changed) -> Path:
    """The carrier writes the chain anew as well; what he cannot write is the other's signature."""
    import hashlib

    from crmdesk.services.journal import chained

    parcel = open_packet(path)
    row = {name: getattr(changed, name) for name in changed.__dataclass_fields__}
    row["content_hash"] = hashlib.sha256(changed.salt + changed.changes.encode()).digest()
    desks = tuple(
        replace(line, chain=chained(b"", row)) if line.id == entry.desk_id else line for line in parcel.manifest.desks
    )
    entries = [changed if e == entry else e for e in parcel.entries()]
    return rewritten(path, pair.office, entries, desks=desks)


def test_a_lost_laptop_is_revoked_and_what_it_wrote_later_is_listed_not_applied(pair, tmp_path):
    third = a_third(pair, tmp_path)
    dealer = a_dealer(pair.laptop)
    to_third = tmp_path / "2.crmpkt"
    pair.laptop.do("packet.make", third.desk_id, to_third) if knows(pair.laptop, third, tmp_path) else None
    third.do("packet.apply", to_third)
    manager = open_as(pair.office.database, "office_mgr")
    manager.do("desks.revoke", pair.laptop.desk_id)
    manager.close()
    assert refused(pair.office, pair.packet(pair.laptop, pair.office)).code == "revoked"
    path = tmp_path / "3.crmpkt"
    third.do("packet.make", pair.office.desk_id, path)
    applied = pair.office.do("packet.apply", path)
    assert applied.notes == ("「经理的笔记本」停用后的 1 条修改没有并入。",)
    with pytest.raises(Refused):
        pair.office.do("dealer.get", dealer.id)
    assert pair.office.do("check.run").ok
    third.close()


def knows(desk: Desk, other: Desk, folder: Path) -> bool:
    card = folder / "of-third.crmcard"
    other.do("desks.card", card)
    return desk.do("desks.acquaint", card).is_acquainted


def test_a_step_that_the_person_may_not_take_is_listed_and_not_applied(pair):
    from tests.builders import a_sent_complaint

    form = a_sent_complaint(pair.office)
    pair.to_laptop()
    seen = pair.laptop.do("complaint.get", form.id).revision
    pair.laptop.do("complaint.register", form.id, seen, on_behalf_of="孙", paper_signed_on=form.filled_on)
    path = pair.packet(pair.laptop, pair.office)
    pair.office.sign_in("limin", "secret1")
    manager = next(p for p in pair.office.do("person.list") if p.login == "office_mgr")
    pair.office.do("person.change", manager.id, manager.revision, {"roles": frozenset({Role.STAT})})
    applied = pair.office.do("packet.apply", path)
    assert applied.notes[0].startswith("办事处经理 的一步没有并入")
    found = pair.office.do("complaint.get", form.id)
    assert (found.state, found.number) == (form.state, "")
    assert len(pair.office.do("complaint.steps", form.id)) == 2
    assert pair.office.do("check.run").ok


def test_the_laptops_clock_decides_nothing_and_is_spoken_of(pair):
    dealer = a_dealer(pair.office)
    pair.to_laptop()
    ahead = Desk.open(pair.laptop.database, clock=lambda: datetime.now(UTC) + timedelta(days=3000))
    ahead.sign_in("office_mgr", "secret1")
    ahead.do("dealer.change", dealer.id, 1, {"city": "无锡"})
    pair.office.do("dealer.change", dealer.id, 1, {"city": "苏州"})
    applied = pair.office.do("packet.apply", pair.packet(ahead, pair.office))
    ahead.close()
    assert pair.office.do("dealer.get", dealer.id).city == "苏州"
    assert len(applied.conflicts) == 1
    assert applied.notes == ("对方的时钟比本机快,时间以各自的本机时钟为准,可能有误。",)


def restored(pair: Pair, tmp_path: Path, *, by_hand: bool) -> tuple[Desk, Path]:
    """The laptop's database as it was before its last change."""
    saved = tmp_path / "saved.db"
    pair.laptop.do("backup.make", saved)
    a_dealer(pair.laptop, name="恢复前新建的客户")
    pair.to_office()
    if by_hand:
        pair.laptop.close()
        shutil.copy(saved, pair.laptop.database)
        return open_as(pair.laptop.database, "office_mgr"), saved
    pair.laptop.do("backup.restore", saved)
    return pair.laptop, saved


def test_a_database_put_back_by_hand_repeats_numbers_and_is_stopped(pair, tmp_path):
    laptop, _saved = restored(pair, tmp_path, by_hand=True)
    a_dealer(laptop, name="恢复后新建的客户")
    error = refused(pair.office, pair.packet(laptop, pair.office))
    assert error.code == "repeated"
    assert "换新身份" in error.do
    assert refused(laptop, pair.packet(pair.office, laptop)).code == "went-back"
    laptop.close()


def test_a_restored_desk_gets_a_new_identity_and_all_of_the_old_one_comes_back(pair, tmp_path):
    old = pair.laptop.desk_id
    laptop, _saved = restored(pair, tmp_path, by_hand=False)
    assert laptop.desk_id != old
    after = a_dealer(laptop, name="恢复后新建的客户")
    cards = [tmp_path / "1.crmcard", tmp_path / "2.crmcard"]
    laptop.do("desks.card", cards[0])
    pair.office.sign_in("office_mgr", "secret1")
    pair.office.do("desks.acquaint", cards[0], "经理的笔记本(新)")
    pair.to_office()
    pair.to_laptop()
    for desk in (laptop, pair.office):
        names = {d.name for d in desk.do("dealer.find", "客户")}
        assert {"恢复前新建的客户", "恢复后新建的客户"} <= names, names
        assert desk.do("check.run").ok
    assert pair.office.do("dealer.get", after.id).name == after.name


def test_a_packet_before_its_predecessor_waits_where_something_is_missing(pair, tmp_path):
    saved = tmp_path / "saved.db"
    a_dealer(pair.office)
    pair.laptop.do("backup.make", saved)
    pair.to_laptop()
    pair.to_office()
    second = a_dealer(pair.office, name="苏州恒信陶瓷有限公司")
    path = pair.packet(pair.office, pair.laptop)
    pair.laptop.close()
    shutil.copy(saved, pair.laptop.database)  # nothing was written there meanwhile: no number is given twice
    laptop = pair.laptop = open_as(pair.laptop.database, "office_mgr")
    applied = laptop.do("packet.apply", path)
    assert applied.sentence == "缺第 1 包,第 2 包先留着;收到后自动并入。"
    assert (applied.packet.state, applied.waiting) == (PacketState.WAITING, (1,))
    assert laptop.do("desks.list")[1].missing == (1,)
    with pytest.raises(Refused):
        laptop.do("dealer.get", second.id)
    applied = laptop.do("packet.apply", tmp_path / "1.crmpkt")
    assert applied.notes == ("等着的第 2 包也并入了。",)
    assert laptop.do("dealer.get", second.id).name == second.name
    assert laptop.do("desks.list")[1].missing == ()
    assert {p.state for p in laptop.do("packet.page")} == {PacketState.APPLIED}


def test_a_gap_that_no_packet_fills_is_filled_by_the_next_after_a_receipt(pair, tmp_path):
    saved = tmp_path / "saved.db"
    dealer = a_dealer(pair.office)
    pair.laptop.do("backup.make", saved)
    pair.to_laptop()
    pair.to_office()
    a_dealer(pair.office, name="苏州恒信陶瓷有限公司")
    path = pair.packet(pair.office, pair.laptop)
    pair.laptop.close()
    shutil.copy(saved, pair.laptop.database)
    laptop = pair.laptop = open_as(pair.laptop.database, "office_mgr")
    laptop.do("packet.apply", path)
    for _n in range(2):  # the first has a number that was there before
        pair.to_office()
    pair.to_laptop()
    assert laptop.do("dealer.get", dealer.id).name == dealer.name
    assert {p.state for p in laptop.do("packet.page")} <= {PacketState.APPLIED, PacketState.MADE, PacketState.RECEIVED}


def test_a_desk_of_one_representative_gets_of_the_others_only_the_chain(pair):
    from tests.services.plans import a_line, a_plan, his_dealer

    rep = next(p for p in pair.office.do("person.list") if p.login == "rep")
    pair.office.sign_in("office_mgr", "secret1")
    other = next(p for p in pair.office.do("person.list") if p.login == "stat")
    pair.office.do("desks.change", pair.laptop.desk_id, scope=Scope.REP, scope_person=other.id)
    pair.office.sign_in("office_clerk", "secret1")
    dealer = his_dealer(pair.office, "D1")
    pair.office.sign_in("rep", "secret1")
    plan = a_plan(pair.office, a_line(dealer))
    pair.to_laptop()
    assert plan.rep_id == rep.id
    with pytest.raises(Refused):
        pair.laptop.do("visit_plan.get", plan.id)
    assert pair.laptop.do("dealer.get", dealer.id).name == dealer.name
    assert pair.laptop.do("check.run").ok
