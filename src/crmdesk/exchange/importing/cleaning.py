"""Cells of a column → values of a field, a column at a time.

Clean columns pass after one look at the whole of them; only odd cells are read one by one, equal ones
once. No object is made for a cell that goes over as it stands (libraries.md, "Writing fast").
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from math import isfinite
from typing import Any

from crmdesk.exchange.grid import Cell
from crmdesk.exchange.importing import people, phones, texts, values
from crmdesk.exchange.importing.credit_codes import wrong_places
from crmdesk.exchange.importing.folding import fold_value
from crmdesk.exchange.importing.outcome import Cleaned, Outcome, Trouble, changed, doubtful, lost, shown
from crmdesk.exchange.importing.spec import FieldSpec, ImportSpec, Reading
from crmdesk.rules import credit_code
from crmdesk.words import _

_TEXTS = (Reading.TEXT, Reading.LONG_TEXT, Reading.PERSON, Reading.CODE)
_WORDS = (str, float)
_BLANK_IS_NONE = (Reading.AMOUNT, Reading.DAYS, Reading.DATE, Reading.CHOICE)
_EMAIL = re.compile(r"[^@\s,;、]+@[^@\s,;、]+\.[^@\s,;、]+")
_ACCOUNT_GAPS = re.compile(r"[\s\-]")
_POINT_ZERO = re.compile(r"(\d{5,15})\.0+")
#: Two ranges in which a number can be written out in digits without a second thought.
_Ranges = tuple[tuple[float, float], tuple[float, float]]
_ANY_EXACT: _Ranges = ((0.0, texts.EXACT_BELOW), (0.0, 0.0))
_PLAIN_NUMBERS: dict[Reading, _Ranges] = {
    Reading.MOBILE: ((13e9, 20e9), (0.0, 0.0)),
    Reading.PHONE: ((13e9, 20e9), (2e6, 1e8)),
}
_NO_DISTRICT = frozenset(("市辖区", "县"))

Read = Callable[[Any], Outcome]


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the reading of a column depends on besides its cells."""

    scale: int = 1
    date_1904: bool = False
    meanings: Mapping[str, str] = field(default_factory=dict)  # folded text of the file → what the user says it is


def clean(spec: ImportSpec, target: FieldSpec, cells: Sequence[Cell], seen: Circumstances) -> Cleaned:
    """Read a column of raw cells for ``target``. Blank cells give ``""`` or, where no text is meant, None."""
    if seen.meanings:
        cells = _as_meant(cells, seen.meanings)
    read = _reader(spec, target, seen)
    blank = None if target.reading in _BLANK_IS_NONE else ""
    kinds = set(map(type, cells))
    if kinds <= {str} and target.reading not in _BLANK_IS_NONE:
        result = list(cells)
        odd: Sequence[int] = _odd_texts(target, result)  # type: ignore[arg-type]
    else:
        result, odd = _odd_values(target, cells, kinds)
    return _read_odd(cells, result, odd, read, blank)


def _as_meant(cells: Sequence[Cell], meanings: Mapping[str, str]) -> Sequence[Cell]:
    """The cells with what a person said that their texts mean; an empty meaning leaves the cell out."""
    distinct = {cell for cell in cells if type(cell) in _WORDS}  # True is none of them, though it equals 1.0
    table: dict[Cell, Cell] = {
        cell: meanings[key] for cell in distinct if (key := fold_value(shown(cell))) in meanings
    }
    if not table:
        return cells
    return [table.get(cell, cell) if type(cell) in _WORDS else cell for cell in cells]


def _read_odd(cells: Sequence[Cell], result: list[Any], odd: Sequence[int], read: Read, blank: Any) -> Cleaned:
    """Read the odd cells one by one, each distinct one once. 1, 1.0 and True are distinct here."""
    if len(odd) == len(cells) and set(map(type, cells)) <= {str, float}:
        return _read_distinct(cells, read, blank)
    troubles: list[Trouble] = []
    known: dict[Any, Outcome] = {}
    for at in odd:
        cell = cells[at]
        key = cell if type(cell) is str else (type(cell), cell)
        outcome = known.get(key)
        if outcome is None:
            outcome = known[key] = _read_one(cell, read, blank)
        result[at] = outcome.value
        if outcome.reason:
            troubles.append(Trouble(at, cell, outcome))
    return Cleaned(result, troubles)


