"""Offices to measure in: founded anew, with so many dealers and a few complaints that wait."""

from pathlib import Path

from crmdesk.desk import Desk
from tests.bench.bench_search import fill
from tests.builders import PASSWORD, a_sent_complaint


def an_office(place: Path, dealers: int) -> tuple[Path, str]:
    """The database and a token by which its clerk stays signed in."""
    place.parent.mkdir(parents=True, exist_ok=True)
    desk = Desk.create(place, office="华东办事处", code="HD", login="limin", name="李敏", password=PASSWORD)
    fill(desk, dealers)
    for _number in range(8):
        a_sent_complaint(desk)
    token = desk.stay_signed_in()
    desk.close()
    return place, token
