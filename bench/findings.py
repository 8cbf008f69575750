"""How fast the worklist and a finding's page are, with 1.5 million findings and 16 people at work.

    python bench/findings.py [--database postgresql|sqlite] [--findings 1500000] [--seconds 8] [--pause 1]

Each reads for about a second before asking again (``--pause 0``: as fast as answers come). The findings
are those of 20,000 simulated cases of the demo city, repeated with other numbers, bodies, moments and
states. Server (one process, as `hengjian serve` starts it) and load run together on this machine. For
each page it prints p50, p95 and the processor time per answer (of the server + of PostgreSQL): of a
county's officer, of the city's leader and of the general section. The bound is a p95 of 200 ms. With
``--home`` what was filled stays for the next measurement, its database too.
"""

import argparse
import http.client
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
from readers import SOURCE, USERS, database, free_port, load, log_in, processor, run, wait, whole

BOUND_MS = 200
CASES = 20_000
PAGES = {
    "worklist": "/findings/",
    "worklist, fatal": "/findings/?severity=F",
    "worklist, all, newest": "/findings/?state=all&sort=new",
    "one rule": "/findings/?rule=F08",
    "a rare rule": "/findings/?rule=I15&state=all",
    "one county": "/findings/?division=990123",
    "one county and rule": "/findings/?division=990123&rule=K14",
    "one sector": "/findings/?sector=market",
    "a family, 30 days": "/findings/?family=K&age=month",
    "about persons": "/findings/?person=yes",
    "disputed counting": "/findings/?nature=disputed",
    "appeals": "/findings/?state=appealed",
    "answers that are late": "/findings/?state=asked&overdue=1",
    "a word in many": "/findings/?q=%E7%AB%8B%E6%A1%88",
    "a rarer word": "/findings/?q=%E8%90%A5%E4%B8%9A%E6%89%A7%E7%85%A7",
    "a word of few": "/findings/?q=%E5%B1%95%E4%BD%8D&state=all",
    "words, of all states": "/findings/?q=2025-03+%E5%86%B3%E5%AE%9A&state=all&sort=new",
    "a word that is nowhere": "/findings/?q=%E8%88%AA%E5%A4%A9%E9%A3%9E%E6%9C%BA",
    "a case": "/findings/?q=M00001234&state=all",
    "a far page": "",
    "summary": "/findings/groups/",
    "one finding": "",
    "home": "/",
}
READERS = {"wang": "county's officer", "zhao": "city's leader", "chen": "general section"}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="postgresql")
    parser.add_argument("--findings", type=int, default=1_500_000)
    parser.add_argument("--seconds", type=float, default=8, help="0: only fill")
    parser.add_argument("--pause", type=float, default=1.0, help="seconds of reading, on average")
    parser.add_argument("--only", default="", help="pages whose name holds this")
    parser.add_argument("--readers", default=",".join(READERS))
    parser.add_argument("--home", help="keep home and database here; used again if filled")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hengjian-bench-") as temporary:
        home = asked.home or temporary
        paths = os.pathsep.join(filter(None, [str(SOURCE), os.environ.get("PYTHONPATH", "")]))
        environment = {
            **os.environ, "HENGJIAN_HOME": home, "HENGJIAN_DEMO": "1", "PYTHONPATH": paths,
        }  # fmt: skip
        server = None
        kept = Path(home) / "postgresql"
        if asked.database == "postgresql":
            from hengjian.project.tests.postgresql import Server

            if kept.exists():
                server = Server(Path(kept.read_text()))
                server.begin()
            else:
                server = Server.start()
                server.make("bench")
                Path(home).mkdir(parents=True, exist_ok=True)
                kept.write_text(str(server.folder))
            environment["HENGJIAN_DATABASE"] = server.url("bench")
        try:
            filled = Path(home) / "filled"
            run(environment, "-m", "hengjian", "migrate")
            if not filled.exists():
                run(environment, __file__, "--fill", str(asked.findings))
                filled.touch()
            if asked.seconds:
                _measure(environment, asked, server and database(server.folder))
        finally:
            if server is not None and asked.home:
                server.rest()
            elif server is not None:
                server.stop()


