"""Fonts of the machine that know rarer characters than the bundled ones: asked last, and only when one is missing.

Only TrueType outlines can be embedded; fonts for the ideographs of extension B and later, and for signs.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

_NAMES = (
    "simsunb.ttf", "simsunextg.ttf", "seguisym.ttf",  # Windows
    "HanaMinA.ttf", "HanaMinB.ttf", "Plangothic.ttf", "PlangothicP1-Regular.ttf", "PlangothicP2-Regular.ttf",
    "BabelStoneHan.ttf", "Jigmo.ttf", "Jigmo2.ttf", "Jigmo3.ttf",
    "NotoSansSymbols2-Regular.ttf", "DejaVuSans.ttf",
)  # fmt: skip


def font_folders() -> tuple[Path, ...]:
    """Where this system keeps its fonts, the user's own last."""
    home = Path.home()
    if sys.platform == "win32":
        windows = Path(os.environ.get("WINDIR", r"C:\Windows"))
        return windows / "Fonts", home / "AppData/Local/Microsoft/Windows/Fonts"
    if sys.platform == "darwin":
        return Path("/Library/Fonts"), home / "Library/Fonts"
    return Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local/share/fonts"


def installed_fonts() -> Iterator[Path]:
    """The paths of the known fonts that are there, in the order of the list."""
    there: dict[str, Path] = {}
    for folder in font_folders():
        for path in folder.rglob("*.[tT][tT][fF]"):
            there.setdefault(path.name.lower(), path)
    for name in _NAMES:
        if name.lower() in there:
            yield there[name.lower()]
