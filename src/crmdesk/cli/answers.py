"""How the command line answers: sentences for people, one JSON object for machines, and its exit codes."""

import json
import sys
from collections.abc import Mapping
from enum import IntEnum
from typing import Any

import click

from crmdesk.rules.errors import Incomplete, NotAllowed, Refused
from crmdesk.words import _


class Exit(IntEnum):
    """What the command hands back to the shell; ``docs/command-line.md`` lists them."""

    DONE = 0
    REFUSED = 1  # said why; nothing was changed
    USAGE = 2  # the command was typed wrongly
    NOT_ALLOWED = 3  # wrong password, or the roles do not permit it
    LOOK = 4  # done, but something needs a look: check found something, --strict import rejected rows
    UNEXPECTED = 5  # a fault of the program; nothing was changed
    STOPPED = 130  # Ctrl+C; nothing was changed


def is_for_machines(ctx: click.Context | None = None) -> bool:
    """Whether ``--json`` was typed."""
    ctx = ctx or click.get_current_context(silent=True)
    if ctx is not None and ctx.find_root().obj is not None:
        return bool(ctx.find_root().obj.as_json)
    return "--json" in sys.argv


def answer(content: Mapping[str, Any], *lines: str) -> None:
    """Say what was done: ``content`` to machines, the lines to people."""
    if is_for_machines():
        click.echo(json.dumps({"ok": True, **content}, ensure_ascii=False, default=str))
        return
    for line in lines:
        click.echo(line)


def refusal(error: Refused) -> tuple[dict[str, Any], Exit]:
    """A refusal for machines, with its exit code."""
    said: dict[str, Any] = {
        "ok": False, "code": error.code, "what": error.what, "kept": error.kept, "do": error.do,
    }  # fmt: skip
    if error.field:
        said["field"] = error.field
    if error.cell:
        said["cell"] = error.cell
    if isinstance(error, Incomplete):
        said["problems"] = [
            {"field": p.field, "reason": p.sentence, "clause": p.clause} for p in error.problems
        ]
    if error.code == "cancelled":
        return said, Exit.STOPPED
    return said, Exit.NOT_ALLOWED if isinstance(error, NotAllowed) else Exit.REFUSED


def complain(said: Mapping[str, Any], *, for_machines: bool) -> None:
    """Say what could not be done, what was kept and what to do."""
    if for_machines:
        click.echo(json.dumps(dict(said), ensure_ascii=False))
        return
    for key in ("what", "kept", "do"):
        if said[key]:
            click.echo(said[key], err=True)


class Ticker:
    """Progress on the terminal: one line that is written over; silent where nobody watches."""

    def __init__(self) -> None:
        self._is_watched = sys.stderr.isatty() and not is_for_machines()

    def __call__(self, done: int, total: int, words: str) -> None:
        """Show how far it is."""
        if self._is_watched:
            share = f" {done:,} / {total:,}" if total else ""
            click.echo(f"\r\033[K{words}{share}", nl=False, err=True)

    def end(self) -> None:
        """Clear the line."""
        if self._is_watched:
            click.echo("\r\033[K", nl=False, err=True)


def unexpected(error: Exception) -> dict[str, Any]:
    """A fault of the program, in the same three parts."""
    return {
        "ok": False, "code": "unexpected",
        "what": _("程序出错:{kind}").format(kind=type(error).__name__),
        "kept": _("数据没有改动。"),
        "do": _("请把下面的详细信息交给维护人员。"),
    }  # fmt: skip
