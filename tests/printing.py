"""A printer for tests: it prints into a file."""

from pathlib import Path

from PySide6.QtPrintSupport import QPrinter

from crmdesk.rules.errors import Refused
from crmdesk.views.printers import Printers


class PrintsIntoFile(Printers):
    """A printer that prints into a file; one without names is a computer without printers."""

    def __init__(self, file: Path, names: tuple[str, ...] = ("一楼打印机", "二楼打印机")) -> None:
        self.file, self._names = file, names

    def names(self) -> tuple[str, ...]:
        return self._names

    def open(self, name: str) -> QPrinter:
        if name not in self._names:
            raise Refused(f"打印机「{name}」没有答应。", "表的内容没有改动。", "请检查。", code="no-printer")
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(self.file))
        return printer
