"""A window's side of the desk: an office in a file, a counter on it, and a home of its own for what is remembered.

``desk`` is signed in as an office clerk who is administrator too; ``signed_in(Role)`` opens the same file
as the person of one role. ``window`` is the real window over ``desk``.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from tests import founding
from tests.founding import SignIn, Tokens
from tests.founding import signed_in as signed_in

from crmdesk import words
from crmdesk.desk import Desk
from crmdesk.rules.people import Role
from crmdesk.views import theme
from crmdesk.views.counter import Counter


@pytest.fixture(scope="session")
def office_file() -> tuple[Path, Tokens]:
    """A founded office with one person of each role, to be copied; and their tokens."""
    return founding.office_file()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the window remembers stays in the test's folder."""
    monkeypatch.setenv("CRMDESK_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("CRMDESK_DEMO", str(tmp_path / "demo"))
    return tmp_path / "config"


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    """The program's look, light; fonts and style once."""
    if qapp.property("dressed") is None:
        theme.install(qapp, theme.Scheme.LIGHT)
        qapp.setProperty("dressed", True)
    elif theme.is_dark() or theme.look_signals().density is not theme.Density.COMFORTABLE:
        theme.switch(theme.Scheme.LIGHT, theme.Density.COMFORTABLE)


@pytest.fixture
def in_english() -> Iterator[None]:
    """The program speaks English during the test (``make test`` has made the catalogue)."""
    words.use("en")
    yield
    words.use("zh_CN")


@pytest.fixture
def office(office_file: tuple[Path, Tokens], tmp_path: Path) -> tuple[Path, Tokens]:
    """This test's copy of the office, and the tokens."""
    template, tokens = office_file
    return shutil.copy(template, tmp_path / "华东办事处.crm"), tokens


@pytest.fixture
def desk(signed_in: SignIn) -> Desk:
    """The office, opened by its clerk, who is administrator too."""
    return signed_in(Role.ADMIN)


@pytest.fixture
def counter(desk: Desk, qtbot: QtBot) -> Iterator[Counter]:
    """A counter on the desk."""
    made = Counter(desk)
    yield made
    made.close()


@pytest.fixture
def find() -> Callable[[QObject, str], QWidget]:
    """The widget of an objectName; fails where there is none."""

    def by_name(where: QObject, name: str) -> QWidget:
        found = where.findChild(QWidget, name)
        assert found is not None, f"no widget {name}"
        return found

    return by_name
