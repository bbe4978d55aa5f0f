"""The tables of the search index. They are made by ``migrations/search.py``, each on the database that needs it.

The index is derived: it is in no journal, and ``services/search.py`` can build it anew from the dealers.
"""

from sqlalchemy import Column, Integer, MetaData, Table, Text, Uuid

_tables = MetaData()

#: SQLite: which dealer a row of the full-text table means. A changed dealer gets a new key; what stands in
#: the full-text table under the old one is dead, because nothing can be taken out of them singly.
DEALER_KEY = Table(
    "dealer_key", _tables,
    Column("key", Integer, primary_key=True),
    Column("dealer_id", Uuid, unique=True),
    Column("fingerprint", Integer, nullable=False),  # of the searched fields: unchanged ones keep their key
)  # fmt: skip

#: SQLite, FTS5: name, city, code, and what is found by its beginning (``services/search_sqlite.py``).
DEALER_TEXT = Table("dealer_text", _tables, Column("rowid", Integer), Column("dealer_text", Text))

#: Dealers that an import has left to be indexed; empty but for the seconds behind a large one.
DEALER_DUE = Table("dealer_due", _tables, Column("dealer_id", Uuid, primary_key=True))

#: PostgreSQL: all that is found by its beginning, a letter for its kind in front.
DEALER_TERM = Table(
    "dealer_term", _tables,
    Column("term", Text, nullable=False),
    Column("dealer_id", Uuid, nullable=False),
)  # fmt: skip
