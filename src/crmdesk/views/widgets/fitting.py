"""Which columns a table shows in the room that it has, and how wide each is. Plain arithmetic."""

from collections.abc import Sequence
from dataclasses import dataclass

EASILY, AT_MOST = 0.1, 0.2  # shares of its width that a wide text loses before a column steps aside, and after
GAIN = 0.6  # share that it takes of what is left over


@dataclass(frozen=True, slots=True)
class Wish:
    """A column that is wanted: its place in the model, its width in pixels, whether it is a text that can be
    cut, and how soon it steps aside (the highest first; 0 never)."""

    at: int
    width: int
    is_text: bool = False
    aside: int = 0


def fitted(wishes: Sequence[Wish], room: int) -> dict[int, int]:
    """Widths of the columns that are shown, by place; those without room are left out.

    Columns step aside one by one until the rest fits with the wide texts hardly cut; then wide texts give way
    or share what is left over. Where even those that never step aside do not fit, they keep their widths, and
    the table scrolls.
    """
    shown = list(wishes)
    while _share(shown, room) > EASILY:
        first = max(shown, key=lambda wish: wish.aside)
        if not first.aside:
            break
        shown.remove(first)
    widths = {wish.at: wish.width for wish in shown}
    share = _share(shown, room)
    if share <= AT_MOST:
        widths |= {wish.at: int(wish.width * (1 - max(share, -GAIN))) for wish in _wide(shown)}
    return widths


def _share(shown: Sequence[Wish], room: int) -> float:
    """What the wide texts would have to lose, as a share of their width; negative where room is left."""
    over = sum(wish.width for wish in shown) - room
    return over / max(sum(wish.width for wish in _wide(shown)), 1)


def _wide(shown: Sequence[Wish]) -> list[Wish]:
    """Texts at least half as wide as the widest: a short one is never cut."""
    texts = [wish for wish in shown if wish.is_text]
    return [wish for wish in texts if 2 * wish.width > max(text.width for text in texts)]
