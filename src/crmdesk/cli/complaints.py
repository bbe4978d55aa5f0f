"""Commands about complaints: print complaint."""

from pathlib import Path

import click

from crmdesk.cli.answers import answer
from crmdesk.cli.asked import common, signed_in
from crmdesk.cli.house import Group
from crmdesk.rules.complaint import COPIES
from crmdesk.words import N_, _


class _Copies(click.ParamType[tuple[int, ...]]):
    """Numbers of copies with commas between: ``1,3``."""

    name = "1,3"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, ...]:
        parts = [part.strip() for part in str(value).replace(",", ",").split(",")]
        known = {str(copy.index) for copy in COPIES}
        if not set(parts) <= known:
            self.fail(_("请写 1 到 5 中的数,用逗号隔开"), param, ctx)
        return tuple(int(part) for part in parts)


@click.group("print", cls=Group, help=N_("打印到 PDF"))
def print_paper() -> None:
    """What can be printed."""


@print_paper.command(help=N_("客户抱怨处理表,写成一个 PDF 并登记联次"))
@common
@click.argument("number")
@click.option("--out", required=True, metavar="F.pdf", type=click.Path(path_type=Path, dir_okay=False),
              help=N_("写到哪个文件"))  # fmt: skip
@click.option("--copies", type=_Copies(), default="1,2,3,4,5", help=N_("哪几联;默认五联"))
def complaint(number: str, out: Path, copies: tuple[int, ...]) -> None:
    """Write the copies of a form to a PDF; who printed which copy is noted."""
    with signed_in() as desk:
        desk.do("complaint.save_copies", number, copies, out)
    answer(
        {"number": number, "file": str(out), "copies": list(copies)},
        _("已把 {number} 的 {n} 联写到 {file}。").format(number=number, n=len(copies), file=out),
    )
