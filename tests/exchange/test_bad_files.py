"""Files that can't be read end in a sentence (reliability 4): no traceback, no hang, no crash of the program."""

import os
import signal
import threading
import time
import zipfile

import pytest

from crmdesk.exchange.limits import MEGABYTE, Limits
from crmdesk.exchange.reading import Reader, read_book
from crmdesk.exchange.refusals import SENTENCES
from crmdesk.rules.errors import Refused
from tests.exchange.files_of_clerks import (
    BOOK,
    HEADER,
    ROW,
    cells,
    old_workbook,
    ole,
    open_document,
    raw_workbook,
    sheet_data,
    workbook,
)

BILLION_LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)


def refusal_of(path, reader=None):
    """The refusal of reading ``path``, which must come within ten seconds and say what to do."""
    began = time.monotonic()
    with pytest.raises(Refused) as refused:
        (reader.read if reader else read_book)(path)
    assert time.monotonic() - began < 10
    assert refused.value.what
    assert refused.value.kept == "没有导入任何内容。"
    return refused.value


def still_works(tmp_path, reader=None):
    """After any bad file the next good one is read."""
    book = (reader.read if reader else read_book)(workbook(tmp_path / "好.xlsx", [HEADER, ROW]))
    return book.grids[0].row(1) == ROW


@pytest.fixture
def tight():
    """A reader with small limits."""
    readers = []

    def make(**limits):
        readers.append(Reader(Limits(**limits)))
        return readers[-1]

    yield make
    for reader in readers:
        reader.close()


def written(path, content):
    path.write_bytes(content)
    return path


