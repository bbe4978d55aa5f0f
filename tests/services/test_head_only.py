"""People, settings, calendar and deputies are changed at the head desk only: from elsewhere they would not travel."""

import pytest

from crmdesk.rules.errors import NotAllowed
from crmdesk.rules.permits import HEAD_ONLY, PERMITS
from crmdesk.services.packet_scope import OF_THE_HEAD
from tests.builders import PASSWORD
from tests.services.desks import pair as pair


def test_the_subjects_that_do_not_travel_are_those_that_are_not_written_elsewhere():
    assert {verb.partition(".")[0] for verb in HEAD_ONLY} == OF_THE_HEAD
    assert set(PERMITS) >= HEAD_ONLY


def test_a_laptop_refuses_with_a_sentence_and_greys_the_button(pair):
    pair.office.sign_in("office_mgr", PASSWORD)
    assert pair.office.why_not("setting.change") == ""
    assert not pair.laptop.may("setting.change")
    assert "只在总部的电脑上改" in pair.laptop.why_not("setting.change")
    with pytest.raises(NotAllowed) as refused:
        pair.laptop.do("setting.change", "visit.frequency.A", 3)
    assert refused.value.code == "head-only"


def test_the_head_desk_changes_it_and_the_laptop_gets_it(pair):
    pair.office.sign_in("office_mgr", PASSWORD)
    pair.office.do("setting.change", "visit.frequency.A", 3)
    pair.to_laptop()
    values = {value.setting.key: value.value for value in pair.laptop.do("setting.all")}
    assert values["visit.frequency.A"] == 3
