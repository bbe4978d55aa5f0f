"""Papers measured: five copies against one plain reportlab page with the same marks, and a thousand complaints.

Run as a script with ``src`` on the path; ``[--complaints N]``. Prints one JSON object.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from uuid import UUID

from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfgen.canvas import Canvas

from crmdesk.papers import fonts as paper_fonts
from crmdesk.papers.complaint import Page, five_copies, pages
from crmdesk.papers.fonts import Weight
from crmdesk.papers.letterhead import PaperHead
from crmdesk.papers.marks import POINT, Box, Fill, Frame, Rect, Text, Tick
from crmdesk.resources import resource
from crmdesk.rules.complaint import Complaint, ComplaintKind, ComplaintState, Demand, DemandKind

GOAL = 1.5
_REASON = "铺贴后一周内部分砖面出现针孔和色差，集中在十月八日批次；客户已停止铺贴，要求公司派员到现场确认，并在三日内答复处理办法。"
_CITIES = "南京苏州无锡常州镇江扬州泰州盐城淮安宿迁连云港徐州上海杭州宁波温州嘉兴湖州绍兴金华合肥芜湖福州厦门济南青岛"


def complaint(number: int) -> Complaint:
    """A believable form; names and texts differ from number to number."""
    city = _CITIES[number % 50 : number % 50 + 4]
    return Complaint(
        UUID(int=number + 1), 1, ComplaintState.REGISTERED, "2026-11", f"DR-20261104-{number:03d}",
        number=f"2611{number:02d}", is_urgent=number % 7 == 0, kind=ComplaintKind.QUALITY,
        filled_on=date(2026, 11, 4), filled_by="孙立", accepted_on=date(2026, 11, 6),
        dealer_code=f"KH{number:04d}", dealer_name=f"{city}金鼎建材有限公司", contact="王建国",
        phone=f"138{number:08d}", address=f"{city}江东中路 {number} 号", order_number=f"DD2610-{number:04d}",
        part_number="TC-8080-W", product="抛光砖 800×800 白玉", unit="箱", shipped_on=date(2026, 10, 12),
        quantity=Decimal("1200"), bad_quantity=Decimal("86"), reason=_REASON,
        confirmation=f"业务已到{city}现场核对，批次与出货单一致，情况属实。",
        demands=(Demand(DemandKind.RETURN, Decimal("86")), Demand(DemandKind.COMPENSATION, amount=Decimal("2400"))),
        has_sample=True, sample_quantity="3 片", sample_receiver="周岚", opinion="情况属实，建议同意退货，人工费协商。",
    )  # fmt: skip


HEAD = PaperHead(
    "××建材股份有限公司",
    "华东办事处",
    "电话 025-8471 0000",
    None,
    "李敏",
    datetime(2026, 11, 24, 2, 42, tzinfo=UTC),
)


def plain_page(page: Page) -> bytes:
    """One page with the same marks by reportlab's own calls, fonts parsed beforehand."""
    target = BytesIO()
    canvas = Canvas(target, pagesize=(210 / POINT, 297 / POINT))
    for mark in page.marks:
        rect = mark.rect
        left, bottom = rect.left / POINT, (297 - rect.bottom) / POINT
        if isinstance(mark, Text):
            canvas.setFillColorRGB(*mark.style.ink)
            canvas.setFont(f"plain-{mark.style.weight}", mark.style.size)
            canvas.drawString(left, (297 - mark.baseline) / POINT, mark.string)
        elif isinstance(mark, Fill):
            canvas.setFillColorRGB(*mark.ink)
            canvas.rect(left, bottom, rect.width / POINT, rect.height / POINT, stroke=0, fill=1)
        elif isinstance(mark, Box | Frame):
            canvas.setLineWidth(mark.line / POINT)
            canvas.rect(left, bottom, rect.width / POINT, rect.height / POINT)
        elif isinstance(mark, Tick):
            _plain_tick(canvas, rect, mark.is_on)
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def _plain_tick(canvas: Canvas, rect: Rect, is_on: bool) -> None:
    left, bottom, side = rect.left / POINT, (297 - rect.bottom) / POINT, rect.width / POINT
    canvas.setLineWidth(0.16 / POINT)
    canvas.rect(left, bottom, side, side)
    if is_on:
        canvas.line(left, bottom + side / 2, left + side / 2, bottom)
        canvas.line(left + side / 2, bottom, left + side, bottom + side)


