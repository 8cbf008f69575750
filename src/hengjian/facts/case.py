"""Facts about one case: its own fields, its body and item, each activity, document and flag.

Activities give a family of columns each (`filed.on`, `filed.seen`, …). *Did not happen* and *was not
reported* are kept apart: `seen` is false only where the body's coverage says that it would have been
reported, and `known_until` tells up to which day an absence is certain.
"""

import operator
import re
from collections.abc import Iterator
from functools import reduce

import numpy as np
import polars as pl

from hengjian.content import Content
from hengjian.facts.bucket import Bucket
from hengjian.facts.circumstances import OF_A_CASE, circumstances
from hengjian.facts.missing import certainly, first_stated, least, nothing, throughout
from hengjian.facts.places import Places
from hengjian.facts.stops import merged_stops
from hengjian.facts.subject import TYPE_OF_KIND, Column, Maker, Subject, Type, label_of
from hengjian.standard.fields import Field
from hengjian.standard.records import Records, day_column, extended
from hengjian.standard.tables import BODIES, CASES, ITEMS


def case(content: Content) -> Subject:
    """The subject *case* under this content's activities, flags and extra fields."""
    subject = Subject(
        "case", "案件", ("body_id", "case_id"), "body_id", rows=lambda bucket: bucket.cases
    )
    subject.add_all(_own_fields(content))
    subject.add_all(_joined_fields("body", "bodies", BODIES.fields, "body_id", "机关"))
    subject.add_all(_joined_fields("item", "items", ITEMS.fields, "item_id", "事项"))
    activities = content.code_lists["activities"].codes
    subject.activities = frozenset(code.code for code in activities)
    for activity in activities:
        subject.add_all(_activity(activity.code, activity.label))
    for flag in content.code_lists["flags"].codes if "flags" in content.code_lists else ():
        subject.add(_flag(flag.code, flag.label))
    if "document_kinds" in content.code_lists:
        fields = content.code_lists["document_fields"].codes
        for kind in content.code_lists["document_kinds"].codes:
            subject.add_all(_document(kind.code, kind.label, [(f.code, f.label) for f in fields]))
    subject.add_all(_derived(content))
    subject.add_all(circumstances(content))
    return subject


# --- fields of the case, its body and its item ---------------------------------------------------------


def _own_fields(content: Content) -> Iterator[Column]:
    for field in extended(CASES, content.extra_fields).fields:
        yield Column(
            field.name,
            TYPE_OF_KIND[field.kind],
            field.label,
            (f"cases.{field.name}",),
            _taken(field.name),
            field.doc,
            codes=field.codes,
            personal=field.personal,
        )


def _taken(name: str) -> Maker:
    return lambda bucket, rows: rows[name]


def _joined_fields(
    prefix: str, table: str, fields: tuple[Field, ...], on: str, label: str
) -> Iterator[Column]:
    def maker(name: str) -> Maker:
        return lambda bucket, rows: bucket.joined(rows, on, table, name)

    for field in fields[1:]:
        yield Column(
            f"{prefix}_{field.name}",
            TYPE_OF_KIND[field.kind],
            label_of(field, label),
            (f"{table}.{field.name}", f"cases.{on}"),
            maker(field.name),
            field.doc,
            codes=field.codes,
        )


# --- activities ----------------------------------------------------------------------------------------


