"""Facts about one act: an event in which officers exercise public power in front of somebody.

Serves the rules on who acted: how many, with what certificate, at that very date. All facts of the
case are there too, as `case.…`. Persons are only counted here; no score of a person is made.
"""

from collections.abc import Iterator

import numpy as np
import polars as pl

from hengjian.content import Content
from hengjian.facts.bucket import Bucket
from hengjian.facts.case import case as case_subject
from hengjian.facts.circumstances import area_of
from hengjian.facts.distinct import Distinct
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
    return lambda bucket, rows: column.make(bucket, bucket.cases)[rows["case_row"]]


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
    state, kind = pl.col("state"), pl.col("kind")
    auxiliary = (kind == "auxiliary").fill_null(False)
    told = states.select(
        officers_named=pl.repeat(True, pl.len()),
        officers_certified=state == "valid",
        officers_suspended=state == "suspended",
        officers_expired=state == "expired",
        officers_without_certificate=state == "none",
        officers_unknown=state == "unknown",
        officers_auxiliary=auxiliary,
        officers_auxiliary_uncertified=auxiliary & ~state.is_in(["valid", "unknown"]),
        officers_unlisted=kind.is_null(),
        officers_out_of_scope=(state == "valid") & ~pl.col("in_scope"),
    )
    acts = states["act_row"].to_numpy()
    by_act = pl.DataFrame(
        {
            column.name: np.bincount(acts[column.to_numpy()], minlength=rows.height)
            for column in told.iter_columns()
        },
        schema=dict.fromkeys(told.columns, pl.Int64),
    )
    reported = bucket.known_until("events", "officers", rows["body_id"], rows[DAY])
    nobody_is_nobody = rows["officers"].is_not_null() | (reported >= rows[DAY]).fill_null(False)
    counts = by_act.with_columns(
        nobody_is_nobody.alias("__said"),
        officers_uncertified=pl.sum_horizontal(
            "officers_suspended", "officers_expired", "officers_without_certificate"
        ),
    ).select(
        pl.when("__said").then(pl.col(name)).alias(name)
        for name in (*by_act.columns, "officers_uncertified")
    )
    bucket.shared["act_counts"] = counts
    return counts


def certificate_states(bucket: Bucket, named: pl.DataFrame) -> pl.DataFrame:
    """For each (officer_id, body_id, day) of ``named``: valid, suspended, expired, none or unknown.

    *expired* and *none* are said only where the register of certificates is complete for that body,
    because one that was not handed in might be good; *none* only of a person in the register of
    officers, because a number that is not there may be a slip of the pen. Else it is *unknown*.
    Beside it the person's ``kind`` and whether a valid certificate is ``in_scope`` of the body.
    """
    pairs, pair = _officers_of_bodies(bucket, named)
    complete = bucket.known_until("certificates", "*", named["body_id"], named[DAY])
    day = named[DAY]
    rank = pl.Series("rank", [None], dtype=pl.Int8).new_from_index(0, named.height)
    frame = pl.DataFrame(
        [day, rank, pl.Series("in_scope", [None], dtype=pl.Boolean).new_from_index(0, named.height)]
    )
    # One person mostly has one certificate, so each is looked at in its turn, by position.
    for certificate in _certificates_of(bucket, pairs):
        held = certificate[pair]
        frame = frame.hstack(held).select(
            DAY,
            rank=pl.max_horizontal("rank", _standing(pl.col(DAY))),
            in_scope=pl.max_horizontal(
                "in_scope",
                pl.when(pl.col("held")).then(pl.col("fits") & (_standing(pl.col(DAY)) == 3)),
            ),
        )
    people = pairs.select("kind", "listed")[pair]
    return (
        named.hstack(frame.drop(DAY))
        .hstack(people)
        .with_columns((complete >= day).fill_null(False).alias("__complete"))
        .with_columns(
            in_scope=pl.col("in_scope").fill_null(True),
            state=pl.when(pl.col("rank") == 3)
            .then(pl.lit("valid"))
            .when(pl.col("rank") == 2)
            .then(pl.lit("suspended"))
            .when((pl.col("rank") == 1) & pl.col("__complete"))
            .then(pl.lit("expired"))
            .when(pl.col("rank").is_null() & pl.col("__complete") & pl.col("listed"))
            .then(pl.lit("none"))
            .otherwise(pl.lit("unknown")),
        )
    )


