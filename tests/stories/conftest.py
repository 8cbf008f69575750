"""A real server on the demo city, and a real browser before it. Every page of a story is clean at its end.

The city is founded once for all workers of a test run and copied; each worker serves its own copy.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from hengjian.content import Content
from hengjian.simulator.pilot import Pilot

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
DEMO = "from hengjian.project.commands import demo; demo()"
CASES = "2000"
LONGEST = 300.0


@dataclass
class City:
    """The served demo: its address, its people, and how it ended."""

    url: str
    process: "subprocess.Popen[str]"
    pilot: Pilot
    states: dict[str, Any] = field(default_factory=dict)

    def leave(self) -> tuple[int, str]:
        """Ctrl-C; gives the exit code and what was said."""
        self.process.send_signal(signal.SIGINT)
        said = self.process.communicate(timeout=300)[1]
        return self.process.returncode, said


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def answered(url: str, process: "subprocess.Popen[str]") -> None:
    """Return as soon as the page is there."""
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        if process.poll() is not None:
            pytest.fail(process.communicate()[1])
        try:
            with urllib.request.urlopen(url, timeout=10):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"no answer from {url}")


def started(folder: Path, **environment: str) -> City:
    """`hengjian demo FOLDER`, answering."""
    port = free_port()
    clean = {k: v for k, v in os.environ.items() if not k.startswith("HENGJIAN_")}
    # No real data are ever shown as simulated: a configured database is not touched.
    elsewhere = {"HENGJIAN_DATABASE": "postgresql://nobody@nowhere.invalid:1/unused"}
    process = subprocess.Popen(
        [sys.executable, "-c", DEMO, str(folder), "--port", str(port), "--cases", CASES],
        env=clean | elsewhere | environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    url = f"http://127.0.0.1:{port}"
    answered(f"{url}/account/login/", process)
    return City(url, process, Pilot.of(Content.installed()))


@pytest.fixture(scope="session", autouse=True)
def style_is_fresh() -> None:
    """The pages are looked at in the style of this checkout."""
    tool = Path(__file__).parents[2] / "tools" / "front_end.py"
    built = subprocess.run([sys.executable, tool], capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr


@pytest.fixture(scope="session")
def founded() -> Path:
    """The folder of a demo that was started and left once: founded by whichever worker comes first."""
    folder = Path(os.environ["HENGJIAN_TEST_HOME"]) / "stories"
    try:
        folder.mkdir()
    except FileExistsError:
        end = time.monotonic() + LONGEST
        while not (folder / "done").exists() and time.monotonic() < end:
            time.sleep(0.2)
        return folder
    code, said = started(folder).leave()
    (folder / "done").write_text(f"{code}\n{said}", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def city(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    own = tmp_path_factory.mktemp("city") / "home"
    shutil.copytree(founded, own)
    city = started(own)
    yield city
    if city.process.poll() is None:
        city.leave()


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


Sit = Callable[..., "Page"]


@pytest.fixture
def sit_down(city: City, browser: "Browser") -> Iterator[Sit]:
    """`sit_down("lin")`: a page at which that person is logged in; any fault it has is a failure."""
    faults: list[str] = []
    contexts: list[BrowserContext] = []

    def sit(login: str = "", *, width: int = 1440, dark: bool = False) -> "Page":
        context = browser.new_context(
            base_url=city.url,
            locale="zh-CN",
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            storage_state=city.states.get(login),
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
        page.on("response", lambda answer: _note(faults, answer.status, answer.url))
        page.on(
            "console",
            lambda told: (
                faults.append(f"{page.url}: {told.text}") if told.type in {"error"} else None
            ),
        )
        if login and login not in city.states:
            _log_in(page, login, city.pilot.password)
            city.states[login] = context.storage_state()
        elif login:
            page.goto("/")
        return page

    yield sit
    for context in contexts:
        context.close()
    assert faults == []


def _note(faults: list[str], status: int, url: str) -> None:
    if status >= 400:
        faults.append(f"{status} {url}")


def _log_in(page: "Page", login: str, password: str) -> None:
    page.goto("/account/login/")
    page.get_by_label("登录名").fill(login)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url("**/")
