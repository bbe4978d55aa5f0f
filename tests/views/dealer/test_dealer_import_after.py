"""Tried, written, taken back; several files one after the other; a list that was seen before."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from tests.views.dealer.conftest import Clerk
from tests.views.dealer.import_steps import (
    HEADER,
    LIST,
    a_workbook,
    figures,
    import_it,
    in_database,
    lines,
    look_at,
    state,
    wait_until_checked,
)

from crmdesk.views.dealer_import_actions import DONE, REVIEW, START


@pytest.fixture
def a_list(tmp_path: Path) -> Path:
    """Four dealers, one without a name."""
    return a_workbook(tmp_path / "客户名单.xlsx", 名单=LIST)


def another(path: Path, name: str) -> Path:
    """A list of one dealer."""
    return a_workbook(path, 名单=[HEADER, ("HD77", name, "王", "13600001111", 1, "", "A")])


# --- trying ---------------------------------------------------------------------------------------


def test_the_rehearsal_reports_the_same_and_writes_nothing(clerk: Clerk, a_list: Path):
    look_at(clerk, a_list)
    clerk.click("dealer.import.try")
    clerk.until(lambda: state(clerk) == DONE, 30)
    assert "试运行:会导入 3 家" in clerk.find("dealer.import.head").text()
    tried = figures(clerk, "dealer.import.done")
    assert in_database(clerk) == {}
    import_it(clerk)
    clerk.until(lambda: "已导入" in clerk.find("dealer.import.head").text(), 30)
    assert figures(clerk, "dealer.import.done") == tried


def test_from_the_rehearsal_back_to_what_can_be_corrected(clerk: Clerk, a_list: Path):
    look_at(clerk, a_list)
    clerk.click("dealer.import.try")
    clerk.until(lambda: state(clerk) == DONE, 30)
    clerk.press(Qt.Key.Key_Escape)
    assert state(clerk) == REVIEW
    clerk.until(lambda: clerk.sees("dealer.import.go"))
    assert clerk.find("dealer.import.go").accessibleName() == "导入 3 家"


# --- taking back ----------------------------------------------------------------------------------


def test_an_import_is_taken_back_after_a_sentence(clerk: Clerk, a_list: Path):
    look_at(clerk, a_list)
    import_it(clerk)
    clerk.click("dealer.import.undo")
    assert "新增的 3 家会去掉" in clerk.find("dealer.import.confirm.words").text()
    assert len(in_database(clerk)) == 3
    clerk.click("dealer.import.confirm.yes")
    clerk.until(lambda: state(clerk) == DONE and "已撤销" in clerk.find("dealer.import.head").text(), 30)
    assert in_database(clerk) == {}
    assert not clerk.find("dealer.import.undo").isEnabled()


def test_who_was_changed_since_is_listed_with_who_and_when(clerk: Clerk, a_list: Path, someone_else: Any):
    look_at(clerk, a_list)
    import_it(clerk)
    dealer = in_database(clerk)["HD02"]
    someone_else.do("dealer.change", dealer.id, dealer.revision, {"contact": "张敏"})
    clerk.click("dealer.import.undo")
    clerk.click("dealer.import.confirm.yes")
    clerk.until(lambda: clerk.sees("dealer.import.left_alone"), 30)
    left = lines(clerk.page.result.left)
    assert [(line.code, bool(line.who), line.at is not None) for line in left] == [("HD02", True, True)]
    assert set(in_database(clerk)) == {"HD02"}


def test_not_to_undo_changes_nothing(clerk: Clerk, a_list: Path):
    look_at(clerk, a_list)
    import_it(clerk)
    clerk.click("dealer.import.undo")
    clerk.click("dealer.import.confirm.no")
    assert not clerk.sees("dealer.import.confirm")
    assert len(in_database(clerk)) == 3


# --- several files --------------------------------------------------------------------------------


def test_several_files_are_handled_one_after_the_other(clerk: Clerk, a_list: Path, tmp_path: Path):
    second = another(tmp_path / "第二份.xlsx", "苏州第二家有限公司")
    look_at(clerk, a_list, second)
    assert "等您确认" in clerk.find("dealer.import.file.0").text()
    assert "等待" in clerk.find("dealer.import.file.1").text()
    import_it(clerk)
    assert "已导入 3 家" in clerk.find("dealer.import.file.0").text()
    clerk.click("dealer.import.next")
    wait_until_checked(clerk)
    import_it(clerk)
    assert in_database(clerk)["HD77"].name == "苏州第二家有限公司"
    assert clerk.sees("dealer.import.view")


def test_a_file_that_cannot_be_read_does_not_stop_the_others(clerk: Clerk, a_list: Path, tmp_path: Path):
    bad = tmp_path / "空.xlsx"
    bad.write_bytes(b"")
    clerk.go("dealer.import", None, path=(bad, a_list))
    clerk.until(lambda: state(clerk) == START and clerk.sees("trouble.what"), 30)
    assert "读不了" in clerk.find("dealer.import.file.0").text()
    clerk.click("dealer.import.file.1")
    wait_until_checked(clerk)
    import_it(clerk)
    assert len(in_database(clerk)) == 3


def test_what_was_decided_in_one_file_is_there_after_a_look_at_another(
    clerk: Clerk, a_list: Path, tmp_path: Path
):
    second = another(tmp_path / "第二份.xlsx", "苏州第二家有限公司")
    look_at(clerk, a_list, second)
    box = clerk.find("dealer.import.column.C")
    box.activated.emit(box.findText("法人代表"))
    wait_until_checked(clerk)
    clerk.click("dealer.import.file.1")
    clerk.until(lambda: figures(clerk)[:1] == ["1"], 30)
    clerk.click("dealer.import.file.0")
    clerk.until(lambda: figures(clerk)[:1] == ["4"] and clerk.sees("dealer.import.column.C"), 30)
    assert clerk.find("dealer.import.column.C").currentText() == "法人代表"


# --- seen before ----------------------------------------------------------------------------------


def test_a_list_that_was_seen_before_is_known_and_one_enter_takes_the_settings(
    clerk: Clerk, a_list: Path, tmp_path: Path
):
    look_at(clerk, a_list)
    box = clerk.find("dealer.import.column.C")
    box.activated.emit(box.findText("法人代表"))
    wait_until_checked(clerk)
    import_it(clerk)
    look_at(clerk, another(tmp_path / "下个月.xlsx", "苏州第二家有限公司"))
    assert "识别为" in clerk.find("dealer.import.known.words").text()
    assert "导入过 4 行" in clerk.find("dealer.import.known.words").text()
    assert clerk.find("dealer.import.column.C").currentText() == "法人代表"
    clerk.until(lambda: clerk.find("dealer.import.known.yes").hasFocus())
    clerk.press(Qt.Key.Key_Return)
    clerk.until(lambda: not clerk.sees("dealer.import.known"))


def test_the_settings_of_last_time_can_be_refused(clerk: Clerk, a_list: Path, tmp_path: Path):
    look_at(clerk, a_list)
    box = clerk.find("dealer.import.column.F")
    box.activated.emit(0)
    wait_until_checked(clerk)
    import_it(clerk)
    look_at(clerk, another(tmp_path / "下个月.xlsx", "苏州第二家有限公司"))
    clerk.click("dealer.import.known.no")
    clerk.until(lambda: not clerk.sees("dealer.import.known"))
    wait_until_checked(clerk)
    assert not clerk.errors


def test_a_template_can_be_had(clerk: Clerk, tmp_path: Path):
    clerk.go("dealer.import")
    clerk.click("dealer.import.template")
    target = tmp_path / "模板.xlsx"
    clerk.answer_file_dialog("save_as", target)
    clerk.until(lambda: target.exists() and clerk.sees("dealer.import.template.done"))
