"""Cells on their way from the reader process: what goes in comes out, in value and in kind."""

# ruff: noqa: DTZ001 - cells know no time zone

import io
import math
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.exchange import wire

numbers = st.floats(allow_nan=False)
moments = st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(9999, 1, 1))
cells = st.one_of(
    st.text(), numbers, st.booleans(), st.dates(), moments, st.times(), st.timedeltas(timedelta(0), timedelta(days=9))
)
columns = st.one_of(
    st.lists(st.text(), min_size=1),
    st.lists(numbers, min_size=1),
    st.lists(st.one_of(st.just(""), numbers), min_size=1),
    st.lists(st.one_of(st.just(""), st.dates()), min_size=1),
    st.lists(st.just(""), min_size=1),
    st.lists(cells, min_size=1),
)


@given(columns)
def test_a_column_comes_out_as_it_went_in(column):
    there = io.BytesIO()
    wire.send(there, wire.CHUNK, wire.pack(column))
    there.seek(0)
    kind, packed = wire.receive(there)
    back = wire.unpack(packed)
    assert kind == wire.CHUNK
    assert [(type(cell), cell) for cell in back] == [(type(cell), cell) for cell in column]


@pytest.mark.parametrize("cell", ["\0", "a\0b", "\ud800", "\x1f", "=1+1"])
def test_odd_characters_survive(cell):
    assert wire.unpack(wire.pack([cell, "x"])) == [cell, "x"]


def test_kinds_are_not_mixed_up():
    column = [1.0, True, "1", date(2026, 3, 5), datetime(2026, 3, 5), time(10, 30), -0.0]
    back = wire.unpack(wire.pack(column))
    assert list(map(type, back)) == list(map(type, column))
    assert math.copysign(1, back[-1]) == -1


def test_a_torn_frame_is_said():
    there = io.BytesIO()
    wire.send(there, wire.DONE, {"cells": 1})
    for length in range(len(there.getvalue())):
        with pytest.raises(wire.Torn):
            wire.receive(io.BytesIO(there.getvalue()[:length]))
