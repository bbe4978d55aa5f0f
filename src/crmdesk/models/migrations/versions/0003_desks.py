"""Attachments, deputies, and the exchange of packets between desks."""

import sqlalchemy as sa
from alembic import op

from crmdesk.models.migrations.columns import record
from crmdesk.models.migrations.triggers import let_arrived_states_pass

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _older_tables()
    _attachments_and_deputies()
    _exchange()


def _older_tables() -> None:
    text, big, when = sa.Text(), sa.BigInteger(), sa.DateTime(timezone=True)
    op.add_column("journal", sa.Column("bases", text, nullable=False, server_default=""))
    op.create_index("ix_journal_record", "journal", ["record_id", "arrival"])
    for name, default in (("channel", "here"), ("seen", ""), ("decided", "")):
        op.add_column("transition", sa.Column(name, text, nullable=False, server_default=default))
    op.add_column("desk", sa.Column("code", text, nullable=False, server_default=""))
    op.add_column("desk", sa.Column("is_head", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("desk", sa.Column("public_key", sa.LargeBinary(), nullable=False, server_default=""))
    op.add_column("desk", sa.Column("acquainted_at", when, nullable=True))
    op.add_column("desk", sa.Column("revoked_at", when, nullable=True))
    op.add_column("desk", sa.Column("revoked_from", big, nullable=True))
    op.add_column("desk", sa.Column("scope", text, nullable=False, server_default="office"))
    op.add_column("desk", sa.Column("scope_person", sa.Uuid(), nullable=True))
    op.add_column("desk", sa.Column("known", text, nullable=False, server_default="{}"))
    op.add_column("desk", sa.Column("signed_head", text, nullable=False, server_default=""))


def _attachments_and_deputies() -> None:
    op.create_table(
        "attachment",
        *record(),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("shown_with", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("alive", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    op.create_index("ix_attachment_record", "attachment", ["record_id", "alive"])
    op.create_index(op.f("ix_attachment_sha256"), "attachment", ["sha256"])

    op.create_table(
        "file_content",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_file_content")),
    )

    op.create_table(
        "deputy",
        *record(),
        sa.Column("principal_id", sa.Uuid(), nullable=False),
        sa.Column("deputy_id", sa.Uuid(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("alive", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["deputy_id"], ["person.id"], name=op.f("fk_deputy_deputy_id")),
        sa.ForeignKeyConstraint(["principal_id"], ["person.id"], name=op.f("fk_deputy_principal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deputy")),
    )
    op.create_index(op.f("ix_deputy_deputy_id"), "deputy", ["deputy_id"])

    op.create_table(
        "circulation",
        *record(),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("reader_id", sa.Uuid(), nullable=False),
        sa.Column("reader_name", sa.Text(), nullable=False),
        sa.Column("from_name", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["reader_id"], ["person.id"], name=op.f("fk_circulation_reader_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circulation")),
    )
    op.create_index("ix_circulation_reader", "circulation", ["reader_id", "read_at"])
    op.create_index(op.f("ix_circulation_record"), "circulation", ["record_id"])


def _exchange() -> None:
    op.create_table(
        "packet",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("way", sa.String(32), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("desk_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("person_name", sa.Text(), nullable=False),
        sa.Column("prefixes", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["desk_id"], ["desk.id"], name=op.f("fk_packet_desk_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packet")),
    )
    op.create_index("ix_packet_desk", "packet", ["desk_id", "way", "number"])

    op.create_table(
        "arrived_state",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("case_revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_arrived_state")),
    )
    for table in ("complaint", "visit_plan", "visit_day", "visit_case"):
        let_arrived_states_pass(table)

    op.create_table(
        "open_conflict",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("heads", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("suspends", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_conflict")),
    )
    op.create_index(op.f("ix_open_conflict_about_id"), "open_conflict", ["about_id"])
    op.create_index("ix_open_conflict_record", "open_conflict", ["record_id", "field"], unique=True)
