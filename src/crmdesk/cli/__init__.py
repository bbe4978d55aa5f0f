"""What is typed: the same verbs as the window, without it. See ``docs/command-line.md``."""

import importlib
import os
import sys

import click

from crmdesk import __version__
from crmdesk.cli.asked import asked, common
from crmdesk.cli.complaints import print_paper
from crmdesk.cli.data import backup, check, demo, init, restore
from crmdesk.cli.dealers import export, import_dealers
from crmdesk.cli.desks import acquaint, apply_packet, card, desks, packet, prepare_copy
from crmdesk.cli.house import Command, Group
from crmdesk.rules.errors import Refused
from crmdesk.rules.opened_files import is_for_window
from crmdesk.words import N_, _


class Door(Group):
    """The program itself: files that a double click opens need no command, they open the window."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Which command it is, and what it is told."""
        return ("", _opened, args) if is_for_window(args) else super().resolve_command(ctx, args)


@click.group(cls=Door, invoke_without_command=True, help=N_("办事处客户管理。不写命令时打开窗口。"))
@common
@click.version_option(__version__, message="%(version)s", help=N_("显示版本"))
@click.pass_context
def main(ctx: click.Context) -> int | None:
    """Open the window where no command is given."""
    return _open_window() if ctx.invoked_subcommand is None else None


@click.command(cls=Command, hidden=True)
@click.argument("files", nargs=-1)
def _opened(files: tuple[str, ...]) -> int:
    """Open the window with a database, or with packets and cards for the one opened last."""
    return _open_window(files)


def _open_window(files: tuple[str, ...] = ()) -> int:
    if sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("QT_QPA_PLATFORM")
    ):
        raise Refused(
            _("这里没有显示器,打不开窗口。"), "",
            _("请用 crmdesk --help 看看不开窗口能做什么,例如 crmdesk demo --out 文件夹。"), code="no-display",
        )  # fmt: skip
    options = asked()
    said = ["--database", options.database] if options.database else []
    said += ["--as", options.login] if options.login else []
    window = importlib.import_module("crmdesk.views.app")  # by name: the command line itself knows no Qt
    return int(window.main([*said, *files]))


for _command in (
    init, import_dealers, export, print_paper, desks, card, acquaint, packet, apply_packet, prepare_copy, backup, restore,
    check, demo,
):  # fmt: skip
    main.add_command(_command)
