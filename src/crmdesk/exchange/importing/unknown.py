"""Words of a list that mean nothing to us yet: distinct, counted, with what they probably mean (peers 4.2, step 4)."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from crmdesk.exchange.importing.folding import fold_value
from crmdesk.exchange.importing.fuzzy import edits, nearest, sounds_like
from crmdesk.exchange.importing.places import PROVINCES, cities, fold_place, fold_province
from crmdesk.exchange.importing.plan import Grade, ImportPlan, Prepared
from crmdesk.exchange.importing.prepare import SPECS
from crmdesk.exchange.importing.spec import FieldSpec, ImportSpec, Kin
from crmdesk.exchange.importing.values import choice_words
from crmdesk.words import _

_ROWS_SHOWN = 3
#: Characters that say nothing in a word for a class or a kind: 重点类客户 is 重点.
_EMPTY_TAILS = ("客户", "级别", "级", "类", "等", "型", "商", "户")


@dataclass(frozen=True, slots=True)
class UnknownValue:
    """One text of one column that no value of the field is known for.

    ``first_rows`` are up to three rows of the sheet (from 1). ``suggestion`` is what it probably means - the code of a
    choice, or the text as the office writes it - and ``why`` says so in words; both empty where nothing comes near.
    A field in which any text may stand (省份, 城市, 业务员) takes the text as it is unless a meaning is given.
    """

    field: str
    letter: str
    text: str
    count: int
    first_rows: tuple[int, ...] = ()
    suggestion: str = ""
    why: str = ""


#: What a text probably means, and why; two empty texts where nobody knows. None: it is no unknown text at all.
Guess = tuple[str, str]
NO_GUESS: Guess = ("", "")


def unknown_values(
    prepared: Prepared, plan: ImportPlan, known: Mapping[str, Collection[str]]
) -> tuple[UnknownValue, ...]:
    """The texts for which a person should say what they mean, by column of the file, the most frequent first.

    ``known`` holds what the office has in 省份, 城市, 业务员; where it has nothing yet, only the map of China counts.
    What `ImportPlan.values` gives a meaning to is not asked again.
    """
    spec = SPECS[plan.subject]
    found: list[UnknownValue] = []
    for letter, name in _letters(plan).items():
        target = spec.by_key[name]
        if target.column.choices:
            found += _choices(prepared, target, spec, letter)
        elif target.kin and name in prepared.columns:
            asked = _Asked(target, prepared, plan, known.get(name, ()))
            found += asked.values(letter)
    return tuple(found)


def _letters(plan: ImportPlan) -> dict[str, str]:
    """Column letter → field, the first column of each field."""
    first: dict[str, str] = {}
    for letter, name in plan.mapping.items():
        first.setdefault(name, letter)
    return {letter: name for name, letter in first.items()}


def _sorted(found: Iterable[UnknownValue]) -> list[UnknownValue]:
    return sorted(found, key=lambda value: (-value.count, value.first_rows))


# --- one of a few: 等级, 类型, 状态 ---


def _choices(prepared: Prepared, target: FieldSpec, spec: ImportSpec, letter: str) -> list[UnknownValue]:
    """The cells that could not be read as one of the choices."""
    rows: dict[str, list[int]] = {}
    texts: dict[str, str] = {}
    for problem in prepared.problems:
        if problem.field == target.key and problem.grade is Grade.LOST and problem.value:
            key = fold_value(problem.value)
            texts.setdefault(key, problem.value.strip())
            rows.setdefault(key, []).append(problem.row)
    words = _choice_guesses(target, spec)
    return _sorted(
        UnknownValue(target.key, letter, texts[key], len(at), tuple(at[:_ROWS_SHOWN]), *_choice_guess(key, words))
        for key, at in rows.items()
        if not texts[key].startswith("#")  # an error cell is no word
    )


def _choice_guesses(target: FieldSpec, spec: ImportSpec) -> dict[str, str]:
    """Folded word → code: the words that are understood anyway, and those that are only proposed."""
    assert target.column.choices
    known = choice_words(target.column.choices, spec.synonyms.values.get(target.key, {}))
    words = {word: str(member.value) for word, member in known.items()}
    for code, proposed in spec.synonyms.suggestions.get(target.key, {}).items():
        for word in proposed:
            words.setdefault(fold_value(word), code)
    return words


def _choice_guess(text: str, words: Mapping[str, str]) -> Guess:
    if text in words:
        return words[text], _("常见的说法")
    short = text
    for tail in _EMPTY_TAILS:
        short = short.removesuffix(tail) or short
    if short in words:
        return words[short], _("「{word}」的另一种写法").format(word=short)
    by_first = {code for word, code in words.items() if len(word) > 1 and (word in text or text in word)}
    if len(text) > 1 and len(by_first) == 1:
        return by_first.pop(), _("含有相同的字")
    near = nearest(text, dict(words), 0.5) if len(text) > 1 else None
    return (near.word, _("字形相近")) if near else NO_GUESS


# --- as the office writes it: 省份, 城市, 业务员 ---


class _Asked:
    """One field whose texts are held against what the office has."""

    def __init__(self, target: FieldSpec, prepared: Prepared, plan: ImportPlan, known: Collection[str]) -> None:
        self.target = target
        self.prepared = prepared
        self.known = {text for text in known if text}
        said = plan.values.get(target.key, {})
        self.decided = {fold_value(text) for pair in said.items() for text in pair}
        self.counts = Counter(text for text in prepared.columns[target.key] if text)

    def values(self, letter: str) -> list[UnknownValue]:
        guess = {Kin.PROVINCE: self._province, Kin.PLACE: self._place, Kin.PERSON: self._person}[
            self.target.kin or Kin.PLACE
        ]
        found = {text: say for text in self._new() if (say := guess(text)) is not None}
        rows = self._rows(found)
        return _sorted(
            UnknownValue(self.target.key, letter, text, self.counts[text], tuple(rows[text]), *say)
            for text, say in found.items()
        )

    def _new(self) -> list[str]:
        return [t for t in self.counts if t not in self.known and fold_value(t) not in self.decided]

    def _rows(self, texts: Collection[str]) -> dict[str, list[int]]:
        rows: dict[str, list[int]] = {text: [] for text in texts}
        if texts:
            column: Sequence[str] = self.prepared.columns[self.target.key]
            for number, text in zip(self.prepared.row_numbers, column, strict=True):
                if text in rows and len(rows[text]) < _ROWS_SHOWN:
                    rows[text].append(number)
        return rows

    def _province(self, text: str) -> Guess | None:
        if other := self._other_writing(text, fold_province):
            return other
        if fold_province(text) in PROVINCES:
            return None
        return self._nearest_place(text, {*PROVINCES, *map(fold_province, self.known)}, fold_province)

    def _place(self, text: str) -> Guess | None:
        if other := self._other_writing(text, fold_place):
            return other
        if fold_place(text) in cities():
            return None
        guess = self._nearest_place(text, {*cities(), *map(fold_place, self.known)}, fold_place)
        return guess if self.known or guess[0] else None

    def _other_writing(self, text: str, fold: Callable[[str], str]) -> Guess | None:
        """江苏省 where the office, or most of the list, says 江苏."""
        key = fold(text)
        same = [known for known in self.known if fold(known) == key]
        if same:
            return min(same, key=len), _("同一个地方,办事处写作「{text}」").format(text=min(same, key=len))
        here = [other for other in self.counts if fold(other) == key]
        usual = max(here, key=lambda other: (self.counts[other], -len(other)))
        return None if usual == text else (usual, _("同一个地方,名单里多写作「{text}」").format(text=usual))

    def _nearest_place(self, text: str, places: Collection[str], fold: Callable[[str], str]) -> Guess:
        key = fold(text)
        sound = sounds_like(key, places)
        near = nearest(key, {place: place for place in places}, 0.5 if len(key) < 4 else 0.7)
        word = sound or (near.word if near else "")
        written = next((known for known in sorted(self.known) if fold(known) == word), word)
        return (written, _("读音相同") if sound else _("字形相近")) if written else NO_GUESS

    def _person(self, text: str) -> Guess | None:
        """A representative whom the office does not have: somebody else, or one of ours with a slip."""
        if not self.known:
            return None
        inside = [name for name in self.known if len(name) > 1 and name in text]
        if len(inside) == 1:
            return inside[0], _("写着「{name}」").format(name=inside[0])
        if sound := sounds_like(text, self.known):
            return sound, _("读音相同")
        slips = [name for name in self.known if len(name) == len(text) and _is_slip(text, name)]
        return (slips[0], _("只差一个字")) if len(slips) == 1 else NO_GUESS


def _is_slip(text: str, name: str) -> bool:
    """One character of a name is wrong; of two characters the family name must be right."""
    return edits(text, name, 1) == 1 and (len(name) > 2 or text[0] == name[0])
