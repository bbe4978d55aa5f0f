"""What the representatives of the demo office plan and write on their visits, and what the manager says."""

from decimal import Decimal
from typing import Any

from crmdesk.rules.visit import EvidenceLine, PriceLine, StockLine, TrainingLine
from crmdesk.rules.visit_plan import MissedReason

MANAGER = "郑和平"
MAIN = "冯媛"  # whose whole month is told; her plan and handbook are printed
OTHERS = ("孙立", "钱进", "周岚")
PER_DAY = 2  # lines of a day that are kept of the draft
BEFORE = 6  # days that are told of a month before it
FEW_DAYS = 5  # a month with fewer working days behind it is not shown yet

GOALS = {
    "冯媛": "销售目标 120 万元,A 类客户每周一访;更新三家门店样品,收回到期货款 35 万元。",
    "孙立": "销售目标 95 万元;开发江北两家下线,重点客户库存降到 30 天以内。",
    "钱进": "销售目标 80 万元;石膏板、腻子粉促销落实到每家 B 类以上客户。",
    "周岚": "销售目标 105 万元;跟进两个工程项目,收齐三季度对账单。",
}
#: Aim, problem, planned solution: taken in turn.
AIMS: tuple[tuple[str, str, str], ...] = (
    ("协商月度销售目标,检查样品陈列", "样品陈旧,导购不熟悉新品", "带新样板,现场培训一小时"),
    ("了解库存,催收到期货款", "", ""),
    ("传达积点奖励办法,听取意见", "返利结算慢,客户有意见", "带三季度结算单逐笔核对"),
    ("检查零售限价和市场秩序", "", ""),
    ("新品推广与促销方案落实", "上月促销没有物料", "随车带展架和单页"),
)
PLANS_OF_DAY = ("走访两家重点客户,检查限价和样品。", "催收到期货款,核对库存。", "促销方案落实,培训导购。", "了解工程项目进展,收集市场信息。")
DAY_SUMMARIES = (
    "按计划完成,两家都已补货,货款下周到账。", "一家库存偏低,已建议订量;一家提出返利问题,已记录。", "促销物料已到位,周末开始;样品更新一家。",
    "客户反映竞品降价,已收集价格单,准备周报上报。",
)  # fmt: skip
SUMMARIES = (
    "样品已更新,客户同意本周补货。", "库存偏低,已按安全库存建议订量,客户认可。", "货款已约定下周一付清,已写承诺。", "导购已培训,能介绍新品卖点。",
    "价格执行良好,陈列整齐。", "客户对交货期有意见,已与内务联系。",
)  # fmt: skip
PROMISES = ("本周补货 20 万元", "下周一付清到期款", "十天内更新样品", "", "月底前完成目标的八成")
MET = ("王经理", "陈店长", "李老板", "张会计", "周经理")
MARKET = ("", "竞品 800×800 抛光砖降价 5%", "", "周边新开两家卫浴店", "")
TIMES = (("09:10", "10:35"), ("13:40", "15:05"), ("15:40", "16:30"))
UNPLANNED_PURPOSE = "顺路拜访,了解近况"
MISSED = (MissedReason.AWAY, MissedReason.OTHER_TASK, MissedReason.WEATHER)
REMARKS = ("记录完整,继续跟进。", "库存数据要写全。", "", "回款跟进及时,很好。")
RETURNED = "A 类客户漏排两家,请补上后再交。"
CHANGED_BECAUSE = "客户盘点,改期一周"
MANAGER_AIM, MANAGER_REMARK = "与经理一同拜访,协商明年经销协议", "经理同行"
SUMMARY = "全月完成销售 112 万元,完成率 93%;两家 A 类客户未达目标,原因是工地停工。下月重点补回。"
CHECKED = "任务基本完成,A 类客户要保证每周一访。"
ANSWER = "请把货号、批号照片发公司查来源;先与对方经销商沟通停止供货,三日内回复。"

#: Answers of the check block, taken in turn; only what is asked at the dealer's kind is written.
CHECKS: tuple[dict[str, str], ...] = (
    {"foreign_goods": "no", "floor_price_kept": "yes", "sales": "186000", "funds": "正常", "policies": "积点奖励办法", "reaction": "满意",
     "target": "200000", "target_done": "93", "shop_score": "4", "display_score": "4", "incident": "no"},
    {"foreign_goods": "no", "floor_price_kept": "yes", "sales": "94000", "other_brands": "两个外省品牌", "target_done": "71",
     "promotion_done": "周末团购,成交 12 单", "consumers": "要求薄贴配套胶", "shop_score": "3", "display_score": "3", "clerk_score": "3"},
    {"foreign_goods": "no", "floor_price_kept": "no", "business_note": "租金上涨,利润变薄", "reaction": "希望提高返利", "trend": "二手房装修增多",
     "order_rhythm": "每周一次", "variety": "抛光砖六成,仿古砖三成"},
)  # fmt: skip
FOREIGN_GOODS: dict[str, Any] = {
    "checks": {"foreign_goods": "yes", "floor_price_kept": "no"},
    "evidence": (EvidenceLine("TC-8080-W", "L2610-07", "苏北一家分销商", Decimal(60), "照片已存"),),
    "prices": (PriceLine("抛光砖 800×800 白玉", Decimal("86.50"), Decimal("79.00"), "对方店内标价"),),
    "summary": "店内发现外区流入的白玉抛光砖,价格低于限价,已取证并上报。",
}  # fmt: skip
QUESTION = "客户要求年底返利提高到 3%,可否答应?"
TABLES: tuple[dict[str, Any], ...] = (
    {"stocks": (StockLine("抛光砖 800×800", Decimal(900), 30, Decimal(300), Decimal(120)),)},
    {"prices": (PriceLine("仿古砖 600×600", Decimal("72.00"), Decimal("72.00")),)},
    {"trainings": (TrainingLine("新品卖点与配套胶", 4, Decimal("1.5"), "能复述主要卖点"),)},
)  # fmt: skip
