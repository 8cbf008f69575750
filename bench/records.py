"""How fast records are found and read: a list, a search, a page, with ten million of them.

    python bench/records.py --fill [--records 10000000]     fills a PostgreSQL of its own, and an archive
    python bench/records.py [--seconds 8] [--pause 1]        measures, with 16 people at work
    python bench/records.py --drop                           throws all of it away

The filling simulates 50,000 cases of the demo city and repeats them, each time with other numbers, days
and streets; it keeps the place in ``--home`` for the next measurement. Server (one process, as `hengjian
serve` starts it) and load run together on this machine. Each reader asks again after a pause of about a
second. The bound is a p95 of 200 ms for each list, for a county's officer and the whole city alike.
"""

import argparse
import itertools
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).resolve().parents[1] / "src"
sys.path[:0] = [str(SOURCE), str(Path(__file__).parent)]


BASE = 50_000
USERS = 16
BOUND_MS = 200
PASSWORD = "平安是福-2026"
STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
READERS = {"wang": "county", "zhao": "city leader", "chen": "general section"}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--fill", action="store_true")
    parser.add_argument("--drop", action="store_true")
    parser.add_argument("--records", type=int, default=10_000_000)
    parser.add_argument(
        "--home", type=Path, default=Path(tempfile.gettempdir()) / "hengjian-bench-records"
    )
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--pause", type=float, default=1.0)
    parser.add_argument("--only", default="")
    asked = parser.parse_args()
    if asked.drop:
        _server(asked.home).stop()
        shutil.rmtree(asked.home)
    elif asked.fill:
        fill(asked.home, asked.records)
    else:
        measure(asked)


# --- filling ---------------------------------------------------------------------------------------------


def _server(home: Path) -> Any:
    from hengjian.project.tests.postgresql import Server

    return Server(Path((home / "postgresql").read_text()))


def _environment(home: Path) -> dict[str, str]:
    return {
        "HENGJIAN_HOME": str(home), "HENGJIAN_DEMO": "1", "PYTHONPATH": str(SOURCE),
        "HENGJIAN_DATABASE": _server(home).url("bench"),
        "DJANGO_SETTINGS_MODULE": "hengjian.project.settings",
    }  # fmt: skip


def fill(home: Path, records: int) -> None:
    """The demo city, its simulated cases, and these repeated until there are enough."""
    from hengjian.project.tests.postgresql import Server

    home.mkdir(parents=True)
    server = Server.start()
    server.make("bench")
    (home / "postgresql").write_text(str(server.folder))
    os.environ |= _environment(home)
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from hengjian.archive import Batch
    from hengjian.core import clock
    from hengjian.domain.records import place
    from hengjian.domain.records.indexing import index_batch
    from hengjian.domain.registry.founding.actions import found_demo_city
    from hengjian.domain.registry.lists import content
    from hengjian.simulator import pilot
    from hengjian.standard.records import Records

    began, at = time.perf_counter(), clock.now()

    def told(words: str) -> None:
        print(f"{time.perf_counter() - began:6.0f} s  {words}", flush=True)

    call_command("migrate", verbosity=0)
    tables = pilot.city(content(), pilot.Pilot.of(content()), BASE, clock.day_of(at))
    found_demo_city(tables=tables, at=at)
    told("demo city founded")
    receipt = place.archive().accept(Batch(Records.of(tables), "bench"), at=at)
    indexed = index_batch(receipt.seq, at=at)
    told(f"{indexed.new:,} cases accepted and indexed")
    copies = records // BASE
    _repeat_cases(copies)
    told("archive filled")
    with connection.cursor() as cursor:
        _repeat_rows(cursor, copies, told)
    told("done")


def _repeat_cases(copies: int) -> None:
    """The archive with each case ``copies`` times, under other numbers, as if batch by batch."""
    import polars as pl

    from hengjian.archive import tables
    from hengjian.archive.layout import BATCHES, case_columns
    from hengjian.domain.records import place

    archive = place.archive()
    layout, first = archive.layout, archive.snapshot()
    cases = first.versions(0)
    states = []
    for copy in range(1, copies):
        bucket = copy * BASE // archive.bucket_size
        rows = cases.with_columns(
            case_id=pl.format("{}-{}", "case_id", pl.lit(copy)),
            bucket=pl.lit(bucket, dtype=pl.Int32),
            batch=pl.lit(copy + 1, dtype=pl.Int64),
        )
        tables.append(layout.cases, rows.select(list(case_columns())))
        tables.append(layout.keys, rows.select("body_id", "case_id", "bucket", "batch"))
        states.append(
            first.batches.with_columns(
                seq=pl.lit(copy + 1, dtype=pl.Int64), batch_id=pl.lit(f"{copy:064d}")
            ).select(list(BATCHES))
        )
    if states:
        tables.append(layout.batches, pl.concat(states))


