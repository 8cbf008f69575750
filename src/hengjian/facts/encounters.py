"""Facts about two things that met: two bodies on one matter, two visits, one officer at two places.

Serves rules across cases. Each row is a candidate pair; it holds what the two have in common and how
far apart they were, and no more.
"""

import polars as pl

from hengjian.content import Content
from hengjian.facts.bucket import Bucket
from hengjian.facts.case import decision_dated_on
from hengjian.facts.pairs import comes_before, met_again
from hengjian.facts.subject import Column, Gathered, Maker, Subject, Type
from hengjian.standard.records import day_column

DAY = day_column("moment")
NEAR_DAYS = 60
"""Visits further apart are no pair: a bound on the work, wider than any parameter of a rule."""


def matter_pair(content: Content) -> Subject:
    """The subject *matter before two bodies*: both filed a case on the same matter of one party."""
    subject = Subject(
        "matter_pair",
        "两机关同一事项",
        ("body_id", "case_id", "other_body_id", "other_case_id"),
        "body_id",
        rows=_MATTERS.rows,
        gathered=_MATTERS,
    )
    return _with(
        subject,
        ("cases.matter_id", "cases.party_id", "events.moment", "cases.flags"),
        ("body_id", Type.TEXT, "后立案机关"),
        ("case_id", Type.TEXT, "后立案编号"),
        ("other_body_id", Type.TEXT, "先立案机关"),
        ("other_case_id", Type.TEXT, "先立案编号"),
        ("party_name", Type.TEXT, "当事人"),
        ("filed_on", Type.DATE, "后立案日期"),
        ("other_filed_on", Type.DATE, "先立案日期"),
        ("other_filed_before", Type.BOOLEAN, "先后有据可查"),
        ("designated", Type.BOOLEAN, "后立案机关经指定管辖"),
        ("received_by_transfer", Type.BOOLEAN, "后立案机关的案件系移送而来"),
        ("gave_up", Type.BOOLEAN, "后立案机关已撤销立案或者移送"),
        ("other_gave_up", Type.BOOLEAN, "先立案机关已撤销立案或者移送"),
        ("decided_on", Type.DATE, "后立案机关决定日期"),
    )


def _matters(bucket: Bucket, filed: pl.DataFrame) -> pl.DataFrame:
    other = filed.select(
        "body_id", "case_id", "party_id", "matter_id", "filed_on", "filed_at", "gave_up"
    )
    earlier, later = (
        pl.col("filed_at_1") < pl.col("filed_at"),
        pl.col("filed_at_1") > pl.col("filed_at"),
    )
    surely = (pl.col("filed_on_1") < pl.col("filed_on")) | earlier.fill_null(False)
    undecided = (pl.col("filed_on_1") == pl.col("filed_on")) & ~later.fill_null(False)
    return (
        filed.join(other, on=["party_id", "matter_id"], suffix="_1")
        .filter(
            (pl.col("body_id") != pl.col("body_id_1")) & (surely | (undecided & comes_before("_1")))
        )
        .with_columns(other_filed_before=pl.when(surely).then(True))
        .rename(
            {
                "body_id_1": "other_body_id",
                "case_id_1": "other_case_id",
                "filed_on_1": "other_filed_on",
                "gave_up_1": "other_gave_up",
            }
        )
        .sort("body_id", "case_id", "other_body_id", "other_case_id")
    )


def _filed(bucket: Bucket) -> pl.DataFrame:
    """Filed penalty cases of a known party and matter, and what became of each."""

    def known(name: str) -> pl.Expr:
        return pl.lit(bucket.certain("events", name))

    first = {name: bucket.first(name) for name in ("filed", "transferred", "closed")}
    handed_on = pl.lit(first["transferred"].there | first["closed"].there)
    return (
        bucket.cases.with_columns(
            filed_on=bucket.event_value(DAY, first["filed"]),
            filed_at=bucket.event_value("moment", first["filed"]),
            decided_on=decision_dated_on(bucket, bucket.cases),
        )
        .with_columns(
            designated=_flagged(bucket, "designated"),
            received_by_transfer=_flagged(bucket, "received_by_transfer"),
            gave_up=pl.when(pl.col("result").is_in(["case_withdrawn", "transferred"]))
            .then(True)
            .when(pl.col("decided_on").is_not_null())
            .then(False)
            .when(handed_on)
            .then(True)
            .when(known("transferred") & known("closed"))
            .then(False),
        )
        .filter(
            (pl.col("kind") == "penalty")
            & pl.col("matter_id").is_not_null()
            & pl.col("party_id").is_not_null()
            & pl.col("filed_on").is_not_null()
        )
        .select(
            "body_id", "case_id", "party_id", "party_name", "matter_id", "filed_on", "filed_at",
            "decided_on", "designated", "received_by_transfer", "gave_up",
        )
    )  # fmt: skip


