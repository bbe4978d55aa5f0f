"""Deputies: who acts for whom, from which day to which, both inclusive (peers 5.2)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from crmdesk.words import N_


@dataclass(frozen=True, slots=True)
class Deputy:
    """``deputy`` acts for ``principal`` from ``first_day`` to ``last_day``; papers say 王某代(郑和平)."""

    id: UUID
    revision: int
    principal_id: UUID
    principal_name: str
    deputy_id: UUID
    deputy_name: str
    first_day: date
    last_day: date
    reason: str = ""
    alive: bool = True

    def is_on(self, day: date) -> bool:
        """Whether the deputy acts on that day."""
        return self.alive and self.first_day <= day <= self.last_day


LABELS: dict[str, str] = {
    "principal_id": N_("被代理人"), "deputy_id": N_("代理人"), "first_day": N_("开始日"), "last_day": N_("结束日"),
    "reason": N_("事由"), "alive": N_("有效"),
}  # fmt: skip
