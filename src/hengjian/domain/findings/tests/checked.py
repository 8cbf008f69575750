"""A small checked city for tests: three hundred simulated cases in the archive, their bodies in the register.

The cases are simulated once a session. Of the simulated bodies a third each belong to county A, to
county B and to the city, so that the three standing persons have something of their own.
"""

import atexit
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.conf import settings

from hengjian.archive import Archive, Batch
from hengjian.check.standing import Standing
from hengjian.content.speech import speaking
from hengjian.core.tests.small_city import SmallCity
from hengjian.domain.findings.models import CheckRun, Finding
from hengjian.domain.findings.rules.in_force import book_in_force
from hengjian.domain.findings.running import run
from hengjian.domain.records import place
from hengjian.domain.registry.actions import enter_rows
from hengjian.domain.registry.lists import content
from hengjian.domain.registry.registers import BODIES
from hengjian.simulator import City, simulate
from hengjian.standard.records import Records

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)
PLACES = ("990101", "990102", "990100")


@cache
def simulated() -> City:
    return simulate(300, 7, content())


@cache
def records() -> Records:
    return Records.of(simulated().tables)


@cache
def _prepared() -> Path:
    """An archive in which the cases stand checked; each test works on a copy."""
    root = Path(tempfile.mkdtemp(prefix="hengjian-archive-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    archive = Archive.at(root / "archive")
    archive.accept(Batch(records(), "x"), at=AT)
    installed, book = book_in_force(AT)
    with speaking("zh"):
        Standing(archive, installed, book).check(AT.date())
    return root / "archive"


@dataclass
class Checked:
    """The small city with its archive."""

    city: SmallCity
    archive: Archive

    def check(self, *, at: datetime = AT, cause: str = CheckRun.Cause.SUBMISSION) -> CheckRun:
        return run(cause, at=at)

    def accept(self, tables: Records, name: str = "x") -> None:
        self.archive.accept(Batch(tables, name), at=AT)

    def of(self, division: str, **wanted: Any) -> Finding:
        """The gravest finding that stands of a body in this division."""
        rows = Finding.objects.filter(body__unit__division__code=division, stands=True, **wanted)
        found = rows.order_by("weight", "code").first()
        assert found is not None
        return found


def emptied(case_id: str) -> Records:
    """One case handed in again with nothing that ever happened in it."""
    tables = records()
    frames = {name: frame.clear() for name, frame in tables.frames.items()}
    frames["cases"] = tables["cases"].filter(pl.col("case_id") == case_id)
    return Records.of(frames)


@pytest.fixture
def archived(small_city: SmallCity, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checked:
    """The cases are accepted and judged; of that the database knows nothing yet."""
    monkeypatch.setattr(settings, "ARCHIVE", str(tmp_path / "archive"))
    rows = []
    for number, row in enumerate(simulated().tables["bodies"].iter_rows(named=True)):
        told = {one.name: row[one.name] for one in BODIES.fields}
        days = {name: str(value) for name, value in told.items() if isinstance(value, date)}
        rows.append({**told, **days, "division": PLACES[number % len(PLACES)], "parent_id": None})
    enter_rows(BODIES, rows, by=None, at=AT)
    shutil.copytree(_prepared(), tmp_path / "archive")
    return Checked(small_city, place.archive())


@pytest.fixture
def checked(archived: Checked) -> Checked:
    """And the run has been applied."""
    archived.check()
    return archived
