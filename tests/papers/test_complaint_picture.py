"""The five copies as pictures: ink where it belongs, copies told apart without colour, a barcode that reads."""

from itertools import groupby

import pytest
from PIL import Image
from reportlab.graphics.barcode.code128 import _patterns
from tests.papers.builders import a_complaint, a_head, an_empty_complaint

from crmdesk.papers.complaint import five_copies, pages
from crmdesk.papers.marks import Box, Fill, Rect
from crmdesk.papers.pages import render_page
from crmdesk.rules.complaint import COPIES, Complaint


def picture(form: Complaint, copy: int, dpi: float) -> Image.Image:
    """A copy's first page in grey."""
    raster = render_page(five_copies(form, a_head(), (copy,)), 0, dpi / 72)
    colours = Image.frombuffer("RGBA", (raster.width, raster.height), raster.data, "raw", "BGRA", 0, 1)
    return colours.convert("RGB").convert("L")


def part(image: Image.Image, rect: Rect) -> Image.Image:
    scale = image.width / 210
    return image.crop((
        round(rect.left * scale), round(rect.top * scale), round(rect.right * scale), round(rect.bottom * scale)
    ))  # fmt: skip


def ink(image: Image.Image, rect: Rect) -> float:
    """Share of dark pixels."""
    pixels = part(image, rect).tobytes()
    return sum(pixel < 128 for pixel in pixels) / len(pixels)


def boxes(form: Complaint) -> dict[str, Rect]:
    return {mark.name: mark.rect for mark in pages(form, a_head(), (1,))[0].body if isinstance(mark, Box)}


def below_label(rect: Rect) -> Rect:
    """The inside of a box without its rules, its label and the date at its foot."""
    return Rect(rect.left + 0.6, rect.top + 4.2, rect.width - 1.2, rect.height - 4.2 - 4.4)


def test_text_is_in_its_boxes_and_the_boxes_for_the_pen_are_white():
    form = a_complaint()
    image, places = picture(form, 3, 120), boxes(form)
    for name in ("投诉内容与理由", "客户要求", "异常样品", "业务签注意见"):
        assert ink(image, below_label(places[name])) > 0.01, name
    for name in (
        "检验确认及发生原因",
        "异常原因分析",
        "经理室批示",
        "业务拟定",
        "总经理室综合意见",
        "说明与交涉结果",
    ):
        assert ink(image, below_label(places[name])) == 0, name


def test_an_empty_form_has_ink_in_every_label_and_nowhere_else():
    form = an_empty_complaint()
    image, places = picture(form, 1, 120), boxes(form)
    for name in ("投诉内容与理由", "客户（编号、名称）", "核决", "改善对策检查"):
        rect = places[name]
        assert ink(image, Rect(rect.left + 0.6, rect.top + 0.6, 12.0, 3.4)) > 0.02, name
    assert ink(image, below_label(places["投诉内容与理由"])) == 0


def test_every_box_is_ruled_on_its_four_sides():
    form = a_complaint()
    image = picture(form, 2, 200)
    for name, rect in boxes(form).items():
        for side in (
            Rect(rect.left - 0.2, rect.top + 1, 0.4, rect.height - 2),
            Rect(rect.right - 0.2, rect.top + 1, 0.4, rect.height - 2),
            Rect(rect.left + 1, rect.top - 0.2, rect.width - 2, 0.4),
            Rect(rect.left + 1, rect.bottom - 0.2, rect.width - 2, 0.4),
        ):
            assert ink(image, side) > 0.2, (name, side)


@pytest.mark.parametrize("copy", [copy.index for copy in COPIES])
def test_in_grey_the_gaps_in_the_band_tell_which_copy_it_is(copy: int):
    image = picture(a_complaint(), copy, 120)
    band = part(image, Rect(16.5, 8.3, 60.0, 0.6))
    row = list(band.crop((0, 2, band.width, 3)).tobytes())
    assert max(row) == 255
    assert min(row) < 180  # at least 2 to 1 against white
    gaps = [is_white for is_white, _run in groupby(pixel > 215 for pixel in row) if is_white]
    assert len(gaps) == copy


def test_bands_differ_in_colour_too():
    inks = {next(m.ink for m in page.own if isinstance(m, Fill)) for page in pages(a_complaint(), a_head())}
    assert len(inks) == 5


@pytest.mark.parametrize(
    "form",
    [a_complaint(), a_complaint(number="2611100"), an_empty_complaint(draft_key="DR-NJ-20261124-003")],
    ids=["number", "three digits of serial", "draft"],
)
def test_the_barcode_reads_as_the_number(form: Complaint):
    image = picture(form, 1, 600)
    assert read_code128(part(image, Rect(12.0, 275.0, 52.0, 2.0))) == form.title


def read_code128(strip: Image.Image) -> str:
    """What a scanner reads in one line of a picture: sets B and C, check digit verified."""
    row = strip.crop((0, 5, strip.width, 6)).tobytes()
    runs = [(dark, len(list(run))) for dark, run in groupby(pixel < 128 for pixel in row)]
    runs = runs[1:-1] if not runs[0][0] else runs
    module = sum(length for _dark, length in runs[:6]) / 11
    widths = [round(length / module) for _dark, length in runs]
    letters = {
        tuple(ord(letter.lower()) - 96 for letter in pattern): code for code, pattern in _patterns.items()
    }
    symbols = [tuple(widths[at : at + 6]) for at in range(0, len(widths) - 7, 6)]
    codes = [letters[symbol] for symbol in symbols]
    assert letters[tuple(widths[-7:])] == 106
    *data, check = codes
    assert (data[0] + sum(at * code for at, code in enumerate(data))) % 103 == check
    return "".join(_characters(data))


def _characters(codes: list[int]) -> list[str]:
    is_pairs, said = codes[0] == 105, []
    for code in codes[1:]:
        if code in (99, 100):
            is_pairs = code == 99
        else:
            said.append(f"{code:02d}" if is_pairs else chr(code + 32))
    return said
