"""Who may do what: role × verb, in one table (domain chapter 1).

The check in ``desk.do``, greyed actions with their tooltip and the rights page all ask here. The way of a
complaint from station to station is permitted by its ``FLOW`` on top of this.
"""

from collections.abc import Iterable

from crmdesk.rules.people import Person, Role
from crmdesk.words import _, listed

EVERYONE = frozenset(Role)
_OFFICE = frozenset({Role.REP, Role.OFFICE_MGR, Role.OFFICE_CLERK, Role.SALES_HEAD, Role.STAT})
_WRITERS = frozenset({Role.REP, Role.OFFICE_MGR, Role.OFFICE_CLERK, Role.SALES_HEAD})
_CLERKS = frozenset({Role.OFFICE_MGR, Role.OFFICE_CLERK, Role.ADMIN})
_COMPLAINT = _WRITERS | {Role.GMO}
_READ_COMPLAINT = _COMPLAINT | {
    Role.QA, Role.MFG, Role.FIN, Role.RND, Role.MGR_OFFICE, Role.DGM, Role.GM, Role.STAT, Role.SALES_PLAN,
}  # fmt: skip
_ADMIN = frozenset({Role.ADMIN})
_VISITORS = frozenset({Role.REP, Role.OFFICE_CLERK})  # a clerk types what came on paper
_MANAGERS = frozenset({Role.OFFICE_MGR, Role.SALES_HEAD})
_PLANNERS = _VISITORS | _MANAGERS
_READ_VISIT = _PLANNERS | {Role.STAT, Role.SALES_PLAN, Role.DGM, Role.GM, Role.GMO}
_ANSWERS = _PLANNERS | {Role.DGM, Role.GM}
_HEADS = frozenset({Role.ADMIN, Role.OFFICE_MGR})