def register_plain_fonts() -> None:
    """reportlab's own fonts, untouched by ours."""
    for weight, name in ((Weight.REGULAR, "Regular"), (Weight.BOLD, "Bold")):
        path = resource("fonts", f"NotoSansSC-{name}.ttf")
        pdfmetrics.registerFont(ttfonts.TTFont(f"plain-{weight}", str(path)))


def median_ms(work: Callable[[int], object], rounds: int) -> float:
    """Median of ``rounds`` runs in milliseconds; ``work`` gets the number of the round."""
    taken = []
    for number in range(rounds):
        begin = time.perf_counter()
        work(number)
        taken.append((time.perf_counter() - begin) * 1000)
    return statistics.median(taken)


def copies_against_a_plain_page(rounds: int = 31) -> dict[str, float]:
    """Five copies ÷ one plain page with the marks of the third copy, both warm, alternating forms."""
    forms = [complaint(number) for number in range(rounds)]
    drawn = [pages(form, HEAD, (3,))[0] for form in forms]
    five_copies(forms[0], HEAD)
    plain_page(drawn[0])
    five = median_ms(lambda number: five_copies(forms[number], HEAD), rounds)
    plain = median_ms(lambda number: plain_page(drawn[number]), rounds)
    return {
        "five_copies_ms": round(five, 2),
        "plain_page_ms": round(plain, 2),
        "ratio": round(five / plain, 3),
        "goal": GOAL,
    }


def many(count: int) -> dict[str, object]:
    """``count`` complaints, five copies each: pages a second, and how the peak of memory moves."""
    five_copies(complaint(0), HEAD)
    marks, begin = [], time.perf_counter()
    for number in range(count):
        five_copies(complaint(number), HEAD)
        if number in (count // 10, count // 2, count - 1):
            marks.append(peak_mib())
    seconds = time.perf_counter() - begin
    return {
        "complaints": count,
        "pages": count * 5,
        "seconds": round(seconds, 2),
        "pages_per_second": round(count * 5 / seconds, 1),
        "peak_memory_end_to_tenth": {"ratio": round(marks[-1] / (marks[0] or 1.0), 3), "goal": 1.05},
        "peak_mib_after_tenth": marks[0],
        "peak_mib_after_half": marks[-2],
        "peak_mib_at_end": marks[-1],
    }


def peak_mib() -> float:
    """Highest resident memory of this process so far, in MiB; 0 where the system does not tell."""
    try:
        import resource as limits
    except ImportError:  # Windows
        return 0.0
    unit = 1024 if sys.platform == "darwin" else 1
    return round(limits.getrusage(limits.RUSAGE_SELF).ru_maxrss / 1024 / unit, 1)


def size_of(pdf: bytes) -> float:
    """Kibibytes."""
    return round(len(pdf) / 1024, 1)


def main(arguments: Iterable[str] | None = None) -> None:
    """Measure and print JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--complaints", type=int, default=1000)
    count = parser.parse_args(None if arguments is None else list(arguments)).complaints
    begin = time.perf_counter()
    paper_fonts.bundled()
    parsing = (time.perf_counter() - begin) * 1000
    register_plain_fonts()
    print(json.dumps({
        "parsing_fonts_once_ms": round(parsing, 1),
        "five_copies": copies_against_a_plain_page(),
        "size_kib": {"five_copies": size_of(five_copies(complaint(1), HEAD)),
                     "one_copy": size_of(five_copies(complaint(1), HEAD, (3,)))},
        "many": many(count),
    }, ensure_ascii=False, indent=2))  # fmt: skip


if __name__ == "__main__":
    main()
