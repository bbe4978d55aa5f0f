"""The settings of the office, as they stand on a day."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmdesk.models.office import SettingRow
from crmdesk.rules.errors import Refused
from crmdesk.rules.settings import BY_KEY, SETTINGS, Setting, SettingKind
from crmdesk.services.verbs import Work, verb
from crmdesk.words import _


@dataclass(frozen=True, slots=True)
class SettingValue:
    """A setting and what it is today; ``valid_from`` is None for the default and for undated values."""

    setting: Setting
    value: Any
    is_default: bool
    valid_from: date | None = None


class Settings:
    """The values of all settings on a day: ``settings["complaint.day_unit"]``."""

    def __init__(self, session: Session, day: date) -> None:
        self._rows: dict[str, Any] = {}
        rows = session.execute(select(SettingRow.__table__))
        for row in sorted(rows, key=lambda r: r.valid_from or date.min):
            if row.valid_from is None or row.valid_from <= day:
                self._rows[row.key] = row

    def __getitem__(self, key: str) -> Any:
        row = self._rows.get(key)
        setting = BY_KEY[key]
        return setting.default if row is None else from_json(setting, row.value)

    def all(self) -> tuple[SettingValue, ...]:
        """Every setting of the table with its value."""
        return tuple(
            SettingValue(
                s, self[s.key], self[s.key] == s.default, getattr(self._rows.get(s.key), "valid_from", None)
            )
            for s in SETTINGS
        )


def from_json(setting: Setting, said: str) -> Any:
    """The value of a setting from its JSON text."""
    value = json.loads(said)
    if setting.kind is SettingKind.CHOICE and setting.choices:
        return setting.choices(value)
    if setting.kind is SettingKind.MONEY:
        return Decimal(value)
    return value


def checked(setting: Setting, value: Any) -> Any:
    """The value if it fits the setting's kind and range; Refused with a sentence otherwise."""
    try:
        if setting.kind is SettingKind.INTEGER:
            value = int(value)
        elif setting.kind is SettingKind.MONEY:
            value = Decimal(value)
        elif setting.kind is SettingKind.CHOICE and setting.choices:
            value = setting.choices(value)
        elif setting.kind is SettingKind.YES_NO:
            value = bool(value)
        elif setting.kind is SettingKind.TIME:
            hours, minutes = str(value).split(":")
            if not (0 <= int(hours) < 24 and 0 <= int(minutes) < 60):
                raise ValueError(value)
            value = f"{int(hours):02d}:{int(minutes):02d}"
        else:
            value = str(value)
    except (ValueError, ArithmeticError) as error:
        raise _refused(setting) from error
    too_low = setting.low is not None and value < setting.low
    if too_low or (setting.high is not None and value > setting.high):
        raise _refused(setting)
    return value


def _refused(setting: Setting) -> Refused:
    do = _("请重新填写。")
    if setting.low is not None and setting.high is not None:
        do = _("请填写 {low} 到 {high} 之间的数。").format(low=setting.low, high=setting.high)
    return Refused(
        _("「{name}」的值不合适。").format(name=setting.title), _("原来的值没有改。"), do,
        code="bad-setting", field=setting.key,
    )  # fmt: skip


@verb(permit="setting.all", reads=True)
def all_settings(work: Work) -> tuple[SettingValue, ...]:
    """Every setting with today's value."""
    return tuple(work.settings.all())


@verb(permit="setting.change")
def change(work: Work, key: str, value: Any, valid_from: date | None = None) -> SettingValue:
    """Set a value; a dated setting keeps its earlier values for the days before ``valid_from``."""
    setting = BY_KEY[key]
    value = checked(setting, value)
    first = (valid_from or work.today) if setting.is_dated else None
    row = work.session.scalar(
        select(SettingRow).where(SettingRow.key == key, SettingRow.valid_from.is_not_distinct_from(first))
    )
    said = json.dumps(str(value) if isinstance(value, Decimal) else value, ensure_ascii=False)
    if row is None:
        work.add(SettingRow(key=key, value=said, valid_from=first))
    else:
        row.value = said
    work.session.flush()
    work.__dict__.pop("settings", None)
    return SettingValue(setting, value, value == setting.default, first)
