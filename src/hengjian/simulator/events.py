"""From a batch's arrays to the table of events: one row for each step that happened.

Serves the city with sorted, numbered events, and truth with the number of a certain act. What lies
after the day on which the data were drawn has not happened; what a body does not report is left
out.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import NONE, Bools, Ints
from hengjian.standard.records import shaped
from hengjian.standard.tables import EVENTS

_MINUTE = 60_000_000
_DAY = 24 * 60
ZONE = 8 * 60
"""Minutes that local time is ahead of UTC; the whole country keeps one clock."""

_FORESEEN = ("deferred", "stop_told", "demolition_announced")
"""Activities that name the day on which something will end; it is known beforehand."""

_TEAMS = ("handlers", "one", "reviewer", "host")
_STEP_BITS, _MINUTE_BITS, _DAY_BITS = 7, 11, 15


@dataclass(frozen=True)
class Happened:
    """Events as arrays, sorted by case and moment: place of the case, step, day, minute, seq."""

    row: Ints
    step: Ints
    day: Ints
    minute: Ints
    seq: Ints

    def seq_of(self, step: int, rows: Ints) -> dict[int, int]:
        """Case → number of its event of this step; cases without it are missing."""
        hit = (self.step == step) & np.isin(self.row, rows)
        return dict(zip(self.row[hit].tolist(), self.seq[hit].tolist(), strict=True))


def happened(b: Batch) -> Happened:
    """All steps that happened by the day of the data, in order, as far as they are reported."""
    keys = []
    for place, known in enumerate(b.steps):
        day = b.day[known.name]
        rows = np.flatnonzero((day != NONE) & (day <= b.registry.as_of))
        rows = rows[_reported(b, known.activity)[rows]]
        stamp = (rows << _DAY_BITS | day[rows]) << _MINUTE_BITS | b.minute[known.name][rows]
        keys.append(stamp << _STEP_BITS | place)
    key = np.sort(np.concatenate(keys))
    step = key & ((1 << _STEP_BITS) - 1)
    key = key >> _STEP_BITS
    minute = key & ((1 << _MINUTE_BITS) - 1)
    key = key >> _MINUTE_BITS
    day = key & ((1 << _DAY_BITS) - 1)
    row = key >> _DAY_BITS
    places = np.arange(len(row))
    starts = np.where(np.diff(row, prepend=-1) != 0, places, 0)
    return Happened(row, step, day, minute, places - np.maximum.accumulate(starts) + 1)


def _reported(b: Batch, activity: str) -> Bools:
    told = np.array(
        [body.narrow is None or activity in body.narrow.events for body in b.registry.bodies]
    )
    found: Bools = told[b.value["body"]]
    return found


def moments(day: Ints, minute: Ints) -> pl.Series:
    """Local day and minute as moments in UTC; NONE as null."""
    stamps = (day * 1440 + minute - ZONE) * _MINUTE
    series = pl.Series(stamps).cast(pl.Datetime("us", "UTC"))
    return series if not (day == NONE).any() else series.zip_with(
        pl.Series(day != NONE), pl.Series([None], dtype=series.dtype)
    )  # fmt: skip


def dates(day: Ints) -> pl.Series:
    """Days as dates; NONE as null."""
    series = pl.Series(day.astype(np.int32)).cast(pl.Date)
    return series.zip_with(pl.Series(day != NONE), pl.Series([None], dtype=pl.Date))


def counted(values: Ints) -> pl.Series:
    """Whole numbers; negative ones as null."""
    series = pl.Series(values.astype(np.int64))
    return series.zip_with(pl.Series(values >= 0), pl.Series([None], dtype=pl.Int64))


def chosen(values: list[Any], places: Ints, dtype: pl.DataType) -> pl.Series:
    """The values at these places; NONE as null."""
    series = pl.Series([*values, None], dtype=dtype)
    return series.gather(np.where(places < 0, len(values), places))


def table(b: Batch, done: Happened, case_ids: pl.Series) -> pl.DataFrame:
    """The accepted table of these events."""
    body = b.value["body"][done.row]
    untimed = np.array([bool(x.narrow and x.narrow.dates_only) for x in b.registry.bodies])[body]
    until_day, until_minute = _until(b, done)
    columns = {
        "body_id": chosen([x.id for x in b.registry.bodies], body, pl.String()),
        "case_id": case_ids.gather(done.row),
        "seq": pl.Series(done.seq),
        "activity": chosen([step.activity for step in b.steps], done.step, pl.String()),
        "moment": moments(np.where(untimed, NONE, done.day), done.minute),
        "moment_day": dates(done.day),
        "until": moments(np.where(untimed, NONE, until_day), until_minute),
        "until_day": dates(until_day),
        "officers": _officers(b, done),
        "doc_no": chosen([step.doc or None for step in b.steps], done.step, pl.String()),
        "mode": _words(b, done, [step.mode for step in b.steps], b.mode),
        "amount": counted(_spread(b, done, b.amount)),
        "kinds": chosen(
            [list(codes) for codes in b.registry.combinations],
            _spread(b, done, b.kinds),
            pl.List(pl.String),
        ),
        "days": counted(_spread(b, done, b.days_written)),
        "party_present": _presence(b, done),
        "note": _words(b, done, [step.note for step in b.steps], b.note),
    }
    return shaped(pl.DataFrame(columns), EVENTS)


def _spread(b: Batch, done: Happened, values: dict[str, Ints]) -> Ints:
    """A number of the case, written beside the events of certain steps."""
    found = np.full(len(done.row), NONE)
    for place, step in enumerate(b.steps):
        if step.name in values:
            hit = np.flatnonzero(done.step == place)
            found[hit] = values[step.name][done.row[hit]]
    return found


def _presence(b: Batch, done: Happened) -> pl.Series:
    """Whether the party was there: as usual at the step, or as the case has it."""
    usual = np.array([NONE if step.present is None else int(step.present) for step in b.steps])
    found = usual[done.step]
    for place, step in enumerate(b.steps):
        if step.name in b.presence:
            hit = np.flatnonzero(done.step == place)
            found[hit] = b.presence[step.name][done.row[hit]]
    return chosen([False, True], found, pl.Boolean())


def _words(b: Batch, done: Happened, usual: list[str], own: dict[str, Any]) -> pl.Series:
    """A word of each event: the step's usual one, or what the story gave to each case."""
    told = {name: np.unique(values) for name, values in own.items()}
    words = sorted({*usual, *(str(word) for names in told.values() for word in names)})
    number = {word: place for place, word in enumerate(words)}
    found = np.array([number[word] for word in usual])[done.step]
    for place, step in enumerate(b.steps):
        if step.name in own:
            hit = np.flatnonzero(done.step == place)
            values = own[step.name][done.row[hit]]
            for name in told[step.name]:  # a handful
                found[hit[values == name]] = number[str(name)]
    return chosen([word or None for word in words], found, pl.String())


