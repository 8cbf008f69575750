"""Facts about one act: an event in which officers exercise public power in front of somebody.

Serves the rules on who acted: how many, with what certificate, at that very date. All facts of the
case are there too, as `case.…`. Persons are only counted here; no score of a person is made.
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hengjian.content import Content
from hengjian.facts.bucket import Bucket
from hengjian.facts.case import case as case_subject
from hengjian.facts.certificates import (
    ENDED,
    NONE,
    SUSPENDED,
    VALID,
    officers_of_bodies,
    standings,
)
from hengjian.facts.coverage import NEVER, days_of
from hengjian.facts.missing import certainly, known_to_be, nothing, stated
from hengjian.facts.named import Numbers
from hengjian.facts.places import Places, Rows
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
            lambda bucket, rows: _are(bucket, rows, two),
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


_READ = ("case_row", "body_id", "case_id", "seq", "activity", "mode", "party_present", "officers",
         DAY, "moment")  # fmt: skip


def _rows(bucket: Bucket, activities: list[str]) -> pl.DataFrame:
    """The acts, with their place among the events."""
    events = pl.Series("event_row", bucket.positions(*activities), dtype=pl.UInt32)
    read = pl.DataFrame([bucket.events[name] for name in _READ])[events]
    return pl.DataFrame([*read.get_columns(), events])


def _are(bucket: Bucket, rows: pl.DataFrame, activities: list[str]) -> pl.Series:
    """Whether each act is one of these."""
    such = np.zeros(bucket.events.height, dtype=bool)
    such[bucket.positions(*activities)] = True
    return pl.Series(such[rows["event_row"].to_numpy()])


def _taken(name: str) -> Maker:
    return lambda bucket, rows: rows[name]


def _of_case(column: Column) -> Maker:
    return lambda bucket, rows: column.make(bucket, bucket.cases)[rows["case_row"]]


def _shown_before(bucket: Bucket, rows: pl.DataFrame) -> pl.Series:
    """Whether a certificate was shown in the same case on the same day, and not after the act.

    Events of a case come in the order of days and moments, those without a moment first: so only the
    first showing of a day is looked at.
    """
    shown = bucket.positions("certificate_shown")
    days, acted = days_of(bucket.events[DAY][pl.Series(shown)]), days_of(rows[DAY])
    keys = _of_day(bucket.cases_of(shown), days)
    order = np.argsort(keys, kind="stable")
    shown, keys = shown[order], keys[order]
    wanted = _of_day(rows["case_row"].to_numpy(), acted)
    found = np.searchsorted(keys, wanted)
    same = (np.append(keys, -1)[found] == wanted) & (acted != NEVER)
    first = Places(np.where(same, np.append(shown, -1)[found], -1).astype(np.int32))
    later = first.of(bucket.events["moment"]) > rows["moment"]
    earlier = pl.Series(same) & ~certainly(later)
    known = bucket.known_on("events", "certificate_shown", rows["case_row"], rows[DAY])
    return known_to_be(earlier, certainly(known >= rows[DAY]))


def _of_day(cases: Rows, days: Numbers) -> Numbers:
    """A number of a case and a day, by which they are in order."""
    return cases.astype(np.int64) * 2**32 + np.maximum(days, -(2**31)) + 2**31


def _counted(name: str) -> Maker:
    return lambda bucket, rows: _counts(bucket, rows)[name]


def _counts(bucket: Bucket, rows: pl.DataFrame) -> pl.DataFrame:
    """Per act: how many officers were named, and in which state their certificates were that day.

    *expired* and *without* are said only where the register of certificates is complete for that body,
    because one that was not handed in might be good; *without* only of a person in the register of
    officers, because a number that is not there may be a slip of the pen. Else it is *unknown*.
    """
    if "act_counts" in bucket.shared:
        return bucket.shared["act_counts"]
    days, held_by = days_of(rows[DAY]), bucket.bodies.numbers[rows["case_row"].to_numpy()]
    acts, people = bucket.named.by(rows["event_row"].to_numpy().astype(np.int32))
    acts, people = bucket.named.once(acts, people)
    pairs, pair = officers_of_bodies(bucket, people, held_by[acts])
    rank, in_scope = standings(pairs, pair, days[acts])
    complete = _certain(bucket, "certificates", "*", rows)[acts]
    valid, none = rank == VALID, rank == NONE
    auxiliary, unlisted = pairs.auxiliary[pair], pairs.unlisted[pair]
    expired = (rank == ENDED) & complete
    without = none & complete & pairs.listed[pair]
    unknown = ~(valid | (rank == SUSPENDED) | expired | without)
    told = {
        "officers_named": np.ones(len(acts), dtype=bool),
        "officers_certified": valid,
        "officers_suspended": rank == SUSPENDED,
        "officers_expired": expired,
        "officers_without_certificate": without,
        "officers_uncertified": (rank == SUSPENDED) | expired | without,
        "officers_unknown": unknown,
        "officers_auxiliary": auxiliary,
        "officers_auxiliary_uncertified": auxiliary & ~(valid | unknown),
        "officers_unlisted": unlisted,
        "officers_out_of_scope": valid & ~in_scope,
    }
    said = stated(rows["officers"]) | pl.Series(_certain(bucket, "events", "officers", rows))
    counts = {
        name: pl.Series(np.bincount(acts[of_them], minlength=rows.height).astype(np.int64))
        for name, of_them in told.items()
    }
    none_said = nothing(pl.Int64(), rows.height)
    bucket.shared["act_counts"] = pl.DataFrame(
        {name: count.zip_with(said, none_said) for name, count in counts.items()}
    )
    return bucket.shared["act_counts"]


def _certain(bucket: Bucket, table: str, name: str, rows: pl.DataFrame) -> NDArray[np.bool_]:
    """Whether what was not reported of the day of each row did not happen."""
    known = bucket.known_on(table, name, rows["case_row"], rows[DAY])
    return certainly(known >= rows[DAY]).to_numpy()
