"""What an archive that took in less than was handed in may still conclude from absence.

Serves the acceptance of a batch of which rows of registers were refused: coverage that the archive had
been told earlier no longer holds for those tables. It holds again when it is declared again.
"""

from collections.abc import Iterable
from datetime import date

import polars as pl

from hengjian.standard.gaps import Gap, without
from hengjian.standard.records import Records, schema_of
from hengjian.standard.tables import BY_NAME

KEY = list(BY_NAME["coverage"].key)
LONG_BEFORE = date(1800, 1, 1)
"""An end before any beginning: the row covers nothing."""


def narrowing(
    stored: pl.DataFrame, declared: pl.DataFrame, gaps: Iterable[Gap], bodies: Iterable[str]
) -> pl.DataFrame:
    """Rows that, added to the ``stored`` coverage, take away what no longer holds.

    ``declared``: coverage that the batch itself declares, which is narrowed already; ``bodies``: all
    that the archive knows, because coverage of every body becomes one of every other body.
    """
    refused = [gap for gap in gaps if gap.rows]
    earlier = stored.join(declared, on=KEY, how="anti", nulls_equal=True)
    if not refused or earlier.is_empty():
        return earlier.clear()
    known = pl.DataFrame({"body_id": sorted(set(bodies))}, schema={"body_id": pl.String()})
    told = pl.DataFrame(schema=schema_of(BY_NAME["bodies"])).drop("body_id")
    records = Records.of({
        "coverage": earlier,
        "bodies": pl.concat([known, told], how="diagonal").select(list(schema_of(BY_NAME["bodies"]))),
    })  # fmt: skip
    now = without(records, refused)["coverage"]
    # A row without a beginning cannot be ended on the day before it.
    gone = earlier.join(now, on=KEY, how="anti", nulls_equal=True).with_columns(
        covered_to=pl.lit(LONG_BEFORE)
    )
    new = now.join(earlier, on=now.columns, how="anti", nulls_equal=True)
    return pl.concat([new, gone.select(new.columns)]).join(
        declared, on=KEY, how="anti", nulls_equal=True
    )
