"""The people: roles of the regulations (domain chapter 1) and the frozen person."""

from dataclasses import dataclass, replace
from uuid import UUID

from crmdesk.rules.worded import Worded
from crmdesk.words import N_


class Role(Worded):
    """Who someone is in the regulations; one person may have several roles."""

    ADMIN = "admin", N_("系统管理员")
    REP = "rep", N_("业务经理")
    OFFICE_MGR = "office_mgr", N_("办事处经理")
    OFFICE_CLERK = "office_clerk", N_("内务主管")
    STAT = "stat", N_("统计人员")
    SALES_HEAD = "sales_head", N_("业务部经理")
    SALES_PLAN = "sales_plan", N_("销售计划部")
    FIN = "fin", N_("财务部")
    HR = "hr", N_("人事部门")
    LEGAL = "legal", N_("法律顾问")
    QA = "qa", N_("质量管理部")
    MFG = "mfg", N_("制造部门")
    MGR_OFFICE = "mgr_office", N_("经理室")
    RND = "rnd", N_("研发部")
    GMO = "gmo", N_("总经理室")
    DGM = "dgm", N_("副总经理")
    GM = "gm", N_("总经理")


#: The last words of Chinese names of roles: a narrow column breaks a name before them.
ENDS_OF_ROLES = ("经理室", "管理员", "管理部", "计划部", "经理", "部门", "人员", "主管")


@dataclass(frozen=True, slots=True)
class Principal:
    """Someone for whom a deputy acts today, with the roles that he lends: never the administrator's."""

    id: UUID
    name: str
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who may sign in. ``roles`` hold those lent by the people for whom he ``acts_for`` today."""

    id: UUID
    revision: int
    login: str
    name: str
    roles: frozenset[Role]
    is_active: bool = True
    acts_for: tuple[Principal, ...] = ()
    lent: frozenset[Role] = frozenset()  # those of ``roles`` that are not his own

    @property
    def own_roles(self) -> frozenset[Role]:
        """His roles without those that are lent to him."""
        return self.roles - self.lent

    def acting_for(self, principals: tuple[Principal, ...]) -> "Person":
        """The same person, acting for exactly these people."""
        own = self.own_roles
        lent = frozenset().union(*(p.roles for p in principals)) - own - {Role.ADMIN}
        return replace(self, roles=own | lent, lent=lent, acts_for=principals)

    @property
    def title(self) -> str:
        """Role and name as people say it: 内务主管 李敏."""
        others = self.own_roles - {Role.ADMIN} or self.own_roles  # what someone does all day comes first
        first = min(others, key=list(Role).index, default=None)
        return f"{first.label} {self.name}" if first else self.name
