"""Text out of cells: what people can't see is taken away, what they can see stays."""

import re
from collections.abc import Sequence

from crmdesk.exchange.grid import Cell
from crmdesk.exchange.importing.outcome import Outcome, changed, doubtful, lost, shown
from crmdesk.words import _

_JOINT = "\x1f"  # stands between cells when a whole column is looked at in one go
_FULL_WIDTH = {
    code: code - 0xFEE0 for first, last in ((0xFF10, 0xFF19), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A))
    for code in range(first, last + 1)
}  # fmt: skip
_BLANKS = dict.fromkeys([0x09, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
_LINES = dict.fromkeys([0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029], "\n")
_NOTHING = dict.fromkeys(
    [*range(9), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0), 0xAD,
     *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF,
     *range(0xD800, 0xE000)]
)  # fmt: skip
_TIDY = _FULL_WIDTH | _BLANKS | _LINES | _NOTHING
_UNTIDY = re.compile("[" + "".join(map(re.escape, map(chr, [*_TIDY, 0x0A]))).replace(_JOINT, "") + "]")
_CHINESE = "\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_BREAK_IN_CHINESE = re.compile(rf"(?<=[{_CHINESE}]) *\n *| *\n *(?=[{_CHINESE}])")
_SPACED_NAME = re.compile(rf"[{_CHINESE}]( +[{_CHINESE}]){{1,3}}")
#: What stands in a cell whose formula went wrong, and what Excel shows where a column is too narrow.
_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|#{3,})")
_SCIENTIFIC = re.compile(r"[+-]?(\d)(?:\.(\d*))?[Ee]\+?(\d{1,3})")

EXACT_BELOW = 1e15  # Excel keeps fifteen digits


def untidy_places(cells: Sequence[str]) -> list[int]:
    """Where a column of texts holds something that `tidy` would change. One look at the whole column first."""
    joined = _JOINT.join(cells)
    parted = joined.count(_JOINT) == len(cells) - 1
    edges = joined[:1] == " " or joined[-1:] == " " or f" {_JOINT}" in joined or f"{_JOINT} " in joined
    if parted and not edges and not _UNTIDY.search(joined) and not _ERROR.search(joined):
        return []
    return [at for at, cell in enumerate(cells) if is_untidy(cell)]


def is_untidy(cell: str) -> bool:
    """Whether `tidy` would change the text, or the text is none."""
    if cell[:1] == " " or cell[-1:] == " " or _JOINT in cell or _UNTIDY.search(cell) is not None:
        return True
    return is_error(cell)


def is_error(cell: str) -> bool:
    """Whether a text is what a formula leaves that went wrong: #N/A from a workbook that was saved as text."""
    return cell[:1] == "#" and _ERROR.fullmatch(cell) is not None


def tidy(cell: str, lines: bool = False) -> str:
    """Half-width letters and digits, plain blanks, nothing invisible, none at the ends.

    A line break becomes a blank, between Chinese characters nothing; with ``lines`` it stays.
    """
    text = cell.replace("\r\n", "\n").translate(_TIDY)
    if "\n" in text:
        if lines:
            return "\n".join(line.strip() for line in text.split("\n")).strip()
        text = _BREAK_IN_CHINESE.sub("", text.strip()).replace("\n", " ")
    return text.strip()


def read_text(cell: Cell, lines: bool = False) -> Outcome:
    """A cell of a text field."""
    if isinstance(cell, str):
        text = tidy(cell, lines)
        return Outcome(text) if text == cell or not text else changed(text, _why(cell, text))
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return number_as_text(float(cell))
    return changed(shown(cell), _("单元格里不是文字"))


def read_person(cell: Cell) -> Outcome:
    """A name; the blank that makes two characters as wide as three is taken out."""
    outcome = read_text(cell)
    if _SPACED_NAME.fullmatch(outcome.value):
        return changed(outcome.value.replace(" ", ""), _("姓名中间有空格"))
    return outcome


def read_code(cell: Cell) -> Outcome:
    """A code: letters and digits as they stand, leading zeros too."""
    outcome = read_text(cell)
    scientific = isinstance(cell, str) and _SCIENTIFIC.fullmatch(outcome.value)
    return restored(outcome.value) if scientific else outcome


def number_as_text(number: float) -> Outcome:
    """A code that a spreadsheet kept as a number: exact below fifteen digits, else not to be trusted."""
    if not number.is_integer():
        return doubtful(repr(number), _("这里应该是文字或编号,单元格里却是带小数的数字"))
    if abs(number) >= EXACT_BELOW:
        return distorted()
    return Outcome(str(int(number)))


def distorted() -> Outcome:
    """Digits are gone and are not made up (domain 8.3)."""
    return lost("", _("原始数据已失真:按数字存放,Excel 只保留前 15 位;请按原件补填"))


def restored(text: str) -> Outcome:
    """1.3812345678E+10 has all its digits, 1.38E+10 has lost them."""
    match = _SCIENTIFIC.fullmatch(text)
    assert match
    digits = match[1] + (match[2] or "")
    if len(digits) == int(match[3]) + 1 and len(digits) <= 15:
        return changed(digits, _("写成了科学计数法,各位数字都还在"))
    return lost("", _("原始数据已失真:写成了科学计数法,后面的数字已经丢失;请按原件补填"))


def is_scientific(text: str) -> bool:
    """Whether a text is a number in scientific notation."""
    return _SCIENTIFIC.fullmatch(text) is not None


def _why(before: str, after: str) -> str:
    """What was untidy, in words."""
    found = []
    if before.strip(" ") != before or before.strip() != before:
        found.append(_("首尾有空格"))
    if "\n" in before.strip() or "\r" in before.strip():
        found.append(_("有换行"))
    if any(ord(char) in _FULL_WIDTH for char in before):
        found.append(_("有全角字母或数字"))
    if not found or any(ord(char) in _NOTHING for char in before) or "\u00a0" in before.strip():
        found.append(_("有看不见的字符"))
    return "、".join(found)
