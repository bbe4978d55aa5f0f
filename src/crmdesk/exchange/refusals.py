"""The sentences for files that can't be read: what it is, and what a clerk can do (reliability 4)."""

from collections.abc import Mapping
from typing import Any

from crmdesk.rules.errors import Refused
from crmdesk.words import N_, _

#: Code → what happened, what to do. Both may hold {details}.
SENTENCES: dict[str, tuple[str, str]] = {
    "missing": (N_("找不到文件「{file}」。"), N_("请检查文件名和文件夹,或者重新选择文件。")),
    "folder": (N_("「{file}」是一个文件夹。"), N_("请选择其中的一个表格文件。")),
    "no-access": (N_("没有打开「{file}」:它正被别的程序占用,或者您没有读取它的权限。"), N_("请在 Excel 或 WPS 中保存并关闭它,再试一次。")),
    "lock-file": (N_("「{file}」是 Excel 打开表格时留下的临时文件,里面没有名单。"), N_("请选择同名但不以 ~$ 开头的文件。")),
    "zero": (N_("「{file}」是空文件(0 字节)。"), N_("它可能没有下载或复制完整,请重新取得这个文件。")),
    "too-big": (N_("「{file}」有 {size} MB,超过了 {most} MB 的上限。"), N_("请把它分成几个较小的文件。")),
    "encrypted": (N_("「{file}」设有打开密码,没有密码读不出内容。"), N_("请先去掉密码:用 Excel 或 WPS 打开,另存一份不加密的,再导入。")),
    "damaged": (N_("「{file}」已损坏或不完整,读不出表格。"), N_("请用 Excel 或 WPS 打开它,能打开就另存为 .xlsx 再导入;打不开请重新取得文件。")),
    "damaged-sheet": (N_("「{file}」的工作表「{sheet}」已损坏,读不出内容。"), N_("请用 Excel 或 WPS 打开它,另存为 .xlsx 再导入。")),
    "broken": (N_("读取「{file}」时中断了:文件内容不合规范。程序和数据都没有受影响。"), N_("请用 Excel 或 WPS 打开它,另存为 .xlsx 再导入。")),
    "memory": (N_("「{file}」展开后太大,读取时超过了 {memory} MB 内存的上限。"), N_("请删去多余的工作表和空白区域,或者分成几个文件。")),
    "bomb": (N_("「{file}」展开后有 {unpacked_mb} MB,压缩得不合常理,出于安全没有打开。"),
        N_("请确认文件来源;需要的话用 Excel 打开,只把名单复制到新文件。")),
    "too-many-cells": (N_("工作表「{sheet}」一直用到 {last},整个文件超过了 {most} 个单元格的上限。"),
        N_("请删去名单以外的行、列和工作表,或者分成几个文件。")),
    "too-many-sheets": (N_("「{file}」的工作表超过 {most} 个。"), N_("请只留下需要导入的工作表。")),
    "long-cell": (N_("工作表「{sheet}」的单元格 {cell} 里的文字超过 {most} 个字。"), N_("请缩短这个单元格的内容。")),
    "silent": (N_("读取「{file}」超过 {seconds} 秒没有进展,已经停止。"), N_("请用 Excel 或 WPS 打开它,只把名单复制到新文件再导入。")),
    "too-slow": (N_("读取「{file}」超过 {seconds} 秒,已经停止。"), N_("请把它分成几个较小的文件。")),
    "cancelled": (N_("已取消读取「{file}」。"), ""),
    "no-sheet": (N_("「{file}」里没有带单元格的工作表(只有图表或宏)。"), N_("请选择放着名单的文件。")),
    "no-table": (N_("「{file}」是网页,里面没有表格。"), N_("请在浏览器中打开它,把表格复制到 Excel,存为 .xlsx 再导入。")),
    "empty": (N_("「{file}」里没有数据。"), N_("请确认选对了文件,并且已经保存。")),
    "charset": (N_("「{file}」的文字编码认不出来(不是 UTF-8、UTF-16 或 GB18030)。"), N_("请用 Excel 或 WPS 打开它,另存为 .xlsx 再导入。")),
    "sheet_xml": (N_("「{file}」是旧的 XML 表格(XML 2003),不能直接读取。"), N_("请用 Excel 或 WPS 打开它,另存为 .xlsx 再导入。")),
    "pdf": (N_("「{file}」是 PDF,不是表格。"), N_("请向对方索取 Excel 文件,或把表格复制到 Excel。")),
    "picture": (N_("「{file}」是图片,不是表格。"), N_("请向对方索取 Excel 文件。")),
    "word": (N_("「{file}」是 Word 文档,不是表格。"), N_("请把其中的表格复制到 Excel,存为 .xlsx 再导入。")),
    "archive": (N_("「{file}」是压缩包,不是表格。"), N_("请先解压,再选择其中的表格文件。")),
    "other": (N_("「{file}」不是能认出的表格文件。"), N_("可以导入 .xlsx、.xlsm、.xls、.ods 和 .csv。")),
}  # fmt: skip


def refusal(code: str, **details: Any) -> Refused:
    """The Refused for ``code``, ready to be raised."""
    what, do = SENTENCES[code]
    return Refused(fill(what, details), _("没有导入任何内容。"), fill(do, details), code=f"file-{code}")


def fill(sentence: str, details: Mapping[str, Any]) -> str:
    """A sentence of the table in the language in use, with its details."""
    return _(sentence).format_map(details) if sentence else ""