PERMITS: dict[str, frozenset[Role]] = {
    "office.get": EVERYONE,
    "office.change": _HEADS,
    "person.list": EVERYONE,
    "person.add": _ADMIN,
    "person.change": _ADMIN,
    "person.set_password": EVERYONE,  # one's own; another's only as ADMIN
    "setting.all": EVERYONE,
    "setting.change": _HEADS,
    "workday.year": EVERYONE,
    "workday.set_day": _HEADS,
    "dealer.page": EVERYONE,
    "dealer.count": EVERYONE,
    "dealer.get": EVERYONE,
    "dealer.find": EVERYONE,
    "dealer.facets": EVERYONE,
    "dealer.next_code": _WRITERS,
    "dealer.create": _WRITERS,
    "dealer.change": _WRITERS,
    "dealer.export": EVERYONE,
    "dealer.alike": EVERYONE,
    "dealer.merge": _WRITERS,
    "dealer.unmerge": _WRITERS,
    "dealer.apart": _WRITERS,
    "dealer_merge.preview": _WRITERS,
    "dealer.import_list": _CLERKS,
    "import_batch.page": _CLERKS,
    "import_batch.get": _CLERKS,
    "import_batch.undo": _CLERKS,
    "import_memory.list": _CLERKS,
    "import_memory.keep": _CLERKS,
    "import_memory.keep_plan": _CLERKS,
    "import_memory.change": _CLERKS,
    "import_memory.forget": _CLERKS,
    "import_memory.forget_these": _CLERKS,
    "dealer_template.export": _CLERKS,
    "dealer_list.get": _CLERKS,
    "dealer_list.find": _CLERKS,
    "dealer_list.preview": _CLERKS,
    "dealer_list.export": _CLERKS,
    "complaint.page": _READ_COMPLAINT,
    "complaint.count": _READ_COMPLAINT,
    "complaint.get": _READ_COMPLAINT,
    "complaint.ways": _READ_COMPLAINT,
    "complaint.steps": _READ_COMPLAINT,
    "complaint.record": _WRITERS,
    "complaint.change": _WRITERS,
    "complaint.send": _WRITERS,
    "complaint.register": _COMPLAINT,
    "complaint.send_back": _COMPLAINT,
    "complaint.take_back": _WRITERS,
    "complaint.void": _COMPLAINT,
    "complaint.preview": _READ_COMPLAINT,
    "complaint.print_copies": _COMPLAINT,
    "complaint.save_copies": _COMPLAINT,
    "complaint.copies_issued": _READ_COMPLAINT,
    "paper.save": EVERYONE,  # what is shown was permitted by the verb that drew it
    "visit_plan.page": _READ_VISIT,
    "visit_plan.get": _READ_VISIT,
    "visit_plan.versions": _READ_VISIT,
    "visit_plan.compare": _READ_VISIT,
    "visit_plan.steps": _READ_VISIT,
    "visit_plan.ways": _READ_VISIT,
    "visit_plan.days": _READ_VISIT,
    "visit_plan.preview": _READ_VISIT,
    "visit_plan.export": _READ_VISIT,
    "visit_plan.propose": _PLANNERS,
    "visit_plan.copy_last": _PLANNERS,
    "visit_plan.read_lines": _PLANNERS,
    "visit_plan.create": _PLANNERS,
    "visit_plan.change": _PLANNERS,
    "visit_plan.print": _PLANNERS,
    "visit_plan.strike": _VISITORS,
    "visit_plan.submit": _VISITORS,
    "visit_plan.take_back": _VISITORS,
    "visit_plan.acknowledge": _VISITORS,
    "visit_plan.sum_up": _VISITORS,
    "visit_plan.review": _MANAGERS,
    "visit_plan.send_back": _MANAGERS,
    "visit_plan.approve": _MANAGERS,
    "visit_plan.decide_many": _MANAGERS,
    "visit_plan.confirm_paper": _MANAGERS,
    "visit_plan.refuse_paper": _MANAGERS,
    "visit_plan.approve_changes": _MANAGERS,
    "visit_plan.refuse_changes": _MANAGERS,
    "visit_plan.check": _MANAGERS,
    "visit_plan.approve_on_paper": _PLANNERS,
    "visit_day.page": _READ_VISIT,
    "visit_day.count": _READ_VISIT,
    "visit_day.get": _READ_VISIT,
    "visit_day.ways": _READ_VISIT,
    "visit_day.steps": _READ_VISIT,
    "visit_day.preview": _READ_VISIT,
    "visit_day.month": _READ_VISIT,
    "visit.last": _READ_VISIT,
    "visit.of_dealer": _READ_VISIT,
    "visit.at_dealer": _READ_VISIT,
    "visit_day.begin": _PLANNERS,
    "visit_day.change": _PLANNERS,
    "visit_day.strike": _PLANNERS,
    "visit_day.fold": _PLANNERS,
    "visit.add": _PLANNERS,
    "visit.change": _PLANNERS,
    "visit.strike": _PLANNERS,
    "visit.restore": _PLANNERS,
    "visit_day.hand_in": _VISITORS,
    "visit_day.take_back": _VISITORS,
    "visit_day.check": _MANAGERS,
    "visit_day.send_back": _MANAGERS,
    "visit_day.check_many": _MANAGERS,
    "visit_handbook.preview": _READ_VISIT,
    "visit_handbook.save": _READ_VISIT,
    "visit_statistics.execution": _READ_VISIT,
    "visit_statistics.not_visited": _READ_VISIT,
    "visit_statistics.preview": _READ_VISIT,
    "visit_statistics.export": _READ_VISIT,
    "visit_statistics.export_items": _READ_VISIT,
    "visit_statistics.items": _READ_VISIT,
    "safety_stock.of": _READ_VISIT,
    "safety_stock.suggest": _READ_VISIT,
    "safety_stock.set": _PLANNERS,
    "visit_case.page": _ANSWERS | _READ_VISIT,
    "visit_case.count": _ANSWERS | _READ_VISIT,
    "visit_case.get": _ANSWERS | _READ_VISIT,
    "visit_case.ways": _ANSWERS | _READ_VISIT,
    "visit_case.steps": _ANSWERS | _READ_VISIT,
    "visit_case.open": _PLANNERS,
    "visit_case.change": _PLANNERS,
    "visit_case.note": _PLANNERS,
    "visit_case.ask_again": _PLANNERS,
    "visit_case.close": _PLANNERS,
    "visit_case.reopen": _PLANNERS,
    "visit_case.answer": _ANSWERS,
    "attachment.of": EVERYONE,
    "attachment.content": EVERYONE,
    "attachment.add": _WRITERS | _MANAGERS,
    "attachment.strike": _WRITERS | _MANAGERS,
    "deputy.list": EVERYONE,
    "deputy.set": _HEADS,
    "deputy.end": _HEADS,
    "circulation.waiting": EVERYONE,
    "circulation.of": EVERYONE,
    "circulation.send": EVERYONE,
    "circulation.read": EVERYONE,
    "desks.list": EVERYONE,
    "desks.card": EVERYONE,
    "desks.look_at_card": EVERYONE,
    "packet.page": EVERYONE,
    "packet.look": EVERYONE,
    "packet.preview": EVERYONE,
    "desk_conflict.page": EVERYONE,
    "desk_conflict.of": EVERYONE,
    "desks.acquaint": _HEADS,
    "desks.revoke": _HEADS,
    "desks.change": _HEADS,
    "desks.prepare_copy": _HEADS,
    "desks.renew": _HEADS,
    "packet.make": _PLANNERS | _HEADS,
    "packet.apply": _PLANNERS | _HEADS,
    "desk_conflict.decide": _PLANNERS | _HEADS,
    "history.of": EVERYONE,
    "history.put_back": _WRITERS | _ADMIN,
    "history.undo": EVERYONE,  # one's own actions only
    "inbox.today": EVERYONE,
    "search.everything": EVERYONE,
    "search.opened": EVERYONE,
    "draft.keep": EVERYONE,
    "draft.of": EVERYONE,
    "draft.drop": EVERYONE,
    "backup.make": _CLERKS,
    "backup.daily": EVERYONE,
    "backup.restore": _HEADS,
    "backup.list": _CLERKS,
    "check.run": _CLERKS,
}

