"""The words of the history: what a verb is called there, what a field, and which fields say nothing to people.

The rules of a subject are imported when its history is first read.
"""

from collections.abc import Mapping
from functools import cache
from importlib import import_module

from crmdesk.rules import flows
from crmdesk.words import N_, _

#: Columns that tell people nothing, whatever the subject.
HIDDEN = frozenset(
    {"state_since", "flow_version", "number_year", "number_month", "number_serial", "content_hash", "position",
     "case_id", "case_subject", "case_revision", "complaint_id", "parent_id", "dealer_code", "plan_id", "day_id",
     "visit_id", "rep_id", "number", "record_id", "shown_with", "sha256", "content", "seen", "decided"}
)  # fmt: skip
#: Columns that a subject has besides.
_HIDDEN_OF = {
    "complaint": frozenset[str](),
    "visit_plan_line": frozenset({"dealer_class", "place", "phone"}),
    "visit_plan_version": frozenset({"person_name", "on_behalf_of"}),
    "visit": frozenset({"plan_line_id", "dealer_class", "dealer_kind"}),
    "visit_case": frozenset({"dealer_id"}),
    "attachment": frozenset({"subject", "type", "size"}),
    "circulation": frozenset({"subject", "reader_id", "from_name"}),
}
#: Fields that are hidden elsewhere and told here.
_TOLD_OF = {"complaint": frozenset({"number"}), "visit_case": frozenset({"content"}), "visit_training": frozenset({"content"})}
#: Fields that hold the id of a person or of a dealer, who are said by name.
PEOPLE = frozenset({"principal_id", "deputy_id"})
DEALERS = frozenset({"dealer_id", "merged_into"})
#: Lines of a record: what one is called when it comes or goes, and the column that names it.
LINES = {
    "dealer_contact": ("name", N_("其他联系人")),
    "visit_plan_line": ("dealer_name", N_("计划行")),
    "visit": ("dealer_name", N_("走访")),
    "visit_check": ("item", N_("检查项目")),
    "visit_price": ("product", N_("限价检查")),
    "visit_evidence": ("part_number", N_("窜货证据")),
    "visit_stock": ("product", N_("库存")),
    "visit_training": ("content", N_("导购培训")),
    "visit_project": ("project", N_("工程项目")),
    "safety_stock": ("product", N_("安全库存")),
    "attachment": ("name", N_("附件")),
    "circulation": ("reader_name", N_("传阅给")),
}
_TITLES = {
    "office.found": N_("建立办事处"),
    "office.change": N_("修改办事处"),
    "person.add": N_("添加人员"),
    "person.change": N_("修改人员"),
    "setting.change": N_("修改设置"),
    "workday.set_day": N_("修改日历"),
    "dealer.create": N_("新建"),
    "dealer.change": N_("修改"),
    "dealer.import_list": N_("导入名单"),
    "dealer.merge": N_("合并客户"),
    "dealer.unmerge": N_("撤销合并"),
    "import_batch.undo": N_("撤销导入"),
    "complaint.record": N_("填表"),
    "complaint.change": N_("修改"),
    "complaint.print_copies": N_("打印"),
    "complaint.save_copies": N_("存为 PDF"),
    "visit_plan.create": N_("编计划"),
    "visit_plan.change": N_("修改"),
    "visit_plan.decide_many": N_("批量审批"),
    "visit_plan.print": N_("打印"),
    "visit_plan.strike": N_("划去计划"),
    "visit_day.begin": N_("开始记录"),
    "visit_day.change": N_("修改"),
    "visit_day.check_many": N_("批量检查"),
    "visit_day.strike": N_("划去当天"),
    "visit_day.fold": N_("合并两份手册"),
    "visit.add": N_("记走访"),
    "visit.change": N_("修改走访"),
    "visit.strike": N_("划去走访"),
    "visit.restore": N_("恢复走访"),
    "visit_case.open": N_("请示"),
    "visit_case.change": N_("修改"),
    "visit_case.note": N_("记情况"),
    "safety_stock.set": N_("设安全库存"),
    "attachment.add": N_("添加附件"),
    "attachment.strike": N_("删去附件"),
    "deputy.set": N_("安排代理"),
    "deputy.end": N_("结束代理"),
    "circulation.send": N_("传阅"),
    "circulation.read": N_("阅毕"),
    "packet.apply": N_("并入文件包"),
    "desk_conflict.decide": N_("裁决冲突"),
    "desks.card": N_("交出电脑卡片"),
    "desks.acquaint": N_("结识电脑"),
    "desks.change": N_("修改电脑"),
    "desks.revoke": N_("停用电脑"),
    "desks.prepare_copy": N_("准备副本"),
    "history.put_back": N_("恢复旧值"),
    "history.undo": N_("撤销"),
}
_EXTRA_LABELS = {
    "alive": N_("有效"), "remark": N_("说明"), "percent": N_("百分比"), "to_state": N_("到"), "from_state": N_("从"),
    "copy": N_("联次"), "how": N_("方式"), "place": N_("位置"), "fingerprint": N_("内容指纹"),
    "person_name": N_("办理人"), "on_behalf_of": N_("代"), "paper_signed_on": N_("纸面签字日期"),
    "comment": N_("说明"), "name": N_("名称"), "key": N_("设置项"), "value": N_("值"), "valid_from": N_("生效日"),
    "roles": N_("角色"), "is_active": N_("在用"), "login": N_("用户名"), "day": N_("日期"), "is_off": N_("休息"),
    "code": N_("代码"), "is_demo": N_("示例"), "merged_into": N_("并入"), "note": N_("说明"), "kind": N_("类别"),
    "number": N_("编号"),
}  # fmt: skip
_CONTACT = {
    "name": N_("其他联系人"), "alive": N_("其他联系人"), "title": N_("职务"), "mobile": N_("手机"), "phone": N_("电话"),
    "remark": N_("备注"), "dealer_id": N_("客户"),
}  # fmt: skip
_STOCK = {
    "dealer_id": N_("客户"), "product": N_("商品"), "lead_days": N_("补货周期(天)"), "cycle_days": N_("订货周期(天)"),
    "factor_percent": N_("安全系数(%)"),
}  # fmt: skip
_ATTACHMENT = {"name": N_("附件"), "note": N_("说明"), "taken_at": N_("拍摄时间")}
_VERSION = {"kind": N_("留存的版本")}
_NOTE = {"text": N_("内容"), "kind": N_("类别"), "person_name": N_("记录人")}
#: Subject → the module of ``rules`` whose ``LABELS`` name its fields.
_RULES = {
    "complaint": "complaint", "complaint_demand": "complaint", "visit_plan": "visit_plan", "visit_plan_line": "visit_plan",
    "visit_day": "visit", "visit": "visit", "visit_price": "visit", "visit_evidence": "visit", "visit_stock": "visit",
    "visit_training": "visit", "visit_project": "visit", "visit_case": "visit_case", "deputy": "deputy",
    "circulation": "circulation",
}  # fmt: skip
_OWN = {
    "dealer_contact": _CONTACT, "safety_stock": _STOCK, "attachment": _ATTACHMENT, "visit_plan_version": _VERSION,
    "visit_case_note": _NOTE,
}  # fmt: skip


