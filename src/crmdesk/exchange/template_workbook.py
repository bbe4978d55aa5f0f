"""The workbook to be filled in by someone who has no list yet: help above, the columns, pick lists in the cells."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from crmdesk.exchange.files import write_safely
from crmdesk.exchange.importing.spec import ImportSpec
from crmdesk.exchange.workbook import cell_format, open_workbook, sheet_name
from crmdesk.rules.columns import Column, Kind
from crmdesk.words import _

#: So many rows can be filled in with pick lists and formats; more are imported all the same.
ROWS = 2_000
_HEAD = {"bold": True, "bg_color": "#E0EEEE", "bottom": 1, "text_wrap": True, "valign": "top"}
_HELP = {"font_color": "#6B6862"}


def write_template(path: Path | str, spec: ImportSpec) -> int:
    """Write the template of a subject; gives the number of its columns. Raises NotWritten."""
    columns = [field.column for field in spec.fields if field.key != spec.extra]

    def write(target: Path) -> None:
        title = _("{title}名单模板").format(title=_(spec.title))
        with open_workbook(target, title) as book:
            _fill(book, title, columns, spec)

    write_safely(path, write)
    return len(columns)


def help_lines(spec: ImportSpec) -> tuple[str, str, str]:
    """The three lines above the columns."""
    required = spec.by_key[spec.required].column.title
    return (
        _("每行填一家{title},从第 5 行开始;只有带 * 的「{required}」必须填,其余可以空着,列可以删去或换位置。").format(
            title=_(spec.title), required=required
        ),
        _("等级、类型、状态请从单元格的下拉列表中选;日期写成 2026-03-05,金额以元为单位;电话、账号、编号照原样填写。"),
        _("编号可以空着,导入时自动编号;与已有{title}编号相同的行会更新那一家。填好保存,拖到 crmdesk 的窗口上就能导入。").format(
            title=_(spec.title)
        ),
    )


def _fill(book: Any, title: str, columns: Sequence[Column], spec: ImportSpec) -> None:
    sheet = book.add_worksheet(sheet_name(title))
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    grey, head = book.add_format(_HELP), book.add_format(_HEAD)
    for row, line in enumerate(help_lines(spec)):
        sheet.write_string(row, 0, line, grey)
    top = len(help_lines(spec))
    for at, column in enumerate(columns):
        sheet.set_column(at, at, max(column.width * 1.1, 6) + 2, book.add_format(cell_format(column)))
        star = "* " if column.key == spec.required else ""
        sheet.write_string(top, at, star + column.title, head)
        if rule := _rule(column):
            sheet.data_validation(top + 1, at, top + ROWS, at, rule)
    sheet.freeze_panes(top + 1, 0)


def _rule(column: Column) -> dict[str, Any] | None:
    """What Excel holds a cell to: it warns, it does not forbid."""
    warning = {"error_type": "warning", "error_title": column.title}
    if column.choices is not None:
        labels = [choice.label for choice in column.choices]
        return warning | {"validate": "list", "source": labels, "error_message": _("请从列表中选。")}
    if column.kind in (Kind.MONEY, Kind.QUANTITY):
        return warning | {"validate": "decimal", "criteria": ">=", "value": 0, "error_message": _("请填不小于零的数。")}
    if column.kind is Kind.INTEGER:
        return warning | {"validate": "integer", "criteria": ">=", "value": 0, "error_message": _("请填不小于零的整数。")}
    return None
