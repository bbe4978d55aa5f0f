"""Make ``resources/holidays/<year>.json`` from the dev package ``chinesecalendar`` (each December).

A year that the State Council has not announced gets no file: the calendar then knows weekends only
and says so.
"""

import json
from datetime import date
from pathlib import Path

import chinese_calendar
from chinese_calendar.constants import holidays, workdays

NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利70周年纪念日",
}
TARGET = Path(__file__).parents[1] / "resources" / "holidays"


def row(day: date, name: str, off: bool) -> dict[str, str | bool]:
    """One line of the file; a made-up working day 调休 carries the holiday that it pays for."""
    return {"date": day.isoformat(), "name": NAMES[name], "off": off}


def year_file(year: int) -> str:
    """The text of one year's file, one day a line so that a change is seen in the difference."""
    found = {day: row(day, name, True) for day, name in holidays.items() if day.year == year}
    found |= {day: row(day, name, False) for day, name in workdays.items() if day.year == year}
    days = ",\n    ".join(json.dumps(found[day], ensure_ascii=False) for day in sorted(found))
    taken_from = f"取自 chinesecalendar {chinese_calendar.__version__}"
    source = f"国务院办公厅关于{year}年部分节假日安排的通知({taken_from})"
    return (
        f'{{\n  "year": {year},\n  "source": {json.dumps(source, ensure_ascii=False)},\n'
        f'  "official": true,\n  "days": [\n    {days}\n  ]\n}}\n'
    )


def main() -> None:
    """Write a file for every year that the package knows."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for year in sorted({day.year for day in holidays}):
        (TARGET / f"{year}.json").write_text(year_file(year), encoding="utf-8")


if __name__ == "__main__":
    main()
