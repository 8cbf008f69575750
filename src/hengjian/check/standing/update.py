"""A run after a few batches more: the cases that these changed, and all that these cases meet.

Serves the standing check. Whatever no changed case and no changed entry of a register touches is neither
read nor judged.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from hengjian.archive import Snapshot
from hengjian.archive.nesting import KEY
from hengjian.check.standing.across import Across, let_go, registered, rests_on
from hengjian.check.standing.changes import Changes
from hengjian.check.standing.findings_store import ACROSS, Part
from hengjian.check.standing.gathering import GATHERED, given_by, joined
from hengjian.check.standing.judging import Judging, Keys
from hengjian.check.standing.run import Run
from hengjian.content.threads import Threads
from hengjian.facts import Bucket
from hengjian.rules.concerns import SORTS

TOUCHED_AT_ONCE = 50_000
"""Cases, new or corrected, that are judged at once: rules meet them all in one frame, and a hundred
thousand would take much memory."""


def at_once(touched: Keys) -> Iterator[Keys]:
    """The touched cases of as many buckets as are judged at once."""
    some: dict[int, pl.DataFrame] = {}
    for bucket, keys in touched.items():
        if some and sum(own.height for own in some.values()) + keys.height > TOUCHED_AT_ONCE:
            yield some
            some = {}
        some[bucket] = keys
    if some:
        yield some


@dataclass(frozen=True)
class Update:
    """``run``: from what stands to what will stand, which is of ``snapshot``."""

    snapshot: Snapshot
    judging: Judging
    run: Run

    def over(self) -> Changes:
        """Judge the touched cases and the groups that they are or were in, and put that in the place
        of what stood."""
        run, judging, snapshot = self.run, self.judging, self.snapshot
        about, now = run.about, run.now
        facts, due = run.state.facts(about), run.state.due(about)
        touched = self._touched()
        parts, given = list(at_once(touched)), []
        with Threads(1) as beside:
            for keys in parts:
                cases = snapshot.newest(keys, about.seq)
                records = Bucket(*snapshot.records(cases, SORTS))
                given.append(given_by(records, judging.subjects(GATHERED)))
                if keys is parts[-1]:  # all is given: what meets is judged beside the last cases
                    meeting = beside.submit(self._met, touched, given)
                found = judging.touched(records, facts, keys, now.run)
                run.add_few(keys, found.findings)
                due.put_few(now.run, found.due, keys)
                run.judged += cases.height
            across = meeting.result() if parts else self._met(touched, given)
        run.add(ACROSS, across.found(now.run), Part.of(groups=across.anew))
        now.across = across.days
        return run.over(judging)

    def _met(self, touched: Keys, gave: Sequence[Mapping[str, pl.DataFrame]]) -> Across:
        """Judge anew the groups to which the touched cases give other rows than before, and subjects
        that rest on a register that changed: what is said of a group rests on these two alone."""
        about, now, snapshot, judging = self.run.about, self.run.now, self.snapshot, self.judging
        given, state = joined(gave), self.run.state
        before, after = state.gathering(about), state.gathering(now)
        keys = pl.concat([pl.DataFrame(schema=dict.fromkeys(KEY, pl.String())), *touched.values()])
        if keys.height:
            before.add(given, keys, now.run)
        changed, registers = snapshot.registers_changed(about.seq), registered(snapshot)
        differ = before.changed(given, before.told_by(touched)) if keys.height else {}
        across = Across(judging, state.facts(about), dict(about.across))
        for subject in judging.beyond_a_case:
            if rests_on(subject, changed):
                across.whole(subject, registers, after, now.run)
                let_go(snapshot, judging)
            elif subject.name in differ:
                across.groups(subject, differ[subject.name], registers, after, now.run)
        let_go(snapshot, judging)
        return across

    def _touched(self) -> Keys:
        """The cases that changed since what stands."""
        snapshot, since = self.snapshot, self.run.about.seq
        located = snapshot.changed_since(since)
        affected = snapshot.affected_by_registers(since)
        if affected.height:
            others = affected.join(located, on=list(KEY), how="anti", maintain_order="left")
            located = pl.concat([located, snapshot.locate(others).select(located.columns)])
        return {
            int(str(bucket)): group.select(KEY)
            for (bucket,), group in located.group_by("bucket", maintain_order=True)
        }
