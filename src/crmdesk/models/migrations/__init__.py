"""Alembic migrations, run by ``services/store.py`` over a connection that it opened."""
