"""What a sheet is: where its header stands, which column is which field of ours, which rows are records.

Order for a column: the words are the same, a synonym, the shape of the data. Two columns for one field:
the first wins, the second is reported. Nothing here changes a cell.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from crmdesk.exchange.grid import Cell, Grid, letter_of
from crmdesk.exchange.importing.cleaning import Circumstances, clean
from crmdesk.exchange.importing.cut import Readings, cells_of
from crmdesk.exchange.importing.dealer import IMPORT as DEALERS
from crmdesk.exchange.importing.headers import HEADER_WITHIN, KNOWN_HEADERS, Header, find_header, known
from crmdesk.exchange.importing.outcome import shown
from crmdesk.exchange.importing.plan import ColumnMatch, How, Recognised
from crmdesk.exchange.importing.rows import rows_below
from crmdesk.exchange.importing.shapes import shape_of
from crmdesk.exchange.importing.spec import ImportSpec, Reading
from crmdesk.exchange.reading import Book
from crmdesk.rules.errors import Refused
from crmdesk.words import _, listed

_TEN_THOUSAND = re.compile(r"万")
_UNIT_IN_TITLE = re.compile(r"单位\s*[::]\s*(?:人民币)?\s*万元")


def recognise(
    book: Book, sheet: str | None = None, header_row: int | None = None, spec: ImportSpec = DEALERS
) -> Recognised:
    """Recognise the likeliest sheet of ``book``, or the one named; ``header_row`` (from 1) overrides the search.

    Raises Refused where no sheet has a header that we know.
    """
    grid, header = _choose(book, sheet, header_row, spec)
    if header is None:
        raise _no_header(grid.name if sheet or len(book.grids) == 1 else "", spec)
    return _recognised(book, grid, header, spec)


def _choose(
    book: Book, sheet: str | None, header_row: int | None, spec: ImportSpec
) -> tuple[Grid, Header | None]:
    hidden = {info.name for info in book.sheets if info.hidden}
    grids = [book.grid(sheet)] if sheet else list(book.grids)
    found = [(grid, find_header(grid, spec, header_row)) for grid in grids]

    def likeliness(pair: tuple[Grid, Header | None]) -> tuple[int, ...]:
        grid, header = pair
        known = header.known if header else 0
        return bool(known), grid.name not in hidden, known, grid.rows

    return max(found, key=likeliness)


def _no_header(sheet: str, spec: ImportSpec) -> Refused:
    where = _("工作表「{sheet}」").format(sheet=sheet) if sheet else _("各个工作表")
    wanted = listed(field.column.title for field in spec.fields[:1] + spec.fields[1:2])
    return Refused(
        _("在{where}的前 {rows} 行里没有找到表头(至少要有 {least} 个认识的列名)。").format(
            where=where, rows=HEADER_WITHIN, least=KNOWN_HEADERS
        ),
        _("没有导入任何内容。"),
        _("请在名单上面加一行列名,例如 {wanted}、联系人、手机,再导入。").format(wanted=wanted),
        code="import-no-header",
    )


def _recognised(book: Book, grid: Grid, header: Header, spec: ImportSpec) -> Recognised:
    matches = _match_headers(grid, header, spec)
    fields = {at: match.field for at, match in enumerate(matches) if match.field}
    numbering = frozenset(at for at, match in enumerate(matches) if match.how is How.NUMBERING)
    name_column = next((at for at, field in fields.items() if field == spec.required), None)
    rows = rows_below(grid, header.row, header.texts, fields, name_column, numbering)
    readings = Readings(rows.records)
    matches = [
        _with_data(grid, at, match, fields, spec, readings, header.row + 1) for at, match in enumerate(matches)
    ]
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
        grid=grid,
        readings=readings,
    )


def _match_headers(grid: Grid, header: Header, spec: ImportSpec) -> list[ColumnMatch]:
    """One match per column by its header alone."""
    taken: dict[str, int] = {}
    matches = []
    for at, text in enumerate(header.texts):
        field, how = known(text, spec)
        if field and field in taken:
            first = taken[field]
            reason = _("与 {letter} 列「{header}」是同一个字段,已用前一列").format(
                letter=letter_of(first), header=header.texts[first]
            )
            matches.append(ColumnMatch(letter_of(at), text, None, reason, How.SECOND))
            continue
        if field:
            taken[field] = at
        scale = _scale(grid, header, text, field, spec)
        matches.append(ColumnMatch(letter_of(at), text, field, _reason(how, text, field, spec), how, scale=scale))
    return matches


def _reason(how: How, text: str, field: str | None, spec: ImportSpec) -> str:
    if field and how is How.EXACT:
        return _("列名完全相同")
    if field and how is How.SYNONYM:
        return _("同义词:「{text}」就是{label}").format(text=text, label=spec.by_key[field].column.title)
    if how is How.NUMBERING:
        return _("不是客户资料,不用导入")
    return _("未认出:没有对应的字段")


def _scale(grid: Grid, header: Header, text: str, field: str | None, spec: ImportSpec) -> int:
    """10000 where the header, or a title above it, says that amounts are in 万元."""
    if not field or spec.by_key[field].reading is not Reading.AMOUNT:
        return 1
    if _TEN_THOUSAND.search(text):
        return 10_000
    above = (cell for row in range(header.row - header.rows + 1) for cell in grid.row(row))
    return 10_000 if any(isinstance(cell, str) and _UNIT_IN_TITLE.search(cell) for cell in above) else 1


def _with_data(
    grid: Grid,
    at: int,
    match: ColumnMatch,
    fields: dict[int, str],
    spec: ImportSpec,
    readings: Readings,
    header_row: int,
) -> ColumnMatch:
    """The match after a look at the cells: samples, how much is filled, how much can be read."""
    cells = cells_of(grid, at, readings.records)
    filled = len(cells) - cells.count("")
    samples = tuple(shown(cell).strip() for _number, cell in zip(range(3), filter(_is_filled, cells), strict=False))
    match = replace(match, samples=samples, filled=filled)
    if match.how is How.NONE and filled:
        match = _by_shape(match, cells, fields, spec)
    reason = match.reason
    if at in grid.hidden_columns:
        reason += _("(隐藏的列)")
    if match.scale != 1:
        reason += _("(单位是万元,已换算成元)")
    if match.field is None:
        return replace(match, reason=reason)
    fields[at] = match.field
    target = spec.by_key[match.field]
    if target.carried:
        cells = cells_of(grid, at, readings.records, header_row)
    cleaned = clean(spec, target, cells, Circumstances(match.scale, grid.date_1904))
    readings.columns[at, match.field, match.scale] = cleaned
    filled = len(cells) - cells.count("")
    return replace(match, reason=reason, filled=filled, parsed_share=cleaned.parsed_share(filled))


def _by_shape(match: ColumnMatch, cells: list[Cell], fields: Mapping[int, str], spec: ImportSpec) -> ColumnMatch:
    guess = shape_of(cells, match.filled)
    if not guess or guess not in spec.by_key or guess in fields.values():
        return match
    reason = _("数据形状:内容像{label}").format(label=spec.by_key[guess].column.title)
    return replace(match, field=guess, how=How.SHAPE, reason=reason)


def _is_filled(cell: Cell) -> bool:
    return cell != ""


def _notes(grid: Grid, book: Book, header: Header) -> tuple[str, ...]:
    """Sentences about the sheet as a whole."""
    notes = []
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
