"""`hengjian serve` runs web and worker: the worker's death takes no page down, Ctrl-C ends both."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import psutil


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


def test_it_outlives_its_worker_and_ends_with_it(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    clean = {k: v for k, v in os.environ.items() if not k.startswith("HENGJIAN_")}
    environment = clean | {"HENGJIAN_HOME": str(tmp_path)}
    code = "import sys; from hengjian.project.commands import migrate, serve\n"
    subprocess.run([sys.executable, "-c", code + "migrate([])"], env=environment, check=True,
                   stdout=subprocess.DEVNULL)  # fmt: skip
    serving = subprocess.Popen(
        [sys.executable, "-c", code + f"serve(['--port', '{port}'])"],
        env=environment, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        web = psutil.Process(serving.pid)
        until(lambda: answers(port))
        until(web.children)
        [worker] = web.children()
        worker.kill()
        assert answers(port)
        until(lambda: [child for child in web.children() if child.pid != worker.pid])
        [again] = [child for child in web.children() if child.pid != worker.pid]
        begun = time.monotonic()
        serving.send_signal(signal.SIGINT)
        serving.wait(20)
        assert time.monotonic() - begun < 12
        assert not again.is_running()
    finally:
        serving.kill()
        told = serving.communicate()[1]
    assert "后台进程中断（-9）" in told or "The worker ended (-9)" in told