def _activity(code: str, label: str) -> Iterator[Column]:
    def of_first(column: str) -> Maker:
        return lambda bucket, rows: bucket.event_value(column, bucket.first(code))

    def of_last(column: str) -> Maker:
        return lambda bucket, rows: bucket.event_value(column, bucket.last(code))

    day = day_column("moment")
    aspects: tuple[tuple[str, Type, str, str, Maker], ...] = (
        ("on", Type.DATE, "日期", "moment", of_first(day)),
        ("at", Type.MOMENT, "时刻", "moment", of_first("moment")),
        ("last_on", Type.DATE, "最后一次日期", "moment", of_last(day)),
        ("last_at", Type.MOMENT, "最后一次时刻", "moment", of_last("moment")),
        ("until_on", Type.DATE, "结束日期", "until", of_last(day_column("until"))),
        ("mode", Type.TEXT, "方式", "mode", of_last("mode")),
        ("officers", Type.CODES, "人员", "officers", of_last("officers")),
        ("kinds", Type.CODES, "所载处罚种类", "kinds", of_last("kinds")),
        ("amount", Type.MONEY, "金额", "amount", of_last("amount")),
        ("first_amount", Type.MONEY, "首次金额", "amount", of_first("amount")),
        ("doc_no", Type.TEXT, "文书号", "doc_no", of_last("doc_no")),
        ("party_present", Type.BOOLEAN, "当事人在场", "party_present", of_last("party_present")),
    )
    for aspect, type_, word, field, make in aspects:
        codes = {"mode": "modes", "kinds": "penalty_kinds"}.get(aspect)
        yield Column(
            f"{code}.{aspect}",
            type_,
            f"{label}{word}",
            ("events.activity", f"events.{field}"),
            make,
            codes=codes,
        )
    reads = ("events.activity", "coverage.name")
    yield Column(
        f"{code}.officers_named",
        Type.INTEGER,
        f"{label}载明的人数",
        ("events.activity", "events.officers", "coverage.name"),
        _people(code),
    )
    yield Column(
        f"{code}.count",
        Type.INTEGER,
        f"{label}次数",
        reads,
        lambda bucket, rows: bucket.count(code),
        absent_is=0,
    )
    yield Column(
        f"{code}.amount_sum",
        Type.MONEY,
        f"{label}金额合计",
        ("events.activity", "events.amount"),
        lambda bucket, rows: bucket.summed("amount", code),
        absent_is=0,
    )
    yield Column(
        f"{code}.days",
        Type.INTEGER,
        f"{label}日数合计",
        ("events.activity", "events.days"),
        lambda bucket, rows: bucket.summed("days", code),
        absent_is=0,
    )
    yield Column(
        f"{code}.known_until",
        Type.DATE,
        f"“{label}”报送至",
        reads,
        lambda bucket, rows: bucket.known_in_cases("events", code),
    )
    yield Column(
        f"{code}.seen",
        Type.BOOLEAN,
        _happened(label),
        reads,
        lambda bucket, rows: bucket.seen(code),
    )


_DOINGS = re.compile(
    "(?:询问|立案|结案|归档|受理|送达|催告|宣告)$|不予|收取|移送(?:其他|公安)|告知|实施|申请|要求|放弃|缴纳|责令|解除|"
    "恢复|中止|通知|注销许可|批准|作出|当场(?:收缴|作出)|发现|收到|出示|提请|指派|撤回|颁发|听取|送法制"
)
"""How the names of activities begin that say what somebody does; all others name a thing."""


def _happened(label: str) -> str:
    """That an activity is recorded: 举行过听证, 已立案, 有听证报告."""
    if label.startswith("举行"):
        return f"举行过{label.removeprefix('举行')}"
    if _DOINGS.match(label):
        return f"已{'决定' if label.startswith('不予') else ''}{label}"
    return f"有{label}"


def _people(code: str) -> Maker:
    """How many persons the last event of ``code`` names; 0 for nobody only where persons are
    reported."""

    def make(bucket: Bucket, rows: pl.DataFrame) -> pl.Series:
        last = bucket.last(code)
        if last.none:
            return nothing(pl.Int64, rows.height)
        named = bucket.event_value("officers", last).list.n_unique().cast(pl.Int64)
        on = bucket.event_value(day_column("moment"), last)
        told = certainly(bucket.known_in_cases("events", "officers") >= on)
        nobody = throughout(0, pl.Int64, rows.height).zip_with(told, nothing(pl.Int64, rows.height))
        return first_stated([named, nobody])

    return make


# --- flags and documents --------------------------------------------------------------------------------


def _flag(code: str, label: str) -> Column:
    def make(bucket: Bucket, rows: pl.DataFrame) -> pl.Series:
        return bucket.happened(bucket.flags.listing(code), "cases", "flags")

    return Column(
        f"flag.{code}", Type.BOOLEAN, f"情形“{label}”", ("cases.flags", "coverage.name"), make
    )


def _document(code: str, label: str, fields: list[tuple[str, str]]) -> Iterator[Column]:
    def dated(bucket: Bucket, rows: pl.DataFrame) -> pl.Series:
        return bucket.document_value("dated_on", bucket.document(code))

    def seen(bucket: Bucket, rows: pl.DataFrame) -> pl.Series:
        return bucket.happened(bucket.document(code).there, "documents", code)

    def states(field: str) -> Maker:
        def make(bucket: Bucket, rows: pl.DataFrame) -> pl.Series:
            return bucket.document_states(field, bucket.document(code))

        return make

    reads = ("documents.kind", "documents.dated_on")
    yield Column(f"document.{code}.on", Type.DATE, f"{label}落款日期", reads, dated)
    yield Column(f"document.{code}.seen", Type.BOOLEAN, f"有{label}", reads, seen)
    for field, name in fields:
        yield Column(
            f"document.{code}.{field}",
            Type.BOOLEAN,
            f"{label}载明“{name}”",
            ("documents.kind", "documents.fields"),
            states(field),
        )


