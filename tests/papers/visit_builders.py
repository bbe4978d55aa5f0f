"""Believable plans, days and dealers, to be changed where a test needs it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from crmdesk.papers.packet import PacketItem, PacketSheet
from crmdesk.rules.dealer import DealerClass
from crmdesk.rules.visit_plan import (
    CellChange,
    Coverage,
    LineChange,
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
