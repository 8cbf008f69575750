"""Facts about a year: of an enforcement body, and of an enterprise that one body visits.

Serves rules that count. A year is the calendar year; counts cover what was accepted so far, so the
current year's counts can still grow.
"""

from collections.abc import Iterator
from functools import cache

import polars as pl

from hengjian.content import Content
from hengjian.facts.bucket import Bucket
from hengjian.facts.subject import TYPE_OF_KIND, Column, Gathered, Maker, Subject, Type, label_of
from hengjian.standard.records import Records, day_column, schema_of
from hengjian.standard.tables import BODIES, DISCLOSURES

DAY = day_column("moment")


# --- a body's year ------------------------------------------------------------------------------------


def body_year(content: Content) -> Subject:
    """The subject *body and year*: every year in which the body had a case."""
    subject = Subject(
        "body_year",
        "机关年度",
        ("body_id", "year"),
        "body_id",
        rows=_BODY_YEARS.rows,
        gathered=_BODY_YEARS,
    )
    _own(subject, ("body_id", Type.TEXT, "机关编号"), ("year", Type.INTEGER, "年度"))
    for field in BODIES.fields[1:]:
        subject.add(
            Column(
                f"body_{field.name}",
                TYPE_OF_KIND[field.kind],
                label_of(field, "机关"),
                (f"bodies.{field.name}",),
                _of_body(field.name),
                codes=field.codes,
            )
        )
    for name, label, reads in (
        ("began_on", "年初", "cases.case_id"),
        ("ended_on", "年末", "cases.case_id"),
    ):
        subject.add(Column(name, Type.DATE, label, (reads,), _taken(name)))
    subject.add(Column("cases", Type.INTEGER, "案件数", ("cases.case_id",), _taken("cases")))
    subject.add(
        Column(
            "inspections",
            Type.INTEGER,
            "检查案件数",
            ("cases.kind", "events.moment"),
            _taken("inspections"),
        )
    )
    for code in (
        content.code_lists["disclosure_kinds"].codes
        if "disclosure_kinds" in content.code_lists
        else ()
    ):
        subject.add_all(_disclosed(code.code, code.label))
    subject.add(
        Column(
            "major_items",
            Type.INTEGER,
            "列入重大执法决定目录的事项数",
            ("items.major", "items.body_id"),
            _major_items,
            "本机关独用的事项；没有登记的不计",
            absent_is=0,
        )
    )
    for kind, label in (("enforcement", "在岗执法人员数"), ("reviewer", "在岗法制审核人员数")):
        subject.add(
            Column(
                f"{kind}_officers",
                Type.INTEGER,
                label,
                ("officers.kind", "officers.employed_from", "officers.employed_to"),
                _officers(kind),
            )
        )
    return subject


def _disclosed(code: str, label: str) -> Iterator[Column]:
    reads = ("disclosures.kind", "disclosures.published_on", "disclosures.year", "coverage.name")

    def published(bucket: Bucket, rows: pl.DataFrame) -> pl.Series:
        """The first publication that names the year, else the last one in force at its end."""
        published: dict[str, _Published] = bucket.made("published", _by_kind)
        named, standing = published.get(code) or _nothing_published()
        keys = rows.select("body_id", "year")
        asked = named.join(keys, on=keys.columns, how="semi")  # a few of very many
        stood = (
            rows.select("body_id", "year", "ended_on")
            .join(standing, on="body_id", how="inner")
            .filter(
                (pl.col("published_on") <= pl.col("ended_on"))
                & (pl.col("withdrawn_on").is_null() | (pl.col("withdrawn_on") > pl.col("ended_on")))
            )
            .group_by("body_id", "year")
            .agg(__standing=pl.col("published_on").max())
        )
        for found in (asked, stood):
            keys = keys.join(found, on=["body_id", "year"], how="left", maintain_order="left")
        return keys.select(pl.coalesce("__named", "__standing"))["__named"]

    def known(bucket: Bucket, rows: pl.DataFrame) -> pl.Series:
        return bucket.known_until("disclosures", code, rows["body_id"], rows["began_on"])

    def seen(bucket: Bucket, rows: pl.DataFrame) -> pl.Series:
        frame = pl.DataFrame(
            {
                "on": published(bucket, rows).is_not_null(),
                "known": known(bucket, rows),
                "end": rows["ended_on"],
            }
        )
        return frame.select(
            pl.when("on").then(True).when(pl.col("known") >= pl.col("end")).then(False)
        )["literal"]

    yield Column(f"disclosed.{code}.on", Type.DATE, f"{label}公开日期", reads, published)
    yield Column(f"disclosed.{code}.seen", Type.BOOLEAN, f"已公开{label}", reads, seen)
    yield Column(f"disclosed.{code}.known_until", Type.DATE, f"“{label}”公开报送至", reads, known)


