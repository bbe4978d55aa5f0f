"""The printers of this computer, and a PDF drawn on one of them page by page."""

from PySide6.QtCore import QMarginsF, QRectF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from crmdesk.rules.errors import Refused
from crmdesk.views.rendering import picture_of, sizes_of
from crmdesk.words import _

MOST_DPI = 400  # an A4 page at 400 dpi takes 60 MB while it is drawn


class Printers:
    """What the print page asks; tests hand in one that prints into a file. Every method may wait: call in a thread."""

    def names(self) -> tuple[str, ...]:
        """The printers, the usual one first."""
        usual = QPrinterInfo.defaultPrinterName()
        return tuple(sorted(QPrinterInfo.availablePrinterNames(), key=lambda name: (name != usual, name)))

    def open(self, name: str) -> QPrinter:
        """The printer of that name, set to A4. Raises Refused where it is gone."""
        if name not in QPrinterInfo.availablePrinterNames():
            raise _gone(name)
        printer = QPrinter(QPrinterInfo.printerInfo(name), QPrinter.PrinterMode.HighResolution)
        if not printer.isValid():
            raise _gone(name)
        return printer

    def check(self, name: str) -> None:
        """Raise Refused where the printer is gone; nothing is printed."""
        self.open(name)

    def print(self, name: str, pdf: bytes, title: str) -> int:
        """Print every page of ``pdf``; returns how many. Raises Refused where the printer does not take them."""
        printer, sizes = self.open(name), sizes_of(pdf)
        _set_up(printer, title, lies=sizes[0][0] > sizes[0][1])
        painter = QPainter()
        if not painter.begin(printer):
            raise _gone(name)
        count = len(sizes)
        try:
            for index in range(count):
                if index and not printer.newPage():
                    raise _gone(name)
                _draw(painter, printer, pdf, index)
        finally:
            painter.end()
        if printer.printerState() in (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted):
            raise _gone(name)
        return count


def _set_up(printer: QPrinter, title: str, *, lies: bool) -> None:
    printer.setDocName(title)
    printer.setFullPage(True)
    way = QPageLayout.Orientation.Landscape if lies else QPageLayout.Orientation.Portrait
    whole = QPageLayout(QPageSize(QPageSize.PageSizeId.A4), way, QMarginsF())
    printer.setPageLayout(whole)
    printer.setDuplex(QPrinter.DuplexMode.DuplexNone)  # each copy goes its own way
    if printer.resolution() > MOST_DPI:
        printer.setResolution(MOST_DPI)


def _draw(painter: QPainter, printer: QPrinter, pdf: bytes, index: int) -> None:
    picture = picture_of(pdf, index, printer.resolution() / 72)
    paper: QRectF = printer.paperRect(QPrinter.Unit.DevicePixel)
    painter.drawImage(QRectF(0, 0, paper.width(), paper.height()), picture)


def _gone(name: str) -> Refused:
    return Refused(
        _("打印机「{name}」没有答应。").format(name=name),
        _("表的内容没有改动。"),
        _("请检查打印机是否打开、连好;也可以「存为一个 PDF」,拿到别的电脑上打印。"),
        code="no-printer",
    )
