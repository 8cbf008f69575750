"""Cases read for the check stand beside those of their sort, and everything stays with its case."""

from collections.abc import Callable

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from hengjian.archive import Archive, Receipt
from hengjian.archive.nesting import nest, taken_out
from hengjian.archive.tests.conftest import told
from hengjian.standard.records import Records

Accept = Callable[..., Receipt]


def test_those_of_one_sort_stand_together_in_the_order_in_which_they_came(
    archive: Archive, accept: Accept
) -> None:
    records = told("C1", "C2", "C3")
    kinds = pl.Series("kind", ["penalty", "permit", "penalty"])
    accept(Records.of({**records.frames, "cases": records["cases"].with_columns(kinds)}))
    snapshot = archive.snapshot()
    for alike, expected in (((), ["C1", "C2", "C3"]), (("kind",), ["C1", "C3", "C2"])):
        found, owners = snapshot.records(snapshot.cases(0), alike)
        assert found["cases"]["case_id"].to_list() == expected
        for table, owner in owners.items():
            assert found[table]["case_id"].to_list() == [expected[row] for row in owner]


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(3)))
def test_every_row_stays_with_its_case_wherever_that_is_put(places: list[int]) -> None:
    nested = nest(told("C1", "C2", "C3"))
    frames, owners = taken_out(nested, pl.Series(places, dtype=pl.UInt32).to_numpy())
    assert [frames["cases"]["case_id"][place] for place in places] == ["C1", "C2", "C3"]
    for table, owner in owners.items():
        assert frames[table]["case_id"].to_list() == frames["cases"]["case_id"][owner].to_list()
        assert frames[table].height == nested[table].list.len().sum()
