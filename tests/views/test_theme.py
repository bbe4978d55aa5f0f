"""The look: enough contrast in light and dark, one switch for everything, icons that follow."""

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QPushButton

from crmdesk.resources import resource
from crmdesk.views import pages, theme
from crmdesk.views.sheet import style_sheet
from crmdesk.views.theme import DARK, LIGHT, Colours

TONES = ("red", "amber", "green", "blue", "accent", "grey")


def luminance(colour: str) -> float:
    parts = [value / 255 for value in QColor(colour).getRgb()[:3]]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(ink: str, ground: str) -> float:
    bright, dark = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_words_can_be_read_on_every_ground(colours: Colours):
    for ground in (colours.page, colours.panel, colours.navigation, colours.hover):
        assert contrast(colours.text, ground) >= 4.5
        assert contrast(colours.secondary, ground) >= 4.5
    assert contrast(colours.text, colours.selection) >= 4.5  # what is selected is never in secondary


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("tone", TONES)
def test_pills_can_be_read(colours: Colours, tone: str):
    ink, ground = colours.tone(tone)
    assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_buttons_links_and_errors_can_be_read(colours: Colours):
    pairs = (
        (colours.on_accent, colours.accent),
        (colours.page, colours.text),  # the toast, and the main button under the mouse
        (colours.accent, colours.panel),
        (colours.accent, colours.page),
        (colours.accent, colours.accent_soft),
        (colours.red, colours.panel),
        (colours.red, colours.page),
        (colours.red, colours.navigation),
        (colours.panel, colours.amber),  # 示例
    )
    assert [(ink, ground) for ink, ground in pairs if contrast(ink, ground) < 4.5] == []


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("compact", [False, True])
def test_the_style_sheet_leaves_no_token_open(colours: Colours, compact: bool):
    assert "$" not in style_sheet(colours, compact)


def test_an_icon_is_tinted_again_when_the_theme_is_switched(qtbot):
    button = QPushButton()
    qtbot.addWidget(button)
    theme.dress(button, "users")
    light = button.icon().pixmap(18, 18).toImage()
    theme.switch(theme.Scheme.DARK)
    assert button.icon().pixmap(18, 18).toImage() != light
    theme.switch(theme.Scheme.LIGHT)
    assert button.icon().pixmap(18, 18).toImage() == light


def test_every_icon_that_a_page_names_is_there():
    assert all(resource("icons", f"{entry.icon}.svg").exists() for entry in pages.PAGES)


def test_compact_rows_are_lower(qapp):
    assert theme.row_height() == 30
    theme.switch(density=theme.Density.COMPACT)
    assert theme.row_height() == 26