def zip_of(path, **members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return path


def bomb(path):
    """Sixty megabytes of blanks in sixty kilobytes."""
    return raw_workbook(path, sheet_data(cells(*HEADER)) + " " * (60 * MEGABYTE))


def big(folder):
    """Some seconds of reading, made in no time."""
    return written(folder / "大.csv", (",".join(ROW) + "\n").encode() * 600_000)


def charts_only(path):
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": [1, 2, 3], "name": "x"} | {"values": "=图!$A$1:$A$3"})
        book.add_chartsheet("图").set_chart(chart)
    return path


def truncated(path):
    workbook(path, [HEADER] + [ROW] * 500)
    return written(path, path.read_bytes()[:-4000])


def damaged_sheet(path):
    return raw_workbook(path, "<sheetData><row r='1'><c r='A1' t='s'><v>99999</v></c></row>")


SHEET_XML = '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'

BAD = {
    "0 bytes": ("zero", lambda p: written(p / "a.xlsx", b"")),
    "a folder": ("folder", lambda p: p),
    "not there": ("missing", lambda p: p / "没有.xlsx"),
    "note of Excel": ("lock-file", lambda p: written(p / "~$名单.xlsx", b"x" * 165)),
    "truncated zip": ("damaged", lambda p: truncated(p / "a.xlsx")),
    "noise": ("other", lambda p: written(p / "a.xlsx", bytes(range(256)) * 20)),
    "noise after PK": ("damaged", lambda p: written(p / "a.xlsx", b"PK\3\4" + bytes(range(256)))),
    "broken OLE": ("damaged", lambda p: written(p / "a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)),
    "encrypted xlsx": ("encrypted", lambda p: ole(p / "a.xlsx", "EncryptedPackage")),
    "encrypted xls": ("encrypted", lambda p: old_workbook(p / "a.xls", [ROW], protected=True)),
    "encrypted ods": ("encrypted", lambda p: open_document(p / "a.ods", [ROW], encrypted=True)),
    "zip bomb": ("bomb", lambda p: bomb(p / "a.xlsx")),
    "charts only": ("no-sheet", lambda p: charts_only(p / "a.xlsx")),
    "no data": ("empty", lambda p: workbook(p / "a.xlsx", [])),
    "no data, csv": ("empty", lambda p: written(p / "a.csv", b"\n\n")),
    "web page without table": ("no-table", lambda p: written(p / "a.xls", b"<html><p>404</p></html>")),
    "XML 2003": ("sheet_xml", lambda p: written(p / "a.xls", SHEET_XML.encode())),
    "PDF": ("pdf", lambda p: written(p / "a.xlsx", b"%PDF-1.7 ...")),
    "picture": ("picture", lambda p: written(p / "a.xls", b"\x89PNG\r\n\x1a\n" + b"\0" * 99)),
    "Word": ("word", lambda p: zip_of(p / "a.xlsx", word__document="x")),
    "old Word": ("word", lambda p: ole(p / "a.doc", "WordDocument")),
    "archive": ("archive", lambda p: zip_of(p / "a.xlsx", readme="x")),
    "charset": ("charset", lambda p: written(p / "a.csv", "客户".encode("gb18030") + b"\xff\xff,\xff")),
    "sheet cut off": ("damaged-sheet", lambda p: damaged_sheet(p / "a.xlsx")),
}


@pytest.mark.parametrize("name", BAD)
def test_every_class_of_bad_file_ends_in_its_own_sentence(tmp_path, name):
    code, make = BAD[name]
    refusal = refusal_of(make(tmp_path))
    assert refusal.code == f"file-{code}"
    assert still_works(tmp_path)


def test_the_sentence_for_a_password_says_how_to_go_on(tmp_path):
    refusal = refusal_of(ole(tmp_path / "工资.xlsx", "EncryptedPackage"))
    assert "「工资.xlsx」" in refusal.what
    assert "请先去掉密码" in refusal.do


def test_nested_entities_are_not_unfolded(tmp_path):
    path = raw_workbook(tmp_path / "a.xlsx", sheet_data(cells(*HEADER), cells("&j;", row=2)), BILLION_LAUGHS)
    book = raw_workbook(tmp_path / "b.xlsx", sheet_data(cells(*HEADER)), book=BILLION_LAUGHS + BOOK)
    for hostile in (path, book):
        try:
            grid = read_book(hostile).grids[0]
        except Refused:
            continue
        assert sum(len(str(cell)) for column in grid.columns for cell in column) < 1000
    assert still_works(tmp_path)


def test_a_cell_at_the_far_corner_costs_the_reader_process_and_nothing_else(tmp_path):
    far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    refusal = refusal_of(raw_workbook(tmp_path / "角.xlsx", sheet_data(cells(*HEADER), far)))
    assert refusal.code in ("file-memory", "file-broken", "file-too-many-cells")
    assert still_works(tmp_path)


def test_too_little_memory_is_said(tmp_path, tight):
    refusal = refusal_of(big(tmp_path), tight(memory_bytes=128 * MEGABYTE))
    assert refusal.code == "file-memory"
    assert "128 MB" in refusal.what


def test_each_limit_has_its_sentence(tmp_path, tight):
    long = workbook(tmp_path / "长.xlsx", [HEADER, ("x" * 300,)])
    many = workbook(tmp_path / "多.xlsx", [HEADER] + [ROW] * 100)
    assert refusal_of(many, tight(file_bytes=MEGABYTE // 1024)).code == "file-too-big"
    assert refusal_of(many, tight(cells=50)).code == "file-too-many-cells"
    assert "D101" in refusal_of(many, tight(cells=50)).what
    assert refusal_of(many, tight(unpacked_bytes=100)).code == "file-bomb"
    assert refusal_of(many, tight(sheets=0)).code == "file-too-many-sheets"
    assert "A2" in refusal_of(long, tight(cell_text=200)).what


def test_a_file_that_takes_too_long_is_given_up(tmp_path, tight):
    path = big(tmp_path)
    slow = tight(total_seconds=0.02)
    slow.warm()
    assert refusal_of(path, slow).code == "file-too-slow"
    assert not slow._child
    silent = tight(silence_seconds=0.001)
    assert refusal_of(path, silent).code == "file-silent"
    assert still_works(tmp_path)


def test_reading_can_be_cancelled(tmp_path, tight):
    path = big(tmp_path)
    reader = tight()
    with pytest.raises(Refused) as refused:
        reader.read(path, cancelled=lambda: True)
    assert refused.value.code == "file-cancelled"
    assert still_works(tmp_path, reader)


def test_a_reader_process_that_is_killed_is_noticed_and_replaced(tmp_path, tight):
    path = big(tmp_path)
    reader = tight()
    reader.warm()
    threading.Timer(0.05, os.kill, (reader._child.process.pid, signal.SIGKILL)).start()
    assert refusal_of(path, reader).code == "file-broken"
    assert still_works(tmp_path, reader)


def test_a_process_that_died_between_two_files_is_replaced(tmp_path, tight):
    reader = tight()
    assert still_works(tmp_path, reader)
    os.kill(reader._child.process.pid, signal.SIGKILL)
    reader._child.process.wait()
    assert still_works(tmp_path, reader)


def test_the_reader_process_ends_with_its_owner(tmp_path):
    import subprocess
    import sys

    code = (
        "import os; from crmdesk.exchange import reading; reading.warm();"
        "print(reading._reader._child.process.pid, flush=True); os.kill(os.getpid(), 9)"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    child = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    pid = int(child.stdout)
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and os.path.exists(f"/proc/{pid}") and not _is_zombie(pid):
        time.sleep(0.02)
    assert not os.path.exists(f"/proc/{pid}") or _is_zombie(pid)


def _is_zombie(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_a_file_without_permission_is_said(tmp_path):
    if os.geteuid() == 0:
        return  # root may read everything
    path = workbook(tmp_path / "a.xlsx", [ROW])
    path.chmod(0)
    assert refusal_of(path).code == "file-no-access"


def test_every_sentence_says_what_happened_and_the_file_where_it_may(tmp_path):
    details = dict.fromkeys(
        ("file", "size", "most", "sheet", "memory", "unpacked_mb", "last", "cell", "seconds"), "…"
    )
    for what, do in SENTENCES.values():
        assert what.format_map(details).endswith("。")
        assert not do or do.format_map(details).endswith("。")