def _standing(day: pl.Expr) -> pl.Expr:
    """How a certificate stands on a day: 3 valid, 2 suspended, 1 out of its term or withdrawn; null
    where there is none."""
    in_term = (pl.col("valid_from") <= day) & (day <= pl.col("valid_to"))
    withdrawn = (pl.col("withdrawn_on") <= day).fill_null(False)
    suspended = (pl.col("suspended_from") <= day).fill_null(False) & (
        pl.col("suspended_to").is_null() | (day <= pl.col("suspended_to"))
    )
    return (
        pl.when(~pl.col("held").fill_null(False))
        .then(pl.lit(None, dtype=pl.Int8))
        .when(in_term & ~withdrawn & ~suspended)
        .then(pl.lit(3, dtype=pl.Int8))
        .when(in_term & ~withdrawn & suspended)
        .then(pl.lit(2, dtype=pl.Int8))
        .otherwise(pl.lit(1, dtype=pl.Int8))
    )


def _officers_of_bodies(bucket: Bucket, named: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series]:
    """Each officer in each body that names him, once, with his kind and the body's field and area;
    and for each row of ``named`` which of these it is."""
    people, bodies = Distinct(named["officer_id"]), Distinct(named["body_id"])
    number = people.codes.cast(pl.UInt64) * (len(bodies.values) + 1) + bodies.codes.fill_null(
        len(bodies.values)
    )
    found = Distinct(number.cast(pl.String))
    first = pl.DataFrame({"pair": found.codes}).with_row_index("at").unique("pair", keep="first")
    at = first.sort("pair")["at"]
    registered = (
        bucket.records["officers"].select("officer_id", "kind", listed=True).unique("officer_id")
    )
    owners = (
        bucket.records["bodies"]
        .select("body_id", owner_sector="sector", owner_division="division")
        .unique("body_id", keep="first", maintain_order=True)
    )
    pairs = (
        named.select("officer_id", "body_id")[at]
        .join(registered, on="officer_id", how="left", maintain_order="left")
        .join(owners, on="body_id", how="left", maintain_order="left")
    )
    return pairs, found.codes


def _certificates_of(bucket: Bucket, pairs: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The first enforcement certificate of each officer and body, then the second, and so on: its
    terms, whether there is one (``held``), and whether the body is in its scope (``fits``)."""
    certificates = bucket.records["certificates"].filter(
        pl.col("kind").is_null() | (pl.col("kind") == "enforcement")
    )
    same_field = pl.col("sector").is_null() | (pl.col("sector") == pl.col("owner_sector"))
    same_area = pl.col("division").is_null() | area_of(pl.col("owner_division")).str.starts_with(
        area_of(pl.col("division"))
    )
    held = (
        pairs.with_row_index("pair")
        .join(certificates.drop("kind", "body_id", strict=False), on="officer_id", how="inner")
        .with_columns(
            held=True,
            fits=(same_field & same_area).fill_null(True),
            turn=pl.int_range(pl.len()).over("pair"),
        )
    )
    terms = ["valid_from", "valid_to", "withdrawn_on", "suspended_from", "suspended_to"]
    places = pl.DataFrame({"pair": pl.int_range(pairs.height, dtype=pl.UInt32, eager=True)})
    for turn in held["turn"].unique().sort():
        now = held.filter(pl.col("turn") == turn).select("pair", *terms, "held", "fits")
        yield places.join(now, on="pair", how="left", maintain_order="left").drop("pair")
