"""Any messy list is recognised and cleaned as its truth says, and nothing that changed goes unsaid."""

from hypothesis import HealthCheck, given, settings

from crmdesk.exchange.importing.plan import Grade
from crmdesk.exchange.importing.prepare import prepare
from crmdesk.exchange.matching import recognise
from crmdesk.exchange.reading import read_book
from tests.exchange.messy import MessyList, messy_lists


@given(messy_lists())
@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_a_messy_list_is_read_as_its_truth_says(tmp_path, made: MessyList):
    recognised = recognise(read_book(made.write(tmp_path / "名单.xlsx")))
    assert recognised.header_row == made.header_row
    assert [match.field for match in recognised.columns] == made.fields
    assert {aside.row for aside in recognised.aside} == made.aside
    prepared = prepare(recognised.plan())
    assert list(prepared.row_numbers) == sorted(made.truth)
    assert set(prepared.rejected) == made.nameless
    assert prepared.read == len(made.truth) + len(made.nameless)
    for place, row in enumerate(prepared.row_numbers):
        assert {name: prepared.columns[name][place] for name in made.truth[row]} == made.truth[row]
    said = {(p.row, p.field): p.grade for p in prepared.problems if p.row in made.truth}
    assert said == {at: grade for at, grade in made.said.items() if at[0] in made.truth}
    assert {p.row for p in prepared.problems if p.grade is Grade.ASIDE} == made.aside
    assert made.nameless <= {p.row for p in prepared.problems if p.field == "name" and p.grade is Grade.LOST}
