"""The five copies 五联 of 客户抱怨处理表 (CP 四.8): one body, drawn once, and what tells the copies apart."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from crmdesk.papers.boxes import Section
from crmdesk.papers.complaint_form import sections
from crmdesk.papers.filling import Rest, fill_form
from crmdesk.papers.fonts import FontSet, Weight, bundled
from crmdesk.papers.letterhead import FRAME, Heading, PaperHead, draw_foot, draw_head, draw_page_number
from crmdesk.papers.marks import Ink, Mark, Rect, Style, Text
from crmdesk.papers.missing import Said, refuse_missing
from crmdesk.papers.overleaf import overleaf
from crmdesk.papers.painting import About, Leaf, write
from crmdesk.papers.sheet import Sheet
from crmdesk.rules.complaint import COPIES, FIELDS, Complaint, ComplaintState, Copy, Demand
from crmdesk.rules.wording import day

TITLE = "客户抱怨处理表"
ACT = "依批示办理"
ALL = tuple(copy.index for copy in COPIES)
_DISTRIBUTION = "一式五联：" + "　".join(f"{'一二三四五'[c.index - 1]}、{c.keeper}" for c in COPIES)

#: One band for each copy; in grey the number of gaps in it tells which copy it is, and the words do.
_BANDS: dict[int, Ink] = {
    1: (0.17, 0.37, 0.66),
    2: (0.18, 0.44, 0.26),
    3: (0.85, 0.64, 0.25),
    4: (0.70, 0.22, 0.17),
    5: (0.42, 0.30, 0.54),
}
_BAND = Rect(FRAME.left, 7.0, FRAME.width, 3.2)


class Page(NamedTuple):
    """One page as it is painted: the body that all copies share, and the copy's own marks."""

    copy: int
    body: Sequence[Mark]
    own: Sequence[Mark]

    @property
    def marks(self) -> list[Mark]:
        """Everything on the page."""
        return [*self.body, *self.own]


def five_copies(form: Complaint, head: PaperHead, copies: Iterable[int] = ALL) -> bytes:
    """The PDF of the asked copies, one after the other, each with its continuation pages.

    Raises Refused where a character is in no font, or the logo is no picture.
    """
    fonts = bundled()
    bodies = lay_out(form, head, fonts)
    return _written(form, head, bodies, _chosen(copies), fonts)


def one_per_department(
    form: Complaint, head: PaperHead, copies: Iterable[int] = ALL
) -> tuple[tuple[int, bytes], ...]:
    """Each asked copy as a PDF of its own, with the copy's number. Raises as ``five_copies``."""
    fonts = bundled()
    bodies = lay_out(form, head, fonts)
    return tuple((copy.index, _written(form, head, bodies, (copy,), fonts)) for copy in _chosen(copies))


def pages(form: Complaint, head: PaperHead, copies: Iterable[int] = ALL) -> list[Page]:
    """The pages of ``five_copies`` as marks, in order."""
    fonts = bundled()
    bodies = lay_out(form, head, fonts)
    return [Page(c.index, body, copy_marks(c, fonts)) for c in _chosen(copies) for body in bodies]


def fingerprint(form: Complaint) -> str:
    """7F3A-91C4: the first eight hexadecimal figures of SHA-256 over what the form says.

    The same content gives the same fingerprint, whoever prints it, whenever and for which copy.
    """
    said = {name: _plain(getattr(form, name)) for name in _SAID}
    said["void"] = form.state is ComplaintState.VOID
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    hexadecimal = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest().upper()
    return f"{hexadecimal[:4]}-{hexadecimal[4:8]}"


_SAID = (
    *(name for name in FIELDS if name != "dealer_id"),
    "number", "draft_key", "accepted_on", "parent_number", "filing", "dealer_code", "dealer_name",
)  # fmt: skip


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value.normalize() + 0)
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Demand):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value) if f.name != "id"}
    return value if value is None or isinstance(value, bool | int) else str(value)


def _chosen(copies: Iterable[int]) -> tuple[Copy, ...]:
    wanted = tuple(dict.fromkeys(copies))
    unknown = [index for index in wanted if index not in ALL]
    if unknown or not wanted:
        raise ValueError(f"there are copies 1 to 5, not {unknown or 'none'}")
    return tuple(COPIES[index - 1] for index in sorted(wanted))


