"""A clerk hands in a month; within a minute the supervisor in charge works on what the rules found in it."""

import re
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hengjian.content import Content
from hengjian.simulator import bodies
from tests.stories.conftest import City, Sit

if TYPE_CHECKING:
    from playwright.sync_api import Page

MINUTE = 60_000
TITLE = "普通程序逾期未作出处罚决定"


def _month(city: City, folder: Path, prefix: str) -> Path:
    """Three cases decided far too late, and one row of a fourth that cannot be read."""
    recipe = city.pilot.recipe(Content.installed())
    body = next(one.id for one in bodies.made(recipe) if one.sector == "market" and one.county == 1)
    cases = ["body_id,case_id,kind,procedure,fine,party_kind,party_name,fact"]
    events = ["body_id,case_id,seq,activity,moment"]
    for number in range(1, 5):
        name = f"{prefix}{number:02d}"
        fine = "五百元整多" if number == 4 else "500"
        cases.append(f"{body},{name},penalty,ordinary,{fine},citizen,郑某某,占道经营")
        events.append(f"{body},{name},1,filed,2026-03-02")
        events.append(f"{body},{name},2,decided,2026-09-{number:02d}")
    folder.mkdir(exist_ok=True)
    place = folder / f"{prefix}.zip"
    with zipfile.ZipFile(place, "w") as made:
        made.writestr("cases.csv", "\n".join(cases) + "\n")
        made.writestr("events.csv", "\n".join(events) + "\n")
    return place


def _handed_in(city: City, sit_down: Sit, folder: Path, prefix: str) -> str:
    """The address of the submission once it is read; the clerk has seen what was refused."""
    page = sit_down("li")
    page.goto("/submissions/new/")
    page.locator("input[type=file]").set_input_files(_month(city, folder, prefix))
    page.get_by_role("button", name="上传").click()
    page.wait_for_url(re.compile(r"/submissions/\d+/"))
    page.get_by_text("五百元整多").first.wait_for(timeout=MINUTE)
    return page.url


def _findings(sit_down: Sit, login: str, words: str) -> "Page":
    """The worklist of somebody, as soon as it holds what was asked for."""
    page = sit_down(login)
    end = time.monotonic() + 60
    while time.monotonic() < end:
        page.goto(f"/findings/?q={words}")
        if page.locator("main tbody tr").count():
            return page
        time.sleep(1)
    pytest.fail(f"no finding of {words} within a minute")


def test_the_clerk_sees_line_by_line_what_was_refused(
    city: City, sit_down: Sit, tmp_path: Path
) -> None:
    address = _handed_in(city, sit_down, tmp_path, "A-2026-")
    page = sit_down("li")
    page.goto(address)
    text = page.locator("main").inner_text()
    assert "cases.csv" in text
    assert "罚款" in text, text
    page.get_by_text("已完成").first.wait_for(timeout=MINUTE)
    with page.expect_download() as taken:
        page.get_by_role("link", name=re.compile("退回")).first.click()
    assert taken.value.suggested_filename.endswith(".xlsx")


def test_the_supervisor_sees_why_and_dismisses_asks_and_raises(
    city: City, sit_down: Sit, tmp_path: Path
) -> None:
    _handed_in(city, sit_down, tmp_path, "B-2026-")
    page = _findings(sit_down, "wang", "B-2026-01")
    page.get_by_role("link", name=TITLE).first.click()
    text = page.locator("main").inner_text()
    assert "行政处罚法" in text
    assert "第六十条" in text
    assert "2026-05-31" in text  # ninety days
    page.locator("main a[href*='/records/']").first.click()
    page.wait_for_url(re.compile(r"/records/\d+/"))
    record = page.locator("main").inner_text()
    assert "办理经过与法定期限" in record
    assert "超过" in record
    assert "郑某某" not in record

    def opened(case: str) -> None:
        page.goto(f"/findings/?q={case}")
        page.get_by_role("link", name=TITLE).first.click()

    opened("B-2026-01")
    page.get_by_role("link", name="不予处理").click()
    page.locator("main select").first.select_option(label="经核查合法，有法定例外情形")
    page.locator("main textarea").first.fill("延期经批准，材料齐全。")
    page.locator("main form").get_by_role("button", name="不予处理").click()
    page.locator("main .mark", has_text="不予处理").first.wait_for()
    opened("B-2026-02")
    page.get_by_role("link", name="请机关说明").click()
    page.locator("main textarea").first.fill("请说明逾期原因。")
    page.locator("main form").get_by_role("button", name="请机关说明").click()
    page.locator("main .mark", has_text="已请说明").first.wait_for()
    opened("B-2026-03")
    page.get_by_role("link", name="转为监督线索").click()
    page.locator("main textarea").first.fill("超期九十日以上。")
    page.locator("main form").get_by_role("button", name="转为监督线索").click()
    page.get_by_text(re.compile(r"线索〔2026〕\d{4}号")).first.wait_for()


def test_the_body_answers_and_objects(city: City, sit_down: Sit, tmp_path: Path) -> None:
    _handed_in(city, sit_down, tmp_path, "C-2026-")
    page = _findings(sit_down, "wang", "C-2026-01")
    page.get_by_role("link", name=TITLE).first.click()
    page.get_by_role("link", name="请机关说明").click()
    page.locator("main textarea").first.fill("请说明逾期原因。")
    page.locator("main form").get_by_role("button", name="请机关说明").click()
    page.locator("main .mark", has_text="已请说明").first.wait_for()
    address = page.url
    clerk = sit_down("li")
    clerk.goto(address)
    clerk.get_by_role("link", name="提出异议").click()
    clerk.locator("main textarea").first.fill("其间委托检测六十日，依法扣除。")
    clerk.locator("main form").get_by_role("button", name="提出异议").click()
    page.goto(address)
    assert "委托检测六十日" in page.locator("main").inner_text()
    assert page.locator("main .mark", has_text="机关有异议").first.is_visible()


def test_a_stranger_sees_nothing_of_it(city: City, sit_down: Sit, tmp_path: Path) -> None:
    address = _handed_in(city, sit_down, tmp_path, "D-2026-")
    page = _findings(sit_down, "wang", "D-2026-01")
    page.get_by_role("link", name=TITLE).first.click()
    finding = page.url
    for stranger in ("gao", "sun", "pei"):
        other = sit_down(stranger)
        for url in (finding, address):
            assert other.request.get(url).status in (403, 404), (stranger, url)
        other.goto("/search/?q=D-2026-01")
        assert "D-2026-01" not in other.locator("main tbody, main ul").all_inner_texts()
