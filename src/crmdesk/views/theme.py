"""How the program looks: the one file of tokens (design 14), light and dark, and what is made from them.

Colours, distances and fonts stand here and nowhere else. A widget that paints asks ``colours()`` at paint
time; everything else gets its look from the one application style sheet (``sheet.py``) by the property
``role`` (``look(widget, "main")``). Icons are lucide pictures tinted by ``dress(widget, "users")``, which
tints them again when the theme is switched at run time.
"""

from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QByteArray, QObject, QSize, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from crmdesk.resources import resource


class Scheme(StrEnum):
    """Light, dark, or what the desktop asks for."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Density(StrEnum):
    """How much air there is between things."""

    COMFORTABLE = "comfortable"
    COMPACT = "compact"


class Colours(NamedTuple):
    """One column of the token table of design 14. A *tone* is red, amber, green, blue, accent or grey."""

    page: str
    panel: str
    navigation: str
    line: str
    text: str
    secondary: str
    selection: str
    red: str
    red_soft: str
    amber: str
    amber_soft: str
    green: str
    green_soft: str
    blue: str
    blue_soft: str
    accent: str
    accent_soft: str
    on_accent: str
    grey_soft: str
    hover: str

    def tone(self, name: str) -> tuple[str, str]:
        """Ink and ground of a pill: ``tone("red")``; ``grey`` for what has no meaning of its own."""
        if name == "grey":
            return self.secondary, self.grey_soft
        return getattr(self, name), getattr(self, f"{name}_soft")


LIGHT = Colours(
    page="#F7F6F3", panel="#FFFFFF", navigation="#EFEDE8", line="#E3E0DA", text="#22211E",
    secondary="#6B6862", selection="#DCEBEB", red="#B3372B", red_soft="#FAE9E6", amber="#96600B",
    amber_soft="#FBF1DD", green="#2F7042", green_soft="#E6F2E8", blue="#2B5FA8", blue_soft="#E6EEF9",
    accent="#0F6B72", accent_soft="#E0EEEE", on_accent="#FFFFFF", grey_soft="#EFEDE8", hover="#F3F1EC",
)  # fmt: skip
DARK = Colours(
    page="#1B1C1C", panel="#232525", navigation="#1F2121", line="#353838", text="#E7E5E0",
    secondary="#A09D96", selection="#27413F", red="#F08A7D", red_soft="#43241F", amber="#E7B45C",
    amber_soft="#3B2F18", green="#7CC492", green_soft="#1F3527", blue="#8BB4EC", blue_soft="#21304A",
    accent="#4DB3B8", accent_soft="#1E3A3C", on_accent="#0F1A1A", grey_soft="#303333", hover="#2A2D2D",
)  # fmt: skip

#: Distances in pixels at 100 %.
XS, S, M, L, XL = 4, 8, 12, 16, 24
CORNER = 4
FAMILY = "Noto Sans SC"
TEXT_PT, SMALL_PT, HEADING_PT, TITLE_PT, FIGURE_PT = 10.5, 9.0, 11.0, 14.5, 16.0
STROKE = "1.75"


class _Look(QObject):
    """The look in use; ``changed`` after every switch."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.scheme = Scheme.SYSTEM
        self.density = Density.COMFORTABLE
        self.colours = LIGHT
        self.is_starting = (
            False  # before the first paint Qt polishes every widget anyway; no need to do it twice
        )


_look: _Look | None = None


def look_signals() -> _Look:
    """The object whose signal ``changed`` tells that theme or density were switched."""
    global _look
    if _look is None:
        _look = _Look()
    return _look


def colours() -> Colours:
    """The colours in use now."""
    return look_signals().colours


def is_dark() -> bool:
    """Whether the dark colours are in use."""
    return colours() is DARK


def row_height() -> int:
    """Height of a table row: 30 px, 26 px when compact."""
    return 26 if look_signals().density is Density.COMPACT else 30


def install(
    app: QApplication, scheme: Scheme = Scheme.SYSTEM, density: Density = Density.COMFORTABLE
) -> None:
    """Bring fonts and look to the application; once, before the first widget.

    The style is Fusion: ``QApplication`` takes it as an argument (``-style fusion``), because ``setStyle``
    answers a QStyle, whose enumerations cost the start 8 ms.
    """
    for weight in ("Regular", "Bold"):
        QFontDatabase.addApplicationFont(str(resource("fonts", f"NotoSansSC-{weight}.ttf")))
    app.setFont(font())
    app.styleHints().colorSchemeChanged.connect(_system_switched)
    system_is_dark = app.palette().window().color().lightness() < 128  # as the desktop gave it to us
    dark = system_is_dark if scheme is Scheme.SYSTEM else scheme is Scheme.DARK
    look_now = look_signals()
    look_now.scheme, look_now.density = scheme, density
    _wear(app, DARK if dark else LIGHT)


