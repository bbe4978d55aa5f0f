"""Commands for desks that exchange files: card, acquaint, packet, apply, desks, copy."""

from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import click

from crmdesk.cli.answers import Exit, answer
from crmdesk.cli.asked import common, signed_in
from crmdesk.cli.house import Command
from crmdesk.rules.errors import NotFound
from crmdesk.words import N_, _

if TYPE_CHECKING:
    from crmdesk.desk import Desk
    from crmdesk.rules.desks import DeskInfo

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command(cls=Command, help=N_("列出互相收发文件包的电脑"))
@common
def desks() -> None:
    """List the desks."""
    with signed_in() as desk:
        found = desk.do("desks.list")
    answer(
        {"desks": [_said(one) for one in found]},
        *(_line(one) for one in found),
    )


def _said(one: "DeskInfo") -> dict[str, object]:
    return {
        "id": str(one.id), "name": one.name, "here": one.is_here, "fingerprint": one.fingerprint,
        "acquainted": one.is_acquainted, "not_sent": one.behind, "missing": list(one.missing),
    }  # fmt: skip


def _line(one: "DeskInfo") -> str:
    if one.is_here:
        return _("{name}(本机)  指纹 {print}").format(name=one.name, print=one.fingerprint or "—")
    state = _("未送出 {n} 条").format(n=one.behind) if one.is_acquainted else _("尚未结识")
    return f"{one.name}  {state}  {one.fingerprint}"


@click.command(cls=Command, help=N_("写本机的名片(*.crmcard),给另一台电脑"))
@common
@click.argument("file", type=_FILE)
def card(file: Path) -> None:
    """Write the card of this desk."""
    with signed_in() as desk:
        made = desk.do("desks.card", file)
    answer(
        {"file": str(file), "fingerprint": made.fingerprint},
        _("已写名片 {file}。").format(file=file), _("请在电话里读出指纹:{print}").format(print=made.fingerprint),
    )  # fmt: skip


@click.command(cls=Command, help=N_("结识名片上的电脑;须先核对指纹"))
@common
@click.argument("file", type=_FILE)
@click.option("--fingerprint", default="", metavar="F", help=N_("对方读出的指纹;不写则只显示"))
def acquaint(file: Path, fingerprint: str) -> int:
    """Get acquainted where the fingerprint is the one that was read aloud."""
    with signed_in() as desk:
        looked = desk.do("desks.look_at_card", file)
        fits = "".join(fingerprint.split()) == "".join(looked.fingerprint.split())
        if fits:
            desk.do("desks.acquaint", file)
    said = _("已结识「{name}」。") if fits else _("「{name}」的指纹是 {print},请核对后用 --fingerprint 写上。")
    answer(
        {"name": looked.name, "fingerprint": looked.fingerprint, "acquainted": fits},
        said.format(name=looked.name, print=looked.fingerprint),
    )
    return Exit.DONE if fits else Exit.LOOK


@click.command(cls=Command, help=N_("做一个给另一台电脑的文件包(*.crmpkt)"))
@common
@click.argument("to", metavar="NAME")
@click.argument("file", type=_FILE)
def packet(to: str, file: Path) -> None:
    """Make a packet."""
    with signed_in() as desk:
        made = desk.do("packet.make", _id_of(desk, to), file)
    answer(
        {"file": str(file), "number": made.number, "entries": made.entries, "bytes": made.size},
        _("已做第 {n} 包:{summary}({kb} KB)。").format(n=made.number, summary=made.summary, kb=made.size // 1024 + 1),
    )


def _id_of(desk: "Desk", name: str) -> UUID:
    """The desk of that name."""
    for one in desk.do("desks.list"):
        if name in (one.name, str(one.id)) and not one.is_here:
            found: UUID = one.id
            return found
    raise NotFound(_("没有叫「{name}」的电脑。").format(name=name), "", _("用 crmdesk desks 看看有哪些。"))


@click.command("apply", cls=Command, help=N_("并入一个文件包;--look 只看不并入"))
@common
@click.argument("file", type=_FILE)
@click.option("--look", is_flag=True, help=N_("只看会怎样"))
def apply_packet(file: Path, look: bool) -> int:
    """Apply a packet, or only look."""
    with signed_in() as desk:
        applied = desk.do("packet.look" if look else "packet.apply", file)
    answer(
        {
            "number": applied.packet.number, "entries": applied.entries, "records": applied.records,
            "conflicts": len(applied.conflicts), "parallel": applied.parallel, "waiting": list(applied.waiting),
            "notes": list(applied.notes), "applied": not look,
        },
        applied.sentence, *applied.notes,
        *(_("冲突:{title} {label}").format(title=c.title, label=c.label) for c in applied.conflicts),
    )  # fmt: skip
    return Exit.LOOK if applied.conflicts or applied.waiting else Exit.DONE


@click.command("prepare-copy", cls=Command, help=N_("为另一台电脑准备数据库"))
@common
@click.argument("file", type=_FILE)
@click.option("--name", required=True, metavar="NAME", help=N_("那台电脑的名称"))
def prepare_copy(file: Path, name: str) -> None:
    """Copy the database for another desk."""
    with signed_in() as desk:
        made = desk.do("desks.prepare_copy", file, name)
    answer(
        {"file": str(file), "name": made.name, "fingerprint": made.fingerprint},
        _("已为「{name}」准备 {file};请把它和旁边的 .key 文件一起拷过去,这里不要留。").format(name=made.name, file=file),
    )
