"""Real worker processes on both databases: killed in a job, two at once, stopped in order."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest

from hengjian.project.tests.postgresql import Server

WORKER = "from hengjian.project.working import main; main()"
TASKS = "from hengjian.core.jobs.tests import sample_tasks as s\n"


@dataclass
class Place:
    """A migrated database, looked at by plain SQL, and the processes that a test has started."""

    named: str
    home: Path
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    marked_before: int = 0  # nobody deletes what earlier tests have left in the ledger

    @property
    def environment(self) -> dict[str, str]:
        clean = {k: v for k, v in os.environ.items() if not k.startswith("HENGJIAN_")}
        return clean | {
            "HENGJIAN_HOME": str(self.home),
            "HENGJIAN_DATABASE": self.named,
            "DJANGO_SETTINGS_MODULE": "hengjian.project.settings",
        }

    def python(self, code: str) -> None:
        done = subprocess.run(
            [sys.executable, "-c", code], env=self.environment, capture_output=True, text=True,
            check=False, timeout=600,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr

    def enqueue(self, code: str) -> None:
        self.python(f"import django; django.setup()\n{TASKS}{code}")

    def worker(self) -> subprocess.Popen[bytes]:
        child = subprocess.Popen(
            [sys.executable, "-c", WORKER, "--lease", "2"],
            env=self.environment,
            stdin=subprocess.PIPE,
        )
        self.workers.append(child)
        return child

    def sql(self, statement: str) -> list[tuple[Any, ...]]:
        server = "://" in self.named
        link: Any = psycopg.connect(self.named) if server else sqlite3.connect(self.named)
        with closing(link):
            cursor = link.execute(statement)
            rows = list(cursor.fetchall()) if cursor.description else []
            link.commit()
        return rows

    def jobs(self) -> list[tuple[Any, ...]]:
        return self.sql(
            "SELECT state, attempt FROM jobs_job WHERE task LIKE '%sample%' ORDER BY 1, 2"
        )

    def marks(self) -> list[int]:
        rows = self.sql(
            "SELECT payload FROM entries_ledgerentry "
            f"WHERE kind = 'sample.marked' AND id > {self.marked_before}"
        )
        held = (json.loads(one) if isinstance(one, str) else one for (one,) in rows)
        return sorted(payload["number"] for payload in held)

    def until(self, holds: Callable[[], bool]) -> None:
        end = time.monotonic() + 30
        while not holds():
            assert time.monotonic() < end, self.jobs()
            time.sleep(0.05)

    def until_all_beat(self) -> None:
        """Wait for workers that are still starting: on a busy machine others may do all by then."""
        wanted = [f"-{worker.pid}-" for worker in self.workers if worker.poll() is None]
        rows = "SELECT name FROM jobs_workerprocess"
        self.until(lambda: all(any(w in name for (name,) in self.sql(rows)) for w in wanted))

    def until_done(self) -> None:
        self.until(lambda: all(state == "done" for state, _ in self.jobs()))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Place:
    home = tmp_path_factory.mktemp("home")
    named = str(home / "jobs.sqlite3")
    if request.param == "postgresql":
        server: Server = request.getfixturevalue("postgresql")
        named = server.make(f"jobs{os.getpid()}")
    place = Place(named, home)
    place.python("from hengjian.project.commands import migrate; migrate([])")
    return place


@pytest.fixture
def place(database: Place) -> Iterator[Place]:
    database.marked_before = database.sql("SELECT max(id) FROM entries_ledgerentry")[0][0] or 0
    yield database
    for worker in database.workers:
        if worker.poll() is None:
            worker.kill()
        worker.communicate()
    database.workers.clear()
    for table in ("jobs_job", "jobs_workerprocess"):
        database.sql(f"DELETE FROM {table}")


def killed_in(place: Place, started: Path) -> None:
    """Wait until the job has begun, then kill its worker as the kernel would."""
    place.until(lambda: started.exists() and started.read_text() != "")
    pid = int(started.read_text())
    assert pid in {worker.pid for worker in place.workers}
    os.kill(pid, signal.SIGKILL)


def test_its_short_job_is_done_again_and_its_effects_stand_once(
    place: Place, tmp_path: Path
) -> None:
    started = tmp_path / "started"
    place.enqueue(f"s.mark_and_wait.enqueue({str(started)!r}, 600)")
    place.worker()
    killed_in(place, started)
    place.worker()
    place.until_done()
    assert (place.jobs(), place.marks()) == ([("done", 2)], [1])


def test_its_long_job_goes_on_at_another_worker(place: Place, tmp_path: Path) -> None:
    started = tmp_path / "started"
    place.enqueue(f"s.mark_in_steps.enqueue({str(started)!r}, 4, 2, 600)")
    place.worker()
    place.worker()
    killed_in(place, started)
    place.until_done()
    assert (place.jobs(), place.marks()) == ([("done", 2)], [0, 1, 2, 3])


def test_two_workers_never_do_one_job_twice(place: Place) -> None:
    place.enqueue("for n in range(60): s.mark.enqueue(n)")
    workers = [place.worker(), place.worker()]
    place.until_done()
    assert place.marks() == list(range(60))
    assert place.jobs() == [("done", 1)] * 60
    place.until_all_beat()
    begun = time.monotonic()
    for worker in workers:
        worker.send_signal(signal.SIGTERM)
    assert [worker.wait(10) for worker in workers] == [0, 0]
    assert time.monotonic() - begun < 5


def test_it_stops_with_its_parent_and_hands_back_what_it_had_begun(
    place: Place, tmp_path: Path
) -> None:
    started = tmp_path / "steps"
    place.enqueue(f"s.mark_in_steps.enqueue({str(started)!r}, 9, 1, 1)")
    worker = place.worker()
    place.until(started.exists)
    assert worker.stdin is not None
    worker.stdin.close()
    worker.stdin = None
    assert worker.wait(10) == 0
    assert (place.jobs(), place.marks()) == ([("ready", 0)], [0])
    assert place.sql("SELECT name FROM jobs_workerprocess") == []
