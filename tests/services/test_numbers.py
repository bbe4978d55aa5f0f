"""Official numbers: no gap, no repeat, also when many ask at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

from sqlalchemy.orm import Session

from crmdesk.desk import Desk
from crmdesk.services import numbers


def test_the_series_begins_anew_each_month(clerk):
    with Session(clerk._writes) as session, session.begin():
        november = [numbers.next_complaint(session, date(2026, 11, 30)) for _n in range(2)]
        december = numbers.next_complaint(session, date(2026, 12, 1))
    assert november == [(2026, 11, 1), (2026, 11, 2)]
    assert december == (2026, 12, 1)


def test_a_number_is_not_used_up_by_a_transaction_that_fails(clerk):
    with Session(clerk._writes) as session:
        numbers.next_complaint(session, date(2026, 11, 1))
        session.rollback()
    with Session(clerk._writes) as session, session.begin():
        assert numbers.next_complaint(session, date(2026, 11, 1))[2] == 1


def test_many_desks_at_once_get_each_number_once(office):
    desks = [Desk.open(office[0]) for _n in range(4)]

    def take(desk: Desk) -> list[int]:
        given = []
        for _n in range(10):
            with Session(desk._writes) as session, session.begin():
                given.append(numbers.next_complaint(session, date(2026, 11, 5))[2])
        return given

    with ThreadPoolExecutor(len(desks)) as pool:
        given = [n for numbers_of_one in pool.map(take, desks) for n in numbers_of_one]
    assert sorted(given) == list(range(1, 41))
    for desk in desks:
        desk.close()
