"""Measures the queue of jobs against a bare loop of INSERT and UPDATE on the same database.

Serves whoever changes `core/jobs`. A job costs more than the loop: it is put in, looked for, claimed
and finished, each durably. Each contender runs round after round in one process; the ratio is of the
best rounds. SQLite is as served (WAL, synchronous FULL); PostgreSQL is started here, fsync off.

    python bench/jobs.py --jobs 300 --rounds 3
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "src"
sys.path.insert(0, str(SOURCE))


def seconds(work: Callable[[], None]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def measure(label: str, count: int, rounds: int) -> None:
    """In a process of its own, whose environment names the database."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from hengjian.core import clock
    from hengjian.core.jobs.actions import start
    from hengjian.core.jobs.models import Job
    from hengjian.core.jobs.task import task
    from hengjian.core.jobs.worker import drain

    call_command("migrate", interactive=False, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare (id integer PRIMARY KEY, state text, args text)")

    global nothing
    nothing = task(title="nothing")(_nothing)

    def bare() -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM bare")
            for number in range(count):  # two transactions each, as a job has at the very least
                cursor.execute("INSERT INTO bare VALUES (%s, 'ready', '{}')", [number])
                cursor.execute("UPDATE bare SET state = 'done' WHERE id = %s", [number])

    def put() -> None:
        for _ in range(count):
            start(nothing, by=None, at=clock.now())

    def do() -> None:
        assert drain(clock=clock.now) == count

    loops, putting, doing = [], [], []
    for _ in range(rounds):  # side by side, so that a busy moment does not hit one alone
        loops.append(seconds(bare))
        putting.append(seconds(put))
        doing.append(seconds(do))
    assert Job.objects.filter(state="done").count() == count * rounds
    loop, whole = min(loops), min(putting) + min(doing)
    print(
        f"{label:12}{count / loop:10.0f}{count / min(putting):12.0f}{count / min(doing):10.0f}"
        f"{count / whole:10.0f}{whole / loop:9.1f}",
        flush=True,
    )


def _nothing() -> None:
    """The task that is measured."""


_nothing.__qualname__ = _nothing.__name__ = "nothing"  # the task is found by this name


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--jobs", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        measure(asked.measure, asked.jobs, asked.rounds)
        return
    from hengjian.project.tests.postgresql import Server

    print(f"{asked.jobs} jobs, one thread, best of {asked.rounds}; per second")
    print(f"{'':12}{'bare loop':>10}{'enqueue':>12}{'do':>10}{'both':>10}{'x loop':>9}")
    server = Server.start()
    try:
        with tempfile.TemporaryDirectory() as home:
            for label, named in (("SQLite", ""), ("PostgreSQL", server.make("jobs"))):
                env = os.environ | {
                    "HENGJIAN_HOME": home,
                    "HENGJIAN_DATABASE": named,
                    "DJANGO_SETTINGS_MODULE": "hengjian.project.settings",
                }
                again = [sys.executable, __file__, "--measure", label]
                again += ["--jobs", str(asked.jobs), "--rounds", str(asked.rounds)]
                subprocess.run(again, env=env, check=True)
    finally:
        server.stop()


if __name__ == "__main__":
    main()
