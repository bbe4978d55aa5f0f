"""Continuation pages 续页: what found no room in its box, box by box, on as many sheets as it takes."""

from collections.abc import Callable, Iterable

from crmdesk.papers.boxes import LABEL, LABEL_LINE, PAD, PAD_BOTTOM, PAD_TOP
from crmdesk.papers.filling import THICK, Rest, place_lines, turn_over
from crmdesk.papers.marks import POINT, Rect, Style
from crmdesk.papers.sheet import LEADING, Sheet, advances
from crmdesk.papers.wrapping import break_lines

NOTHING_BELOW = "（以下空白）"
_STYLE = Style(9.0)
_LEADING = LEADING * _STYLE.size * POINT
_AROUND = PAD_TOP + LABEL_LINE + PAD_BOTTOM
_FEWEST = 3  # lines that are worth beginning a box for at the foot of a page


def overleaf(rests: Iterable[Rest], area: Rect, new_sheet: Callable[[], Sheet]) -> list[Sheet]:
    """The sheets that take ``rests``; a box that reaches the foot of ``area`` goes on over the next page."""
    sheets: list[Sheet] = []
    top = area.bottom
    for label, text in rests:
        while text:
            if _room(area, top) < _FEWEST:
                sheets.append(new_sheet())
                top = area.top
            top, text = _place(sheets[-1], label, text, area._replace(top=top, height=area.bottom - top))
    if sheets and area.bottom - top > 2 * _LEADING:
        sheets[-1].text(area.left + area.width / 2, top + 1.6 * _LEADING, NOTHING_BELOW, LABEL, "middle")
    return sheets


def _room(area: Rect, top: float) -> int:
    return int((area.bottom - top - _AROUND) / _LEADING)


def _place(sheet: Sheet, label: str, text: str, area: Rect) -> tuple[float, str]:
    """One box with as much of ``text`` as the area takes; returns its lower edge and the rest."""
    spans = break_lines(text, area.width - 2 * PAD, advances(_STYLE, sheet.fonts))
    room = _room(area, area.top)
    shown = spans if len(spans) <= room else spans[: room - 1]
    rect = area._replace(height=_AROUND + min(room, len(spans)) * _LEADING)
    sheet.box(rect, label, THICK)
    sheet.text(rect.left + PAD, rect.top + PAD_TOP + 2.2, f"{label}（续）", LABEL)
    left, top = rect.left + PAD, rect.top + PAD_TOP + LABEL_LINE
    top = place_lines(sheet, [text[a:b] for a, b in shown], left, top, _STYLE)
    if len(spans) <= room:
        return rect.bottom, ""
    turn_over(sheet, rect.right - PAD, top, _STYLE)
    return rect.bottom, text[spans[room - 1].start :]
