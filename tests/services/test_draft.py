"""Drafts: kept whole, each person's own, never in the journal."""

from pathlib import Path

import pytest

from crmdesk.rules.people import Role


@pytest.fixture
def desk(clerk, tmp_path):
    clerk.folder = clerk.folder or tmp_path / "drafts-of-a-server"
    return clerk


def test_a_draft_comes_back_as_it_was(desk):
    desk.do("draft.keep", "complaint", "new", {"reason": "针孔「」\n第二行", "is_urgent": True})
    assert desk.do("draft.of", "complaint", "new").values == {"reason": "针孔「」\n第二行", "is_urgent": True}
    desk.do("draft.drop", "complaint", "new")
    assert desk.do("draft.of", "complaint", "new") is None


def test_a_draft_is_its_writer_s_own(desk, signed_in):
    desk.do("draft.keep", "complaint", "new", {"reason": "甲"})
    other = signed_in(Role.REP)
    other.folder = desk.folder
    assert other.do("draft.of", "complaint", "new") is None


def test_a_broken_draft_is_put_aside_and_not_lost(desk):
    desk.do("draft.keep", "complaint", "new", {"reason": "甲"})
    (file,) = Path(desk.folder).rglob("*.json")
    file.write_text("{half", encoding="utf-8")
    assert desk.do("draft.of", "complaint", "new") is None
    assert [f.read_text(encoding="utf-8") for f in Path(desk.folder).rglob("*.unreadable")] == ["{half"]
