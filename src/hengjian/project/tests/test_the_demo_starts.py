"""`hengjian demo`: a city of its own in a folder of its own, and a plain word when the port is taken."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner

from hengjian.project.commands import demo


def a_free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def test_it_says_when_the_port_is_taken(tmp_path: Path) -> None:
    folder = tmp_path / "city"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = CliRunner().invoke(demo, [str(folder), "--port", str(port)])
    assert done.exit_code == 3
    assert f"127.0.0.1:{port}" in done.output
    assert "--port 8080" in done.output
    assert not folder.exists()


def test_it_serves_a_city_and_leaves_by_ctrl_c(tmp_path: Path) -> None:
    port = a_free_port()
    start = "from hengjian.project.commands import demo; demo()"
    process = subprocess.Popen(
        [sys.executable, "-c", start, str(tmp_path / "city"), "--port", str(port)],
        env=os.environ | {"HENGJIAN_DATABASE": "postgresql://nobody@nowhere:1/not_used"},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        page = _page(f"http://127.0.0.1:{port}/account/login/", process)
    finally:
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=20)[1]
    assert "模拟数据" in page
    assert "id_password" in page
    assert page.count("data-fill") >= 8
    assert process.returncode == 0, said
    assert "Traceback" not in said
    assert (tmp_path / "city" / "hengjian.sqlite3").exists()


def _page(url: str, process: "subprocess.Popen[str]") -> str:
    """The page, as soon as it is answered."""
    for _ in range(240):
        if process.poll() is not None:
            pytest.fail(process.communicate()[1])
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.25)
    pytest.fail("no answer")
