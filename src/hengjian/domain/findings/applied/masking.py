"""Findings without anybody named in them, before a text of theirs reaches the database.

Serves the application of a run. The archive tells who the parties are of the cases concerned, and of
no others; what is personal the standard declares (`check.report.masking`).
"""

from collections.abc import Iterator
from datetime import date

import polars as pl

from hengjian.archive.nesting import KEY
from hengjian.archive.snapshot import Snapshot, current
from hengjian.check.report.masking import masked
from hengjian.check.run import Run
from hengjian.check.standing import Standing
from hengjian.standard.problems import Problems
from hengjian.standard.records import Records
from hengjian.standard.submission import Submission

PARTIES = [*KEY, "party_id", "party_name"]


class Masking:
    """Masks findings of one standing check; reads each bucket's parties when it is asked of them."""

    def __init__(self, standing: Standing) -> None:
        self._standing = standing
        self._snapshot: Snapshot = standing.archive.snapshot()
        about = standing.about()
        self._day = about.day if about is not None else date.min

    def __call__(self, findings: pl.DataFrame) -> pl.DataFrame:
        """The same findings, masked; their identities and digests are those of the true values."""
        if findings.is_empty():
            return findings
        parts = [pl.DataFrame(schema=dict.fromkeys(PARTIES, pl.String())), *self._of(findings)]
        records = Records.of({"cases": pl.concat(parts)})
        source = Submission(self._standing.archive.layout.root, records, Problems())
        standing = self._standing
        return masked(Run(standing.content, standing.book, source, self._day, [], findings))

    def _of(self, findings: pl.DataFrame) -> Iterator[pl.DataFrame]:
        """The parties of the cases that these findings are about."""
        keys = findings.select(KEY).drop_nulls().unique()
        located = self._snapshot.locate(keys) if keys.height else keys.clear()
        buckets = sorted(located["bucket"].unique().to_list()) if located.height else []
        for bucket in buckets:
            cases = self._snapshot.versions(bucket, [*PARTIES, "batch"])
            yield current(cases.join(keys, on=list(KEY), how="semi")).select(PARTIES)