_Published = tuple[pl.DataFrame, pl.DataFrame]
"""Of each body the first publication that names each year; and those that name none."""


def _by_kind(records: Records) -> dict[str, _Published]:
    entries = records["disclosures"]
    kinds = entries["kind"].drop_nulls().unique().to_list()
    return {kind: _published(entries.filter(pl.col("kind") == kind)) for kind in kinds}


def _published(entries: pl.DataFrame) -> _Published:
    named = (
        entries.filter(pl.col("year").is_not_null())
        .group_by("body_id", "year")
        .agg(__named=pl.col("published_on").min())
    )
    standing = entries.filter(pl.col("year").is_null())
    return named, standing.select("body_id", "published_on", "withdrawn_on")


@cache
def _nothing_published() -> _Published:
    """Not made as the module is loaded: a process that is forked must not have asked Polars anything."""
    return _published(pl.DataFrame(schema=schema_of(DISCLOSURES)))


def _begun(bucket: Bucket) -> pl.DataFrame:
    """The year in which each case began, and its kind."""
    cases = bucket.cases.select("body_id", "case_id", "kind")
    return cases.with_columns(bucket.began_on.dt.year().cast(pl.Int64).alias("year")).drop_nulls()


def _body_years(bucket: Bucket, begun: pl.DataFrame) -> pl.DataFrame:
    years = (
        begun.group_by("body_id", "year")
        .agg(
            cases=pl.len().cast(pl.Int64),
            inspections=(pl.col("kind") == "inspection").sum().cast(pl.Int64),
        )
        .sort("body_id", "year")
    )
    return years.with_columns(
        began_on=pl.date(pl.col("year"), 1, 1), ended_on=pl.date(pl.col("year"), 12, 31)
    )


_BODY_YEARS = Gathered(("body_id", "year"), _begun, _body_years)


def _of_body(field: str) -> Maker:
    return lambda bucket, rows: bucket.joined(rows, "body_id", "bodies", field)


def _major_items(bucket: Bucket, rows: pl.DataFrame) -> pl.Series:
    def listing(records: Records) -> pl.DataFrame:
        return records["items"].filter(pl.col("major")).group_by("body_id").agg(n=pl.len())

    listed: pl.DataFrame = bucket.made("major items", listing)
    counted = rows.select("body_id").join(listed, on="body_id", how="left", maintain_order="left")
    return counted["n"].cast(pl.Int64).fill_null(0)


def _officers(kind: str) -> Maker:
    """Persons of one kind in post at any time of the last day; null without a complete register."""

    def terms(records: Records) -> pl.DataFrame:
        people = records["officers"].filter(pl.col("kind") == kind)
        return people.select("body_id", "employed_from", "employed_to")

    def make(bucket: Bucket, rows: pl.DataFrame) -> pl.Series:
        people: pl.DataFrame = bucket.made(f"terms of {kind}", terms)
        counted = (
            rows.select("body_id", "year", "ended_on")
            .join(people, on="body_id", how="inner")
            .filter(
                (
                    pl.col("employed_from").is_null()
                    | (pl.col("employed_from") <= pl.col("ended_on"))
                )
                & (pl.col("employed_to").is_null() | (pl.col("employed_to") >= pl.col("ended_on")))
            )
            .group_by("body_id", "year")
            .agg(pl.len().cast(pl.Int64).alias("__n"))
        )
        complete = bucket.known_until("officers", "*", rows["body_id"], rows["began_on"])
        return (
            rows.select("body_id", "year")
            .with_columns(complete.is_not_null().alias("__complete"))
            .join(counted, on=["body_id", "year"], how="left", maintain_order="left")
            .select(pl.when("__complete").then(pl.col("__n").fill_null(0)).alias("__n"))["__n"]
        )

    return make


# --- an enterprise's year -----------------------------------------------------------------------------


