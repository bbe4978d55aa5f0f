"""Files as clerks and their programs make them, good and bad: built for a test, never committed."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import xlsxwriter

HEADER = ("客户编号", "客户名称", "城市", "手机")
ROW = ("HD0001", "上海中丰管业有限公司", "上海", "13800138000")

CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
    "</Types>"
)
RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/>'
    "</Relationships>"
)
BOOK = (
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="名单" sheetId="1" r:id="rId1"/></sheets></'
    "workbook>"
)
SHEET = (
    '<?xml version="1.0"?>{entities}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "{body}</"
    "worksheet>"
)


def workbook(path: Path, rows: Iterable[Sequence[Any]], sheet: str = "名单", **options: Any) -> Path:
    """An .xlsx with ``rows`` from A1 on; None leaves a cell out, a text that begins with = is a formula."""
    merged: Sequence[tuple[int, int, int, int]] = options.pop("merged", ())
    hidden_rows: Sequence[int] = options.pop("hidden_rows", ())
    hidden_columns: Sequence[int] = options.pop("hidden_columns", ())
    with xlsxwriter.Workbook(str(path), options) as book:
        page = book.add_worksheet(sheet)
        forms = {date: "yyyy-mm-dd", datetime: "yyyy-mm-dd hh:mm", time: "hh:mm"}
        formats = {kind: book.add_format({"num_format": form}) for kind, form in forms.items()}
        for top, left, bottom, right in merged:
            page.merge_range(top, left, bottom, right, "")
        for number, row in enumerate(rows):
            for at, cell in enumerate(row):
                if type(cell) in formats:
                    page.write_datetime(number, at, cell, formats[type(cell)])
                elif isinstance(cell, str):
                    page.write_string(number, at, cell)
                elif cell is not None:
                    page.write(number, at, cell)
        for number in hidden_rows:
            page.set_row(number, None, None, {"hidden": True})
        for number in hidden_columns:
            page.set_column(number, number, None, None, {"hidden": True})
    return path


def raw_workbook(path: Path, body: str, entities: str = "", **members: str) -> Path:
    """An .xlsx whose sheet holds ``body`` as it is: for files that no decent program writes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("_rels/.rels", RELS.format(kind="officeDocument", target="xl/workbook.xml"))
        archive.writestr("xl/workbook.xml", members.get("book", BOOK))
        archive.writestr("xl/_rels/workbook.xml.rels", RELS.format(kind="worksheet", target="worksheets/sheet1.xml"))
        archive.writestr("xl/worksheets/sheet1.xml", SHEET.format(entities=entities, body=body))
    return path


def cells(*texts: str, row: int = 1) -> str:
    """A row of text cells in the XML of a sheet."""
    inside = "".join(
        f'<c r="{chr(65 + at)}{row}" t="inlineStr"><is><t>{text}</t></is></c>' for at, text in enumerate(texts)
    )
    return f'<row r="{row}">{inside}</row>'


def sheet_data(*rows: str) -> str:
    """The part of a sheet that holds its cells."""
    return f"<sheetData>{''.join(rows)}</sheetData>"


def old_workbook(
    path: Path,
    rows: Iterable[Sequence[Any]],
    protected: bool = False,
    date_1904: bool = False,
    hidden_rows: Sequence[int] = (),
    hidden_columns: Sequence[int] = (),
) -> Path:
    """An .xls as Excel 97 to 2003 writes it; ``protected`` says in it that it is encrypted."""
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    book.dates_1904 = date_1904
    page = book.add_sheet("名单")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for number, row in enumerate(rows):
        for at, cell in enumerate(row):
            if cell is not None:
                page.write(number, at, cell, *((day,) if isinstance(cell, date) else ()))
    for number in hidden_rows:
        page.row(number).hidden = True
    for number in hidden_columns:
        page.col(number).hidden = True
    book.save(str(path))
    if protected:
        content = path.read_bytes()
        write_access = b"\x5c\x00\x70\x00"  # a record of 112 bytes right behind the beginning
        file_pass = b"\x2f\x00\x70\x00" + b"\x01\x00"  # the record that says how it is encrypted
        at = content.index(write_access)
        path.write_bytes(content[:at] + file_pass + content[at + len(file_pass) :])
    return path


def ole(path: Path, stream: str) -> Path:
    """A compound file that holds one stream of the given name: what encrypted workbooks and .doc are."""
    import struct

    import xlwt.CompoundDoc as compound

    content = io.BytesIO()
    compound.XlsDoc().save(content, b"\0" * 8192)
    name = "Workbook".encode("utf-16-le")
    wanted = stream.encode("utf-16-le")
    raw = content.getvalue()
    at = raw.index(name)
    entry = raw[at : at + 128]
    entry = wanted.ljust(64, b"\0")[:64] + struct.pack("<H", len(wanted) + 2) + entry[66:]
    path.write_bytes(raw[:at] + entry + raw[at + 128 :])
    return path


def open_document(
    path: Path, rows: Iterable[Sequence[Any]], encrypted: bool = False, hidden_rows: Sequence[int] = (), columns: str = ""
) -> Path:
    """An .ods with cells of texts, numbers and dates; None leaves a cell out. ``columns`` is XML before the rows."""
    mark = ' table:visibility="filter"'
    table = columns + "".join(
        f"<table:table-row{mark if number in hidden_rows else ''}>"
        f"{''.join(map(_open_document_cell, row))}</table:table-row>"
        for number, row in enumerate(rows)
    )
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {spaces} office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="名单">{table}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    mark = "<manifest:encryption-data/>" if encrypted else ""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">{mark}</manifest:file-entry>'
            "</manifest:manifest>",
        )
    return path


def _open_document_cell(cell: Any) -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, bool):
        said = f'office:value-type="boolean" office:boolean-value="{str(cell).lower()}"'
    elif isinstance(cell, int | float):
        said = f'office:value-type="float" office:value="{cell}"'
    elif isinstance(cell, date):
        said = f'office:value-type="date" office:date-value="{cell.isoformat()}"'
    else:
        said = 'office:value-type="string"'
    return f"<table:table-cell {said}><text:p>{cell}</text:p></table:table-cell>"
