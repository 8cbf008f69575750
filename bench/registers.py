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
import http.client
import os
import random
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

import psutil

SOURCE = Path(__file__).resolve().parents[1] / "src"
USERS = 16
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
                _run(environment, "-m", "hengjian", "migrate")
                _run(environment, __file__, "--fill", str(asked.officers))
            _measure(environment, asked)
        finally:
            if server is not None:
                server.stop()


def _run(environment: dict[str, str], *arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], env=environment, check=True)


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
    port = _free_port()
    processes = f"--processes={asked.processes}"
    server = subprocess.Popen(
        [sys.executable, "-m", "hengjian", "serve", "--port", str(port), processes],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait(port)
        cookies = {login: _log_in(port, login, "平安是福-2026") for login in READERS}
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
            before = _processor(server)
            times = _load(port, url, cookie, asked.seconds, pause)
            spent = 1000 * (_processor(server) - before) / len(times)
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


def _processor(pid: int) -> float:
    """What the web processes have used: not the worker beside them."""
    server = psutil.Process(pid)
    web = [one for one in server.children() if "hengjian.project.working" not in str(one.cmdline())]
    used = [one.cpu_times() for one in (server, *web)]
    return sum(one.user + one.system for one in used)


def _load(port: int, url: str, cookie: str, seconds: float, pause: float) -> list[float]:
    """The times of all answers that ``USERS`` readers get, each asking again after a pause."""
    times: list[float] = []
    until = time.perf_counter() + seconds
    faults: list[str] = []

    def read(number: int) -> None:
        chance = random.Random(number)
        time.sleep(chance.uniform(0, pause))
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while time.perf_counter() < until:
            begun = time.perf_counter()
            connection.request("GET", url, headers={"Cookie": cookie})
            answer = connection.getresponse()
            body = answer.read()
            times.append(time.perf_counter() - begun)
            if answer.status != 200 or b"<table" not in body:
                faults.append(f"{url}: {answer.status}")
                return
            time.sleep(chance.uniform(0.5 * pause, 1.5 * pause))

    threads = [threading.Thread(target=read, args=(number,)) for number in range(USERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise SystemExit(faults[0])
    return sorted(times)


def _log_in(port: int, login: str, password: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/account/login/")
    answer = connection.getresponse()
    text = answer.read().decode()
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)
    jar = _cookies(answer)
    form = {"login": login, "password": password, "csrfmiddlewaretoken": found[1] if found else ""}
    headers = {"Cookie": _joined(jar), "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/account/login/", urlencode(form), headers)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 302:
        raise SystemExit(f"{login} could not log in: {answer.status}")
    return _joined({**jar, **_cookies(answer)})


def _cookies(answer: http.client.HTTPResponse) -> dict[str, str]:
    lines = answer.headers.get_all("Set-Cookie") or []
    return dict(line.split(";")[0].split("=", 1) for line in lines)


def _joined(jar: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in jar.items())


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server does not start")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--fill"]:
        fill(int(sys.argv[2]))
    else:
        sys.path.insert(0, str(SOURCE))
        main()
