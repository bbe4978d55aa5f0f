"""Someone was quicker: what stands there now, beside what the user wanted to write."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from crmdesk.models.base import Record
from crmdesk.models.dealer import DealerRow
from crmdesk.models.journal import JournalEntry
from crmdesk.rules.errors import Conflict
from crmdesk.services.dealer_form import contacts_of
from crmdesk.services.verbs import Work
from crmdesk.words import _


def conflict_of(work: Work, row: Record, seen: int, mine: Mapping[str, Any]) -> Conflict:
    """The conflict over ``row``, which has moved on from revision ``seen``.

    ``theirs`` holds the present value of every field that was changed since, by whom the journal says.
    """
    entries = work.session.scalars(
        select(JournalEntry)
        .where(JournalEntry.record_id == row.id, JournalEntry.revision > seen)
        .order_by(JournalEntry.arrival)
    ).all()
    changed = {field for entry in entries for field in json.loads(entry.changes)}
    theirs = {field: getattr(row, field) for field in sorted(changed) if hasattr(row, field)}
    if isinstance(row, DealerRow) and "contacts" in mine:
        theirs |= _contacts(work, row, len(entries))
    who = entries[-1].person_name if entries else ""
    what = _("您打开之后,{who}先改了这条记录。").format(who=who or _("有人"))
    return Conflict(what, mine, theirs, who)


def _contacts(work: Work, row: DealerRow, revisions: int) -> dict[str, Any]:
    """The dealer's further contacts, where one of the calls that made the last ``revisions`` changed them."""
    last = (
        select(JournalEntry.call_id)
        .where(JournalEntry.record_id == row.id)
        .order_by(JournalEntry.arrival.desc())
        .limit(revisions)
    )
    line = select(JournalEntry.arrival).where(
        JournalEntry.about_id == row.id, JournalEntry.subject == "dealer_contact", JournalEntry.call_id.in_(last)
    )
    changed = work.session.scalar(line.limit(1)) is not None
    return {"contacts": contacts_of(work.session, row.id)} if changed else {}
