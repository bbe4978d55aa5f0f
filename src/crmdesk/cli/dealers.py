"""Commands about dealers: import-dealers, export dealers."""

import json
from pathlib import Path
from typing import Any

import click

from crmdesk.cli.answers import Exit, Ticker, answer
from crmdesk.cli.asked import common, signed_in
from crmdesk.cli.house import Command, Group
from crmdesk.exchange.importing.plan import CellProblem, Grade, ImportReport
from crmdesk.rules.columns import Column
from crmdesk.rules.dealer import COLUMNS, DealerClass, DealerKind, DealerQuery, DealerStatus
from crmdesk.rules.worded import Worded
from crmdesk.words import N_, _, listed

FILE = click.Path(path_type=Path, dir_okay=False)
#: As many problems as are listed on the terminal; all of them stand in the report.
MOST_LISTED = 20


@click.command("import-dealers", cls=Command, help=N_("导入客户名单(xlsx、xls、csv 等)"))
@common
@click.argument("file", type=FILE)
@click.option("--sheet", metavar="S", help=N_("工作表;默认自动选一张"))
@click.option("--dry-run", is_flag=True, help=N_("只试不写:同样的检查和报告,数据库不变"))
@click.option("--report", metavar="R.json", type=FILE, help=N_("把报告写成 JSON"))
@click.option("--errors", metavar="E.xlsx", type=FILE, help=N_("把没有导入的行另存为工作簿"))
@click.option("--strict", is_flag=True, help=N_("有行没有导入时,退出码为 4"))
def import_dealers(
    file: Path, sheet: str | None, dry_run: bool, report: Path | None, errors: Path | None, strict: bool
) -> int:
    """Read a list, import what can be imported, and report the rest."""
    ticker = Ticker()
    written = []
    with signed_in() as desk:
        book = desk.do("dealer_list.get", file, progress=ticker)
        plan = desk.do("dealer_list.find", book, sheet).plan()
        done: ImportReport = desk.do("dealer.import_list", plan, dry_run=dry_run, progress=ticker)
        ticker.end()
        if report is not None:
            written.append(_write_report(report, done))
        if errors is not None:
            written.append(desk.do("dealer_list.export", plan, done, errors).path)
    answer(done.to_json() | {"written": [str(path) for path in written]}, *_lines(done, written))
    return Exit.LOOK if strict and (done.rejected or done.undecided) else Exit.DONE


def _write_report(path: Path, done: ImportReport) -> Path:
    from crmdesk.exchange.files import write_safely

    return write_safely(path, json.dumps(done.to_json(), ensure_ascii=False, indent=2).encode())


def _lines(done: ImportReport, written: list[Path]) -> list[str]:
    counts = _("共 {read} 行:新增 {new},更新 {updated},跳过 {skipped},未导入 {rejected}。").format(
        **done.counts
    )
    lines = [_("工作表「{sheet}」,表头在第 {row} 行。").format(sheet=done.sheet, row=done.header_row)]
    lines.append(_("试导入(数据库没有改动)。") + counts if done.dry_run else counts)
    if done.undecided:
        words = _("其中 {n} 行可能是已有的客户,没有写入:请填上客户编号再导入,或者在程序里导入这份名单并逐行决定。")
        lines.append(words.format(n=len(done.undecided)))
    lines += done.notes
    lines += _listed([p for p in done.problems if p.grade in (Grade.LOST, Grade.DOUBT)])
    changed = sum(p.grade is Grade.CHANGED for p in done.problems)
    if changed:
        lines.append(
            _("另有 {n} 格换了写法导入(全角数字、万元、日期等),见报告(--report)。").format(n=changed)
        )
    return lines + [_("已写 {file}").format(file=path) for path in written]


def _listed(problems: list[CellProblem]) -> list[str]:
    lines = [
        f"  {p.cell or p.row}  {' '.join(p.value.split())}  {p.reason} → {p.done}"
        for p in problems[:MOST_LISTED]
    ]
    if len(problems) > MOST_LISTED:
        lines.append(_("  ……共 {n} 处要看,全部见报告(--report)。").format(n=len(problems)))
    return lines


@click.group(cls=Group, help=N_("导出到 Excel"))
def export() -> None:
    """What can be exported."""


def _worded(choices: type[Worded]) -> click.ParamType[Worded]:
    """A code of the enumeration, or its Chinese word."""

    class Choice(click.ParamType[Worded]):
        name = "|".join(member.value for member in choices)

        def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> Worded:
            for member in choices:
                if value in (member.value, member.word, member.label, member.word.replace(" ", "")):
                    return member
            return self.fail(_("「{value}」不是 {known}").format(value=value, known=self.name), param, ctx)

    return Choice()


class _Columns(click.ParamType[tuple[str, ...]]):
    """Column keys with commas between."""

    name = "code,name,…"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        known = {name: column.key for column in COLUMNS for name in (column.label, column.title, column.key)}
        asked = [part.strip() for part in value.replace(",", ",").split(",") if part.strip()]
        unknown = [part for part in asked if part not in known]
        if unknown:
            self.fail(_("没有这些列:{names}").format(names=listed(unknown)), param, ctx)
        return tuple(known[part] for part in asked)


class _Sort(click.ParamType[str]):
    """A column key to sort by."""

    name = "COLUMN"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        found: Column | None = next((c for c in COLUMNS if value in (c.key, c.label) and c.sortable), None)
        return found.key if found else self.fail(_("没有这一列:{name}").format(name=value), param, ctx)


@export.command(help=N_("导出客户名单,筛选和排序与列表一样"))
@common
@click.argument("out", type=FILE)
@click.option("--text", default="", help=N_("搜索:名称、拼音首字母、电话尾号、编号"))
@click.option("--class", "classes", multiple=True, type=_worded(DealerClass), help=N_("等级;可写几次"))
@click.option("--kind", "kinds", multiple=True, type=_worded(DealerKind), help=N_("类型;可写几次"))
@click.option("--status", "statuses", multiple=True, type=_worded(DealerStatus), help=N_("状态;可写几次"))
@click.option("--city", "cities", multiple=True, help=N_("城市;可写几次"))
@click.option("--owner", "owners", multiple=True, help=N_("业务员;可写几次"))
@click.option("--columns", type=_Columns(), default="", help=N_("哪些列,用逗号隔开;默认全部"))
@click.option("--sort", type=_Sort(), help=N_("按哪一列排序"))
@click.option("--descending", is_flag=True, help=N_("从大到小"))
def dealers(out: Path, columns: tuple[str, ...], sort: str | None, **query: Any) -> None:
    """Write the list of dealers to a workbook."""
    ticker = Ticker()
    with signed_in() as desk:
        made = desk.do("dealer.export", DealerQuery(sort=sort or "", **query), columns, out, progress=ticker)
    ticker.end()
    answer(
        {"file": str(made.path), "rows": made.rows},
        _("已导出 {n} 家客户到 {file}。").format(n=made.rows, file=made.path),
    )
