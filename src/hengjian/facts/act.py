"""Facts about one act: an event in which officers exercise public power in front of somebody.

Serves the rules on who acted: how many, with what certificate, at that very date. All facts of the
case are there too, as `case.…`. Persons are only counted here; no score of a person is made.
"""

import polars as pl

from hengjian.content import Content
from hengjian.facts.bucket import Bucket
from hengjian.facts.case import case as case_subject
from hengjian.facts.circumstances import area_of
from hengjian.facts.subject import Column, Maker, Subject, Type
from hengjian.standard.records import day_column

DAY = day_column("moment")


def act(content: Content) -> Subject:
    """The subject *act*: one row per event that the code list marks as needing certificates."""
    marked = {
        code.code: code.marks
        for code in content.code_lists["activities"].codes
        if "needs_cert" in code.marks or "two_officers" in code.marks
    }
    two = [code for code, marks in marked.items() if "two_officers" in marks]
    subject = Subject(
        "act",
        "执法活动",
        ("body_id", "case_id", "seq"),
        "body_id",
        rows=lambda bucket: _rows(bucket, list(marked)),
    )
    for name, type_, label, codes in (
        ("activity", Type.TEXT, "活动", "activities"),
        ("mode", Type.TEXT, "方式", "modes"),
        ("party_present", Type.BOOLEAN, "当事人在场", None),
        ("officers", Type.CODES, "人员", None),
    ):
        subject.add(Column(name, type_, label, (f"events.{name}",), _taken(name), codes=codes))
    subject.add(Column("on", Type.DATE, "日期", ("events.moment",), _taken(DAY)))
    subject.add(Column("at", Type.MOMENT, "时刻", ("events.moment",), _taken("moment")))
    subject.add(
        Column(
            "needs_two",
            Type.BOOLEAN,
            "须两人以上实施",
            ("events.activity",),
            lambda bucket, rows: rows["activity"].is_in(two),
        )
    )
    reads = ("events.officers", "officers.kind", "certificates.valid_from", "certificates.valid_to",
             "certificates.suspended_from", "certificates.withdrawn_on", "coverage.name")  # fmt: skip
    for name, label in (
        ("officers_named", "载明的人员数"),
        ("officers_certified", "持有效证件的人数"),
        ("officers_uncertified", "没有有效证件的人数"),
        ("officers_suspended", "证件暂扣期间的人数"),
        ("officers_expired", "证件不在有效期内的人数"),
        ("officers_without_certificate", "从未领证的人数"),
        ("officers_unknown", "证件情况不明的人数"),
        ("officers_auxiliary", "辅助人员数"),
        ("officers_auxiliary_uncertified", "没有有效证件的辅助人员数"),
        ("officers_unlisted", "人员名录中没有的人数"),
        ("officers_out_of_scope", "证件与本机关领域、区域不符的人数"),
    ):
        subject.add(Column(name, Type.INTEGER, label, reads, _counted(name)))
    subject.add(
        Column(
            "certificate_shown_before",
            Type.BOOLEAN,
            "活动之前已出示证件",
            ("events.activity", "events.moment", "coverage.name"),
            _shown_before,
            "同日较早（只有日期的，同日）记有出示执法证件",
        )
    )
    for column in case_subject(content).columns.values():
        subject.add(
            Column(
                f"case.{column.name}",
                column.type,
                column.label,
                column.reads,
                _of_case(column),
                column.doc,
                column.absent_is,
                column.codes,
                personal=column.personal,
            )
        )
    return subject


def _rows(bucket: Bucket, activities: list[str]) -> pl.DataFrame:
    return bucket.events.filter(pl.col("activity").is_in(activities)).with_row_index("act_row")


def _taken(name: str) -> Maker:
    return lambda bucket, rows: rows[name]


def _of_case(column: Column) -> Maker:
    return lambda bucket, rows: column.make(bucket, bucket.cases).gather(rows["case_row"])


def _shown_before(bucket: Bucket, rows: pl.DataFrame) -> pl.Series:
    shown = bucket.events.filter(pl.col("activity") == "certificate_shown").select(
        "case_row", DAY, pl.col("moment").alias("__shown")
    )
    earlier = (
        rows.select("act_row", "case_row", DAY, "moment")
        .join(shown, on=["case_row", DAY], how="inner")
        .filter((pl.col("__shown") <= pl.col("moment")).fill_null(True))
        .select("act_row")
        .unique()
        .with_columns(__v=pl.lit(True))
    )
    frame = rows.select("act_row", DAY).join(
        earlier, on="act_row", how="left", maintain_order="left"
    )
    known = bucket.known_until("events", "certificate_shown", rows["body_id"], rows[DAY])
    return frame.with_columns(known.alias("__known")).select(
        pl.when("__v").then(True).when(pl.col("__known") >= pl.col(DAY)).then(False)
    )["literal"]


def _counted(name: str) -> Maker:
    return lambda bucket, rows: _counts(bucket, rows)[name]


