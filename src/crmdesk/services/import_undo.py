"""Taking an import back from the journal: what it made is struck out, what it changed gets its old values.

What someone built upon since is left alone and listed. A change that was itself taken back does not count.
"""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Select, Table, Text, func, select

from crmdesk.models.complaint import ComplaintRow
from crmdesk.models.dealer import DealerContactRow, DealerRow
from crmdesk.models.journal import JournalEntry
from crmdesk.models.office import ImportBatchRow
from crmdesk.rules.china_time import in_china
from crmdesk.rules.errors import NotFound, Refused
from crmdesk.rules.import_batch import LeftAlone, Undone
from crmdesk.services import bulk, history, journal, search
from crmdesk.services.built_upon import changed_since
from crmdesk.services.verbs import EVERYTHING, Work
from crmdesk.words import _

_DEALER = cast(Table, DealerRow.__table__)
_CONTACT = cast(Table, DealerContactRow.__table__)
_ENTRY = JournalEntry.__table__.c
_FEW = 500
_STRUCK = '{"alive":[true,false]}'


@dataclass(frozen=True, slots=True)
class _Touched:
    """A record that the import wrote: at ``revision``; it stands at ``now``. ``changes`` is None where it is new.

    ``key`` is its id, ``about`` that of its dealer, as hex digits.
    """

    key: str
    about: str
    revision: int
    now: int
    alive: bool
    changes: str | None

    @property
    def is_new(self) -> bool:
        return self.changes is None


def undo_import(work: Work, batch: ImportBatchRow) -> Undone:
    """Take it back whole, in bulk; Refused where that was done already."""
    begun = time.perf_counter()
    if batch.undone_at is not None:
        raise Refused(
            _("这次导入在 {at} 已经撤销过了。").format(at=f"{in_china(batch.undone_at):%Y-%m-%d %H:%M}"),
            _("没有改动。"), "", code="undone-already",
        )  # fmt: skip
    call = work.session.scalar(
        select(_ENTRY.call_id).where(_ENTRY.about_id == batch.id).order_by(_ENTRY.arrival).limit(1)
    )
    if call is None:
        raise NotFound(_("找不到这次导入的历史记录。"), _("没有改动。"))
    work.cause = f"undo:{call}"
    work.progress(0, 0, _("正在核对历史"))
    with bulk.roomy(work.session):
        removed, restored, left = _Undoing(work, call).run()
    batch.undone_at, batch.left_alone = work.now, len(left)
    work.session.flush()
    work.note_changed("dealer", EVERYTHING)
    return Undone(batch.id, removed, restored, left, time.perf_counter() - begun)