_MATTERS = Gathered(("party_id", "matter_id"), _filed, _matters)


def visit_pair(content: Content) -> Subject:
    """The subject *two visits*: inspections of one enterprise within two months of each other."""
    subject = Subject(
        "visit_pair",
        "两次检查",
        ("body_id", "case_id", "other_body_id", "other_case_id"),
        "body_id",
        rows=_VISITS.rows,
        gathered=_VISITS,
    )
    return _with(
        subject,
        (
            "cases.party_id",
            "cases.item_id",
            "events.moment",
            "cases.inspection_kind",
            "cases.flags",
            "coverage.name",
        ),
        ("body_id", Type.TEXT, "后一次检查机关"),
        ("case_id", Type.TEXT, "后一次检查编号"),
        ("other_body_id", Type.TEXT, "前一次检查机关"),
        ("other_case_id", Type.TEXT, "前一次检查编号"),
        ("party_name", Type.TEXT, "企业"),
        ("on", Type.DATE, "后一次检查日期"),
        ("other_on", Type.DATE, "前一次检查日期"),
        ("days_apart", Type.INTEGER, "相隔日数"),
        ("same_body", Type.BOOLEAN, "同一机关"),
        ("same_item", Type.BOOLEAN, "事项相同"),
        ("inspection_kind", Type.TEXT, "后一次检查类型"),
        ("other_inspection_kind", Type.TEXT, "前一次检查类型"),
        ("joint", Type.BOOLEAN, "联合检查"),
    )


def _visited(bucket: Bucket) -> pl.DataFrame:
    """Inspections that took place, of parties that are no citizens."""
    on = bucket.event_value(DAY, bucket.first("inspected"))
    return (
        bucket.cases.select(
            "body_id", "case_id", "kind", "item_id", "party_id", "party_kind", "party_name",
            "inspection_kind", _flagged(bucket, "joint_enforcement").alias("joint"),
        )
        .with_columns(on.alias("on"))
        .filter(
            (pl.col("kind") == "inspection")
            & pl.col("party_id").is_not_null()
            & pl.col("on").is_not_null()
            & (pl.col("party_kind") != "citizen").fill_null(True)
        )
        .drop("kind", "party_kind")
    )  # fmt: skip


def _visits(bucket: Bucket, visits: pl.DataFrame) -> pl.DataFrame:
    often = met_again(visits, "party_id")
    other = often.select(
        "party_id", "body_id", "case_id", "item_id", "on", "inspection_kind", "joint"
    )
    apart = (pl.col("on") - pl.col("on_1")).dt.total_days()
    return (
        often.join(other, on="party_id", suffix="_1")
        .with_columns(days_apart=apart)
        .filter(
            ((pl.col("days_apart") > 0) & (pl.col("days_apart") <= NEAR_DAYS))
            | ((pl.col("days_apart") == 0) & comes_before("_1"))
        )
        .with_columns(
            same_body=pl.col("body_id") == pl.col("body_id_1"),
            same_item=pl.col("item_id") == pl.col("item_id_1"),
            joint=pl.col("joint") & pl.col("joint_1"),
        )
        .rename(
            {
                "body_id_1": "other_body_id",
                "case_id_1": "other_case_id",
                "on_1": "other_on",
                "inspection_kind_1": "other_inspection_kind",
            }
        )
        .sort("body_id", "case_id", "other_body_id", "other_case_id")
    )


_VISITS = Gathered(("party_id",), _visited, _visits)


def act_pair(content: Content) -> Subject:
    """The subject *one officer, two acts*: acts of different cases that the same officer did on one
    day and whose times overlap."""
    key = ("body_id", "case_id", "seq", "other_body_id", "other_case_id", "other_seq", "officer_id")
    marked = [
        code.code
        for code in content.code_lists["activities"].codes
        if "two_officers" in code.marks or "needs_cert" in code.marks
    ]
    gathered = Gathered(("officer_id", "on"), lambda bucket: _done(bucket, marked), _acts)
    subject = Subject(
        "act_pair", "同一人员两项活动", key, "body_id", rows=gathered.rows, gathered=gathered
    )
    return _with(
        subject,
        ("events.moment", "events.until", "events.officers", "cases.flags", "coverage.name"),
        ("body_id", Type.TEXT, "后一活动机关"),
        ("case_id", Type.TEXT, "后一活动案件"),
        ("seq", Type.INTEGER, "后一活动序号"),
        ("other_body_id", Type.TEXT, "前一活动机关"),
        ("other_case_id", Type.TEXT, "前一活动案件"),
        ("other_seq", Type.INTEGER, "前一活动序号"),
        ("officer_id", Type.TEXT, "人员"),
        ("activity", Type.TEXT, "后一活动"),
        ("other_activity", Type.TEXT, "前一活动"),
        ("on", Type.DATE, "日期"),
        ("at", Type.MOMENT, "后一活动时刻"),
        ("other_at", Type.MOMENT, "前一活动时刻"),
        ("other_until", Type.MOMENT, "前一活动结束时刻"),
        ("same_party", Type.BOOLEAN, "当事人相同"),
        ("same_place", Type.BOOLEAN, "发生地区划相同"),
        ("joint", Type.BOOLEAN, "其中有联合执法的案件"),
    )


