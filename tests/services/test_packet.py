"""Two desks without a network: what one writes arrives at the other, by files, in any order, as often as one likes."""

import json
import resource
import signal
import threading
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from crmdesk.desk import Desk
from crmdesk.exchange.packet import open_packet
from crmdesk.models.journal import JournalEntry
from crmdesk.rules.dealer import DealerQuery
from crmdesk.rules.desks import ConflictKind, PacketState, Way
from crmdesk.rules.errors import Refused
from crmdesk.rules.people import Role
from tests.builders import a_complaint, a_dealer, a_sent_complaint, complaint_values
from tests.services.desks import Pair
from tests.services.desks import pair as pair


def same(pair: Pair, verb: str, *args):
    office, laptop = pair.office.do(verb, *args), pair.laptop.do(verb, *args)
    return office, laptop


def test_a_copy_is_a_desk_of_its_own_and_both_know_each_other(pair):
    here, other = pair.office.do("desks.list")
    assert (here.is_here, here.is_head, here.code) == (True, True, "")
    assert (other.name, other.code, other.is_acquainted) == ("经理的笔记本", "B", True)
    mine, head = pair.laptop.do("desks.list")
    assert (mine.id, mine.fingerprint) == (other.id, other.fingerprint)
    assert (head.id, head.fingerprint, head.is_head) == (here.id, here.fingerprint, True)


def test_a_new_dealer_arrives_with_all_its_fields_and_is_found_by_typing(pair):
    dealer = a_dealer(pair.office, credit_limit=Decimal(12000), since=date(2020, 3, 1))
    applied = pair.to_laptop()
    arrived = pair.laptop.do("dealer.get", dealer.id)
    assert (arrived.name, arrived.city, arrived.credit_limit, arrived.since) == (
        dealer.name, dealer.city, dealer.credit_limit, dealer.since,
    )  # fmt: skip
    assert [d.id for d in pair.laptop.do("dealer.find", "jinding")] == [dealer.id]
    assert applied.sentence == "已并入:1 家客户。"
    assert (applied.packet.number, applied.packet.way, applied.packet.state) == (1, Way.IN, PacketState.APPLIED)


def test_a_packet_says_who_did_what_and_history_shows_it(pair):
    dealer = a_dealer(pair.office)
    pair.to_laptop()
    newest = pair.laptop.do("history.of", "dealer", dealer.id)[0]
    assert newest.person == "内务主管"


def test_the_same_packet_twice_is_harmless(pair):
    a_dealer(pair.office)
    path = pair.packet(pair.office, pair.laptop)
    pair.laptop.do("packet.apply", path)
    before = pair.laptop.do("check.run")
    again = pair.laptop.do("packet.apply", path)
    assert again.sentence == "这个文件包以前已经并入,没有重复。"
    assert pair.laptop.do("check.run").lines == before.lines


def test_looking_tells_the_same_and_writes_nothing(pair):
    dealer = a_dealer(pair.office)
    path = pair.packet(pair.office, pair.laptop)
    looked = pair.laptop.do("packet.look", path)
    assert (looked.entries, looked.sentence) == (1, "已并入:1 家客户。")
    with pytest.raises(Refused):
        pair.laptop.do("dealer.get", dealer.id)
    assert pair.laptop.do("packet.page") == ()
    assert pair.laptop.do("packet.apply", path).entries == 1


def test_different_fields_go_together(pair):
    dealer = a_dealer(pair.office)
    pair.to_laptop()
    pair.office.do("dealer.change", dealer.id, 1, {"city": "苏州"})
    pair.laptop.do("dealer.change", dealer.id, 1, {"contact": "赵六"})
    assert pair.to_laptop().conflicts == ()
    assert pair.to_office().conflicts == ()
    for found in same(pair, "dealer.get", dealer.id):
        assert (found.city, found.contact) == ("苏州", "赵六")
    assert pair.office.do("check.run").ok


