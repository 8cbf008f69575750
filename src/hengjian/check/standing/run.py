"""A run upon what stands: what it finds, bucket by bucket, beside what stood in the same places.

Serves the standing check after a change or on another day. It holds signs only, so that a run over ten
million cases needs no more memory than one over a few.
"""

import polars as pl

from hengjian.archive.nesting import KEY
from hengjian.check.standing.changes import Changes, Read
from hengjian.check.standing.files import placed
from hengjian.check.standing.findings_store import SIGNS, Found, Part, digested, signs_of
from hengjian.check.standing.judging import Judging, Keys
from hengjian.check.standing.state import About, State


class Run:
    """``about``: what stands · ``now``: what will stand · ``judged``: cases, counted by who judges."""

    def __init__(self, state: State, about: About, now: About, reads: Read) -> None:
        self.state, self.about, self.now = state, about, now
        self.findings = state.findings(about)
        self.judged = 0
        self._reads = reads
        self._before: list[pl.DataFrame] = [pl.DataFrame(schema=SIGNS)]
        self._after: list[pl.DataFrame] = [pl.DataFrame(schema=SIGNS)]

    def add(self, bucket: int, found: Found, part: Part) -> None:
        """What was found in a bucket, of which only ``part`` was judged."""
        self._before.append(self.findings.signs(bucket, part))
        self._after.append(found.signs)
        self.findings.add(bucket, self.now.run, found.file, part)

    def add_few(self, keys: Keys, found: pl.DataFrame, rules: list[str] | None = None) -> None:
        """What was found of these cases of several buckets, of which only they were judged; ``rules``:
        only by these."""
        new = digested(found, self.now.run)
        new = new.join(placed(keys), on=list(KEY), how="left", maintain_order="left")
        self._before.append(self.findings.signs_of_few(keys, rules))
        self._after.append(signs_of(new))
        self.findings.add_few(self.now.run, new, keys, rules)

    def over(self, judging: Judging) -> Changes:
        """Put the run in the place of what stood; what it changed."""
        before, after = pl.concat(self._before), pl.concat(self._after)
        changes = Changes.between(before, after, self.judged, self._reads)
        self.state.keep_vanished(self.findings, changes.gone, self.now)
        self.now.tallies = judging.tallies
        self.state.swap(self.now)
        return changes
