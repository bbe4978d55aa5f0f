"""What lists say beyond our fields, kept in one field as lines 列名:内容, so that no column is lost silently."""

import re

_COLONS = re.compile("[:\uff1a]")


def fact(name: str, content: str) -> str:
    """The line that says ``content`` under ``name``; neither breaks the line, no colon breaks the name."""
    return f"{' '.join(_COLONS.sub(' ', name).split())}:{' '.join(content.split())}"


def parted(line: str) -> tuple[str, str]:
    """列名 and content of a line; a line without a name is all content."""
    colon = _COLONS.search(line)
    if not colon or not line[: colon.start()].strip():
        return "", line.strip()
    return line[: colon.start()].strip(), line[colon.end() :].strip()


def facts(text: str) -> tuple[tuple[str, str], ...]:
    """The lines of a text as pairs of 列名 and content, in their order; blank ones are left out."""
    return tuple(parted(line) for line in text.split("\n") if line.strip())


def merged(before: str, said: str) -> str:
    """The facts ``before`` with those of a list: lines of the same 列名 are replaced in their place, others stay,
    new ones follow. A line without a name is replaced by nothing but itself."""
    if not before or not said:
        return said or before
    new: dict[str, list[str]] = {}
    for line in filter(str.strip, said.split("\n")):
        new.setdefault(_key(line), []).append(line)
    lines: list[str] = []
    for line in filter(str.strip, before.split("\n")):
        lines.extend(new.get(_key(line), [line]))
    lines.extend(line for group in new.values() for line in group)
    return "\n".join(dict.fromkeys(lines))


def _key(line: str) -> str:
    """What tells which lines say the same thing."""
    name, content = parted(line)
    return f"{name}:" if name else content
