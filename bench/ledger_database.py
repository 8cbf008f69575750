"""Measures the ledger in its two databases: sealed rows in, record() one by one, numbering, checking.

Serves whoever changes `core/entries`. SQLite is as served (WAL, synchronous FULL); PostgreSQL is started
here, fsync off. Seconds are the process's CPU and, in the last column, the clock's, the least of several
rounds; what PostgreSQL's own processes take shows in the clock's alone.

    python bench/ledger_database.py --entries 100000 --rounds 3
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "src"
sys.path.insert(0, str(SOURCE))
AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
UNIT = ("organisation.unit", "17")
PAYLOAD = {"unit": 17, "role": "supervisor", "since": "2026-03-01", "until": None}


def spent(work: Callable[[], object]) -> tuple[float, float]:
    """CPU and clock of one round."""
    cpu, clock = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - cpu, time.perf_counter() - clock


def tell(name: str, count: int, rounds: list[tuple[float, float]]) -> None:
    cpu, clock = min(one[0] for one in rounds), min(one[1] for one in rounds)
    print(f"  {name:48}{count / cpu:>12,.0f}/s{count / clock:>12,.0f}/s", flush=True)


def measure(count: int, rounds: int) -> None:
    """In a process of its own, whose environment names the database."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    from hengjian.core.audit.actions import check_all
    from hengjian.core.entries.actions import record, record_many
    from hengjian.core.entries.bulk import insert
    from hengjian.core.entries.heads.actions import sequence_pending
    from hengjian.core.entries.models import LedgerEntry, Log
    from hengjian.core.entries.sealing import Happening, sealed
    from hengjian.core.organisation.actions import add_division
    from hengjian.core.organisation.models import Level

    call_command("migrate", interactive=False, verbosity=0)
    division = add_division("990100", "示例市", Level.CITY, by=None, at=AT)
    sequence_pending(at=AT)
    kinds: dict[str, list[tuple[float, float]]] = {}

    def put(rows: list[LedgerEntry]) -> None:
        with transaction.atomic():
            for first in range(0, len(rows), 5000):
                insert(rows[first : first + 5000])

    def many() -> None:
        with transaction.atomic():
            happenings = (Happening("unit.seen", UNIT, PAYLOAD) for _ in range(count))
            record_many(happenings, by=None, at=AT)

    def one_by_one() -> None:
        for _ in range(500):
            with transaction.atomic():
                record("unit.seen", subject=division, payload=PAYLOAD, by=None, at=AT)

    def under_one() -> None:
        rows = [PAYLOAD | {"row": number} for number in range(count)]
        with transaction.atomic():
            record("unit.seen", subject=division, payload={}, by=None, at=AT, rows=rows)

    for _ in range(rounds):
        sealing = [
            sealed("unit.seen", subject=UNIT, payload=PAYLOAD, actor=None, at=AT)
            for _ in range(count)
        ]
        kinds.setdefault("put", []).append(spent(lambda rows=sealing: put(rows)))
        kinds.setdefault("number", []).append(spent(lambda: sequence_pending(at=AT)))
        kinds.setdefault("many", []).append(spent(many))
        sequence_pending(at=AT)
        kinds.setdefault("one", []).append(spent(one_by_one))
        kinds.setdefault("rows", []).append(spent(under_one))
        sequence_pending(at=AT)
    size = Log.objects.get().size
    check = [spent(lambda: check_all(by=None, at=AT))]
    tell("sealed entries into the database, in batches", count, kinds["put"])
    tell("the same, sealing included (record_many)", count, kinds["many"])
    tell("rows under one entry", count, kinds["rows"])
    tell("record(), each in a transaction of its own", 500, kinds["one"])
    tell("numbering: positions, tree, head", count, kinds["number"])
    tell(f"the nightly check of {size:,} entries", size, check)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.inside:
        measure(given.entries, given.rounds)
        return
    from hengjian.project.tests.postgresql import Server

    server = Server.start()
    try:
        with tempfile.TemporaryDirectory() as home:
            for label, database in (("SQLite", ""), ("PostgreSQL", server.url("postgres"))):
                print(f"{label}: {given.entries:,} entries; by CPU, by the clock", flush=True)
                subprocess.run(
                    [sys.executable, __file__, "--inside", "--entries", str(given.entries),
                     "--rounds", str(given.rounds)],
                    check=True,
                    env={**os.environ, "HENGJIAN_HOME": str(Path(home) / label), "PYTHONPATH": str(SOURCE),
                         "DJANGO_SETTINGS_MODULE": "hengjian.project.settings",
                         "HENGJIAN_DATABASE": database},
                )  # fmt: skip
    finally:
        server.stop()


if __name__ == "__main__":
    main()
