"""How fast the lists of the registers are, with 100,000 officers and 16 people at work.

    python bench/registers.py [--database sqlite|postgresql] [--officers 100000] [--seconds 8] [--processes 1]

Measured twice: 16 people who read for about a second before they ask again, and 16 who ask as fast as
answers come (which says how much the server bears; ``--pause 1`` or ``--pause 0`` measures one of them).

Server (as `hengjian serve` starts it) and load run together on this machine. For each list it prints
p50, p95 and the web processes' time per answer (which a busy machine changes least) of a county's
officer, of the city's leader and of the general section, and how they compare. The bound is a p95 of
150 ms for people who read, and a county's officer no slower than the others.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time

from readers import SOURCE, USERS, free_port, load, log_in, processor, run, wait

BOUND_MS = 150
LISTS = {
    "officers": "/registers/officers/",
    "officers by name": "/registers/officers/?sort=name",
    "officers, one county": "/registers/officers/?division=990123",
    "officers, a name": "/registers/officers/?q=%E8%B5%B5%E4%B9%99",
    "officers without a card": "/registers/officers/?state=uncarded&kind=enforcement",
    "certificates ending soon": "/registers/certificates/?within=60&sort=valid_to",
    "certificates, suspended": "/registers/certificates/?state=suspended",
}
READERS = {"wang": "county's officer", "zhao": "city's leader", "chen": "general section"}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--officers", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--pause", type=float, help="seconds of reading, on average")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--only", default="", help="lists whose name holds this")
    parser.add_argument("--home", help="a home that an earlier run filled (SQLite)")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hengjian-bench-") as home:
        paths = os.pathsep.join(filter(None, [str(SOURCE), os.environ.get("PYTHONPATH", "")]))
        environment = {
            **os.environ, "HENGJIAN_HOME": home, "HENGJIAN_DEMO": "1", "PYTHONPATH": paths,
        }  # fmt: skip
        server = None
        if asked.database == "postgresql":
            from hengjian.project.tests.postgresql import Server

            server = Server.start()
            environment["HENGJIAN_DATABASE"] = server.make("bench")
        try:
            if asked.home:
                environment["HENGJIAN_HOME"] = asked.home
            else:
                run(environment, "-m", "hengjian", "migrate")
                run(environment, __file__, "--fill", str(asked.officers))
            _measure(environment, asked)
        finally:
            if server is not None:
                server.stop()


def fill(officers: int) -> None:
    """The demo city, with as many officers more as are wanted; every second holds a card."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hengjian.project.settings")
    import django

    django.setup()
    from datetime import timedelta

    from django.db import connection

    from hengjian.core import clock
    from hengjian.domain.registry.actions import enter_rows
    from hengjian.domain.registry.founding.actions import found_demo_city
    from hengjian.domain.registry.models import Body, Certificate, Officer
    from hengjian.domain.registry.registers import CERTIFICATES, OFFICERS

    started, at = time.perf_counter(), clock.now()
    found_demo_city(at=at)
    bodies = list(Body.objects.values_list("code", flat=True))
    names = list(Officer.objects.values_list("name", flat=True))
    today = clock.day_of(at)
    for first in range(Officer.objects.count(), officers, 20_000):
        numbers = range(first, min(first + 20_000, officers))
        people = [
            {
                "officer_id": f"Q{n:07d}",
                "body_id": bodies[n * 7919 % len(bodies)],
                "name": names[n % len(names)],
                "kind": "enforcement" if n % 9 else "auxiliary",
                "legal_qualification": n % 11 == 0,
                "reviewer_since": None,
                "exam_passed_on": "2020-05-01",
                "employed_from": "2020-07-01",
                "employed_to": "2024-01-31" if n % 29 == 0 else None,
            }
            for n in numbers
        ]
        enter_rows(OFFICERS, people, by=None, at=at)
        cards = [
            {
                **{one.name: None for one in CERTIFICATES.fields},
                "cert_no": f"98{n:08d}",
                "officer_id": f"Q{n:07d}",
                "kind": "enforcement",
                "sector": "market",
                "valid_from": "2022-01-01",
                "valid_to": str(today + timedelta(days=n * 31 % 1500 - 30)),
                "suspended_from": str(today) if n % 997 == 0 else None,
            }
            for n in numbers
            if n % 9
        ]
        enter_rows(CERTIFICATES, cards, by=None, at=at)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(
        f"{Officer.objects.count():,} officers, {Certificate.objects.count():,} certificates "
        f"in {len(bodies)} bodies, entered in {time.perf_counter() - started:.0f} s"
    )


def _measure(environment: dict[str, str], asked: argparse.Namespace) -> None:
    port = free_port()
    processes = f"--processes={asked.processes}"
    server = subprocess.Popen(
        [sys.executable, "-m", "hengjian", "serve", "--port", str(port), processes],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait(port)
        cookies = {login: log_in(port, login, "平安是福-2026") for login in READERS}
        for pause in (1.0, 0.0) if asked.pause is None else (asked.pause,):
            _table(port, server.pid, cookies, pause, asked)
    finally:
        server.terminate()
        server.wait()


def _table(
    port: int, server: int, cookies: dict[str, str], pause: float, asked: argparse.Namespace
) -> None:
    """All lists, with so long a pause."""
    print(
        f"{asked.database}, {asked.processes} web process(es), {USERS} users pausing {pause:g} s, "
        f"{asked.seconds:g} s each; ms"
    )
    print(
        f"{'list':28}"
        + "".join(f"{who:>28}" for who in READERS.values())
        + f"{'county/leader (cpu)':>22}"
    )
    worst = 0.0
    for name, url in LISTS.items():
        if asked.only and asked.only not in name:
            continue
        told, p95s, cpus = [], [], []
        for cookie in cookies.values():
            before = processor(server)
            times = load(
                port, lambda _, url=url: url, cookie, asked.seconds, pause, holds=b"<table"
            )
            spent = 1000 * (processor(server) - before) / len(times)
            p50, p95 = (1000 * times[int(len(times) * share)] for share in (0.5, 0.95))
            told.append(f"p50 {p50:.0f}  p95 {p95:.0f}  cpu {spent:.1f}")
            p95s.append(p95)
            cpus.append(spent)
        worst = max(worst, *p95s)
        print(
            f"{name:28}"
            + "".join(f"{one:>28}" for one in told)
            + f"{p95s[0] / p95s[1]:>9.2f} ({cpus[0] / cpus[1]:.2f})",
            flush=True,
        )
    verdict = "no bound" if not pause else "kept" if worst <= BOUND_MS else "MISSED"
    print(f"worst p95 {worst:.0f} ms, bound {BOUND_MS} ms: {verdict}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--fill"]:
        fill(int(sys.argv[2]))
    else:
        sys.path.insert(0, str(SOURCE))
        main()