def switch(scheme: Scheme | None = None, density: Density | None = None) -> None:
    """Change theme or density of the running program."""
    from PySide6.QtCore import Qt  # here, because these hundred enumerations take 20 ms that the start needs

    look_now, app = look_signals(), QApplication.instance()
    look_now.scheme = scheme or look_now.scheme
    look_now.density = density or look_now.density
    system_is_dark = app.styleHints().colorScheme() == Qt.ColorScheme.Dark
    dark = system_is_dark if look_now.scheme is Scheme.SYSTEM else look_now.scheme is Scheme.DARK
    _wear(app, DARK if dark else LIGHT)


def _wear(app: QApplication, chosen: Colours) -> None:
    look_now = look_signals()
    look_now.colours = chosen
    from crmdesk.views.sheet import style_sheet

    app.setPalette(_palette(look_now.colours))
    app.setStyleSheet(style_sheet(look_now.colours, look_now.density is Density.COMPACT))
    for widget in app.allWidgets():
        if widget.property("icon_name"):
            _tint(widget)
    look_now.changed.emit()


def _system_switched(*_scheme: object) -> None:
    if look_signals().scheme is Scheme.SYSTEM:
        switch()


def _palette(c: Colours) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for which, colour in {
        role.Window: c.page, role.WindowText: c.text, role.Base: c.panel, role.AlternateBase: c.panel,
        role.Text: c.text, role.Button: c.panel, role.ButtonText: c.text, role.BrightText: c.on_accent,
        role.Highlight: c.accent, role.HighlightedText: c.on_accent, role.ToolTipBase: c.panel,
        role.ToolTipText: c.text, role.PlaceholderText: c.secondary, role.Link: c.accent,
        role.LinkVisited: c.accent, role.Accent: c.accent, role.Mid: c.line, role.Dark: c.line,
    }.items():  # fmt: skip
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(c.secondary))
    return palette


def font(points: float = TEXT_PT, *, bold: bool = False) -> QFont:
    """The program's font at a size; ``bold`` for headings."""
    made = QFont(FAMILY)
    made.setPointSizeF(points)
    made.setBold(bold)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


def look(widget: QWidget, role: str) -> None:
    """Give a widget its role in the style sheet: main, quiet, title, heading, secondary, card, chip …"""
    before = widget.property("role")
    if before != role:
        widget.setProperty("role", role)
        if before is not None or not look_signals().is_starting:
            widget.style().unpolish(widget)
            widget.style().polish(widget)


def dress(widget: QWidget, icon_name: str, colour: str = "text", size: int = 18) -> None:
    """Put a tinted icon on a button or label; it follows the theme from then on."""
    widget.setProperty("icon_name", icon_name)
    widget.setProperty("icon_colour", colour)
    widget.setProperty("icon_size", size)
    _tint(widget)


def _tint(widget: QWidget) -> None:
    name, colour, size = (widget.property(key) for key in ("icon_name", "icon_colour", "icon_size"))
    if hasattr(widget, "setIcon"):
        widget.setIcon(icon(name, colour, size))
        widget.setIconSize(QSize(size, size))
    else:
        widget.setPixmap(pixmap(name, getattr(colours(), colour), size, widget.devicePixelRatioF()))


def icon(name: str, colour: str = "text", size: int = 18) -> QIcon:
    """A lucide icon in a colour token; greyed where its action is disabled."""
    ratio = QApplication.instance().devicePixelRatio()
    made = QIcon(pixmap(name, getattr(colours(), colour), size, ratio))
    made.addPixmap(pixmap(name, colours().secondary, size, ratio), QIcon.Mode.Disabled)
    return made


@lru_cache(maxsize=512)
def pixmap(name: str, colour: str, size: int = 18, ratio: float = 1.0) -> QPixmap:
    """The picture of an icon in a colour (``#RRGGBB``) at a size and pixel ratio."""
    from PySide6.QtSvg import QSvgRenderer

    text = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    text = text.replace("currentColor", colour).replace('stroke-width="2"', f'stroke-width="{STROKE}"')
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.fill(QColor(0, 0, 0, 0))
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(text.encode())).render(painter)
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture
