"""Fifty thousand 统一社会信用代码 at once: which of them need a closer look (rules/credit_code.py decides)."""

from collections.abc import Sequence

from crmdesk.rules.credit_code import ALPHABET, LENGTH

_ORGANISATION = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_BAD = 255


def _table(alphabet: str, weight: int, modulus: int) -> bytes:
    """Character → its value times its weight, modulo; what is no character of the alphabet stays out."""
    table = bytearray([_BAD] * 256)
    for value, char in enumerate(alphabet):
        table[ord(char)] = value * weight % modulus
    return bytes(table)


_CHECK = [_table(ALPHABET, pow(3, place, 31), 31) for place in range(17)]
_CHECK_CHARACTER = _table(ALPHABET, 1, 31)
_BODY = [_table(_ORGANISATION, weight, 11) for weight in _ORGANISATION_WEIGHTS]
_BODY_CHARACTER = _table("0123456789X", 1, 11)
_ALLOWED = ALPHABET.encode()


def wrong_places(cells: Sequence[str]) -> list[int]:
    """Places of cells that are neither blank nor a right code; column by column of characters, in C."""
    whole = [at for at, cell in enumerate(cells) if len(cell) == LENGTH and cell.isascii()]
    odd = set(range(len(cells))) - set(whole)
    joined = "".join([cells[at] for at in whole]).encode() if len(whole) < len(cells) else "".join(cells).encode()
    if joined.translate(None, _ALLOWED):  # some letter that no code has: look at each by itself
        return [at for at, cell in enumerate(cells) if cell and (at in odd or wrong_places_of_one(cell))]
    checks = _sums(joined, range(17), _CHECK)
    bodies = _sums(joined, range(8, 16), _BODY)
    last = joined[17::LENGTH].translate(_CHECK_CHARACTER)
    body_last = joined[16::LENGTH].translate(_BODY_CHARACTER)
    odd.update(
        at
        for at, total, check, body, body_check in zip(whole, checks, last, bodies, body_last, strict=True)
        if (total + check) % 31 or (body + body_check) % 11 or body_check == _BAD
    )
    return sorted(at for at in odd if cells[at])


def wrong_places_of_one(cell: str) -> bool:
    """The same question for one cell of eighteen characters."""
    return bool(cell.encode().translate(None, _ALLOWED)) or bool(wrong_places([cell]))


def _sums(joined: bytes, places: range, tables: list[bytes]) -> list[int]:
    parts = [joined[place::LENGTH].translate(table) for place, table in zip(places, tables, strict=True)]
    return list(map(sum, zip(*parts, strict=True)))
