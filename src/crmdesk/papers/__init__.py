"""Papers: frozen rows in, PDF bytes out (design 8). Fixed words on them are Chinese, never translated.

Only the list of papers stands here, so that a menu can show it without loading reportlab.
"""

from dataclasses import dataclass
from enum import StrEnum

from crmdesk.words import N_, _


class Orientation(StrEnum):
    """How the sheet lies."""

    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"


@dataclass(frozen=True, slots=True)
class Paper:
    """One printed form: its key, title, sheet and the copies 联 that can be asked for (one by default)."""

    key: str
    label: str
    size: str = "A4"
    orientation: Orientation = Orientation.PORTRAIT
    copies: tuple[int, ...] = (1,)

    @property
    def title(self) -> str:
        """The label in the language in use, for menus and the print dialog."""
        return _(self.label)


#: Every paper of the program (domain 13), in the order of the print dialog.
PAPERS: tuple[Paper, ...] = (
    Paper("complaint", N_("客户抱怨处理表"), copies=(1, 2, 3, 4, 5)),  # CP 四.8
    Paper("visit_plan", N_("月度巡访计划表"), orientation=Orientation.LANDSCAPE),  # MT 一.2
    Paper("visit_handbook", N_("巡访手册")),  # MT 一.4
    Paper("visit_blank", N_("巡访记录空白页")),
    Paper("visit_statistics", N_("巡访执行与考核统计"), orientation=Orientation.LANDSCAPE),  # MT 一.4
    Paper("packet", N_("文件包内容单")),
)