def enterprise_year(content: Content) -> Subject:
    """The subject *enterprise and year*: one body's inspections of one enterprise in one year."""
    subject = Subject(
        "enterprise_year",
        "企业年度检查",
        ("body_id", "party_id", "year"),
        "body_id",
        rows=_ENTERPRISE_YEARS.rows,
        gathered=_ENTERPRISE_YEARS,
    )
    _own(
        subject,
        ("body_id", Type.TEXT, "机关编号"),
        ("party_id", Type.TEXT, "企业"),
        ("party_name", Type.TEXT, "企业名称"),
        ("year", Type.INTEGER, "年度"),
        ("last_visit_on", Type.DATE, "最近一次检查日期"),
        ("visits", Type.INTEGER, "检查次数"),
        ("visits_daily", Type.INTEGER, "日常检查次数"),
        ("visits_special", Type.INTEGER, "专项检查次数"),
        ("visits_by_superior", Type.INTEGER, "上级部署的专项检查次数"),
        ("visits_individual", Type.INTEGER, "个案检查次数"),
        ("visits_of_unknown_kind", Type.INTEGER, "未写明类型的检查次数"),
        ("yearly_cap", Type.INTEGER, "公布的年度频次上限"),
    )
    subject.add(
        Column(
            "yearly_cap.stated",
            Type.BOOLEAN,
            "公布了年度频次上限",
            ("items.yearly_cap", "cases.item_id", "coverage.name"),
            _taken("yearly_cap.stated"),
            "所查事项都在名录中而均没有上限的为否",
        )
    )
    return subject


def _inspected(bucket: Bucket) -> pl.DataFrame:
    """Inspections that took place in a year, of what kind, and how often the item allows them."""
    inspected = bucket.event_value(DAY, bucket.last("inspected"))
    cap = bucket.joined(bucket.cases, "item_id", "items", "yearly_cap")
    listed = bucket.joined(bucket.cases, "item_id", "items", "name").is_not_null()
    uncapped = listed & bucket.known_in_cases("items", "yearly_cap").is_not_null()
    by_superior = pl.col("flags").list.contains("by_superior").fill_null(False)
    return (
        bucket.cases.with_columns(
            by_superior.alias("by_superior"),
            inspected.alias("on"),
            cap.alias("cap"),
            uncapped.alias("uncapped"),
        )
        .filter(
            (pl.col("kind") == "inspection")
            & pl.col("party_id").is_not_null()
            & pl.col("on").is_not_null()
            & (pl.col("party_kind") != "citizen").fill_null(True)
        )
        .select(
            "body_id", "case_id", "party_id", "party_name", "inspection_kind", "by_superior", "on",
            "cap", "uncapped", pl.col("on").dt.year().cast(pl.Int64).alias("year"),
        )
    )  # fmt: skip


def _enterprise_years(bucket: Bucket, inspected: pl.DataFrame) -> pl.DataFrame:
    kind, by_superior = pl.col("inspection_kind"), pl.col("by_superior")
    special = kind == "special"
    return (
        inspected.sort("on", "case_id")
        .group_by("body_id", "party_id", "year")
        .agg(
            party_name=pl.col("party_name").drop_nulls().last(),
            last_visit_on=pl.col("on").max(),
            visits=pl.len().cast(pl.Int64),
            visits_daily=(kind == "daily").sum().cast(pl.Int64),
            visits_special=(special & ~by_superior).sum().cast(pl.Int64),
            visits_by_superior=(special & by_superior).sum().cast(pl.Int64),
            visits_individual=(kind == "individual").sum().cast(pl.Int64),
            visits_of_unknown_kind=kind.is_null().sum().cast(pl.Int64),
            yearly_cap=pl.col("cap").max(),
            __uncapped=pl.col("uncapped").all(),
        )
        .with_columns(
            pl.when(pl.col("yearly_cap").is_not_null())
            .then(True)
            .when("__uncapped")
            .then(False)
            .alias("yearly_cap.stated")
        )
        .sort("body_id", "party_id", "year")
    )


_ENTERPRISE_YEARS = Gathered(("body_id", "party_id", "year"), _inspected, _enterprise_years)


def _own(subject: Subject, *columns: tuple[str, Type, str]) -> None:
    for name, type_, label in columns:
        subject.add(
            Column(
                name,
                type_,
                label,
                ("cases.body_id", "events.moment"),
                _taken(name),
                personal=name.startswith("party_"),
            )
        )


def _taken(name: str) -> Maker:
    return lambda bucket, rows: rows[name]
