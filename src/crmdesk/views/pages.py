"""The pages of the window: one table. A page's module is imported when someone first goes there.

Whoever builds a page adds its row; ``name`` is the class's ``Page.name`` and what ``open_page`` takes.
``place``: ``top`` or ``bottom`` of the navigation, ``palette`` (found there, and opened from other pages), or
``hidden`` (opened from other pages only).
``subjects`` are the subjects of ``search.everything``, ``inbox.today`` and the journal that this page opens.
"""

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from crmdesk.words import N_, _


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One page: where its class is, how the navigation shows it, which permit opens it."""

    name: str
    module: str
    cls: str
    icon: str
    word: str
    verb: str
    place: str = "top"
    subjects: tuple[str, ...] = ()
    count: str = ""  # key of Today.counts, where it is not the name
    takes_files: bool = False  # opened with ``path=`` for a file that was dropped on the window
    also: str = ""  # what others call it; Ctrl+K finds it by these words too
    suffixes: tuple[str, ...] = ()  # files that are this page's own, dropped or double-clicked

    @property
    def title(self) -> str:
        """The word in the language in use."""
        return _(self.word)

    def load(self) -> Any:
        """The page's class."""
        return getattr(import_module(self.module), self.cls)


PAGES: tuple[PageEntry, ...] = (
    PageEntry("today", "crmdesk.views.shell.today", "TodayPage", "sun", N_("今日"), "inbox.today",
              also=N_("待办 首页")),
    PageEntry("dealer", "crmdesk.views.dealer", "DealerPage", "users", N_("客户"), "dealer.page",
              subjects=("dealer",), also=N_("经销商 代理商 客户名单")),
    PageEntry("dealer.form", "crmdesk.views.dealer_form", "DealerFormPage", "users", N_("客户资料"), "dealer.get",
              "hidden"),
    PageEntry("dealer.import", "crmdesk.views.dealer_import", "DealerImportPage", "file-spreadsheet",
              N_("导入客户名单"), "dealer.import_list", "hidden", takes_files=True),
    PageEntry("import.batches", "crmdesk.views.import_batches", "ImportBatchesPage", "history", N_("导入记录"),
              "import_batch.page", "palette", also=N_("撤销导入")),
    PageEntry("dealer.merge", "crmdesk.views.dealer_merge", "DealerMergePage", "merge", N_("合并客户"), "dealer.merge",
              "hidden"),
    PageEntry("import_memory", "crmdesk.views.import_memory", "ImportMemoryPage", "notebook-pen", N_("导入记忆"),
              "import_memory.list", "palette", subjects=("import_memory",)),
    PageEntry("visit_plan", "crmdesk.views.visit_plan", "VisitPlanPage", "calendar-check", N_("巡访计划"),
              "visit_plan.page", subjects=("visit_plan",), also=N_("月计划 批准 路线")),
    PageEntry("visit_day", "crmdesk.views.visit_days", "VisitDaysPage", "notebook-pen", N_("巡访手册"), "visit_day.page",
              subjects=("visit_day", "visit"), also=N_("拜访 走访 日报 检查")),
    PageEntry("visit_day.form", "crmdesk.views.visit_day", "VisitDayPage", "notebook-pen", N_("当天手册"),
              "visit_day.get", "hidden", suffixes=(".jpg", ".jpeg", ".png", ".webp", ".heic")),
    PageEntry("visit_case", "crmdesk.views.visit_cases", "VisitCasesPage", "circle-help", N_("请示"),
              "visit_case.page", subjects=("visit_case",), also=N_("上报 窜货 非常事件")),
    PageEntry("visit_case.form", "crmdesk.views.visit_case", "VisitCasePage", "circle-help",
              N_("请示与答复"), "visit_case.get", "hidden"),
    PageEntry("visit_statistics", "crmdesk.views.visit_statistics", "VisitStatisticsPage", "chart-column",
              N_("执行统计"), "visit_statistics.execution", subjects=("visit_statistics",), also=N_("执行率 未巡访 考核")),
    PageEntry("pdf", "crmdesk.views.pdf_page", "PdfPage", "printer", N_("预览打印"), "", "hidden"),
    PageEntry("complaint", "crmdesk.views.complaint_list", "ComplaintListPage", "message-square-warning",
              N_("客户抱怨"), "complaint.page", count="complaints", also=N_("客诉 投诉")),
    PageEntry("complaint.form", "crmdesk.views.complaint", "ComplaintPage", "message-square-warning",
              N_("客户抱怨处理表"), "complaint.get", "hidden", subjects=("complaint",)),
    PageEntry("complaint.print", "crmdesk.views.print_preview", "PrintPage", "printer", N_("打印五联"),
              "complaint.preview", "hidden"),
    PageEntry("desk_conflict", "crmdesk.views.desk_conflict_page", "DeskConflictPage", "gavel", N_("裁决冲突"),
              "desk_conflict.page", "palette", subjects=("desk_conflict",), also=N_("两处修改")),
    PageEntry("packet", "crmdesk.views.packet_page", "PacketPage", "inbox", N_("收发文件包"), "packet.page", "bottom",
              subjects=("packet", "desk"), also=N_("离线 同步 笔记本 名片"), suffixes=(".crmpkt", ".crmcard")),
    PageEntry("settings", "crmdesk.views.shell.settings_page", "SettingsPage", "settings", N_("设置"),
              "setting.all", "bottom", subjects=("person", "setting", "workday", "office"),
              also=N_("选项 人员 权限 工作日历")),
)  # fmt: skip


def in_navigation() -> tuple[PageEntry, ...]:
    """The pages that stand in the navigation, in the order of their numbers."""
    return tuple(entry for entry in PAGES if entry.place in ("top", "bottom"))


def page(name: str) -> PageEntry:
    """The row of a page; KeyError where there is none."""
    return next(entry for entry in PAGES if entry.name == name)


def page_of(subject: str) -> PageEntry | None:
    """The page that opens records of a subject."""
    return next((entry for entry in PAGES if subject in entry.subjects), None)


def page_for_file(path: Path | None = None) -> PageEntry:
    """The page that is opened with ``path=`` for a file dropped on the window: that of its suffix, else the import."""
    suffix = path.suffix.lower() if path is not None else ""
    own = (entry for entry in PAGES if suffix in entry.suffixes)
    return next(own, None) or next(entry for entry in PAGES if entry.takes_files)
