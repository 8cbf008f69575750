"""Logging in by password, passkey and single sign-on, and acting in another of one's posts."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hengjian.project.tests.provider_process import running
from tests.stories.conftest import City, Sit, started

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


def test_a_second_post_is_asked_for_approved_and_acted_in(sit_down: Sit) -> None:
    admin = sit_down("qian")
    admin.goto("/units/?q=禾泽县司法局&person=wang")
    admin.get_by_role("link", name="报岗位").first.click()
    assert admin.get_by_label("任职人的登录名").input_value() == "wang"
    admin.get_by_label("岗位", exact=False).first.select_option("supervisor")
    admin.get_by_role("button", name="报请批准").click()
    admin.get_by_text("待批准").first.wait_for()
    security = sit_down("zhou")
    security.get_by_role("link", name="待批准的岗位").click()
    security.get_by_role("link", name="王甲四").click()
    assert security.get_by_text("司法局监督本行政区域内的行政执法").first.is_visible()
    security.get_by_role("button", name="批准", exact=True).click()
    security.get_by_text("在任").first.wait_for()
    officer = sit_down("wang")
    officer.goto("/posts/")
    assert officer.get_by_role("link", name="李庚六").is_visible()
    officer.locator("summary", has_text="执法监督人员").click()
    officer.get_by_role("button", name="禾泽县司法局 执法监督人员").click()
    officer.wait_for_url("**/")
    officer.goto("/posts/")
    assert officer.get_by_role("link", name="高丁五").is_visible()
    assert not officer.get_by_role("link", name="李庚六").is_visible()


def test_a_new_person_has_the_time_to_choose_a_password(sit_down: Sit) -> None:
    admin = sit_down("qian")
    admin.goto("/people/new/")
    admin.get_by_label("登录名").fill("xin01")
    admin.get_by_label("姓名").fill("新某")
    admin.get_by_role("button", name="登记", exact=True).click()
    first = admin.locator("[data-copy]").get_attribute("data-copy") or ""
    page = sit_down()
    page.goto("/account/login/")
    page.get_by_label("登录名").fill("xin01")
    page.get_by_label("密码").fill(first)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url("**/account/password/change/")
    page.get_by_label("现在的密码").fill(first)
    with page.expect_response("**/notices/bell/"):  # what a page does by itself takes nothing away
        page.reload()
        page.get_by_label("现在的密码").fill(first)
    page.wait_for_load_state("networkidle")
    assert page.get_by_label("现在的密码").input_value() == first
    for label in ("新密码", "再输一次"):
        page.get_by_label(label).fill("自己选的-2026-Ab")
    page.get_by_role("button", name="修改", exact=True).click()
    page.get_by_text("您目前没有任职").first.wait_for()


def test_an_administrators_name_leads_to_no_business(sit_down: Sit) -> None:
    page = sit_down("qian")
    words = page.locator("#nav").inner_text()
    assert "人员" in words
    assert "登录记录" not in words
    assert "登录记录" in sit_down("wu").locator("#nav").inner_text()


def with_authenticator(page: "Page") -> None:
    """A machine with a fingerprint reader, as Chromium plays it."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_is_added_and_logs_in_without_a_password(city: City, browser: "Browser") -> None:
    local = city.url.replace("127.0.0.1", "localhost")  # a passkey belongs to a name, not a number
    context = browser.new_context(base_url=local, locale="zh-CN")
    page = context.new_page()
    with_authenticator(page)
    page.goto("/account/login/")
    page.get_by_label("登录名").fill("su")
    page.get_by_label("密码").fill(city.pilot.password)
    page.get_by_role("button", name="登录", exact=True).click()
    page.goto("/account/security/")
    page.get_by_role("link", name="添加通行密钥").click()
    page.get_by_label("密码").fill(city.pilot.password)  # it is asked for once more
    page.get_by_role("button", name="确认").click()
    page.get_by_label("不必输入密码").check()
    page.get_by_role("button", name="添加").click()
    page.get_by_role("heading", name="恢复码").wait_for()
    page.goto("/account/security/")
    page.locator("summary", has_text="苏戊二").click()
    page.get_by_role("button", name="退出").first.click()
    page.wait_for_url("**/account/login/")
    page.get_by_role("button", name="用通行密钥登录").click()
    page.wait_for_url(f"{local}/")
    assert "苏戊二" in page.locator("h1").inner_text()
    context.close()


@pytest.fixture
def signed_on(founded: Path, tmp_path: Path) -> Iterator[City]:
    """The city of the demo with a provider of single sign-on beside it."""
    home = tmp_path / "home"
    shutil.copytree(founded, home)
    with running() as issuer:
        served = started(
            home,
            HENGJIAN_OIDC_ISSUER=issuer,
            HENGJIAN_OIDC_CLIENT="hengjian",
            HENGJIAN_OIDC_SECRET="of the tests only",
            HENGJIAN_OIDC_NAME="衡澜统一认证",
        )
        yield served
        served.leave()


def test_single_sign_on_passes_the_content_policy(signed_on: City, browser: "Browser") -> None:
    """A browser holds the redirects of a form to form-action; only a real one can show that."""
    context = browser.new_context(base_url=signed_on.url, locale="zh-CN")
    page = context.new_page()
    page.goto("/posts/")
    page.get_by_role("button", name="用衡澜统一认证登录").click()
    page.get_by_label("name").fill("wang")
    page.get_by_role("button", name="go").click()
    page.wait_for_url(f"{signed_on.url}/posts/")
    assert page.get_by_text("王甲四").first.is_visible()
    context.close()
