"""Facts that compare a case with others of its kind: like cases' fines, the order of decision numbers.

Serves rules that look for what stands out. A comparison is a hint: whether two cases really were
alike is for a person to decide.
"""

import numpy as np
import polars as pl

from hengjian.content import Content
from hengjian.facts.bucket import Bucket
from hengjian.facts.case import decision_dated_on, decision_printed_on, of_tier
from hengjian.facts.distinct import Distinct
from hengjian.facts.named import Numbers
from hengjian.facts.subject import Column, Gathered, Maker, Subject, Type

_LIFT = 2**33
"""More days than lie between any two."""


def like_case(content: Content) -> Subject:
    """The subject *like case*: a fined case beside those of the same item, tier and kind of party."""
    subject = Subject(
        "like_case",
        "同类案件",
        ("body_id", "case_id"),
        "body_id",
        rows=_LIKES.rows,
        gathered=_LIKES,
    )
    for name, type_, label, codes in (
        ("body_id", Type.TEXT, "机关编号", None),
        ("case_id", Type.TEXT, "案件编号", None),
        ("item_id", Type.TEXT, "事项编码", None),
        ("tier", Type.TEXT, "裁量阶次", None),
        ("party_kind", Type.TEXT, "当事人类型", "party_kinds"),
        ("fine", Type.MONEY, "罚款", None),
        ("decided_on", Type.DATE, "决定日期", None),
        ("others", Type.INTEGER, "其他同类案件数", None),
        ("usual", Type.MONEY, "同类案件罚款中位数", None),
        ("usual_low", Type.MONEY, "同类案件罚款下四分位数", None),
        ("usual_high", Type.MONEY, "同类案件罚款上四分位数", None),
        ("tier_low", Type.MONEY, "裁量阶次罚款下限", None),
        ("tier_high", Type.MONEY, "裁量阶次罚款上限", None),
    ):
        reads = ("cases.item_id", "cases.tier", "cases.party_kind", "cases.fine")
        subject.add(Column(name, type_, label, reads, _taken(name), codes=codes))
    return subject


_ALIKE = ("item_id", "tier", "party_kind")


def _fined(bucket: Bucket) -> pl.DataFrame:
    """Fined penalty cases of a known item, and the fines that their tier allows."""
    return (
        bucket.cases.select("body_id", "case_id", "kind", "fine", *_ALIKE)
        .with_columns(
            decided_on=decision_dated_on(bucket, bucket.cases),
            tier_low=of_tier(bucket, "fine_min"),
            tier_high=of_tier(bucket, "fine_max"),
        )
        .filter(
            (pl.col("kind") == "penalty")
            & (pl.col("fine") > 0)
            & pl.col("item_id").is_not_null()
            & pl.col("decided_on").is_not_null()
        )
        .drop("kind")
    )


def _likes(bucket: Bucket, fined: pl.DataFrame) -> pl.DataFrame:
    fine = pl.col("fine")
    return fined.with_columns(
        others=(pl.len() - 1).over(_ALIKE).cast(pl.Int64),
        usual=fine.median().over(_ALIKE).round().cast(pl.Int64),
        usual_low=fine.quantile(0.25, "nearest").over(_ALIKE).cast(pl.Int64),
        usual_high=fine.quantile(0.75, "nearest").over(_ALIKE).cast(pl.Int64),
    ).sort("body_id", "case_id")


_LIKES = Gathered(_ALIKE, _fined, _likes)


def numbered_decision(content: Content) -> Subject:
    """The subject *numbered decision*: a decision's number beside the others of its body and year.

    A number such as 临市监罚〔2024〕12号 has a series (all but the last run of digits) and a position.
    """
    subject = Subject(
        "numbered_decision",
        "决定书文号",
        ("body_id", "case_id"),
        "body_id",
        rows=_NUMBERED.rows,
        gathered=_NUMBERED,
    )
    for name, type_, label, codes in (
        ("body_id", Type.TEXT, "机关编号", None),
        ("case_id", Type.TEXT, "案件编号", None),
        ("kind", Type.TEXT, "案件类型", "item_kinds"),
        ("decision_no", Type.TEXT, "决定书文号", None),
        ("dated_on", Type.DATE, "落款日期", None),
        ("printed_on", Type.DATE, "文书所印的落款日期", None),
        ("position", Type.INTEGER, "文号序号", None),
        ("same_number", Type.INTEGER, "使用同一文号的其他案件数", None),
        ("dated_before", Type.DATE, "序号在前的决定的最晚日期", None),
        ("previous_no", Type.TEXT, "序号在前、日期最晚的文号", None),
    ):
        reads = ("cases.decision_no", "documents.dated_on", "events.moment")
        subject.add(Column(name, type_, label, reads, _taken(name), codes=codes))
    return subject


