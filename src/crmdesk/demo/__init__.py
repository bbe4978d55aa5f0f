"""The demo office: built through the same verbs as a real one, so everything in it has its history.

The day it is built for decides everything but ids and salts; it always ends today, so that something is due.
"""

import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from crmdesk.demo.story import (
    BOSS,
    CASES,
    CODE,
    COMPANY,
    CONTACT,
    CORRECTIONS,
    FOUNDED,
    IMPORTED,
    LOGIN,
    OFFICE,
    PASSWORD,
    PEOPLE,
    Case,
)  # fmt: skip
from crmdesk.demo.visits import Visits
from crmdesk.desk import Desk
from crmdesk.exchange.files import write_safely
from crmdesk.resources import resource
from crmdesk.rules.china_time import CHINA, day_in_china
from crmdesk.rules.complaint import COPIES, Complaint
from crmdesk.rules.dealer import Dealer, DealerQuery
from crmdesk.rules.errors import Refused
from crmdesk.words import _

__all__ = ["LOGIN", "PASSWORD", "Built", "build"]

DATABASE = "示例办事处.crm"
LIST, REPORT, ERRORS = "客户名单.xlsx", "导入报告.json", "未导入的行.xlsx"
COPIES_FILE, EXPORT, BACKUP = "客户抱怨处理表-五联.pdf", "客户名单-导出.xlsx", "示例办事处-备份.crm"
BACKUPS = f"{DATABASE}.backups"
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Built:
    """What was made: the database, every file (the database among them), and who may sign in."""

    database: Path
    files: tuple[Path, ...]
    people: tuple[str, ...]


def build(out: Path | str, day: date | None = None, progress: Progress = lambda *said: None) -> Built:
    """Build the demo office in the folder ``out``; an earlier demo office there is replaced.

    Raises Refused where something else has the name, or the demo is open.
    """
    out = Path(out).expanduser().absolute()
    out.mkdir(parents=True, exist_ok=True)
    _refuse_other(out / DATABASE)
    with tempfile.TemporaryDirectory(prefix=".crmdesk-", dir=out) as folder:
        office = _Office(Path(folder), day or day_in_china(datetime.now(UTC)), progress)
        try:
            office.live()
        finally:
            office.close()
        files = tuple(_move(file, out) for file in office.files())
    return Built(out / DATABASE, files, tuple(f"{name}({login})" for login, name, _roles in PEOPLE))


def _refuse_other(database: Path) -> None:
    """Only a demo office may be replaced, and only while nobody has it open."""
    if not database.exists():
        return
    try:
        desk = Desk.open(database)
        is_demo = desk.office.is_demo
        desk.close()
    except Refused:
        is_demo = False
    is_open = database.with_name(database.name + "-wal").exists()
    if is_open or not is_demo:
        raise Refused(
            _("「{name}」正在使用,或者不是示例办事处。").format(name=database.name), _("它没有改动。"),
            _("请先关闭它,或者换一个文件夹。"), code="exists",
        )  # fmt: skip


def _move(file: Path, out: Path) -> Path:
    target = out / file.name
    if target.is_dir():
        shutil.rmtree(target)
    file.replace(target)
    return target


class _Clock:
    """A moment that is set by the story and goes on by some seconds each time it is looked at."""

    def __init__(self) -> None:
        self._now = datetime.now(UTC)

    def set(self, day: date, hour: int, minute: int = 0) -> None:
        """Go to a time of a day of the office."""
        self._now = datetime.combine(day, time(hour, minute), CHINA).astimezone(UTC)

    def __call__(self) -> datetime:
        self._now += timedelta(seconds=7)
        return self._now