def _counts(bucket: Bucket, rows: pl.DataFrame) -> pl.DataFrame:
    """Per act: how many officers were named, and in which state their certificates were that day."""
    if "act_counts" in bucket.shared:
        return bucket.shared["act_counts"]
    named = (
        rows.select("act_row", "body_id", DAY, pl.col("officers").list.unique())
        .explode("officers", empty_as_null=False)
        .filter(pl.col("officers").is_not_null())
        .rename({"officers": "officer_id"})
    )
    states = certificate_states(bucket, named)
    by_act = states.group_by("act_row").agg(
        officers_named=pl.len(),
        officers_certified=(pl.col("state") == "valid").sum(),
        officers_suspended=(pl.col("state") == "suspended").sum(),
        officers_expired=(pl.col("state") == "expired").sum(),
        officers_without_certificate=(pl.col("state") == "none").sum(),
        officers_unknown=(pl.col("state") == "unknown").sum(),
        officers_auxiliary=(pl.col("kind") == "auxiliary").sum(),
        officers_auxiliary_uncertified=(
            (pl.col("kind") == "auxiliary") & ~pl.col("state").is_in(["valid", "unknown"])
        ).sum(),
        officers_unlisted=pl.col("kind").is_null().sum(),
        officers_out_of_scope=((pl.col("state") == "valid") & ~pl.col("in_scope")).sum(),
    )
    reported = bucket.known_until("events", "officers", rows["body_id"], rows[DAY])
    nobody_is_nobody = rows["officers"].is_not_null() | (reported >= rows[DAY]).fill_null(False)
    counts = (
        rows.select("act_row")
        .with_columns(nobody_is_nobody.alias("__said"))
        .join(by_act, on="act_row", how="left", maintain_order="left")
        .with_columns(
            officers_uncertified=pl.sum_horizontal(
                "officers_suspended", "officers_expired", "officers_without_certificate"
            )
        )
        .with_columns(
            pl.when("__said").then(pl.col(name).fill_null(0).cast(pl.Int64)).alias(name)
            for name in (*by_act.columns[1:], "officers_uncertified")
        )
    )
    bucket.shared["act_counts"] = counts
    return counts


def certificate_states(bucket: Bucket, named: pl.DataFrame) -> pl.DataFrame:
    """For each (officer_id, day) of ``named``: valid, suspended, expired, none or unknown.

    *expired* and *none* are said only where the register of certificates is complete for that body,
    because one that was not handed in might be good; *none* only of a person in the register of
    officers, because a number that is not there may be a slip of the pen. Else it is *unknown*.
    """
    certificates = bucket.records["certificates"].filter(
        pl.col("kind").is_null() | (pl.col("kind") == "enforcement")
    )
    day = pl.col(DAY)
    in_term = (pl.col("valid_from") <= day) & (day <= pl.col("valid_to"))
    withdrawn = (pl.col("withdrawn_on") <= day).fill_null(False)
    suspended = (pl.col("suspended_from") <= day).fill_null(False) & (
        pl.col("suspended_to").is_null() | (day <= pl.col("suspended_to"))
    )
    rank_now = (
        pl.when(in_term & ~withdrawn & ~suspended)
        .then(3)
        .when(in_term & ~withdrawn & suspended)
        .then(2)
        .otherwise(1)
    )
    bodies = (
        bucket.records["bodies"]
        .select(
            "body_id", pl.col("sector").alias("__sector"), pl.col("division").alias("__division")
        )
        .unique("body_id", keep="first", maintain_order=True)
    )
    same_field = pl.col("sector").is_null() | (pl.col("sector") == pl.col("__sector"))
    same_area = pl.col("division").is_null() | area_of(pl.col("__division")).str.starts_with(
        area_of(pl.col("division"))
    )
    fits = (same_field & same_area).fill_null(True) & (rank_now == 3)
    held = (
        named.with_row_index("__n")
        .join(certificates, on="officer_id", how="inner")
        .with_columns(rank=rank_now)
        .join(bodies, on="body_id", how="left")
        .with_columns(in_scope=fits)
        .group_by("__n")
        .agg(pl.col("rank").max(), pl.col("in_scope").any())
    )
    people = (
        bucket.records["officers"]
        .select("officer_id", "kind", pl.lit(True).alias("__listed"))
        .unique("officer_id")
    )
    complete = bucket.known_until("certificates", "*", named["body_id"], named[DAY])
    return (
        named.with_row_index("__n")
        .with_columns((complete >= named[DAY]).fill_null(False).alias("__complete"))
        .join(held, on="__n", how="left")
        .join(people, on="officer_id", how="left")
        .with_columns(
            in_scope=pl.col("in_scope").fill_null(True),
            state=pl.when(pl.col("rank") == 3)
            .then(pl.lit("valid"))
            .when(pl.col("rank") == 2)
            .then(pl.lit("suspended"))
            .when((pl.col("rank") == 1) & pl.col("__complete"))
            .then(pl.lit("expired"))
            .when(pl.col("rank").is_null() & pl.col("__complete") & pl.col("__listed"))
            .then(pl.lit("none"))
            .otherwise(pl.lit("unknown")),
        )
    )
