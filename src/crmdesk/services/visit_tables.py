"""As much of the tables of visits and of the exchange as the first page asks for: their classes are not loaded for it."""

from sqlalchemy import Boolean, Date, Integer, String, Text, Uuid, column, table

from crmdesk.models.types import Instant

_CASE = ("flow_version", "state", "rep_name")
PLAN = table(
    "visit_plan", column("id", Uuid), *(column(name, String) for name in _CASE), column("state_since", Instant),
    column("year", Integer), column("month", Integer), column("rep_id", Uuid), column("alive", Boolean),
)  # fmt: skip
LINE = table(
    "visit_plan_line", column("id", Uuid), column("plan_id", Uuid), column("planned_on", Date), column("dealer_id", Uuid),
    column("way", String), column("route", Text), column("route_order", Integer), column("aim", Text),
    column("problem", Text), column("solution", Text), column("hours", Integer), column("remark", Text),
    column("missed", String), column("alive", Boolean),
)  # fmt: skip
VERSION = table(
    "visit_plan_version", column("id", Uuid), column("plan_id", Uuid), column("number", Integer), column("kind", String),
    column("content", Text),
)  # fmt: skip
DAY = table(
    "visit_day", column("id", Uuid), *(column(name, String) for name in _CASE), column("state_since", Instant),
    column("rep_id", Uuid), column("day", Date), column("alive", Boolean),
)  # fmt: skip
VISIT = table(
    "visit", column("id", Uuid), column("day_id", Uuid), column("plan_line_id", Uuid), column("dealer_id", Uuid),
    column("alive", Boolean),
)  # fmt: skip
CASE = table(
    "visit_case", column("id", Uuid), *(column(name, String) for name in _CASE), column("state_since", Instant),
    column("kind", String), column("rep_id", Uuid), column("dealer_name", Text), column("heading", Text),
    column("addressee", String), column("alive", Boolean),
)  # fmt: skip
DEALER = table(
    "dealer", column("id", Uuid), column("dealer_class", String), column("status", String), column("owner", Text),
    column("alive", Boolean), column("merged_into", Uuid),
)  # fmt: skip
CONFLICT = table("open_conflict", column("id", Uuid), column("about_id", Uuid), column("since", Instant))
PACKET = table(
    "packet", column("id", Uuid), column("way", String), column("state", String), column("desk_id", Uuid),
    column("number", Integer),
)  # fmt: skip
CIRCULATION = table(
    "circulation", column("id", Uuid), column("subject", Text), column("record_id", Uuid), column("reader_id", Uuid),
    column("from_name", Text), column("note", Text), column("read_at", Instant), column("created_at", Instant),
)  # fmt: skip
