"""Visits: monthly plans, the handbook, cases 请示."""

import sqlalchemy as sa
from alembic import op

from crmdesk.models.migrations.columns import case, record
from crmdesk.models.migrations.triggers import guard_state

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _visits()
    _cases()
    for table in ("visit_plan", "visit_day", "visit_case"):
        guard_state(table)



def _visits() -> None:
    op.create_table(
        "visit_plan",
        *case(),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("rep_id", sa.Uuid(), nullable=False),
        sa.Column("rep_name", sa.Text(), nullable=False),
        sa.Column("goals", sa.Text(), nullable=False),
        sa.Column("filled_on", sa.Date(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("mark", sa.Integer(), nullable=True),
        sa.Column("check_remark", sa.Text(), nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("alive", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["rep_id"], ["person.id"], name=op.f("fk_visit_plan_rep_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_plan")),
    )
    op.create_index("ix_visit_plan_month", "visit_plan", ["year", "month", "rep_id"])

    op.create_table(
        "visit_plan_line",
        *record(),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("dealer_id", sa.Uuid(), nullable=True),
        sa.Column("dealer_code", sa.Text(), nullable=False),
        sa.Column("dealer_name", sa.Text(), nullable=False),
        sa.Column("dealer_class", sa.String(32), nullable=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("route_order", sa.Integer(), nullable=True),
        sa.Column("way", sa.String(32), nullable=False),
        sa.Column("aim", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("solution", sa.Text(), nullable=False),
        sa.Column("hours", sa.BigInteger(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("change_reason", sa.Text(), nullable=False),
        sa.Column("missed", sa.String(32), nullable=True),
        sa.Column("alive", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["dealer_id"], ["dealer.id"], name=op.f("fk_visit_plan_line_dealer_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["visit_plan.id"], name=op.f("fk_visit_plan_line_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_plan_line")),
    )
    op.create_index(op.f("ix_visit_plan_line_dealer_id"), "visit_plan_line", ["dealer_id"])
    op.create_index(op.f("ix_visit_plan_line_plan_id"), "visit_plan_line", ["plan_id"])

    op.create_table(
        "visit_plan_version",
        *record(),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("person_name", sa.Text(), nullable=False),
        sa.Column("on_behalf_of", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["visit_plan.id"], name=op.f("fk_visit_plan_version_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_plan_version")),
    )
    op.create_index(op.f("ix_visit_plan_version_plan_id"), "visit_plan_version", ["plan_id"])

    op.create_table(
        "visit_day",
        *case(),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("rep_id", sa.Uuid(), nullable=False),
        sa.Column("rep_name", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("dressed", sa.Boolean(), nullable=False),
        sa.Column("mark", sa.Integer(), nullable=True),
        sa.Column("check_remark", sa.Text(), nullable=False),
        sa.Column("checked_by", sa.Text(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("alive", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["rep_id"], ["person.id"], name=op.f("fk_visit_day_rep_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_day")),
    )
    op.create_index("ix_visit_day_day", "visit_day", ["day", "rep_id"])
    op.create_index("ix_visit_day_state", "visit_day", ["state", "day"])

    op.create_table(
        "visit",
        *record(),
        sa.Column("day_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("plan_line_id", sa.Uuid(), nullable=True),
        sa.Column("dealer_id", sa.Uuid(), nullable=True),
        sa.Column("dealer_code", sa.Text(), nullable=False),
        sa.Column("dealer_name", sa.Text(), nullable=False),
        sa.Column("dealer_class", sa.String(32), nullable=True),
        sa.Column("dealer_kind", sa.String(32), nullable=True),
        sa.Column("way", sa.String(32), nullable=False),
        sa.Column("arrived_at", sa.Text(), nullable=False),
        sa.Column("left_at", sa.Text(), nullable=False),
        sa.Column("met", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("promises", sa.Text(), nullable=False),
        sa.Column("order_amount", sa.BigInteger(), nullable=True),
        sa.Column("order_note", sa.Text(), nullable=False),
        sa.Column("collected", sa.BigInteger(), nullable=True),
        sa.Column("collected_note", sa.Text(), nullable=False),
        sa.Column("market", sa.Text(), nullable=False),
        sa.Column("asks", sa.Boolean(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("next_aim", sa.Text(), nullable=False),
        sa.Column("check_remark", sa.Text(), nullable=False),
        sa.Column("alive", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["day_id"], ["visit_day.id"], name=op.f("fk_visit_day_id")),
        sa.ForeignKeyConstraint(["dealer_id"], ["dealer.id"], name=op.f("fk_visit_dealer_id")),
        sa.ForeignKeyConstraint(["plan_line_id"], ["visit_plan_line.id"], name=op.f("fk_visit_plan_line_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
    )
    op.create_index(op.f("ix_visit_day_id"), "visit", ["day_id"])
    op.create_index(op.f("ix_visit_dealer_id"), "visit", ["dealer_id"])
    op.create_index(op.f("ix_visit_plan_line_id"), "visit", ["plan_line_id"])

    op.create_table(
        "visit_check",
        *record(),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_check_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_check")),
    )
    op.create_index(op.f("ix_visit_check_visit_id"), "visit_check", ["visit_id"])

    op.create_table(
        "visit_price",
        *record(),
        sa.Column("product", sa.Text(), nullable=False),
        sa.Column("floor_price", sa.BigInteger(), nullable=True),
        sa.Column("actual_price", sa.BigInteger(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("alive", sa.Boolean(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_price_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_price")),
    )
    op.create_index(op.f("ix_visit_price_visit_id"), "visit_price", ["visit_id"])

    op.create_table(
        "visit_evidence",
        *record(),
        sa.Column("part_number", sa.Text(), nullable=False),
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("alive", sa.Boolean(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_evidence_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_evidence")),
    )
    op.create_index(op.f("ix_visit_evidence_visit_id"), "visit_evidence", ["visit_id"])

    op.create_table(
        "visit_stock",
        *record(),
        sa.Column("product", sa.Text(), nullable=False),
        sa.Column("sold", sa.BigInteger(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("stock", sa.BigInteger(), nullable=True),
        sa.Column("on_the_way", sa.BigInteger(), nullable=True),
        sa.Column("safety", sa.BigInteger(), nullable=True),
        sa.Column("suggested", sa.BigInteger(), nullable=True),
        sa.Column("ordered", sa.BigInteger(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("alive", sa.Boolean(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_stock_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_stock")),
    )
    op.create_index(op.f("ix_visit_stock_visit_id"), "visit_stock", ["visit_id"])

    op.create_table(
        "visit_training",
        *record(),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("hours", sa.BigInteger(), nullable=True),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("alive", sa.Boolean(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_training_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_training")),
    )
    op.create_index(op.f("ix_visit_training_visit_id"), "visit_training", ["visit_id"])

    op.create_table(
        "visit_project",
        *record(),
        sa.Column("project", sa.Text(), nullable=False),
        sa.Column("buyer", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("is_major", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("alive", sa.Boolean(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_project_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_project")),
    )
    op.create_index(op.f("ix_visit_project_visit_id"), "visit_project", ["visit_id"])

    op.create_table(
        "safety_stock",
        *record(),
        sa.Column("dealer_id", sa.Uuid(), nullable=False),
        sa.Column("product", sa.Text(), nullable=False),
        sa.Column("lead_days", sa.Integer(), nullable=True),
        sa.Column("cycle_days", sa.Integer(), nullable=True),
        sa.Column("factor_percent", sa.Integer(), nullable=True),
        sa.Column("alive", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["dealer_id"], ["dealer.id"], name=op.f("fk_safety_stock_dealer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safety_stock")),
    )
    op.create_index(op.f("ix_safety_stock_dealer_id"), "safety_stock", ["dealer_id"])


def _cases() -> None:
    op.create_table(
        "visit_case",
        *case(),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("rep_id", sa.Uuid(), nullable=False),
        sa.Column("rep_name", sa.Text(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=True),
        sa.Column("dealer_id", sa.Uuid(), nullable=True),
        sa.Column("dealer_name", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("addressee", sa.String(32), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("alive", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["dealer_id"], ["dealer.id"], name=op.f("fk_visit_case_dealer_id")),
        sa.ForeignKeyConstraint(["rep_id"], ["person.id"], name=op.f("fk_visit_case_rep_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_case_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_case")),
    )
    op.create_index(op.f("ix_visit_case_dealer_id"), "visit_case", ["dealer_id"])
    op.create_index("ix_visit_case_state", "visit_case", ["state", "opened_on"])
    op.create_index(op.f("ix_visit_case_visit_id"), "visit_case", ["visit_id"])

    op.create_table(
        "visit_case_note",
        *record(),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("person_name", sa.Text(), nullable=False),
        sa.Column("on_behalf_of", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["visit_case.id"], name=op.f("fk_visit_case_note_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_case_note")),
    )
    op.create_index(op.f("ix_visit_case_note_case_id"), "visit_case_note", ["case_id"])
