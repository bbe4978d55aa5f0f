"""Collect the words that users see (``_`` and ``N_``) and bring the English catalogue up to date.

Writes ``resources/locale/crmdesk.pot`` and ``resources/locale/en/LC_MESSAGES/crmdesk.po``. Translations that
exist stay, new texts come in empty, texts that nobody says any more go. The files hold no dates and no line
numbers, so that they change only when words do.
"""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src"
LOCALE = ROOT / "resources" / "locale"
TEMPLATE = LOCALE / "crmdesk.pot"
ENGLISH = LOCALE / "en" / "LC_MESSAGES" / "crmdesk.po"
KEYWORDS = {"_": None, "N_": None}
HEADER = """\
# Words of crmdesk; the source language is Chinese. Made by `make messages`.
msgid ""
msgstr ""
"Project-Id-Version: crmdesk\\n"
{language}"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def collect() -> Catalog:
    """Every text of the source that is marked for translation, with the files that say it."""
    words = Catalog(project="crmdesk")
    for name, line, text, comments, context in extract_from_dir(SOURCE, keywords=KEYWORDS):
        if not isinstance(text, str) or (text.isascii() and text.isidentifier()):
            continue  # the key in ``_(LABELS["goals"])`` is no text
        words.add(text, locations=[(f"src/{name}", line)], auto_comments=comments, context=context)
    return words


def main() -> None:
    """Write both files and say how much is left to translate."""
    words = collect()
    english = Catalog(locale="en", project="crmdesk")
    if ENGLISH.exists():
        with ENGLISH.open("rb") as file:
            english = read_po(file, locale="en")
    english.update(words, no_fuzzy_matching=True)
    english.obsolete.clear()
    _write(TEMPLATE, words, "")
    _write(ENGLISH, english, '"Language: en\\n"\n')
    empty = sum(1 for message in english if message.id and not message.string)
    print(f"{len(words)} 句,其中 {empty} 句还没有英文 / {len(words)} texts, {empty} without English")


def _write(path: Path, words: Catalog, language: str) -> None:
    body = BytesIO()
    write_po(body, words, width=110, sort_output=True, omit_header=True, include_lineno=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEADER.format(language=language) + body.getvalue().decode("utf-8"), encoding="utf-8")


if __name__ == "__main__":
    main()
