"""From the archive's cases to the rows of the index, whole columns at a time.

Serves indexing and the comparison of the two. A row holds what a case is found by and nothing else;
the party stands beside it, and its summary names nobody.
"""

import polars as pl

from hengjian.archive.nesting import KEY
from hengjian.domain.records.lookup import BETWEEN
from hengjian.domain.records.masking import summaries

READ = [
    *KEY, "bucket", "batch", "kind", "procedure", "item_id", "filing_no", "decision_no",
    "party_kind", "party_name", "party_id", "fact", "found_on", "fine", "result", "events",
]  # fmt: skip
"""The archive's columns that the index is made of."""
DECIDED = ("decided", "decided_on_spot")
BEGAN = ("filed", "accepted", "applied", "inspected", "measure_taken", "clue_received")
"""Where nothing was decided, the day of the first of these dates the case."""
COLUMNS = (
    "body_id", "case_id", "kind", "procedure", "item", "filing_no", "decision_no", "party_kind",
    "summary", "on", "decided_on", "fine", "result", "officers", "bucket", "batch", "received_at",
)  # fmt: skip
"""The columns of `Record` but its own number, in the order in which they are written."""
PARTY = ("name", "number")


def rows_of(cases: pl.DataFrame, bodies: dict[str, int], received: dict[int, str]) -> pl.DataFrame:
    """The rows of these cases: `COLUMNS`, and `PARTY` after them.

    ``bodies``: code → key · ``received``: batch → when it was accepted, as the database writes it.
    """
    days = _days(cases)
    text = [
        pl.col(name).fill_null("").str.replace_all("\0", "", literal=True).str.slice(0, most).alias(to)
        for name, to, most in (
            ("kind", "kind", 24), ("procedure", "procedure", 24), ("item_id", "item", 32),
            ("filing_no", "filing_no", 128), ("decision_no", "decision_no", 128),
            ("party_kind", "party_kind", 24), ("result", "result", 24),
            ("party_name", "name", 200), ("party_id", "number", 64),
        )
    ]  # fmt: skip
    received_at = pl.col("batch").replace_strict(received, return_dtype=pl.String)
    rows = cases.with_columns(*text, summaries(cases), *days, received_at=received_at)
    first_known = pl.coalesce(
        "decided_on", "began_on", "found_on", "first_on", pl.col("received_at").str.slice(0, 10).str.to_date()
    )  # fmt: skip
    return rows.with_columns(
        body_id=pl.col("body_id").replace_strict(bodies, return_dtype=pl.Int64),
        on=first_known,
    ).select(*COLUMNS, *PARTY)


def _days(cases: pl.DataFrame) -> list[pl.Series]:
    """Of each case the days that date it, and the officers who acted."""
    events = (
        cases.select(pl.int_range(pl.len(), dtype=pl.UInt32).alias("row"), "events")
        .explode("events", empty_as_null=True, keep_nulls=True)
        .unnest("events")
    )
    day = pl.col("moment_day")
    dated = events.group_by("row").agg(
        day.filter(pl.col("activity").is_in(DECIDED)).first().alias("decided_on"),
        pl.coalesce(day.filter(pl.col("activity") == name).first() for name in BEGAN).alias("began_on"),
        day.min().alias("first_on"),
        pl.col("officers").explode().drop_nulls().unique().sort().alias("officers"),
    )  # fmt: skip
    named = pl.col("officers").list.join(BETWEEN)
    told = dated.sort("row").with_columns(
        officers=pl.when(named == "").then(pl.lit("")).otherwise(BETWEEN + named + BETWEEN)
    )
    return [told[name] for name in ("decided_on", "began_on", "first_on", "officers")]
