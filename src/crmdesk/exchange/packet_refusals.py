"""Why a packet is not taken: one sentence each, nothing half applied."""

from pathlib import Path

from crmdesk.rules.errors import Refused
from crmdesk.words import _


def _refused(what: str, do: str, code: str) -> Refused:
    return Refused(what, _("什么都没有并入。"), do, code=code)


def missing(path: Path) -> Refused:
    """No such file."""
    return _refused(_("找不到文件「{name}」。").format(name=path.name), _("请检查文件名和文件夹。"), "file-missing")


def damaged(path: Path) -> Refused:
    """Cut off on its way, or bits that fell over."""
    return _refused(
        _("文件包「{name}」不完整或已损坏。").format(name=path.name), _("请重新拷一份,或者请对方再发一次。"), "damaged"
    )


def unsigned(path: Path) -> Refused:
    """A zip, but nobody has signed it."""
    return _refused(
        _("文件包「{name}」没有签名。").format(name=path.name), _("请让对方用 crmdesk 重新做包。"), "unsigned"
    )


def too_big(path: Path) -> Refused:
    """More than the limits allow, packed or unpacked."""
    return _refused(
        _("文件包「{name}」大得不正常,没有打开。").format(name=path.name), _("请让对方用 crmdesk 重新做包。"), "too-big"
    )


def no_paper(path: Path) -> Refused:
    """There is no PDF in it: its sender left it out."""
    return _refused(_("文件包「{name}」里没有可看的清单。").format(name=path.name), _("可以直接并入。"), "no-paper")


def forged(path: Path, name: str) -> Refused:
    """It says that it is of a desk that we know, and is not."""
    return _refused(
        _("文件包「{file}」自称来自「{name}」,但签名不对。").format(file=path.name, name=name),
        _("它可能是伪造的。请向对方核实;换过电脑或恢复过备份的,请重新交换名片。"), "forged",
    )  # fmt: skip


def stranger(name: str, fingerprint: str) -> Refused:
    """Of a desk whose key we do not know."""
    return _refused(
        _("还没有与「{name}」结识(指纹 {print})。").format(name=name, print=fingerprint or _("未知")),
        _("请先交换电脑名片,并在电话里核对指纹。"), "stranger",
    )  # fmt: skip


def revoked(name: str) -> Refused:
    """Of a desk that was lost."""
    return _refused(
        _("「{name}」已停用,它的文件包不再接收。").format(name=name), _("若已找回,请为它重新准备数据库。"), "revoked"
    )


def other_office() -> Refused:
    """Of another office."""
    return _refused(_("这个文件包属于另一个办事处。"), _("请打开那个办事处的数据库再收。"), "other-office")


def other_desk(name: str) -> Refused:
    """Addressed to someone else."""
    return _refused(_("这个文件包是发给「{name}」的。").format(name=name or _("另一台电脑")), _("请在那台电脑上打开。"), "other-desk")


def own_packet() -> Refused:
    """Made here."""
    return _refused(_("这是本机自己做的文件包。"), _("请在收件的电脑上打开。"), "own-packet")


def newer() -> Refused:
    """Written by a program that knows more than this one."""
    return _refused(_("这个文件包是由更新版本的 crmdesk 做的。"), _("请先升级本机的 crmdesk,再打开一次。"), "newer")


def broken_chain(name: str, sequence: int) -> Refused:
    """The entries do not fit together, or not to what their desk has signed."""
    return _refused(
        _("「{name}」的历史记录从第 {n} 条起对不上。").format(name=name, n=sequence),
        _("中间可能有人改动过。请让「{name}」直接做一个包来。").format(name=name), "broken-chain",
    )  # fmt: skip


def repeated(name: str, sequence: int) -> Refused:
    """Two entries with one number: that desk's database came back from a backup and went on."""
    return _refused(
        _("「{name}」的第 {n} 条历史记录与本机已有的不同:它的数据库大概从备份恢复过。").format(name=name, n=sequence),
        _("请在那台电脑的「收发文件包」里换新身份,再重新交换名片。"), "repeated",
    )  # fmt: skip


def went_back() -> Refused:
    """The other desk has more of this desk's entries than this desk itself."""
    return _refused(
        _("对方已有本机的更多历史记录:本机的数据库从备份恢复过。"),
        _("请先给本机换新身份(收发文件包 → 本机),再打开这个包;恢复前的修改会随包回来。"), "went-back",
    )  # fmt: skip
