"""What the database itself refuses: changing the journal, and a state without its transition."""

from alembic import op

_SQLITE = (
    """CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
       BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    """CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
       BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
)
_POSTGRESQL = (
    """CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$""",
    """CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal
       FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse()""",
)
_STEP = """SELECT 1 FROM transition t WHERE t.case_id = NEW.id AND t.from_state = OLD.state
           AND t.to_state = NEW.state AND t.case_revision = OLD.revision"""

#: A packet brings a step that was taken elsewhere, from another state than the one that stands here: what is written
#: must be announced for this very revision, and a step of the case must lead there.
_ARRIVED = """SELECT 1 FROM arrived_state a JOIN transition t ON t.case_id = a.case_id AND t.to_state = a.state
              WHERE a.case_id = NEW.id AND a.state = NEW.state AND a.case_revision = OLD.revision"""


def guard_journal() -> None:
    """Triggers that refuse UPDATE and DELETE on the journal."""
    for statement in _POSTGRESQL if op.get_bind().dialect.name == "postgresql" else _SQLITE:
        op.execute(statement)


def guard_state(table: str) -> None:
    """A trigger that refuses a change of ``state`` in ``table`` without its transition row."""
    _guard_state(table, f"EXISTS ({_STEP})")


def let_arrived_states_pass(table: str) -> None:
    """The same trigger anew: a state that a packet brings passes, as ``services/arrived_state.py`` announces it."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP TRIGGER {table}_state_step ON {table}")
        op.execute(f"DROP FUNCTION {table}_state_refuse()")
    else:
        op.execute(f"DROP TRIGGER {table}_state_step")
    _guard_state(table, f"EXISTS ({_STEP}) OR EXISTS ({_ARRIVED})")


def _guard_state(table: str, allowed: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"""CREATE FUNCTION {table}_state_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  IF NOT ({allowed}) THEN RAISE EXCEPTION 'a state needs its transition'; END IF;
                  RETURN NEW;
                END $$"""
        )
        op.execute(
            f"""CREATE TRIGGER {table}_state_step BEFORE UPDATE OF state ON {table} FOR EACH ROW
                WHEN (NEW.state IS DISTINCT FROM OLD.state) EXECUTE FUNCTION {table}_state_refuse()"""
        )
        return
    op.execute(
        f"""CREATE TRIGGER {table}_state_step BEFORE UPDATE OF state ON {table}
            WHEN NEW.state <> OLD.state AND NOT ({allowed})
            BEGIN SELECT RAISE(ABORT, 'a state needs its transition'); END"""
    )
