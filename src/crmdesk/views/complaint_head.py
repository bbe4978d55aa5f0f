"""What stands above and around the complaint form: title, pills, stations, deadline, who has signed."""

from crmdesk.rules.complaint import Complaint, ComplaintState
from crmdesk.views.complaint_panel import day_in_words, deadline_pill
from crmdesk.views.complaint_sections import BusinessSection
from crmdesk.views.page import Page
from crmdesk.views.widgets.pill import tone_of
from crmdesk.views.widgets.step_bar import StepBar
from crmdesk.words import N_, _

STEPS = (
    (ComplaintState.DRAFT, N_("业务填表")),
    (ComplaintState.SENT, N_("总经理室登记")),
    (ComplaintState.REGISTERED, N_("纸面流转")),
)


def is_with_business(record: Complaint | None) -> bool:
    """Whether section 业务部门 is still being written."""
    return record is None or record.state is ComplaintState.DRAFT


def show_title(page: Page, record: Complaint | None) -> None:
    """Number or draft key, state, 急件."""
    if record is None:
        page.set_title(_("记抱怨"), _("还没有保存"))
        page.set_pills(())
        return
    state = (record.state.label, tone_of(record.state))
    page.set_title(_("客户抱怨 {title}").format(title=record.title))
    page.set_pills((state, (_("急件"), "red")) if record.is_urgent else (state,))


def show_stations(bar: StepBar, record: Complaint | None) -> None:
    """Where the form is; a void one is nowhere."""
    states = [state for state, _word in STEPS]
    at = 0 if record is None else states.index(record.state) if record.state in states else -1
    bar.set_steps([_(word) for _state, word in STEPS], at)


def show_panel_title(page: Page, record: Complaint | None) -> None:
    """The dealer, and the deadline of the present station."""
    assert page.panel is not None
    deadline = deadline_pill(record) if record else None
    title = record.dealer_name or record.title if record else _("新的抱怨")
    page.panel.set_title(title, (deadline,) if deadline else ())


def mark_section(business: BusinessSection, record: Complaint | None, may_write: bool) -> None:
    """The coloured frame while it is to be written; afterwards who signed it when."""
    mine = is_with_business(record)
    business.card.set_now(mine and may_write)
    pill = None
    if record is not None:
        pill = deadline_pill(record) if mine else signed_pill(record)
    business.card.set_pills(*((pill,) if pill else ()))


def signed_pill(record: Complaint) -> tuple[str, str] | None:
    """已签 孙立 11-05."""
    if record.filled_on is None:
        return None
    words = _("已签 {who} {day}").format(who=record.filled_by, day=day_in_words(record.filled_on))
    return words, "green"
