"""Characters that no font has: a paper is refused before it is drawn, with every one named."""

from collections.abc import Iterable
from typing import NamedTuple

from crmdesk.papers.fonts import FontSet, name_of
from crmdesk.rules.errors import Refused
from crmdesk.words import _


class Said(NamedTuple):
    """A text of the paper, the label it stands under, and the record's field that it comes from."""

    label: str
    text: str
    field: str = ""


def refuse_missing(texts: Iterable[Said], fonts: FontSet) -> None:
    """Raises Refused with all characters that no font has, named at once with the first box that has one."""
    lost: dict[Said, tuple[str, ...]] = {}
    for said in texts:
        missing = fonts.missing(said.text) if said.text else ()
        if missing:
            lost.setdefault(said._replace(text=""), missing)
    if not lost:
        return
    told = ";".join(_("{label}里的{characters}").format(
        label=f"「{said.label}」", characters="、".join(name_of(char) for char in missing)
    ) for said, missing in lost.items())  # fmt: skip
    raise Refused(
        _("打印未成功:{told}在字库中没有,印不出来。").format(told=told),
        _("您填写的内容都还在。"),
        _("请换成字库里有的字或符号,再打印。"),
        code="glyph-missing",
        field=next(iter(lost)).field or None,
    )