def _dated(bucket: Bucket) -> pl.DataFrame:
    """Decisions with a number and a date, and the series and the place in it that the number gives."""
    return (
        bucket.cases.select("body_id", "case_id", "kind", "decision_no")
        .with_columns(
            dated_on=decision_dated_on(bucket, bucket.cases),
            printed_on=decision_printed_on(bucket, bucket.cases),
        )
        .filter(pl.col("decision_no").is_not_null() & pl.col("dated_on").is_not_null())
        .with_columns(
            series=pl.col("decision_no").str.replace(r"\d+(\D*)$", "$1"),
            position=pl.col("decision_no").str.extract(r"(\d+)\D*$").cast(pl.Int64, strict=False),
        )
        .filter(pl.col("position").is_not_null())
    )


def _numbered(bucket: Bucket, dated: pl.DataFrame) -> pl.DataFrame:
    """Each decision, in the order of cases, beside those of its series with a lower number, or with
    the same number and an earlier date."""
    rows = dated.sort("body_id", "case_id")
    bodies, series = Distinct(rows["body_id"]), Distinct(rows["series"])
    keys = pl.DataFrame(
        {
            "series": bodies.numbers.astype(np.int64) * (len(series.values) + 1) + series.numbers,
            "position": rows["position"],
            "day": rows["dated_on"].cast(pl.Int64),
        }
    )
    # Put in order by plain numbers: rows and texts, which are dear to move, stay where they are.
    order = keys.select(
        pl.arg_sort_by("series", "position", "day", maintain_order=True)
    ).to_series()
    turn = np.empty(len(order), dtype=np.int64)
    turn[order.to_numpy()] = np.arange(len(order))
    own, numbers = keys[order], rows["decision_no"][order]
    latest, at = _before(own["series"].to_numpy(), own["day"].to_numpy())
    return rows.with_columns(
        same_number=_with_same_number(own, numbers)[pl.Series(turn)],
        dated_before=latest[pl.Series(turn)],
        previous_no=numbers[at][pl.Series(turn)],
    )


def _before(series: Numbers, days: Numbers) -> tuple[pl.Series, pl.Series]:
    """For each of some decisions in order the latest day of those before it in its series, and where
    the last of them stands that reached it."""
    another = np.diff(series, prepend=-1) != 0
    # One running maximum serves all series, since the days of a later one are put above it.
    above = np.cumsum(another) * _LIFT
    reached = np.maximum.accumulate(days + above) - above
    record = np.maximum.accumulate(np.where(days == reached, np.arange(len(days)), -1))
    told = np.flatnonzero(~another)
    none = np.full(len(days), -1, dtype=np.int32)
    none[told] = record[told - 1]
    at = pl.Series(none).cast(pl.UInt32, strict=False)
    return pl.Series(reached.astype(np.int32)).cast(pl.Date)[at], at


def _with_same_number(own: pl.DataFrame, numbers: pl.Series) -> pl.Series:
    """How many other decisions of the series have the very same number; most have none at their place
    in it."""
    same = own.select("series", "position").to_numpy()
    met = np.all(same[1:] == same[:-1], axis=1)
    at = pl.Series(np.flatnonzero(np.append(met, False) | np.append(False, met)[: len(same)]))
    counts = pl.DataFrame([own["series"][at], numbers[at]]).select(
        (pl.len() - 1).over("series", "decision_no").cast(pl.Int64)
    )
    none = pl.Series([0], dtype=pl.Int64).new_from_index(0, len(numbers))
    return none.scatter(at, counts.to_series())


_NUMBERED = Gathered(("body_id", "series"), _dated, _numbered)


def _taken(name: str) -> Maker:
    return lambda bucket, rows: rows[name]
