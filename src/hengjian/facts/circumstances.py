"""Facts about one case that take more than one field: place, recusal, remedies, recordings, devices.

Serves the same rules as `case`, whose columns these join. Whether a matter was *not* done is said only
inside the body's coverage.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import polars as pl

from hengjian.content import Content
from hengjian.facts.bucket import Bucket
from hengjian.facts.distinct import Distinct
from hengjian.facts.missing import certainly, known_to_be, least, lengths, stated, throughout
from hengjian.facts.subject import TYPE_OF_KIND, Column, Maker, Type, label_of
from hengjian.standard.fields import Field
from hengjian.standard.records import Records, day_column
from hengjian.standard.tables import CASES, ITEMS, MONITORING_DEVICES

DAY = day_column("moment")
OF_A_CASE = ("body_id", "case_id")


def circumstances(content: Content) -> Iterator[Column]:
    """The columns, under this content's activities."""
    for field in CASES.fields:
        if not field.required and field.name != "flags":
            yield _stated(field)
    yield from _place()
    yield from _recusal()
    yield from _remedy()
    yield _idle()
    yield _enforcement_papers()
    yield from _replacement()
    yield _ever_listed()
    yield _listing()
    yield from _device()
    for activity in content.code_lists["activities"].codes:
        yield from _recording(activity.code, activity.label)
        if activity.code in _RECORDS:
            yield from _paper(activity.code, activity.label, content)


# --- fields filled in -----------------------------------------------------------------------------------


def _stated(field: Field) -> Column:
    def make(bucket: Bucket, rows: pl.DataFrame) -> pl.Series:
        filled = stated(rows[field.name])
        if TYPE_OF_KIND[field.kind] is Type.CODES:
            filled &= certainly(lengths(rows[field.name]) > 0)
        return bucket.happened(filled, "cases", field.name)

    return Column(
        f"{field.name}.stated",
        Type.BOOLEAN,
        f"填写了{field.label}",
        (f"cases.{field.name}", "coverage.name"),
        make,
    )


# --- place ------------------------------------------------------------------------------------------------


_EMPTY_LEVELS = tuple(
    re.compile(rf"(.{{{digits}}})0{{{more}}}") for digits, more in ((9, 3), (6, 3), (4, 2), (2, 2))
)


def areas_of(divisions: pl.Series) -> pl.Series:
    """The digits of each division code that name its area."""
    return Distinct(divisions).each(
        lambda codes: pl.Series([*map(_area, codes.to_list())], dtype=pl.String)
    )


@lru_cache(maxsize=10_000)
def _area(code: str) -> str:
    """A division code without the trailing levels that are empty."""
    for level in _EMPTY_LEVELS:
        if named := level.fullmatch(code):
            code = named[1]
    return code


def _place() -> Iterator[Column]:
    def make(bucket: Bucket, rows: pl.DataFrame) -> pl.Series:
        division = bucket.joined(rows, "body_id", "bodies", "division")
        place = rows["place_division"]
        areas = {"area": areas_of(division), "place_area": areas_of(place)}
        frame = pl.DataFrame({"place": place, **areas})
        inside = pl.col("place").str.starts_with(pl.col("area"))
        too_coarse = pl.col("area").str.starts_with(pl.col("place_area"))
        return frame.select(pl.when(inside | ~too_coarse).then(inside))["place"]

    yield Column(
        "place_in_area",
        Type.BOOLEAN,
        "行为发生地在本机关区划内",
        ("cases.place_division", "bodies.division"),
        make,
        "按区划代码判断；任一代码未填的，或者发生地只写到上级区划的，不明",
    )


# --- recusal ----------------------------------------------------------------------------------------------


def _recusal() -> Iterator[Column]:
    def make(bucket: Bucket, rows: pl.DataFrame) -> pl.Series:
        positions = bucket.positions("recusal_decided")
        if not len(positions):
            nobody = throughout(False, pl.Boolean, rows.height)
            return bucket.happened(nobody, "events", "officers")
        events = bucket.events.select("case_row", "activity", "mode", "officers", DAY)
        decided = events[pl.Series(positions, dtype=pl.UInt32)]
        granted = (
            decided.filter(pl.col("mode") == "passed")
            .explode("officers", empty_as_null=False)
            .select("case_row", "officers", pl.col(DAY).alias("__since"))
        )
        concerned = np.bincount(granted["case_row"], minlength=rows.height) > 0
        later = (
            events[pl.Series(np.flatnonzero(concerned[events["case_row"].to_numpy()]))]
            .filter(~pl.col("activity").is_in(["recusal_requested", "recusal_decided"]))
            .explode("officers", empty_as_null=False)
            .join(granted, on=["case_row", "officers"], how="inner")
            .filter(pl.col(DAY) > pl.col("__since"))
            .select(pl.col("case_row").alias("row"))
            .unique()
            .with_columns(__v=pl.lit(True))
        )
        nameless = granted.filter(pl.col("officers").is_null())["case_row"]
        found = rows.select("row").join(later, on="row", how="left", maintain_order="left")["__v"]
        told = bucket.happened(certainly(found), "events", "officers")
        return told.set(rows["row"].is_in(nameless.implode()) & ~told, None)

    yield Column(
        "recused_took_part",
        Type.BOOLEAN,
        "已决定回避的人员其后仍参加办案",
        ("events.activity", "events.officers", "events.mode", "coverage.name"),
        make,
        "回避决定（mode=通过）所载人员在其后任何活动中出现；决定没有写人员的不明",
    )


