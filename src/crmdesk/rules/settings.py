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
_VISIT = N_("巡访")
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
    Setting("visit.frequency.A", _VISIT, N_("A 类每月巡访次数"),
            N_("A 类客户每月应巡访的次数;草拟计划、漏排和超频都按它计算。"),
            4, SettingKind.INTEGER, Origin.PROPOSAL, "MT 一.2", low=0, high=31, is_dated=True),
    Setting("visit.frequency.B", _VISIT, N_("B 类每月巡访次数"),
            N_("B 类客户每月应巡访的次数;草拟计划、漏排和超频都按它计算。"),
            2, SettingKind.INTEGER, Origin.PROPOSAL, "MT 一.2", low=0, high=31, is_dated=True),
    Setting("visit.frequency.C", _VISIT, N_("C 类每月巡访次数"),
            N_("C 类客户每月应巡访的次数;草拟计划、漏排和超频都按它计算。"),
            1, SettingKind.INTEGER, Origin.PROPOSAL, "MT 一.2", low=0, high=31, is_dated=True),
    Setting("visit.frequency.none", _VISIT, N_("未分级客户每月巡访次数"),
            N_("没有等级的客户每月应巡访的次数。"),
            0, SettingKind.INTEGER, Origin.PROPOSAL, "MT 一.2", low=0, high=31, is_dated=True),
    Setting("visit.minutes_per_visit", _VISIT, N_("每次停留(分钟)"),
            N_("草拟计划时每次走访预计停留的分钟数。"),
            90, SettingKind.INTEGER, Origin.PROPOSAL, "MT 一.2", low=5, high=600, is_dated=True),
    Setting("visit.visits_per_day", _VISIT, N_("每天最多几家"),
            N_("草拟计划时一天最多安排的家数;超过时提醒当天过满。"),
            8, SettingKind.INTEGER, Origin.PROPOSAL, "MT 一.2", low=1, high=30, is_dated=True),
    Setting("visit.minutes_per_day", _VISIT, N_("每天最多停留(分钟)"),
            N_("一天计划停留的合计,超过时提醒当天过满。"),
            480, SettingKind.INTEGER, Origin.PROPOSAL, "MT 一.2", low=30, high=1440, is_dated=True),
    Setting("visit.hours_per_month", _VISIT, N_("每月最少时数"),
            N_("一个月计划停留的合计,不足时提醒;0 表示不提醒。"),
            80, SettingKind.INTEGER, Origin.PUBLIC, "MT 一.2", low=0, high=744, is_dated=True),
    Setting("visit.same_percent", _VISIT, N_("与上月相同(%)"),
            N_("本月计划与上月相同的行达到这个比例时提醒经理。"),
            80, SettingKind.INTEGER, Origin.PROPOSAL, "MT 一.3", low=1, high=100, is_dated=True),
    Setting("visit.plan_due_days", _VISIT, N_("计划提前几天提交"),
            N_("计划应在当月开始前几天提交;0 表示上月最后一天。"),
            0, SettingKind.INTEGER, Origin.PUBLIC, "MT 一.2", low=0, high=31, is_dated=True),
    Setting("visit.step_days.approve", _VISIT, N_("计划批准期限(工作日)"),
            N_("从进入这一步的第二天起算,按工作日。"),
            2, SettingKind.INTEGER, Origin.PROPOSAL, "MT 一.3", low=0, high=365, is_dated=True),
    Setting("visit.step_days.resubmit", _VISIT, N_("退回后重交期限(工作日)"),
            N_("从进入这一步的第二天起算,按工作日。"),
            1, SettingKind.INTEGER, Origin.PROPOSAL, "MT 一.3", low=0, high=365, is_dated=True),
    Setting("visit.step_days.confirm", _VISIT, N_("纸质批准确认期限(工作日)"),
            N_("从进入这一步的第二天起算,按工作日。"),
            3, SettingKind.INTEGER, Origin.PROPOSAL, "MT 一.3", low=0, high=365, is_dated=True),
    Setting("visit.step_days.acknowledge", _VISIT, N_("批准后知悉期限(工作日)"),
            N_("从进入这一步的第二天起算,按工作日。"),
            2, SettingKind.INTEGER, Origin.PROPOSAL, "MT 一.3", low=0, high=365, is_dated=True),
    Setting("visit.step_days.check", _VISIT, N_("月度检查期限(工作日)"),
            N_("从进入这一步的第二天起算,按工作日。"),
            5, SettingKind.INTEGER, Origin.PROPOSAL, "MT 一.4", low=0, high=365, is_dated=True),
    Setting("visit.step_days.hand_in", _VISIT, N_("手册上交期限(工作日)"),
            N_("从进入这一步的第二天起算,按工作日。"),
            1, SettingKind.INTEGER, Origin.PROPOSAL, "MT 一.4", low=0, high=365, is_dated=True),
    Setting("visit.step_days.check_day", _VISIT, N_("每日检查期限(工作日)"),
            N_("从进入这一步的第二天起算,按工作日。"),
            3, SettingKind.INTEGER, Origin.PROPOSAL, "MT 一.4", low=0, high=365, is_dated=True),
    Setting("visit.step_days.answer", _VISIT, N_("请示答复期限(工作日)"),
            N_("从进入这一步的第二天起算,按工作日。"),
            1, SettingKind.INTEGER, Origin.PROPOSAL, "MT 二.8", low=0, high=365, is_dated=True),
    Setting("visit.step_days.close_case", _VISIT, N_("请示办结期限(工作日)"),
            N_("从进入这一步的第二天起算,按工作日。"),
            10, SettingKind.INTEGER, Origin.PROPOSAL, "MT 二.8", low=0, high=365, is_dated=True),
    Setting("visit.sample_percent", _VISIT, N_("抽查比例(%)"),
            N_("上交的巡访手册中抽出多少请经理仔细检查并评分;有窜货或请示的总在其中。"),
            30, SettingKind.INTEGER, Origin.PROPOSAL, "MT 一.4", low=0, high=100, is_dated=True),
    Setting("visit.not_visited_days.A", _VISIT, N_("A 类未巡访提醒(天)"),
            N_("A 类客户超过这些天没有巡访时列在今日页;0 表示不提醒。"),
            10, SettingKind.INTEGER, Origin.PROPOSAL, "MT 一.2", low=0, high=999, is_dated=True),
    Setting("visit.not_visited_days.B", _VISIT, N_("B 类未巡访提醒(天)"),
            N_("B 类客户超过这些天没有巡访时列在今日页;0 表示不提醒。"),
            20, SettingKind.INTEGER, Origin.PROPOSAL, "MT 一.2", low=0, high=999, is_dated=True),
    Setting("visit.not_visited_days.C", _VISIT, N_("C 类未巡访提醒(天)"),
            N_("C 类客户超过这些天没有巡访时列在今日页;0 表示不提醒。"),
            45, SettingKind.INTEGER, Origin.PROPOSAL, "MT 一.2", low=0, high=999, is_dated=True),
    Setting("visit.not_visited_days.none", _VISIT, N_("未分级未巡访提醒(天)"),
            N_("没有等级的客户超过这些天没有巡访时提醒;0 表示不提醒。"),
            0, SettingKind.INTEGER, Origin.PROPOSAL, "MT 一.2", low=0, high=999, is_dated=True),
    Setting("visit.stock.lead_days", _VISIT, N_("补货周期(天)"),
            N_("安全库存 = 日均销量 × 补货周期 × 安全系数。"),
            7, SettingKind.INTEGER, Origin.PROPOSAL, "MT 二.5", low=1, high=365, is_dated=True),
    Setting("visit.stock.factor_percent", _VISIT, N_("安全系数(%)"),
            N_("安全库存 = 日均销量 × 补货周期 × 安全系数。"),
            150, SettingKind.INTEGER, Origin.PROPOSAL, "MT 二.5", low=100, high=1000, is_dated=True),
    Setting("visit.stock.cycle_days", _VISIT, N_("订货周期(天)"),
            N_("建议订量 = 安全库存 + 订货周期内的销量 − 库存 − 在途。"),
            30, SettingKind.INTEGER, Origin.PROPOSAL, "MT 二.5", low=1, high=365, is_dated=True),
    Setting("visit.policies", _VISIT, N_("本期要传达的政策"),
            N_("每行一条;巡访手册里逐家勾选传达了哪些。"), "", SettingKind.LONG_TEXT, Origin.REGULATION, "MT 二.2"),
    Setting("calendar.closing_time", _CALENDAR, N_("下班时间"),
            N_("在这个时间之前办完的步骤算当天办完。"), "18:00", SettingKind.TIME),
    Setting("backup.daily", _DATA, N_("每天自动备份"),
            N_("每天第一次启动时备份一次;保留 7 天、4 周、12 个月。"), True, SettingKind.YES_NO),
)  # fmt: skip

BY_KEY: dict[str, Setting] = {s.key: s for s in SETTINGS}


def groups(settings: Iterable[Setting] = SETTINGS) -> tuple[str, ...]:
    """The group names in the order of the table, untranslated."""
    return tuple(dict.fromkeys(s.group for s in settings))
