"""The offices that are shown, each built once and copied for every picture; and the files that are imported."""

import shutil
import tempfile
from pathlib import Path

from crmdesk.demo import PASSWORD, build
from crmdesk.desk import Desk
from crmdesk.resources import resource
from tests.shots.clock import DAY, Moment

#: Names of the demo's people as their logins; the first is what most pictures are taken as.
CLERK, REP, BOSS, MANAGER, INSPECTOR = "limin", "sunli", "hanxue", "zhengheping", "gujing"


class Offices:
    """``demo``: months of records; ``empty``: founded a moment ago."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._tokens: dict[tuple[str, str], str] = {}

    def place(self, office: str) -> Path:
        """The file of an office, built when it is first asked for."""
        made = self.folder / office
        if not made.exists():
            half = Path(tempfile.mkdtemp(dir=self.folder))
            _BUILDERS[office](half)
            half.rename(made)
        return next(f for f in made.glob("*.crm") if "备份" not in f.name)

    def paper(self) -> Path:
        """The five copies that the demo office left."""
        return self.place("demo").with_name("客户抱怨处理表-五联.pdf")

    def open(self, office: str, login: str) -> Desk:
        """A fresh copy of an office, with somebody signed in."""
        original = self.place(office)
        token = self._token(original, office, login)
        copy = Path(tempfile.mkdtemp(dir=self.folder)) / original.name
        shutil.copy(original, copy)
        desk = Desk.open(copy, clock=Moment())
        assert desk.resume(token) is not None
        return desk

    def second(self, desk: Desk, login: str) -> Desk:
        """The same file once more, as another person at another computer."""
        other = Desk.open(desk.database, clock=Moment())
        other.sign_in(login, PASSWORD)
        return other

    def file(self, name: str) -> Path:
        """A list to import: ``客户名单.xlsx`` of the demo, or one of the bad ones."""
        path = self.folder / name
        if not path.exists():
            if name == "客户名单.xlsx":
                shutil.copyfile(resource("demo", name), path)
            else:
                _BAD[name](path)
        return path

    def _token(self, original: Path, office: str, login: str) -> str:
        if (office, login) not in self._tokens:
            desk = Desk.open(original, clock=Moment())
            desk.sign_in(login, PASSWORD)
            self._tokens[office, login] = desk.stay_signed_in()
            desk.close()
        return self._tokens[office, login]


def _build_demo(folder: Path) -> None:
    build(folder, DAY)


def _build_empty(folder: Path) -> None:
    Desk.create(
        folder / "华东办事处.crm", office="华东办事处", code="HD", login=CLERK, name="李敏", password=PASSWORD,
        clock=Moment(),
    ).close()  # fmt: skip


_BUILDERS = {"demo": _build_demo, "empty": _build_empty}


def _broken(path: Path) -> None:
    whole = resource("demo", "客户名单.xlsx").read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


def _no_header(path: Path) -> None:
    lines = ("十一月例会纪要", "一、货款回收", "二、年终备货", "三、其他")
    path.write_text("\n".join(lines), encoding="utf-8")


_BAD = {"没有下载完的名单.xlsx": _broken, "例会纪要.csv": _no_header}
