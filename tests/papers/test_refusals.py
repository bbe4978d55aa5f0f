"""What stops a paper, said so that the clerk can do something about it."""

from io import BytesIO

import pytest
from PIL import Image
from tests.papers.builders import a_complaint, a_head, words_of

from crmdesk import words
from crmdesk.papers import complaint as paper
from crmdesk.papers.complaint import five_copies, pages
from crmdesk.papers.fonts import FontSet
from crmdesk.papers.marks import A4, Picture
from crmdesk.resources import resource
from crmdesk.rules.errors import Refused


@pytest.fixture
def only_bundled_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    fonts = FontSet(
        resource("fonts", "NotoSansSC-Regular.ttf"), resource("fonts", "NotoSansSC-Bold.ttf"), more=lambda: ()
    )
    monkeypatch.setattr(paper, "bundled", lambda: fonts)


@pytest.mark.usefixtures("only_bundled_fonts")
def test_a_character_that_no_font_has_is_named_with_its_box_and_code_point():
    with pytest.raises(Refused) as refusal:
        five_copies(a_complaint(dealer_name="𠮷野家", reason="好😀好☐"), a_head())
    said = refusal.value
    assert said.code == "glyph-missing"
    assert said.field == "dealer_name"
    assert "「客户（编号、名称）」里的「𠮷」(U+20BB7)" in said.what
    assert "「投诉内容与理由」里的「😀」(U+1F600)、「☐」(U+2610)" in said.what
    assert said.kept
    assert said.do


@pytest.mark.usefixtures("only_bundled_fonts")
@pytest.mark.parametrize("field", ["company", "office", "contact", "printed_by"])
def test_the_letterhead_is_checked_too(field: str):
    with pytest.raises(Refused, match="U\\+20BB7"):
        five_copies(a_complaint(), a_head(**{field: "𠮷"}))


@pytest.mark.usefixtures("only_bundled_fonts")
def test_a_lone_surrogate_is_refused_by_its_number_and_can_be_shown():
    with pytest.raises(Refused) as refusal:
        five_copies(a_complaint(reason="坏\ud800字"), a_head())
    assert "U+D800" in refusal.value.what
    refusal.value.what.encode()


def a_picture(size: tuple[int, int], colour: tuple[int, ...], kind: str = "PNG") -> bytes:
    target = BytesIO()
    Image.new("RGBA" if len(colour) == 4 else "RGB", size, colour).save(target, kind)
    return target.getvalue()


@pytest.mark.parametrize("size", [(4000, 300), (60, 60), (30, 900)])
def test_a_logo_keeps_its_proportions_beside_the_company(size: tuple[int, int]):
    page = pages(a_complaint(), a_head(logo=a_picture(size, (10, 90, 160, 128))), (1,))[0]
    logo = next(mark.rect for mark in page.marks if isinstance(mark, Picture))
    assert logo.width / logo.height == pytest.approx(size[0] / size[1], rel=0.01)
    assert A4.inset(5).holds(logo)
    assert logo.width <= 18.01
    assert logo.height <= 12.01


def test_the_text_of_a_paper_with_logo_is_the_same():
    jpeg = a_head(logo=a_picture((300, 200), (10, 90, 160), "JPEG"))
    assert words_of(five_copies(a_complaint(), jpeg)) == words_of(five_copies(a_complaint(), a_head()))


@pytest.mark.parametrize("logo", [b"no picture", a_picture((40, 40), (1, 2, 3))[:60]])
def test_a_logo_that_is_no_picture_is_refused(logo: bytes):
    with pytest.raises(Refused) as refusal:
        five_copies(a_complaint(), a_head(logo=logo))
    assert refusal.value.code == "logo-unreadable"
    assert refusal.value.field == "company.logo"


def test_the_papers_words_are_chinese_whatever_the_screen_speaks():
    chinese = five_copies(a_complaint(), a_head())
    words.use("en")
    try:
        assert five_copies(a_complaint(), a_head()) == chinese
    finally:
        words.use("zh_CN")