def title_of(verb: str) -> str:
    """What a verb is called in the history: a step of a flow as on its button."""
    if verb in _TITLES:
        return _(_TITLES[verb])
    subject, _dot, name = verb.partition(".")
    if subject in flows.subjects():
        for flow in reversed(flows.versions_of(subject)):
            for transition in flow.transitions:
                if transition.name == name:
                    return transition.title
    return verb


def label_of(subject: str, field: str) -> str:
    """The word that people know a field by."""
    return _(_labels(subject).get(field) or _EXTRA_LABELS.get(field, field))


def is_hidden(subject: str, field: str) -> bool:
    """Whether the field tells people nothing."""
    if field in _TOLD_OF.get(subject, ()):
        return False
    return field in HIDDEN or field in _HIDDEN_OF.get(subject, ())


@cache
def _labels(subject: str) -> Mapping[str, str]:
    if subject == "dealer":
        columns = import_module("crmdesk.rules.dealer").COLUMNS
        return {c.key: c.label for c in columns}
    if subject in _OWN:
        return _OWN[subject]
    if subject not in _RULES:
        return {}
    labels: dict[str, str] = dict(import_module(f"crmdesk.rules.{_RULES[subject]}").LABELS)
    if subject == "complaint_demand":
        labels["kind"] = labels["demands"]
    return labels


#: Fields of a subject that may be put back one by one, and the verb that does it with its checks.
RESTORES = {
    "dealer": "dealer.change",
    "complaint": "complaint.change",
    "visit_plan": "visit_plan.change",
    "visit_day": "visit_day.change",
    "visit": "visit.change",
    "visit_case": "visit_case.change",
}
_WRITABLE = {
    "visit_plan": ("goals", "summary"),
    "visit_day": ("plan", "summary", "dressed"),
    "visit": ("way", "arrived_at", "left_at", "met", "purpose", "promises", "order_amount", "order_note", "collected",
              "collected_note", "market", "question", "summary", "next_on", "next_aim"),
    "visit_case": ("heading", "content"),
}  # fmt: skip


def writable(subject: str) -> tuple[str, ...]:
    """The fields of the subject that may be put back."""
    if subject in ("dealer", "complaint"):
        fields: tuple[str, ...] = import_module(f"crmdesk.rules.{subject}").FIELDS
        return fields
    return _WRITABLE.get(subject, ())