def _read_distinct(cells: Sequence[Cell], read: Read, blank: Any) -> Cleaned:
    """The same for a whole column of texts and numbers: by its distinct values, then by looking up."""
    outcomes = {cell: _read_one(cell, read, blank) for cell in set(cells)}
    values_of = {cell: outcome.value for cell, outcome in outcomes.items()}
    told = {cell for cell, outcome in outcomes.items() if outcome.reason}
    troubles = [Trouble(at, cell, outcomes[cell]) for at, cell in enumerate(cells) if cell in told] if told else []
    return Cleaned([values_of[cell] for cell in cells], troubles)


def _read_one(cell: Cell, read: Read, blank: Any) -> Outcome:
    if isinstance(cell, str):
        text = cell.strip()
        if not text:
            return Outcome(blank)
        if texts.is_error(text):
            return lost(blank, _("单元格里是错误值 {text}").format(text=text))
    return read(cell)


def _odd_texts(target: FieldSpec, cells: list[str]) -> Sequence[int]:
    """Where a column that holds only texts needs a closer look."""
    reading = target.reading
    if reading in _TEXTS:
        odd: Sequence[int] = texts.untidy_places(cells)
        if reading is Reading.PERSON:
            odd = _odd_names(cells, odd)
        elif reading is Reading.CODE and any("E+" in cell or "e+" in cell for cell in cells):
            odd = [at for at, cell in enumerate(cells) if "+" in cell or texts.is_untidy(cell)]
        elif target.key in ("district", "city") and not _NO_DISTRICT.isdisjoint(cells):
            odd = [at for at, cell in enumerate(cells) if cell in _NO_DISTRICT or texts.is_untidy(cell)]
        return odd
    if reading is Reading.CREDIT_CODE:
        return wrong_places(cells)
    if reading is Reading.ACCOUNT:
        return [at for at, cell in enumerate(cells) if not (cell.isascii() and cell.isdigit()) and cell]
    passes = {
        Reading.MOBILE: phones.is_plain_mobile,
        Reading.PHONE: phones.is_plain_phone,
        Reading.EMAIL: _EMAIL.fullmatch,
    }[reading]
    return [at for at, cell in enumerate(cells) if cell and not passes(cell)]


def _odd_names(cells: list[str], odd: Sequence[int]) -> Sequence[int]:
    """With the places where a blank parts a name, or where several people may stand."""
    look = {cell for cell in set(cells) if " " in cell or people.may_hold_several(cell)}
    return sorted({*odd, *(at for at, cell in enumerate(cells) if cell in look)}) if look else odd


def _odd_values(target: FieldSpec, cells: Sequence[Cell], kinds: set[type]) -> tuple[list[Any], Sequence[int]]:
    """The values of a column of numbers, dates or mixed cells that are plain, and where the others stand."""
    if target.reading is Reading.DATE:
        good = [cell if type(cell) is date and 1900 <= cell.year <= 2199 else None for cell in cells]
        return good, [at for at, value in enumerate(good) if value is None and cells[at] != ""]
    if target.reading in _BLANK_IS_NONE:
        return [None] * len(cells), range(len(cells))
    if kinds == {float}:
        numbers: Any = cells
        return list(map(_digits, numbers)), _odd_numbers(target, numbers)
    return _odd_mixed(target, cells)


def _odd_mixed(target: FieldSpec, cells: Sequence[Cell]) -> tuple[list[Any], Sequence[int]]:
    """Texts and numbers in one column: each kind is looked at by itself."""
    result: list[Any] = list(cells)
    texts_at = [at for at, cell in enumerate(cells) if type(cell) is str]
    numbers_at = [at for at, cell in enumerate(cells) if type(cell) is float]
    odd = set(range(len(cells))).difference(texts_at, numbers_at)
    if texts_at:
        odd.update(texts_at[place] for place in _odd_texts(target, [result[at] for at in texts_at]))
    odd.update(numbers_at[place] for place in _odd_numbers(target, [result[at] for at in numbers_at]))
    for at in numbers_at:
        result[at] = _digits(result[at])
    return result, sorted(odd)


