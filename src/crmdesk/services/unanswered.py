"""What is said when the database did not answer: whether something was saved, and what to do."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError

from crmdesk.rules.errors import Refused
from crmdesk.words import _


def is_lost(error: DBAPIError) -> bool:
    """Whether the connection to the server broke, so that the next try gets a new one."""
    return error.connection_invalidated


def not_read() -> Refused:
    """Nothing came; nothing was changed."""
    return Refused(
        _("数据库没有答应,没有读出来。"), _("数据库没有改动。"), _("请检查磁盘或网络后再试。"), code="not-read"
    )


def not_written(error: DBAPIError) -> Refused:
    """The transaction did not come to its end: nothing of it stands in the database."""
    said = str(error.orig).lower()
    if "locked" in said or "busy" in said or "lock timeout" in said:
        what, do = _("另一个窗口正在写数据库,等了 5 秒还没有写完。"), _("请稍后再试。")
    elif "full" in said or "no space" in said:
        what, do = _("磁盘已满,没有保存成功。"), _("请先腾出磁盘空间,再按一次保存。")
    elif "readonly" in said or "read-only" in said:
        what, do = _("数据库文件是只读的,没有保存成功。"), _("请检查文件夹的权限。")
    elif is_lost(error):
        what, do = _("与数据库服务器的连接断了,没有保存成功。"), _("请检查网络,再按一次保存。")
    else:
        what, do = _("数据库没有答应,没有保存成功。"), _("请检查磁盘或网络后再试。")
    return Refused(what, _("您填写的内容都还在,数据库没有改动。"), do, code="not-written")


def not_known() -> Refused:
    """The connection broke while it was being saved, and the server cannot be asked yet."""
    return Refused(
        _("与数据库服务器的连接断了,还不知道有没有保存成功。"),
        _("您填写的内容都还在。"),
        _("请等网络恢复,先刷新看一看,再决定要不要再保存一次。"),
        code="not-known",
    )


@contextmanager
def said() -> Iterator[None]:
    """Turn a database that does not answer into its sentence: for what is no verb, such as signing in."""
    try:
        yield
    except OperationalError as error:
        raise Refused(
            _("数据库没有答应,没有办成。"), _("数据库没有改动。"), _("请检查磁盘或网络后再试。"), code="not-answered"
        ) from error
