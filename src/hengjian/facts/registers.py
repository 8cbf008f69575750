"""Facts about what stands in registers: an officer, an item, a delegation, a reconsideration case.

Serves rules that need no enforcement case. Registers are judged as they stand at the run's date.
"""

from collections.abc import Iterator
from datetime import date

import polars as pl

from hengjian.content import Content
from hengjian.facts.bucket import Bucket
from hengjian.facts.subject import TYPE_OF_KIND, Column, Maker, Subject, Type
from hengjian.standard.fields import Table
from hengjian.standard.records import day_column
from hengjian.standard.tables import BODIES, DELEGATIONS, ITEMS, OFFICERS, OUTCOMES


def officer(content: Content) -> Subject:
    """The subject *officer*: persons of the register, with what they did as reviewers."""
    subject = _register("officer", "人员", OFFICERS, "body_id")
    subject.add_all(_body_fields("body_id"))
    subject.add(
        Column(
            "first_review_on",
            Type.DATE,
            "首次法制审核日期",
            ("events.officers", "events.activity"),
            _first_review,
        )
    )
    return subject


def item(content: Content) -> Subject:
    """The subject *item*: entries of the list of powers."""
    subject = _register("item", "事项", ITEMS, "body_id")
    for name, label in (
        ("higher_norm", "有上位法依据"),
        ("discretion_made_on", "裁量标准已制定"),
    ):
        subject.add(
            Column(
                f"{name}.stated",
                Type.BOOLEAN,
                label,
                (f"items.{name}", "coverage.name"),
                _stated("items", name),
            )
        )
    subject.add(
        Column(
            "discretion_made_on.known_until",
            Type.DATE,
            "“裁量标准制定日期”报送至",
            ("coverage.name",),
            lambda bucket, rows: _register_known(bucket, rows, "items", "discretion_made_on"),
        )
    )
    return subject


def delegation(content: Content) -> Subject:
    """The subject *delegation*: an item handed to a township or entrusted to an organization."""
    subject = _register("delegation", "下放委托", DELEGATIONS, "to_body")
    subject.add_all(_body_fields("to_body"))
    for field in ITEMS.fields[1:]:
        subject.add(
            Column(
                f"item_{field.name}",
                TYPE_OF_KIND[field.kind],
                f"事项的{field.label}",
                (f"items.{field.name}",),
                _looked_up("item_id", "items", field.name),
                codes=field.codes,
            )
        )
    return subject


def outcome(content: Content) -> Subject:
    """The subject *outcome*: one reconsideration or lawsuit against an enforcement body."""
    subject = _register("outcome", "复议诉讼", OUTCOMES, "body_id")
    subject.add_all(_body_fields("body_id"))
    for name, label in (("answered_on", "答复答辩"), ("opinion_answered_on", "意见书反馈")):
        subject.add(
            Column(
                f"{name}.known_until",
                Type.DATE,
                f"“{label}”报送至",
                ("coverage.name",),
                _reported_until(name),
            )
        )
    return subject


def _register(name: str, label: str, table: Table, body: str) -> Subject:
    subject = Subject(name, label, table.key, body, rows=lambda bucket: bucket.records[table.name])
    for field in table.fields:
        subject.add(
            Column(
                field.name,
                TYPE_OF_KIND[field.kind],
                field.label,
                (f"{table.name}.{field.name}",),
                _taken(field.name),
                field.doc,
                codes=field.codes,
                personal=field.personal,
            )
        )
    return subject


def _taken(name: str) -> Maker:
    return lambda bucket, rows: rows[name]


def _looked_up(on: str, table: str, field: str) -> Maker:
    return lambda bucket, rows: bucket.joined(rows, on, table, field)


def _body_fields(on: str) -> Iterator[Column]:
    for field in BODIES.fields[1:]:
        yield Column(
            f"body_{field.name}",
            TYPE_OF_KIND[field.kind],
            f"机关的{field.label}",
            (f"bodies.{field.name}",),
            _looked_up(on, "bodies", field.name),
            codes=field.codes,
        )


def _first_review(bucket: Bucket, rows: pl.DataFrame) -> pl.Series:
    reviews = (
        bucket.events.filter(pl.col("activity") == "legally_reviewed")
        .select(pl.col("officers").alias("officer_id"), pl.col(day_column("moment")).alias("__on"))
        .explode("officer_id")
        .group_by("officer_id")
        .agg(pl.col("__on").min())
    )
    return rows.select("officer_id").join(
        reviews, on="officer_id", how="left", maintain_order="left"
    )["__on"]


def _register_known(bucket: Bucket, rows: pl.DataFrame, table: str, name: str) -> pl.Series:
    """Up to which day a register field is kept complete; a register is not tied to a first day."""
    began = pl.Series([date(2050, 1, 1)], dtype=pl.Date).new_from_index(0, rows.height)
    bodies = rows["body_id"].fill_null("")
    return bucket.known_until(table, name, bodies, began)


def _stated(table: str, name: str) -> Maker:
    """Whether a register field is filled in; unknown where empty may mean not reported."""

    def make(bucket: Bucket, rows: pl.DataFrame) -> pl.Series:
        complete = _register_known(bucket, rows, table, name).is_not_null()
        frame = pl.DataFrame({"value": rows[name].is_not_null(), "complete": complete})
        return frame.select(pl.when("value").then(True).when("complete").then(False))["literal"]

    return make


def _reported_until(name: str) -> Maker:
    def make(bucket: Bucket, rows: pl.DataFrame) -> pl.Series:
        began = rows.select(pl.coalesce("opinion_received_on", "copy_received_on"))
        return bucket.known_until("outcomes", name, rows["body_id"], began.to_series())

    return make