# --- derived --------------------------------------------------------------------------------------------


def _derived(content: Content) -> Iterator[Column]:
    yield Column(
        "sector",
        Type.TEXT,
        "执法领域",
        ("bodies.sector", "cases.body_id"),
        lambda bucket, rows: bucket.joined(rows, "body_id", "bodies", "sector"),
        codes="sectors",
    )
    yield Column(
        "decision_dated_on",
        Type.DATE,
        "决定书落款日期",
        ("documents.dated_on", "events.moment"),
        decision_dated_on,
        "以决定书上印的日期为准（罚§59(6)）；没有文书数据的，用作出决定的日期",
    )
    yield Column(
        "acted_on",
        Type.DATE,
        "执法行为日期",
        ("events.moment", "documents.dated_on"),
        _acted_on,
        "决定日期；没有决定的，依次取检查、强制执行、强制措施、立案、受理、强制执行决定的日期",
    )
    yield Column(
        "began_on",
        Type.DATE,
        "最早记载日期",
        ("events.moment", "cases.found_on"),
        lambda bucket, rows: bucket.began_on,
    )
    for name, label, doc, steps in (
        (
            "executed_on",
            "自行强制执行日期",
            "强制执行、代履行中先发生者的日期",
            ("enforced", "substituted"),
        ),
        (
            "coerced_on",
            "行政强制日期",
            "强制措施、强制执行、代履行中先发生者的日期",
            ("measure_taken", "enforced", "substituted"),
        ),
    ):
        yield Column(
            name,
            Type.DATE,
            label,
            ("events.activity", "events.moment"),
            _first_day_of(steps),
            doc,
        )
    yield Column(
        "investigators",
        Type.CODES,
        "调查、审查人员",
        ("events.officers", "events.activity"),
        _investigators(
            [
                code.code
                for code in content.code_lists["activities"].codes
                if "investigate" in code.marks or "examine" in code.marks
            ]
        ),
    )
    yield Column(
        "challenged",
        Type.BOOLEAN,
        "已申请复议或者提起诉讼",
        ("outcomes.case_id", "coverage.name"),
        _challenged,
    )
    for since in (True, False):
        yield Column(
            "stops.since" if since else "stops.until",
            Type.DATES,
            "期间扣除起" if since else "期间扣除止",
            ("events.activity", "events.moment", "events.until", "events.mode"),
            _stops(since),
        )
    for name, label, fields in (
        ("tier_fine_min", "裁量阶次罚款下限", "fine_min"),
        ("tier_fine_max", "裁量阶次罚款上限", "fine_max"),
    ):
        yield Column(
            name, Type.MONEY, label, (f"discretion.{fields}", "cases.tier"), _of_tier(fields)
        )
    yield Column(
        "delegated",
        Type.BOOLEAN,
        "事项在下放委托名录中",
        ("delegations.item_id", "delegations.to_body", "cases.item_id", "coverage.name"),
        _delegated,
    )
    for field, type_, label in (
        ("route", Type.TEXT, "下放方式"),
        ("valid_from", Type.DATE, "下放委托生效日期"),
        ("valid_to", Type.DATE, "下放委托截止日期"),
        ("published_on", Type.DATE, "下放委托公布日期"),
        ("document", Type.TEXT, "下放委托文件"),
    ):
        yield Column(
            f"delegation_{field}",
            type_,
            label,
            (f"delegations.{field}", "cases.item_id"),
            _delegation(field),
            codes="routes" if field == "route" else None,
        )
    for field, label, codes in (
        ("kind", "下放委托方的主体类型", "body_kinds"),
        ("level", "下放委托方的层级", "levels"),
    ):
        yield Column(
            f"delegation_from_{field}",
            Type.TEXT,
            label,
            ("delegations.from_body", f"bodies.{field}", "cases.item_id"),
            _delegation_from(field),
            codes=codes,
        )
    stages = {
        mark: [code.code for code in content.code_lists["activities"].codes if mark in code.marks]
        for mark in ("start", "investigate", "review", "decide", "serve", "execute")
    }
    for stage, activities in stages.items():
        if activities:
            yield Column(
                f"stage_{stage}",
                Type.BOOLEAN,
                f"有{_STAGES[stage]}阶段的记录",
                ("events.activity", "coverage.name"),
                _any_seen(activities),
            )


_STAGES = {
    "start": "启动",
    "investigate": "调查取证",
    "review": "审核",
    "decide": "决定",
    "serve": "送达",
    "execute": "执行",
}


def decision_printed_on(bucket: Bucket, rows: pl.DataFrame) -> pl.Series:
    """The date printed on the decision; null where the paper or its date is not reported."""
    decisions = [bucket.document(kind).at for kind in ("decision", "on_spot_decision")]
    return bucket.document_value("dated_on", Places(np.maximum(*decisions)))


