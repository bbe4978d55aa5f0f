"""Text as it was meant: without the invisible and the double-width characters that typing and pasting bring."""

import re
import unicodedata

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")

#: Signs that Chinese input methods give where a plain one is meant; only inside of numbers and dates.
PLAIN_SIGNS = str.maketrans({"。": ".", "、": ".", "—": "-", "–": "-", "−": "-", "‐": "-", "‑": "-"})


def normalise(text: str) -> str:
    """For comparing and reading: NFKC where the text is not ASCII, nothing invisible, no blanks at the ends.

    A no-break space becomes a plain one; a full-width １ becomes 1, （ becomes (.
    """
    if not text.isascii():
        text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return text.strip()


def without_blanks(text: str) -> str:
    """The normalised text without any blank, its signs plain: how numbers and dates are read."""
    return "".join(normalise(text).split()).translate(PLAIN_SIGNS)
