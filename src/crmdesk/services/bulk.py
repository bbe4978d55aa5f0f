"""Many rows at once, by the driver's executemany in the session's own transaction.

Values go in as the driver takes them (ids as 32 hex digits, money as fen, enumerations as their codes);
``driver_values`` turns a column of Python values into such. No object is made per cell.
"""

import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Table
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

#: Rows per call of the driver: progress and cancel come as often.
MANY = 5_000
#: Memory that a large write may take for changed pages.
ROOM_KB = 262_144


def new_keys(count: int) -> list[str]:
    """So many UUIDv7 as hex digits, rising: one millisecond, a counter of 24 bits, 48 random bits (RFC 9562 6.2)."""
    milliseconds = f"{time.time_ns() // 1_000_000:012x}"
    noise = os.urandom(6 * count).hex()
    return [
        f"{milliseconds}7{n >> 12:03x}8{n & 0xFFF:03x}{noise[12 * n : 12 * n + 12]}" for n in range(count)
    ]


def driver_values(session: Session, column: ColumnElement[Any], values: Sequence[Any]) -> list[Any]:
    """A column of Python values as the driver takes them; equal values are turned once."""
    dialect = session.get_bind().dialect
    turn = column.type.dialect_impl(dialect).bind_processor(dialect)
    if turn is None:
        return values if isinstance(values, list) else list(values)
    turned = {value: turn(value) for value in set(values)}
    return [turned[value] for value in values]


def python_value(session: Session, column: ColumnElement[Any], value: Any) -> Any:
    """One value as the driver gave it, as Python keeps it."""
    dialect = session.get_bind().dialect
    turn = column.type.dialect_impl(dialect).result_processor(dialect, None)
    return value if turn is None else turn(value)


def insert_rows(
    session: Session, table: Table, names: Sequence[str], rows: Iterable[Sequence[Any]],
    common: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    """Insert rows of driver values in the order of the column names; ``common`` are columns that all share.

    Only texts and whole numbers may be common: they stand in the statement itself, and so are bound once.
    """
    common = common or {}
    value = mark(session)
    said = ", ".join([value] * len(names) + [_literal(session, v) for v in common.values()])
    run(
        session,
        f"INSERT INTO {table.name} ({', '.join((*names, *common))}) VALUES ({said})",
        rows,
    )


def _literal(session: Session, value: str | int | None) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, int):
        return str(value)
    said = str(value).replace("\0", "").replace("'", "''")
    return f"'{said if mark(session) == '?' else said.replace('%', '%%')}'"


def update_rows(session: Session, table: Table, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write the named columns of rows; the last value of each is its ``id``."""
    value = mark(session)
    said = ", ".join(f"{name} = {value}" for name in names)
    run(session, f"UPDATE {table.name} SET {said} WHERE id = {value}", rows)


def mark(session: Session) -> str:
    """What stands for a value in a statement of this driver."""
    return "?" if session.get_bind().dialect.paramstyle == "qmark" else "%s"


def run(session: Session, statement: str, rows: Iterable[Sequence[Any]]) -> None:
    """By the driver itself, which takes the rows one by one; its errors become the session's."""
    connection = session.connection()
    cursor: Any = connection.connection.cursor()
    errors = connection.dialect.loaded_dbapi.Error
    try:
        cursor.executemany(statement, rows)
    except errors as error:
        raise DBAPIError.instance(statement, None, error, errors, dialect=connection.dialect) from error
    finally:
        cursor.close()


#: Set in ``session.info``: there is something left for ``Later`` to do.
LEFT = "crmdesk.left"


@contextmanager
def roomy(session: Session) -> Iterator[None]:
    """Room in memory for all pages that a large write changes, so that SQLite does not write them out twice.

    Nor does the commit copy them from the log, where they are safe, into the file: ``Later`` does.
    """
    if session.get_bind().dialect.name != "sqlite":
        yield
        return
    connection = session.connection()
    usual = connection.exec_driver_sql("PRAGMA cache_size").scalar_one()
    connection.exec_driver_sql(f"PRAGMA cache_size=-{ROOM_KB}")
    connection.exec_driver_sql("PRAGMA wal_autocheckpoint=0")
    session.info[LEFT] = True
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA cache_size={usual}")


def batches(rows: Iterable[Any], many: int = MANY) -> Iterator[list[Any]]:
    """The rows in lists of at most ``many``."""
    rows = iter(rows)
    while batch := list(islice(rows, many)):
        yield batch
