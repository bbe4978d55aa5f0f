"""The fonts of the papers: bundled, embedded as subsets, every character checked before it is drawn.

reportlab skips a glyph that the font lacks without a word and writes a wrong text layer beyond U+FFFF;
both are mended here, in one place (libraries.md, "reportlab and Chinese").
"""

import threading
import unicodedata
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from reportlab.pdfbase import pdfdoc, pdfmetrics, ttfonts

from crmdesk.papers.installed import installed_fonts
from crmdesk.resources import resource

#: reportlab's parsed faces seek about in themselves: one document is written at a time.
WRITING = threading.RLock()

_BFCHARS = 100  # entries of one block, ISO 32000-1, 9.10.3 (Adobe Technical Note 5014)


def make_to_unicode_cmap(fontname: str, subset: Sequence[int]) -> str:
    """The map of a subset's codes to Unicode; code points above U+FFFF are UTF-16 pairs (ISO 32000-1, 9.10.3)."""
    entries = [f"<{code:02X}> <{_utf16(point)}>" for code, point in enumerate(subset)]
    blocks: list[str] = []
    for first in range(0, len(entries), _BFCHARS):
        block = entries[first : first + _BFCHARS]
        blocks += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    return "\n".join((
        "/CIDInit /ProcSet findresource begin", "12 dict begin", "begincmap",
        "/CIDSystemInfo", f"<< /Registry ({fontname})", f"/Ordering ({fontname})", "/Supplement 0", ">> def",
        f"/CMapName /{fontname} def", "/CMapType 2 def",
        "1 begincodespacerange", f"<00> <{len(subset) - 1:02X}>", "endcodespacerange",
        *blocks,
        "endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end",
    ))  # fmt: skip


def _utf16(point: int) -> str:
    return chr(point).encode("utf-16-be", "surrogatepass").hex().upper()


reportlabs_own_cmap = ttfonts.makeToUnicodeCMap  # a test watches whether it is still wrong
ttfonts.makeToUnicodeCMap = make_to_unicode_cmap


class Weight(StrEnum):
    """The two weights of the papers."""

    REGULAR = "regular"
    BOLD = "bold"


class Run(NamedTuple):
    """A piece of a string that one font draws."""

    font: "PaperFont"
    text: str


class _Glyphs:
    """The glyf table, sliced where it lies instead of copied whole (10 MB) for each subset."""

    def __init__(self, data: bytes, start: int) -> None:
        self._data = data
        self._start = start

    def __getitem__(self, part: slice) -> bytes:
        return self._data[self._start + part.start : self._start + part.stop]


class _Face(ttfonts.TTFontFace):  # type: ignore[misc]
    """reportlab's parsed face, read once for all documents; subsets of fixed words are made once, too."""

    fixed: dict[tuple[int, ...], bytes]

    def get_table(self, tag: str) -> Any:
        if tag == "glyf":
            return _Glyphs(self._ttf_data, self.get_table_pos(tag)[0])
        return super().get_table(tag)

    def addSubsetObjects(self, doc: Any, fontname: str, subset: list[int]) -> Any:
        """As reportlab does it, but a fixed subset is neither cut out nor deflated again."""
        key = tuple(subset)
        kept = self.fixed.get(key)
        if kept is None:
            return super().addSubsetObjects(doc, fontname, subset)
        reference = super().addSubsetObjects(doc, fontname, [0])
        stream = doc.idToObject[f"fontFile:{self.filename}({fontname})"]
        if not kept:
            font = self.makeSubset(subset)
            kept = self.fixed[key] = len(font).to_bytes(4, "big") + zlib.compress(font)
        stream.content = kept[4:]
        stream.dictionary["Length1"] = int.from_bytes(kept[:4], "big")
        stream.dictionary["Filter"] = pdfdoc.PDFName("FlateDecode")
        return reference


