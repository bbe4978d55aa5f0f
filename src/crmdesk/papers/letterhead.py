"""What stands at the head and foot of every paper: company, title, number, who printed it, page x of y."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from io import BytesIO

from PIL import Image

from crmdesk.papers.barcode import draw_code128
from crmdesk.papers.filling import Rest
from crmdesk.papers.fonts import Weight
from crmdesk.papers.marks import GREY, Ink, Rect, Style
from crmdesk.papers.sheet import Sheet, fit, width_of
from crmdesk.rules.errors import Refused
from crmdesk.rules.wording import clean, moment
from crmdesk.words import _

#: Left margin wide enough for a punch, right one for the printer's grip.
FRAME = Rect(16.0, 27.0, 182.0, 242.0)
RED: Ink = (0.64, 0.13, 0.1)  # dark enough to be read in grey
_LOGO = 18.0, 12.0  # widest and highest
_SMALL = Style(6.8, ink=GREY)
_STAMP = Style(11.0, Weight.BOLD, RED)
_STAMP_PAD, _STAMP_GAP = 1.3, 1.5


@dataclass(frozen=True, slots=True)
class PaperHead:
    """Who prints a paper. ``logo`` is a PNG or JPEG; ``printed_at`` knows its zone; a demo office's papers say 样张."""

    company: str
    office: str
    contact: str
    logo: bytes | None
    printed_by: str
    printed_at: datetime
    is_demo: bool = False

    def texts(self) -> tuple[tuple[str, str], ...]:
        """What is printed of it, with labels."""
        return (
            ("公司名称", clean(self.company)),
            ("办事处", clean(self.office)),
            ("联系方式", clean(self.contact)),
            ("打印人", clean(self.printed_by)),
        )


@dataclass(frozen=True, slots=True)
class Heading:
    """Title of the paper, its number with the word before it, the stamps beside the number."""

    title: str
    number_word: str
    number: str
    stamps: tuple[str, ...]


def draw_head(
    sheet: Sheet, head: PaperHead, heading: Heading, line: str, frame: Rect = FRAME
) -> list[Rest]:
    """Company at the left, title in the middle with ``line`` under it, number and stamps at the right.

    They stand in the 15 mm above ``frame``. Returns what found no room.
    """
    middle = frame.left + frame.width / 2
    sheet.text(middle, frame.top - 7.6, heading.title, Style(20.0, Weight.BOLD), "middle")
    sheet.text(middle, frame.top - 1.6, line, Style(9.0), "middle")
    return [*_company(sheet, head, frame), *_number(sheet, heading, head.is_demo, frame)]


def _company(sheet: Sheet, head: PaperHead, frame: Rect) -> Iterator[Rest]:
    left = frame.left
    if head.logo:
        logo, width, height = fitted_logo(head.logo, *_LOGO)
        sheet.picture(Rect(left, frame.top - 15.0, width, height), logo)
        left += width + 2.0
    (company_label, company), (office_label, office), *_more = head.texts()
    width = frame.left + frame.width / 2 - 26.5 - left
    area = Rect(left, frame.top - 15.2, width, 10.4)
    top, rest = sheet.paragraph(area, company, Style(11.0, Weight.BOLD), (10.0, 9.0, 8.0, 7.0))
    if rest:
        yield Rest(company_label, rest)
    rest = sheet.paragraph(Rect(left, top + 0.2, width, 3.7), office, Style(9.0, ink=GREY), (8.0, 7.0))[1]
    if rest:
        yield Rest(office_label, rest)


