"""The page in a browser: search, filter, sort, page, unfold, by mouse and by keyboard alone."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest

from hengjian.check.report import write_report
from hengjian.check.run import Run
from hengjian.check.tests.fabricated import fabricated_run
from hengjian.rules.loading import Book

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

playwright = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
NASTY = "<img src=x onerror='window.harmed=1'><script>window.harmed=1</script>"


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def report(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    first = run.findings.head(1).with_columns(says=pl.lit(NASTY))
    path = tmp_path_factory.mktemp("report") / "report.html"
    write_report(replace(run, findings=pl.concat([first, run.findings.slice(1)])), path)
    return path


@pytest.fixture
def page(browser: "Browser", report: Path) -> Iterator["Page"]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text))
    page.on(
        "request",
        lambda request: faults.append(request.url) if "report.html" not in request.url else None,
    )
    page.goto(report.as_uri())
    yield page
    assert faults == []
    assert page.evaluate("window.harmed") is None
    context.close()


def _rows(page: "Page") -> int:
    return page.locator("table.findings tbody tr:not(.detail)").count()


def _found(page: "Page") -> str:
    return page.locator(".found").inner_text()


def test_it_shows_fifty_a_page(page: "Page") -> None:
    assert _rows(page) == 50
    assert "400" in _found(page)
    assert page.locator("[data-page=back]").is_disabled()
    page.get_by_role("button", name="下一页").click()
    assert "第 2 / 8 页" in page.locator(".pages").inner_text()
    page.get_by_role("button", name="最后一页").click()
    assert _rows(page) == 50
    assert page.locator("[data-page=next]").is_disabled()


def test_it_finds_as_one_types(page: "Page", run: Run) -> None:
    case = run.findings["case_id"].drop_nulls()[5]
    page.fill("#q", case)
    wanted = run.findings["case_id"].eq(case).sum()
    assert _rows(page) == wanted
    page.fill("#q", run.findings["finding"][7][:8])
    assert _rows(page) == 1
    page.fill("#q", "没有这样的字样")
    assert "没有符合条件的线索" in _found(page)
    assert not page.locator("table.findings").is_visible()
    page.locator("#q").press("Escape")
    assert "400" in _found(page)


def test_it_filters_by_weight_rule_and_body(page: "Page", run: Run) -> None:
    page.locator(".chip", has_text="致命").click()
    fatal = run.findings.filter(pl.col("severity") == "F")
    assert f"{fatal.height}" in _found(page)
    rule = fatal["rule"][0]
    page.select_option(
        "#f-rule", label=page.locator(f"#f-rule option:has-text('{rule} ')").inner_text()
    )
    assert f"{fatal.filter(pl.col('rule') == rule).height} 条" in _found(page)
    page.get_by_role("button", name="清除筛选").click()
    assert "400" in _found(page)
    assert page.locator(".chip[aria-pressed=true]").count() == 0


def test_it_sorts_by_date(page: "Page", run: Run) -> None:
    page.select_option("#f-sort", "on")
    days = page.locator("table.findings .day").all_inner_texts()
    assert days == sorted(days, reverse=True)
    assert days[0] == str(run.findings["on"].max())
    page.get_by_role("button", name="日期", exact=True).click()
    days = page.locator("table.findings .day").all_inner_texts()
    assert days == sorted(days)
    assert page.locator("th[data-order=on]").get_attribute("aria-sort") == "ascending"


def test_it_unfolds_a_finding_by_keyboard(page: "Page", run: Run) -> None:
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type(run.findings["rule"][0].lower())
    button = page.locator("table.findings .open button").first
    button.focus()
    page.keyboard.press("Enter")
    assert button.get_attribute("aria-expanded") == "true"
    assert (button.get_attribute("aria-label") or "").startswith(button.inner_text())
    detail = page.locator(f"#{button.get_attribute('aria-controls')}")
    for words in ("正确做法", "依据", "法律要求", "佐证数据", "线索编号"):
        assert words in detail.inner_text()
    page.keyboard.press("Space")
    assert detail.count() == 0


def test_it_shows_a_nasty_text_as_text(page: "Page") -> None:
    page.fill("#q", "onerror")
    assert _rows(page) == 1
    assert NASTY in page.locator("table.findings .says").inner_text()


def test_it_goes_from_a_figure_to_its_findings(page: "Page", run: Run) -> None:
    link = page.locator("table.rules a[data-rule]").first
    rule = link.get_attribute("data-rule")
    link.click()
    assert f"{run.findings['rule'].eq(rule).sum()} 条" in _found(page)
    page.locator("#bodies a[data-body]").first.click()
    assert page.locator("#f-rule").input_value() == ""
    assert page.locator("#f-body").input_value() != ""


def test_it_goes_from_a_stage_to_its_findings(page: "Page") -> None:
    cell = page.locator("table.grid tbody a").first
    wanted = cell.inner_text()
    cell.click()
    assert page.locator("#f-stage").input_value() == cell.get_attribute("data-stage")
    assert page.locator("#f-body").input_value() != ""
    assert f"符合条件 {wanted} 条" in _found(page)


def test_it_goes_from_a_case_to_its_findings(page: "Page") -> None:
    first = page.locator(".worst > li").first
    first.locator("h3 a").click()
    case = first.locator("h3 a").inner_text()
    assert all(case in text for text in page.locator("table.findings .matter").all_inner_texts())
    link = first.locator("li a").first
    link.click()
    finding = (link.get_attribute("href") or "").removeprefix("#finding-")
    assert page.locator(f"#detail-{finding}").is_visible()


def test_it_counts_a_term_step_by_step(page: "Page", run: Run) -> None:
    counted = run.findings.filter(pl.col("sum").is_not_null()).row(0, named=True)
    page.fill("#q", counted["finding"])
    page.locator("table.findings .open button").first.click()
    steps = page.locator(".detail .steps li").all_inner_texts()
    assert len(steps) > 1
    assert "".join(steps).replace(" ", "") == counted["sum"].replace(" ", "")
    assert steps[-1].endswith("届满。")


def test_it_opens_the_finding_of_the_address(page: "Page", report: Path, run: Run) -> None:
    finding = run.findings["finding"][123]
    page.goto(f"{report.as_uri()}#finding-{finding}")
    page.reload()
    assert page.locator(f"#detail-{finding}").is_visible()
    assert "第 3 / 8 页" in page.locator(".pages").inner_text()


def test_it_folds_and_sorts_the_long_tables(page: "Page", run: Run) -> None:
    table = page.locator("#bodies table.list")
    visible = "rows => rows.filter(row => row.offsetParent !== null).length"
    assert table.locator("tbody tr").evaluate_all(visible) == 12
    page.locator("#bodies .fold").click()
    bodies = run.records["bodies"].height
    assert table.locator("tbody tr").evaluate_all(visible) == bodies
    table.get_by_role("button", name="案件", exact=True).click()
    cases = [int(text) for text in table.locator("tbody tr td:nth-of-type(1)").all_inner_texts()]
    assert cases == sorted(cases, reverse=True)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_phone(browser: "Browser", report: Path, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(report.as_uri())
    page.locator("table.findings .open button").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    context.close()


def test_it_reads_without_its_script(browser: "Browser", report: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(report.as_uri())
    assert not page.locator(".controls").is_visible()
    assert page.locator(".printed tbody tr").first.is_visible()
    context.close()


def test_it_prints_on_a4_without_the_controls(browser: "Browser", report: Path) -> None:
    page = browser.new_page()
    page.goto(report.as_uri())
    page.emulate_media(media="print")
    assert not page.locator(".controls").is_visible()
    assert not page.locator(".contents").is_visible()
    assert page.locator(".printed").is_visible()
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    page.close()


def test_it_opens_at_once_with_twelve_thousand_findings(
    browser: "Browser", book: Book, tmp_path: Path
) -> None:
    path = tmp_path / "large.html"
    write_report(fabricated_run(12_000, cases=4_000, variants=200, book=book), path)
    page = browser.new_page()
    page.goto(path.as_uri())
    assert _rows(page) == 50
    timing = "performance.getEntriesByType('navigation')[0].loadEventEnd"
    assert page.evaluate(timing) < 2_000
    assert "12,000" in _found(page)
    page.get_by_role("button", name="最后一页").click()
    assert _rows(page) == 50
    page.close()
