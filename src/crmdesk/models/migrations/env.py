"""Alembic's entry: runs the migrations on the connection that is handed in."""

from alembic import context

from crmdesk.models import load_all

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=load_all().metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
