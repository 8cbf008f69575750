"""Stops of the clock of each case: those that meet or overlap are one, in the order of time.

Serves terms, which do not run meanwhile. Whether a stop was lawful is for the rules to say.
"""

import numpy as np
import polars as pl

from hengjian.facts.bucket import Bucket
from hengjian.facts.missing import filled
from hengjian.facts.places import Rows
from hengjian.standard.records import day_column

_DAYS = pl.List(pl.Date)
_OPEN = 2_932_896
"""The day of an end, or a beginning, that is not known: the last of the year 9999."""


def merged_stops(bucket: Bucket) -> pl.DataFrame:
    """Per case the beginnings and the ends of its stops, those that meet as one."""
    if "stops" not in bucket.shared:
        stops = bucket.positions("clock_stopped")
        days = pl.DataFrame([bucket.events[day_column(name)] for name in ("moment", "until")])
        merged = met(bucket.cases_of(stops), days[pl.Series(stops)])
        none = pl.Series([[]], dtype=_DAYS)
        lists = pl.concat(
            [merged.select("since", "until"), pl.DataFrame({"since": none, "until": none})]
        )
        at = np.full(bucket.cases.height, merged.height, dtype=np.uint32)
        at[merged["case_row"].to_numpy()] = np.arange(merged.height, dtype=np.uint32)
        bucket.shared["stops"] = lists[pl.Series(at)]
    return bucket.shared["stops"]


def met(cases: Rows, stops: pl.DataFrame) -> pl.DataFrame:
    """Stops of these cases, which come in the order of time: per case those that meet as one."""
    since, until = (
        filled(stops[day_column(name)].cast(pl.Int64), _OPEN).to_numpy()
        for name in ("moment", "until")
    )
    another = np.diff(cases, prepend=-1) != 0
    # One running maximum serves all cases, since those of a later one are put above it.
    above = np.cumsum(another) * 2 * _OPEN
    reached = np.append(0, np.maximum.accumulate(until + above)[:-1])[: len(cases)]
    apart = since + above > reached + 1
    begun = np.flatnonzero(another | apart | (since == _OPEN))
    if not len(begun):
        return pl.DataFrame(
            schema={"case_row": pl.Int32, **dict.fromkeys(("since", "until"), _DAYS)}
        )
    edges = {
        "since": np.minimum.reduceat(since, begun),
        "until": np.maximum.reduceat(until, begun),
    }
    days = {
        name: pl.Series(edge).set(pl.Series(edge == _OPEN), None).cast(pl.Int32).cast(pl.Date)
        for name, edge in edges.items()
    }
    runs = pl.DataFrame({"case_row": cases[begun], **days})
    return runs.group_by("case_row", maintain_order=True).agg("since", "until")
