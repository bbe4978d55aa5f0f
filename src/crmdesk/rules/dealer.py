"""The dealer 经销商 (客户档案, domain 8.1): fields, kinds, columns and what a dealer needs at least."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import UUID

from crmdesk.rules.columns import Column, Kind
from crmdesk.rules.dealer_contact import Contact
from crmdesk.rules.errors import Problem
from crmdesk.rules.worded import Worded
from crmdesk.words import N_, _


class DealerKind(Worded):
    """客户类型: decides later which evaluation and visit sheet applies (EV 一.2)."""

    EXCLUSIVE = "exclusive", N_("专营经销商")
    LOGISTICS = "logistics", N_("物流商")
    TERMINAL = "terminal", N_("终端客户")
    PROJECT = "project", N_("工程客户")
    OTHER = "other", N_("其他")


class DealerClass(Worded):
    """等级: the ABC class (EV 二.3)."""

    A = "A", N_("A 类")
    B = "B", N_("B 类")
    C = "C", N_("C 类")


class DealerStatus(Worded):
    """状态 of the dealer."""

    ACTIVE = "active", N_("正常")
    SUSPENDED = "suspended", N_("暂停发货")
    LOST = "lost", N_("流失")
    BANKRUPT = "bankrupt", N_("破产")
    CLOSED = "closed", N_("注销")


@dataclass(frozen=True, slots=True)
class Dealer:
    """One dealer as it stands in the database. Codes, phones and accounts are text; credit_limit is yuan."""

    id: UUID
    revision: int
    code: str
    name: str
    short_name: str = ""
    credit_code: str = ""  # 统一社会信用代码
    kind: DealerKind | None = None
    dealer_class: DealerClass | None = None
    status: DealerStatus = DealerStatus.ACTIVE
    province: str = ""
    city: str = ""
    district: str = ""
    region: str = ""  # 区域 / 授权区域
    address: str = ""
    delivery_address: str = ""
    contact: str = ""
    mobile: str = ""
    phone: str = ""
    fax: str = ""
    email: str = ""
    wechat: str = ""
    legal_rep: str = ""  # 法人代表
    owner: str = ""  # 业务员: name of the representative in charge
    bank_name: str = ""
    bank_account: str = ""
    bank_code: str = ""  # 联行号
    credit_limit: Decimal | None = None
    term_days: int | None = None  # 账期, days
    since: date | None = None  # 开始交易日
    remark: str = ""
    extra: str = ""  # what lists say beyond our fields, a line 列名:内容 for each
    contacts: tuple[Contact, ...] = ()  # 其他联系人; read with the whole dealer only, not with a list
    notice: str = ""  # a sentence on how one came here: from a dealer that was merged into this one
    created_at: datetime | None = None
    changed_at: datetime | None = None
    changed_by: str = ""


COLUMNS: tuple[Column, ...] = (
    Column("code", N_("编号"), Kind.CODE, 8),
    Column("name", N_("客户名称"), Kind.TEXT, 22),
    Column("short_name", N_("简称"), Kind.TEXT, 10, shown=False),
    Column("dealer_class", N_("等级"), Kind.CHOICE, 6, choices=DealerClass, aside=2),
    Column("kind", N_("类型"), Kind.CHOICE, 10, choices=DealerKind, aside=7),
    Column("status", N_("状态"), Kind.CHOICE, 7, choices=DealerStatus),
    Column("province", N_("省份"), Kind.TEXT, 7, shown=False),
    Column("city", N_("城市"), Kind.TEXT, 6, aside=3),
    Column("district", N_("区县"), Kind.TEXT, 8, shown=False),
    Column("region", N_("区域"), Kind.TEXT, 8, shown=False),
    Column("contact", N_("联系人"), Kind.TEXT, 6, aside=4),
    Column("mobile", N_("手机"), Kind.CODE, 11, aside=1),
    Column("phone", N_("电话"), Kind.CODE, 14, shown=False),
    Column("owner", N_("业务员"), Kind.TEXT, 6, aside=5),
    Column("credit_limit", N_("信用额度(元)"), Kind.MONEY, 12, aside=6),
    Column("term_days", N_("账期(天)"), Kind.INTEGER, 8, shown=False),
    Column("since", N_("开始交易日"), Kind.DATE, 11, shown=False),
    Column("credit_code", N_("统一社会信用代码"), Kind.CODE, 20, shown=False),
    Column("legal_rep", N_("法人代表"), Kind.TEXT, 8, shown=False),
    Column("address", N_("地址"), Kind.TEXT, 26, shown=False),
    Column("delivery_address", N_("收货地址"), Kind.TEXT, 26, shown=False),
    Column("fax", N_("传真"), Kind.CODE, 14, shown=False),
    Column("email", N_("邮箱"), Kind.TEXT, 18, shown=False),
    Column("wechat", N_("微信"), Kind.TEXT, 12, shown=False),
    Column("bank_name", N_("开户行"), Kind.TEXT, 18, shown=False),
    Column("bank_account", N_("银行账号"), Kind.CODE, 22, shown=False),
    Column("bank_code", N_("联行号"), Kind.CODE, 14, shown=False),
    Column("remark", N_("备注"), Kind.LONG_TEXT, 24, shown=False),
    Column("extra", N_("其他资料"), Kind.LONG_TEXT, 24, shown=False),
    Column("changed_at", N_("最后修改"), Kind.INSTANT, 16, shown=False),
)

#: The fields that a person or an import may write.
FIELDS: tuple[str, ...] = tuple(c.key for c in COLUMNS if c.key != "changed_at")


#: As many dealers as a search shows: who wants fewer types one more character.
MOST_FOUND = 200


@dataclass(frozen=True, slots=True)
class DealerQuery:
    """What a list of dealers shows: search text, filters, order. The same query is exported.

    ``sort`` is a column key; with a search text and no sort, the best match comes first.
    """

    text: str = ""
    owners: tuple[str, ...] = ()
    classes: tuple[DealerClass, ...] = ()
    kinds: tuple[DealerKind, ...] = ()
    statuses: tuple[DealerStatus, ...] = ()
    cities: tuple[str, ...] = ()
    sort: str = ""
    descending: bool = False


#: The code before the first one that an office is proposed.
FIRST_CODE = "KH1000"


def code_parts(code: str) -> tuple[str, int, int] | None:
    """Prefix, number and width of a code that ends in digits (``KH0012`` → ``KH``, 12, 4); None for another."""
    form = re.fullmatch(r"(.*?)([0-9]+)", code)
    return (form[1], int(form[2]), len(form[2])) if form else None


def codes_after(code: str) -> Iterator[str]:
    """The codes that follow in the same form: ``KH0012`` → ``KH0013``, ``KH0014`` …"""
    prefix, number, width = code_parts(code) or code_parts(FIRST_CODE) or ("", 0, 1)
    return (f"{prefix}{n:0{width}d}" for n in count(number + 1))


def problems(values: Mapping[str, Any]) -> tuple[Problem, ...]:
    """What keeps a dealer from being saved: only a name is demanded; the rest may follow later."""
    found = []
    if not str(values.get("name") or "").strip():
        found.append(Problem("name", _("客户名称不能空着")))
    limit = values.get("credit_limit")
    if limit is not None and limit < 0:
        found.append(Problem("credit_limit", _("信用额度不能小于零")))
    term = values.get("term_days")
    if term is not None and not 0 <= term <= 3650:
        found.append(Problem("term_days", _("账期应在 0 到 3650 天之间")))
    return tuple(found)
