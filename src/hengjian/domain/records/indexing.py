"""Keeps the index of records in step with the archive: batch by batch, or all of it anew.

Serves the intake and the founding, and `hengjian records`. What it writes says nothing that the archive
does not say, so it leaves no entry in the ledger; done twice, it changes nothing; killed, it goes on.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import polars as pl
from django.db import transaction

from hengjian.archive.snapshot import Snapshot
from hengjian.content.errors import PlainError
from hengjian.core.months import first_of
from hengjian.core.wording import say
from hengjian.domain.records import bulk, place
from hengjian.domain.records.models import Record
from hengjian.domain.records.rows import COLUMNS, READ, rows_of
from hengjian.domain.registry.models import Body

AT_ONCE = 5000
"""Records of one transaction: SQLite has one writer at a time, and others wait."""
Progress = Callable[[float], None]


@dataclass(frozen=True)
class Indexed:
    """What a run did: records added, brought up to date, taken out."""

    new: int = 0
    changed: int = 0
    removed: int = 0

    def __add__(self, other: "Indexed") -> "Indexed":
        return Indexed(
            self.new + other.new, self.changed + other.changed, self.removed + other.removed
        )


@dataclass(frozen=True)
class Apart:
    """Where archive and index differ: cases that only one has, and those told differently."""

    archive: int
    index: int
    missing: int = 0
    other: int = 0
    surplus: int = 0
    examples: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        return not (self.missing or self.other or self.surplus)


def index_batch(seq: int, *, at: datetime, progress: Progress | None = None) -> Indexed:
    """Bring the index in step with what batch ``seq`` brought; a newer version that stands, stays."""
    snapshot = place.archive().snapshot()
    bodies, received = _bodies(), _received(snapshot)
    done, total = Indexed(), _size(snapshot, seq)
    seen = 0
    for cases in snapshot.accepted_in(seq, READ):
        for rows in _portions(cases, bodies, received):
            done += _write(rows, newer=True)
            seen += rows.height
            if progress:
                progress(min(seen / total, 1.0))
    bulk.clean()
    return done


def rebuild(*, at: datetime, progress: Progress | None = None) -> Indexed:
    """Make the index what the archive says, whatever it was; numbers of records that stand, stay."""
    snapshot = place.archive().snapshot()
    bodies, received = _bodies(), _received(snapshot)
    done = Indexed()
    for number, bucket in enumerate(snapshot.buckets):
        for rows in _portions(snapshot.cases(bucket).select(READ), bodies, received):
            done += _write(rows, newer=False)
        done += _without_surplus(snapshot, bucket)
        if progress:
            progress((number + 1) / len(snapshot.buckets))
    done += _without_buckets(snapshot)
    _tokens_anew()
    bulk.clean()
    return done


def compare(*, at: datetime) -> Apart:
    """How archive and index differ, bucket by bucket; nothing is changed."""
    snapshot = place.archive().snapshot()
    bodies, received = _bodies(), _received(snapshot)
    index = Record.objects.count()
    missing = other = met = 0
    examples: list[str] = []
    for bucket in snapshot.buckets:
        for rows in _portions(snapshot.cases(bucket).select(READ), bodies, received):
            held = bulk.known(rows)
            met += held.height
            lacking = rows.join(held, on=["body_id", "case_id"], how="anti")
            differing = _differing(rows, held)
            missing, other = missing + lacking.height, other + differing.height
            for frame in (lacking, differing):
                examples += frame["case_id"].head(3).to_list()
    return Apart(snapshot.case_count, index, missing, other, index - met, tuple(examples[:3]))


# --- one portion -----------------------------------------------------------------------------------------


@transaction.atomic
def _write(rows: pl.DataFrame, *, newer: bool) -> Indexed:
    """New rows in, others brought up to date; ``newer``: only from a later batch than stands there."""
    held = bulk.known(rows)
    fresh = rows.join(held, on=["body_id", "case_id"], how="anti", maintain_order="left")
    changed = _differing(rows, held)
    if newer:
        changed = changed.filter(pl.col("batch") > pl.col("batch_before"))
    before = held.filter(pl.col("id").is_in(changed["id"].to_list()))
    months: Counter[tuple[int, date]] = Counter()
    for frame, sign in ((fresh, 1), (changed, 1), (before, -1)):
        for body, day in frame.select("body_id", "on").iter_rows():
            months[body, first_of(day)] += sign
    if fresh.height:
        fresh = fresh.with_columns(pl.Series("id", bulk.numbers(fresh.height), pl.Int64))
        bulk.insert(fresh)
    if changed.height:
        bulk.change(changed, before)
    for frame in (fresh, changed):
        if frame.height:
            bulk.count_tokens(bulk.tell(frame))
    bulk.count_months(months)
    return Indexed(fresh.height, changed.height)


def _differing(rows: pl.DataFrame, held: pl.DataFrame) -> pl.DataFrame:
    """Rows that stand otherwise in the index, with their numbers and the batch that stands there."""
    both = rows.join(
        held, on=["body_id", "case_id"], how="inner", suffix="_before", maintain_order="left"
    )
    told = [name for name in COLUMNS if name not in ("body_id", "case_id", "received_at")]
    return both.filter(
        pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_before")) for name in told)
    )


def _portions(
    cases: pl.DataFrame, bodies: dict[str, int], received: dict[int, str]
) -> Iterator[pl.DataFrame]:
    strange = set(cases["body_id"].unique()) - bodies.keys()
    if strange:
        raise PlainError(
            say(
                f"案卷库里有机关台账没有的机关：{'、'.join(sorted(strange)[:5])}",
                f"the archive holds bodies that the register does not: {sorted(strange)[:5]}",
            ),
            say("请先在机关台账登记这些机关，再重新索引。", "Register them, then index again."),
        )
    for some in cases.iter_slices(AT_ONCE):
        yield rows_of(some, bodies, received)


# --- all of it -------------------------------------------------------------------------------------------


@transaction.atomic
def _without_surplus(snapshot: Snapshot, bucket: int) -> Indexed:
    """Records said to lie in this bucket that do not."""
    keys = snapshot.versions(bucket, ["body_id", "case_id", "batch"]).select("body_id", "case_id")
    held = Record.objects.filter(bucket=bucket).values_list(
        "id", "body__code", "case_id", *bulk.TOLD, "body_id"
    )
    names = ["id", "code", "case_id", *bulk.TOLD, "body"]
    frame = pl.DataFrame(list(held), schema=names, orient="row", infer_schema_length=None)
    if frame.is_empty():
        return Indexed()
    gone = frame.join(
        keys, left_on=["code", "case_id"], right_on=["body_id", "case_id"], how="anti"
    )
    return _removed(gone)


@transaction.atomic
def _without_buckets(snapshot: Snapshot) -> Indexed:
    """Records of buckets that there are not."""
    held = Record.objects.exclude(bucket__in=snapshot.buckets)
    rows = list(held.values_list("id", *bulk.TOLD, "body_id"))
    names = ["id", *bulk.TOLD, "body"]
    gone = pl.DataFrame(rows, schema=names, orient="row", infer_schema_length=None)
    return _removed(gone) if rows else Indexed()


def _removed(gone: pl.DataFrame) -> Indexed:
    if gone.height:
        bulk.remove(gone)
        months = Counter((body, first_of(day)) for body, day in gone.select("body", "on").rows())
        bulk.count_months({key: -count for key, count in months.items()})
    return Indexed(removed=gone.height)


def _tokens_anew() -> None:
    """The token index and its counts, from the records as they stand."""
    common: Counter[str] = Counter()
    columns = ["id", *bulk.TOLD]
    with transaction.atomic():
        bulk.empty_tokens()
        rows = Record.objects.order_by("id").values_list(*columns).iterator(chunk_size=20_000)
        for some in _gathered(rows, 20_000):
            frame = pl.DataFrame(some, schema=columns, orient="row")
            common.update(bulk.tell(frame))
        bulk.count_tokens(common)


def _gathered(rows: Iterator[tuple[object, ...]], size: int) -> Iterator[list[tuple[object, ...]]]:
    some: list[tuple[object, ...]] = []
    for row in rows:
        some.append(row)
        if len(some) == size:
            yield some
            some = []
    if some:
        yield some


# --- what the archive and the registers say ---------------------------------------------------------------


def _bodies() -> dict[str, int]:
    return dict(Body.objects.values_list("code", "pk"))


def _received(snapshot: Snapshot) -> dict[int, str]:
    """When each batch was accepted, as either database reads it."""
    end = "+00" if bulk.postgresql() else ""
    found: dict[int, str] = {}
    for seq, moment in snapshot.batches.select("seq", "accepted_at").iter_rows():
        found[seq] = moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f") + end
    return found


def _size(snapshot: Snapshot, seq: int) -> int:
    mine = snapshot.batches.filter(pl.col("seq") == seq)["cases"].to_list()
    return max(mine[0] if mine else 1, 1)
