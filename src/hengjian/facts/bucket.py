"""One bucket of records, prepared once: events sorted within their cases, look-ups by position.

Serves the makers of fact columns. Sorting events by case and time lets the first and the last event
of an activity be found by one scatter instead of a grouping; the order is made here, never assumed.
"""

from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hengjian.standard.records import Records, day_column

Rows = NDArray[np.int32]
FAR = 40_000  # 2079 as days since 1970: an open end of coverage
LONG_AGO = -36_500


class Bucket:
    """Accepted records and the positions of their events. Cheap until something is asked."""

    def __init__(self, records: Records) -> None:
        self.records = records
        self.cases = records["cases"].with_row_index("row")
        self.shared: dict[str, pl.DataFrame] = {}

    # --- cases and their bodies, items ----------------------------------------------------------------

    def joined(self, left: pl.DataFrame, on: str, table: str, field: str) -> pl.Series:
        """``table.field`` for each row of ``left``, looked up by the table's one-column key."""
        right = self.records[table]
        key = right.columns[0]
        wanted = right.select(pl.col(key).alias(on), pl.col(field).alias("__value")).unique(
            on, keep="first", maintain_order=True
        )
        return left.select(on).join(wanted, on=on, how="left", maintain_order="left")["__value"]

    # --- events -----------------------------------------------------------------------------------------

    @cached_property
    def events(self) -> pl.DataFrame:
        """Events with the row of their case, sorted by case, day, moment and sequence number."""
        keyed = self.cases.select("body_id", "case_id", pl.col("row").alias("case_row"))
        return (
            self.records["events"]
            .join(keyed, on=["body_id", "case_id"], how="inner")
            .sort("case_row", day_column("moment"), "moment", "seq", nulls_last=False)
        )

    @cached_property
    def _event_case(self) -> Rows:
        return self.events["case_row"].to_numpy().astype(np.int32)

    @cached_property
    def _positions(self) -> dict[str, Rows]:
        """Positions of the events of each activity, in order."""
        groups = (
            self.events.select("activity")
            .with_row_index("position")
            .group_by("activity")
            .agg("position")
        )
        return {
            activity: positions.to_numpy().astype(np.int32)
            for activity, positions in zip(groups["activity"], groups["position"], strict=True)
        }

    def positions(self, activity: str) -> Rows:
        return self._positions.get(activity, np.empty(0, dtype=np.int32))

    def first(self, activity: str) -> pl.Series:
        """Per case the position of its first event of ``activity``; null where there is none."""
        return self._scattered(self.positions(activity)[::-1])

    def last(self, activity: str) -> pl.Series:
        """Per case the position of its last event of ``activity``; null where there is none."""
        return self._scattered(self.positions(activity))

    def _scattered(self, positions: Rows) -> pl.Series:
        at = np.full(self.cases.height, -1, dtype=np.int64)
        at[self._event_case[positions]] = positions
        return pl.Series("position", at).replace(-1, None).cast(pl.UInt32)

    def count(self, activity: str) -> pl.Series:
        owners = self._event_case[self.positions(activity)]
        return pl.Series(np.bincount(owners, minlength=self.cases.height).astype(np.int64))

    def event_value(self, column: str, positions: pl.Series) -> pl.Series:
        """``column`` of the events at ``positions``, null where there is no event."""
        return self.events[column].gather(positions)

    def summed(self, column: str, activity: str) -> pl.Series:
        """Per case the sum of an event column over ``activity``; null if none was recorded."""
        positions = self.positions(activity)
        values = self.events[column].gather(pl.Series(positions, dtype=pl.UInt32))
        sums = (
            pl.DataFrame({"row": self._event_case[positions], "value": values})
            .filter(pl.col("value").is_not_null())
            .group_by("row")
            .agg(pl.col("value").sum())
        )
        total = np.zeros(self.cases.height, dtype=np.int64)
        known = np.zeros(self.cases.height, dtype=bool)
        rows = sums["row"].to_numpy()
        total[rows] = sums["value"].cast(pl.Int64).to_numpy()
        known[rows] = True
        return pl.Series(total).set(pl.Series(~known), None)

    @cached_property
    def began_on(self) -> pl.Series:
        """The first day anything is known of each case."""
        return self._edge_days[0]

    @cached_property
    def last_known_on(self) -> pl.Series:
        """The last day anything is known of each case."""
        return self._edge_days[1]

    @cached_property
    def _edge_days(self) -> tuple[pl.Series, pl.Series]:
        day = day_column("moment")
        edges = (
            self.events.group_by("case_row")
            .agg(pl.col(day).min().alias("first"), pl.col(day).max().alias("last"))
            .rename({"case_row": "row"})
        )
        joined = self.cases.select("row", "found_on").join(
            edges, on="row", how="left", maintain_order="left"
        )
        first = joined.select(pl.coalesce("first", "found_on"))["first"]
        last = joined.select(pl.coalesce("last", "found_on"))["last"]
        return first, last

    # --- coverage ---------------------------------------------------------------------------------------

    @cached_property
    def _coverage(self) -> pl.DataFrame:
        return self.records["coverage"].with_columns(
            pl.col("covered_from").cast(pl.Int32).fill_null(LONG_AGO),
            pl.col("covered_to").cast(pl.Int32).fill_null(FAR),
        )

    def known_until(self, table: str, name: str, bodies: pl.Series, began: pl.Series) -> pl.Series:
        """The day up to which an absence in ``table``/``name`` means that nothing happened.

        Per row, for the body in ``bodies`` and a matter that began on ``began``; null where the body
        does not report it, or did not yet when the matter began.
        """
        spans = self._coverage.filter(
            (pl.col("table").is_in([table, "*"])) & (pl.col("name").is_in([name, "*"]))
        )
        start = began.cast(pl.Int32)
        best = pl.Series("until", [None], dtype=pl.Int32).new_from_index(0, len(bodies))
        frame = pl.DataFrame({"body_id": bodies, "start": start, "until": best})
        general = spans.filter(pl.col("body_id") == "*")
        for since, until in zip(general["covered_from"], general["covered_to"], strict=True):
            frame = frame.with_columns(_longer(pl.lit(since), pl.lit(until)))
        own = spans.filter(pl.col("body_id") != "*").with_columns(
            turn=pl.int_range(pl.len()).over("body_id")
        )
        for turn in own["turn"].unique().sort():
            spans_now = own.filter(pl.col("turn") == turn).select(
                "body_id", "covered_from", "covered_to"
            )
            frame = (
                frame.join(spans_now, on="body_id", how="left", maintain_order="left")
                .with_columns(_longer(pl.col("covered_from"), pl.col("covered_to")))
                .drop("covered_from", "covered_to")
            )
        return frame["until"].cast(pl.Date)


def _longer(since: pl.Expr, until: pl.Expr) -> pl.Expr:
    holds = (since <= pl.col("start")) & (pl.col("start") <= until)
    return (
        pl.when(holds.fill_null(False))
        .then(pl.max_horizontal(pl.col("until"), until))
        .otherwise(pl.col("until"))
        .alias("until")
    )
