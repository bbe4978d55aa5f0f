"""Commands about the database itself: init, backup, restore, check, demo."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crmdesk.cli.answers import Exit, Ticker, answer
from crmdesk.cli.asked import asked, common, password, signed_in
from crmdesk.cli.house import Command
from crmdesk.rules.errors import NotAllowed, Refused
from crmdesk.services.last_place import remember_place
from crmdesk.services.server_place import without_password
from crmdesk.words import N_, _, listed

if TYPE_CHECKING:
    from crmdesk.desk import Desk
    from crmdesk.services.backup import RestoreResult

_NO_OFFICE = ("no-database", "cannot-open", "damaged", "no-office", "foreign-database")
FILE = click.Path(path_type=Path, dir_okay=False)


@click.command(cls=Command, help=N_("新建办事处和第一个用户(密码取自 CRMDESK_PASSWORD,没有则询问)"))
@common
@click.option("--office", required=True, metavar="NAME", help=N_("办事处名称"))
@click.option("--code", required=True, metavar="C", help=N_("办事处代号"))
@click.option("--user", required=True, metavar="U", help=N_("第一个用户的用户名,兼系统管理员"))
@click.option("--name", default="", metavar="NAME", help=N_("第一个用户的姓名"))
def init(office: str, code: str, user: str, name: str) -> None:
    """Make a new office."""
    from crmdesk.desk import Desk

    options = asked()
    if not options.database:
        raise click.UsageError(_("请用 --database 说明新数据库的文件名。"))
    desk = Desk.create(
        options.database, office=office, code=code, login=user, name=name, password=password(is_new=True)
    )
    place, person = desk.place, desk.person
    desk.close()
    remember_place(options.database)
    answer(
        {"database": without_password(options.database), "office": office, "user": user},
        _("已新建「{office}」:{place}").format(office=office, place=place),
        _("第一个用户:{person}").format(person=person.title if person else user),
    )


@click.command(cls=Command, help=N_("备份到一个文件(写完后核对)"))
@common
@click.argument("file", type=FILE)
def backup(file: Path) -> None:
    """Write a verified copy of the database."""
    with signed_in() as desk:
        made = desk.do("backup.make", file)
    answer(
        {"file": str(made.path), "bytes": made.bytes},
        _("已备份到 {file}({size} KB),并核对无误。").format(file=made.path, size=made.bytes // 1024),
    )


@click.command(cls=Command, help=N_("从备份恢复;现有的数据先另存一份"))
@common
@click.argument("file", type=FILE)
def restore(file: Path) -> None:
    """Put a backup in the place of the database."""
    options = asked()
    if not options.login:
        raise click.UsageError(_("请用 --as 说明以谁的名义办理。"))
    secret = password()
    desk = _desk_or_none(options.place)
    if desk is None:
        result = _restore_broken(options.place, file, options.login, secret)
    else:
        try:
            desk.sign_in(options.login, secret)
            result = desk.do("backup.restore", file)
        finally:
            desk.close()
    kept = _("恢复前的数据另存为 {file}。").format(file=result.saved) if result.saved else ""
    answer(
        {"file": str(file), "database": str(result.path), "saved": str(result.saved or "")},
        *filter(None, (_("已从 {file} 恢复。").format(file=file), kept)),
    )


def _desk_or_none(place: str) -> "Desk | None":
    """The database, or None where it is gone or broken, so that nobody can sign in there."""
    from crmdesk.desk import Desk

    try:
        return Desk.open(place)
    except Refused as error:
        if "://" not in place and error.code in (
            "no-database",
            "cannot-open",
            "no-office",
            "foreign-database",
        ):
            return None
        raise


def _restore_broken(place: str, backup: Path, login: str, secret: str) -> "RestoreResult":
    """Where the database does not open, the backup itself says who may restore it."""
    from crmdesk.desk import Desk
    from crmdesk.exchange.backup import back_up
    from crmdesk.services.backup import restore_file, whats_wrong

    with tempfile.TemporaryDirectory(prefix="crmdesk-") as folder:
        copy = back_up(backup, Path(folder) / "backup.db", whats_wrong)
        desk = Desk.open(copy.path)
        try:
            desk.sign_in(login, secret)
            if not desk.may("backup.restore"):
                raise NotAllowed(
                    _("您不能办理这一步。"), _("什么都没有改动。"), desk.why_not("backup.restore")
                )
        finally:
            desk.close()
    return restore_file(Path(place).expanduser().absolute(), backup, datetime.now(UTC))


@click.command(cls=Command, help=N_("检查数据库:文件、引用、历史、搜索、条数"))
@common
def check() -> int:
    """Look whether the database is whole."""
    ticker = Ticker()
    with signed_in() as desk:
        report = desk.do("check.run", progress=ticker)
    ticker.end()
    said = [{"name": f.name, "ok": f.ok, "what": f.sentence} for f in report.findings]
    summary = _("数据库完好。") if report.ok else _("数据库有问题,请看上面几行。")
    answer({"ok": report.ok, "findings": said}, *report.lines, summary)
    return Exit.DONE if report.ok else Exit.LOOK


@click.command(cls=Command, help=N_("在一个文件夹里建示例办事处,并把主要的工作做一遍"))
@common
@click.option("--out", required=True, metavar="DIR", type=click.Path(path_type=Path, file_okay=False),
              help=N_("写到哪个文件夹"))  # fmt: skip
def demo(out: Path) -> None:
    """Build the demo office."""
    from crmdesk.demo import PASSWORD, build

    ticker = Ticker()
    made = build(out, progress=ticker)
    ticker.end()
    answer(
        {"database": str(made.database), "files": [str(f) for f in made.files], "people": list(made.people),
         "password": PASSWORD},
        _("示例办事处已建好,写了这些文件:"), *(f"  {file}" for file in made.files),
        _("用户:{people};密码都是 {password}").format(people=listed(made.people), password=PASSWORD),
    )  # fmt: skip
