"""Two databases of one office, on a desktop and on a laptop without a network, and the files that go between them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from crmdesk.desk import Desk
from crmdesk.rules.desks import Applied
from crmdesk.rules.people import Role
from tests.builders import PASSWORD
from tests.founding import Tokens


@dataclass
class Pair:
    """The office's desk (the representative sits there) and the manager's laptop."""

    office: Desk
    laptop: Desk
    folder: Path
    sent: int = 0

    def id_of(self, desk: Desk):
        return desk.desk_id

    def packet(self, sender: Desk, receiver: Desk) -> Path:
        self.sent += 1
        path = self.folder / f"{self.sent}.crmpkt"
        sender.do("packet.make", receiver.desk_id, path)
        return path

    def send(self, sender: Desk, receiver: Desk) -> Applied:
        return receiver.do("packet.apply", self.packet(sender, receiver))

    def to_laptop(self) -> Applied:
        return self.send(self.office, self.laptop)

    def to_office(self) -> Applied:
        return self.send(self.laptop, self.office)


def open_as(place: Path, login: str, **words) -> Desk:
    desk = Desk.open(place, **words)
    desk.sign_in(login, PASSWORD)
    return desk


@pytest.fixture
def pair(sqlite_office: tuple[Path, Tokens], tmp_path: Path) -> Iterator[Pair]:
    """The office opened by its clerk, a copy of it on a laptop by its manager."""
    import shutil

    template, tokens = sqlite_office
    place, copy = tmp_path / "office.db", tmp_path / "laptop.db"
    shutil.copy(template, place)
    manager = Desk.open(place)
    assert manager.resume(tokens[Role.OFFICE_MGR])
    manager.do("desks.prepare_copy", copy, "经理的笔记本")
    manager.close()
    office, laptop = Desk.open(place), open_as(copy, "office_mgr")
    assert office.resume(tokens[Role.OFFICE_CLERK])
    yield Pair(office, laptop, tmp_path)
    office.close()
    laptop.close()