def _until(b: Batch, done: Happened) -> tuple[Ints, Ints]:
    """The end of what lasts: minutes later, or on the day the story gave, once it has come."""
    day, minute = np.full(len(done.row), NONE), done.minute.copy()
    foreseen = np.array([step.activity in _FORESEEN for step in b.steps])[done.step]
    for place, step in enumerate(b.steps):
        if step.lasts or step.name in b.until:
            hit = np.flatnonzero(done.step == place)
            ends = b.until.get(step.name)
            day[hit] = done.day[hit] if ends is None else ends[done.row[hit]]
            minute[hit] += step.lasts
    day = np.where(day == NONE, NONE, day + minute // _DAY)
    return np.where((day > b.registry.as_of) & ~foreseen, NONE, day), minute % _DAY


def _officers(b: Batch, done: Happened) -> pl.Series:
    """Who did it: the step's team of the case, or the persons that a plant put there."""
    ids = b.registry.people.ids()
    one = ids.gather(b.value["handler"]).alias("one")
    two = ids.gather(b.value["handler2"]).alias("two")
    frame = pl.DataFrame([one, two])
    lists = [
        frame.select(pl.concat_list("one", "two").alias("team")),
        frame.select(pl.concat_list("one").alias("team")),
        *(
            pl.DataFrame({"one": ids.gather(b.value[name])}).select(
                pl.concat_list("one").alias("team")
            )
            for name in ("reviewer", "host")
        ),
    ]
    special = list(b.teams.items())
    names = [[ids[int(number)] for number in team] or None for _, team in special]
    tail = pl.DataFrame({"team": [*names, None]}, schema={"team": pl.List(pl.String)})
    teams = pl.concat([*lists, tail])["team"]
    code = np.array([_TEAMS.index(s.team) if s.team else NONE for s in b.steps])[done.step]
    place = np.where(code < 0, len(teams) - 1, code * b.size + done.row)
    steps = {step.name: number for number, step in enumerate(b.steps)}
    for offset, ((step, row), _) in enumerate(special):
        first, last = np.searchsorted(done.row, [row, row + 1])
        hits = first + np.flatnonzero(done.step[first:last] == steps[step])
        place[hits] = len(_TEAMS) * b.size + offset
    return teams.gather(place)
