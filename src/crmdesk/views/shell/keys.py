"""Keys that belong to widgets and not to a page's actions; the F1 sheet shows them beside the others.

A test presses each of them on the real widget.
"""

from crmdesk.words import N_

TABLE_KEYS = (
    ("Return", N_("打开这一行")),
    ("Space", N_("在右边看一眼")),
    ("Ctrl+C", N_("复制所选的行,可贴到 Excel")),
    ("Ctrl+A", N_("全选")),
    ("Home", N_("到第一列")),
    ("Ctrl+Home", N_("到第一行")),
    ("Ctrl+End", N_("到最后一行")),
)
DATE_KEYS = (
    ("d / D", N_("往后 / 往前一天")),
    ("w / W", N_("往后 / 往前一周")),
    ("m / M", N_("往后 / 往前一个月")),
    ("y / Y", N_("往后 / 往前一年")),
    ("=", N_("今天")),
    ("Alt+Down", N_("打开日历")),
)
FORM_KEYS = (
    ("Tab", N_("到下一栏")),
    ("Shift+Tab", N_("到上一栏")),
    ("Esc", N_("关闭右边的详情")),
)