def test_the_same_field_is_a_conflict_on_both_sides_until_one_decides(pair):
    dealer = a_dealer(pair.office)
    pair.to_laptop()
    pair.office.do("dealer.change", dealer.id, 1, {"city": "苏州"})
    pair.laptop.do("dealer.change", dealer.id, 1, {"city": "无锡"})
    (conflict,) = pair.to_laptop().conflicts
    pair.to_office()
    assert (conflict.kind, conflict.field, conflict.title, conflict.label) == (
        ConflictKind.FIELD, "city", dealer.name, "城市",
    )  # fmt: skip
    assert {(h.words, h.desk != "", h.is_shown) for h in conflict.heads} == {("苏州", True, True), ("无锡", True, False)}
    for desk in (pair.office, pair.laptop):
        assert desk.do("dealer.get", dealer.id).city == "苏州"
        assert [c.id for c in desk.do("desk_conflict.of", dealer.id)] == [conflict.id]
    mine = next(h for h in conflict.heads if h.words == "无锡")
    assert pair.laptop.do("desk_conflict.decide", conflict.id, entry=mine.entry) == ()
    assert pair.laptop.do("dealer.get", dealer.id).city == "无锡"
    assert pair.to_office().conflicts == ()
    assert pair.office.do("dealer.get", dealer.id).city == "无锡"
    assert pair.office.do("desk_conflict.page") == ()


def test_a_conflict_may_be_settled_by_a_third_value_or_by_the_one_that_stands(pair):
    dealer = a_dealer(pair.office)
    pair.to_laptop()
    pair.office.do("dealer.change", dealer.id, 1, {"city": "苏州", "contact": "甲"})
    pair.laptop.do("dealer.change", dealer.id, 1, {"city": "无锡", "contact": "乙"})
    pair.to_office()
    first, second = pair.office.do("desk_conflict.page")
    by_field = {c.field: c for c in (first, second)}
    pair.office.do("desk_conflict.decide", by_field["city"].id, value="常州")
    shown = next(h for h in by_field["contact"].heads if h.is_shown)
    pair.office.do("desk_conflict.decide", by_field["contact"].id, entry=shown.entry)
    pair.to_laptop()
    for found in same(pair, "dealer.get", dealer.id):
        assert (found.city, found.contact) == ("常州", "甲")
    assert pair.laptop.do("desk_conflict.page") == ()


def test_lines_and_steps_of_a_form_arrive_and_it_goes_on_elsewhere(pair):
    form = a_sent_complaint(pair.office)
    pair.to_laptop()
    arrived = pair.laptop.do("complaint.get", form.id)
    assert (arrived.state, arrived.demands, arrived.draft_key) == (form.state, form.demands, form.draft_key)
    assert [s.title for s in pair.laptop.do("complaint.steps", form.id)] == [
        s.title for s in pair.office.do("complaint.steps", form.id)
    ]
    back = pair.laptop.do("complaint.take_back", form.id, arrived.revision)
    pair.to_office()
    assert pair.office.do("complaint.get", form.id).state == back.state


def test_two_decisions_from_one_state_are_a_conflict_and_the_home_desk_is_shown(pair):
    form = a_sent_complaint(pair.office)
    pair.to_laptop()
    proxy = {"on_behalf_of": "总经理室 孙", "paper_signed_on": form.filled_on}
    seen = pair.laptop.do("complaint.get", form.id).revision
    pair.office.do("complaint.take_back", form.id, form.revision)
    pair.laptop.do("complaint.register", form.id, seen, **proxy)
    applied = pair.to_office()
    assert [c.kind for c in applied.conflicts] == [ConflictKind.STATE]
    assert pair.office.do("complaint.get", form.id).state == "draft"
    pair.to_laptop()
    assert pair.laptop.do("complaint.get", form.id).state == "draft"
    registered = next(h for h in applied.conflicts[0].heads if h.value != "draft")
    pair.office.do("desk_conflict.decide", applied.conflicts[0].id, entry=registered.entry)
    pair.to_laptop()
    for found in same(pair, "complaint.get", form.id):
        assert found.state == registered.value


