"""What a sheet is: where its header stands, which column is which field of ours, which rows are records.

Order for a column: the words are the same, a synonym, the shape of the data. Two columns for one field:
the first wins, the second is reported. Nothing here changes a cell.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from crmdesk.exchange.grid import Cell, Grid, letter_of
from crmdesk.exchange.importing.cleaning import Circumstances, clean
from crmdesk.exchange.importing.cut import Readings, cells_of
from crmdesk.exchange.importing.dealer import IMPORT as DEALERS
from crmdesk.exchange.importing.outcome import shown
from crmdesk.exchange.importing.plan import ColumnMatch, How, Recognised
from crmdesk.exchange.importing.rows import rows_below
from crmdesk.exchange.importing.shapes import shape_of
from crmdesk.exchange.importing.spec import ImportSpec, Reading
from crmdesk.exchange.reading import Book
from crmdesk.rules.errors import Refused
from crmdesk.words import _

HEADER_WITHIN = 30
KNOWN_HEADERS = 3
_SIGNS = re.compile(r"[\s*::★☆•·]+")
_BRACKETED = re.compile(r"[(\[{【<《][^)\]}】>》]*[)\]}】>》]?")
_BRACKETS = re.compile(r"[()\[\]{}【】<>《》]")
_TEN_THOUSAND = re.compile(r"万")
_UNIT_IN_TITLE = re.compile(r"单位\s*[::]\s*(?:人民币)?\s*万元")


@dataclass(frozen=True, slots=True)
class Header:
    """The header rows: the last one (from 0), how many, and the text over each column."""

    row: int
    rows: int
    texts: tuple[str, ...]
    known: int


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
    wanted = "、".join(field.column.title for field in spec.fields[:1] + spec.fields[1:2])
    return Refused(
        _("在{where}的前 {rows} 行里没有找到表头(至少要有 {least} 个认识的列名)。").format(
            where=where, rows=HEADER_WITHIN, least=KNOWN_HEADERS
        ),
        _("没有导入任何内容。"),
        _("请在名单上面加一行列名,例如 {wanted}、联系人、手机,再导入。").format(wanted=wanted),
        code="import-no-header",
    )


# --- the header -----------------------------------------------------------------------------------


def folded(text: str) -> tuple[str, str]:
    """A header for comparing: without signs, blanks and brackets, 帐 as 账; and once more without what the
    brackets hold."""
    plain = _SIGNS.sub("", unicodedata.normalize("NFKC", text)).replace("帐", "账").lower()
    return _BRACKETS.sub("", plain), _BRACKETED.sub("", plain)


@cache
def vocabulary(spec: ImportSpec) -> Mapping[str, tuple[str | None, How]]:
    """Folded header → our field and by what it is known; 序号 and the like have no field."""
    words: dict[str, tuple[str | None, How]] = {}
    for word in spec.synonyms.not_imported:
        words[folded(word)[0] or word] = (None, How.NUMBERING)
    for key, synonyms in spec.synonyms.fields.items():
        if key in spec.by_key:
            words |= {form: (key, How.SYNONYM) for word in synonyms for form in folded(word)}
    for field in spec.fields:
        for word in (field.key, field.column.label, field.column.title):
            words |= dict.fromkeys(folded(word), (field.key, How.EXACT))
    words.pop("", None)
    return words


def known(text: Cell, spec: ImportSpec) -> tuple[str | None, How]:
    """What a header text is to us."""
    if not isinstance(text, str) or not text.strip() or len(text) > 40:
        return None, How.NONE
    words = vocabulary(spec)
    whole, short = folded(text)
    return words.get(whole) or words.get(short) or words.get(text.strip()) or (None, How.NONE)


def find_header(grid: Grid, spec: ImportSpec, at: int | None = None) -> Header | None:
    """The row with most known headers among the first thirty, if it has three; ``at`` (from 1) names it."""
    if at is not None and 1 <= at <= grid.rows:
        return _header_at(grid, at - 1, spec)
    best: Header | None = None
    for row in range(min(HEADER_WITHIN, grid.rows)):
        header = _header_at(grid, row, spec)
        if best is None or header.known > best.known:
            best = header
    if best is None or best.known < min(KNOWN_HEADERS, max(2, _filled(best.texts))):
        return None
    return best


def _header_at(grid: Grid, row: int, spec: ImportSpec) -> Header:
    """The header that begins at ``row``: this row, or this and the next as one."""
    upper = grid.row(row)
    single = Header(row, 1, tuple(_text(cell) for cell in upper), _known_fields(upper, spec))
    if row + 1 >= grid.rows:
        return single
    lower = grid.row(row + 1)
    grouped = _below_groups(grid, row)
    for at, cell in enumerate(lower):
        if cell != "" and at not in grouped and upper[at] != "":
            return single  # something stands under a header of its own: data
    joined = tuple(_text(low if low != "" else up) for up, low in zip(upper, lower, strict=True))
    count = _known_fields(joined, spec)
    if count <= max(single.known, _known_fields(lower, spec)):
        return single  # one of the two rows does it alone
    return Header(row + 1, 2, joined, count)


def _below_groups(grid: Grid, row: int) -> set[int]:
    """Columns that lie under a header cell which spans several columns."""
    return {
        column
        for top, left, bottom, right in grid.merged
        if top == row == bottom and right > left
        for column in range(left, min(right + 1, grid.width))
    }


def _known_fields(cells: Sequence[Cell], spec: ImportSpec) -> int:
    return len({field for cell in cells if (field := known(cell, spec)[0])})


def _filled(texts: Sequence[str]) -> int:
    return sum(bool(text) for text in texts)


def _text(cell: Cell) -> str:
    return shown(cell).strip()


# --- the columns ----------------------------------------------------------------------------------


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
    return replace(match, reason=reason, parsed_share=cleaned.parsed_share(len(cells) - cells.count("")))


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
        letters = "、".join(letter_of(at) for at in sorted(grid.hidden_columns) if at < grid.width)
        if letters:
            notes.append(_("隐藏的列:{letters}").format(letters=letters))
    if grid.date_1904:
        notes.append(_("这个文件的日期从 1904 年算起"))
    if book.charset:
        notes.append(_("文字编码:{charset}").format(charset=book.charset))
    return tuple(notes)
