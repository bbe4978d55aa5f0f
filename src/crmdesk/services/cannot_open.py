"""Why a database could not be opened, as a sentence: what is wrong, and what the person can do about it."""

import re
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, OperationalError

from crmdesk.rules.errors import Refused
from crmdesk.services.server_place import Server
from crmdesk.words import N_, _

NO_RIGHT = "42501"  # insufficient_privilege
CANNOT, NEEDED, WRONG = "cannot-open", "password-needed", "wrong-database-password"
#: What the server or its library says (in English, its usual language) → code, what happened, what to do.
SAID = (
    ("no password supplied", NEEDED, N_("数据库服务器 {name} 要密码。"), N_("请填写数据库密码。")),
    ('password authentication failed|role ".*" does not exist', WRONG, N_("数据库用户名或密码不对。"),
     N_("请核对后再试。")),
    ('database ".*" does not exist', CANNOT, N_("服务器上没有这个数据库:{name}。"),
     N_("请核对名称,或请管理员建一个空的数据库(UTF8 编码)。")),
    ("no pg_hba.conf entry", CANNOT, N_("数据库服务器 {name} 不接受这台电脑或这个用户。"), N_("请找服务器管理员开通。")),
    ("does not support SSL", CANNOT, N_("数据库服务器 {name} 没有开启加密,不能连接。"), N_("请管理员开启 TLS。")),
    ("too many", CANNOT, N_("数据库服务器 {name} 的连接已满。"), N_("请稍后再试,或请管理员增加连接数。")),
    ("resolve host|translate host", CANNOT, N_("找不到数据库服务器 {name}。"), N_("请核对服务器地址,看看网络通不通。")),
    ("onnection refused|timeout|timed out|o route|unreachable|No such file", CANNOT,
     N_("数据库服务器 {name} 没有应答。"), N_("请核对地址和端口,看看网络通不通、服务器开着没有。")),
    ("", CANNOT, N_("连不上数据库服务器 {name}。"), N_("请核对地址和端口,看看网络通不通。")),
)  # fmt: skip


def name_of(url: URL) -> str:
    """What people call a database: the file's name, or server and database."""
    if url.get_backend_name() == "sqlite":
        return Path(url.database or "").name
    server = Server.of(url.render_as_string())
    return server.name if server else str(url.database)


def no_office(url: URL) -> Refused:
    """An empty database, or one where the founding did not come to its end."""
    return Refused(
        _("数据库 {name} 里还没有办事处。").format(name=name_of(url)), _("数据没有改动。"), _("请新建办事处。"),
        code="no-office",
    )  # fmt: skip


def cannot_open(url: URL, error: DBAPIError) -> Refused:
    """The sentence for a failure to open; the server's own words come along where it said something."""
    if url.get_backend_name() != "sqlite":
        return _server(url, error)
    is_none = isinstance(error.orig, sqlite3.DatabaseError) and "not a database" in str(error.orig)
    what = _("{name} 不是数据库文件,或者已经损坏。") if is_none else _("打不开数据库 {name}。")
    return Refused(
        what.format(name=name_of(url)), _("数据没有改动。"), _("请检查文件后再试,或从备份恢复。"), code="cannot-open"
    )


def _server(url: URL, error: DBAPIError) -> Refused:
    original: Any = error.orig
    said, name = str(original), name_of(url)
    if getattr(original, "sqlstate", None) == NO_RIGHT or not isinstance(error, OperationalError):
        what = _("数据库用户 {user} 在 {name} 里没有读写或建表的权限。").format(user=url.username, name=name)
        return Refused(what, _("数据没有改动。"), _("请管理员授权后再试。"), code="cannot-open")
    words, code, what, do = next(way for way in SAID if re.search(way[0], said))
    what = _(what).format(name=name)
    if not words:
        what += _("(答复:{said})").format(said=said.strip().partition("\n")[0].removeprefix("connection failed: "))
    return Refused(what, _("数据没有改动。"), _(do), code=code)
