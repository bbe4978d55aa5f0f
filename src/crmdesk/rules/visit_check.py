"""The check block of the visit handbook (MT 二.1–8, domain 5.2): which items are asked at which dealer.

Each item is one row of ``ITEMS``; forms, papers and statistics are made from it. Values are plain text:
``yes``/``no`` for a yes-no item, digits for numbers, ISO dates, lines for a list.
"""

from dataclasses import dataclass
from enum import StrEnum

from crmdesk.rules.dealer import DealerKind
from crmdesk.rules.worded import Worded
from crmdesk.words import N_, _


class CheckGroup(Worded):
    """Groups of the check block, in the order of the regulation."""

    MARKET_ORDER = "market_order", N_("市场秩序")
    BUSINESS = "business", N_("经营情况")
    RELATIONS = "relations", N_("客情与政策")
    TARGET = "target", N_("销售目标")
    PROMOTION = "promotion", N_("促销")
    CONSUMERS = "consumers", N_("消费者")
    ADVICE = "advice", N_("经营指导")
    SHOP = "shop", N_("店面与样品")
    CLERKS = "clerks", N_("导购")
    STOCK = "stock", N_("订货与库存")
    PROJECTS = "projects", N_("工程客户")
    INFORMATION = "information", N_("市场信息")
    INCIDENT = "incident", N_("非常事件")


class AnswerKind(StrEnum):
    """How an item is answered."""

    YES_NO = "yes_no"
    TEXT = "text"
    MONEY = "money"  # yuan
    NUMBER = "number"
    PERCENT = "percent"
    SCORE = "score"  # 1 to 5
    DATE = "date"
    POLICIES = "policies"  # ticks of the setting visit.policies, one per line
    PRICES = "prices"  # the table of ``PriceLine``
    GOODS = "goods"  # the table of ``EvidenceLine``
    STOCKS = "stocks"  # the table of ``StockLine``
    TRAININGS = "trainings"  # the table of ``TrainingLine``
    PROJECTS = "projects"  # the table of ``ProjectLine``


class CaseKind(Worded):
    """What a case 请示/上报 is about."""

    FOREIGN_GOODS = "foreign_goods", N_("窜货")
    BIG_PROJECT = "big_project", N_("重大工程客户请示")
    INFORMATION = "information", N_("市场信息上报")
    INCIDENT = "incident", N_("非常事件")
    QUESTION = "question", N_("请示")
    HELP = "help", N_("经营困难帮助")


#: Dealers whose shop sells to consumers: shop, clerks, promotion and consumers are asked there only.
_SHOPS = frozenset({DealerKind.EXCLUSIVE, DealerKind.TERMINAL, DealerKind.OTHER})
#: Dealers who buy to sell again: their sales, stock and targets are asked.
_TRADE = frozenset({DealerKind.EXCLUSIVE, DealerKind.LOGISTICS, DealerKind.OTHER})
_PROJECTS = frozenset({DealerKind.EXCLUSIVE, DealerKind.PROJECT, DealerKind.OTHER})


@dataclass(frozen=True, slots=True)
class CheckItem:
    """One item; asked at ``kinds`` of dealers (None: at all); a yes opens a case of kind ``opens``."""

    key: str
    group: CheckGroup
    label: str
    kind: AnswerKind
    clause: str
    kinds: frozenset[DealerKind] | None = None
    opens: CaseKind | None = None

    @property
    def title(self) -> str:
        """The label in the language in use."""
        return _(self.label)


