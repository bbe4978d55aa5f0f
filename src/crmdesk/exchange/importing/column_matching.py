"""Which column of a file is which field of ours: as last time, as remembered, by its words, by what it holds.

Order: profile, column memory, the same words, a synonym, nearly the same words, the shape of the data. Two columns for
one field: the first is taken, the others wait for an answer. Nothing here changes a cell.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from crmdesk.exchange.grid import Cell, Grid, letter_of
from crmdesk.exchange.importing.cleaning import Circumstances, clean
from crmdesk.exchange.importing.cut import Readings, cells_of
from crmdesk.exchange.importing.headers import MARK, Header, Words, known, near, vocabulary
from crmdesk.exchange.importing.memory import Profile, column_keys
from crmdesk.exchange.importing.outcome import Cleaned, Grade, shown
from crmdesk.exchange.importing.plan import ColumnMatch, Double, How
from crmdesk.exchange.importing.shapes import shape_of
from crmdesk.exchange.importing.spec import ImportSpec, Reading
from crmdesk.words import _

_TEN_THOUSAND = re.compile(r"万")
_UNIT_IN_TITLE = re.compile(r"单位\s*[::]\s*(?:人民币)?\s*万元")
#: So many cells of a column that was matched by nearness must be what the field wants.
_LEAST_FITTING = 0.8


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the columns of one sheet are matched by."""

    grid: Grid
    header: Header
    spec: ImportSpec
    words: Words
    profile: Profile | None = None

    def title(self, name: str) -> str:
        """Our label of a field."""
        return self.spec.by_key[name].column.title


def match_headers(sheet: Sheet) -> list[ColumnMatch]:
    """One match per column by its header alone."""
    texts = sheet.header.texts
    matches = [_by_words(sheet, at, text) for at, text in enumerate(texts)]
    if sheet.profile:
        keys = column_keys(texts)
        matches = [_as_last_time(sheet, match, key) for match, key in zip(matches, keys, strict=True)]
    matches = [
        _by_nearness(sheet, match) if match.how is How.NONE and match.header else match for match in matches
    ]
    return [_scaled(sheet, match) for match in _first_ones(sheet, matches)]


def _by_words(sheet: Sheet, at: int, text: str) -> ColumnMatch:
    name, how = known(text, sheet.words)
    return ColumnMatch(letter_of(at), text, name, _reason(sheet, how, text, name), how)


def _reason(sheet: Sheet, how: How, text: str, name: str | None) -> str:
    if how is How.MEMORY:
        return _remembered(sheet, name)
    if name and how is How.EXACT:
        return _("列名完全相同")
    if name and how is How.SYNONYM:
        return _("同义词:「{text}」就是{label}").format(text=text, label=sheet.title(name))
    if text.strip() == MARK:
        return _("导出时留下的:认出是哪一家,只写改过的格")
    if how is How.NUMBERING:
        return _("不是客户资料,不用导入")
    return _("未认出:没有对应的字段")


def _remembered(sheet: Sheet, name: str | None) -> str:
    if name is None:
        return _("记忆:这样的列您说过不导入")
    if name == sheet.spec.extra:
        return _("记忆:这样的列您说过留作其他资料")
    return _("记忆:这样的列您说过是{label}").format(label=sheet.title(name))


def _as_last_time(sheet: Sheet, match: ColumnMatch, key: str) -> ColumnMatch:
    """A column of a list that was imported before: its field then, or none; 序号 stays 序号."""
    assert sheet.profile
    if key not in sheet.profile.mapping:
        return match
    name = sheet.profile.mapping[key]
    if (name is not None and name not in sheet.spec.by_key) or (name is None and match.how is How.NUMBERING):
        return match
    if name is None:
        reason = _("上次导入这份名单时没有要这一列")
    elif name == sheet.spec.extra:
        reason = _("上次导入这份名单时留作其他资料")
    else:
        reason = _("上次导入这份名单时是{label}").format(label=sheet.title(name))
    return replace(match, field=name, how=How.PROFILE, reason=reason)


def _by_nearness(sheet: Sheet, match: ColumnMatch) -> ColumnMatch:
    found = near(match.header, sheet.words)
    if not found:
        return match
    reason = _("相近:「{text}」像{label}({percent}% 相同)").format(
        text=match.header, label=sheet.title(found.word), percent=round(found.score * 100)
    )
    return replace(match, field=found.word, how=How.FUZZY, reason=reason)


def _first_ones(sheet: Sheet, matches: Sequence[ColumnMatch]) -> list[ColumnMatch]:
    """Of several columns for one field only the surest and first keeps it, unless they all had it last time."""
    first: dict[str, ColumnMatch] = {}
    for match in sorted(matches, key=lambda one: one.how is How.FUZZY):
        if match.field and match.field != sheet.spec.extra:
            first.setdefault(match.field, match)
    return [_first_or_second(match, first.get(match.field or "", match)) for match in matches]


def _first_or_second(match: ColumnMatch, first: ColumnMatch) -> ColumnMatch:
    if match is first or (match.how is How.PROFILE and first.how is How.PROFILE):
        return match
    reason = _("与 {letter} 列「{header}」是同一个字段,已用那一列").format(letter=first.letter, header=first.header)
    return replace(match, how=How.SECOND, reason=reason)