def _done(bucket: Bucket, marked: list[str]) -> pl.DataFrame:
    """What each officer did on each day, of activities that need him there."""
    timed = bucket.events["moment"].is_not_null().to_numpy()
    events = bucket.positions(*marked)
    events = events[timed[events]]
    which, people = bucket.named.by(events)
    acts: pl.DataFrame = bucket.events.select(
        "body_id", "case_id", "seq", "activity", pl.col(DAY).alias("on"),
        pl.col("moment").alias("at"), "until",
    )[events[which]]  # fmt: skip
    acts.insert_column(4, bucket.named.people[people].alias("officer_id"))
    where = bucket.cases.select(
        "party_id",
        pl.col("place_division").alias("place"),
        _flagged(bucket, "joint_enforcement").alias("joint"),
    )
    placed: pl.DataFrame = where[bucket.cases_of(events)[which]]
    return acts.hstack(placed)


def _acts(bucket: Bucket, acts: pl.DataFrame) -> pl.DataFrame:
    busy = met_again(acts, "officer_id", "on")
    own, other = _meeting(busy)
    same = ["officer_id", "on"]
    before = (pl.col("at_1") < pl.col("at")) | (
        (pl.col("at_1") == pl.col("at")) & comes_before("_1")
    )
    another = (pl.col("case_id") != pl.col("case_id_1")) | (
        pl.col("body_id") != pl.col("body_id_1")
    )
    alike = pl.all_horizontal(pl.col(name) == pl.col(f"{name}_1") for name in same)
    return (
        busy[own]
        .hstack(busy[other].select(pl.all().name.suffix("_1")))
        .filter(another & before & alike)
        .drop(f"{name}_1" for name in same)
        .with_columns(
            same_party=pl.col("party_id") == pl.col("party_id_1"),
            same_place=pl.col("place") == pl.col("place_1"),
            joint=pl.col("joint") | pl.col("joint_1"),
        )
        .rename(
            {
                "body_id_1": "other_body_id",
                "case_id_1": "other_case_id",
                "seq_1": "other_seq",
                "activity_1": "other_activity",
                "at_1": "other_at",
                "until_1": "other_until",
            }
        )
        .sort(
            "body_id", "case_id", "seq", "other_body_id", "other_case_id", "other_seq", "officer_id"
        )
    )


def _meeting(busy: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    """Acts, and others that were not over when they began: of one officer on one day, and perhaps a
    few of officers whose numbers are alike. Most acts meet none, so whole rows are not joined for it."""
    times = busy.select(
        pl.int_range(pl.len(), dtype=pl.UInt32).alias("place"), "at", "until",
        busy.select("officer_id", "on").hash_rows().alias("number"),
    )  # fmt: skip
    overlaps = (pl.col("at_1") == pl.col("at")) | (pl.col("at") < pl.col("until_1"))
    met = (
        times.lazy()
        .join(times.lazy(), on="number", suffix="_1")
        .filter(
            (pl.col("at_1") <= pl.col("at")) & overlaps & (pl.col("place") != pl.col("place_1"))
        )
    )
    found = met.select("place", "place_1").collect()
    return found["place"], found["place_1"]


def _flagged(bucket: Bucket, code: str) -> pl.Expr:
    """Whether a case carries a flag; unknown where flags are not reported."""
    return pl.lit(bucket.happened(bucket.flags.listing(code), "cases", "flags"))


def _with(subject: Subject, reads: tuple[str, ...], *columns: tuple[str, Type, str]) -> Subject:
    for name, type_, label in columns:
        codes = "activities" if name.endswith("activity") else None
        if name.endswith("inspection_kind"):
            codes = "inspection_kinds"
        personal = name.startswith("party_")
        subject.add(Column(name, type_, label, reads, _taken(name), codes=codes, personal=personal))
    return subject


def _taken(name: str) -> Maker:
    return lambda bucket, rows: rows[name]
