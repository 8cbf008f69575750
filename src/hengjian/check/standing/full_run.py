"""A full run: facts of all buckets, what meets across cases, and the whole book put to what was kept.

Serves the standing check, in a generation beside what stands; nothing of it counts before that is
swapped. Where processes judge, this one gives back what it holds before they begin.
"""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from hengjian.archive import Snapshot
from hengjian.check.standing.across import Across, let_go, registered
from hengjian.check.standing.apart import hands, pays
from hengjian.check.standing.findings_store import ACROSS
from hengjian.check.standing.flow import Flow
from hengjian.check.standing.gathering import GATHERED, given_by
from hengjian.check.standing.judging import Judging
from hengjian.check.standing.making import Making
from hengjian.check.standing.state import About, State
from hengjian.content import say
from hengjian.content.threads import Threads

Progress = Callable[[str, float], None]
BUCKETS_AT_ONCE = 4
"""So many buckets of cases give about as much to subjects across cases as one bucket holds."""


def lost(snapshot: Snapshot) -> int:
    """How many batches lost rows by damage, so that what rests on them cannot be built upon."""
    return snapshot.batches.filter(state="damaged").height


@dataclass(frozen=True)
class FullRun:
    """``about``: the generation that it fills, which is told what it holds in the end."""

    state: State
    snapshot: Snapshot
    judging: Judging
    about: About

    def over(self, flow: Flow | None, tell: Progress) -> int:
        """Make facts, unless they are made by ``flow``, keep and judge them; of how many cases."""
        about, snapshot, buckets = self.about, self.snapshot, self.snapshot.buckets
        about.seq, about.lost = snapshot.seq, lost(snapshot)
        about.parts = max(1, len(buckets) // BUCKETS_AT_ONCE)
        cases = self._make(flow, tell)
        tell(say("跨案规则", "rules across cases"), 0.6)
        if pays(buckets):
            self._meet()
            # What processes take, this one gives back: two gigabytes at most together.
            snapshot.forget_registers()
            self._judge(flow, tell)
        else:
            self._meet_and_judge(flow, tell)
        tell(say("完成", "done"), 1.0)
        return cases

    @property
    def signs(self) -> pl.DataFrame:
        """The signs of all that was found."""
        findings = self.state.findings(self.about)
        return pl.concat(findings.signs(bucket) for bucket in findings.buckets())

    def _make(self, flow: Flow | None, tell: Progress) -> int:
        """Facts of single cases, and what these give to groups; of how many cases."""
        made = {} if flow is None else flow.whole(self.snapshot)
        left = [bucket for bucket in self.snapshot.buckets if bucket not in made]
        making, cases = Making.of_generation(self.state, self.about, self.judging), 0
        for number, height in enumerate(making.of(self.snapshot, left), start=1):
            tell(say(f"第 {number}/{len(left)} 分区", f"bucket {number}/{len(left)}"),
                 0.6 * number / len(left))  # fmt: skip
            cases += height
        return cases + sum(made.values())

    def _meet_and_judge(self, flow: Flow | None, tell: Progress) -> None:
        """Both at once: each leaves one of two cores idle for half of the time. What is told is told by
        this thread, for whoever hears it may hold what belongs to it, such as a database's connection.
        """
        with Threads(1) as other:
            met = other.submit(self._meet)

            def told(doing: str, share: float) -> None:
                if met.done():
                    met.result()  # what kept it from meeting keeps it from judging on
                tell(doing, share)

            self._judge(flow, told)
            met.result()

    def _meet(self) -> None:
        """All that meets across cases, and what registers say."""
        judging, gathering = self.judging, self.state.gathering(self.about)
        across = Across(judging, self.state.facts(self.about))
        registers = registered(self.snapshot)
        if not self.snapshot.buckets:  # rules across cases may be asked about an entry alone
            gathering.spread(given_by(registers, judging.subjects(GATHERED)), 0)
        for subject in judging.beyond_a_case:
            across.whole(subject, registers, gathering, 1)
            let_go(self.snapshot, judging)
        self.state.findings(self.about).add(ACROSS, 1, across.found(1).file)
        self.about.across = across.days

    def _judge(self, flow: Flow | None, tell: Progress) -> None:
        """The whole book, put to the facts of single cases; those of ``flow`` are packed first."""
        if flow is not None:
            flow.pack()
        about, buckets = self.about, self.snapshot.buckets
        facts, findings = self.state.facts(about), self.state.findings(about)
        due = self.state.due(about)
        with hands(self.judging, about.grounds, facts, buckets, 1) as who:
            told_by = who.stored([(bucket, None) for bucket in buckets])
            for number, (bucket, told) in enumerate(told_by, start=1):
                tell(say("判断", "judging"), 0.7 + 0.3 * number / len(buckets))
                findings.add(bucket, 1, told.found.file)
                due.put(bucket, 1, told.due)
        about.tallies = self.judging.tallies