class _Office:
    """The office while it is built."""

    def __init__(self, folder: Path, today: date, progress: Progress) -> None:
        self.folder, self.today, self.progress = folder, today, progress
        self.clock = _Clock()
        self.main_number = ""
        self.visit_files: list[str] = []
        self._desks: dict[str, Desk] = {}
        self._rest: dict[int, tuple[frozenset[date], frozenset[date]]] = {}

    def live(self) -> None:
        """Everything that happens, in the order of time."""
        self._found()
        self._import()
        self.visits = Visits(self)
        told = (*self._corrections(), *self._cases(), *self.visits.all())
        happenings = sorted(told, key=lambda one: one[0])
        for done, (_when, happen) in enumerate(happenings):
            self.progress(done, len(happenings), _("正在写几个月的记录"))
            happen()
        self._papers()

    def close(self) -> None:
        """Everyone goes home."""
        for desk in self._desks.values():
            desk.close()

    def files(self) -> list[Path]:
        """What was written, the database first."""
        names = (DATABASE, LIST, REPORT, ERRORS, COPIES_FILE, EXPORT, BACKUP)
        return [self.folder / name for name in (*names, *self.visit_files)]

    # the office

    def _found(self) -> None:
        self.progress(0, 0, _("正在建示例办事处"))
        self.clock.set(self.workday(FOUNDED), 9)
        _login, name, _roles = PEOPLE[0]
        self.desk = Desk.create(
            self.folder / DATABASE, office=OFFICE, code=CODE, login=LOGIN, name=name, password=PASSWORD,
            is_demo=True, clock=self.clock,
        )  # fmt: skip
        self._desks[name] = self.desk
        for login, name, roles in PEOPLE[1:]:
            self.desk.do("person.add", login, name, roles, PASSWORD)
        self.desk.do("setting.change", "company.name", COMPANY)
        self.desk.do("setting.change", "company.contact", CONTACT)

    def as_person(self, name: str) -> Desk:
        """The desk at which that person sits: a password takes its time, so each signs in once."""
        if name not in self._desks:
            desk = Desk.open(self.folder / DATABASE, clock=self.clock)
            desk.sign_in(next(login for login, known, _roles in PEOPLE if known == name), PASSWORD)
            self._desks[name] = desk
        return self._desks[name]

    def workday(self, days_ago: int) -> date:
        """The day so long ago, or the working day before it."""
        day = self.today - timedelta(days=days_ago)
        while days_ago and not self.is_workday(day):
            day -= timedelta(days=1)
        return day

    def is_workday(self, day: date) -> bool:
        """Whether the office works on that day."""
        if not hasattr(self, "desk"):
            return day.weekday() < 5
        if day.year not in self._rest:
            year = self.desk.do("workday.year", day.year)
            self._rest[day.year] = (year.off, year.made_up)
        off, made_up = self._rest[day.year]
        return day in made_up or (day.weekday() < 5 and day not in off)

    # the list

    def _import(self) -> None:
        self.progress(0, 0, _("正在导入客户名单"))
        self.clock.set(self.workday(IMPORTED), 10)
        source = self.folder / LIST
        shutil.copyfile(resource("demo", LIST), source)
        desk = self.as_person(PEOPLE[0][1])
        plan = desk.do("dealer_list.find", desk.do("dealer_list.get", source)).plan()
        report = desk.do("dealer.import_list", plan)
        said = report.to_json() | {"file": LIST}
        write_safely(self.folder / REPORT, json.dumps(said, ensure_ascii=False, indent=2).encode())
        desk.do("dealer_list.export", plan, report, self.folder / ERRORS)
        self.dealers: dict[str, tuple[Dealer, ...]] = {
            name: desk.do("dealer.page", DealerQuery(owners=(name,), sort="code"), 0, 20)
            for _login, name, _roles in PEOPLE
        }

    def _corrections(self) -> list[tuple[datetime, Callable[[], None]]]:
        return [self._correction(*one) for one in CORRECTIONS]

    def _correction(
        self, age: int, owner: str, nth: int, changes: dict[str, Any]
    ) -> tuple[datetime, Callable[[], None]]:
        def happen() -> None:
            self.clock.set(day, 15, nth)
            desk = self.as_person(owner)
            dealer = desk.do("dealer.get", self.dealers[owner][nth].id)
            desk.do("dealer.change", dealer.id, dealer.revision, changes)

        day = self.workday(age)
        return datetime.combine(day, time(15, nth)), happen

    # the complaints

    def _cases(self) -> list[tuple[datetime, Callable[[], None]]]:
        return [
            happening for number, case in enumerate(CASES) for happening in _Telling(self, case, number).all()
        ]

    def _papers(self) -> None:
        """What is shown at once: the five copies, the list, a backup."""
        self.progress(0, 0, _("正在打印和导出"))
        self.clock.set(self.today, 8, 45)
        desk = self.as_person(PEOPLE[0][1])
        number = self.main_number
        desk.do(
            "complaint.save_copies", number, tuple(copy.index for copy in COPIES), self.folder / COPIES_FILE
        )
        desk.do("dealer.export", DealerQuery(sort="code"), (), self.folder / EXPORT)
        self.visit_files = self.visits.papers()
        desk.do("backup.make", self.folder / BACKUP)


class _Telling:
    """One complaint on its way through the office."""

    def __init__(self, office: _Office, case: Case, number: int) -> None:
        self._office, self._case, self._number = office, case, number
        self._form: Complaint | None = None

    def all(self) -> list[tuple[datetime, Callable[[], None]]]:
        """Its record and its steps, each with its moment."""
        moments = [
            (self._case.age, self._record),
            *((age, self._step(name)) for age, name in self._case.steps),
        ]
        return [self._at(age, place, happen) for place, (age, happen) in enumerate(moments)]

    def _at(self, age: int, place: int, happen: Callable[[], None]) -> tuple[datetime, Callable[[], None]]:
        day = self._office.workday(age)
        hour, minute = (8, 10 + 8 * place) if age == 0 else (9 + 2 * min(place, 3), 5 + 3 * self._number)

        def then() -> None:
            self._office.clock.set(day, hour, minute)
            happen()

        return datetime.combine(day, time(hour, minute)), then

    def _record(self) -> None:
        values = dict(self._case.values)
        shipped = values.pop("shipped_days_before", None)
        day = self._office.workday(self._case.age)
        values["dealer_id"] = self._office.dealers[self._case.owner][self._case.nth].id
        if shipped is not None:
            values["shipped_on"] = day - timedelta(days=shipped)
        if values.get("has_sample"):
            values["sample_sent_on"] = day
        self._form = self._office.as_person(self._case.owner).do("complaint.record", values)

    def _step(self, name: str) -> Callable[[], None]:
        return lambda: self._take(name)

    def _take(self, name: str) -> None:
        assert self._form is not None
        form, office = self._form, self._office
        clerk, step = PEOPLE[0][1], dict[str, Any]()
        if name == "print":
            office.as_person(clerk).do(
                "complaint.print_copies", form.number, how="printer", place="内务打印机"
            )
            return
        if name == "register_by_proxy":
            step = {"on_behalf_of": BOSS, "paper_signed_on": office.workday(9)}
            desk, name = office.as_person(clerk), "register"
        else:
            desk = office.as_person(BOSS if name in ("register", "send_back") else self._case.owner)
        if name in ("send_back", "void"):
            step["comment"] = self._case.comment
        self._form = desk.do(f"complaint.{name}", form.id, form.revision, **step)
        if self._case.is_main:
            office.main_number = self._form.number
