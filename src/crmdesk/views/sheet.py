"""The one application style sheet, filled from the tokens of ``theme.py``."""

from string import Template

from crmdesk.resources import resource
from crmdesk.views import theme

_SHEET = Template("""
QToolTip { background: $panel; color: $text; border: 1px solid $line; padding: 4px 6px; }
QFrame[role="status"] { background: $navigation; border: none; border-top: 1px solid $line; }
QFrame[role="status"] QLabel { border: none; }
QFrame[role="status"] QLabel, QFrame[role="status"] QToolButton { color: $secondary; font-size: ${label}pt; }
QMainWindow, QDialog, QWidget[role="page"] { background: $page; }
QWidget[role="panel"] { background: $panel; border: none; border-left: 1px solid $line; }
QFrame[role="card"] { background: $panel; border: 1px solid $line; border-radius: 4px; }
QFrame[role="rule"] { background: $line; border: none; }
QFrame[role="card-now"] { background: $panel; border: 1px solid $accent; border-radius: 4px; }
QFrame[role="problems"] { background: $red_soft; border: 1px solid $red; border-radius: 4px; }
QLabel[role="problem-box"] { background: $red_soft; border: 1px solid $red; border-radius: 4px;
  padding: 8px 12px; }
QFrame[role="notice"] { background: $amber_soft; border: 1px solid $amber; border-radius: 4px; }
QLabel[role="notice-box"] { background: $amber_soft; border: 1px solid $amber; border-radius: 4px;
  padding: 8px 12px; }
QFrame[role="toast"] { background: $text; border-radius: 4px; }
QFrame[role="toast"] QLabel { color: $page; }
QFrame[role="toast"] QPushButton { background: transparent; border: 1px solid $page; color: $page;
  padding: ${tight}px 10px; }
QScrollArea, QScrollArea > QWidget > QWidget[role="clear"], QWidget[role="clear"] {
  background: transparent; border: none; }
QLabel { background: transparent; }
QLabel[role="title"] { font-size: ${title}pt; font-weight: 600; }
QLabel[role="heading"] { font-size: ${heading}pt; font-weight: 600; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="figure"] { font-size: ${figure}pt; font-weight: 600; }
QLabel[role="secondary"] { color: $secondary; }
QLabel[role="small"] { color: $secondary; font-size: ${small}pt; }
QLabel[role="label"] { color: $secondary; font-size: ${label}pt; }
QLabel[role="key"] { background: $grey_soft; border-radius: 3px; padding: 1px 6px; }
QLabel[role="dot"] { color: $accent; font-size: 7pt; }
QLabel[role="problem"] { color: $red; font-size: ${small}pt; }

QPushButton, QToolButton[role="button"] { background: $panel; color: $text; border: 1px solid $line;
  border-radius: 4px; padding: ${pad}px 12px; min-height: 20px; }
QPushButton:hover, QToolButton[role="button"]:hover { background: $hover; }
QPushButton:pressed, QToolButton[role="button"]:pressed { background: $selection; }
QPushButton:focus, QToolButton[role="button"]:focus { border: 2px solid $accent; padding: ${pad_in}px 11px; }
QPushButton:disabled, QToolButton[role="button"]:disabled { color: $secondary; background: $page; }
QPushButton[role="main"] { background: $accent; color: $on_accent; border: 1px solid $accent; }
QPushButton[role="main"]:hover { background: $text; border-color: $text; color: $page; }
QPushButton[role="main"]:focus { border: 2px solid $text; }
QPushButton[role="main"]:disabled { background: $grey_soft; border-color: $line; color: $secondary; }
QPushButton[role="quiet"] { background: transparent; border: 1px solid transparent; padding: 0 4px;
  min-height: 16px; color: $secondary; font-size: ${label}pt; }
QPushButton[role="quiet"]:focus { border-color: $accent; padding: 0 4px; }
QPushButton[role="link"] { background: transparent; border: none; color: $accent; text-align: left;
  padding: 2px 4px; text-decoration: underline; }
QPushButton[role="link"]:focus { border: 1px solid $accent; padding: 1px 3px; }
QPushButton[role="problem-link"] { background: transparent; border: none; color: $red; text-align: left;
  padding: 2px 4px; text-decoration: underline; }
QPushButton[role="problem-link"]:focus { border: 1px solid $red; padding: 1px 3px; }
QPushButton[role="chip"] { border-radius: ${chip}px; padding: ${pad}px 14px; }
QPushButton[role="chip"]:focus { padding: ${pad_in}px 13px; }
QPushButton[role="chip"]:checked { background: $accent_soft; color: $accent; border-color: $accent; }
QPushButton[role="choice"] { padding: 0; }
QPushButton[role="pick"] { padding: 2px 10px; min-height: 18px; }
QPushButton[role="pick"]:checked { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton[role="pick"]:checked:disabled { background: $secondary; border-color: $secondary; color: $panel; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 4px; padding: 4px; }
QToolButton:hover { background: $hover; }
QToolButton:focus { border: 1px solid $accent; }
QToolButton::menu-indicator, QPushButton::menu-indicator { image: none; width: 0px; }

QLineEdit, QPlainTextEdit, QComboBox, QSpinBox, QAbstractSpinBox { background: $panel; color: $text;
  border: 1px solid $line; border-radius: 4px; padding: ${pad}px 9px; min-height: 20px;
  selection-background-color: $accent; selection-color: $on_accent; }
QPlainTextEdit { padding: 3px 6px; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QAbstractSpinBox:focus {
  border: 2px solid $accent; padding: ${pad_in}px 8px; }
QPlainTextEdit:focus { padding: 2px 5px; }
QLineEdit[role="cell"], QLineEdit[role="cell"]:focus { border: 2px solid $accent; border-radius: 2px; padding: 0 7px;
  min-height: 16px; }
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QComboBox[wrong="true"] { border: 1px solid $red; }
QLineEdit[wrong="true"]:focus, QPlainTextEdit[wrong="true"]:focus, QComboBox[wrong="true"]:focus {
  border: 2px solid $red; }
QLineEdit:read-only, QPlainTextEdit[readOnly="true"], QComboBox:disabled, QLineEdit:disabled {
  background: $page; color: $text; }
QComboBox { padding-right: 26px; }
QComboBox:focus { padding-right: 25px; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView, QListView[role="choices"] { background: $panel; border: 1px solid $line;
  selection-background-color: $selection; selection-color: $text; outline: none; padding: 2px; }
QComboBox QAbstractItemView::item, QListView[role="choices"]::item { min-height: 26px; padding: 0 8px; }
QCheckBox, QRadioButton { spacing: 8px; padding: 3px; border: 1px solid transparent; border-radius: 4px; }
QCheckBox::indicator { width: 14px; height: 14px; border: 1px solid $secondary; border-radius: 3px;
  background: $panel; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url("$tick"); }
QCheckBox::indicator:disabled { background: $page; border-color: $line; }
QCheckBox::indicator:checked:disabled { background: $secondary; border-color: $secondary; }
QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid $secondary; border-radius: 8px;
  background: $panel; }
QRadioButton::indicator:checked { width: 6px; height: 6px; border: 5px solid $accent; background: $on_accent; }
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }

QTableView, QTreeView, QListView { background: $panel; border: 1px solid $line; border-radius: 4px;
  gridline-color: $line; selection-background-color: $selection; selection-color: $text; outline: none; }
QTableView:focus, QTreeView:focus, QListView:focus { border: 1px solid $accent; }
QListWidget[role="groups"] { background: transparent; border: none; outline: none; }
QListWidget[role="groups"]::item { padding: 6px 10px; border-radius: 4px; border: 1px solid transparent; }
QListWidget[role="groups"]::item:hover { background: $hover; }
QListWidget[role="groups"]::item:selected { background: $accent_soft; color: $accent; }
QListWidget[role="groups"]:focus { border: none; }
QListWidget[role="groups"]::item:selected:focus { border: 1px solid $accent; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section { background: $panel; color: $secondary; border: none; font-size: ${label}pt;
  border-bottom: 1px solid $line; padding: ${pad_head}px 10px; }
QHeaderView::section:horizontal:first { border-top-left-radius: 3px; }
QHeaderView::section:horizontal:last { border-top-right-radius: 3px; }
QHeaderView::section:vertical { padding-top: 0; padding-bottom: 0; }
QHeaderView[role="dense"]::section { padding: ${pad_head}px 1px; }
QHeaderView::section:hover { color: $text; }
QTableCornerButton::section { background: $panel; border: none; }

QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: $secondary; border: 1px solid transparent;
  border-bottom: 2px solid transparent; padding: 5px 5px; margin-right: 10px; }
QTabBar::tab:selected { color: $accent; font-weight: 600; border-bottom-color: $accent; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected:focus { border-color: $accent; border-radius: 3px; }
QTabWidget::pane { border: none; }

QMenu { background: $panel; color: $text; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 6px 28px 6px 12px; border-radius: 3px; }
QMenu::item:selected { background: $selection; color: $text; }
QMenu::item:disabled { color: $secondary; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QProgressBar { background: $grey_soft; border: none; border-radius: 3px; max-height: 6px;
  text-align: center; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QSplitter::handle { background: transparent; }
QScrollBar:vertical { background: transparent; width: 11px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 11px; margin: 0; }
QScrollBar::handle { background: $line; border-radius: 4px; margin: 1px; }
QScrollBar::handle:hover { background: $secondary; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {
  background: none; border: none; width: 0; height: 0; }

QFrame[role="navigation"] { background: $navigation; border: none; border-right: 1px solid $line; }
QPushButton[role="nav"] { background: transparent; border: 1px solid transparent; text-align: left;
  padding: 6px 9px; }
QPushButton[role="nav"]:hover { background: $hover; }
QPushButton[role="nav"]:focus { border: 1px solid $accent; padding: 6px 9px; }
QPushButton[role="nav"]:checked { background: $accent_soft; color: $accent; font-weight: 600; }
QLabel[role="count"] { color: $secondary; }
QLabel[role="count-red"] { color: $red; font-weight: 600; }
QFrame[role="demo"] { border: 3px solid $amber; }
QLabel[role="demo"] { background: $amber; color: $panel; font-weight: 600; padding: 1px 8px;
  border-radius: 4px; }
""")


def style_sheet(colours: "theme.Colours", compact: bool) -> str:
    """The style sheet for a set of colours; ``compact`` takes the air out."""
    pad = 3 if compact else 5
    return _SHEET.substitute(
        colours._asdict(),
        pad=pad, pad_in=pad - 1, pad_head=pad + 2, tight=1 if compact else 2, chip=13 if compact else 16,
        title=theme.TITLE_PT, heading=theme.HEADING_PT, figure=theme.FIGURE_PT,
        tick=resource("icons", f"tick-{'dark' if colours is theme.DARK else 'light'}.svg").as_posix(),
        small=theme.SMALL_PT, label=9.5,
    )  # fmt: skip
