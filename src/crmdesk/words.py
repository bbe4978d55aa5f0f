"""The language that the program speaks: Chinese in the source, English by translation.

Rules and services have no Qt and speak too, so the words come from gettext and not from Qt.
"""

import gettext
import locale
import os
from collections.abc import Iterable
from functools import cache

from crmdesk.resources import resource

CHINESE = "zh_CN"
ENGLISH = "en"
_BETWEEN = {"、": ", ", ";": "; "}

_translation: gettext.NullTranslations = gettext.NullTranslations()
_language = CHINESE


def use(language: str) -> None:
    """Speak ``language`` (``zh_CN`` or ``en``) from now on; a text without translation stays Chinese."""
    global _translation, _language
    _language = ENGLISH if language.startswith("en") else CHINESE
    _translation = gettext.NullTranslations() if _language == CHINESE else _catalogue(ENGLISH)


def language() -> str:
    """The language in use: ``zh_CN`` or ``en``."""
    return _language


def language_of_locale() -> str:
    """What the environment asks for: English only where it says so, Chinese otherwise."""
    said = os.environ.get("CRMDESK_LANGUAGE") or os.environ.get("LC_ALL") or os.environ.get("LANG")
    said = said or (locale.getlocale()[0] or "")
    return ENGLISH if said.lower().startswith("en") else CHINESE


def _(text: str) -> str:
    """The text in the language in use."""
    return _translation.gettext(text) if text else ""  # the empty text is the head of a catalogue


def in_every_language(text: str) -> tuple[str, ...]:
    """A text of the source as each language says it: what one window has written, a window of another reads."""
    return tuple(dict.fromkeys((text, _catalogue(ENGLISH).gettext(text)))) if text else ()


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("crmdesk", str(resource("locale")), [language], fallback=True)


def N_(text: str) -> str:
    """Mark a text of a table for translation; ``_`` translates it when it is shown."""
    return text


def listed(parts: Iterable[str], sign: str = "、") -> str:
    """Words one after the other, with the sign of the language between them: 甲、乙 or A, B."""
    return (sign if _language == CHINESE else _BETWEEN[sign]).join(parts)


def sentences(*parts: str) -> str:
    """Sentences one after the other: Chinese needs no blank between them, English does."""
    return ("" if _language == CHINESE else " ").join(part for part in parts if part)
