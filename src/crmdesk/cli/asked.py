"""What every command may be told: which database, who asks, and whether a machine reads the answer."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import click

from crmdesk.rules.errors import NotAllowed, Refused
from crmdesk.services.last_place import last_place, remember_place
from crmdesk.words import N_, _

if TYPE_CHECKING:  # the window starts sooner without it
    from crmdesk.desk import Desk

PASSWORD = "CRMDESK_PASSWORD"
DATABASE = "CRMDESK_DATABASE"
Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass
class Asked:
    """The options that stand before the command or behind it."""

    database: str = ""
    login: str = ""
    as_json: bool = False

    @property
    def place(self) -> str:
        """The database: as typed, else ``CRMDESK_DATABASE``, else the one opened last. Refused without any."""
        found = self.database or os.environ.get(DATABASE) or last_place()
        if not found:
            raise Refused(
                _("没有说明用哪个数据库。"), "",
                _("请加上 --database 文件名,或者先用 init 新建办事处。"), code="no-database",
            )  # fmt: skip
        return found


def asked() -> Asked:
    """The options of the running command."""
    found: Asked = click.get_current_context().find_root().ensure_object(Asked)
    return found


def _keep(ctx: click.Context, parameter: click.Parameter, value: Any) -> None:
    options = ctx.find_root().ensure_object(Asked)
    if value:
        setattr(options, parameter.name or "", value)


_OPTIONS = (
    click.option("--json", "as_json", is_flag=True, expose_value=False, callback=_keep, is_eager=True,
                 help=N_("给程序读:一个 JSON 对象")),
    click.option("--as", "login", metavar="U", expose_value=False, callback=_keep,
                 help=N_("用户名;密码取自 CRMDESK_PASSWORD,没有则询问")),
    click.option("--database", metavar="F", expose_value=False, callback=_keep,
                 help=N_("数据库文件或 postgresql:// 地址;默认 CRMDESK_DATABASE,再是上次打开的")),
)  # fmt: skip


def common(function: Function) -> Function:
    """Let a command take the options that all have."""
    for option in _OPTIONS:
        function = option(function)
    return function


def password(*, is_new: bool = False) -> str:
    """From the environment, else asked for; NotAllowed where nobody can be asked."""
    said = os.environ.get(PASSWORD)
    if said is not None:
        return said
    if not sys.stdin.isatty():
        raise NotAllowed(
            _("没有密码。"),
            "",
            _("请把密码放在环境变量 {name} 里。").format(name=PASSWORD),
            code="no-password",
        )
    answer: str = click.prompt(_("密码"), hide_input=True, err=True, confirmation_prompt=is_new)
    return answer


@contextmanager
def signed_in() -> "Iterator[Desk]":
    """The asked-for database, opened for the person of ``--as``."""
    options = asked()
    if not options.login:
        raise click.UsageError(_("请用 --as 说明以谁的名义办理。"))
    from crmdesk.desk import Desk

    desk = Desk.open(options.place)
    try:
        desk.sign_in(options.login, password())
        desk.catch_up()
        remember_place(options.place)
        yield desk
    finally:
        desk.close()
