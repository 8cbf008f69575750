"""The people of the demo at their desks: what each comes to do, by mouse, by keyboard, on a phone."""

from tests.stories.conftest import Sit


def test_a_supervisor_logs_in_and_sees_his_day(sit_down: Sit) -> None:
    page = sit_down("lin")
    assert "林乙三" in page.locator("h1").inner_text()
    for title in ("已经逾期", "今天要办", "新到", "是否完好"):
        assert page.get_by_role("heading", name=title).is_visible()


def test_the_keyboard_leads_to_the_search_and_past_the_navigation(sit_down: Sit) -> None:
    page = sit_down("lin")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("没有这个词/")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    assert page.get_by_text("没有找到").is_visible()


def test_the_navigation_is_a_drawer_on_a_phone(sit_down: Sit) -> None:
    page = sit_down("lin", width=390)
    home = page.locator("#nav").get_by_role("link", name="首页")
    assert not home.is_visible()
    page.get_by_role("link", name="打开导航").click()
    home.wait_for(state="visible")
    page.keyboard.press("Escape")
    home.wait_for(state="hidden")


def test_the_theme_follows_the_machine_until_one_is_chosen(sit_down: Sit) -> None:
    page = sit_down("lin", dark=True)
    worn = "document.documentElement.dataset.bsTheme"
    assert page.evaluate(worn) == "dark"
    page.locator("summary", has_text="林乙三").click()
    page.get_by_role("button", name="浅色").click()
    assert page.evaluate(worn) == "light"
    page.reload()
    assert page.evaluate(worn) == "light"


def test_a_person_reads_english_wherever_he_logs_in(sit_down: Sit) -> None:
    page = sit_down("gao")
    page.locator("summary", has_text="高丁五").click()
    page.get_by_role("button", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    again = sit_down("gao")
    assert again.get_by_role("heading", name="To do today").is_visible()


def test_a_supervisor_finds_an_officer_by_two_characters(sit_down: Sit) -> None:
    page = sit_down("wang")
    page.goto("/registers/officers/")
    name = page.locator("main tbody a").first.inner_text()
    page.keyboard.press("/")
    page.keyboard.type(name[:2])
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    page.locator("main").get_by_role("link", name=name).first.click()
    page.wait_for_url("**/registers/officers/*/")
    assert name in page.locator("h1").inner_text()
    assert page.get_by_text("北砚县").first.is_visible()


def test_each_sees_what_is_his(sit_down: Sit) -> None:
    def bodies(login: str) -> int:
        return int(
            sit_down(login)
            .locator("a.figure", has_text="执法主体")
            .locator(".figure-value")
            .inner_text()
            .replace(",", "")
        )

    leader, county, clerk = bodies("luo"), bodies("wang"), bodies("li")
    assert leader > county > clerk == 1
    admin = sit_down("qian")
    assert admin.get_by_role("link", name="执法主体").count() == 0
    assert admin.locator("a.figure", has_text="账户").count() == 1


def test_the_morning_after_the_founding_there_is_news(sit_down: Sit) -> None:
    page = sit_down("lin")
    news = page.locator("section", has=page.get_by_role("heading", name="新到"))
    news.get_by_text("本执法证件将在").first.wait_for(timeout=20_000)
    page.get_by_role("link", name="证件将在").first.click()
    page.wait_for_url("**/registers/certificates/*")
    assert page.locator("main tbody tr").count() > 0


def test_a_text_that_is_too_long_is_told_at_its_field_and_stays_whole(sit_down: Sit) -> None:
    page = sit_down("wang")
    page.goto("/orders/new/")
    field, told = page.locator("#id_title"), page.locator("#id_title + .errors")
    field.click()
    page.keyboard.insert_text("事" * 201)
    assert told.inner_text() == "最多 200 字，现在 201 字，请缩短。"
    assert field.input_value() == "事" * 201
    assert not field.evaluate("field => field.checkValidity()")
    page.keyboard.press("Backspace")
    assert told.count() == 0
    assert field.evaluate("field => field.checkValidity()")
