"""Founds the demo's records: two years of cases as they would have been handed in, month by month.

Serves `make demo`. The cases go into the archive as everything does; what is left out is the reading of
files, and the hand-overs of the bodies are written in bulk.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta

import polars as pl

from hengjian.archive import Batch
from hengjian.archive.nesting import KEY, NESTED
from hengjian.core.clock import CHINA
from hengjian.core.organisation.models import Unit, UnitKind
from hengjian.core.people.models import Post
from hengjian.domain.records import indexing, place
from hengjian.domain.records.models import Submission
from hengjian.domain.records.registers import KEPT_HERE, bring_up_to_date
from hengjian.domain.records.reporting.actions import rebuild
from hengjian.standard.records import Records

Progress = Callable[[float], None]
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
    for number, (month, parts) in enumerate(months):
        if number == 0:
            parts |= {"coverage": frames["coverage"]}
        if number == len(months) - 1:
            parts |= _others(frames)
        moment = min(_handed_in(month), at)
        receipt = store.accept(
            Batch(Records.of(parts), f"{month:%Y-%m}.parquet（模拟数据）"), at=moment
        )
        Submission.objects.create(
            unit=bureau, channel=Submission.Channel.PROGRAM, state=Submission.State.CHECKING,
            file_name=f"{month:%Y-%m}.parquet（模拟数据）", sha256=receipt.batch_id,
            period_from=month, period_to=_last(month), received_at=moment,
            rows=receipt.cases + receipt.events + receipt.register_rows, seq=receipt.seq,
            batch_id=receipt.batch_id, cases=receipt.cases, new=receipt.new, events=receipt.events,
        )  # fmt: skip
        found += indexing.index_batch(receipt.seq, at=at).new
        tell((number + 1) / len(months))
    rebuild(by=by, at=at)
    bring_up_to_date(at=at)
    return found


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
    return datetime.combine(
        _last(month) + timedelta(days=HANDED_IN_ON), time(9), tzinfo=CHINA
    ).astimezone(UTC)


def _last(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1) - timedelta(days=1)
