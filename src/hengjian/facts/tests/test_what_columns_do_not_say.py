"""What is missing in columns is told as Polars tells it."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hengjian.facts import missing
from hengjian.facts.missing import (
    certainly,
    filled,
    first_stated,
    known_to_be,
    least,
    lengths,
    nothing,
    stated,
    throughout,
)

VALUES: dict[Any, st.SearchStrategy[Any]] = {
    pl.Boolean(): st.booleans(),
    pl.Int64(): st.integers(-(2**60), 2**60),
    pl.Float64(): st.floats(allow_nan=True),
    pl.String(): st.text(max_size=3),
    pl.Date(): st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    pl.List(pl.String()): st.lists(st.none() | st.text(max_size=2), max_size=3),
}
TRUTH = st.lists(st.none() | st.booleans(), max_size=12)
DAYS = st.tuples(*[st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 9))] * 3)


@given(st.data())
def test_where_there_is_a_value(data: st.DataObject) -> None:
    for dtype, values in VALUES.items():
        column = pl.Series(data.draw(st.lists(st.none() | values, max_size=8)), dtype=dtype)
        assert stated(column).equals(column.is_not_null())


@given(TRUTH)
def test_what_is_not_known_is_not_certain(told: list[bool | None]) -> None:
    column = pl.Series(told, dtype=pl.Boolean)
    assert certainly(column).equals(column.fill_null(False))


@given(st.lists(st.none() | st.integers(-9, 9), max_size=12))
def test_what_is_missing_is_filled_in(values: list[int | None]) -> None:
    column = pl.Series(values, dtype=pl.Int64)
    assert filled(column, -1).equals(column.fill_null(-1))


@given(st.lists(st.none() | st.lists(st.none() | st.text(max_size=2), max_size=3), max_size=8))
@pytest.mark.parametrize("few", [0, 100])
def test_how_much_each_list_holds(few: int, values: list[list[str] | None]) -> None:
    lists = pl.Series(values, dtype=pl.List(pl.String))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(missing, "FEW", few)
        assert lengths(lists).equals(lists.list.len())


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=12))
def test_what_is_not_known_is_neither_true_nor_false(rows: list[tuple[bool, bool]]) -> None:
    true, known = (pl.Series([row[part] for row in rows], dtype=pl.Boolean) for part in (0, 1))
    expected = [yes or (False if told else None) for yes, told in rows]
    assert known_to_be(true, known).to_list() == expected


@given(st.lists(DAYS, max_size=12))
def test_the_first_and_the_least_of_several_columns(rows: list[tuple[date | None, ...]]) -> None:
    frame = pl.DataFrame(rows, dict.fromkeys("abc", pl.Date()), orient="row")
    columns = frame.get_columns()
    assert first_stated(columns).equals(frame.select(pl.coalesce("a", "b", "c")).to_series())
    assert least(columns).equals(frame.select(pl.min_horizontal("a", "b", "c")).to_series())


@pytest.mark.parametrize("height", [0, 1, 5])
def test_a_column_that_says_the_same_throughout(height: int) -> None:
    assert throughout(7, pl.Int64, height).to_list() == [7] * height
    assert nothing(pl.Date(), height).equals(pl.Series([None] * height, dtype=pl.Date))
