"""What a search finds, best first."""

from dataclasses import dataclass
from enum import IntEnum
from uuid import UUID


class Rank(IntEnum):
    """Why a dealer was found; a smaller number stands further up."""

    EXACT = 0  # code, name, short name, whole phone number
    BEGINNING = 1  # of code, name, short name
    INITIALS = 2  # shjm or jm: 上海金茂
    SPELLING = 3  # shanghaij or jinm: 上海金茂
    PART = 4  # of name or short name
    TAIL = 5  # of a phone number, three digits at least
    CODE_PART = 6
    CITY = 7


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that the palette offers: ``subject`` as in the journal, ``note`` says which one it is."""

    subject: str
    id: UUID
    title: str
    note: str
