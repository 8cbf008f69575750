"""A jurist of the general section writes a rule of the bureau's own, tries it, and enables it."""

import re

from tests.stories.conftest import Sit


def test_a_rule_is_written_with_help_tried_and_enabled(sit_down: Sit) -> None:
    page = sit_down("chen")
    page.goto("/rules/")
    page.get_by_role("link", name="编写规则").click()
    page.get_by_label("名称", exact=False).first.fill("大额罚款")
    page.locator("#id_statement").fill("罚款一千元以上的，逐案核查。")
    applies, breaks = page.locator("#id_applies"), page.locator("#id_breaks")
    applies.press_sequentially("案件类型 = 行政处")
    option = page.get_by_role("option", name="“行政处罚”")
    option.wait_for()
    applies.press("Enter")
    assert applies.input_value().strip() == "案件类型 = “行政处罚”"
    page.get_by_text("案件类型为“行政处罚”").wait_for()

    breaks.fill("罚欵 ≥ 1000")
    fault = page.get_by_role("button", name="没有“罚欵”这个字段")
    fault.click()
    chosen = "[document.activeElement.selectionStart, document.activeElement.selectionEnd]"
    assert page.evaluate(chosen) == [0, 2]
    page.keyboard.type("罚款")
    page.get_by_text("罚款达到1000").wait_for()
    breaks.press("Escape")

    page.locator("#id_right").fill("逐案核查。")
    page.locator("#id_own_basis").fill("本局《执法监督要点》第一条")
    page.get_by_role("button", name="保存并试运行").click()
    page.wait_for_url("**/rules/trials/*/")
    page.get_by_text("看了全部记录").wait_for(timeout=60_000)
    found = int(page.locator(".figure-value").first.inner_text())
    assert found > 0

    page.get_by_role("button", name="启用这条规则").click()
    page.get_by_role("button", name="确定").click()
    page.wait_for_url("**/rules/Z*/")
    hits = page.get_by_text(re.compile(rf"^{found} 条$")).first
    for _ in range(40):  # the check that follows runs in the background
        if hits.is_visible():
            break
        page.wait_for_timeout(500)
        page.reload()
    assert hits.is_visible()
    assert page.get_by_text("本局《执法监督要点》第一条").first.is_visible()


def test_a_clerk_reads_why_and_changes_nothing(sit_down: Sit) -> None:
    page = sit_down("li")
    page.goto("/rules/F08/")
    assert page.get_by_text("自立案之日起九十日内").first.is_visible()
    assert page.get_by_role("heading", name="依据").is_visible()
    assert page.get_by_text("停用这条规则").count() == 0
