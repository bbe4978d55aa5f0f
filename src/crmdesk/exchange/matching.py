"""What a sheet is: where its header stands, which column is which field of ours, which rows are records.

How columns are matched stands in `importing.column_matching`. Nothing here changes a cell.
"""

from collections.abc import Sequence

from crmdesk.exchange.grid import Grid, letter_of
from crmdesk.exchange.importing.column_matching import (
    Columns,
    Sheet,
    doubles_of,
    fields_by_column,
    match_headers,
)
from crmdesk.exchange.importing.cut import Readings
from crmdesk.exchange.importing.dealer import IMPORT as DEALERS
from crmdesk.exchange.importing.headers import (
    HEADER_WITHIN,
    KNOWN_HEADERS,
    Header,
    Words,
    find_header,
    words_of,
)
from crmdesk.exchange.importing.memory import Learned, Profile, fingerprint
from crmdesk.exchange.importing.plan import ColumnMatch, Double, How, Recognised, meanings_for
from crmdesk.exchange.importing.rows import Rows, rows_below
from crmdesk.exchange.importing.spec import ImportSpec
from crmdesk.exchange.reading import Book
from crmdesk.rules.errors import Refused
from crmdesk.words import _, listed

NOTHING_LEARNED = Learned()


def recognise(
    book: Book,
    sheet: str | None = None,
    header_row: int | None = None,
    spec: ImportSpec = DEALERS,
    learned: Learned = NOTHING_LEARNED,
) -> Recognised:
    """Recognise the likeliest sheet of ``book``, or the one named; ``header_row`` (from 1) overrides the search.

    ``header_row`` 0 says that the list has no header: its columns are then matched by what they hold. Raises Refused
    where no sheet has a header that we know.
    """
    words = words_of(spec, learned)
    grid, header = _choose(book, sheet, header_row, words, learned)
    if header is None:
        raise _no_header(grid.name if sheet or len(book.grids) == 1 else "", spec)
    mark = fingerprint(header.texts)
    found = Sheet(grid, header, spec, words, learned.profiles.get(mark))
    return _recognised(book, found, mark, learned)


def _choose(
    book: Book, sheet: str | None, header_row: int | None, words: Words, learned: Learned
) -> tuple[Grid, Header | None]:
    """The sheet that was seen before, or whose header we know best; a hidden one only where there is no other."""
    hidden = {info.name for info in book.sheets if info.hidden}
    grids = [book.grid(sheet)] if sheet else list(book.grids)
    found = [(grid, find_header(grid, words, header_row)) for grid in grids]

    def likeliness(pair: tuple[Grid, Header | None]) -> tuple[int, ...]:
        grid, header = pair
        seen = header is not None and fingerprint(header.texts) in learned.profiles
        known = header.known if header else 0
        return bool(known), grid.name not in hidden, seen, known, grid.rows

    return max(found, key=likeliness)


def _no_header(sheet: str, spec: ImportSpec) -> Refused:
    where = _("工作表「{sheet}」").format(sheet=sheet) if sheet else _("各个工作表")
    wanted = listed(field.column.title for field in spec.fields[:1] + spec.fields[1:2])
    return Refused(
        _("在{where}的前 {rows} 行里没有找到表头(至少要有 {least} 个认识的列名)。").format(
            where=where, rows=HEADER_WITHIN, least=KNOWN_HEADERS
        ),
        _("没有导入任何内容。"),
        _("请在名单上面加一行列名,例如 {wanted}、联系人、手机,再导入;或者指定表头在哪一行,没有表头就填 0,按内容认列。").format(
            wanted=wanted
        ),
        code="import-no-header",
    )


def _recognised(book: Book, sheet: Sheet, mark: str, learned: Learned) -> Recognised:
    grid, header = sheet.grid, sheet.header
    by_header = match_headers(sheet)
    rows = _rows(sheet, by_header)
    fields = {match.field for match in by_header if match.field}
    meanings = meanings_for(fields, learned, sheet.profile or Profile(""), {})
    readings = Readings(rows.records, meanings=dict(meanings))
    matches = Columns(sheet, readings, by_header).all()
    return Recognised(
        path=book.path,
        file_hash=book.sha256,
        sheet=grid.name,
        header_row=header.row + 1,
        header_rows=header.rows,
        columns=tuple(match for match in matches if match.header or match.filled),
        data_rows=len(rows.records),
        aside=tuple(rows.aside),
        blank_rows=rows.blank,
        notes=_notes(grid, book, header),
        other_sheets=tuple(info.name for info in book.sheets if info.name != grid.name and info.rows),
        doubles=_doubles(by_header, matches, sheet.spec),
        profile=sheet.profile,
        fingerprint=mark,
        subject=sheet.spec.subject,
        learned=learned,
        grid=grid,
        readings=readings,
    )


def _rows(sheet: Sheet, matches: Sequence[ColumnMatch]) -> Rows:
    """The records, as far as headers alone tell which column holds the name."""
    fields = fields_by_column(matches)
    numbering = frozenset(at for at, match in enumerate(matches) if match.how is How.NUMBERING)
    name_column = next((at for at, name in fields.items() if name == sheet.spec.required), None)
    return rows_below(sheet.grid, sheet.header.row, sheet.header.texts, fields, name_column, numbering)


def _doubles(
    by_header: Sequence[ColumnMatch], matches: Sequence[ColumnMatch], spec: ImportSpec
) -> tuple[Double, ...]:
    stayed = [match for match, now in zip(by_header, matches, strict=True) if now.how is not How.NONE]
    return doubles_of(stayed, spec.extra)


def _notes(grid: Grid, book: Book, header: Header) -> tuple[str, ...]:
    """Sentences about the sheet as a whole."""
    notes = []
    if header.row < 0:
        notes.append(_("名单没有表头,各列按内容认出,请逐列核对"))
    if header.rows > 1:
        notes.append(_("表头有两行,已合起来看"))
    carried = sum(bottom > top > header.row for top, _left, bottom, _right in grid.merged)
    if carried:
        notes.append(_("有 {count} 处上下合并的单元格").format(count=carried))
    if grid.hidden_columns:
        letters = listed(letter_of(at) for at in sorted(grid.hidden_columns) if at < grid.width)
        if letters:
            notes.append(_("隐藏的列:{letters}").format(letters=letters))
    if grid.date_1904:
        notes.append(_("这个文件的日期从 1904 年算起"))
    if book.charset:
        notes.append(_("文字编码:{charset}").format(charset=book.charset))
    return tuple(notes)