class PaperFont(ttfonts.TTFont):  # type: ignore[misc]
    """One TrueType font, parsed once for the life of the process."""

    def __init__(self, path: Path) -> None:
        super().__init__(path.stem, str(path), asciiReadable=True, shapable=False)
        self.face.__class__ = _Face  # reportlab offers no place to name the class
        self.face.fixed = {}

    def begin(self, doc: Any, fixed: str) -> None:
        """Give the ``fixed`` words of a paper their codes first, so that their subsets are the same every time."""
        self.splitString(fixed, doc)
        state = self.state[doc]
        for subset in state.subsets:
            self.face.fixed.setdefault(tuple(subset), b"")
        state.nextCode = -(-state.nextCode // 256) * 256  # the data's own characters begin a new subset


class FontSet:
    """The fonts of a paper, asked in order for each character: the weight's own, the other weight, then ``more``.

    ``more`` is called once, when a character is in neither weight.
    """

    def __init__(
        self, regular: Path, bold: Path, more: Callable[[], Iterable[Path]] = installed_fonts
    ) -> None:
        own, other = PaperFont(regular), PaperFont(bold)
        self._own = {Weight.REGULAR: (own, other), Weight.BOLD: (other, own)}
        self._more = more
        self._fallbacks: tuple[PaperFont, ...] | None = None
        self._found: dict[Weight, dict[str, tuple[PaperFont, float] | None]] = {w: {} for w in Weight}

    def main(self, weight: Weight) -> PaperFont:
        """The font of a weight, before any fallback."""
        return self._own[weight][0]

    def glyph(self, char: str, weight: Weight) -> tuple[PaperFont, float] | None:
        """Who draws ``char``, and its advance in em; None where no font has it."""
        found = self._found[weight]
        if char not in found:
            found[char] = self._look_for(char, weight)
        return found[char]

    def advance(self, char: str, weight: Weight) -> float:
        """Width in em; a character that no font has counts one."""
        glyph = self.glyph(char, weight)
        return glyph[1] if glyph else 1.0

    def runs(self, text: str, weight: Weight) -> Iterator[Run]:
        """``text`` in pieces of one font each. Raises KeyError for a character that no font has."""
        begin, font = 0, None
        for at, char in enumerate(text):
            glyph = self.glyph(char, weight)
            if glyph is None:
                raise KeyError(char)
            if glyph[0] is not font:
                if font is not None:
                    yield Run(font, text[begin:at])
                begin, font = at, glyph[0]
        if font is not None:
            yield Run(font, text[begin:])

    def missing(self, text: str) -> tuple[str, ...]:
        """The characters of ``text`` that no font has, each once, in order."""
        known = self._found[Weight.REGULAR]
        return tuple(dict.fromkeys(
            char for char in text
            if char != "\n" and not (known.get(char) or self.glyph(char, Weight.REGULAR))
        ))  # fmt: skip

    def _look_for(self, char: str, weight: Weight) -> tuple[PaperFont, float] | None:
        code = ord(char)
        for font in (*self._own[weight], *self._others(code, weight)):
            if font.face.charToGlyph.get(code):
                return font, font.face.charWidths[code] / 1000
        return None

    def _others(self, code: int, weight: Weight) -> tuple[PaperFont, ...]:
        if any(font.face.charToGlyph.get(code) for font in self._own[weight]):
            return ()
        with WRITING:
            if self._fallbacks is None:
                self._fallbacks = tuple(_readable(self._more()))
        return self._fallbacks


def _readable(paths: Iterable[Path]) -> Iterator[PaperFont]:
    for path in paths:
        try:
            yield PaperFont(path)
        except (
            ttfonts.TTFError,
            OSError,
        ):  # broken, or its licence forbids embedding: as if it were not there
            continue


def name_of(char: str) -> str:
    """「𠮷」(U+20BB7): a character as a sentence names it; only the number where it has no picture at all."""
    number = f"U+{ord(char):04X}"
    has_picture = unicodedata.category(char) not in ("Cs", "Cn", "Co", "Cc", "Cf")
    return f"「{char}」({number})" if has_picture else number


_bundled: list[FontSet] = []


def bundled() -> FontSet:
    """The fonts that come with the program, parsed at the first paper, for all threads."""
    if not _bundled:
        with WRITING:
            if not _bundled:
                regular, bold = (resource("fonts", f"NotoSansSC-{name}.ttf") for name in ("Regular", "Bold"))
                fonts = FontSet(regular, bold)
                pdfmetrics.registerFont(fonts.main(Weight.REGULAR))
                _bundled.append(fonts)
    return _bundled[0]
