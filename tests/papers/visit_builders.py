"""Believable plans, days and dealers, to be changed where a test needs it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from crmdesk.papers.packet import PacketItem, PacketSheet
from crmdesk.rules.dealer import Dealer, DealerClass, DealerKind
from crmdesk.rules.dealer_contact import Contact
from crmdesk.rules.visit import (
    DayState,
    EvidenceLine,
    Execution,
    NotVisited,
    PriceLine,
    StockLine,
    TrainingLine,
    Visit,
    VisitDay,
)
from crmdesk.rules.visit_plan import (
    CellChange,
    Coverage,
    LineChange,
    MissedReason,
    PlanLine,
    PlanState,
    VisitPlan,
    VisitWay,
)

REP = UUID(int=1)
NAMES = (
    "南京永盛建材有限公司", "苏州金鼎陶瓷", "无锡恒大建材贸易商行", "常州晋陵装饰材料经营部", "镇江大港防水材料有限公司",
    "新疆维吾尔自治区巴音郭楞蒙古自治州库尔勒经济技术开发区𬭚𫖯𬱖建材陶瓷卫浴有限责任公司",
)  # fmt: skip
CLASSES = (DealerClass.A, DealerClass.B, DealerClass.C, None)
AIMS = ("协商十二月销售目标，检查样品陈列", "了解库存，催收到期货款", "新品推广与导购培训", "处理上月投诉遗留问题")


def a_line(number: int, **changes: Any) -> PlanLine:
    """A complete line; names and dates differ from number to number."""
    nth = number % len(NAMES)
    plain = PlanLine(
        UUID(int=1000 + number), Decimal(number), date(2026, 12, 1) + timedelta(days=number * 7 % 30),
        UUID(int=2000 + nth), f"KH{1001 + nth}", NAMES[nth], CLASSES[number % 4],
        "江苏省南京市建邺区" if nth % 2 else "苏州市吴中区", f"王建国 138{number:08d}", f"第{'一二三四'[number % 4]}线",
        number % 3 + 1, VisitWay.CALL_ON if number % 5 else VisitWay.PHONE, AIMS[number % 4],
        "样品陈旧，导购不熟悉新品" if number % 3 == 0 else "", "带新样板，现场培训一小时" if number % 3 == 0 else "",
        Decimal("1.5") if number % 2 else Decimal(2), "" if number % 4 else "带对账单",
    )  # fmt: skip
    return replace(plain, **changes)


def a_plan(count: int = 40, **changes: Any) -> VisitPlan:
    """A submitted plan of ``count`` lines."""
    plain = VisitPlan(
        UUID(int=7), 3, PlanState.SUBMITTED, "2026-11", 2026, 12, REP, "冯媛",
        goals="本月销售目标 120 万元，A 类客户每周一访；完成三家门店样品更新，收回到期货款 35 万元。",
        filled_on=date(2026, 11, 24), lines=tuple(a_line(number) for number in range(count)), content_hash="7f3a91c4" * 8,
        coverage=(Coverage(DealerClass.A, 12, 12, 44, 48), Coverage(DealerClass.B, 20, 15, 30, 40),
                  Coverage(DealerClass.C, 31, 9, 9, 31), Coverage(None, 2, 1, 1, 0)),
    )  # fmt: skip
    return replace(plain, **changes)


def a_compared_plan(count: int = 12) -> VisitPlan:
    """An approved plan in which the manager changed, added and struck lines."""
    plan = a_plan(count, state=PlanState.APPROVED, decided_by="王某代（郑和平）")
    lines = plan.lines
    gone = a_line(77, planned_on=date(2026, 12, 9))
    changes = (
        LineChange(lines[2].id or REP, "changed", (CellChange("planned_on", "2026-12-14", ""), CellChange("aim", "了解库存", ""))),
        LineChange(lines[4].id or REP, "changed", (CellChange("hours", "1", ""), CellChange("remark", "电话先约", ""))),
        LineChange(lines[5].id or REP, "added", line=lines[5]),
        LineChange(gone.id or REP, "struck", line=gone),
        LineChange(plan.id, "changed", (CellChange("goals", "本月销售目标 100 万元", plan.goals),)),
    )  # fmt: skip
    return replace(plan, against_submitted=changes)


def a_packet(count: int = 12, **changes: Any) -> PacketSheet:
    """A packet with plans of a month."""
    plain = PacketSheet(
        14, "华东办事处", "内务电脑", "郑经理笔记本", datetime(2026, 11, 24, 2, 42, tzinfo=UTC), "李敏", 1440,
        f"{count} 份计划，3 处调整",
        tuple(PacketItem("巡访计划", f"冯媛 2026 年 {n % 12 + 1} 月巡访计划", "已提交，40 行", "7F3A-91C4") for n in range(count)),
        company="××建材股份有限公司",
    )  # fmt: skip
    return replace(plain, **changes)


CHECKS = {
    "foreign_goods": "yes", "floor_price_kept": "no", "sales": "125000", "funds": "资金紧张，账期内尚可", "other_brands": "东鹏、马可波罗",
    "policies": "积点奖励办法\n价格维护通知", "reaction": "希望提高返利", "target": "200000", "target_done": "62.5",
    "promotion_done": "周末团购已实施，成交 12 单", "consumers": "要求薄贴瓷砖配套胶", "shop_score": "4", "display_score": "3",
    "report_information": "no", "incident": "no",
}  # fmt: skip


def a_visit(number: int, **changes: Any) -> Visit:
    """A visit with its check block filled in."""
    nth = number % len(NAMES)
    plain = Visit(
        UUID(int=5000 + number), 1, UUID(int=4000), Decimal(number), UUID(int=1000 + number) if number % 4 else None,
        UUID(int=2000 + nth), f"KH{1001 + nth}", NAMES[nth], CLASSES[number % 4], DealerKind.EXCLUSIVE,
        arrived_at="09:10", left_at="10:25", met="王建国经理", purpose="协商十二月销售目标，检查样品陈列",
        promises="十二月订货 20 万元，下周付清到期款", order_amount=Decimal("86500"), order_note="抛光砖 1,200 箱",
        collected=Decimal("35000.5"), market="竞品东鹏本周八折", asks=number % 7 == 0,
        question="返利可否提高到 3%" if number % 7 == 0 else "", next_on=date(2026, 12, 15), next_aim="培训导购",
        summary=f"第 {number} 家：样品已更新，库存偏低，已建议补货；客户对返利有意见，已向办事处经理请示。",
        checks=CHECKS,
        prices=(PriceLine("抛光砖 800×800 白玉", Decimal("68"), Decimal("65"), "临街店"),),
        evidence=(EvidenceLine("TC-8080-W", "261001", "苏北经销商", Decimal(60)),),
        stocks=(StockLine("抛光砖", Decimal(900), 30, Decimal(300), Decimal(120), Decimal(450), Decimal(180), Decimal(200)),),
        trainings=(TrainingLine("新品卖点", 4, Decimal("1.5"), "能复述"),),
    )  # fmt: skip
    return replace(plain, **changes)


def a_day(number: int = 0, visits: int = 8, **changes: Any) -> VisitDay:
    """A day of the handbook that waits for its check."""
    day = date(2026, 12, 1) + timedelta(days=number)
    plain = VisitDay(
        UUID(int=4000 + number), 2, DayState.HANDED_IN, "2026-11", REP, "冯媛", day,
        plan="走访建邺、江宁两线，重点检查限价和样品。", summary="完成八家，其中一家发现窜货，已取证上报；两家补货。", dressed=True,
        visits=tuple(a_visit(number * 8 + nth) for nth in range(visits)),
        missed=(a_line(31, missed=MissedReason.AWAY),), planned=visits,
    )  # fmt: skip
    return replace(plain, **changes)


def a_dealer(number: int = 0, **changes: Any) -> Dealer:
    """A dealer with a whole card."""
    nth = number % len(NAMES)
    plain = Dealer(
        UUID(int=2000 + number), 1, f"KH{1001 + number}", NAMES[nth], "永盛", "91320100MA1XYZ1234", DealerKind.EXCLUSIVE,
        DealerClass.A, province="江苏省", city="南京市", district="建邺区", region="宁镇片区", address="江东中路 118 号建材城 B 区 6 栋",
        contact="王建国", mobile="13833195026", phone="025-84710000", legal_rep="王永盛", owner="冯媛", bank_name="建设银行南京分行",
        bank_account="32001881436052500001", credit_limit=Decimal(300000), term_days=45, since=date(2019, 3, 5),
        remark="全年进货居前，配合度高", contacts=(Contact("张会计", "财务", "13900000000"),),
    )  # fmt: skip
    return replace(plain, **changes)


def an_execution(number: int, **changes: Any) -> Execution:
    """One row of the statistics."""
    plain = Execution(
        str(number), NAMES[number % len(NAMES)], 40, 40 - number % 30, number % 4, number % 30,
        {"客户不在": number % 5, "天气交通": number % 3, "临时任务": 1}, number % 6, Decimal(1234567 + number), Decimal("356000.5"), 22, 20,
        Decimal("91.5"), number % 3, date(2026, 12, 30),
    )  # fmt: skip
    return replace(plain, **changes)


def a_neglected(number: int, **changes: Any) -> NotVisited:
    """A dealer whom nobody has visited."""
    plain = NotVisited(
        UUID(int=number), NAMES[number % len(NAMES)], DealerClass.A, "冯媛", date(2026, 9, 1), 121, 30
    )
    return replace(plain, **changes)
