"""The last word of every order of dealers, and the quickest name of a row, which each database has its own way.

SQLite's row numbers stand at the end of every index entry: an order that ends with them is read from the index
alone, at any place of a million rows. PostgreSQL has the id in the index for that.
"""

from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.ext.compiler import compiles


class Arrival(ColumnElement[Any]):
    """Which of two alike dealers came first; unique for each."""

    inherit_cache = True


@compiles(Arrival, "sqlite")
def _row_number(element: Arrival, compiler: Any, **kw: Any) -> str:
    return "dealer.rowid"


@compiles(Arrival)
def _id(element: Arrival, compiler: Any, **kw: Any) -> str:
    return "dealer.id"