def fill(number: int) -> None:
    """The demo city with a checked month, and its findings repeated up to ``number``."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hengjian.project.settings")
    import django

    django.setup()
    from django.db import connection, transaction

    from hengjian.archive import Batch
    from hengjian.core import clock
    from hengjian.domain.findings.applied.actions import recount_all
    from hengjian.domain.findings.models import Finding
    from hengjian.domain.findings.running import run
    from hengjian.domain.findings.texts.bulk import tell_all
    from hengjian.domain.records import place
    from hengjian.domain.records.indexing import index_batch
    from hengjian.domain.registry.founding.actions import found_demo_city
    from hengjian.domain.registry.founding.people import pilot
    from hengjian.domain.registry.lists import content
    from hengjian.simulator.pilot import city
    from hengjian.standard.records import Records

    started, at = time.perf_counter(), clock.now()
    found_demo_city(at=at)
    tables = city(content(), pilot(), CASES, clock.day_of(at))
    place.archive().accept(Batch(Records.of(tables), "bench"), at=at)
    index_batch(1, at=at)
    run("submission", at=at)
    base = Finding.objects.count()
    copies = number // base
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # its index is made when all rows are there
            cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'finding_tokens'")
            index = cursor.fetchone()[0]
            cursor.execute("DROP INDEX finding_tokens")
        cursor.execute(_COPIES[connection.vendor].format(copies=copies))
        if connection.vendor == "postgresql":
            cursor.execute("SET maintenance_work_mem = '1GB'")
            cursor.execute(index)
    recount_all(by=None, at=at)
    with transaction.atomic():
        tell_all()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
    print(f"{Finding.objects.count():,} findings in {time.perf_counter() - started:.0f} s")


_STATE = """CASE WHEN r < 60 THEN 'open' WHEN r < 80 THEN 'dismissed' WHEN r < 85 THEN 'asked'
  WHEN r < 90 THEN 'answered' WHEN r < 91 THEN 'appealed' WHEN r < 98 THEN 'raised' ELSE 'reopened' END"""
_COLUMNS = """rule, title, severity, weight, nature, subject, person, body_id, record_id, case_id,
  occurrence, "on", says, "right", because, articles, "sum", evidence, parameters, "values", version,
  stands, changed_at"""
_COPIES = {
    "postgresql": f"""INSERT INTO findings_finding ({_COLUMNS}, code, appeared_at, state, told, due_on)
  SELECT {_COLUMNS}, substr(code, 1, 11) || lpad(to_hex(n), 5, '0'),
    appeared_at - (n % 500) * interval '1 day', {_STATE}, r BETWEEN 80 AND 90,
    CASE WHEN r BETWEEN 80 AND 84 THEN current_date + (n % 40) - 20 END
  FROM (SELECT f.*, n, (abs(hashtext(code || n)) % 100) AS r
        FROM findings_finding f, generate_series(1, {{copies}}) AS n) AS made
  ORDER BY n ON CONFLICT DO NOTHING""",
    "sqlite": f"""WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {{copies}})
  INSERT OR IGNORE INTO findings_finding ({_COLUMNS}, code, appeared_at, state, told, due_on)
  SELECT {_COLUMNS}, substr(code, 1, 11) || printf('%05x', n),
    datetime(appeared_at, '-' || (n % 500) || ' days'), {_STATE}, r BETWEEN 80 AND 90,
    CASE WHEN r BETWEEN 80 AND 84 THEN date('now', (n % 40 - 20) || ' days') END
  FROM (SELECT f.*, n, abs(random() % 100) AS r FROM numbers, findings_finding f ORDER BY n)""",
}


def _measure(
    environment: dict[str, str], asked: argparse.Namespace, behind: psutil.Process | None
) -> None:
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "hengjian", "serve", "--port", str(port), "--no-worker"],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    readers = [one for one in asked.readers.split(",") if one]
    try:
        wait(port)
        cookies = {login: log_in(port, login, "平安是福-2026") for login in readers}
        print(
            f"{asked.database}, {USERS} users pausing {asked.pause:g} s, {asked.seconds:g} s each; ms"
        )
        print(f"{'page':24}" + "".join(f"{READERS[one]:>30}" for one in readers))
        worst = 0.0
        for name, url in PAGES.items():
            if asked.only and asked.only not in name:
                continue
            told = []
            for cookie in cookies.values():
                address = url or _address(port, cookie, far=name == "a far page")
                _get(port, address, cookie)
                before, queried = processor(server.pid), behind and whole(behind)
                times = load(port, lambda _, at=address: at, cookie, asked.seconds, asked.pause)
                spent = 1000 * (processor(server.pid) - before) / len(times)
                p50, p95 = (1000 * times[int(len(times) * share)] for share in (0.5, 0.95))
                asks = 1000 * (whole(behind) - queried) / len(times) if behind else 0
                told.append(f"p50 {p50:.0f}  p95 {p95:.0f}  cpu {spent:.0f}+{asks:.0f}")
                worst = max(worst, p95)
            print(f"{name:24}" + "".join(f"{one:>30}" for one in told), flush=True)
        print(
            f"worst p95 {worst:.0f} ms, bound {BOUND_MS} ms: {'kept' if worst <= BOUND_MS else 'MISSED'}"
        )
    finally:
        server.terminate()
        server.wait()


def _get(port: int, url: str, cookie: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", url, headers={"Cookie": cookie})
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def _address(port: int, cookie: str, *, far: bool) -> str:
    """The page after forty others, or the page of the first finding."""
    page = _get(port, "/findings/", cookie)[1]
    if not far:
        found = re.search(r'<a href="(/findings/\d+/)">', page)
        assert found is not None
        return found[1]
    url = "/findings/"
    for _ in range(40):
        page = _get(port, url, cookie)[1]
        following = page.partition('rel="next" href="?')[2].partition('"')[0]
        url = "/findings/?" + following.replace("&amp;", "&")
    return url


if __name__ == "__main__":
    if sys.argv[1:2] == ["--fill"]:
        fill(int(sys.argv[2]))
    else:
        sys.path.insert(0, str(SOURCE))
        main()
