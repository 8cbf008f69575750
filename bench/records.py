"""How fast records are found and read: a list, a search, a page, with ten million of them.

    python bench/records.py --fill [--records 10000000]     fills a PostgreSQL of its own, and an archive
    python bench/records.py [--seconds 8] [--pause 1]        measures, with 16 people at work
    python bench/records.py --rest                           stops the database and keeps it
    python bench/records.py --drop                           throws all of it away

The filling simulates 50,000 cases of the demo city and repeats them, each time with other numbers, days
and streets; it keeps the place in ``--home`` for the next measurement. Server (one process, as `hengjian
serve` starts it) and load run together on this machine. Each reader asks again after a pause of about a
second. Processor time per answer is the server's + PostgreSQL's. The bound is a p95 of 200 ms for each
list, for a county's officer and the whole city alike.
"""

import argparse
import itertools
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from readers import SOURCE, USERS, database, free_port, load, log_in, processor, wait, whole

sys.path[:0] = [str(SOURCE), str(Path(__file__).parent)]

BASE = 50_000
ARCHIVED = 40
"""So often the cases are repeated in the archive: two million, which is enough to read single ones of."""
BOUND_MS = 200
PASSWORD = "平安是福-2026"
STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
READERS = {"wang": "county", "zhao": "city leader", "chen": "general section"}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--fill", action="store_true")
    parser.add_argument("--rest", action="store_true")
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
    elif asked.rest:
        _server(asked.home).rest()
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
    _repeat_cases(min(copies, ARCHIVED))
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
    cursor.execute("SET session_replication_role = replica")  # keys fit by construction
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
    cursor.execute(
        "SELECT setval(pg_get_serial_sequence('records_record', 'id'), max(id)) FROM records_record"
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
    # Months stand otherwise in the copies; no question goes by how common they are.
    pairs = [(a + b, copies * BASE // 120) for a, b in itertools.product(STEMS, BRANCHES)]
    pairs += [(b + a, copies * BASE // 120) for a, b in itertools.product(STEMS, BRANCHES)]
    ends = [(a + "街", "在" + a) for a in STEMS]
    pairs += [(pair, copies * BASE // 10) for end in ends for pair in end]
    cursor.executemany(
        "INSERT INTO records_commonness VALUES (%s, %s) ON CONFLICT (token) DO UPDATE "
        "SET rows = records_commonness.rows + excluded.rows", pairs,
    )  # fmt: skip
    cursor.execute(
        "INSERT INTO findings_finding (code, rule, title, severity, weight, nature, subject, person, "
        'body_id, record_id, case_id, occurrence, "on", says, "right", because, articles, sum, '
        'evidence, parameters, "values", state, version, stands, appeared_at, changed_at, told) '
        "SELECT lpad(id::text, 16, '0'), 'F08', '逾期未作出处罚决定', 'S', 1, 'violation', 'case', false, "
        "body_id, id, case_id, case_id, \"on\", '', '', '', '', '', '[]', '[]', '', 'open', 1, true, "
        "received_at, received_at, false FROM records_record WHERE id % 50 = 0"
    )
    told("findings on each fiftieth")
    cursor.execute("VACUUM (ANALYZE) findings_finding")
    cursor.execute("VACUUM (ANALYZE) records_record")
    cursor.execute("VACUUM (ANALYZE) records_party")
    cursor.execute("ANALYZE")


# --- measuring -------------------------------------------------------------------------------------------


QUESTIONS = {
    "list": ["/records/"],
    "list, by kind": ["/records/?kind=inspection", "/records/?kind=coercion"],
    "list, by rare result": ["/records/?result=case_withdrawn", "/records/?result=refused"],
    "list, one month, oldest first": ["/records/?since=2025-03-01&until=2025-03-31&sort=on"],
    "with findings": ["/records/?found=1", "/records/?found=1&kind=penalty"],
    "a word in nearly all": ["/records/?q=当事人", "/records/?q=模拟数据"],
    "a common word": ["/records/?q=超市", "/records/?q=食品", "/records/?q=车辆"],
    "a rare word": [f"/records/?q={a}{b}{c}街" for a in "甲乙丙" for b in "子丑寅" for c in "丁戊"],
    "two words and a kind": [
        "/records/?q=散装 超市&kind=penalty",
        "/records/?q=道路 夜间&kind=permit",
    ],
    "a word that is nowhere": ["/records/?q=航天飞机", "/records/?q=潜水艇"],
    "a number": ["/records/?number={case}", "/records/?number={decision}"],
    "how a number begins": ["/records/?number={begins}"],
    "an officer": ["/records/?officer={officer}"],
    "one body and a word": ["/records/?body={body}&q=现场"],
    "a page further on": ["/records/?from={mark}&skip=50", "/records/?from={mark}&q=经核查"],
    "search in the bar": ["/search/?q=超市", "/search/?q={case}"],
    "record page": ["/records/{pk}/"],
}


def measure(asked: argparse.Namespace) -> None:
    """Serve, and ask each question as each reader."""
    _server(asked.home).begin()
    environment = {**os.environ, **_environment(asked.home)}
    os.environ |= environment
    subprocess.run([sys.executable, "-m", "hengjian", "migrate"], env=environment, check=True,
                   stdout=subprocess.DEVNULL)  # fmt: skip
    samples = {login: _samples(login) for login in READERS}
    behind = database(_server(asked.home).folder)
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "hengjian", "serve", "--no-worker", "--port", str(port)],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait(port)
        cookies = {login: log_in(port, login, PASSWORD) for login in READERS}
        print(f"{USERS} users pausing {asked.pause:g} s, {asked.seconds:g} s each; ms")
        print(f"{'':32}" + "".join(f"{who:>30}" for who in READERS.values()))
        worst = 0.0
        for name, urls in QUESTIONS.items():
            if asked.only and asked.only not in name:
                continue
            told = []
            for login, cookie in cookies.items():
                before, queried = processor(server.pid), whole(behind)
                asking = _asking(urls, samples[login])
                times = load(port, asking, cookie, asked.seconds, asked.pause, holds=b"<main")
                spent = 1000 * (processor(server.pid) - before) / len(times)
                p50, p95 = (1000 * times[int(len(times) * share)] for share in (0.5, 0.95))
                asks = 1000 * (whole(behind) - queried) / len(times)
                told.append(f"p50 {p50:.0f}  p95 {p95:.0f}  cpu {spent:.0f}+{asks:.0f}")
                worst = max(worst, p95)
            print(f"{name:32}" + "".join(f"{one:>30}" for one in told), flush=True)
        kept = "kept" if worst <= BOUND_MS else "MISSED"
        print(f"worst p95 {worst:.0f} ms, bound {BOUND_MS} ms: {kept}")
    finally:
        server.terminate()
        server.wait()


def _samples(login: str) -> list[dict[str, str]]:
    """Records that this reader reaches, some of every age, as what to ask for."""
    code = (
        "import django, json, sys; django.setup()\n"
        "from hengjian.core import clock\n"
        "from hengjian.core.people.models import Post\n"
        "from hengjian.domain.records.access import scope_of\n"
        "from hengjian.domain.records.models import Record\n"
        "from django.db.models import Max\n"
        "import random\n"
        "post = Post.objects.filter(person__login=sys.argv[1]).select_related('unit__division').first()\n"
        "bodies = set(scope_of(post, at=clock.now()).bodies)\n"
        "last = Record.objects.aggregate(n=Max('pk'))['n']\n"
        "chance, found = random.Random(5), []\n"
        "while len(found) < 200:\n"
        "    keys = [chance.randrange(1, last) for _ in range(2000)]\n"
        "    found += [row for row in Record.objects.filter(pk__in=keys) if row.body_id in bodies and row.officers and row.batch <= "
        + str(ARCHIVED)
        + "]\n"
        "print(json.dumps([{'pk': str(r.pk), 'case': r.case_id, 'decision': r.decision_no or r.case_id,"
        " 'begins': r.case_id[:7], 'officer': r.officers.split()[0], 'body': str(r.body_id),"
        " 'mark': f'{r.on}.{r.pk}'} for r in found[:400]]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, login], check=True, capture_output=True, text=True
    )
    found: list[dict[str, str]] = json.loads(done.stdout)
    return found


def _asking(urls: list[str], samples: list[dict[str, str]]) -> Callable[[random.Random], str]:
    """Any of the addresses, filled with any of the samples."""

    def address(chance: random.Random) -> str:
        return quote(chance.choice(urls).format(**chance.choice(samples)), safe="/?=&")

    return address


if __name__ == "__main__":
    main()
