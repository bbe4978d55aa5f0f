"""What the plan of an import teaches: how such a list is imported, and what its columns and words mean (peers 4.2)."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from crmdesk.exchange.grid import Cell, column_of
from crmdesk.exchange.importing.choices import Blank, How, Join
from crmdesk.exchange.importing.memory import Profile, column_keys, fingerprint, fold_header, fold_value
from crmdesk.exchange.importing.outcome import shown
from crmdesk.exchange.importing.plan import ImportPlan
from crmdesk.rules.import_memory import PART, MemoryKind

_DATE = r"(?:20)?\d\d[-._年]?\d{1,2}(?:[-._月]?\d{1,2}日?|月)?"
_VERSION = re.compile(rf"(?:[\s_\-—]*(?:{_DATE}|[((]\d+[))]|副本|最新|最终版?|v\d+(?:\.\d+)*))+$", re.IGNORECASE)
_SHOWN_AT_MOST = 40


@dataclass(frozen=True, slots=True)
class Lesson:
    """One thing to remember: see ``rules/import_memory.py``."""

    kind: MemoryKind
    said: str
    means: str
    shown: str


def lessons(plan: ImportPlan) -> Iterator[Lesson]:
    """What a person decided in the plan: columns that he chose, and words that he gave a meaning."""
    for match in plan.columns:
        if match.how is How.CHOSEN and (key := fold_header(match.header)):
            means = plan.mapping.get(match.letter, "")
            yield Lesson(MemoryKind.COLUMN, key, means, match.header.strip()[:_SHOWN_AT_MOST])
    for name, meanings in plan.values.items():
        texts = texts_of(plan, name)
        for text, means in meanings.items():
            key = fold_value(text)
            if key:
                yield Lesson(MemoryKind.VALUE, f"{name}{PART}{key}", means, texts.get(key, text)[:_SHOWN_AT_MOST])


def texts_of(plan: ImportPlan, name: str) -> dict[str, str]:
    """Folded → as it stands in the list, of all texts in the columns of a field."""
    grid = plan.grid
    letters = [letter for letter, said in plan.mapping.items() if said == name] if grid else []
    cells: set[Cell] = set()
    for letter in letters:
        cells.update(grid.columns[column_of(letter)][plan.header_row :] if grid else ())
    return {fold_value(text): text for cell in cells if (text := shown(cell).strip())}


def profile_of(plan: ImportPlan, rows: int) -> tuple[str, Lesson] | None:
    """The fingerprint of the list and how it is imported; None for a list without headers, which is like any other."""
    width = max((column_of(match.letter) for match in plan.columns), default=-1) + 1
    texts = [""] * width
    for match in plan.columns:
        texts[column_of(match.letter)] = match.header
    if not plan.header_row or not any(map(fold_header, texts)):
        return None
    keys = column_keys(texts)
    mapping = {keys[column_of(match.letter)]: plan.mapping.get(match.letter) for match in plan.columns}
    mark = fingerprint(texts)
    return mark, Lesson(MemoryKind.PROFILE, mark, _written(plan, mapping, rows), name_of(plan.path))


def _written(plan: ImportPlan, mapping: Mapping[str, str | None], rows: int) -> str:
    """Meanings of words are no part of it: they are remembered each by itself, to be forgotten each by itself."""
    said = {
        "mapping": mapping, "joins": {k: v.value for k, v in plan.joins.items()},
        "blanks": {k: v.value for k, v in plan.blanks.items()}, "include_hidden": plan.include_hidden,
        "only_whole": plan.only_whole, "sheet": plan.sheet, "rows": rows,
    }  # fmt: skip
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def read_profile(name: str, means: str, used_at: datetime | None) -> Profile | None:
    """The profile of a memory; None where it cannot be read any more."""
    try:
        said = json.loads(means)
        return Profile(
            name, said["mapping"], {k: Join(v) for k, v in said["joins"].items()},
            {k: Blank(v) for k, v in said["blanks"].items()}, {}, bool(said["include_hidden"]),
            bool(said["only_whole"]), str(said["sheet"]), used_at, int(said["rows"]),
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def name_of(path: Path) -> str:
    """What people call a list: its file's name without date, copy and version (「客户名单 2026-11-20(1)」 → 客户名单)."""
    return (_VERSION.sub("", path.stem).strip(" _-—") or path.stem)[:_SHOWN_AT_MOST]
