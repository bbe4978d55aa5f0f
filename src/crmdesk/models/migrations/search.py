"""The index of the search: full-text tables on SQLite, a table of terms on PostgreSQL."""

from alembic import op

#: Nothing of the texts is stored twice (``content=''``). Tokens are parted by blanks when they are written:
#: texts in pairs of characters (shorter than the index of beginnings, which is for pinyin and phone numbers).
_SQLITE = (
    "CREATE TABLE dealer_due (dealer_id CHAR(32) NOT NULL, CONSTRAINT pk_dealer_due PRIMARY KEY (dealer_id)) WITHOUT ROWID",
    "CREATE TABLE dealer_key (key INTEGER NOT NULL, dealer_id CHAR(32), fingerprint INTEGER NOT NULL, "
    "CONSTRAINT pk_dealer_key PRIMARY KEY (key), CONSTRAINT uq_dealer_key_dealer_id UNIQUE (dealer_id))",
    "CREATE VIRTUAL TABLE dealer_text USING fts5(name, city, code, starts, content='', columnsize=0, "
    "tokenize='ascii', prefix='3')",
)
#: In the C collation an ordinary index finds what begins with a word.
_POSTGRESQL = (
    "CREATE TABLE dealer_due (dealer_id UUID NOT NULL, CONSTRAINT pk_dealer_due PRIMARY KEY (dealer_id))",
    'CREATE TABLE dealer_term (term TEXT COLLATE "C" NOT NULL, dealer_id UUID NOT NULL)',
    "CREATE INDEX ix_dealer_term_term ON dealer_term (term, dealer_id)",
    "CREATE INDEX ix_dealer_term_dealer_id ON dealer_term (dealer_id)",
)


def build_search() -> None:
    """Make the empty index."""
    for statement in _POSTGRESQL if op.get_bind().dialect.name == "postgresql" else _SQLITE:
        op.execute(statement)
