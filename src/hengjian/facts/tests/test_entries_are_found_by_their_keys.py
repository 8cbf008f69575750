"""Entries of registers are found by keys of several fields as a join finds them."""

from collections.abc import Sequence

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hengjian.facts import keyed
from hengjian.facts.keyed import Keyed

Keys = Sequence[tuple[str | None, str | None]]
WORDS = st.sampled_from(["甲", "乙", "丙", None])
KEYS = st.lists(st.tuples(WORDS, WORDS), max_size=8)


def _frame(keys: Keys) -> pl.DataFrame:
    return pl.DataFrame(keys, schema={"a": pl.String, "b": pl.String}, orient="row")


def _found(held: Keys, asked: Keys) -> list[tuple[str | None, str | None] | None]:
    entries = _frame(held)
    at = Keyed(entries, ("a", "b")).places(_frame(asked)).at
    return [None if place < 0 else entries.row(place) for place in at.tolist()]


def _expected(held: Keys, asked: Keys) -> list[tuple[str | None, str | None] | None]:
    return [key if key in held and None not in key else None for key in asked]


@given(st.lists(st.tuples(WORDS, WORDS), max_size=8, unique=True), KEYS)
def test_a_key_is_found_where_it_is_and_what_is_missing_equals_nothing(
    held: Keys, asked: Keys
) -> None:
    assert _found(held, asked) == _expected(held, asked)


@pytest.mark.parametrize("mark", [0, 2**64 - 1])
def test_keys_that_have_one_mark_by_chance_are_told_apart(
    mark: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def all_alike(keys: pl.DataFrame) -> keyed.Marks:
        return pl.Series([mark], dtype=pl.UInt64).new_from_index(0, keys.height).to_numpy()

    monkeypatch.setattr(keyed, "_marks", all_alike)
    asked = [("乙", "甲"), ("甲", "甲"), ("丙", "丙"), (None, None)]
    for held in ([("甲", "甲")], [("甲", "甲"), ("乙", "甲"), (None, None)]):
        assert _found(held, asked) == _expected(held, asked)
