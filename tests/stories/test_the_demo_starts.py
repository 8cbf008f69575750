"""`hengjian demo`: a city in a folder of its own, left by Ctrl-C, and a plain word for a taken port."""

import socket
from pathlib import Path

from click.testing import CliRunner

from hengjian.project.commands import demo
from tests.stories.conftest import Sit


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


def test_it_leaves_by_ctrl_c(founded: Path) -> None:
    code, said = (founded / "done").read_text(encoding="utf-8").split("\n", 1)
    assert code == "0", said
    assert "Traceback" not in said
    assert (founded / "hengjian.sqlite3").exists()


def test_its_login_page_lists_people_and_fills_them_in(sit_down: Sit) -> None:
    page = sit_down()
    page.goto("/account/login/")
    assert page.get_by_text("模拟数据").first.is_visible()
    page.get_by_role("button", name="wang", exact=True).click()
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url("**/")
    assert "王甲四" in page.locator("h1").inner_text()


def test_its_ledger_is_checked_and_witnessed_from_the_first_day(sit_down: Sit) -> None:
    page = sit_down("lin")
    told = page.get_by_text("账本完好").first
    for _ in range(40):  # the worker may still be at it
        if told.is_visible() and "由模拟公证处、模拟省司法厅见证" in told.inner_text():
            break
        page.wait_for_timeout(500)
        page.goto("/")
    assert "由模拟公证处、模拟省司法厅见证" in told.inner_text()