def _repeat_rows(cursor: Any, copies: int, told: Any) -> None:
    """The index with each row so often; its indexes are made when all rows are there."""
    cursor.execute("SET maintenance_work_mem = '1GB'")
    cursor.execute("SET max_parallel_maintenance_workers = 1")
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename IN "
        "('records_record', 'records_party') AND indexdef NOT LIKE '%UNIQUE%'"
    )
    indexes = cursor.fetchall()
    for name, _ in indexes:
        cursor.execute(f"DROP INDEX {name}")
    cursor.execute("ALTER TABLE records_party DROP CONSTRAINT records_party_pkey CASCADE")
    cursor.execute("ALTER TABLE records_record DROP CONSTRAINT record_once")
    cursor.execute("SELECT max(id) FROM records_record")
    last = cursor.fetchone()[0]
    street = (
        "'，在' || substr(%s, 1 + ((id * 7 + k * 3) %% 10)::int, 1) || "
        "substr(%s, 1 + ((id + k) %% 12)::int, 1) || substr(%s, 1 + ((id / 7 + k) %% 10)::int, 1) || '街'"
    )
    cursor.execute(
        "INSERT INTO records_record (id, body_id, case_id, kind, procedure, item, filing_no, "
        'decision_no, party_kind, summary, "on", decided_on, fine, result, officers, bucket, batch, '
        "received_at) "
        f"SELECT id + k * {last}, body_id, case_id || '-' || k, kind, procedure, item, "
        "CASE filing_no WHEN '' THEN '' ELSE filing_no || '-' || k END, "
        "CASE decision_no WHEN '' THEN '' ELSE decision_no || '-' || k END, party_kind, "
        f'left(summary, 190) || {street}, "on" - (k * 11 %% 730)::int, '
        "decided_on - (k * 11 %% 730)::int, fine, result, officers, "
        f"(k * {BASE} / 100000)::int, (k + 1)::int, received_at "
        "FROM generate_series(1, %s) AS k, records_record",
        [STEMS, BRANCHES, STEMS, copies - 1],
    )
    told("rows repeated")
    cursor.execute(
        f"INSERT INTO records_party SELECT record_id + k * {last}, name || k, number || k "
        "FROM generate_series(1, %s) AS k, records_party",
        [copies - 1],
    )
    told("parties repeated")
    cursor.execute("ALTER TABLE records_party ADD PRIMARY KEY (record_id)")
    cursor.execute(
        "ALTER TABLE records_record ADD CONSTRAINT record_once UNIQUE (body_id, case_id)"
    )
    for name, made in indexes:
        cursor.execute(made)
        told(f"index {name}")
    cursor.execute("DELETE FROM records_tally")
    cursor.execute(
        "INSERT INTO records_tally (body_id, month, rows) SELECT body_id, date_trunc('month', \"on\"), "
        "count(*) FROM records_record GROUP BY 1, 2"
    )
    cursor.execute("UPDATE records_commonness SET rows = rows * %s", [copies])
    pairs = [(a + b, copies * BASE // 120) for a, b in itertools.product(STEMS, BRANCHES)]
    pairs += [(b + a, copies * BASE // 120) for a, b in itertools.product(STEMS, BRANCHES)]
    cursor.executemany(
        "INSERT INTO records_commonness VALUES (%s, %s) ON CONFLICT (token) DO UPDATE "
        "SET rows = records_commonness.rows + excluded.rows", pairs,
    )  # fmt: skip
    cursor.execute("VACUUM (ANALYZE) records_record")
    cursor.execute("VACUUM (ANALYZE) records_party")
    cursor.execute("ANALYZE")


# --- measuring -------------------------------------------------------------------------------------------


def measure(asked: argparse.Namespace) -> None:
    """Serve and ask."""
    raise SystemExit("not yet")


if __name__ == "__main__":
    main()