def _scaled(sheet: Sheet, match: ColumnMatch) -> ColumnMatch:
    """With 10000 where the header, or a title above it, says that amounts are in 万元."""
    if not match.field or sheet.spec.by_key[match.field].reading is not Reading.AMOUNT:
        return match
    if _TEN_THOUSAND.search(match.header):
        return replace(match, scale=10_000)
    above = (cell for row in range(sheet.header.row - sheet.header.rows + 1) for cell in sheet.grid.row(row))
    said = any(isinstance(cell, str) and _UNIT_IN_TITLE.search(cell) for cell in above)
    return replace(match, scale=10_000) if said else match


def doubles_of(matches: Sequence[ColumnMatch], extra: str) -> tuple[Double, ...]:
    """The fields that several columns mean, with their letters in the order of the file."""
    letters: dict[str, list[str]] = {}
    for match in matches:
        if match.field and match.field != extra:
            letters.setdefault(match.field, []).append(match.letter)
    return tuple(Double(name, tuple(group)) for name, group in letters.items() if len(group) > 1)


class Columns:
    """The matches after a look at the cells: samples, how much is filled, how much can be read."""

    def __init__(self, sheet: Sheet, readings: Readings, matches: Sequence[ColumnMatch]) -> None:
        self.sheet = sheet
        self.readings = readings
        self.matches = matches
        self.taken = {match.field for match in matches if match.field and match.how is not How.SECOND}

    def all(self) -> list[ColumnMatch]:
        return [self._looked_at(at, match) for at, match in enumerate(self.matches)]

    def _looked_at(self, at: int, match: ColumnMatch) -> ColumnMatch:
        cells = cells_of(self.sheet.grid, at, self.readings.records)
        filled = len(cells) - cells.count("")
        samples = tuple(shown(cell).strip() for _place, cell in zip(range(3), filter(_is_filled, cells), strict=False))
        match = replace(match, samples=samples, filled=filled)
        if match.how is How.NONE and filled:
            match = self._by_shape(match, cells)
        match = self._read(at, match) if match.how is not How.SECOND else replace(match, field=None)
        if match.scale != 1:
            match = replace(match, reason=match.reason + _("(单位是万元,已换算成元)"))
        if at in self.sheet.grid.hidden_columns:
            match = replace(match, reason=match.reason + _("(隐藏的列)"))
        return match

    def _by_shape(self, match: ColumnMatch, cells: list[Cell]) -> ColumnMatch:
        guesses = shape_of(cells, match.filled, nameless=not match.header)
        name = next((g for g in guesses if g in self.sheet.spec.by_key and g not in self.taken), None)
        if not name:
            return match
        self.taken.add(name)
        reason = _("数据形状:内容像{label}").format(label=self.sheet.title(name))
        return replace(match, field=name, how=How.SHAPE, reason=reason)

    def _read(self, at: int, match: ColumnMatch) -> ColumnMatch:
        """With the share of its cells that can be read; what only looked near and does not fit is let go."""
        if match.field is None or self._is_fact(match):
            return match
        sheet = self.sheet
        target = sheet.spec.by_key[match.field]
        cells = cells_of(sheet.grid, at, self.readings.records, sheet.header.row + 1 if target.carried else None)
        meanings = self.readings.meanings.get(target.key, {})
        cleaned = clean(sheet.spec, target, cells, Circumstances(match.scale, sheet.grid.date_1904, meanings))
        filled = len(cells) - cells.count("")
        if match.how is How.FUZZY and _fitting(cleaned, filled) < _LEAST_FITTING:
            self.taken.discard(match.field)
            reason = _("未认出:列名像{label},内容不像").format(label=sheet.title(match.field))
            return replace(match, field=None, how=How.NONE, reason=reason)
        self.readings.columns[at, match.field, match.scale] = cleaned
        return replace(match, filled=filled, parsed_share=cleaned.parsed_share(filled))

    def _is_fact(self, match: ColumnMatch) -> bool:
        """Whether a column is kept as a further fact under its own name; 其他资料 itself is a field like others."""
        return is_fact(match.field, match.header, self.sheet.spec)


def is_fact(name: str | None, header: str, spec: ImportSpec) -> bool:
    """Whether a column mapped to ``extra`` is a fact 列名:内容, and not the field 其他资料 of one of our own lists."""
    return name == spec.extra and known(header, vocabulary(spec))[0] != spec.extra


def _fitting(cleaned: Cleaned, filled: int) -> float:
    """The part of the filled cells about which there is neither loss nor doubt."""
    odd = sum(trouble.outcome.grade in (Grade.LOST, Grade.DOUBT) for trouble in cleaned.troubles)
    return 1 - odd / filled if filled else 1.0


def _is_filled(cell: Cell) -> bool:
    return cell != ""


def fields_by_column(matches: Sequence[ColumnMatch]) -> Mapping[int, str]:
    """Column (from 0) → field, of those that are imported."""
    return {at: match.field for at, match in enumerate(matches) if match.field and match.how is not How.SECOND}
