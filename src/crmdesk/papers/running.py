"""What papers of many pages share: the sheet and its frame, head and foot of each page, and the file they make."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from crmdesk.papers.filling import Rest
from crmdesk.papers.fonts import FontSet, Weight
from crmdesk.papers.letterhead import Heading, PaperHead, draw_head, draw_page_number
from crmdesk.papers.marks import A4, GREY, Mark, Rect, Style, Text
from crmdesk.papers.painting import About, Leaf, write
from crmdesk.papers.sheet import Sheet
from crmdesk.rules.wording import moment

_SMALL = Style(6.8, ink=GREY)


class Layout(NamedTuple):
    """A sheet and the frame on it that is filled."""

    paper: Rect
    frame: Rect


LANDSCAPE = Layout(Rect(0.0, 0.0, 297.0, 210.0), Rect(16.0, 25.0, 268.0, 169.0))
PORTRAIT = Layout(A4, Rect(16.0, 27.0, 182.0, 253.0))
BOUND = Layout(A4, Rect(25.0, 27.0, 173.0, 253.0))  # room at the left for the binding


class Running(NamedTuple):
    """What stands at the head and foot of each page; ``note`` in the second line at the foot."""

    layout: Layout
    head: PaperHead
    heading: Heading
    line: str = ""
    note: str = ""
    fingerprint: str = ""
    is_book: bool = False  # pages are numbered at the foot only, and each has the line

    def sheet(self, fonts: FontSet, is_first: bool = False) -> Sheet:
        """A new page; ``line`` stands under the title of the first one."""
        sheet = Sheet(fonts)
        self.draw(sheet, is_first)
        return sheet

    def draw(self, sheet: Sheet, is_first: bool = False) -> list[Rest]:
        """Head and foot; returns what found no room."""
        frame, head = self.layout.frame, self.head
        rests = draw_head(sheet, head, self.heading, self.line if is_first else "", frame)
        *_own, (contact_label, contact), (_person, person) = head.texts()
        mark = f"　内容指纹 {self.fingerprint}" if self.fingerprint else ""
        words = f"打印 {moment(head.printed_at)}　{person}{mark}　{contact}".rstrip()
        area = Rect(frame.left, frame.bottom + 1.4, frame.width - 42.0, 8.0)
        note = f"\n{self.note}" if self.note else ""
        rest = sheet.paragraph(area, words + note, _SMALL, (6.0, 5.5))[1]
        return rests + ([Rest(contact_label, rest)] if rest else [])


def number_pages(sheets: Sequence[Sheet], running: Running) -> None:
    """第 x 页 共 y 页 on all of ``sheets``; the line of the first page also stands on the others, for loose sheets."""
    frame = running.layout.frame
    for number, sheet in enumerate(sheets, 1):
        if running.is_book:
            words = f"第 {number} 页　共 {len(sheets)} 页"
            sheet.text(frame.right, frame.bottom + 4.6, words, Style(8.0, ink=GREY), "right")
        else:
            draw_page_number(sheet, number, len(sheets), frame, frame.bottom + 4.6, running.line)


def letters_of(bodies: Iterable[Sequence[Mark]]) -> dict[Weight, str]:
    """The characters on pages, for each weight: those of an empty paper are on every one of its kind."""
    found: dict[Weight, set[str]] = {weight: set() for weight in Weight}
    for marks in bodies:
        for mark in marks:
            if isinstance(mark, Text):
                found[mark.style.weight].update(mark.string)
    return {weight: "".join(sorted(letters)) for weight, letters in found.items()}


def written(
    bodies: Sequence[Sequence[Mark]], about: About, fixed: dict[Weight, str], layout: Layout, fonts: FontSet
) -> bytes:
    """The PDF of pages that share nothing with one another."""
    return write(bodies, [Leaf(number, ()) for number in range(len(bodies))], about, fixed, fonts, layout.paper)