def test_official_numbers_are_given_by_the_head_desk_only(pair):
    form = a_sent_complaint(pair.laptop)
    assert form.draft_key.startswith("DR-B-")
    proxy = {"on_behalf_of": "总经理室 孙", "paper_signed_on": form.filled_on}
    registered = pair.laptop.do("complaint.register", form.id, form.revision, **proxy)
    assert (registered.number, registered.draft_key) == ("", "临-B-1")
    applied = pair.to_office()
    numbered = pair.office.do("complaint.get", form.id)
    assert numbered.number.endswith("01")
    assert applied.notes == (f"临-B-1 的正式编号是 {numbered.number}。",)
    pair.to_laptop()
    assert pair.laptop.do("complaint.get", form.id).number == numbered.number


def test_a_receipt_comes_with_the_next_packet_and_only_news_are_sent(pair):
    a_dealer(pair.office)
    assert pair.office.do("desks.list")[1].behind == 1
    pair.to_laptop()
    assert pair.office.do("packet.page")[0].state is PacketState.MADE
    pair.to_office()
    assert pair.office.do("packet.page")[1].state is PacketState.RECEIVED
    assert pair.office.do("desks.list")[1].behind == 0
    assert pair.to_laptop().entries == 0


def test_a_lost_packet_is_made_good_by_the_next(pair):
    first = a_dealer(pair.office)
    pair.packet(pair.office, pair.laptop)
    second = a_dealer(pair.office, name="苏州恒信陶瓷有限公司")
    applied = pair.to_laptop()
    assert applied.entries == 2
    assert applied.notes == ("第 1 包没有收到,它的内容这一包里都有。",)
    for dealer in (first, second):
        pair.laptop.do("dealer.get", dealer.id)


def test_the_later_packet_may_come_first(pair):
    a_dealer(pair.office)
    early = pair.packet(pair.office, pair.laptop)
    a_dealer(pair.office, name="苏州恒信陶瓷有限公司")
    assert pair.to_laptop().entries == 2
    assert pair.laptop.do("packet.apply", early).sentence == "没有新内容:这一包带来的本机都已有了。"


def test_one_may_take_back_at_the_laptop_what_he_did_at_the_office(pair, sqlite_office):
    dealer = a_dealer(pair.office)
    pair.office.do("dealer.change", dealer.id, 1, {"city": "苏州"})
    pair.to_laptop()
    change = pair.laptop.do("history.of", "dealer", dealer.id)[0]
    pair.laptop.sign_in("office_clerk", "secret1")
    assert pair.laptop.do("history.undo", change.call_id) == 1
    pair.to_office()
    for found in same(pair, "dealer.get", dealer.id):
        assert found.city == "南京"


def test_a_form_open_at_the_laptop_meets_the_change_that_arrived(pair):
    dealer = a_dealer(pair.office)
    pair.to_laptop()
    pair.office.do("dealer.change", dealer.id, 1, {"city": "苏州"})
    pair.to_laptop()
    with pytest.raises(Refused) as error:
        pair.laptop.do("dealer.change", dealer.id, 1, {"city": "无锡"})
    assert error.value.theirs == {"city": "苏州"}


def test_both_chains_are_whole_at_both_desks(pair):
    a_complaint(pair.office)
    pair.to_laptop()
    a_dealer(pair.laptop, name="苏州恒信陶瓷有限公司")
    pair.to_office()
    for desk in (pair.office, pair.laptop):
        report = desk.do("check.run")
        assert report.ok, report.lines


def test_people_and_settings_come_from_the_head_desk_only_and_no_password_ever(pair):
    pair.office.sign_in("limin", "secret1")
    pair.office.do("person.add", "xin", "新来的", frozenset({"rep"}), "secret1")
    pair.office.do("setting.change", "visit.visits_per_day", 6)
    pair.to_laptop()
    assert "新来的" in [p.name for p in pair.laptop.do("person.list")]
    with pytest.raises(Refused):
        pair.laptop.sign_in("xin", "secret1")
    pair.laptop.sign_in("limin", "secret1")
    assert {s.setting.key: s.value for s in pair.laptop.do("setting.all")}["visit.visits_per_day"] == 6
    pair.laptop.is_head = True  # a program that does not refuse it: the office takes it all the same from nobody else
    pair.laptop.do("setting.change", "visit.visits_per_day", 9)
    pair.to_office()
    assert {s.setting.key: s.value for s in pair.office.do("setting.all")}["visit.visits_per_day"] == 6


