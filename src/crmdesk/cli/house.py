"""Groups and commands that speak the person's language and end with a documented exit code."""

import sys
import traceback
from collections.abc import Sequence
from gettext import gettext
from typing import Any

import click

from crmdesk import words
from crmdesk.cli.answers import Exit, complain, is_for_machines, refusal, unexpected
from crmdesk.rules.errors import Refused
from crmdesk.words import _


class Command(click.Command):
    """A command with translated help."""

    def get_short_help_str(self, limit: int = 45) -> str:
        """The sentence in the list of commands."""
        return _(self.help or "")

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The line with what may be typed."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), _("用法:") + " ")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What the command is for."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_(self.help or ""))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, each with its sentence."""
        records = [record for p in self.get_params(ctx) if (record := p.get_help_record(ctx)) is not None]
        with formatter.section(_("选项")):
            formatter.write_dl([(said, self._translated(ctx, meaning)) for said, meaning in records])
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)

    def _translated(self, ctx: click.Context, meaning: str) -> str:
        return _("显示这份说明") if meaning == gettext("Show this message and exit.") else _(meaning)


class Group(Command, click.Group):
    """A group of such commands. ``main`` turns every error into a sentence and an exit code."""

    command_class = Command
    group_class = type

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands."""
        rows = [(name, self.commands[name].get_short_help_str()) for name in self.list_commands(ctx)]
        with formatter.section(_("命令")):
            formatter.write_dl(rows)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order in which they were declared, as a person would use them."""
        return list(self.commands)

    def main(self, args: Sequence[str] | None = None, *rest: Any, **more: Any) -> Any:
        """Run, and end the program with the exit code."""
        words.use(words.language_of_locale())
        sys.exit(self.run(args))

    def run(self, args: Sequence[str] | None = None) -> int:
        """Run a command line and return its exit code."""
        try:
            code = super().main(args, "crmdesk", standalone_mode=False)
            return int(code) if isinstance(code, int) else Exit.DONE
        except click.exceptions.Exit as stop:
            return stop.exit_code
        except click.UsageError as error:
            return _typed_wrongly(error, args)
        except Refused as error:
            said, code = refusal(error)
            complain(said, for_machines=_asked_for_json(args))
            return code
        except (click.Abort, KeyboardInterrupt):
            said = {
                "ok": False,
                "code": "cancelled",
                "what": _("已取消。"),
                "kept": _("什么都没有写入。"),
                "do": "",
            }
            complain(said, for_machines=_asked_for_json(args))
            return Exit.STOPPED
        except Exception as error:  # noqa: BLE001 - the last net
            complain(unexpected(error), for_machines=_asked_for_json(args))
            click.echo(traceback.format_exc(), err=True)
            return Exit.UNEXPECTED


def _asked_for_json(args: Sequence[str] | None) -> bool:
    return "--json" in (sys.argv if args is None else args) or is_for_machines()


def _typed_wrongly(error: click.UsageError, args: Sequence[str] | None) -> Exit:
    path = error.ctx.command_path if error.ctx else "crmdesk"
    said = {
        "ok": False, "code": "usage", "what": _sentence(error), "kept": "",
        "do": _("用 {command} --help 看怎么写。").format(command=path),
    }  # fmt: skip
    complain(said, for_machines=_asked_for_json(args))
    return Exit.USAGE


def _sentence(error: click.UsageError) -> str:
    name = getattr(getattr(error, "param", None), "opts", None)
    if isinstance(error, click.MissingParameter):
        return _("缺少 {name}。").format(name=(name or ["?"])[-1])
    if isinstance(error, click.NoSuchOption):
        return _("没有选项 {name}。").format(name=error.option_name)
    if isinstance(error, click.BadParameter):
        return _("{name} 的值不合适:{why}").format(name=(name or ["?"])[-1], why=error.message)
    if error.message.startswith("No such command"):
        return _("没有这个命令:{name}").format(name=error.message.partition("'")[2].partition("'")[0])
    return error.message