def _odd_numbers(target: FieldSpec, numbers: Sequence[float]) -> list[int]:
    """Numbers in a column of texts that can't simply be written out in digits."""
    if target.reading in (Reading.CREDIT_CODE, Reading.EMAIL):
        return list(range(len(numbers)))
    (low, high), (low_too, high_too) = _PLAIN_NUMBERS.get(target.reading, _ANY_EXACT)
    return [
        at
        for at, number in enumerate(numbers)
        if not (low <= number < high or low_too <= number < high_too) or not number.is_integer()
    ]


def _digits(number: float) -> str:
    return str(int(number)) if isfinite(number) else str(number)


def _reader(spec: ImportSpec, target: FieldSpec, seen: Circumstances) -> Read:
    """How one odd cell of the field is read."""
    reading = target.reading
    if reading is Reading.CHOICE:
        assert target.column.choices
        words = values.choice_words(target.column.choices, spec.synonyms.values.get(target.key, {}))
        return _nothing_first(partial(values.read_choice, words=words), None)
    simple: dict[Reading, Read] = {
        Reading.TEXT: _read_place if target.key in ("district", "city") else texts.read_text,
        Reading.LONG_TEXT: partial(texts.read_text, lines=True),
        Reading.PERSON: people.read_contact if target.key == spec.contact else texts.read_person,
        Reading.CODE: texts.read_code,
    }
    if reading in simple:
        return simple[reading]
    others: dict[Reading, Read] = {
        Reading.MOBILE: partial(phones.read_mobile, spill=spec.spill, of_a_person=bool(spec.contact)),
        Reading.PHONE: partial(
            phones.read_phone, spill=spec.spill, of_a_person=bool(spec.contact) and target.key == spec.phone
        ),
        Reading.ACCOUNT: _read_account,
        Reading.CREDIT_CODE: _read_credit_code,
        Reading.EMAIL: _read_email,
        Reading.AMOUNT: partial(values.read_amount, scale=seen.scale),
        Reading.DAYS: partial(values.read_days, most=target.most),
        Reading.DATE: partial(values.read_date, date_1904=seen.date_1904),
    }
    return _nothing_first(others[reading], None if reading in _BLANK_IS_NONE else "")


def _nothing_first(read: Read, blank: Any) -> Read:
    """「无」, 「-」 and the like in a field that is no free text mean a blank."""

    def read_one(cell: Any) -> Outcome:
        if isinstance(cell, str) and texts.tidy(cell) in values.NOTHING_WORDS:
            return Outcome(blank, _("写着「{text}」").format(text=cell.strip()), _("按空白处理"))
        return read(cell)

    return read_one


def _read_place(cell: Cell) -> Outcome:
    outcome = texts.read_text(cell)
    if outcome.value in _NO_DISTRICT:
        return Outcome("", _("「{text}」不是具体的地名").format(text=outcome.value), _("按空白处理"))
    return outcome


def _read_account(cell: Cell) -> Outcome:
    outcome = texts.read_code(cell)
    if not isinstance(cell, str) or not outcome.value:
        return outcome
    plain = _ACCOUNT_GAPS.sub("", outcome.value)
    if point := _POINT_ZERO.fullmatch(plain):
        plain = point[1]
    if not (plain.isascii() and plain.isdigit()):
        return doubtful(outcome.value, _("银行账号里有数字以外的字符"))
    return Outcome(plain) if plain == cell else changed(plain, _("账号里有空格、横线或全角数字"))


def _read_credit_code(cell: Cell) -> Outcome:
    outcome = texts.read_code(cell)
    if not outcome.value:
        return outcome
    plain = credit_code.tidy(outcome.value)
    if remark := credit_code.remark(plain):
        return doubtful(plain, remark.rstrip("。"))
    return Outcome(plain) if plain == shown(cell) else changed(plain, _("有空格、小写或全角字符"))


def _read_email(cell: Cell) -> Outcome:
    outcome = texts.read_text(cell)
    if _EMAIL.fullmatch(outcome.value):
        return outcome
    return doubtful(outcome.value, _("不像电子邮箱"))
