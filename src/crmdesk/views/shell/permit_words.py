"""What a verb is called on the permits page."""

from crmdesk.words import N_, _

WORDS = {
    "office.change": N_("改办事处名称"), "person.add": N_("添加人员"), "person.change": N_("改人员和角色"),
    "setting.change": N_("改设置"), "workday.set_day": N_("改工作日历"), "dealer.create": N_("新增客户"),
    "dealer.change": N_("改客户资料"), "dealer.import_list": N_("导入客户名单"), "dealer.merge": N_("合并客户"),
    "dealer.unmerge": N_("撤销合并"), "dealer.apart": N_("定为不是同一家"), "import_batch.undo": N_("撤销导入"), "complaint.page": N_("看客户抱怨"),
    "complaint.record": N_("记客户抱怨"), "complaint.change": N_("改客户抱怨"), "complaint.send": N_("送总经理室"),
    "complaint.register": N_("登记编号"), "complaint.send_back": N_("退回业务"),
    "complaint.take_back": N_("取回抱怨表"), "complaint.void": N_("作废抱怨表"),
    "complaint.print_copies": N_("打印五联"), "complaint.save_copies": N_("保存五联的文件"),
    "import_memory.keep": N_("记住导入时说的话"), "import_memory.keep_plan": N_("放弃导入时留下说过的话"),
    "import_memory.change": N_("改导入记忆"), "import_memory.forget": N_("忘记一条导入记忆"),
    "import_memory.forget_these": N_("忘记几条导入记忆"),
    "visit_plan.page": N_("看巡访计划"), "visit_plan.create": N_("写巡访计划"), "visit_plan.change": N_("改巡访计划"),
    "visit_plan.submit": N_("提交巡访计划"), "visit_plan.take_back": N_("取回巡访计划"),
    "visit_plan.acknowledge": N_("知悉巡访计划"), "visit_plan.sum_up": N_("交月度总结"),
    "visit_plan.review": N_("调整巡访计划"), "visit_plan.send_back": N_("退回巡访计划"),
    "visit_plan.approve": N_("批准巡访计划"), "visit_plan.decide_many": N_("批准多份计划"),
    "visit_plan.confirm_paper": N_("确认纸质批准"), "visit_plan.refuse_paper": N_("不认可纸质批准"),
    "visit_plan.approve_on_paper": N_("登记纸质批准"), "visit_plan.approve_changes": N_("批准计划变更"),
    "visit_plan.refuse_changes": N_("不同意计划变更"), "visit_plan.check": N_("检查月度总结"),
    "visit_plan.print": N_("打印巡访计划"), "visit_plan.strike": N_("删去未交的计划"),
    "visit_day.begin": N_("记巡访手册"), "visit_day.change": N_("改巡访手册"), "visit_day.strike": N_("划去一天手册"),
    "visit_day.fold": N_("合并两份手册"),
    "visit.add": N_("记一次巡访"), "visit.restore": N_("恢复一次巡访"),
    "visit.change": N_("改一次巡访"), "visit.strike": N_("划去一次巡访"), "visit_day.hand_in": N_("交巡访手册"),
    "visit_day.take_back": N_("取回巡访手册"), "visit_day.check": N_("检查巡访手册"),
    "visit_day.send_back": N_("退回巡访手册"), "visit_day.check_many": N_("检查多天手册"),
    "visit_handbook.save": N_("保存巡访手册的文件"), "safety_stock.set": N_("改安全库存"),
    "visit_case.open": N_("提出请示"), "visit_case.change": N_("改请示"), "visit_case.note": N_("记请示的经过"),
    "visit_case.ask_again": N_("再请示"), "visit_case.close": N_("办结请示"), "visit_case.reopen": N_("重新打开请示"),
    "visit_case.answer": N_("答复请示"),
    "attachment.add": N_("添加附件"), "attachment.strike": N_("删去附件"), "deputy.set": N_("安排代理"),
    "deputy.end": N_("结束代理"), "circulation.send": N_("传阅"), "circulation.read": N_("阅毕"),
    "history.put_back": N_("恢复一个栏目"), "backup.make": N_("备份"),
    "desks.acquaint": N_("结识另一台电脑"), "desks.revoke": N_("停用一台电脑"), "desks.change": N_("改电脑的名称和范围"),
    "desks.prepare_copy": N_("为另一台电脑准备数据库"), "desks.renew": N_("给本机换新身份"), "packet.make": N_("做文件包"),
    "packet.apply": N_("并入文件包"), "desk_conflict.decide": N_("裁决冲突"),
    "backup.restore": N_("从备份恢复"), "check.run": N_("检查数据库"),
}  # fmt: skip


def word_of(verb: str) -> str:
    """The word of a verb; its own name where it has none yet."""
    return _(WORDS[verb]) if verb in WORDS else verb
