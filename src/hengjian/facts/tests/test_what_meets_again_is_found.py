"""Rows that share something are all found among very many that share nothing with any other."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from hengjian.facts.pairs import met_again


@given(st.lists(st.tuples(st.sampled_from("甲乙丙丁"), st.integers(0, 3)), max_size=12))
def test_all_that_share_both_are_kept(pairs: list[tuple[str, int]]) -> None:
    rows = pl.DataFrame(pairs, schema={"who": pl.String, "on": pl.Int64}, orient="row")
    kept = met_again(rows.with_row_index("at"), "who", "on")["at"]
    assert {at for at, pair in enumerate(pairs) if pairs.count(pair) > 1} <= set(kept)


def test_hardly_any_that_shares_nothing_is_kept() -> None:
    once = pl.DataFrame({"who": pl.int_range(2_000, eager=True)})
    assert met_again(once, "who").is_empty()
    some = pl.concat([once, once.head(200)])
    kept = met_again(some, "who")
    assert kept.filter(pl.col("who") < 200).height == 400
    assert kept.height < 400 + 1_800 / 8
