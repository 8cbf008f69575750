"""A body fills in a form from above, the city returns it with a reason, and the second edition is what counts."""

import re
from typing import TYPE_CHECKING

from tests.stories.conftest import Sit

if TYPE_CHECKING:
    from playwright.sync_api import Page

TASK = re.compile("年报试填")
BODY = "北砚县市场监督管理局"


def _sent(clerk: "Page", edition: int) -> None:
    clerk.get_by_role("button", name="报送", exact=True).click()
    clerk.get_by_role("button", name="确定").click()
    clerk.get_by_text(f"第 {edition} 版").first.wait_for()


def test_it_is_filled_returned_and_sent_again(sit_down: Sit) -> None:
    clerk = sit_down("li")
    clerk.goto("/todo/?q=年报试填")
    clerk.get_by_role("link", name=TASK).first.click()
    clerk.get_by_role("button", name=re.compile("空着的必填数字填 0")).click()
    clerk.get_by_text("应当等于各种处罚之和").first.wait_for()
    total = clerk.get_by_label(re.compile("^处罚决定合计")).first.input_value()
    clerk.get_by_label(re.compile(r"^罚款( |\*|$)")).first.fill(total)
    _sent(clerk, 1)
    address = clerk.url
    city = sit_down("chen")
    city.goto("/reports/")
    city.get_by_role("link", name=TASK).first.click()
    city.get_by_role("link", name=BODY).first.click()
    city.get_by_label("哪里不对、怎样改").fill("罚款的件数请再核对。")
    city.get_by_role("button", name="退回", exact=True).click()
    city.get_by_text("退回待重报").first.wait_for()
    clerk.goto("/reports/inbox/")
    assert "罚款的件数请再核对" in clerk.locator("main").inner_text()
    clerk.goto(address)
    _sent(clerk, 2)
    city.reload()
    assert "第 2 版" in city.locator("main").inner_text()
    assert "已报送" in city.locator("main").inner_text()


def test_it_fits_a_phone_and_a_stranger_finds_nothing(sit_down: Sit) -> None:
    phone = sit_down("li", width=390)
    phone.goto("/reports/inbox/?state=all")
    phone.get_by_role("link", name=TASK).first.click()
    phone.wait_for_url(re.compile(r"/reports/answers/\d+/"))
    wide = phone.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0
    stranger = sit_down("pei")
    assert stranger.request.get(phone.url).status in (403, 404)
