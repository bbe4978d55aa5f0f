"""Printing the five copies, and the register of who printed which (CP 四.8)."""

import pypdfium2
import pytest

from crmdesk.rules.errors import Refused
from crmdesk.rules.people import Role
from tests.builders import a_complaint, a_sent_complaint


def pages_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_range() for page in document]


@pytest.fixture
def form(clerk, signed_in):
    form = a_sent_complaint(clerk)
    return signed_in(Role.GMO).do("complaint.register", form.id, form.revision)


def test_five_copies_for_five_departments(clerk, form):
    printed = clerk.do("complaint.print_copies", form.number, how="printer", place="HP")
    pages = pages_of(printed.pdf)
    keepers = ["质量管理部", "制造部", "业务部门", "会计科", "总经理室"]
    assert all(k in page for k, page in zip(keepers, pages, strict=True))
    assert ["依批示办理" in page for page in pages] == [False, False, True, False, False]


def test_the_paper_says_what_the_settings_say(clerk, form, signed_in):
    signed_in(Role.OFFICE_MGR).do("setting.change", "company.name", "华东大华建材股份有限公司")
    (page,) = pages_of(clerk.do("complaint.preview", form.id, (1,)))
    assert "华东大华建材股份有限公司" in page
    assert form.number in page
    assert "华东办事处" in page


def test_the_register_says_who_printed_which_copy_when(clerk, form):
    clerk.do("complaint.print_copies", form.id, (1, 3), how="printer", place="HP")
    issued = clerk.do("complaint.copies_issued", form.id)
    assert [(i.copy, i.person, i.how, i.place) for i in issued] == [
        (1, "内务主管", "printer", "HP"), (3, "内务主管", "printer", "HP"),
    ]  # fmt: skip


def test_looking_at_the_preview_notes_nothing(clerk, form):
    clerk.do("complaint.preview", form.id)
    assert clerk.do("complaint.copies_issued", form.id) == ()


def test_one_file_or_one_per_department(clerk, form, tmp_path):
    assert clerk.do("complaint.save_copies", form.id, (1, 5), tmp_path / "五联.pdf") == (
        tmp_path / "五联.pdf",
    )
    written = clerk.do("complaint.save_copies", form.id, (2, 4), tmp_path, True)
    assert [p.name for p in written] == [
        f"{form.number}-第二联-制造部.pdf",
        f"{form.number}-第四联-会计科.pdf",
    ]
    assert len(pages_of((tmp_path / "五联.pdf").read_bytes())) == 2
    assert {i.copy for i in clerk.do("complaint.copies_issued", form.id)} == {1, 2, 4, 5}


def test_what_could_not_be_written_is_not_noted(clerk, form, tmp_path):
    with pytest.raises(Refused):
        clerk.do("complaint.save_copies", form.id, (1,), tmp_path / "missing" / "x.pdf")
    assert clerk.do("complaint.copies_issued", form.id) == ()
    assert not list(tmp_path.rglob("*.pdf"))


@pytest.mark.parametrize("copies", [(), (0,), (6,), (1, 7)])
def test_a_copy_that_there_is_not_is_refused(clerk, form, copies):
    with pytest.raises(Refused) as refused:
        clerk.do("complaint.preview", form.id, copies)
    assert refused.value.code == "bad-copy"


def test_a_draft_can_be_looked_at_on_paper(clerk):
    form = a_complaint(clerk)
    (page,) = pages_of(clerk.do("complaint.preview", form.id, (1,)))
    assert form.draft_key in page
    assert "草稿" in page


def test_the_same_content_has_the_same_fingerprint(clerk, form):
    first = clerk.do("complaint.print_copies", form.id, (1,)).fingerprint
    assert clerk.do("complaint.print_copies", form.id, (4,)).fingerprint == first
