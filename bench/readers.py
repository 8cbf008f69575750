"""Readers of a served Hengjian: so many people at once, each asking again after a pause.

Serves the measurements of pages (registers, findings, records). Server and load run on this machine.
"""

import http.client
import random
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import psutil

SOURCE = Path(__file__).resolve().parents[1] / "src"
USERS = 16
WORKING = "hengjian.project.working"
"""By this a worker beside the web is known."""


def run(environment: dict[str, str], *arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], env=environment, check=True)


def processor(pid: int) -> float:
    """What the web processes have used: not the worker beside them."""
    server = psutil.Process(pid)
    web = [one for one in server.children() if WORKING not in str(one.cmdline())]
    used = [one.cpu_times() for one in (server, *web)]
    return sum(one.user + one.system for one in used)


def whole(process: psutil.Process) -> float:
    """What a process has used, with what its children use and have used."""
    try:
        times = process.cpu_times()
        own = times.user + times.system + times.children_user + times.children_system
        return own + sum(map(whole, process.children()))
    except psutil.NoSuchProcess:
        return 0.0


def database(folder: Path) -> psutil.Process:
    """The PostgreSQL server whose data lie in this folder."""
    return psutil.Process(int((folder / "data" / "postmaster.pid").read_text().split()[0]))


def load(
    port: int,
    address: Callable[[random.Random], str],
    cookie: str,
    seconds: float,
    pause: float,
    *,
    holds: bytes = b"",
) -> list[float]:
    """The times of all answers that ``USERS`` readers get, in order. ``address``: what a reader asks
    for next; an answer without ``holds``, or not 200, ends the program."""
    times: list[float] = []
    until = time.perf_counter() + seconds
    faults: list[str] = []

    def read(number: int) -> None:
        chance = random.Random(number)
        time.sleep(chance.uniform(0, pause))
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while time.perf_counter() < until:
            url = address(chance)
            begun = time.perf_counter()
            connection.request("GET", url, headers={"Cookie": cookie})
            answer = connection.getresponse()
            body = answer.read()
            times.append(time.perf_counter() - begun)
            if answer.status != 200 or holds not in body:
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


def log_in(port: int, login: str, password: str) -> str:
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


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def wait(port: int) -> None:
    for _ in range(1200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server does not start")