def test_merging_two_dealers_goes_along_and_forms_follow(pair):
    keep, lose = a_dealer(pair.office), a_dealer(pair.office, name="南京金鼎建材公司")
    pair.to_laptop()
    form = pair.laptop.do("complaint.record", complaint_values(lose))
    pair.office.do("dealer.merge", keep.id, lose.id, 1, 1, {})
    pair.to_laptop()
    pair.to_office()
    for found in same(pair, "complaint.get", form.id):
        assert found.dealer_id == keep.id


def test_what_was_changed_at_a_dealer_that_was_merged_away_is_asked_about(pair):
    keep, lose = a_dealer(pair.office), a_dealer(pair.office, name="南京金鼎建材公司")
    pair.to_laptop()
    pair.office.do("dealer.merge", keep.id, lose.id, 1, 1, {})
    pair.laptop.do("dealer.change", lose.id, 1, {"wechat": "jinding88"})
    (conflict,) = pair.to_office().conflicts
    assert conflict.kind is ConflictKind.STRUCK
    change = next(h for h in conflict.heads if h.value)
    pair.office.do("desk_conflict.decide", conflict.id, entry=change.entry)
    pair.to_laptop()
    for found in same(pair, "dealer.get", keep.id):
        assert found.wechat == "jinding88"
    assert pair.laptop.do("desk_conflict.page") == ()


def test_who_watches_is_told_of_what_arrived(pair):
    dealer = a_dealer(pair.office)
    told = []
    pair.laptop.watch(lambda subject, ids: told.append((subject, dealer.id in ids)))
    pair.to_laptop()
    assert ("dealer", True) in told


def test_two_packets_at_once_are_taken_one_after_the_other(pair):
    a_dealer(pair.office)
    paths = [pair.packet(pair.office, pair.laptop) for _n in range(2)]
    failed = []

    def take(path):
        try:
            pair.laptop.do("packet.apply", path)
        except Refused as error:
            failed.append(error)

    threads = [threading.Thread(target=take, args=(path,)) for path in paths]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert failed == []
    assert pair.laptop.do("dealer.count", DealerQuery()) == 1


def test_entries_of_others_say_what_they_replace(pair):
    dealer = a_dealer(pair.office)
    pair.office.do("dealer.change", dealer.id, 1, {"city": "苏州"})
    pair.to_laptop()
    with Session(pair.laptop._engine) as session:
        last = session.scalars(select(JournalEntry).order_by(JournalEntry.arrival.desc()).limit(1)).one()
    assert list(json.loads(last.bases)) == ["city", "#"]


def test_an_attachment_goes_along_with_its_content_until_the_other_has_it(pair, tmp_path):
    dealer = a_dealer(pair.office)
    paper = tmp_path / "协议.txt"
    paper.write_text("经销协议")
    added = pair.office.do("attachment.add", "dealer", dealer.id, paper)
    path = pair.packet(pair.office, pair.laptop)
    assert len(open_packet(path).manifest.files) == 1
    pair.laptop.do("packet.apply", path)
    (arrived,) = pair.laptop.do("attachment.of", dealer.id)
    assert arrived == added
    assert pair.laptop.do("attachment.content", added.id).decode() == "经销协议"
    pair.to_office()
    pair.office.do("dealer.change", dealer.id, 1, {"city": "苏州"})
    assert open_packet(pair.packet(pair.office, pair.laptop)).manifest.files == {}


def test_a_full_disk_leaves_both_sides_as_they_were(pair):
    a_dealer(pair.office)
    path = pair.packet(pair.office, pair.laptop)
    before = [desk.do("check.run").lines for desk in (pair.office, pair.laptop)]
    too_small = pair.laptop.database.stat().st_size // 2
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (min(too_small, 500), hard[1]))
    try:
        with pytest.raises(Refused):
            pair.packet(pair.office, pair.laptop)
        with pytest.raises(Refused):
            pair.laptop.do("packet.apply", path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, hard)
    assert [desk.do("check.run").lines for desk in (pair.office, pair.laptop)] == before
    assert pair.laptop.do("packet.apply", path).entries == 1


