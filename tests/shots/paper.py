"""The five copies as pictures: of the complaint that the demo office prints, and of one with much too long texts."""

from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from crmdesk.rules.complaint import ComplaintQuery, ComplaintState
from crmdesk.views.rendering import picture_of, sizes_of
from tests.shots.offices import CLERK, Offices

SCALE = 1.6  # pixels a point: 953 wide


def draw(offices: Offices, folder: Path) -> list[Path]:
    """``paper-1.png`` … of each page of the demo's five copies, and ``paper-long-1.png`` …"""
    made = _pages(offices.paper().read_bytes(), folder, "paper")
    return made + _pages(_long(offices), folder, "paper-long")


def _pages(pdf: bytes, folder: Path, name: str) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for at in range(len(sizes_of(pdf))):
        path = folder / f"{name}-{at + 1}.png"
        _on_white(picture_of(pdf, at, SCALE)).save(str(path))
        made.append(path)
    return made


def _on_white(page: QImage) -> QImage:
    whole = QImage(page.size(), QImage.Format.Format_RGB32)
    whole.fill(QColor(Qt.GlobalColor.white))
    painter = QPainter(whole)
    painter.drawImage(QRectF(whole.rect()), page)
    painter.end()
    return whole


def _long(offices: Offices) -> bytes:
    """The third copy of a complaint whose reason does not fit on the form."""
    desk = offices.open("demo", CLERK)
    form = next(iter(desk.do("complaint.page", ComplaintQuery(states=(ComplaintState.DRAFT,)), 0, 1)))
    sentence = "铺贴后一周内部分砖面出现针孔和色差,集中在十月八日批次;客户已停止铺贴,要求公司派员到现场确认,并在三日内答复处理办法。"
    desk.do("complaint.change", form.id, form.revision, {"reason": sentence * 24, "opinion": sentence * 8})
    pdf: bytes = desk.do("complaint.preview", form.id, copies=(3,))
    desk.close()
    return pdf
