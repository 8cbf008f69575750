"""Four hundred simulated cases in an archive of several buckets, for trials and for what a bureau changes."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from hengjian.archive import Archive, Batch
from hengjian.content import Content
from hengjian.simulator import City, simulate
from hengjian.standard.records import Records

CONTENT = Content()
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


@cache
def simulated() -> City:
    return simulate(400, 7, CONTENT)


def archived(folder: Path) -> Archive:
    """A new archive in ``folder`` that has accepted them."""
    archive = Archive.at(folder / "archive", bucket_size=150)
    archive.accept(Batch(Records.of(simulated().tables), "x"), at=NOON)
    return archive
