"""The header of a list: in which row it stands, and which of its words we know."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from crmdesk.exchange.grid import Cell, Grid
from crmdesk.exchange.importing.choices import How
from crmdesk.exchange.importing.folding import header_forms
from crmdesk.exchange.importing.fuzzy import Near, nearest
from crmdesk.exchange.importing.memory import Learned
from crmdesk.exchange.importing.outcome import shown
from crmdesk.exchange.importing.spec import ImportSpec
from crmdesk.words import in_every_language

HEADER_WITHIN = 30
KNOWN_HEADERS = 3
#: Stands over the hidden column of our own exports (``marks.py``) and is no word for people: one column is enough.
MARK = "记录号"
#: From here on two headers are held to be the same word: one character in four may differ.
LEAST_LIKENESS = 0.75
_NUMBERED = re.compile(r"(.{2,}?)[\d一二三两]{1,2}")

#: Folded header → our field and by what it is known; 序号 and the like have no field.
Words = Mapping[str, tuple[str | None, How]]


@dataclass(frozen=True, slots=True)
class Header:
    """The header rows: the last one (from 0; -1 where the list has none), how many, and the text over each column."""

    row: int
    rows: int
    texts: tuple[str, ...]
    known: int


@cache
def vocabulary(spec: ImportSpec) -> Words:
    """The words of the synonyms file and our own labels."""
    words: dict[str, tuple[str | None, How]] = {}
    for word in spec.synonyms.other:
        words |= dict.fromkeys(header_forms(word), (None, How.NONE))
    for word in spec.synonyms.not_imported:
        words[header_forms(word)[0] or word] = (None, How.NUMBERING)
    for key, synonyms in spec.synonyms.fields.items():
        if key in spec.by_key:
            words |= {form: (key, How.SYNONYM) for word in synonyms for form in header_forms(word)}
    for field in spec.fields:
        for word in (field.key, *in_every_language(field.column.label)):
            words |= dict.fromkeys(header_forms(word), (field.key, How.EXACT))
    words.pop("", None)
    return words


def words_of(spec: ImportSpec, learned: Learned) -> Words:
    """The vocabulary with what persons said of columns; 序号 stays what it is unless it was given a field."""
    if not learned.columns:
        return vocabulary(spec)
    words = dict(vocabulary(spec))
    for text, name in learned.columns.items():
        if (name in spec.by_key) or (name is None and words.get(text, (None, How.NONE))[1] is not How.NUMBERING):
            words[text] = (name, How.MEMORY)
    return words


def known(text: Cell, words: Words) -> tuple[str | None, How]:
    """What a header text is to us."""
    if not isinstance(text, str) or not text.strip() or len(text) > 40:
        return None, How.NONE
    whole, short = header_forms(text)
    return words.get(whole) or words.get(short) or words.get(text.strip()) or (None, How.NONE)


def near(text: str, words: Words) -> Near | None:
    """The field whose words come near a header that nobody knows: 客户名程, 手机2. None for what is known to be
    something else."""
    forms = [form for form in dict.fromkeys(header_forms(text)) if form]
    if not forms or any(form in words for form in forms):
        return None
    for form in forms:
        numbered = _NUMBERED.fullmatch(form)
        if numbered and (name := words.get(numbered[1], (None, How.NONE))[0]):
            return Near(name, 0.9)
    # what stands for no field takes part, so that 客户简介 is not 客户简称
    candidates = {word: name or "" for word, (name, _how) in words.items() if len(word) >= 4}
    found = nearest(forms[0], candidates, LEAST_LIKENESS)
    return found if found and found.word else None


def find_header(grid: Grid, words: Words, at: int | None = None) -> Header | None:
    """The row with most known headers among the first thirty, if it has three, or that of an export of ours; ``at``
    (from 1) names it, 0 says that there is none."""
    if at == 0:
        return Header(-1, 0, ("",) * grid.width, 0)
    if at is not None and 1 <= at <= grid.rows:
        above = _header_at(grid, at - 2, words) if at > 1 else None
        return above if above and above.rows == 2 else _header_at(grid, at - 1, words)
    best: Header | None = None
    for row in range(min(HEADER_WITHIN, grid.rows)):
        if MARK in (cells := grid.row(row)):
            return Header(row, 1, tuple(_text(cell) for cell in cells), _known_fields(cells, words))
        header = _header_at(grid, row, words)
        if best is None or header.known > best.known:
            best = header
    if best is None or best.known < min(KNOWN_HEADERS, max(2, _filled(best.texts))):
        return None
    return best


def _header_at(grid: Grid, row: int, words: Words) -> Header:
    """The header that begins at ``row``: this row, or this and the next as one."""
    upper = grid.row(row)
    single = Header(row, 1, tuple(_text(cell) for cell in upper), _known_fields(upper, words))
    if row + 1 >= grid.rows:
        return single
    lower = grid.row(row + 1)
    groups = _groups(grid, row)
    for at, cell in enumerate(lower):
        if cell != "" and at not in groups and upper[at] != "":
            return single  # something stands under a header of its own: data
    joined = tuple(
        _joined(_text(groups.get(at, up)), _text(low), words)
        for at, (up, low) in enumerate(zip(upper, lower, strict=True))
    )
    count = _known_fields(joined, words)
    if count <= max(single.known, _known_fields(lower, words)):
        return single  # one of the two rows does it alone
    return Header(row + 1, 2, joined, count)


def _joined(upper: str, lower: str, words: Words) -> str:
    """The header of a column under a group: 收货 + 地址 is 收货地址, 联系方式 + 手机 is 手机, 去年 + 返利 is 去年返利."""
    if not lower or not upper:
        return lower or upper
    whole = f"{upper}{lower}"
    if header_forms(whole)[0] in words:
        return whole
    return lower if known(lower, words) != (None, How.NONE) else whole


def _groups(grid: Grid, row: int) -> dict[int, Cell]:
    """Columns that lie under a header cell which spans several columns, with what stands in that cell."""
    return {
        column: grid.columns[left][row]
        for top, left, bottom, right in grid.merged
        if top == row == bottom and right > left and left < grid.width
        for column in range(left, min(right + 1, grid.width))
    }


def _known_fields(cells: Sequence[Cell], words: Words) -> int:
    return len({name for cell in cells if (name := known(cell, words)[0])})


def _filled(texts: Sequence[str]) -> int:
    return sum(bool(text) for text in texts)


def _text(cell: Cell) -> str:
    return shown(cell).strip()