def _number(sheet: Sheet, heading: Heading, is_demo: bool, frame: Rect) -> Iterator[Rest]:
    """The number at the right edge, the stamps before it on the same line."""
    words = f"{heading.number_word} {heading.number}".strip()
    stamps = (*(("样张",) if is_demo else ()), *heading.stamps)
    taken = sum(width_of(word, _STAMP, sheet.fonts) + 2 * _STAMP_PAD + _STAMP_GAP for word in stamps)
    left = frame.left + frame.width / 2 + 28.0 + taken
    area = Rect(left, frame.top - 14.8, frame.right - left, 9.0)
    style, smaller = Style(15.0, Weight.BOLD), (13.0, 11.0, 9.0)
    number = fit(words, area, style, smaller, sheet.fonts)
    rest = sheet.paragraph(area, words, style, smaller, "right")[1]
    if rest:
        yield Rest(heading.number_word, rest)
    widest = max((width_of(line, number.style, sheet.fonts) for line in number.lines), default=0.0)
    right = frame.right - widest - _STAMP_GAP - 0.5
    for word in reversed(stamps):
        right = _stamp(sheet, right, frame.top - 14.7, word) - _STAMP_GAP


def _stamp(sheet: Sheet, right: float, top: float, word: str) -> float:
    """A word in a box of its own, its right edge at ``right``; returns its left edge."""
    width = width_of(word, _STAMP, sheet.fonts) + 2 * _STAMP_PAD
    rect = Rect(right - width, top, width, 5.2)
    sheet.box(rect, f"stamp:{word}", 0.35, RED)
    sheet.text(rect.left + _STAMP_PAD, rect.top + 4.05, word, _STAMP)
    return rect.left


def draw_foot(sheet: Sheet, head: PaperHead, code: str, distribution: str, fingerprint: str) -> list[Rest]:
    """Barcode at the left, in the middle who keeps the copies, who printed when, how to reach the company."""
    top = FRAME.bottom + 3.2
    width = draw_code128(sheet, Rect(FRAME.left, top, 46.0, 9.0), code)
    if width:
        sheet.text(FRAME.left + width / 2, top + 12.0, code, Style(7.0), "middle")
    *_own, (contact_label, contact), (person_label, person) = head.texts()
    rests: list[Rest] = []
    at = top - 0.4
    for label, text in (
        ("分联", distribution),
        (person_label, f"打印 {moment(head.printed_at)}　{person}　内容指纹 {fingerprint}"),
        (contact_label, contact),
    ):
        at, rest = sheet.paragraph(Rect(66.0, at, 92.0, top + 17.0 - at), text, _SMALL, (6.0,))
        rests += [Rest(label, rest)] if rest else []
    return rests


def draw_page_number(
    sheet: Sheet, page: int, pages: int, frame: Rect = FRAME, baseline: float = 289.6, line: str = ""
) -> None:
    """第 1 页 共 3 页 at the foot; from the second page on ``line`` and 续页 at the head as well."""
    words = f"第 {page} 页　共 {pages} 页"
    sheet.text(frame.right, baseline, words, Style(8.0, ink=GREY), "right")
    if page > 1:
        middle = frame.left + frame.width / 2
        sheet.text(middle, frame.top - 1.6, f"{line}　续页　{words}".strip(), Style(9.0), "middle")


@lru_cache(4)
def fitted_logo(data: bytes, width: float, height: float) -> tuple[bytes, float, float]:
    """The logo on white as PNG, no larger than paper can show, and its size in millimetres within the given one."""
    try:
        with Image.open(BytesIO(data)) as picture:
            drawn = picture.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Refused(
            _("打印未成功:公司标志不是能读的图片。"),
            _("您填写的内容都还在。"),
            _("请在「设置 › 公司与纸张」换一张 PNG 或 JPEG 图片,或把它留空。"),
            code="logo-unreadable",
            field="company.logo",
        ) from error
    scale = min(width / drawn.width, height / drawn.height)
    size = drawn.width * scale, drawn.height * scale
    drawn.thumbnail((600, 400))
    paper = Image.new("RGB", drawn.size, "white")
    paper.paste(drawn, mask=drawn.getchannel("A"))
    target = BytesIO()
    paper.save(target, "PNG")
    return target.getvalue(), *size
