"""What several desks write becomes one record: the rules one by one."""

from uuid import UUID

import pytest

from crmdesk.exchange.merge import Entry, merge, unseen_by
from crmdesk.rules.desks import ConflictKind

A, B, C = (UUID(int=n) for n in (1, 2, 3))


def made(**values):
    return Entry((A, 1), {"alive": True, **values})


def of(desk, number, bases, counter=2, **values):
    return Entry((desk, number), values, bases, counter)


def test_what_one_writes_replaces_what_was_shown_to_him():
    merged = merge([made(city="南京"), Entry((A, 2), {"city": "苏州"})])
    assert merged.values()["city"] == "苏州"
    assert merged.bases[(A, 2)] == {"city": ((A, 1),)}
    assert merged.clashes() == ()


def test_different_fields_go_together_without_a_word():
    merged = merge([made(city="南京", phone="1"), Entry((A, 2), {"city": "苏州"}), of(B, 1, {"phone": [(A, 1)]}, phone="2")])
    assert (merged.values()["city"], merged.values()["phone"]) == ("苏州", "2")
    assert merged.clashes() == ()


def test_the_same_field_is_a_conflict_and_the_home_desk_is_shown():
    merged = merge([made(city="南京"), Entry((A, 2), {"city": "苏州"}), of(B, 1, {"city": [(A, 1)]}, city="无锡")])
    (clash,) = merged.clashes()
    assert (clash.kind, clash.field, clash.heads) == (ConflictKind.FIELD, "city", ((A, 2), (B, 1)))
    assert merged.values()["city"] == "苏州"


def test_two_who_wrote_the_same_have_no_conflict():
    merged = merge([made(city="南京"), Entry((A, 2), {"city": "苏州"}), of(B, 1, {"city": [(A, 1)]}, city="苏州")])
    assert merged.clashes() == ()


def test_two_desks_that_make_the_same_record_agree_whichever_they_hear_of_first():
    own = {A: Entry((A, 1), {"city": "南京", "phone": "1"}), B: Entry((B, 1), {"city": "苏州", "phone": "1"})}
    sent = {desk: Entry(one.id, one.fields, {}, 1) for desk, one in own.items()}
    at_a, at_b = merge([own[A], sent[B]]), merge([own[B], sent[A]])
    assert at_a.home == at_b.home == A
    assert at_a.values() == at_b.values() == {"city": "南京", "phone": "1"}
    assert [clash.field for clash in at_a.clashes()] == [clash.field for clash in at_b.clashes()] == ["city"]


def test_who_changes_what_two_had_written_alike_replaces_both():
    merged = merge([Entry((A, 1), {"city": "南京"}), of(B, 1, {}, 1, city="南京"), Entry((A, 2), {"city": "无锡"})])
    assert (merged.values(), merged.clashes()) == ({"city": "无锡"}, ())
    assert merged.bases[(A, 2)] == {"city": ((A, 1), (B, 1))}


def test_a_decision_replaces_all_heads_also_when_it_arrives_between_them():
    decision = of(C, 1, {"city": [(A, 2), (B, 1)]}, 3, city="无锡")
    two = Entry((A, 2), {"city": "苏州"}, {"city": [(A, 1)]}, 2), of(B, 1, {"city": [(A, 1)]}, city="常州")
    for order in ([*two, decision], [two[1], decision, two[0]], [two[0], decision, two[1]]):
        merged = merge([made(city="南京"), *order])
        assert (merged.values()["city"], merged.clashes()) == ("无锡", ())


def test_two_decisions_are_a_conflict_again():
    heads = {"city": [(A, 2), (B, 1)]}
    merged = merge([
        made(city="南京"), Entry((A, 2), {"city": "苏州"}), of(B, 1, {"city": [(A, 1)]}, city="常州"),
        of(B, 2, heads, 3, city="常州"), of(C, 1, heads, 3, city="无锡"),
    ])  # fmt: skip
    assert merged.clashes()[0].heads == ((B, 2), (C, 1))


def test_struck_out_by_one_who_had_not_seen_a_change_it_stays_and_a_person_decides():
    strike = of(B, 1, {"alive": [(A, 1)], "city": [(A, 1)]}, alive=False)
    merged = merge([made(city="南京"), Entry((A, 2), {"city": "苏州"}), strike])
    (clash,) = merged.clashes()
    assert (clash.kind, clash.field, clash.heads) == (ConflictKind.STRUCK, "alive", ((B, 1), (A, 2)))
    assert merged.values()["alive"] is True


def test_struck_out_by_one_who_saw_all_it_is_gone():
    merged = merge([made(city="南京"), Entry((A, 2), {"city": "苏州"}), Entry((A, 3), {"alive": False})])
    assert (merged.values()["alive"], merged.clashes()) == (False, ())


def test_who_changes_what_he_knows_to_be_struck_out_makes_no_conflict():
    merged = merge([made(city="南京"), Entry((A, 2), {"alive": False}), Entry((A, 3), {"city": "苏州"})])
    assert (merged.values()["alive"], merged.clashes()) == (False, ())
    assert merged.bases[(A, 3)]["alive"] == ((A, 2),)


def test_a_dealer_merged_away_does_not_come_back_but_the_change_is_listed():
    gone = of(B, 1, {"alive": [(A, 1)], "merged_into": [], "city": [(A, 1)]}, alive=False, merged_into="x")
    merged = merge([made(city="南京"), Entry((A, 2), {"city": "苏州"}), gone])
    assert merged.values()["alive"] is False
    assert merged.clashes()[0].kind is ConflictKind.STRUCK


def test_two_steps_from_one_state_are_two_decisions_and_the_day_follows_the_one_shown():
    merged = merge([
        made(state="submitted", state_since="1"), Entry((A, 2), {"state": "draft", "state_since": "2"}),
        of(B, 1, {"state": [(A, 1)], "state_since": [(A, 1)]}, 9, state="approved", state_since="3"),
    ])  # fmt: skip
    assert [clash.kind for clash in merged.clashes()] == [ConflictKind.STATE]
    assert (merged.values()["state"], merged.values()["state_since"]) == ("draft", "2")


def test_positions_are_no_business_of_people():
    merged = merge([made(position="1"), Entry((A, 2), {"position": "2"}), of(B, 1, {"position": [(A, 1)]}, position="3")])
    assert merged.clashes() == ()


@pytest.mark.parametrize(("entry", "said"), [((A, 5), False), ((A, 6), True), ((B, 1), True)])
def test_what_lies_beyond_the_numbers_was_not_seen(entry, said):
    assert unseen_by(entry, {A: 5}) is said
