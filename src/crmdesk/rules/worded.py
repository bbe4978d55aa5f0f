"""Enumerations whose members carry the Chinese word that people see."""

from enum import StrEnum
from typing import Self

from crmdesk.words import _


class Worded(StrEnum):
    """A code that is stored, and a word that is shown: ``A = "a", N_("甲")``."""

    word: str

    def __new__(cls, code: str, word: str = "") -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.word = word or code
        return member

    @property
    def label(self) -> str:
        """The word in the language in use."""
        return _(self.word)
