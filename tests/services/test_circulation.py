"""传阅: shown to who does not decide, apart from every decision."""

import pytest

from crmdesk.rules.errors import Incomplete, NotAllowed, NotFound
from crmdesk.rules.people import Role
from tests.builders import a_complaint, a_dealer


def test_a_record_goes_round_and_comes_back_read(clerk, signed_in):
    form, gm, gmo = a_complaint(clerk), signed_in(Role.GM), signed_in(Role.GMO)
    clerk.do("circulation.send", "complaint", form.id, [gm.person.id, gmo.person.id], "请知悉")
    (waiting,) = gm.do("circulation.waiting")
    assert (waiting.from_name, waiting.note) == (clerk.person.name, "请知悉")
    assert form.draft_key in waiting.title
    done = gm.do("circulation.read", waiting.id, waiting.revision, "已阅")
    assert done.read_at is not None
    assert gm.do("circulation.waiting") == ()
    told = {c.reader_name: (c.read_at is not None, c.remark) for c in clerk.do("circulation.of", form.id)}
    assert told == {gm.person.name: (True, "已阅"), gmo.person.name: (False, "")}
    assert clerk.do("complaint.get", form.id).revision == form.revision, "the case itself is not touched"


def test_nobody_is_asked_twice_at_once(clerk, signed_in):
    dealer, reader = a_dealer(clerk), signed_in(Role.FIN)
    for _time in range(2):
        clerk.do("circulation.send", "dealer", dealer.id, [reader.person.id])
    (waiting,) = reader.do("circulation.waiting")
    reader.do("circulation.read", waiting.id, waiting.revision)
    assert len(clerk.do("circulation.send", "dealer", dealer.id, [reader.person.id])) == 2


def test_readers_are_chosen_and_may_read(clerk, signed_in):
    form = a_complaint(clerk)
    for readers in ([], [clerk.person.id], [signed_in(Role.HR).person.id]):
        with pytest.raises(Incomplete) as refused:
            clerk.do("circulation.send", "complaint", form.id, readers)
        assert refused.value.field == "reader_ids"
    with pytest.raises(NotAllowed):
        signed_in(Role.HR).do("circulation.send", "complaint", form.id, [clerk.person.id])
    assert signed_in(Role.HR).do("circulation.of", form.id) == ()


def test_only_the_reader_notes_that_he_has_read(clerk, signed_in):
    dealer, reader = a_dealer(clerk), signed_in(Role.FIN)
    (kept,) = clerk.do("circulation.send", "dealer", dealer.id, [reader.person.id])
    with pytest.raises(NotAllowed):
        clerk.do("circulation.read", kept.id, kept.revision)


def test_what_is_not_there_does_not_go_round(clerk, signed_in):
    from uuid import uuid4

    with pytest.raises(NotFound):
        clerk.do("circulation.send", "dealer", uuid4(), [signed_in(Role.FIN).person.id])


def test_it_stands_in_the_history_of_the_record(clerk, signed_in):
    dealer, reader = a_dealer(clerk), signed_in(Role.FIN)
    clerk.do("circulation.send", "dealer", dealer.id, [reader.person.id], "请看")
    told = {(c.title, c.label, c.after) for c in clerk.do("history.of", "dealer", dealer.id)}
    assert ("传阅", "传阅给", reader.person.name) in told
    assert ("传阅", "传阅说明", "请看") in told