_G = CheckGroup
_K = AnswerKind
ITEMS: tuple[CheckItem, ...] = (
    CheckItem("foreign_goods", _G.MARKET_ORDER, N_("有无窜货"), _K.YES_NO, "MT 二.1", opens=CaseKind.FOREIGN_GOODS),
    CheckItem("foreign_goods_lines", _G.MARKET_ORDER, N_("窜货证据"), _K.GOODS, "MT 二.1"),
    CheckItem("floor_price_kept", _G.MARKET_ORDER, N_("执行最低零售限价"), _K.YES_NO, "MT 二.1", _TRADE | _SHOPS),
    CheckItem("prices", _G.MARKET_ORDER, N_("限价检查"), _K.PRICES, "MT 二.1", _TRADE | _SHOPS),
    CheckItem("market_note", _G.MARKET_ORDER, N_("市场调查"), _K.TEXT, "MT 二.1"),
    CheckItem("sales", _G.BUSINESS, N_("本月销售(元)"), _K.MONEY, "MT 二.3", _TRADE | _SHOPS),
    CheckItem("funds", _G.BUSINESS, N_("资金状况"), _K.TEXT, "MT 二.1"),
    CheckItem("other_brands", _G.BUSINESS, N_("经营的其他品牌"), _K.TEXT, "MT 二.1"),
    CheckItem("business_note", _G.BUSINESS, N_("经营情况"), _K.TEXT, "MT 二.1"),
    CheckItem("policies", _G.RELATIONS, N_("传达的政策与理念"), _K.POLICIES, "MT 二.2"),
    CheckItem("reaction", _G.RELATIONS, N_("客户反应"), _K.TEXT, "MT 二.2"),
    CheckItem("needs_help", _G.RELATIONS, N_("有经营困难要帮助"), _K.YES_NO, "MT 二.2", opens=CaseKind.HELP),
    CheckItem("help", _G.RELATIONS, N_("困难与帮助"), _K.TEXT, "MT 二.2"),
    CheckItem("target", _G.TARGET, N_("月度目标(元)"), _K.MONEY, "MT 二.3", _TRADE | _SHOPS),
    CheckItem("target_split", _G.TARGET, N_("目标分解(周/品类)"), _K.TEXT, "MT 二.3", _TRADE | _SHOPS),
    CheckItem("target_done", _G.TARGET, N_("目标完成率(%)"), _K.PERCENT, "MT 二.3", _TRADE | _SHOPS),
    CheckItem("promotion_plan", _G.PROMOTION, N_("促销方案协助"), _K.TEXT, "MT 二.3", _TRADE | _SHOPS),
    CheckItem("promotion_done", _G.PROMOTION, N_("促销实施"), _K.TEXT, "MT 二.3", _TRADE | _SHOPS),
    CheckItem("promotion_feedback", _G.PROMOTION, N_("促销反馈"), _K.TEXT, "MT 二.3", _TRADE | _SHOPS),
    CheckItem("consumers", _G.CONSUMERS, N_("消费者需求与意见"), _K.TEXT, "MT 二.3", _SHOPS),
    CheckItem("experience", _G.ADVICE, N_("介绍的好经验"), _K.TEXT, "MT 二.4", _TRADE | _SHOPS),
    CheckItem("sub_dealers", _G.ADVICE, N_("下线网络(新增、拜访)"), _K.TEXT, "MT 二.4", _TRADE),
    CheckItem("best_sellers", _G.ADVICE, N_("畅销品信息"), _K.TEXT, "MT 二.4", _TRADE | _SHOPS),
    CheckItem("shop_score", _G.SHOP, N_("店面整洁(1–5)"), _K.SCORE, "MT 二.4", _SHOPS),
    CheckItem("display_score", _G.SHOP, N_("样品展示(1–5)"), _K.SCORE, "MT 二.4", _SHOPS),
    CheckItem("display_note", _G.SHOP, N_("样品展示改善"), _K.TEXT, "MT 二.4", _SHOPS),
    CheckItem("clerk_score", _G.CLERKS, N_("导购能力(1–5)"), _K.SCORE, "MT 二.4", _SHOPS),
    CheckItem("trainings", _G.CLERKS, N_("导购培训"), _K.TRAININGS, "MT 二.4", _SHOPS),
    CheckItem("stocks", _G.STOCK, N_("库存与建议订量"), _K.STOCKS, "MT 二.5", _TRADE | _SHOPS),
    CheckItem("order_rhythm", _G.STOCK, N_("进货频率"), _K.TEXT, "MT 二.5", _TRADE | _SHOPS),
    CheckItem("variety", _G.STOCK, N_("品种结构"), _K.TEXT, "MT 二.5", _TRADE | _SHOPS),
    CheckItem("projects", _G.PROJECTS, N_("工程项目"), _K.PROJECTS, "MT 二.6", _PROJECTS),
    CheckItem("project_talk", _G.PROJECTS, N_("与买方沟通"), _K.TEXT, "MT 二.6", _PROJECTS),
    CheckItem("big_project", _G.PROJECTS, N_("重大客户需请示公司"), _K.YES_NO, "MT 二.6", _PROJECTS,
              opens=CaseKind.BIG_PROJECT),
    CheckItem("goods_information", _G.INFORMATION, N_("商品信息"), _K.TEXT, "MT 二.7"),
    CheckItem("trend", _G.INFORMATION, N_("当地市场动态"), _K.TEXT, "MT 二.7"),
    CheckItem("report_information", _G.INFORMATION, N_("需向上级反馈"), _K.YES_NO, "MT 二.7", opens=CaseKind.INFORMATION),
    CheckItem("incident", _G.INCIDENT, N_("有非常事件"), _K.YES_NO, "MT 二.8", opens=CaseKind.INCIDENT),
    CheckItem("incident_note", _G.INCIDENT, N_("事件与处理"), _K.TEXT, "MT 二.8"),
)  # fmt: skip

BY_KEY: dict[str, CheckItem] = {item.key: item for item in ITEMS}


def items_for(kind: DealerKind | None) -> tuple[CheckItem, ...]:
    """The items asked at a dealer of that kind; all of them where the kind is not known."""
    return tuple(item for item in ITEMS if kind is None or item.kinds is None or kind in item.kinds)
