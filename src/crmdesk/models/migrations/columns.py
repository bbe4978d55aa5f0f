"""Columns that many tables have, for the migrations: new objects on each call, since a column belongs to one table."""

from typing import Any

import sqlalchemy as sa


def record() -> tuple["sa.Column[Any]", ...]:
    """What every record has."""
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
    )


def case() -> tuple["sa.Column[Any]", ...]:
    """What every record has that goes from station to station."""
    return (
        *record(),
        sa.Column("flow_version", sa.Text(), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
    )
