"""Facts that compare a case with others of its kind: like cases' fines, the order of decision numbers.

Serves rules that look for what stands out. A comparison is a hint: whether two cases really were
alike is for a person to decide.
"""

import polars as pl

from hengjian.content import Content
from hengjian.facts.bucket import Bucket
from hengjian.facts.case import decision_dated_on, decision_printed_on, of_tier
from hengjian.facts.subject import Column, Gathered, Maker, Subject, Type


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
    series = "__series"  # by a plain number, since it is gone by again and again
    another = pl.any_horizontal(
        pl.col(name).ne_missing(pl.col(name).shift(1)) for name in ("body_id", "series")
    )
    numbered = dated.sort("body_id", "series", "position", "dated_on", "case_id").with_columns(
        another.cum_sum().alias(series)
    )
    latest = pl.col("dated_on").cast(pl.Int32).cum_max().shift(1).over(series)
    reached = pl.col("dated_on").cast(pl.Int32).cum_max().over(series)
    return (
        numbered.with_columns(
            same_number=(pl.len() - 1).over(series, "decision_no").cast(pl.Int64),
            dated_before=latest.cast(pl.Date),
            __record=pl.when(pl.col("dated_on").cast(pl.Int32) == reached).then("decision_no"),
        )
        .with_columns(previous_no=pl.col("__record").forward_fill().shift(1).over(series))
        .drop("__record", series)
        .sort("body_id", "case_id")
    )


_NUMBERED = Gathered(("body_id", "series"), _dated, _numbered)


def _taken(name: str) -> Maker:
    return lambda bucket, rows: rows[name]
