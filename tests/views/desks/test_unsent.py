"""The status line says what has not gone out yet."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from tests.builders import a_dealer
from tests.views.desks.double import HEAD, LAPTOP

from crmdesk.views.shell import unsent


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(unsent, "AFTER_MS", 20)


def test_the_status_line_counts_what_other_desks_lack_and_leads_to_the_page(sitter):
    sitter.go("today")
    assert sitter.words("status.unsent") == "3 处修改未送出"
    sitter.qtbot.mouseClick(sitter.find("status.unsent"), Qt.MouseButton.LeftButton)
    assert sitter.page.name == "packet"


@pytest.fixture
def on_a_laptop(double):
    double.desks = [
        replace(LAPTOP, is_here=True, is_acquainted=False, missing=()),
        replace(HEAD, is_here=False, is_acquainted=True, behind=12),
    ]


@pytest.fixture
def alone(double):
    double.desks = [HEAD]


def test_a_laptop_says_that_it_works_apart(on_a_laptop, sitter):
    sitter.go("today")
    sitter.until(lambda: sitter.words("status.place") == "· 郑经理的笔记本(离线)")
    assert sitter.words("status.unsent") == "12 处修改未送出"


def test_a_change_is_counted_soon_after(sitter):
    sitter.go("today")
    sitter.find("status.unsent")
    sitter.double.desks[1] = replace(LAPTOP, behind=4)
    a_dealer(sitter.double)
    sitter.until(lambda: sitter.words("status.unsent") == "4 处修改未送出")


def test_an_office_without_other_desks_hears_nothing_of_it(alone, sitter):
    sitter.go("packet")
    sitter.until(lambda: sitter.double.of("desks.list"))
    sitter.until(lambda: sitter.sees("packet.empty"))
    assert not sitter.sees("status.unsent")