def lay_out(form: Complaint, head: PaperHead, fonts: FontSet) -> list[list[Mark]]:
    """The bodies of the page and its continuation pages, which all copies share."""
    parts = sections(form)
    _refuse_missing(head, form, parts, fonts)
    first = Sheet(fonts)
    rests = _frame(first, form, head, _filled_on(form)) + fill_form(first, FRAME, parts)

    def new_sheet() -> Sheet:
        sheet = Sheet(fonts)
        _frame(sheet, form, head, "")
        return sheet

    sheets = [first, *overleaf(rests, FRAME, new_sheet)]
    for number, sheet in enumerate(sheets, 1):
        draw_page_number(sheet, number, len(sheets))
    return [sheet.marks for sheet in sheets]


def _frame(sheet: Sheet, form: Complaint, head: PaperHead, line: str) -> list[Rest]:
    """Head and foot, which every page has; returns what of them found no room."""
    stamps = (("急件", form.is_urgent), ("作废", form.state is ComplaintState.VOID))
    heading = Heading(
        TITLE, "编号" if form.number else "草稿", form.title, tuple(word for word, is_on in stamps if is_on)
    )
    rests = draw_head(sheet, head, heading, line)
    return rests + draw_foot(sheet, head, form.title, _DISTRIBUTION, fingerprint(form))


def _filled_on(form: Complaint) -> str:
    return f"填表日期：{day(form.filled_on) if form.filled_on else '　　　年　　月　　日'}"


def copy_marks(copy: Copy, fonts: FontSet) -> list[Mark]:
    """What one copy has of its own: colour band, title, who keeps it; 依批示办理 on the third."""
    sheet = Sheet(fonts)
    _draw_band(sheet, copy.index)
    sheet.text(FRAME.right, 25.5, copy.title, Style(10.5, Weight.BOLD), "right")
    sheet.text(FRAME.right, FRAME.bottom + 6.4, copy.title, Style(11.0, Weight.BOLD), "right")
    if copy.acts:
        box = Rect(FRAME.right - 38.0, FRAME.bottom + 8.4, 38.0, 7.6)
        sheet.box(box, ACT, 0.5)
        sheet.text(box.left + box.width / 2, box.top + 5.6, ACT, Style(13.0, Weight.BOLD), "middle")
    return sheet.marks


def _draw_band(sheet: Sheet, index: int) -> None:
    left = _BAND.left
    for gap in range(index):
        right = _BAND.left + 6.0 + gap * 4.0
        sheet.fill(Rect(left, _BAND.top, right - left, _BAND.height), _BANDS[index])
        left = right + 1.6
    sheet.fill(Rect(left, _BAND.top, _BAND.right - left, _BAND.height), _BANDS[index])


def _written(
    form: Complaint, head: PaperHead, bodies: Sequence[Sequence[Mark]], copies: Sequence[Copy], fonts: FontSet
) -> bytes:
    leaves = [
        Leaf(number, own)
        for copy in copies
        for own in (copy_marks(copy, fonts),)
        for number in range(len(bodies))
    ]
    about = About(f"{TITLE} {form.title}", head.printed_by, head.printed_at)
    return write(bodies, leaves, about, _fixed_words(fonts), fonts)


@cache
def _fixed_words(fonts: FontSet) -> dict[Weight, str]:
    """The characters of an empty form: they are on every one, so their subsets are made once."""
    nobody = PaperHead("", "", "", None, "", datetime(2026, 1, 1, tzinfo=UTC))
    empty = Complaint(UUID(int=0), 0, ComplaintState.DRAFT, "", "")
    marks = [mark for body in lay_out(empty, nobody, fonts) for mark in body]
    marks += [mark for copy in COPIES for mark in copy_marks(copy, fonts)]
    texts = [mark for mark in marks if isinstance(mark, Text)]
    return {
        weight: "".join(
            sorted({char for text in texts if text.style.weight is weight for char in text.string})
        )
        for weight in Weight
    }


def _refuse_missing(head: PaperHead, form: Complaint, parts: Sequence[Section], fonts: FontSet) -> None:
    cells = [cell for part in parts for row in part.rows for cell in row.cells]
    texts = [Said("编号", form.title, "number"), *(Said(cell.label, cell.text, cell.field) for cell in cells)]
    refuse_missing([*texts, *(Said(label, text) for label, text in head.texts())], fonts)
