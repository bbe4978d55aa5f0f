"""Fonts of the papers: every character of the data is in the text layer, or the paper says which one is missing."""

import re
import unicodedata
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from reportlab.pdfbase import ttfonts
from tests.papers.builders import all_words

from crmdesk.papers import fonts as paper_fonts
from crmdesk.papers.fonts import FontSet, PaperFont, Weight, bundled, make_to_unicode_cmap, name_of
from crmdesk.papers.marks import Style
from crmdesk.papers.painting import About, Leaf, write
from crmdesk.papers.sheet import Sheet
from crmdesk.resources import resource
from crmdesk.rules.wording import clean

RARE = "㛃䶮堃喆昇甯𬭚𫖯𬱖鑫頔"
LIGATURES = "ﬀﬁﬂﬃﬄ"  # pdfium reads them as their letters
REGULAR = resource("fonts", "NotoSansSC-Regular.ttf")
BOLD = resource("fonts", "NotoSansSC-Bold.ttf")


def a_page(lines: list[str], fonts: FontSet, weight: Weight = Weight.REGULAR) -> bytes:
    sheet = Sheet(fonts)
    for number, line in enumerate(lines):
        sheet.text(10, 10 + number * 5.4, line, Style(10, weight))
    return write([sheet.marks], [Leaf(0, ())], About("试", "试", datetime(2026, 1, 1, tzinfo=UTC)), {}, fonts)


def characters(fonts: FontSet) -> list[str]:
    drawn = (
        chr(code) for code, glyph in sorted(fonts.main(Weight.REGULAR).face.charToGlyph.items()) if glyph
    )
    return [char for char in drawn if not char.isspace() and clean(char) and char not in LIGATURES]


@pytest.mark.parametrize("weight", Weight)
def test_rare_surnames_are_in_the_text_layer(weight: Weight):
    assert all_words(a_page([RARE], bundled(), weight)) == [RARE]


def test_every_character_of_the_font_is_read_back_from_the_text_layer():
    fonts = bundled()
    known = characters(fonts)
    assert len(known) > 30_000
    for first in range(0, len(known), 2000):
        part = known[first : first + 2000]
        lines = ["".join(part[at : at + 40]) for at in range(0, len(part), 40)]
        assert all_words(a_page(lines, fonts)) == ["".join(part)]


def test_the_cmap_of_a_whole_subset_has_pairs_beyond_the_first_plane_and_short_blocks():
    subset = [0, *range(0x4E00, 0x4E00 + 128), *map(ord, "𬭚𫖯𬱖"), *range(0x3400, 0x3400 + 124)]
    cmap = make_to_unicode_cmap("F", subset)
    blocks = [int(count) for count in re.findall(r"(\d+) beginbfchar", cmap)]
    assert len(subset) == sum(blocks) == 256
    assert max(blocks) <= 100
    for code, char in ((129, "𬭚"), (130, "𫖯"), (131, "𬱖")):
        assert f"<{code:02X}> <{char.encode('utf-16-be').hex().upper()}>" in cmap


def test_reportlab_still_needs_the_mend_and_still_uses_it():
    """Fails when reportlab mends its function or moves it: then ours goes, or follows."""
    assert "<00> <2CB5A>" in paper_fonts.reportlabs_own_cmap("F", [0x2CB5A])
    assert ttfonts.makeToUnicodeCMap is make_to_unicode_cmap
    assert "makeToUnicodeCMap" in ttfonts.TTFont.addObjects.__code__.co_names


def test_fonts_are_embedded_and_no_other_font_is_named():
    pdf = a_page(["一二三 abc"], bundled())
    assert pdf.count(b"/FontFile2") == pdf.count(b"/Type /FontDescriptor") == 1
    assert b"Helvetica" not in pdf


def without(chars: str, font: PaperFont) -> None:
    for char in chars:
        font.face.charToGlyph.pop(ord(char))


@pytest.fixture
def own_fonts() -> FontSet:
    return FontSet(REGULAR, BOLD, more=lambda: ())


def test_a_character_that_one_font_lacks_comes_from_the_next_run_by_run(own_fonts: FontSet):
    without("金建", own_fonts.main(Weight.REGULAR))
    runs = list(own_fonts.runs("南京金建材", Weight.REGULAR))
    names = [(run.font.fontName, run.text) for run in runs]
    assert names == [
        ("NotoSansSC-Regular", "南京"),
        ("NotoSansSC-Bold", "金建"),
        ("NotoSansSC-Regular", "材"),
    ]
    assert all_words(a_page(["南京金建材"], own_fonts)) == ["南京金建材"]


def test_fonts_of_the_machine_are_asked_last_and_only_once(tmp_path: Path):
    asked = []
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"no font")

    def more() -> list[Path]:
        asked.append(1)
        return [broken, BOLD]

    fonts = FontSet(REGULAR, BOLD, more)
    assert fonts.glyph("金", Weight.REGULAR)
    assert not asked
    assert fonts.missing("𠮷\U0001f9ff𠮷") == ("𠮷", "\U0001f9ff")
    assert asked == [1]


def test_missing_characters_are_named_once_with_their_code_points(own_fonts: FontSet):
    assert own_fonts.missing("南京☐\n𠮷☐") == ("☐", "𠮷")
    assert name_of("𠮷") == "「𠮷」(U+20BB7)"
    assert name_of("\U0010fffd") == "U+10FFFD"
    assert name_of("\ud800") == "U+D800"


def test_the_fonts_are_parsed_once_for_all_papers():
    assert bundled() is bundled()


def test_the_subset_of_fixed_words_is_made_once_and_the_pages_stay_the_same(own_fonts: FontSet):
    face = own_fonts.main(Weight.REGULAR).face
    made: list[int] = []
    makes = face.makeSubset
    face.makeSubset = lambda subset: made.append(len(subset)) or makes(subset)
    fixed = {Weight.REGULAR: "客户抱怨处理表" + "".join(map(chr, range(0x4E00, 0x4E00 + 200)))}

    def page() -> bytes:
        sheet = Sheet(own_fonts)
        sheet.text(10, 10, "客户抱怨处理表一丁甯", Style(10))
        return write(
            [sheet.marks], [Leaf(0, ())], About("", "", datetime(2026, 1, 1, tzinfo=UTC)), fixed, own_fonts
        )

    first, second = page(), page()
    assert first == second
    assert all_words(first) == ["客户抱怨处理表一丁甯"]
    assert [size for size in made if size > 1] == [
        256,
        50,
        2,
        2,
    ]  # two fixed ones once, 甯's for each document


def test_a_kept_subset_is_the_same_font_as_a_fresh_one(own_fonts: FontSet):
    fixed = {Weight.REGULAR: "客户抱怨处理表"}

    def embedded(words: dict[Weight, str]) -> bytes:
        sheet = Sheet(own_fonts)
        sheet.text(10, 10, "客户抱怨处理表", Style(10))
        pdf = write(
            [sheet.marks], [Leaf(0, ())], About("", "", datetime(2026, 1, 1, tzinfo=UTC)), words, own_fonts
        )
        stream = re.search(rb"/Length1 \d+\n.*?stream\r?\n(.*?)endstream", pdf, re.S)
        assert stream
        return zlib.decompressobj().decompress(stream[1])

    kept = embedded(fixed)
    assert embedded(fixed) == kept
    assert kept.startswith(b"\0\1\0\0")


def test_clean_text_of_the_strange_kind_is_what_is_checked():
    assert bundled().missing(clean("王\u200b先生\ufe0f\x00")) == ()
    assert unicodedata.category("\u200b") == "Cf"
