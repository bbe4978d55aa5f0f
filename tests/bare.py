"""The file of an office, reached past every service: to break it, or to look with eyes other than the program's."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def bare(file: Path | str, **how: Any) -> Iterator[sqlite3.Connection]:
    """A plain connection; what was done is committed and the file is closed at the end.

    ``with sqlite3.connect`` only commits, and the garbage collector closes some time later: the log is copied into
    the file then, under the eyes of a test that compares bytes.
    """
    with closing(sqlite3.connect(file, **how)) as connection, connection:
        yield connection
