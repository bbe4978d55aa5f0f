"""The complaints: list, form at each station, steps, and the five copies before they are printed."""

from pathlib import Path
from typing import Any

from crmdesk.rules.complaint import Complaint, ComplaintQuery, ComplaintState
from crmdesk.rules.settings import NumberMode
from crmdesk.views.print_preview import PrintPage
from crmdesk.views.printers import Printers
from tests.shots.offices import BOSS, INSPECTOR, REP
from tests.shots.scenes import scene
from tests.shots.stage import Stage


def forms(stage: Stage, state: ComplaintState) -> list[Complaint]:
    """Complaints at a station, newest first."""
    return list(stage.desk.do("complaint.page", ComplaintQuery(states=(state,)), 0, 50))


def main_form(stage: Stage) -> Complaint:
    """The urgent one, with the long reason, whose copies the demo office prints."""
    return next(f for f in forms(stage, ComplaintState.REGISTERED) if f.is_urgent)


def open_form(stage: Stage, form: Complaint) -> Any:
    """Its page."""
    return stage.go("complaint.form", form.id)


@scene("complaints-list", main=True)
def listing(stage: Stage) -> None:
    stage.go("complaint")


@scene("complaints-panel", main=True)
def panel(stage: Stage) -> None:
    stage.go("complaint", main_form(stage).id)


@scene("complaints-filtered")
def filtered(stage: Stage) -> None:
    stage.go("complaint")
    stage.click(f"complaints.chip.{ComplaintState.SENT}")
    stage.page.table.selectRow(0)


@scene("complaints-nothing")
def nothing(stage: Stage) -> None:
    stage.go("complaint")
    stage.type("complaints.search", "zzzz")


@scene("complaints-empty", office="empty")
def empty(stage: Stage) -> None:
    stage.go("complaint")


@scene("complaint-new", main=True)
def new(stage: Stage) -> None:
    stage.go("complaint.form")


@scene("complaint-picker")
def picker(stage: Stage) -> None:
    stage.go("complaint.form")
    stage.type("complaint.dealer_id", "nj")


@scene("complaint-draft", login=REP)
def draft(stage: Stage) -> None:
    mine = [f for f in forms(stage, ComplaintState.DRAFT) if f.filled_by == "孙立"]
    open_form(stage, mine[0])


@scene("complaint-problems", login=REP, main=True)
def problems(stage: Stage) -> None:
    mine = [f for f in forms(stage, ComplaintState.DRAFT) if f.filled_by == "孙立"]
    open_form(stage, mine[0])
    stage.click("complaint.send")


@scene("complaint-sent", login=REP)
def sent(stage: Stage) -> None:
    open_form(stage, forms(stage, ComplaintState.SENT)[0])


@scene("complaint-sent-gmo", login=BOSS, main=True)
def sent_for_registration(stage: Stage) -> None:
    open_form(stage, forms(stage, ComplaintState.SENT)[0])


@scene("complaint-registered", main=True, large=True)
def registered(stage: Stage) -> None:
    open_form(stage, main_form(stage))


@scene("complaint-lower")
def lower_half(stage: Stage) -> None:
    open_form(stage, main_form(stage))
    stage.quiet()
    stage.page.form._scroll.verticalScrollBar().setValue(10_000)


@scene("complaint-copies")
def copies(stage: Stage) -> None:
    printed = [f for f in forms(stage, ComplaintState.REGISTERED) if not f.is_urgent]
    open_form(stage, printed[-1])
    stage.page.panel.tabs.setCurrentIndex(1)


@scene("complaint-history")
def history(stage: Stage) -> None:
    open_form(stage, main_form(stage))
    stage.page.panel.tabs.setCurrentIndex(2)


@scene("complaint-void")
def void(stage: Stage) -> None:
    open_form(stage, forms(stage, ComplaintState.VOID)[0])


@scene("complaint-qa", login=INSPECTOR)
def who_may_only_look(stage: Stage) -> None:
    open_form(stage, main_form(stage))


@scene("complaint-menu", login=BOSS)
def menu(stage: Stage) -> None:
    open_form(stage, forms(stage, ComplaintState.SENT)[0])
    stage.open_menu()


@scene("step-proxy", main=True)
def proxy(stage: Stage) -> None:
    open_form(stage, forms(stage, ComplaintState.SENT)[0])
    stage.click("complaint.register")


@scene("step-proxy-problems")
def proxy_with_problems(stage: Stage) -> None:
    proxy(stage)
    stage.click("complaint.step.go")


@scene("step-send-back", login=BOSS)
def send_back(stage: Stage) -> None:
    open_form(stage, forms(stage, ComplaintState.SENT)[0])
    stage.run("complaint.send_back")


@scene("step-number", login=BOSS)
def number(stage: Stage) -> None:
    stage.other("zhengheping").do("setting.change", "complaint.number.mode", NumberMode.ENTER)
    open_form(stage, forms(stage, ComplaintState.SENT)[0])
    stage.quiet()
    stage.click("complaint.register")


class _OnPaper(Printers):
    """Two printers that print nothing."""

    def names(self) -> tuple[str, ...]:
        return ("内务打印机", "二楼 HP LaserJet")


def _printing(stage: Stage, printers: Printers) -> None:
    before, PrintPage.printers = PrintPage.printers, printers

    def put_back() -> None:
        PrintPage.printers = before

    stage.at_end = put_back
    stage.go("complaint.print", main_form(stage).id)
    stage.quiet()


@scene("print-preview", main=True)
def preview(stage: Stage) -> None:
    _printing(stage, _OnPaper())


@scene("print-wide")
def preview_wide(stage: Stage) -> None:
    _printing(stage, _OnPaper())
    stage.run("complaint.print.wide")


@scene("print-none")
def no_printer(stage: Stage) -> None:
    class None_(Printers):
        def names(self) -> tuple[str, ...]:
            return ()

    _printing(stage, None_())


@scene("print-saved")
def saved(stage: Stage) -> None:
    _printing(stage, _OnPaper())
    stage.page._write_one(str(Path(stage.offices.folder) / "261107-五联.pdf"))
