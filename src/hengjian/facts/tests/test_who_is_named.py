"""Persons by number and lists by distinct value say what the lists themselves say."""

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from hengjian.facts.distinct import Distinct
from hengjian.facts.named import Named

People = list[list[str | None] | None]
LISTS = st.lists(
    st.one_of(st.none(), st.lists(st.sampled_from([None, "甲", "乙", "丙"]), max_size=3)),
    max_size=6,
)


@given(LISTS, st.data())
def test_each_event_names_whom_its_list_holds(lists: People, data: st.DataObject) -> None:
    events = data.draw(st.lists(st.sampled_from(range(len(lists))), max_size=8) if lists
                       else st.just([]))  # fmt: skip
    named = Named(pl.Series(lists, dtype=pl.List(pl.String)))
    which, people = named.by(np.array(events, dtype=np.int32))
    told = [(at, one) for at, event in enumerate(events) for one in lists[event] or () if one]
    assert list(zip(which.tolist(), named.people[people].to_list(), strict=True)) == told
    owners, once = named.once(which, people)
    assert list(zip(owners.tolist(), named.people[once].to_list(), strict=True)) == sorted(
        set(told)
    )


@given(LISTS)
def test_a_list_holds_an_item_where_it_is_written_down(lists: People) -> None:
    rows = Distinct(pl.Series(lists, dtype=pl.List(pl.String)))
    assert rows.listing("甲").to_list() == ["甲" in (one or ()) for one in lists]
