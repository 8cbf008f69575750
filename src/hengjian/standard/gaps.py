"""Registers that are incomplete in a submission because rows of them were refused.

Serves every run that concludes from absence: where a row was refused, its absence proves nothing. The
coverage of such a table is taken away for its body, or for all bodies if the row does not tell whose
it is; the presence of the other rows counts as before.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from hengjian.content import say
from hengjian.standard.records import Records, schema_of
from hengjian.standard.tables import BY_NAME, TABLES

EVERY = "*"
PARTS_OF_CASES = ("cases", "events", "documents", "recordings")
MOST_BODIES = 3
"""How many bodies a warning names."""


@dataclass(frozen=True)
class Gap:
    """Rows of a table that were refused. ``body_id`` None: nobody knows whose they are.

    No ``rows``: the table was not handed in, or only those of its rows that were mended.
    """

    table: str
    body_id: str | None
    rows: int


def told(gaps: Iterable[Gap], names: Mapping[str, str | None]) -> list[str]:
    """What the gaps mean for a run, table by table; ``names`` are those of the bodies."""
    by_table: dict[str, list[Gap]] = {}
    for gap in gaps:
        by_table.setdefault(gap.table, []).append(gap)
    words = [
        _told(table, found, names)
        for table, found in by_table.items()
        if any(gap.rows for gap in found)
    ]
    if len(words) < len(by_table):
        words.append(
            say(
                "只有改好的退回行，没有其余的数据：人员、证件、事项等登记表都不完整，凡须以其中“没有记录”"
                "为依据的判断不作出；与原来的数据放在同一文件夹中检查，才能全部判断。",
                "only mended rows were handed in, so that no register is complete and nothing is "
                "concluded from what they lack; check them together with the original data.",
            )
        )
    return words


def of_mended_rows_alone() -> list[Gap]:
    """Every register, because mended rows are only a part of it; cases among them are whole."""
    return [Gap(table.name, None, 0) for table in TABLES if table.name not in PARTS_OF_CASES]


def covering(coverage: pl.DataFrame, gaps: Iterable[Gap]) -> pl.Series:
    """Which rows of coverage state more than holds because of the gaps."""
    wide = pl.lit(False)
    for gap in gaps:
        wide |= _touched(gap.table, {gap.body_id})
    return coverage.select(wide.fill_null(False).alias("wide")).to_series()


def _told(table: str, gaps: list[Gap], names: Mapping[str, str | None]) -> str:
    rows = sum(gap.rows for gap in gaps)
    bodies = [gap.body_id for gap in gaps if gap.body_id is not None]
    if len(bodies) < len(gaps):
        whose, whose_en = (
            "所有机关（有的行看不出属于哪个机关）",
            "any body (whose some rows are, cannot be told)",
        )
    else:
        shown = [f"{names[body]}（{body}）" if names.get(body) else body for body in bodies]
        more, more_en = "", ""
        if len(shown) > MOST_BODIES:
            more, more_en = (
                f"等 {len(shown)} 个机关",
                f" and {len(shown) - MOST_BODIES} more bodies",
            )
        whose = "、".join(shown[:MOST_BODIES]) + more
        whose_en = ", ".join(shown[:MOST_BODIES]) + more_en
    return say(
        f"{BY_NAME[table].label}表有 {rows:,} 行被退回，这张表因此不完整：本次不以{whose}在该表中“没有记录”"
        "作为依据，有关判断不作出；改好重新提交后再作。",
        f"{rows:,} rows of {table} were refused, so that this table is not complete: nothing is "
        f"concluded in this run from what {whose_en} did not report there, until they are mended.",
    )


def without(records: Records, gaps: Iterable[Gap]) -> Records:
    """The same records, with coverage taken away where there is a gap."""
    coverage = records["coverage"]
    for table in sorted({gap.table for gap in gaps}):
        bodies = {gap.body_id for gap in gaps if gap.table == table}
        coverage = _narrowed(coverage, table, bodies, _bodies_of(records))
    return Records({**records.frames, "coverage": coverage}, records.submitted)


def _narrowed(
    coverage: pl.DataFrame, table: str, gone: set[str | None], bodies: list[str]
) -> pl.DataFrame:
    """Coverage of everything but ``table`` for the bodies that are ``gone`` (None among them: all)."""
    touched = _touched(table, gone)
    void = (pl.col("covered_to") < pl.col("covered_from")).fill_null(False)
    cut, kept = coverage.filter(touched & ~void), coverage.filter(~touched | void)
    if cut.is_empty():
        return coverage
    wide = cut.filter(pl.col("table") == EVERY).drop("table")
    others = wide.join(
        pl.DataFrame({"table": [t.name for t in TABLES if t.name != table]}), how="cross"
    )
    rest = pl.DataFrame(
        {"own": [] if None in gone else [b for b in bodies if b not in gone]},
        schema={"own": pl.String()},
    )
    other_bodies = (
        cut.filter(pl.col("body_id") == EVERY)
        .join(rest, how="cross")
        .with_columns(body_id=pl.col("own"), table=pl.lit(table))
    )
    # A store keeps the newest row of each key: an ended one takes the place of what it was told before.
    ended = cut.filter(pl.col("covered_from").is_not_null()).with_columns(
        covered_to=pl.col("covered_from").dt.offset_by("-1d")
    )
    columns = list(schema_of(BY_NAME["coverage"]))
    made = [frame.select(columns) for frame in (kept, ended, others, other_bodies)]
    return pl.concat(made).unique(maintain_order=True)


def _touched(table: str, bodies: set[str | None]) -> pl.Expr:
    """Coverage of ``table`` for one of the bodies (None among them: for any)."""
    touched = pl.col("table").is_in([table, EVERY])
    if None not in bodies:
        touched &= pl.col("body_id").is_in([EVERY, *(body for body in bodies if body is not None)])
    return touched


def _bodies_of(records: Records) -> list[str]:
    """Every body that the records name."""
    named = [
        frame[column]
        for frame in records.frames.values()
        for column in ("body_id", "to_body")
        if column in frame.columns
    ]
    found = {str(body) for bodies in named for body in bodies.drop_nulls().unique()}
    return sorted(found - {EVERY})
