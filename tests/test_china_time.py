"""The office's day and times are China's, whatever the zone of the machine (decision 0007)."""

import ast
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from crmdesk.desk import Desk
from crmdesk.exchange.workbook import write_list
from crmdesk.rules.china_time import in_china
from crmdesk.rules.columns import Column, Kind
from crmdesk.rules.people import Role
from crmdesk.views.days import now, today
from crmdesk.views.widgets.rows import shown
from crmdesk.views.widgets.timeline import time_of
from tests.builders import a_sent_complaint
from tests.founding import office_file

SOURCE = Path(__file__).parents[1] / "src/crmdesk"
NIGHT = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)  # one o'clock of the 24th in China, noon of the 23rd in New York
END_OF_MONTH = datetime(2026, 11, 30, 16, 30, tzinfo=UTC)


@pytest.fixture
def new_york(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A laptop whose zone says New York."""
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    template, _tokens = office_file()
    copy = tmp_path / "office.crm"
    copy.write_bytes(template.read_bytes())
    return copy


def open_at(place: Path, moment: datetime, role: Role) -> Desk:
    desk = Desk.open(place, clock=lambda: moment)
    assert desk.resume(office_file()[1][role]) is not None
    return desk


def test_the_day_number_and_history_of_an_office_are_those_of_china(place, new_york):
    clerk, head = (open_at(place, NIGHT, role) for role in (Role.OFFICE_CLERK, Role.GMO))
    assert clerk.do("inbox.today").day == date(2026, 11, 24)
    form = a_sent_complaint(clerk)
    assert form.draft_key.startswith("DR-20261124-")
    form = head.do("complaint.register", form.id, form.revision)
    assert (form.number, form.accepted_on) == ("261101", date(2026, 11, 24))
    printed = head.do("complaint.preview", form.id, (1,))
    assert "2026年11月24日 01:00" in "".join(
        page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(printed)
    )
    for desk in (clerk, head):
        desk.close()


def test_a_number_of_the_first_night_of_a_month_belongs_to_that_month(place, new_york):
    clerk, head = (open_at(place, END_OF_MONTH, role) for role in (Role.OFFICE_CLERK, Role.GMO))
    form = a_sent_complaint(clerk)
    assert head.do("complaint.register", form.id, form.revision).number == "261201"
    for desk in (clerk, head):
        desk.close()


def test_backups_are_named_after_the_time_of_china(place, new_york):
    admin = open_at(place, NIGHT, Role.ADMIN)
    assert "20261124-010000" in admin.do("backup.make").path.name
    admin.close()


def test_lists_workbooks_and_timelines_show_the_time_of_china(tmp_path, new_york):
    column = Column("at", "时间", Kind.INSTANT)
    assert shown(column, NIGHT) == "2026-11-24 01:00"
    assert time_of(NIGHT).endswith("11-24 01:00")
    write_list(tmp_path / "a.xlsx", "t", [column], [[NIGHT]])
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").active["A2"].value == in_china(NIGHT).replace(tzinfo=None)
    assert (now().utcoffset(), today()) == (timedelta(hours=8), now().date())


def _asks_the_machine(call: ast.Call) -> bool:
    said = ast.unparse(call.func)
    silent = not call.args and not call.keywords
    return (
        (silent and said.endswith((".astimezone", "datetime.now", "date.today", ".utcnow")))
        or (said.endswith(".fromtimestamp") and len(call.args) + len(call.keywords) < 2)
        or said in ("time.localtime", "time.strftime", "time.ctime")
    )


def test_no_source_asks_for_the_zone_of_the_machine():
    asking = [
        f"{file.relative_to(SOURCE)}:{node.lineno} {ast.unparse(node)}"
        for file in sorted(SOURCE.rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and _asks_the_machine(node)
    ]
    assert asking == []
