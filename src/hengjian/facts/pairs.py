"""Facts about two penalty cases that may concern the same act of the same party.

Serves the rule against fining twice (罚§29). A pair is only a candidate: the same party with the same
stated matter or the same day of violation (or no day stated, but the same item or wording); whether
it was one act is for a person to decide.
"""

import numpy as np
import polars as pl

from hengjian.content import Content
from hengjian.facts.bucket import Bucket
from hengjian.facts.case import decision_dated_on
from hengjian.facts.subject import Column, Gathered, Maker, Subject, Type

_SLOTS = 3
"""So many more bits than rows have numbers: fewer than one row in eight is kept without need."""


def case_pair(content: Content) -> Subject:
    """The subject *pair of cases*; the later decided case is the one in question."""
    subject = Subject(
        "case_pair",
        "两案",
        ("body_id", "case_id", "other_body_id", "other_case_id"),
        "body_id",
        rows=_TOGETHER.rows,
        gathered=_TOGETHER,
    )
    for name, type_, label in (
        ("body_id", Type.TEXT, "后案机关"),
        ("case_id", Type.TEXT, "后案编号"),
        ("other_body_id", Type.TEXT, "前案机关"),
        ("other_case_id", Type.TEXT, "前案编号"),
        ("party_name", Type.TEXT, "当事人"),
        ("same_matter", Type.BOOLEAN, "违法行为标识相同"),
        ("same_item", Type.BOOLEAN, "事项相同"),
        ("same_fact", Type.BOOLEAN, "事实摘要相同"),
        ("same_day", Type.BOOLEAN, "违法行为日期相同"),
        ("fine", Type.MONEY, "后案罚款"),
        ("other_fine", Type.MONEY, "前案罚款"),
        ("decided_on", Type.DATE, "后案决定日期"),
        ("other_decided_on", Type.DATE, "前案决定日期"),
    ):
        subject.add(
            Column(
                name,
                type_,
                label,
                ("cases.party_id", "cases.fine", "cases.fact"),
                _taken(name),
                personal=name.startswith("party_"),
            )
        )
    return subject


def comes_before(suffix: str) -> pl.Expr:
    """Which of two cases of one day counts as the earlier: by their keys, so that the answer does
    not hang on the order of rows."""
    other, own = pl.col(f"case_id{suffix}"), pl.col("case_id")
    return (other < own) | ((other == own) & (pl.col(f"body_id{suffix}") < pl.col("body_id")))


def met_again(rows: pl.DataFrame, *by: str) -> pl.DataFrame:
    """The rows that share ``by`` with another, and perhaps a few that share only a number made of it.

    By the first bits of that number, which are put in order several times faster than the rows.
    """
    marks = (rows.select(by).hash_rows().to_numpy() >> np.uint64(32)).astype(np.uint32)
    ordered = np.sort(marks)
    again = ordered[1:][ordered[1:] == ordered[:-1]]
    cut = np.uint32(max(0, 32 - _SLOTS - rows.height.bit_length()))
    slots = np.zeros(2 ** (32 - int(cut)), dtype=bool)
    slots[again >> cut] = True
    return rows.filter(slots[marks >> cut])


def _fined(bucket: Bucket) -> pl.DataFrame:
    """Fined penalty cases of a known party, and what two of them may share."""
    dated = decision_dated_on(bucket, bucket.cases)
    cases = bucket.cases.select(
        "body_id",
        "case_id",
        "party_id",
        "party_name",
        "matter_id",
        "item_id",
        "fact",
        "violation_on",
        "violation_ended_on",
        "fine",
        "kind",
    ).with_columns(decided_on=dated, day=pl.coalesce("violation_ended_on", "violation_on"))
    return cases.filter(
        (pl.col("kind") == "penalty")
        & (pl.col("fine") > 0)
        & pl.col("party_id").is_not_null()
        & pl.col("decided_on").is_not_null()
    ).drop("kind", "violation_on", "violation_ended_on")


def _pairs(bucket: Bucket, fined: pl.DataFrame) -> pl.DataFrame:
    twice = met_again(fined, "party_id")
    both = twice.join(twice, on="party_id", suffix="_1").filter(
        (pl.col("decided_on_1") < pl.col("decided_on"))
        | ((pl.col("decided_on_1") == pl.col("decided_on")) & comes_before("_1"))
    )
    return (
        both.with_columns(
            same_matter=pl.col("matter_id") == pl.col("matter_id_1"),
            same_item=pl.col("item_id") == pl.col("item_id_1"),
            same_fact=pl.col("fact") == pl.col("fact_1"),
            same_day=pl.col("day") == pl.col("day_1"),
        )
        .filter(
            pl.any_horizontal(
                "same_matter",
                "same_day",
                pl.col("same_day").is_null()
                & pl.any_horizontal("same_item", "same_fact").fill_null(False),
            ).fill_null(False)
        )
        .rename(
            {
                "body_id_1": "other_body_id",
                "case_id_1": "other_case_id",
                "fine_1": "other_fine",
                "decided_on_1": "other_decided_on",
            }
        )
        .sort("body_id", "case_id", "other_body_id", "other_case_id")
    )


_TOGETHER = Gathered(("party_id",), _fined, _pairs)


def _taken(name: str) -> Maker:
    return lambda bucket, rows: rows[name]
