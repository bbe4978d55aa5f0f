"""Where the files lie that the program brings along (fonts, holidays, words, icons, demo lists)."""

from pathlib import Path

_BESIDE_PACKAGE = Path(__file__).with_name("resources")
_IN_CHECKOUT = Path(__file__).parents[2] / "resources"


def resource(*parts: str) -> Path:
    """The path of a bundled file, e.g. ``resource("fonts", "NotoSansSC-Regular.ttf")``.

    An installed program carries the folder inside the package, a checkout at its root.
    """
    root = _BESIDE_PACKAGE if _BESIDE_PACKAGE.is_dir() else _IN_CHECKOUT
    return root.joinpath(*parts)
