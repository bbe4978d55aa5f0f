"""The settings of the office: each declared once, with its sentence, its source and its default.

The settings page, ``work.settings`` and the documentation are made from this table.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from crmdesk.rules.worded import Worded
from crmdesk.words import N_, _


class SettingKind(StrEnum):
    """How a setting is typed and stored."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    INTEGER = "integer"
    MONEY = "money"
    CHOICE = "choice"
    YES_NO = "yes_no"
    PICTURE = "picture"  # PNG or JPEG, stored as base64 text
    TIME = "time"  # HH:MM


class NumberMode(Worded):
    """Where the official complaint number comes from (domain 2.3)."""

    GENERATE = "generate", N_("登记时自动编号")
    ENTER = "enter", N_("登记时手工填写")


class DayUnit(Worded):
    """Unit of a deadline (domain 10)."""

    CALENDAR = "calendar", N_("自然日")
    WORKDAY = "workday", N_("工作日")


class Origin(StrEnum):
    """Where a default comes from."""

    REGULATION = "regulation"
    LAW = "law"
    PUBLIC = "public"  # public templates
    PROPOSAL = "proposal"  # ours; change it freely


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. ``low`` and ``high`` are inclusive; ``clause`` as in ``CP 四.4``; a dated setting has a first day."""

    key: str
    group: str
    label: str
    sentence: str
    default: Any
    kind: SettingKind
    origin: Origin = Origin.PROPOSAL
    clause: str = ""
    low: int | Decimal | None = None
    high: int | Decimal | None = None
    choices: type[Worded] | None = None
    is_dated: bool = False

    @property
    def title(self) -> str:
        """The label in the language in use."""
        return _(self.label)

    @property
    def help(self) -> str:
        """The sentence in the language in use."""
        return _(self.sentence)


_COMPANY = N_("公司与纸张")
_COMPLAINT = N_("客户抱怨")
_CALENDAR = N_("工作日与期限")
_DATA = N_("数据与备份")

SETTINGS: tuple[Setting, ...] = (
    Setting("company.name", _COMPANY, N_("公司名称"), N_("印在每张表单左上角的公司全称。"), "××公司", SettingKind.TEXT),
    Setting("company.contact", _COMPANY, N_("公司联系方式"), N_("印在表单页脚的电话或地址,可以留空。"), "", SettingKind.TEXT),
    Setting("company.logo", _COMPANY, N_("公司标志"), N_("印在公司名称左边的图片(PNG 或 JPEG),可以留空。"), "", SettingKind.PICTURE),
    Setting("complaint.number.mode", _COMPLAINT, N_("客诉编号方式"),
            N_("编号为两位年、两位月加两位流水号,每月重新起编。若总公司另行编号,请选手工填写。"),
            NumberMode.GENERATE, SettingKind.CHOICE, Origin.PROPOSAL, "CP 三", choices=NumberMode),
    Setting("complaint.number.warn_at", _COMPLAINT, N_("流水号提醒"),
            N_("当月流水号到这个数时提醒;超过 99 时编号自动成为三位流水号。"),
            90, SettingKind.INTEGER, Origin.PROPOSAL, "CP 三", low=1, high=9999),
    Setting("complaint.step_days.draft", _COMPLAINT, N_("业务填表期限(天)"),
            N_("客户反映后业务应即填表;从填表日的第二天起算。"),
            0, SettingKind.INTEGER, Origin.REGULATION, "CP 四.1", low=0, high=365, is_dated=True),
    Setting("complaint.step_days.registration", _COMPLAINT, N_("总经理室登记期限(天)"),
            N_("总经理室接到抱怨表后应即编号登记;从送出日的第二天起算。"),
            1, SettingKind.INTEGER, Origin.PUBLIC, "CP 四.4", low=0, high=365, is_dated=True),
    Setting("complaint.total_days.domestic", _COMPLAINT, N_("国内整案期限(天)"),
            N_("从总经理室受理到结案的天数,从受理日的第二天起算。"),
            13, SettingKind.INTEGER, Origin.PUBLIC, "CP 二.3(1)", low=1, high=365, is_dated=True),
    Setting("complaint.total_days.foreign", _COMPLAINT, N_("国外整案期限(天)"),
            N_("从总经理室受理到结案的天数,从受理日的第二天起算。"),
            17, SettingKind.INTEGER, Origin.PUBLIC, "CP 二.3(1)", low=1, high=365, is_dated=True),
    Setting("complaint.day_unit", _COMPLAINT, N_("抱怨期限的单位"),
            N_("期限按自然日还是按工作日计算;按自然日时,末日遇休息日顺延到下一个工作日。"),
            DayUnit.CALENDAR, SettingKind.CHOICE, Origin.PROPOSAL, "CP 四.3", choices=DayUnit, is_dated=True),
    Setting("calendar.closing_time", _CALENDAR, N_("下班时间"),
            N_("在这个时间之前办完的步骤算当天办完。"), "18:00", SettingKind.TIME),
    Setting("backup.daily", _DATA, N_("每天自动备份"),
            N_("每天第一次启动时备份一次;保留 7 天、4 周、12 个月。"), True, SettingKind.YES_NO),
)  # fmt: skip

BY_KEY: dict[str, Setting] = {s.key: s for s in SETTINGS}


def groups(settings: Iterable[Setting] = SETTINGS) -> tuple[str, ...]:
    """The group names in the order of the table, untranslated."""
    return tuple(dict.fromkeys(s.group for s in settings))
