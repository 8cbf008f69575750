"""Facts about what stands in registers: an officer, an item, a delegation, a reconsideration case.

Serves rules that need no enforcement case. Registers are judged as they stand at the run's date.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import polars as pl

from hengjian.content import Content
from hengjian.facts.bucket import Bucket
from hengjian.facts.case import case as case_subject
from hengjian.facts.missing import certainly, known_to_be, stated
from hengjian.facts.subject import TYPE_OF_KIND, Column, Gathered, Maker, Subject, Type, label_of
from hengjian.standard.fields import Table
from hengjian.standard.records import Records, day_column
from hengjian.standard.tables import (
    BODIES,
    CERTIFICATES,
    DELEGATIONS,
    DISCLOSURES,
    ITEMS,
    OFFICERS,
    OUTCOMES,
    RECORDINGS,
    REPORTS,
    TICKETS,
    TRAINING,
)


def officer(content: Content) -> Subject:
    """The subject *officer*: persons of the register, with what they did as reviewers."""
    subject = _register("officer", "人员", OFFICERS, "body_id", rows=_REVIEWERS.rows)
    subject.gathered = _REVIEWERS
    subject.add_all(_body_fields("body_id"))
    subject.add(
        Column(
            "first_review_on",
            Type.DATE,
            "首次法制审核日期",
            ("events.officers", "events.activity"),
            _taken("first_review_on"),
        )
    )
    for kind, label in (("enforcement", "持有执法证"), ("supervision", "持有监督证")):
        subject.add(
            Column(
                f"holds_{kind}_certificate",
                Type.BOOLEAN,
                label,
                ("certificates.officer_id", "certificates.kind", "coverage.name"),
                _holds(kind),
                "登记有该类证件且未收回注销",
            )
        )
    return subject


def certificate(content: Content) -> Subject:
    """The subject *certificate*: one entry of the register of certificates."""
    subject = _register("certificate", "证件", CERTIFICATES, "body_id", rows=_certificates)
    subject.add(
        Column("body_id", Type.TEXT, "持证人所在机关", ("officers.body_id",), _taken("body_id"))
    )
    subject.add_all(_body_fields("body_id"))
    subject.add(_known("certificates", "suspension_told_on", "暂扣告知"))
    subject.add(_known("certificates", "suspended_to", "暂扣止"))
    return subject


def officer_year(content: Content) -> Subject:
    """The subject *officer and year*: the training of one person in one year."""
    subject = _register("officer_year", "人员年度", TRAINING, "body_id", rows=_trained)
    subject.add(Column("body_id", Type.TEXT, "所在机关", ("officers.body_id",), _taken("body_id")))
    subject.add(
        Column(
            "kind", Type.TEXT, "人员类型", ("officers.kind",), _taken("kind"), codes="person_kinds"
        )
    )
    subject.add(Column("ended_on", Type.DATE, "年末", ("training.year",), _taken("ended_on")))
    return subject


def recording(content: Content) -> Subject:
    """The subject *recording*: one sound or picture recording of an act. All facts of its case are
    there too, as `case.…`; a recording of no case has none."""
    subject = _register("recording", "音像记录", RECORDINGS, "body_id", rows=_recordings)
    subject.case = "case_id"
    subject.add_all(_body_fields("body_id"))
    for name, label in (("since", "开始"), ("until", "结束"), ("uploaded", "上传")):
        reads = (f"recordings.{name}",)
        subject.add(
            Column(f"{name}.on", Type.DATE, f"{label}日期", reads, _taken(day_column(name)))
        )
        subject.add(Column(f"{name}.at", Type.MOMENT, f"{label}时刻", reads, _taken(name)))
    subject.add(_stated_column("recordings", "gap_note", "写有中断说明", "since"))
    subject.add(_known("recordings", "uploaded", "上传时间", since=day_column("since")))
    for column in case_subject(content).columns.values():
        subject.add(replace(column, name=f"case.{column.name}", make=_of_case(column)))
    return subject


def ticket(content: Content) -> Subject:
    """The subject *ticket*: one request of the hotline or by letter."""
    subject = _register("ticket", "诉求", TICKETS, "body_id")
    subject.add_all(_body_fields("body_id"))
    for name, label in (
        ("received", "受理"), ("dispatched", "派单"), ("accepted", "受理决定"),
        ("verified", "核查完毕"), ("told", "结果告知"), ("answered", "答复"), ("closed", "办结"),
    ):  # fmt: skip
        reads = (f"tickets.{name}",)
        subject.add(
            Column(f"{name}.on", Type.DATE, f"{label}日期", reads, _taken(day_column(name)))
        )
        subject.add(_known("tickets", name, label, since=day_column("received")))
    subject.add_all(_ticket_ends())
    return subject


def _ticket_ends() -> Iterator[Column]:
    """By how many days a ticket was lengthened, and when it was answered or closed."""
    received = day_column("received")
    yield Column(
        "extended.days",
        Type.INTEGER,
        "延长日数",
        ("tickets.extended_days",),
        lambda bucket, rows: rows["extended_days"].fill_null(0),
        absent_is=0,
    )
    stated = _stated_column("tickets", "extended_days", "写有延长日数", "received")
    yield replace(stated, name="extended.seen")
    ends = ("answered", "closed")
    reads = tuple(f"tickets.{name}" for name in ends)

    def on(bucket: Bucket, rows: pl.DataFrame) -> pl.Series:
        return rows.select(pl.min_horizontal(day_column(name) for name in ends)).to_series()

    def known(bucket: Bucket, rows: pl.DataFrame) -> pl.Series:
        bodies = rows["body_id"].fill_null("")
        until = [bucket.known_until("tickets", name, bodies, rows[received]) for name in ends]
        both = pl.DataFrame([day.alias(name) for day, name in zip(until, ends, strict=True)])
        return both.select(
            pl.when(pl.all_horizontal(pl.all().is_not_null())).then(pl.min_horizontal(pl.all()))
        ).to_series()

    yield Column("settled.on", Type.DATE, "答复或者办结日期", reads, on)
    yield Column(
        "settled.known_until", Type.DATE, "“答复或者办结”报送至", ("coverage.name",), known
    )


def disclosure(content: Content) -> Subject:
    """The subject *disclosure*: one piece of information that a body made public."""
    subject = _register("disclosure", "主动公开", DISCLOSURES, "body_id")
    subject.add_all(_body_fields("body_id"))
    return subject


def item(content: Content) -> Subject:
    """The subject *item*: entries of the list of powers."""
    subject = _register("item", "事项", ITEMS, "body_id")
    for name, label in (
        ("higher_norm", "有上位法依据"),
        ("discretion_made_on", "裁量标准已制定"),
        ("discretion_published_on", "裁量标准已公布"),
        ("basis_published_on", "依据已公布"),
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
    territory = content.profile.territory
    subject.add(
        Column(
            "basis_of_this_province",
            Type.BOOLEAN,
            "依据为本省规范",
            ("items.basis_territory",),
            lambda bucket, rows: rows["basis_territory"].str.starts_with(territory),
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
    for name, label in (
        ("document", "有文件"),
        ("scope", "写明范围和权限"),
        ("valid_to", "写明期限"),
        ("published_on", "已公布"),
    ):
        subject.add(_stated_column("delegations", name, label, body="to_body"))
    subject.add(
        Column(
            "last_day",
            Type.DATE,
            "有效期末日",
            ("delegations.valid_to",),
            lambda bucket, rows: rows["valid_to"].fill_null(date(9999, 12, 31)),
            "没有截止日期的，视为一直有效",
        )
    )
    for field in ITEMS.fields[1:]:
        subject.add(
            Column(
                f"item_{field.name}",
                TYPE_OF_KIND[field.kind],
                label_of(field, "事项"),
                (f"items.{field.name}",),
                _looked_up("item_id", "items", field.name),
                codes=field.codes,
            )
        )
    return subject


def body_month(content: Content) -> Subject:
    """The subject *body and month*: what a body handed in for one month, and when."""
    subject = _register("body_month", "机关月度报送", REPORTS, "body_id")
    subject.add_all(_body_fields("body_id"))
    return subject


def outcome(content: Content) -> Subject:
    """The subject *outcome*: one reconsideration or lawsuit against an enforcement body."""
    subject = _register("outcome", "复议诉讼", OUTCOMES, "body_id")
    subject.add_all(_body_fields("body_id"))
    for name, label in (
        ("answered_on", "答复答辩"),
        ("opinion_answered_on", "意见书反馈"),
        ("performed_on", "履行"),
        ("feedback_on", "败诉反馈"),
    ):
        subject.add(
            Column(
                f"{name}.known_until",
                Type.DATE,
                f"“{label}”报送至",
                ("coverage.name",),
                _reported_until(name),
            )
        )
    subject.add(_stated_column("outcomes", "leader_present", "填写了负责人出庭情况"))
    return subject


def _register(
    name: str,
    label: str,
    table: Table,
    body: str,
    rows: Callable[[Bucket], pl.DataFrame] | None = None,
) -> Subject:
    subject = Subject(
        name,
        label,
        table.key,
        body,
        rows=rows or (lambda bucket: bucket.own(table.name)),
        register=table.name,
    )
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


def _of_case(column: Column) -> Maker:
    return lambda bucket, rows: column.make(bucket, bucket.cases)[rows["case_row"]]


def _looked_up(on: str, table: str, field: str) -> Maker:
    return lambda bucket, rows: bucket.joined(rows, on, table, field)


def _body_fields(on: str) -> Iterator[Column]:
    for field in BODIES.fields[1:]:
        yield Column(
            f"body_{field.name}",
            TYPE_OF_KIND[field.kind],
            label_of(field, "机关"),
            (f"bodies.{field.name}",),
            _looked_up(on, "bodies", field.name),
            codes=field.codes,
        )


def _reviewed(bucket: Bucket) -> pl.DataFrame:
    """The day of each legal review and who made it."""
    events = bucket.positions("legally_reviewed")
    which, people = bucket.named.by(events)
    day = pl.col(day_column("moment")).alias("on")
    reviews = bucket.events.select("body_id", "case_id", day)[events[which]]
    reviews.insert_column(2, bucket.named.people[people].alias("officer_id"))
    return reviews.drop_nulls()


def _reviewers(bucket: Bucket, reviewed: pl.DataFrame) -> pl.DataFrame:
    firsts = reviewed.group_by("officer_id").agg(first_review_on=pl.col("on").min())
    return bucket.own("officers").join(firsts, on="officer_id", how="left", maintain_order="left")


_REVIEWERS = Gathered(("officer_id",), _reviewed, _reviewers)


def _register_known(bucket: Bucket, rows: pl.DataFrame, table: str, name: str) -> pl.Series:
    """Up to which day a register field is kept complete; a register is not tied to a first day."""
    began = pl.Series([date(2050, 1, 1)], dtype=pl.Date).new_from_index(0, rows.height)
    bodies = rows["body_id"].fill_null("")
    return bucket.known_until(table, name, bodies, began)


def _stated(table: str, name: str) -> Maker:
    """Whether a register field is filled in; unknown where empty may mean not reported."""

    def make(bucket: Bucket, rows: pl.DataFrame) -> pl.Series:
        complete = _register_known(bucket, rows, table, name)
        return known_to_be(stated(rows[name]), stated(complete))

    return make


def _reported_until(name: str) -> Maker:
    def make(bucket: Bucket, rows: pl.DataFrame) -> pl.Series:
        began = rows.select(pl.coalesce("opinion_received_on", "copy_received_on", "decided_on"))
        return bucket.known_until("outcomes", name, rows["body_id"], began.to_series())

    return make


def _known(table: str, name: str, label: str, since: str | None = None) -> Column:
    """Up to which day an empty register field means that nothing happened.

    ``since``: the day column of the row from which the matter runs; a register without one is
    complete or not, whatever the day.
    """

    def make(bucket: Bucket, rows: pl.DataFrame) -> pl.Series:
        if since is None:
            return _register_known(bucket, rows, table, name)
        return bucket.known_until(table, name, rows["body_id"].fill_null(""), rows[since])

    return Column(f"{name}.known_until", Type.DATE, f"“{label}”报送至", ("coverage.name",), make)


def _stated_column(
    table: str, name: str, label: str, since: str | None = None, body: str = "body_id"
) -> Column:
    """Whether a register field is filled in; false only where the body keeps it complete."""

    def make(bucket: Bucket, rows: pl.DataFrame) -> pl.Series:
        owner = rows.select(pl.col(body).alias("body_id"))
        if since is None:
            complete = _register_known(bucket, owner, table, name)
        else:
            began = rows[day_column(since)]
            complete = bucket.known_until(table, name, owner["body_id"].fill_null(""), began)
        return known_to_be(stated(rows[name]), stated(complete))

    reads = (f"{table}.{name}", "coverage.name")
    return Column(f"{name}.stated", Type.BOOLEAN, label, reads, make)


def _holds(kind: str) -> Maker:
    def holders(records: Records) -> pl.Series:
        entries = records["certificates"]
        held = entries.filter((pl.col("kind") == kind) & pl.col("withdrawn_on").is_null())
        return records["officers"]["officer_id"].is_in(held["officer_id"].unique().implode())

    def make(bucket: Bucket, rows: pl.DataFrame) -> pl.Series:
        held: pl.Series = bucket.made(f"holders of {kind}", holders)
        found = bucket.at(rows, "officer_id", "officers").of(held)
        complete = _register_known(bucket, rows, "certificates", "*")
        return known_to_be(certainly(found), stated(complete))

    return make


def _certificates(bucket: Bucket) -> pl.DataFrame:
    return _with_officers(bucket, bucket.own("certificates"), "body_id")


def _recordings(bucket: Bucket) -> pl.DataFrame:
    cases = bucket.cases.select("body_id", "case_id", pl.col("row").alias("case_row"))
    return bucket.own("recordings").join(
        cases, on=["body_id", "case_id"], how="left", maintain_order="left"
    )


def _trained(bucket: Bucket) -> pl.DataFrame:
    trained = _with_officers(bucket, bucket.own("training"), "body_id", "kind")
    return trained.with_columns(ended_on=pl.date(pl.col("year"), 12, 31))


def _with_officers(bucket: Bucket, rows: pl.DataFrame, *names: str) -> pl.DataFrame:
    """The rows with what the register says of the officer of each."""
    return rows.with_columns(
        bucket.joined(rows, "officer_id", "officers", name).alias(name) for name in names
    )