# --- remedies ---------------------------------------------------------------------------------------------


def _remedies(records: Records) -> pl.DataFrame:
    """Of each case with remedies that the body knows of: from when to when they ran, and for how many
    days between one and the next; neither day of a decision counts nor one under way."""
    day, far = pl.col("copy_received_on"), pl.lit("9999-12-31").str.to_date()
    ended = pl.col("decided_on").fill_null(far).cast(pl.Int64)
    reached = ended.cum_max().shift(1).over(OF_A_CASE)
    return (
        records["outcomes"]
        .filter(pl.col("case_id").is_not_null() & day.is_not_null())
        .sort("copy_received_on", maintain_order=True)
        .with_columns(__idle=(day.cast(pl.Int64) - reached).clip(lower_bound=0))
        .group_by(OF_A_CASE)
        .agg(
            since=day.min(),
            until=pl.when(pl.col("decided_on").null_count() == 0).then(pl.col("decided_on").max()),
            idle=pl.col("__idle").sum(),
        )
    )


def _remedied(name: str) -> Maker:
    def make(bucket: Bucket, rows: pl.DataFrame) -> pl.Series:
        remedies, places = bucket.found("remedies", OF_A_CASE, _remedies)
        return places.of(remedies[name])

    return make


def _remedy() -> Iterator[Column]:
    reads = ("outcomes.case_id", "outcomes.copy_received_on", "outcomes.decided_on")
    yield Column("remedy_since", Type.DATE, "复议诉讼开始", reads, _remedied("since"))
    yield Column(
        "remedy_until",
        Type.DATE,
        "复议诉讼结束",
        reads,
        _remedied("until"),
        "最后一件有结果之日；仍在审理的为空",
    )


def _idle() -> Column:
    return Column(
        "remedy_idle_days",
        Type.INTEGER,
        "前后两件复议诉讼之间的日数",
        ("outcomes.case_id", "outcomes.copy_received_on", "outcomes.decided_on"),
        _remedied("idle"),
        "前一件有结果至后一件开始之间的日数之和；首尾相接或者重叠的为零",
    )


# --- papers of enforcement --------------------------------------------------------------------------------


def _enforcement_papers() -> Column:
    def make(bucket: Bucket, rows: pl.DataFrame) -> pl.Series:
        names = ("demand_served", "enforcement_decision_served")
        return least(bucket.event_value(DAY, bucket.first(name)) for name in names)

    return Column(
        "enforcement_paper_served_on",
        Type.DATE,
        "催告书、强制执行决定书首次送达日期",
        ("events.activity", "events.moment"),
        make,
    )


# --- the item that replaced the case's item ------------------------------------------------------------------


def _replacement() -> Iterator[Column]:
    def looked_up(name: str) -> Maker:
        def make(bucket: Bucket, rows: pl.DataFrame) -> pl.Series:
            new = bucket.joined(rows, "item_id", "items", "replaced_by").alias("item_id")
            return bucket.joined(pl.DataFrame([new]), "item_id", "items", name)

        return make

    for field in ITEMS.fields:
        if field.name in ("fine_min", "fine_max", "in_force_from", "penalty_kinds"):
            yield Column(
                f"replacement_{field.name}",
                TYPE_OF_KIND[field.kind],
                label_of(field, "取代事项"),
                (f"items.{field.name}", "items.replaced_by", "cases.item_id"),
                looked_up(field.name),
                codes=field.codes,
            )


# --- the published list ----------------------------------------------------------------------------------------


def _ever_listed() -> Column:
    def make(bucket: Bucket, rows: pl.DataFrame) -> pl.Series:
        listed = stated(bucket.joined(rows, "item_id", "items", "listed_from"))
        complete = stated(bucket.known_in_cases("items", "listed_from"))
        return known_to_be(listed, complete & stated(rows["item_id"]))

    return Column(
        "item_ever_listed",
        Type.BOOLEAN,
        "事项列入过公布清单",
        ("items.listed_from", "cases.item_id", "coverage.name"),
        make,
        "事项名录完整报送而没有列入清单日期的，或者名录中没有该事项的，为否；没有写事项的不明",
    )


