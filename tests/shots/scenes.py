"""The list of what is shown. A scene is a function that brings the window to a state; see ``__main__``."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.shots.offices import CLERK

if TYPE_CHECKING:
    from tests.shots.stage import Stage

Make = Callable[["Stage"], object]


@dataclass(frozen=True, slots=True)
class Scene:
    """``name`` is the file's name, its first word the group (``--only``).

    ``office`` empty: before any office is open. ``main``: shown in English too. ``large``: at 200 % too.
    """

    name: str
    make: Make
    office: str = "demo"
    login: str = CLERK
    main: bool = False
    large: bool = False


SCENES: dict[str, Scene] = {}


def scene(
    name: str, *, office: str = "demo", login: str = CLERK, main: bool = False, large: bool = False
) -> Callable[[Make], Make]:
    """Take a function into the list."""

    def take(make: Make) -> Make:
        assert name not in SCENES, name
        SCENES[name] = Scene(name, make, office, login, main, large)
        return make

    return take


def chosen(only: str) -> list[Scene]:
    """The scenes whose name or group is among the words, separated by commas; all where there are none."""
    wanted = [word for word in only.split(",") if word]
    return [s for s in SCENES.values() if not wanted or any(_fits(s.name, word) for word in wanted)]


def _fits(name: str, word: str) -> bool:
    return name == word or name.startswith(f"{word}-") or name.split("-")[0] == word
