"""What is reckoned of each distinct value reaches its rows, whether they are few or many."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hengjian.facts import distinct
from hengjian.facts.distinct import Distinct

TEXTS = st.lists(st.none() | st.sampled_from(["", "甲", "乙", "ab"]), max_size=12)
LISTS = st.lists(st.none() | st.lists(st.sampled_from(["甲", "乙", "丙"]), max_size=3), max_size=12)


@pytest.fixture(params=[0, 100], ids=["as many", "as few"])
def few(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(distinct, "FEW", request.param)


@pytest.mark.usefixtures("few")
class TestDistinct:
    @given(texts=TEXTS)
    def test_of_texts(self, texts: list[str | None]) -> None:
        column = pl.Series(texts, dtype=pl.String)
        told = Distinct(column)
        assert told.each(lambda values: values).equals(column)
        assert sorted(told.values) == sorted({text for text in texts if text is not None})
        assert [told.values.to_list()[n] for n in told.numbers if n < len(told.values)] == [
            text for text in texts if text is not None
        ]

    @given(lists=LISTS)
    def test_of_lists(self, lists: list[list[str] | None]) -> None:
        column = pl.Series(lists, dtype=pl.List(pl.String))
        told = Distinct(column)
        sizes = told.each(lambda values: values.list.len())
        assert sizes.to_list() == [None if own is None else len(own) for own in lists]
        for item in ("甲", "丁"):
            assert told.listing(item).to_list() == [item in (own or []) for own in lists]