def test_two_desks_on_postgresql_exchange_too(postgresql_office, postgresql, tmp_path):
    template, tokens = postgresql_office
    places = []
    for name in ("one", "two"):
        postgresql.execute(f"CREATE DATABASE exchange_{name} TEMPLATE {template} STRATEGY file_copy")
        places.append(f"postgresql://{postgresql.info.user}@/exchange_{name}?host={postgresql.info.host}")
    one, two = (Desk.open(place, folder=tmp_path / place.split("_")[1][:3]) for place in places)
    try:
        for desk in (one, two):
            desk.resume(tokens[Role.OFFICE_MGR])
        two.do("desks.renew")
        for desk, other, name in ((one, two, "1"), (two, one, "2")):
            desk.do("desks.card", tmp_path / f"{name}.crmcard")
            other.do("desks.acquaint", tmp_path / f"{name}.crmcard")
        dealer = a_dealer(one)
        form = a_sent_complaint(one)
        one.do("packet.make", two.desk_id, tmp_path / "1.crmpkt")
        two.do("packet.apply", tmp_path / "1.crmpkt")
        assert two.do("complaint.get", form.id).state == form.state
        two.do("complaint.take_back", form.id, two.do("complaint.get", form.id).revision)
        two.do("dealer.change", dealer.id, 1, {"city": "无锡"})
        one.do("dealer.change", dealer.id, 1, {"city": "苏州"})
        two.do("packet.make", one.desk_id, tmp_path / "2.crmpkt")
        assert len(one.do("packet.apply", tmp_path / "2.crmpkt").conflicts) == 1
        assert one.do("complaint.get", form.id).state == "draft"
        assert one.do("check.run").ok
        with pytest.raises(Refused) as error:
            one.do("desks.prepare_copy", tmp_path / "x.db", "笔记本")
        assert error.value.code == "server"
    finally:
        one.close()
        two.close()
        for name in ("one", "two"):
            postgresql.execute(f"DROP DATABASE exchange_{name} WITH (FORCE)")


@pytest.mark.parametrize(("field", "here", "there", "wrong", "right"), [
    ("since", date(2020, 3, 1), date(2021, 3, 1), "三月一日", date(2022, 3, 1)),
    ("credit_limit", Decimal(1000), Decimal(2000), Decimal("0.001"), Decimal("3000.50")),
    ("term_days", 30, 60, "九十天", 90),
    ("dealer_class", "A", "B", "Z", "C"),
])  # fmt: skip
def test_a_value_of_ones_own_must_fit_the_field(pair, field, here, there, wrong, right):
    dealer = a_dealer(pair.office)
    pair.to_laptop()
    pair.office.do("dealer.change", dealer.id, 1, {field: here})
    pair.laptop.do("dealer.change", dealer.id, 1, {field: there})
    (conflict,) = pair.to_office().conflicts
    with pytest.raises(Refused) as error:
        pair.office.do("desk_conflict.decide", conflict.id, value=wrong)
    assert (error.value.code, error.value.field) == ("bad-value", field)
    pair.office.do("desk_conflict.decide", conflict.id, value=right)
    pair.to_laptop()
    for found in same(pair, "dealer.get", dealer.id):
        assert getattr(found, field) == right


def test_a_merge_that_is_taken_back_is_taken_back_at_the_other_desk_too(pair):
    keep, lose = a_dealer(pair.office), a_dealer(pair.office, name="南京金鼎建材公司")
    form = pair.office.do("complaint.record", complaint_values(lose))
    pair.to_laptop()
    call = uuid4()
    pair.office.do("dealer.merge", keep.id, lose.id, 1, 1, {}, call_id=call)
    pair.to_laptop()
    assert pair.laptop.do("complaint.get", form.id).dealer_id == keep.id
    pair.office.do("dealer.unmerge", call)
    pair.to_laptop()
    for found in same(pair, "complaint.get", form.id):
        assert found.dealer_id == lose.id
    assert len(pair.laptop.do("dealer.find", "jinding")) == 2
