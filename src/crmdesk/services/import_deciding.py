"""Which dealer a row of a list means: one that is there, one that an earlier row made, or a new one.

By code, else by credit code, else by name with the same city or the same mobile number (domain 8.3). Two
different codes are two dealers, whatever else agrees: then the row is taken over and somebody should look.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmdesk.exchange.importing.plan import CellProblem, Grade, Prepared
from crmdesk.models.dealer import DealerRow
from crmdesk.services.bulk import MANY
from crmdesk.words import _

_TABLE = DealerRow.__table__
_BRACKETS = str.maketrans(
    {"（": "(", "）": ")", "【": "[", "】": "]", " ": None, "\u3000": None, "\xa0": None}
)
_KEYS = ("code", "credit_code", "name", "city", "mobile")


class Known(NamedTuple):
    """A dealer that a row may mean: of the database (``key``) or of an earlier row of the list (``row``)."""

    code: str
    credit_code: str
    name: str
    city: str
    mobile: str
    key: str = ""  # id as hex digits
    row: int = 0
    place: int = -1  # place of the earlier row among the prepared ones


@dataclass(slots=True)
class Decisions:
    """What becomes of each prepared row, by its place: new, the id of its dealer, or nothing at all."""

    new: list[int] = field(default_factory=list)
    known: dict[int, str] = field(default_factory=dict)
    repeated: list[int] = field(default_factory=list)  # says nothing that an earlier row did not say
    rejected: list[int] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def comparable(name: str) -> str:
    """A name without what people type now so, now so: blanks, width of brackets, case."""
    return name.translate(_BRACKETS).casefold()


def decide(
    session: Session, prepared: Prepared, letters: Mapping[str, str], pause: Callable[[int], None]
) -> Decisions:
    """Look every row up. ``letters`` names the column of a field; ``pause`` hears now and then how far it is."""
    count = len(prepared.row_numbers)
    blank: Sequence[str] = [""] * count
    codes, credits, names, cities, mobiles = (prepared.columns.get(key, blank) for key in _KEYS)
    compared = [comparable(name) for name in names]
    index = _Index(set(codes), set(credits), set(compared))
    for dealer in _dealers(session):
        index.add_wanted(dealer)
    decisions, same = Decisions(), _Sameness(prepared)
    rows = zip(codes, credits, compared, cities, mobiles, strict=True)
    for place, (code, credit, name, city, mobile) in enumerate(rows):
        known, doubt = index.find(code, credit, name, city, mobile)
        if doubt is not None:
            decisions.problems.append(_doubt(prepared, letters, place, doubt))
        if known is None:
            decisions.new.append(place)
            index.add(Known(code, credit, name, city, mobile, "", prepared.row_numbers[place], place))
        elif known.key and known.key not in same.claimed:
            same.claimed[known.key] = place
            decisions.known[place] = known.key
        else:
            _again(decisions, prepared, place, same.claimed.get(known.key, known.place), same)
        if place % MANY == 0:
            pause(place)
    return decisions


def _dealers(session: Session) -> Iterator[Known]:
    """All dealers by what a row can be known by, without loading them."""
    c = _TABLE.c
    statement = select(c.code, c.credit_code, c.name, c.city, c.mobile, c.id)
    for row in session.execute(statement.execution_options(yield_per=MANY)):
        yield Known(row[0], row[1], comparable(row[2]), row[3], row[4], row[5].hex)


class _Index:
    """Dealers by code, by credit code and by name; of those in the database only what the list may mean."""

    def __init__(self, codes: set[str], credits: set[str], names: set[str]) -> None:
        self._wanted = (codes - {""}, credits - {""}, names)
        self._codes: dict[str, Known] = {}
        self._credits: dict[str, Known] = {}
        self._names: dict[str, list[Known]] = {}

    def add_wanted(self, known: Known) -> None:
        """Remember a dealer of the database, if a row of the list may mean it."""
        codes, credits, names = self._wanted
        if known.code in codes or known.credit_code in credits or known.name in names:
            self.add(known)

    def add(self, known: Known) -> None:
        """Remember a dealer; where two have the same code, the first one counts."""
        if known.code:
            self._codes.setdefault(known.code, known)
        if known.credit_code:
            self._credits.setdefault(known.credit_code, known)
        self._names.setdefault(known.name, []).append(known)

    def find(
        self, code: str, credit: str, name: str, city: str, mobile: str
    ) -> tuple[Known | None, Known | None]:
        """The dealer that is meant, or None; and one that agrees in much but has another code."""
        if code and (known := self._codes.get(code)):
            return known, None
        doubt = None
        if credit and (known := self._credits.get(credit)):
            if not _differ(code, known.code):
                return known, None
            doubt = known
        for known in self._names.get(name, ()):
            if known.city != city and not (mobile and known.mobile == mobile):
                continue
            if not _differ(code, known.code) and not _differ(credit, known.credit_code):
                return known, None
            doubt = doubt or known
        return None, doubt


def _differ(one: str, other: str) -> bool:
    return bool(one and other and one != other)


class _Sameness:
    """Whether a row only repeats an earlier one, and which rows have claimed a dealer of the database."""

    def __init__(self, prepared: Prepared) -> None:
        self._columns = tuple(prepared.columns.values())
        self.claimed: dict[str, int] = {}

    def adds_nothing(self, place: int, earlier: int) -> bool:
        """Whether everything that the row says was said by the earlier one."""
        return all(c[place] in ("", None) or c[place] == c[earlier] for c in self._columns)


def _again(decisions: Decisions, prepared: Prepared, place: int, earlier: int, same: _Sameness) -> None:
    row, first = prepared.row_numbers[place], prepared.row_numbers[earlier]
    name = _said(prepared, "name", place)
    if same.adds_nothing(place, earlier):
        decisions.repeated.append(place)
        reason = _("与第 {row} 行完全重复").format(row=first)
        decisions.problems.append(CellProblem(row, "", "", name, reason, _("没有重复建立"), Grade.DOUBT))
        return
    decisions.rejected.append(place)
    code = _said(prepared, "code", place)
    if code and code == _said(prepared, "code", earlier):
        which, value, reason = (
            "code",
            code,
            _("编号「{code}」第 {row} 行已经用过").format(code=code, row=first),
        )
    else:
        which, value, reason = "name", name, _("与第 {row} 行是同一个客户,内容却不同").format(row=first)
    done = _("这一行没有导入,请核对两行后再导入")
    decisions.problems.append(CellProblem(row, "", which, value, reason, done, Grade.LOST))


def _doubt(prepared: Prepared, letters: Mapping[str, str], place: int, known: Known) -> CellProblem:
    other = known.code or _("第 {row} 行").format(row=known.row)
    credit = _said(prepared, "credit_code", place)
    if credit and credit == known.credit_code:
        which, value, reason = "credit_code", credit, _("统一社会信用代码与「{other}」相同,编号却不同")
    else:
        which, value, reason = (
            "name",
            _said(prepared, "name", place),
            _("名称与「{other}」相同,编号或信用代码却不同"),
        )
    return CellProblem(
        prepared.row_numbers[place], letters.get(which, ""), which, value, reason.format(other=other),
        _("已作为另一个客户导入,请核对是否重复"), Grade.DOUBT,
    )  # fmt: skip


def _said(prepared: Prepared, key: str, place: int) -> str:
    column = prepared.columns.get(key)
    return str(column[place]) if column else ""
