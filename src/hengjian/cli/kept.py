"""An archive where a command expects data: its current cases, read as if they were handed in today.

Serves `check` and `explain`. It refuses archives too large to be judged in one piece, and says which
command judges those.
"""

from collections.abc import Callable
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from hengjian.content.errors import PlainError
from hengjian.content.speech import say

if TYPE_CHECKING:
    from hengjian.archive import Snapshot
    from hengjian.standard.records import Records
    from hengjian.standard.submission import Submission

MOST_CASES = 500_000
"""More are judged bucket by bucket, by `archive check`."""


def is_archive(path: Path) -> bool:
    return (path / "archive.json").is_file()


class Kept:
    """The cases of an archive; takes the place of a reading (`Intake`) in a command."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> "Kept":
        return self

    def __exit__(self, *raised: object) -> None:
        return

    @property
    def snapshot(self) -> "Snapshot":
        from hengjian.archive import Archive

        return Archive.open(self.path).snapshot()

    @property
    def too_large(self) -> bool:
        return int(self.snapshot.batches["new"].sum() or 0) > MOST_CASES

    def submission(self, progress: Callable[[float], None] | None = None) -> "Submission":
        """All current cases. Raises PlainError where they are too many for one piece."""
        import polars as pl

        if self.too_large:
            raise PlainError(
                say(
                    f"案卷库 {self.path} 的案件超过 {MOST_CASES:,} 件，不能一次检查",
                    f"the archive {self.path} holds more than {MOST_CASES:,} cases",
                ),
                say(
                    f"请用 hengjian archive check {quote(str(self.path))}，它分区检查并保留结果。",
                    f"Use: hengjian archive check {quote(str(self.path))}; it goes bucket by bucket.",
                ),
            )
        snapshot = self.snapshot
        cases = []
        for number, bucket in enumerate(snapshot.buckets):
            cases.append(snapshot.cases(bucket))
            if progress is not None:
                progress((number + 1) / len(snapshot.buckets))
        if not cases:
            raise PlainError(
                say(
                    f"案卷库 {self.path} 中还没有案件", f"the archive {self.path} holds no case yet"
                ),
                say("先用 hengjian import 导入。", "Import some first: hengjian import."),
            )
        return self._submission(snapshot.records(pl.concat(cases))[0])

    def only(self, case: str) -> "Submission":
        """The cases that ``case`` (a number, or body/number) names, with all registers."""
        import polars as pl

        from hengjian.archive.nesting import KEY

        snapshot = self.snapshot
        keys = snapshot.keys().filter(
            (pl.col("case_id") == case) | (pl.concat_str(KEY, separator="/") == case)
        )
        return self._submission(snapshot.records(snapshot.cases_of(keys))[0])

    def _submission(self, records: "Records") -> "Submission":
        from hengjian.standard.problems import Problems
        from hengjian.standard.submission import Submission

        return Submission(self.path, records, Problems())