class _Undoing:
    """One import on its way back."""

    def __init__(self, work: Work, call: UUID) -> None:
        self._work, self._session, self._call = work, work.session, call
        who = work.person.id if work.person else None
        said = {"changed_at": work.now, "changed_by": who}
        self._stamps = {
            name: bulk.driver_values(self._session, _DEALER.c[name], [value])[0]
            for name, value in said.items()
        }
        self._dead = bulk.driver_values(self._session, _DEALER.c.alive, [False])[0]
        self._done = self._all = 0

    def run(self) -> tuple[int, int, tuple[LeftAlone, ...]]:
        """How many were removed and restored, and who was left alone."""
        dealers = [*self._touched(_DEALER, new=True), *self._touched(_DEALER, new=False)]
        reasons = self._built_upon(dealers)
        new = [one for one in dealers if one.is_new and one.key not in reasons]
        old = [one for one in dealers if not one.is_new and one.key not in reasons]
        self._all = len(new) + len(old)
        self._strike_out("dealer", _DEALER, new)
        reasons |= self._taken_codes(old)
        old = [one for one in old if one.key not in reasons]
        self._put_back("dealer", _DEALER, old)
        self._undo_contacts(set(reasons))
        search.write_soon(self._session, [one.key for one in (*new, *old)])
        return len(new), len(old), self._left(reasons)

    # --- what it wrote, and what stands on it ---------------------------------------------------------

    def _touched(self, table: Table, *, new: bool) -> list[_Touched]:
        """The records, held so that nobody changes them meanwhile; by the driver, no id becomes an object."""
        said = "" if new else ", e.changes"
        held = "" if bulk.mark(self._session) == "?" else " FOR UPDATE OF r"
        statement = (
            f"SELECT e.record_id, e.about_id, e.revision, r.revision, r.alive{said} FROM journal e"
            f" JOIN {table.name} r ON r.id = e.record_id WHERE e.call_id = {bulk.mark(self._session)}"
            f" AND e.subject = '{table.name}' AND e.revision {'= 1' if new else '> 1'} ORDER BY e.arrival{held}"
        )
        call = bulk.driver_values(self._session, _ENTRY.call_id, [self._call])[0]
        return [
            _Touched(_hex(key), _hex(about), revision, now, bool(alive), changes[0] if changes else None)
            for key, about, revision, now, alive, *changes in self._session.connection().exec_driver_sql(
                statement, (call,)
            )
        ]

    def _built_upon(self, dealers: Sequence[_Touched]) -> dict[str, str]:
        """Why each of those is left alone that someone has built upon."""
        moved = [one for one in dealers if one.now != one.revision or not one.alive]
        changed = changed_since(self._session, {UUID(one.key): one.revision for one in moved})
        reasons = {
            one.key: _("之后又改过") if one.alive else _("之后并入了别的客户")
            for one in moved
            if UUID(one.key) in changed
        }
        forms = self._forms({one.key for one in dealers if one.is_new and one.key not in reasons})
        return reasons | {key: _("有 {n} 张客户抱怨").format(n=n) for key, n in forms.items()}

    def _forms(self, keys: set[str]) -> dict[str, int]:
        """How many complaints hang on each."""
        form = ComplaintRow.__table__.c
        statement = select(form.dealer_id, func.count()).where(form.dealer_id.is_not(None))
        rows = self._session.execute(statement.group_by(form.dealer_id))
        return {key.hex: n for key, n in rows if key.hex in keys}

    def _taken_codes(self, old: Sequence[_Touched]) -> dict[str, str]:
        """Dealers whose old code another one has by now."""
        codes = {
            one.key: changes["code"][0]
            for one in old
            if '"code"' in (one.changes or "") and "code" in (changes := json.loads(one.changes or "{}"))
        }
        holders: dict[str, str] = {}
        for part in bulk.batches({code for code in codes.values() if code}, _FEW):
            c = _DEALER.c
            rows = self._session.execute(select(c.code, c.id, c.name).where(c.alive, c.code.in_(part)))
            holders |= {code: name for code, key, name in rows if key.hex not in codes}
        return {
            key: _("原来的编号 {code} 已经是「{name}」的").format(code=code, name=holders[code])
            for key, code in codes.items()
            if code in holders
        }

    def _left(self, reasons: Mapping[str, str]) -> tuple[LeftAlone, ...]:
        """With who changed each last, in the order of their codes."""
        found: list[LeftAlone] = []
        for part in bulk.batches(map(UUID, reasons), _FEW):
            forms = self._newest_forms(part)
            for key, code, name, who, at in self._session.execute(_last_change(part)):
                who, at = forms.get(key, (who, at))
                found.append(LeftAlone(key, code, name, reasons[key.hex], who, at))
        return tuple(sorted(found, key=lambda one: (one.code, one.name)))

    def _newest_forms(self, keys: Sequence[UUID]) -> dict[UUID, tuple[str, datetime]]:
        form = ComplaintRow.__table__.c
        rows = self._session.execute(
            select(form.dealer_id, form.filled_by, form.created_at)
            .where(form.dealer_id.in_(keys))
            .order_by(form.created_at)
        )
        return {key: (who, at) for key, who, at in rows}

    # --- writing --------------------------------------------------------------------------------------

    def _strike_out(self, subject: str, table: Table, new: Sequence[_Touched]) -> None:
        names = ("alive", "revision", *self._stamps)
        for part in self._slices(new):
            values = (self._dead, *self._stamps.values())
            rows = ((values[0], one.now + 1, *values[1:], one.key) for one in part)
            bulk.update_rows(self._session, table, names, rows)
            self._tell(subject, part, [_STRUCK] * len(part))

    def _put_back(self, subject: str, table: Table, old: Sequence[_Touched]) -> None:
        for part in self._slices(old):
            changes = [json.loads(one.changes or "{}") for one in part]
            alike: dict[tuple[str, ...], list[int]] = {}
            for at, change in enumerate(changes):
                alike.setdefault(tuple(change), []).append(at)
            for names, places in alike.items():
                columns = [
                    self._driven(subject, table, name, [changes[at][name][0] for at in places])
                    for name in names
                ]
                own = ((part[at].now + 1, *self._stamps.values(), part[at].key) for at in places)
                rows = ((*row[:-1], *row[-1]) for row in zip(*columns, own, strict=True))
                bulk.update_rows(self._session, table, (*names, "revision", *self._stamps), rows)
            self._tell(subject, part, [_turned(change) for change in changes])

    def _driven(self, subject: str, table: Table, name: str, values: Sequence[Any]) -> list[Any]:
        """Values of the journal as the driver takes them; most columns are text and stand there as they are."""
        column = table.c[name]
        if isinstance(column.type, Text):
            return ["" if value is None else value for value in values]
        typed = {value: history.typed(subject, name, value) for value in set(values)}
        return bulk.driver_values(self._session, column, [typed[value] for value in values])

    def _undo_contacts(self, left: set[str]) -> None:
        """The further contacts of those that were not left alone."""
        new, old = ([one for one in self._touched(_CONTACT, new=is_new) if self._goes(one, left)]
                    for is_new in (True, False))  # fmt: skip
        self._strike_out("dealer_contact", _CONTACT, new)
        self._put_back("dealer_contact", _CONTACT, old)

    def _goes(self, one: _Touched, left: set[str]) -> bool:
        return one.about not in left and one.alive and one.now == one.revision

    def _tell(self, subject: str, part: Sequence[_Touched], texts: Sequence[str]) -> None:
        keys, revisions = [one.key for one in part], [one.now + 1 for one in part]
        about = [one.about for one in part]
        journal.write_bulk(self._work, subject, keys, revisions, texts, about)

    def _slices(self, some: Sequence[_Touched]) -> Iterator[Sequence[_Touched]]:
        for start in range(0, len(some), bulk.MANY):
            part = some[start : start + bulk.MANY]
            yield part
            self._work.stop_if_cancelled()
            self._done += len(part)
            self._work.progress(min(self._done, self._all), self._all, _("正在撤销"))


def _hex(value: Any) -> str:
    return value if type(value) is str else str(value.hex)


def _turned(changes: Mapping[str, Sequence[Any]]) -> str:
    """The journal's text for the way back."""
    back = {name: [after, before] for name, (before, after) in changes.items()}
    return json.dumps(back, ensure_ascii=False, separators=(",", ":"))


def _last_change(keys: Sequence[UUID]) -> Select[Any]:
    """Code and name of dealers, and by whom and when they came to stand as they do."""
    c = _DEALER.c
    is_last = (_ENTRY.about_id == c.id) & (_ENTRY.record_id == c.id) & (_ENTRY.revision == c.revision)
    return (
        select(c.id, c.code, c.name, _ENTRY.person_name, _ENTRY.at)
        .join(JournalEntry.__table__, is_last)
        .where(c.id.in_(keys))
    )
