"""Who may do what: role × verb, in one table (domain chapter 1).

The check in ``desk.do``, greyed actions with their tooltip and the rights page all ask here. The way of a
complaint from station to station is permitted by its ``FLOW`` on top of this.
"""

from collections.abc import Iterable

from crmdesk.rules.people import Role
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


def may(roles: Iterable[Role], verb: str) -> bool:
    """Whether one of the roles permits the verb. A verb that is not in the table is permitted to nobody."""
    return not PERMITS.get(verb, frozenset()).isdisjoint(roles)


def why_not(roles: Iterable[Role], verb: str) -> str:
    """The sentence for the tooltip of a greyed action; empty where it is permitted."""
    if may(roles, verb):
        return ""
    allowed = [role.label for role in Role if role in PERMITS.get(verb, frozenset())]
    return _("这一步由{roles}办理。").format(roles=listed(allowed) or _("本办事处以外的人"))
