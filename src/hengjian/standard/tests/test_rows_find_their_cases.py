"""Each row of a table finds the row of its case, in whatever order the rows stand."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from hengjian.standard.records import rows_of_cases

KEYS = st.tuples(st.sampled_from(["B1", "B2"]), st.sampled_from(["C1", "C2", "C3", None]))
SCHEMA = {"body_id": pl.String(), "case_id": pl.String()}


@given(st.lists(KEYS, max_size=12), st.lists(KEYS.filter(lambda k: k[1] is not None), unique=True))
def test_it_finds_what_a_look_up_finds(
    rows: list[tuple[str, str | None]], cases: list[tuple[str, str]]
) -> None:
    table = pl.DataFrame(rows, schema=SCHEMA, orient="row")
    known = pl.DataFrame(cases, schema=SCHEMA, orient="row")
    expected = [cases.index(key) if key in cases else None for key in rows]
    assert rows_of_cases(table, known).to_list() == expected
