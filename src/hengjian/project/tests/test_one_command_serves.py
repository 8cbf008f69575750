"""`hengjian serve` runs web and worker: the worker's death takes no page down, Ctrl-C ends both."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress

import psutil
import pytest

Begun = Callable[..., tuple[subprocess.Popen[str], int]]


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/account/login/", timeout=5) as page:
            return bool(page.status == 200)
    except urllib.error.URLError:
        return False


def until(holds: Callable[[], object], seconds: float = 40) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)


CODE = "import sys; from hengjian.project.commands import migrate, serve\n"


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A database that is ready."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("HENGJIAN_")}
    made = clean | {"HENGJIAN_HOME": str(tmp_path_factory.mktemp("home"))}
    subprocess.run([sys.executable, "-c", CODE + "migrate([])"], env=made, check=True,
                   stdout=subprocess.DEVNULL)  # fmt: skip
    return made


@pytest.fixture
def begun(environment: dict[str, str]) -> Iterator[Begun]:
    """Starts `serve` with these options, and sees that nothing of it stays."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    serving: list[subprocess.Popen[str]] = []

    def begin(*options: str) -> tuple[subprocess.Popen[str], int]:
        serving.append(
            subprocess.Popen(
                [sys.executable, "-c", CODE + f"serve({['--port', str(port), *options]})"],
                env=environment, stderr=subprocess.PIPE, text=True,
            )
        )  # fmt: skip
        until(lambda: answers(port))
        return serving[0], port

    yield begin
    for one in serving:
        family = psutil.Process(one.pid).children(recursive=True) if one.poll() is None else []
        for process in (one, *family):
            process.kill()
        one.communicate(timeout=200)


def children(web: psutil.Process, named: str) -> list[psutil.Process]:
    found = []
    for one in web.children():
        with suppress(psutil.NoSuchProcess):  # or just ended
            found += [one] if named in str(one.cmdline()) else []
    return found


def workers(web: psutil.Process) -> list[psutil.Process]:
    return children(web, "hengjian.project.working")


def pages(web: psutil.Process) -> list[psutil.Process]:
    return children(web, "spawn_main")


def ended(serving: subprocess.Popen[str]) -> None:
    """Ctrl-C ends it, and soon."""
    begun = time.monotonic()
    serving.send_signal(signal.SIGINT)
    serving.wait(20)
    assert time.monotonic() - begun < 12


def test_it_outlives_its_worker_and_ends_with_it(begun: Begun) -> None:
    serving, port = begun()
    web = psutil.Process(serving.pid)
    until(lambda: workers(web))
    [worker] = workers(web)
    worker.kill()
    assert answers(port)
    until(lambda: [child for child in workers(web) if child.pid != worker.pid])
    [again] = [child for child in workers(web) if child.pid != worker.pid]
    ended(serving)
    assert not again.is_running()
    told = serving.communicate()[1]
    assert "后台进程中断（-9）" in told or "The worker ended (-9)" in told


def test_several_processes_make_pages_beside_one_worker(begun: Begun) -> None:
    serving, port = begun("--processes", "2")
    web = psutil.Process(serving.pid)
    until(lambda: workers(web) and len(pages(web)) == 2)
    assert len(workers(web)) == 1
    assert not [one for page in pages(web) for one in page.children()], "none has a worker"
    [first, _] = pages(web)
    first.kill()
    until(lambda: len(pages(web)) == 2 and first not in pages(web))
    assert answers(port)
    left = [*workers(web), *pages(web)]
    ended(serving)
    assert not [one for one in left if one.is_running()]


def test_no_page_process_outlives_its_parent(begun: Begun) -> None:
    serving, _ = begun("--processes", "2")
    web = psutil.Process(serving.pid)
    until(lambda: len(pages(web)) == 2)
    left = pages(web)
    serving.kill()
    until(lambda: not [one for one in left if one.is_running()], 15)
