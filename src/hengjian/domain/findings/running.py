"""One check run, from the archive to the worklist: judge what is due, then bring the rows in step.

Serves the jobs after submissions, at night and after a change of rules. What stands is a matter of the
archive's files; the database follows them, so a run that was killed anywhere is made good by the next.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from zoneinfo import ZoneInfo

import polars as pl
from django.db.models import Count

from hengjian.archive.lease import writing
from hengjian.check.standing import Changes, Standing
from hengjian.check.standing.state import About
from hengjian.content.speech import say, speaking
from hengjian.domain.findings.applied import actions, bulk
from hengjian.domain.findings.applied.masking import Masking
from hengjian.domain.findings.applied.person import rules_about_persons
from hengjian.domain.findings.following import tell_of_run
from hengjian.domain.findings.models import CheckRun, Finding
from hengjian.domain.findings.rules.in_force import book_in_force
from hengjian.domain.findings.telling import tell_of_grave
from hengjian.domain.records import place
from hengjian.domain.records.actions import checked
from hengjian.domain.registry.models import Body

Progress = Callable[[str, float], None]
PORTION = 5000
CHECKING = 0.6
"""How much of a run's time goes into judging, by experience."""


def run(
    cause: str, *, at: datetime, progress: Progress | None = None, notify: bool = True
) -> CheckRun:
    """Judge what is due as on the day of ``at``, and bring the findings here in step with what stands.

    Gives the run that stands now, a former one where nothing was to be judged. Raises ArchiveBusyError
    while another process does this. ``progress`` may raise to stop it: whatever was done stays sound.
    ``notify``: whether the sections are told of new grave findings.
    """
    tell = progress or (lambda doing, share: None)
    archive = place.archive()
    lock = archive.layout.root / "standing" / "applying.lock"
    with speaking("zh"), writing(lock, doing=say("检查", "checking")):
        content, book = book_in_force(at)
        standing = Standing(archive, content, book)
        before, last = standing.about(), last_run()
        day = at.astimezone(ZoneInfo(content.profile.timezone)).date()
        changes = standing.check(
            max(day, before.day) if before else day,
            lambda doing, share: tell(doing, CHECKING * share),
            full=cause == CheckRun.Cause.FULL,
        )
        about = standing.about()
        assert about is not None
        if last is not None and _same(last, about):
            checked(up_to=about.seq, at=at)
            return last
        applied = _Applying(standing, about, tell, at)
        follows = last is not None and before is not None and _same(last, before)
        return applied.over(cause, changes, incremental=follows, notify=notify)


def last_run() -> CheckRun | None:
    """The run up to which the rows here are in step; None where the last one was interrupted."""
    newest = CheckRun.objects.order_by("-id").first()
    return newest if newest is not None and newest.ended_at is not None else None


def _same(run: CheckRun, about: About) -> bool:
    return (run.generation, run.run) == (about.generation, about.run)


def _by_batch(run: CheckRun) -> dict[int, int]:
    """How many findings the run brought about the records of each batch."""
    new = Finding.objects.filter(appeared_at=run.began_at, record__isnull=False).order_by()
    return dict(new.values_list("record__batch").annotate(Count("pk")))


@dataclass
class _Applying:
    """Brings the rows in step with one run."""

    standing: Standing
    about: About
    tell: Progress
    at: datetime

    def over(self, cause: str, changes: Changes, *, incremental: bool, notify: bool) -> CheckRun:
        run = actions.begin_run(
            self.about, cause=cause, planned=len(self.standing.book.executable),
            judged=changes.judged, why=changes.why.strip(), by=None, at=self.at,
        )  # fmt: skip
        if incremental:
            self._put(run, _portions(chain(changes.read("appeared"), changes.read("changed"))))
            self._settle(run, [f"{code:016x}" for code in changes.gone["code"]])
        else:
            self._compare(run)
        run = actions.end_run(run, recount=not incremental, by=None, at=self.at)
        checked(up_to=self.about.seq, appeared=_by_batch(run), at=self.at)
        tell_of_run(run, at=self.at)
        if notify:
            tell_of_grave(run, at=self.at)
        self.tell(say("完成", "done"), 1.0)
        return run

    def _compare(self, run: CheckRun) -> None:
        """Everything that stands with everything that is here, bucket by bucket: some forty bytes a
        finding are held for all, their texts only for those that differ."""
        known = bulk.known()
        seen: list[pl.Series] = []

        def differing() -> Iterator[pl.DataFrame]:
            store = self.standing.state.findings(self.about)
            for bucket in store.buckets():
                found = store.bucket(bucket).with_columns(
                    code=pl.col("finding").str.to_integer(base=16, dtype=pl.UInt64)
                )
                seen.append(found["code"])
                beside = found.join(known, on="code", how="left", maintain_order="left")
                same = pl.col("stands").fill_null(False) & (
                    pl.col("was") == pl.col("values").cast(pl.UInt64)
                )
                yield beside.filter(~same.fill_null(False)).select(found.columns).drop("code")

        self._put(run, differing())
        stands = pl.concat([pl.Series(dtype=pl.UInt64), *seen])
        gone = known.filter(pl.col("stands") & ~pl.col("code").is_in(stands.implode()))
        self._settle(run, [f"{code:016x}" for code in gone["code"]])

    def _put(self, run: CheckRun, frames: Iterator[pl.DataFrame]) -> None:
        masking = Masking(self.standing)
        bodies = dict(Body.objects.order_by().values_list("code", "pk"))
        persons = rules_about_persons(self.standing.book)
        done = 0
        for frame in frames:
            clean = masking(frame)
            for start in range(0, clean.height, PORTION):
                part = clean.slice(start, PORTION)
                done += part.height
                self.tell(say(f"写入线索 {done:,} 条", f"{done:,} findings written"), CHECKING)
                actions.put(run, part, bodies=bodies, persons=persons, by=None, at=self.at)

    def _settle(self, run: CheckRun, codes: list[str]) -> None:
        for start in range(0, len(codes), PORTION):
            self.tell(say("核销消失的线索", "settling what vanished"), CHECKING + 0.3)
            actions.settle(run, codes[start : start + PORTION], by=None, at=self.at)


def _portions(frames: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """Frames of a few findings each as frames of a portion or more."""
    some: list[pl.DataFrame] = []
    for frame in frames:
        some.append(frame)
        if sum(one.height for one in some) >= PORTION:
            yield pl.concat(some)
            some = []
    if some:
        yield pl.concat(some)