def decision_dated_on(bucket: Bucket, rows: pl.DataFrame) -> pl.Series:
    """The printed date of the decision, else the day on which it was made."""
    if "decision_dated_on" not in bucket.shared:
        bucket.shared["decision_dated_on"] = _decision_dates(bucket, rows).to_frame()
    return bucket.shared["decision_dated_on"].to_series()


def _decision_dates(bucket: Bucket, rows: pl.DataFrame) -> pl.Series:
    day = day_column("moment")
    made = (bucket.event_value(day, bucket.first(name)) for name in ("decided", "decided_on_spot"))
    return first_stated([decision_printed_on(bucket, rows), *made])


def _acted_on(bucket: Bucket, rows: pl.DataFrame) -> pl.Series:
    day = day_column("moment")
    names = ("inspected", "enforced", "measure_taken", "filed", "accepted", "enforcement_decided")
    days = (bucket.event_value(day, bucket.first(name)) for name in names)
    return first_stated([decision_dated_on(bucket, rows), *days])


def _first_day_of(activities: tuple[str, ...]) -> Maker:
    def make(bucket: Bucket, rows: pl.DataFrame) -> pl.Series:
        day = day_column("moment")
        return least(bucket.event_value(day, bucket.first(name)) for name in activities)

    return make


def _investigators(activities: list[str]) -> Maker:
    def make(bucket: Bucket, rows: pl.DataFrame) -> pl.Series:
        events = bucket.positions(*activities)
        which, people = bucket.named.by(events)
        cases, people = bucket.named.once(bucket.cases_of(events)[which], people)
        named = pl.DataFrame({"case": cases, "who": bucket.named.people[people]})
        lists = named.group_by("case", maintain_order=True).agg("who")
        at = np.full(rows.height, -1, dtype=np.int32)
        at[lists["case"].to_numpy()] = np.arange(lists.height)
        return Places(at).of(lists["who"])

    return make


def _challenged(bucket: Bucket, rows: pl.DataFrame) -> pl.Series:
    _, places = bucket.found("outcomes", OF_A_CASE, _outcomes)
    return bucket.happened(places.there, "outcomes", "*")


def _outcomes(records: Records) -> pl.DataFrame:
    """The cases of which an outcome is reported."""
    return records["outcomes"].select(OF_A_CASE).drop_nulls().unique()


def _stops(since: bool) -> Maker:
    """Merged stops of the clock, in order. An open end is null and counts until the run's date."""

    def make(bucket: Bucket, rows: pl.DataFrame) -> pl.Series:
        return merged_stops(bucket)["since" if since else "until"]

    return make


def _of_tier(field: str) -> Maker:
    return lambda bucket, rows: of_tier(bucket, field)


def of_tier(bucket: Bucket, field: str) -> pl.Series:
    """What the tier of each case says of its item."""
    tiers, places = bucket.found("tiers", ("item_id", "tier"), _tiers)
    return places.of(tiers[field])


def _tiers(records: Records) -> pl.DataFrame:
    return records["discretion"].unique(["item_id", "tier"], keep="first", maintain_order=True)


def _delegation(field: str) -> Maker:
    """A field of the delegation of the case's item to the case's body, the latest one first."""

    def make(bucket: Bucket, rows: pl.DataFrame) -> pl.Series:
        latest, places = bucket.found("delegations", ("item_id", "body_id"), _delegations)
        return places.of(latest[field])

    return make


def _delegations(records: Records) -> pl.DataFrame:
    """The latest delegation of each item to each body."""
    return (
        records["delegations"]
        .with_columns(pl.col("to_body").alias("body_id"))
        .sort("valid_from", nulls_last=False, maintain_order=True)
        .unique(["item_id", "body_id"], keep="last", maintain_order=True)
    )


def _delegation_from(field: str) -> Maker:
    def make(bucket: Bucket, rows: pl.DataFrame) -> pl.Series:
        giver = _delegation("from_body")(bucket, rows).alias("body_id")
        return bucket.joined(pl.DataFrame([giver]), "body_id", "bodies", field)

    return make


def _delegated(bucket: Bucket, rows: pl.DataFrame) -> pl.Series:
    _, places = bucket.found("delegations", ("item_id", "body_id"), _delegations)
    return bucket.happened(places.there, "delegations", "*")


def _any_seen(activities: list[str]) -> Maker:
    def make(bucket: Bucket, rows: pl.DataFrame) -> pl.Series:
        return reduce(operator.or_, (bucket.seen(activity) for activity in activities))

    return make
