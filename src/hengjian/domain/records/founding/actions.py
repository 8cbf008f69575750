"""Founds the demo's records: two years of cases as they would have been handed in, month by month.

Serves `make demo`. The cases go into the archive as everything does; what is left out is the reading of
files, and the hand-overs of the bodies are written in bulk.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta

import polars as pl
from django.db.models import QuerySet

from hengjian.archive import Archive, Batch
from hengjian.archive.nesting import KEY, NESTED
from hengjian.core.clock import CHINA
from hengjian.core.months import after, last_of
from hengjian.core.organisation.models import Unit, UnitKind
from hengjian.core.people.models import Post
from hengjian.domain.records import indexing, place
from hengjian.domain.records.models import Submission
from hengjian.domain.records.registers import KEPT_HERE, bring_up_to_date
from hengjian.domain.records.reporting.actions import rebuild
from hengjian.domain.registry.models import Body
from hengjian.standard.records import Records

Progress = Callable[[float], None]
MONTHS_OF_THEIR_OWN = 6
HANDED_IN_ON = 5
"""The day of the next month on which a month is handed in."""


def found_records(
    frames: Mapping[str, pl.DataFrame],
    *,
    progress: Progress | None = None,
    by: Post | None = None,
    at: datetime,
) -> int:
    """Accept and index the cases of a simulated city whose registers were founded; how many."""
    tell = progress or (lambda share: None)
    store = place.archive()
    bring_up_to_date(at=at)
    bureau = Unit.objects.filter(kind=UnitKind.BUREAU, division__parent=None).get()
    months, found = _by_month(frames), 0
    own = list(_reporting_themselves())
    for number, (month, parts) in enumerate(months):
        if number == 0:
            parts |= {"coverage": frames["coverage"]}
        if number == len(months) - 1:
            parts |= _others(frames)
        alone = own if number >= len(months) - MONTHS_OF_THEIR_OWN else []
        for place_, body in enumerate(alone):
            late = timedelta(days=18 if (number + place_) % 5 == 0 else place_)
            found += _hand_in(store, month, _of_body(parts, [body.code]), body, body.unit, late, at)
        rest = _of_body(parts, [body.code for body in alone], without=True)
        found += _hand_in(store, month, rest, None, bureau, timedelta(), at)
        tell((number + 1) / len(months))
    rebuild(by=by, at=at)
    bring_up_to_date(at=at)
    return found


def _reporting_themselves() -> QuerySet[Body]:
    """Bodies that hand in their months themselves: of the county that is known down to its villages."""
    deep = Unit.objects.filter(kind=UnitKind.CONTACT_POINT).values("division__parent__parent")[:1]
    rows = Body.objects.filter(
        unit__division__in=deep, sector__in=("market", "urban"), kind="agency"
    )
    return rows.select_related("unit").order_by("code")[:2]


def _of_body(
    parts: Mapping[str, pl.DataFrame], codes: list[str], *, without: bool = False
) -> dict[str, pl.DataFrame]:
    """The rows of these bodies, of their cases' tables only; or all rows but these."""
    mine = pl.col("body_id").is_in(codes)
    found = {name: rows.filter(~mine if without else mine) for name, rows in parts.items()
             if name in ("cases", *NESTED)}  # fmt: skip
    return {**parts, **found} if without else found


def _hand_in(
    store: Archive,
    month: date,
    parts: Mapping[str, pl.DataFrame],
    body: Body | None,
    unit: Unit,
    late: timedelta,
    at: datetime,
) -> int:
    """One hand-over as the archive, the index and the list of submissions know it."""
    if parts["cases"].is_empty():
        return 0
    moment = min(_handed_in(month) + late, at)
    name = f"{month:%Y-%m}{body.code if body else ''}.parquet（模拟数据）"
    receipt = store.accept(Batch(Records.of(parts), name), at=moment)
    channel = Submission.Channel.UPLOAD if body else Submission.Channel.PROGRAM
    Submission.objects.create(
        body=body, unit=unit, channel=channel,
        state=Submission.State.CHECKING, file_name=name, sha256=receipt.batch_id,
        period_from=month, period_to=last_of(month), received_at=moment,
        rows=receipt.cases + receipt.events + receipt.register_rows, seq=receipt.seq,
        batch_id=receipt.batch_id, cases=receipt.cases, new=receipt.new, events=receipt.events,
    )  # fmt: skip
    return indexing.index_batch(receipt.seq, at=at).new


def _by_month(
    frames: Mapping[str, pl.DataFrame],
) -> list[tuple[date, dict[str, pl.DataFrame]]]:
    """The cases with all that hangs on them, by the month in which the first thing happened."""
    first = frames["events"].group_by(KEY).agg(
        pl.col("moment").min().dt.convert_time_zone(str(CHINA)).dt.date().dt.truncate("1mo")
        .alias("month")
    )  # fmt: skip
    last = first["month"].max()
    months = frames["cases"].select(KEY).join(first, on=list(KEY), how="left")
    keyed = months.with_columns(pl.col("month").fill_null(last))
    split: dict[str, dict[date, pl.DataFrame]] = {}
    for name in ("cases", *NESTED):
        rows = frames[name].filter(pl.col("case_id").is_not_null())
        parts = rows.join(keyed, on=list(KEY), how="inner", maintain_order="left").partition_by(
            "month", as_dict=True, include_key=False, maintain_order=True
        )
        split[name] = {month: part for (month,), part in parts.items()}
    return [
        (month, {name: parts[month] for name, parts in split.items() if month in parts})
        for month in sorted(split["cases"])
    ]


def _others(frames: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """What belongs to no case, and is not kept as a register here."""
    kept = {*KEPT_HERE, "cases", *NESTED, "coverage"}
    return {name: frame for name, frame in frames.items() if name not in kept}


def _handed_in(month: date) -> datetime:
    day = after(month).replace(day=HANDED_IN_ON)
    return datetime.combine(day, time(9), tzinfo=CHINA).astimezone(UTC)
