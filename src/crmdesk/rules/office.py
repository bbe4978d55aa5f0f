"""The office 办事处."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Office:
    """The office whose database is open; a demo office is framed so that it cannot be taken for a real one."""

    id: UUID
    revision: int
    name: str
    code: str
    is_demo: bool = False