# --- the published list ------------------------------------------------------------------------------------


def _listing() -> Column:
    return Column(
        "item_listed_from.stated",
        Type.BOOLEAN,
        "事项列入过公布的清单",
        ("items.listed_from", "cases.item_id", "coverage.name"),
        _filled_in("item_id", "items", "listed_from", always="name"),
        "事项在名录中而该栏为空的为否；不在名录中的不明",
    )


def _filled_in(on: str, table: str, name: str, *, always: str) -> Maker:
    """Whether a field of the register entry that a case points to is filled in.

    False only where the entry is there (its field ``always`` is filled in) and the body keeps the
    field complete.
    """

    def make(bucket: Bucket, rows: pl.DataFrame) -> pl.Series:
        known = bucket.known_in_cases(table, name)
        filled = stated(bucket.joined(rows, on, table, name))
        there = stated(bucket.joined(rows, on, table, always))
        return known_to_be(filled, stated(known) & there)

    return make


# --- the monitoring device ------------------------------------------------------------------------------------


def _device() -> Iterator[Column]:
    def looked_up(name: str) -> Maker:
        return lambda bucket, rows: bucket.joined(rows, "device_id", "monitoring_devices", name)

    for field in MONITORING_DEVICES.fields[2:]:
        yield Column(
            f"device_{field.name}",
            TYPE_OF_KIND[field.kind],
            f"监控设备{field.label}",
            (f"monitoring_devices.{field.name}", "cases.device_id"),
            looked_up(field.name),
        )
        yield Column(
            f"device_{field.name}.stated",
            Type.BOOLEAN,
            f"监控设备填写了{field.label}",
            (f"monitoring_devices.{field.name}", "cases.device_id", "coverage.name"),
            _filled_in("device_id", "monitoring_devices", field.name, always="body_id"),
            "设备在名录中而该栏为空的为否；不在名录中的不明",
        )

    def listed(bucket: Bucket, rows: pl.DataFrame) -> pl.Series:
        known = bucket.known_in_cases("monitoring_devices", "*")
        present = stated(bucket.joined(rows, "device_id", "monitoring_devices", "body_id"))
        return known_to_be(present, stated(known))

    yield Column(
        "device_listed",
        Type.BOOLEAN,
        "监控设备在名录中",
        ("monitoring_devices.device_id", "cases.device_id", "coverage.name"),
        listed,
    )


# --- recordings ------------------------------------------------------------------------------------------------


def _recording(code: str, label: str) -> Iterator[Column]:
    def seen(bucket: Bucket, rows: pl.DataFrame) -> pl.Series:
        return bucket.happened(bucket.recorded(code), "recordings", "*")

    yield Column(
        f"recording.{code}.seen",
        Type.BOOLEAN,
        f"{label}有音像记录",
        ("recordings.activity", "recordings.case_id", "coverage.name"),
        seen,
    )


# --- the record made of an act --------------------------------------------------------------------------

_RECORDS = {
    "inquired": "inquiry_record",
    "site_examined": "site_record",
    "inspected": "site_record",
    "measure_taken": "site_record",
    "enforced": "site_record",
    "sampled": "sample_list",
    "hearing_held": "hearing_record",
}
"""Activity → the kind of record that is made of it."""


def _paper(code: str, label: str, content: Content) -> Iterator[Column]:
    """The record of the last such act: the one its event names, else the only one of its kind."""
    kind = _RECORDS[code]
    reads = ("events.doc_no", "documents.doc_no", "documents.kind", "documents.fields")
    if "document_fields" not in content.code_lists:
        return

    def seen(bucket: Bucket, rows: pl.DataFrame) -> pl.Series:
        made = bucket.paper(code, kind).there | bucket.document(kind).there
        return bucket.happened(made, "documents", kind)

    def states(field: str) -> Maker:
        def make(bucket: Bucket, rows: pl.DataFrame) -> pl.Series:
            return bucket.document_states(field, bucket.paper(code, kind))

        return make

    yield Column(f"paper.{code}.seen", Type.BOOLEAN, f"有{label}的笔录", reads, seen)
    for field in content.code_lists["document_fields"].codes:
        if field.code in ("party_signed", "refusal_noted", "witness", "officers_signed"):
            yield Column(
                f"paper.{code}.{field.code}",
                Type.BOOLEAN,
                f"{label}的笔录载明“{field.label}”",
                reads,
                states(field.code),
            )
