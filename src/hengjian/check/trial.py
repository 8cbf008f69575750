"""A trial of one rule on past records, before anybody relies on it: newest first, and within limits.

Serves whoever writes a custom rule. Nothing it finds is kept; it says how many cases it looked at and
why it stopped there, so that no figure of it can be taken for all.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

import polars as pl

from hengjian.archive import Snapshot
from hengjian.check.standing.gathering import BUCKET, LOOSE, kind_of
from hengjian.facts import Bucket, build_facts
from hengjian.rules.engine import Tally, evaluated, facts_read
from hengjian.rules.expressions import Context
from hengjian.rules.findings import Writer, empty
from hengjian.rules.judging import Judge
from hengjian.rules.rule import Rule

Stopped = Literal["all", "rows", "time", "cancelled"]
"""all: everything was looked at · rows and time: a limit was reached · cancelled: somebody stopped it."""
AT_ONCE = 5_000
"""Cases judged between two looks at the clock."""


@dataclass(frozen=True)
class Limits:
    """``cases`` and ``seconds`` at most; ``hits``: so many findings are written out."""

    cases: int = 50_000
    seconds: float = 60.0
    hits: int = 50


@dataclass
class Trial:
    """What a rule said. ``cases``: looked at, of ``of`` · ``per_body``: findings of each body."""

    tally: Tally
    of: int
    cases: int = 0
    seconds: float = 0.0
    stopped: Stopped = "all"
    hits: pl.DataFrame = field(default_factory=empty)
    per_body: dict[str, int] = field(default_factory=dict)


def trial(
    rule: Rule,
    snapshot: Snapshot,
    context: Context,
    limits: Limits | None = None,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Trial:
    """Judge ``rule`` on the newest records; ``progress`` hears how many cases of how many."""
    limits = limits or Limits()
    begun = clock()
    of = snapshot.case_count if kind_of(rule.subject) == BUCKET else 0
    told = Trial(Tally(rule), of)
    judge = Judge([rule], context)
    for cases, bucket in _newest(rule, snapshot, limits.cases):
        told.cases += cases
        _judged(rule, judge, bucket, limits, told)
        told.seconds = clock() - begun
        if progress is not None:
            progress(told.cases, min(of, limits.cases))
        if cancelled is not None and cancelled():
            told.stopped = "cancelled"
            break
        if told.seconds > limits.seconds:
            told.stopped = "time"
            break
    if told.cases >= of:
        told.stopped = "all"
    elif told.stopped == "all":
        told.stopped = "rows"
    return told


def _newest(rule: Rule, snapshot: Snapshot, most: int) -> Iterator[tuple[int, Bucket]]:
    """The records in parts, those accepted last first; of a register all at once."""
    if kind_of(rule.subject) != BUCKET:
        yield 0, Bucket(snapshot.no_case())
        return
    left = most
    for number in reversed(snapshot.buckets):
        cases = snapshot.cases(number)
        for last in range(cases.height, 0, -AT_ONCE):
            count = min(AT_ONCE, last, left)
            if not count:
                return
            part = cases.slice(last - count, count)
            yield count, Bucket(*snapshot.records(part))
            left -= count


def _judged(rule: Rule, judge: Judge, bucket: Bucket, limits: Limits, told: Trial) -> None:
    facts = build_facts(rule.subject, bucket, facts_read(rule.subject, [rule]))
    if rule.subject.name in LOOSE and kind_of(rule.subject) == BUCKET:
        facts = facts.filter(pl.col("case_id").is_not_null())
    evaluation = evaluated(judge, facts)
    told.tally.add(evaluation.tallies[0])
    for hits in evaluation.hits:
        found = Writer(rule, hits.context)(hits)
        for body, count in found["body_id"].value_counts().iter_rows():
            told.per_body[body or ""] = told.per_body.get(body or "", 0) + count
        room = limits.hits - told.hits.height
        if room > 0:
            told.hits = pl.concat([told.hits, found.head(room)])
