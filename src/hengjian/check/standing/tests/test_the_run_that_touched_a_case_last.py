"""Of each case the run that touched it last is found, even where two cases share a number."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from hengjian.check.standing.imprints import CASE
from hengjian.check.standing.touched import Touched, numbered

CASES = st.tuples(st.sampled_from("AB"), st.sampled_from("123456"))
RUNS = st.lists(st.lists(CASES, max_size=6, unique=True), max_size=5)


def keys(cases: list[tuple[str, str]], numbers: int) -> pl.DataFrame:
    """Keys of cases, with so many different numbers at most."""
    schema = {"body_id": pl.String(), "case_id": pl.String()}
    told = numbered(pl.DataFrame(cases, schema, orient="row"))
    return told.with_columns(pl.col(CASE) % numbers)


@given(runs=RUNS, asked=st.lists(CASES), numbers=st.sampled_from([1, 2, 2**63]))
def test_the_newest_run_counts(
    runs: list[list[tuple[str, str]]], asked: list[tuple[str, str]], numbers: int
) -> None:
    touched = Touched.of([keys(cases, numbers) for cases in runs])
    expected = [
        next((run for run, cases in enumerate(runs) if case in cases), len(runs)) for case in asked
    ]
    assert touched.last_of(keys(asked, numbers)).tolist() == expected