#: Records that have attachments and go round, and the verb that whoever sees them must be permitted.
READ_AS = {
    "dealer": "dealer.get", "complaint": "complaint.get", "visit_plan": "visit_plan.get", "visit_day": "visit_day.get",
    "visit": "visit_day.get", "visit_case": "visit_case.get",
}  # fmt: skip


def may_read(roles: Iterable[Role], subject: str) -> bool:
    """Whether one of the roles permits to see records of the subject; KeyError where it has none to show."""
    return may(roles, READ_AS[subject])


#: What only the head desk changes: from elsewhere it would not travel (``services/packet_scope.py``), and nobody were told.
HEAD_ONLY = frozenset({
    "office.change", "person.add", "person.change", "setting.change", "workday.set_day", "deputy.set", "deputy.end",
})  # fmt: skip


def not_here() -> str:
    """Why a desk that is not the head desk does not change people, settings and calendar."""
    return _("人员、设置、日历和代理只在总部的电脑上改,随文件包送到这台电脑。")


def may(roles: Iterable[Role], verb: str) -> bool:
    """Whether one of the roles permits the verb. A verb that is not in the table is permitted to nobody."""
    return not PERMITS.get(verb, frozenset()).isdisjoint(roles)


def lender(person: Person, verb: str) -> str:
    """The name of whom a deputy acts for where the verb is permitted to him only so; empty where it is his own right."""
    if may(person.own_roles, verb):
        return ""
    return next((p.name for p in person.acts_for if may(p.roles, verb)), "")


def why_not(roles: Iterable[Role], verb: str) -> str:
    """The sentence for the tooltip of a greyed action; empty where it is permitted."""
    if may(roles, verb):
        return ""
    allowed = [role.label for role in Role if role in PERMITS.get(verb, frozenset())]
    return _("这一步由{roles}办理。").format(roles=listed(allowed) or _("本办事处以外的人"))
