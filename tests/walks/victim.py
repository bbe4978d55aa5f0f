"""Who is killed: writes through the counter and confirms on standard output what is committed.

``python -m tests.walks.victim`` imports everything once; for each line on standard input (JSON) it forks a child
that works until it is killed. Lines on standard output: ``pid <n>``, then ``ok <kind> <id>`` per confirmed act,
and ``dead`` when the child is gone.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

from crmdesk.desk import Desk
from crmdesk.exchange.grid import Grid
from crmdesk.exchange.matching import recognise
from crmdesk.exchange.reading import Book, SheetInfo
from crmdesk.rules.dealer import DealerQuery
from crmdesk.services import search
from tests.builders import complaint_values

for _name in ("dealer", "complaint", "importing", "exporting", "backup", "search", "attachment"):  # not in every child anew
    import_module(f"crmdesk.services.{_name}")
search.MOST_WITHIN = 20  # its lists are short, and yet shall leave their index for later
Confirm = Callable[[str, object], None]


def write_dealers(desk: Desk, confirm: Confirm, order: dict[str, Any]) -> Iterator[None]:
    """One new dealer after the other, each then changed."""
    for n in count():
        made = desk.do(
            "dealer.create",
            {
                "code": f"D{uuid4().hex[:6]}",
                "name": f"第{n}家{uuid4().hex[:6]}",
                "city": "南京",
                "mobile": "13800001111",
            },
        )
        confirm("dealer", made.id.hex)
        changed = desk.do("dealer.change", made.id, made.revision, {"city": "苏州"})
        confirm("revision", f"{changed.id.hex}:{changed.revision}")
        yield


def write_complaints(desk: Desk, confirm: Confirm, order: dict[str, Any]) -> Iterator[None]:
    """Forms that are recorded, sent and registered."""
    dealer = desk.do("dealer.page", DealerQuery(), 0, 1)[0]
    while True:
        form = desk.do("complaint.record", complaint_values(dealer))
        confirm("complaint", form.id.hex)
        form = desk.do("complaint.send", form.id, form.revision)
        paper = {"on_behalf_of": "韩雪", "paper_signed_on": form.filled_on}
        form = desk.do("complaint.register", form.id, form.revision, **paper)
        confirm("number", form.number)
        yield


def import_lists(desk: Desk, confirm: Confirm, order: dict[str, Any]) -> Iterator[None]:
    """Whole lists, each of new dealers."""
    while True:
        mark = uuid4().hex[:8]
        rows = range(order["rows"])
        columns = (
            ["客户编号", *(f"{mark}-{n}" for n in rows)], ["客户名称", *(f"{mark}第{n}家" for n in rows)],
            ["城市", *("南京" for n in rows)],
        )  # fmt: skip
        grid = Grid("名单", tuple(columns))
        book = Book(Path("名单.xlsx"), mark, (SheetInfo("名单", len(rows) + 1, 3),), (grid,))
        report = desk.do("dealer.import_list", recognise(book).plan())
        confirm("import", f"{mark}:{report.new}")
        yield


def make_backups(desk: Desk, confirm: Confirm, order: dict[str, Any]) -> Iterator[None]:
    """Backups, while dealers are written."""
    while True:
        desk.do("dealer.create", {"code": f"B{uuid4().hex[:6]}", "name": f"备份{uuid4().hex[:6]}"})
        confirm("backup", desk.do("backup.make").path)
        yield


def export_lists(desk: Desk, confirm: Confirm, order: dict[str, Any]) -> Iterator[None]:
    """The same workbook again and again."""
    path = Path(order["place"]).with_name("导出.xlsx")
    while True:
        confirm("export", desk.do("dealer.export", DealerQuery(), ("code", "name"), path).path)
        yield


def attach_files(desk: Desk, confirm: Confirm, order: dict[str, Any]) -> Iterator[None]:
    """A document of some hundred kilobytes on a dealer, each time another."""
    dealer = desk.do("dealer.page", DealerQuery(), 0, 1)[0]
    path = Path(order["place"]).with_name(f"{uuid4().hex[:8]}.pdf")
    while True:
        path.write_bytes(b"%PDF-1.4\n" + os.urandom(300_000))
        confirm("attachment", desk.do("attachment.add", "dealer", dealer.id, path).sha256)
        yield


def make_offices(desk: Desk, confirm: Confirm, order: dict[str, Any]) -> Iterator[None]:
    """New databases: the first migration and the founding."""
    while True:
        place = Path(order["place"]).with_name(f"新-{uuid4().hex[:8]}.crm")
        Desk.create(place, office="新", code="X", login="lm", name="李敏", password="secret1").close()
        confirm("office", place)
        yield


ACTS = {act.__name__: act for act in (
    write_dealers, write_complaints, import_lists, make_backups, export_lists, attach_files, make_offices,
)}  # fmt: skip


def work(order: dict[str, Any]) -> None:
    """Work as ordered until the end comes."""
    desk = Desk.open(order["place"])
    assert desk.resume(order["token"]) is not None
    for _turn in ACTS[order["act"]](desk, lambda kind, value: tell(f"ok {kind} {value}"), order):
        continue


def tell(line: str) -> None:
    """One line at once, whole: shorter than what a pipe takes in one piece."""
    os.write(1, f"{line}\n".encode())


def main() -> None:
    """Fork a victim per order."""
    tell("ready")
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                work(json.loads(line))
            except BaseException as error:  # noqa: BLE001 - a victim that fails by itself proves nothing
                tell(f"failed {type(error).__name__}: {error}".replace("\n", " ")[:500])
            os._exit(1)
        tell(f"pid {child}")
        os.waitpid(child, 0)
        tell("dead")


if __name__ == "__main__":
    main()
