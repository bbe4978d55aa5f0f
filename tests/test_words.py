"""Chinese first, English complete (design 9): nothing that a user sees lacks its translation."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

import collect_words

ROOT = Path(__file__).parents[1]
VIEWS = sorted((ROOT / "src" / "crmdesk" / "views").rglob("*.py"))
CHINESE = re.compile(r"[㐀-鿿]")
CLAUSE = re.compile(r"(?:BK|BD|NR|MT|PT|EV|CP) ?[一-鿿\d]+[.\d()]*")  # where a rule stands, in any language
MARKS = ("_", "N_")


@pytest.fixture(scope="module")
def english() -> Catalog:
    """The English catalogue as it lies in the tree."""
    with collect_words.ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def _messages(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def test_every_text_has_its_english(english: Catalog):
    said = {message.id for message in _messages(collect_words.collect())}
    translated = {message.id for message in _messages(english) if message.string and not message.fuzzy}
    assert said - translated == set(), "make messages, then translate resources/locale/en"


def test_the_catalogue_holds_only_what_is_said(english: Catalog):
    said = {message.id for message in _messages(collect_words.collect())}
    assert {message.id for message in _messages(english)} - said == set(), "make messages"


def test_a_translation_is_not_the_chinese_text(english: Catalog):
    same = [m.id for m in _messages(english) if m.string == m.id and CHINESE.search(m.id)]
    assert same == []


def test_a_translation_fills_in_the_same_values(english: Catalog):
    different = [m.id for m in _messages(english) if m.string and _places(m.id) != _places(m.string)]
    assert different == []


def _places(text: str) -> set[str]:
    """The names of the values that are filled in, with their formats: ``{count:,}`` → ``count:,``."""
    found = {f"{name}:{spec}" for _text, name, spec, _how in Formatter().parse(text) if name is not None}
    return found | set(re.findall(r"%(?:\(\w+\))?[sdn]", text))


@pytest.mark.parametrize("path", VIEWS, ids=lambda path: path.relative_to(VIEWS[0].parent).as_posix())
def test_a_view_says_nothing_that_cannot_be_translated(path: Path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert [f"{line}: {text}" for line, text in _unmarked(tree)] == []


def _unmarked(node: ast.AST) -> Iterator[tuple[int, str]]:
    """Chinese literals outside ``_()`` and ``N_()``, and marked ones that are put together (f-strings)."""
    for child in ast.iter_child_nodes(node):
        if _is_docstring(child):
            continue
        if isinstance(child, ast.Call) and isinstance(child.func, ast.Name) and child.func.id in MARKS:
            put_together = (part for part in child.args if isinstance(part, ast.JoinedStr | ast.BinOp))
            yield from ((part.lineno, ast.unparse(part)) for part in put_together)
            continue
        if isinstance(child, ast.Constant) and _is_chinese(child.value):
            yield child.lineno, child.value
        yield from _unmarked(child)


def _is_chinese(value: object) -> bool:
    return isinstance(value, str) and bool(CHINESE.search(value)) and not CLAUSE.fullmatch(value)


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
