"""Any messy list is recognised and cleaned as its truth says, and nothing that changed goes unsaid."""

from hypothesis import HealthCheck, given, settings

from crmdesk.exchange.importing.memory import Learned, Profile, column_keys
from crmdesk.exchange.importing.plan import Grade
from crmdesk.exchange.importing.prepare import prepare
from crmdesk.exchange.matching import recognise
from crmdesk.exchange.reading import read_book
from tests.exchange.messy import MessyList, messy_lists

SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much]


def planned(made: MessyList, recognised):
    letters = {at: match.letter for at, match in enumerate(recognised.columns)}
    corrections = {letters[at]: "extra" for at in made.facts}
    return recognised.plan(corrections, joins=made.joins, blanks=made.blanks)


@given(messy_lists())
@settings(max_examples=250, suppress_health_check=SLOW, deadline=None)
def test_a_messy_list_is_read_as_its_truth_says(tmp_path, made: MessyList):
    recognised = recognise(read_book(made.write(tmp_path)))
    assert (recognised.header_row, recognised.header_rows) == (made.header_row, made.header_rows)
    assert [match.field for match in recognised.columns] == made.fields
    assert [double.field for double in recognised.doubles] == list(made.doubles.values())
    assert {aside.row for aside in recognised.aside} == made.aside
    prepared = prepare(planned(made, recognised))
    assert list(prepared.row_numbers) == sorted(made.truth)
    assert set(prepared.rejected) == made.nameless
    assert prepared.read == len(made.truth) + len(made.nameless)
    for place, row in enumerate(prepared.row_numbers):
        assert {name: prepared.columns[name][place] for name in made.truth[row]} == made.truth[row]
        assert prepared.contacts.get(place, ()) == made.contacts.get(row, ())
        empty = {name for name, column in prepared.columns.items() if column[place] in ("", None)}
        assert {name for name in empty if prepared.clears(name, place)} == {name for at, name in made.clears if at == row}
    said = {(p.row, p.field): p.grade for p in prepared.problems if p.row in made.truth}
    assert said == {at: grade for at, grade in made.said.items() if at[0] in made.truth}
    assert {p.row for p in prepared.problems if p.grade is Grade.ASIDE} == made.aside
    assert made.nameless <= {p.row for p in prepared.problems if p.field == "name" and p.grade is Grade.LOST}


@given(messy_lists())
@settings(max_examples=40, suppress_health_check=SLOW, deadline=None)
def test_a_messy_list_seen_before_comes_in_as_last_time(tmp_path, made: MessyList):
    book = read_book(made.write(tmp_path))
    recognised = recognise(book)
    plan = planned(made, recognised)
    keys = column_keys(match.header for match in recognised.columns)
    mapping = {key: plan.mapping.get(match.letter) for key, match in zip(keys, recognised.columns, strict=True)}
    profile = Profile("上次", mapping, joins=plan.joins, blanks=plan.blanks)
    again = recognise(book, learned=Learned(profiles={recognised.fingerprint: profile}))
    assert again.profile is profile
    assert prepare(again.plan()) == prepare(plan)
