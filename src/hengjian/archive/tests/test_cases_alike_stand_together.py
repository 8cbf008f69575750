"""Cases read for the check stand beside those of their sort, and everything stays with its case."""

from collections.abc import Callable

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from hengjian.archive import Archive, Receipt
from hengjian.archive.nesting import nest, unnested
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


@given(st.permutations(["甲", "乙", "乙", None]), st.integers(0, 3), st.integers(0, 4))
@settings(max_examples=30, deadline=None)
def test_every_row_stays_with_its_case_wherever_that_is_put(
    tiers: list[str | None], first: int, height: int
) -> None:
    records = told("C1", "C2", "C3", "C4")
    cases = records["cases"].with_columns(pl.Series("tier", tiers, dtype=pl.String))
    nested = nest(Records.of({**records.frames, "cases": cases}))
    of = dict(zip(cases["case_id"], tiers, strict=True))
    some = unnested(nested).some(first, height)
    frames, owners = some.tables(["tier"])
    assert sorted(frames["cases"]["case_id"]) == sorted(some.cases["case_id"])
    runs = frames["cases"]["tier"].rle().struct.field("value").to_list()
    assert len(runs) == len(set(runs))
    for table, owner in owners.items():
        assert frames[table]["case_id"].to_list() == frames["cases"]["case_id"][owner].to_list()
        assert frames[table].height == nested[table][first : first + height].list.len().sum()
    for case, tier in frames["cases"].select("case_id", "tier").iter_rows():
        assert of[case] == tier
