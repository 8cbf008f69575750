"""Report tasks on the desk: built, sent, filled in on screen and by workbook, returned, merged, signed."""

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook
from pypdf import PdfReader

from hengjian.core import clock
from hengjian.core.tests.query_counts import assert_query_count
from hengjian.core.tests.small_city import SmallCity
from hengjian.domain.supervision.duties.arising.actions import yearly_due
from hengjian.domain.supervision.duties.models import Duty
from hengjian.domain.supervision.reports.designing import from_yaml
from hengjian.domain.supervision.reports.forms.actions import make_form
from hengjian.domain.supervision.reports.models import ReportAnswer, ReportForm, ReportTask
from hengjian.domain.supervision.reports.tests.little_report import DESIGN, LittleReport

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
FILE = Path(__file__).with_name("query_counts.txt")
FILLED = {
    "total": "3", "simple": "1", "ordinary": "2", "officers": "0", "items.what": ["砂石", ""],
    "items.number": ["2", ""],
}  # fmt: skip


@pytest.fixture
def little(small_city: SmallCity) -> LittleReport:
    made = LittleReport.ready(small_city)
    made.at = clock.now()
    return made


def client(city: SmallCity, who: str) -> Client:
    made = Client()
    made.force_login(getattr(city, who).person, backend=BACKEND)
    return made


def text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[:2000]
    return str(answer.content.decode())


def done(answer: Any) -> str:
    """What the page says after a deed."""
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return " ".join(str(one) for one in answer.context["messages"])


# --- building ------------------------------------------------------------------------------------------------


def test_a_form_is_built_on_screen(little: LittleReport) -> None:
    who = client(little.city, "county_a")
    who.post("/reports/forms/new/", {"name": "月报"})
    form = ReportForm.objects.get()
    url = f"/reports/forms/{form.pk}/"

    def seen() -> int:
        form.refresh_from_db()
        return form.version

    def put(**field: Any) -> Any:
        usual = {"section": "0", "merge": "sum", "seen": seen(), "old": ""}
        return who.post(f"{url}field/", usual | field)

    def change(deed: str, **more: Any) -> Any:
        return who.post(f"{url}change/", {"deed": deed, "seen": seen(), **more}, follow=True)

    put(label="合计", kind="number", name="total", required="on", unit="件", min="0")
    put(label="简易", kind="number", name="simple")
    put(label="方式", kind="choice", choices="网站\n公告栏")
    put(label="重点", kind="table", **{
        "column.name": ["", ""], "column.label": ["事项", "件数"], "column.kind": ["line", "number"],
        "column.unit": ["", "件"], "column.choices": ["", ""], "column.required": ["1", ""]})  # fmt: skip
    change("check", left="simple", sign="<=", right=["total"])
    change("move", field="simple", way="up")
    form.refresh_from_db()
    design = form.designed
    assert [one.label for one in design.fields()] == ["简易", "合计", "方式", "重点"]
    assert [one.label for one in design.fields() if one.kind == "table" for one in one.columns] == [
        "事项",
        "件数",
    ]
    assert design.check_words(design.checks[0]) == "“简易”应当不大于“合计”"
    # a field that is renamed takes its checks along; one that is removed takes them away
    put(label="简易程序", kind="number", name="easy", old="simple")
    form.refresh_from_db()
    assert form.designed.checks[0].left == "easy"
    change("remove", field="easy")
    change("add_section", title="说明")
    change("move_section", section="1", way="up")
    form.refresh_from_db()
    assert (len(form.designed.checks), form.designed.sections[0].title) == (0, "说明")
    assert "已定稿" in done(change("release"))
    assert form.name in text(who.get(f"/reports/new/?form={form.pk}"))


def test_a_change_that_cannot_be_is_told_and_nothing_is_kept(little: LittleReport) -> None:
    form = make_form(DESIGN, by=little.city.county_a, at=little.at)
    who, url = client(little.city, "county_a"), f"/reports/forms/{form.pk}/"
    given = {
        "label": "重复",
        "kind": "number",
        "name": "total",
        "section": "0",
        "merge": "sum",
        "old": "",
    }
    assert "代码重复：total" in text(who.post(f"{url}field/", given | {"seen": 1}), 422)
    assert "另写选项" not in text(
        who.post(f"{url}field/", given | {"seen": 1, "name": "x", "kind": "choice"}), 422
    )
    assert "已经被改动过" in text(who.post(f"{url}field/", given | {"seen": 7, "name": "x"}), 422)
    assert "还有栏目" in done(
        who.post(f"{url}change/", {"deed": "remove_section", "section": 0, "seen": 1}, follow=True)
    )
    assert "同一个表格" in done(who.post(
        f"{url}change/", {"deed": "check", "left": "total", "right": "simple", "by_row": "1", "seen": 1}, follow=True))  # fmt: skip
    form.refresh_from_db()
    assert (form.designed, form.version) == (DESIGN, 1)


@pytest.mark.parametrize("way", ["yaml", "xlsx"])
def test_a_form_is_taken_away_and_read_again(little: LittleReport, way: str) -> None:
    form = make_form(DESIGN, by=little.city.county_a, at=little.at)
    who = client(little.city, "county_a")
    data = who.get(f"/reports/forms/{form.pk}/as/{way}/").content
    sent = io.BytesIO(data)
    sent.name = f"季报.{way}"
    answer = who.post("/reports/forms/new/", {"name": "", "file": sent})
    assert answer.status_code == 302, text(answer, 422)
    assert ReportForm.objects.exclude(pk=form.pk).get().designed == DESIGN
    broken = io.BytesIO(
        data.replace("合计".encode(), "合计：\n - x".encode()) if way == "yaml" else b"PK"
    )
    broken.name = f"坏.{way}"
    assert "errorlist" in text(who.post("/reports/forms/new/", {"name": "", "file": broken}), 422)


def test_a_ready_form_is_seen_copied_and_comes_as_a_workbook(little: LittleReport) -> None:
    who = client(little.city, "county_a")
    assert "处罚决定合计应当等于各种处罚之和" in text(
        who.get("/reports/forms/ready/statistics-yearly/")
    )
    book = load_workbook(
        io.BytesIO(who.get("/reports/forms/ready/statistics-yearly/empty/").content)
    )
    assert book.sheetnames == ["填报", "1.各领域情况"]
    who.post("/reports/forms/copy/", {"ready": "statistics-yearly"})
    form = ReportForm.objects.get()
    assert (form.origin, form.designed.fulfils) == ("statistics-yearly", "statistics")
    assert from_yaml(who.get(f"/reports/forms/{form.pk}/as/yaml/").content) == form.designed


# --- sent, filled in, merged ---------------------------------------------------------------------------------


def test_it_goes_all_the_way_on_screen(little: LittleReport) -> None:
    city = little.city
    sender = client(city, "city")
    plan = {
        "form": "content:statistics-yearly", "title": "2026 年统计年报", "period_from": "2026-01-01",
        "period_to": "2026-12-31", "due_on": "2099-01-31", "words": "",
    }  # fmt: skip
    sender.post("/reports/new/", plan)
    task = ReportTask.objects.get()
    url = f"/reports/{task.pk}/"
    assert "还没有选定填报单位" in text(sender.get(url))
    # a county's bureaus only: what is ticked elsewhere stays
    sender.post(f"{url}units/?kind=bureau", {"unit": [city.bureau_a.pk], "seen": task.version})
    task.refresh_from_db()
    sender.post(f"{url}units/?kind=body", {"all": "1", "seen": task.version})
    task.refresh_from_db()
    assert set(task.answers.values_list("unit", flat=True)) == {city.bureau_a.pk, city.body_a.pk}
    assert "已下发，编号报表〔" in done(
        sender.post(f"{url}send/", {"seen": task.version}, follow=True)
    )
    # the body has a draft, checks as it types, and submits
    body = client(city, "clerk_a")
    answer = ReportAnswer.objects.get(unit=city.body_a)
    page = text(body.get(f"/reports/answers/{answer.pk}/"))
    assert "系统数 0" in page
    assert 'name="why.officers"' in page
    numbers = {one.name: "0" for one in task.designed.fields() if one.numeric}
    checked = text(
        body.post(
            f"/reports/answers/{answer.pk}/check/",
            numbers | {"penalty": "3", "figure.penalty": "0"},
        )
    )
    assert "处罚决定合计应当等于各种处罚之和（3 与 0）" in checked
    assert "系统数是 0，改动的请写明原因" in checked
    given = numbers | {"penalty": "3", "penalty_fine": "3", "fines": "500", "seen": answer.version}
    refused = text(
        body.post(f"/reports/answers/{answer.pk}/save/", given | {"deed": "submit"}), 422
    )
    assert "改动的请写明原因" in refused
    assert 'value="500"' in refused
    given |= {"why.*": "含未入库的简易案件"}
    told = done(
        body.post(f"/reports/answers/{answer.pk}/save/", given | {"deed": "submit"}, follow=True)
    )
    assert told == "已报送。"
    # returned, and sent again
    answer.refresh_from_db()
    back = {"words": "罚款金额偏小", "due_on": "2099-01-01", "seen": answer.version}
    assert "已退回" in done(
        sender.post(f"/reports/answers/{answer.pk}/send-back/", back, follow=True)
    )
    assert "被退回：罚款金额偏小" in text(body.get(f"/reports/answers/{answer.pk}/"))
    answer.refresh_from_db()
    again = given | {"fines": "800", "seen": answer.version, "deed": "submit"}
    body.post(f"/reports/answers/{answer.pk}/save/", again)
    # merged without the county, signed by another
    task.refresh_from_db()
    merge = {"seen": task.version, "without": "甲县机构改革，另行补报"}
    assert "已汇总" in done(sender.post(f"{url}merge/", merge, follow=True))
    task.refresh_from_db()
    assert "汇总人不能审签" in done(sender.post(f"{url}sign/", {"seen": task.version}, follow=True))
    assert "已审签" in done(
        client(city, "leader").post(f"{url}sign/", {"seen": task.version}, follow=True)
    )
    sums = text(sender.get(f"{url}merged/"))
    assert "800" in sums
    assert "系统数 0：含未入库的简易案件" in sums
    assert "甲县市场监督管理局" in sums
    assert "第 2 版" in text(sender.get(f"{url}merged/?view=units&section=1"))
    book = load_workbook(io.BytesIO(sender.get(f"{url}merged/export.xlsx").content))
    assert book.sheetnames == ["合计", "分单位", "各领域情况"]
    assert ["行政处罚", "罚款金额", "元", 800, 1] in [
        [cell.value for cell in row] for row in book["合计"]
    ]


def test_a_merger_is_printed(little: LittleReport) -> None:
    task = little.sent(little.city.bureau_a)
    little.submit(task, little.city.bureau_a, items=[{"what": "砂石", "number": "2"}])
    little.merge(task)
    sender = client(little.city, "city")
    for paper, held in (("a4", "砂石"), ("a3", "分单位：数量")):
        answer = sender.get(f"/reports/{task.pk}/merged/print.pdf?paper={paper}")
        assert answer["Content-Type"] == "application/pdf"
        told = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
        assert held in told
    assert (
        client(little.city, "county_b").get(f"/reports/{task.pk}/merged/print.pdf").status_code
        == 404
    )


def test_it_is_filled_in_by_workbook(little: LittleReport) -> None:
    task = little.sent(little.city.body_a)
    answer = little.answer(task, little.city.body_a)
    who, url = client(little.city, "clerk_a"), f"/reports/answers/{answer.pk}/"
    book = load_workbook(io.BytesIO(who.get(f"{url}workbook/").content))
    for row in book["填报"].iter_rows(min_row=2):
        if row[0].value in ("total", "simple", "ordinary"):
            row[4].value = {"total": 3, "simple": 1, "ordinary": "两"}[str(row[0].value)]

    def send() -> str:
        out = io.BytesIO()
        book.save(out)
        out.seek(0)
        out.name = "季报.xlsx"
        answer.refresh_from_db()
        return done(
            who.post(f"{url}upload/", {"workbook": out, "seen": answer.version}, follow=True)
        )

    assert "工作表“填报”第 4 行“普通程序”：“两”不是数字" in send()
    answer.refresh_from_db()
    assert answer.values == {}
    book["填报"]["E4"] = 2
    assert "已读入工作簿" in send()
    answer.refresh_from_db()
    assert answer.values == {"total": "3", "simple": "1", "ordinary": "2", "officers": "0"}
    assert "请先选择填好的工作簿" in done(
        who.post(f"{url}upload/", {"seen": answer.version}, follow=True)
    )


def test_a_table_gets_more_rows_and_a_file_is_kept(
    little: LittleReport, settings: Any, tmp_path: Path
) -> None:
    settings.PAPERS = tmp_path
    raw = DESIGN.model_dump()
    raw["sections"][1]["fields"] = [
        *raw["sections"][1]["fields"],
        {"name": "scan", "label": "附件", "kind": "file"},
    ]
    little.design = type(DESIGN).model_validate(raw)
    task = little.sent(little.city.body_a)
    answer = little.answer(task, little.city.body_a)
    who, url = client(little.city, "clerk_a"), f"/reports/answers/{answer.pk}/"
    scan = io.BytesIO(b"%PDF-1.7 a scan")
    scan.name = "盖章.pdf"
    answer_page = text(
        who.post(f"{url}save/", FILLED | {"deed": "more:items", "seen": 1, "scan": scan})
    )
    assert answer_page.count('name="items.what"') == 11
    answer.refresh_from_db()
    assert answer.values["items"] == [{"what": "砂石", "number": "2"}]
    sha = answer.values["scan"]["sha256"]
    assert who.get(f"{url}files/{sha}/").content == b"%PDF-1.7 a scan"
    assert client(little.city, "county_b").get(f"{url}files/{sha}/").status_code == 404
    bad = io.BytesIO(b"MZ")
    bad.name = "x.exe"
    refused = who.post(
        f"{url}save/", FILLED | {"deed": "draft", "seen": answer.version, "scan": bad}
    )
    assert "只收 PDF、JPG、PNG" in text(refused, 422)
    who.post(f"{url}save/", FILLED | {"deed": "submit", "seen": answer.version})
    answer.refresh_from_db()
    assert answer.values["scan"]["sha256"] == sha
    assert client(little.city, "city").get(f"{url}files/{sha}/").status_code == 200


def test_empty_numbers_become_noughts_at_a_press(little: LittleReport) -> None:
    task = little.sent(little.city.body_a)
    answer = little.answer(task, little.city.body_a)
    who, url = client(little.city, "clerk_a"), f"/reports/answers/{answer.pk}/"
    assert "空着的必填数字填 0（1）" in text(who.get(url))
    who.post(f"{url}save/", {"simple": "3", "deed": "noughts", "seen": 1})
    answer.refresh_from_db()
    assert answer.values == {"simple": "3", "total": "0"}
    assert "空着的必填数字" not in text(who.get(url))


def test_a_county_passes_it_on_and_takes_the_merger(little: LittleReport) -> None:
    city = little.city
    task = little.sent(city.bureau_a)
    answer = little.answer(task, city.bureau_a)
    who, url = client(city, "county_a"), f"/reports/answers/{answer.pk}/"
    given = {"unit": [city.body_a.pk], "due_on": "2099-01-01", "words": "", "seen": answer.version}
    assert "请选择下级单位" in done(who.post(f"{url}pass-on/", given | {"unit": []}, follow=True))
    who.post(f"{url}pass-on/", given)
    below = ReportTask.objects.get(above=answer)
    assert "已转发下级填报" in text(who.get(url))
    little.submit(below, city.body_a, total=8)
    little.merge(below, by=city.county_a)
    little.sign(below, by=little.head_a)
    answer.refresh_from_db()
    assert "采用下级汇总" in text(who.get(url))
    who.post(f"{url}take-over/", {"seen": answer.version})
    answer.refresh_from_db()
    assert answer.values["total"] == "8"


def test_the_duty_of_the_year_leads_to_the_ready_form(little: LittleReport) -> None:
    little.at = datetime(2027, 1, 5, 1, 0, tzinfo=UTC)
    yearly_due(by=None, at=little.at)
    duty = Duty.objects.get(unit=little.city.bureau_a, power="statistics", event="yearly")
    way = "/reports/new/?form=content%3Astatistics-yearly"
    assert way in text(client(little.city, "county_a").get(f"/duties/{duty.pk}/"))
    assert "行政执法统计年报" in text(client(little.city, "county_a").get(way))


# --- who sees what, lists, home ------------------------------------------------------------------------------


def test_whom_it_does_not_concern_finds_nothing(little: LittleReport) -> None:
    task = little.sent(little.city.bureau_a)
    answer = little.submit(task, little.city.bureau_a)
    form = make_form(DESIGN, by=little.city.city, at=little.at)
    stranger = client(little.city, "county_b")
    for url in (f"/reports/{task.pk}/", f"/reports/{task.pk}/merged/", f"/reports/{task.pk}/merged/export.xlsx",
                f"/reports/{task.pk}/export.csv", f"/reports/answers/{answer.pk}/", f"/reports/forms/{form.pk}/",
                f"/reports/forms/{form.pk}/as/yaml/", f"/reports/answers/{answer.pk}/workbook/"):  # fmt: skip
        assert stranger.get(url).status_code == 404, url
        assert client(little.city, "city").get(url).status_code == (
            404 if "workbook" in url else 200
        ), url
    assert client(little.city, "system_admin").get("/reports/").status_code == 403
    assert client(little.city, "clerk_a").get("/reports/").status_code == 403
    assert "没有要填报的报表" in text(client(little.city, "clerk_a").get("/reports/inbox/"))


def test_a_draft_is_not_shown_to_who_asked(little: LittleReport) -> None:
    task = little.sent(little.city.body_a)
    answer = little.answer(task, little.city.body_a)
    who = client(little.city, "clerk_a")
    drafted = "770770077"  # longer than digits that a page's tokens may hold by chance
    who.post(
        f"/reports/answers/{answer.pk}/save/",
        FILLED | {"total": drafted, "deed": "draft", "seen": 1},
    )
    assert drafted in text(who.get(f"/reports/answers/{answer.pk}/"))
    page = text(client(little.city, "city").get(f"/reports/answers/{answer.pk}/"))
    assert "还没有报送" in page
    assert drafted not in page


def test_lists_are_narrowed_and_taken_away(little: LittleReport) -> None:
    little.sent()
    planned = little.planned()
    sender = client(little.city, "city")
    whole = text(sender.get("/reports/"))
    assert "报表〔" in whole
    assert "0 / 3 个单位" in whole
    assert f"/reports/{planned.pk}/" in text(sender.get("/reports/?state=planned"))
    assert "没有符合条件的报表任务" in text(sender.get("/reports/?q=骆驼"))
    csv = b"".join(sender.get("/reports/export.csv").streaming_content).decode()
    assert csv.count("一季度执法情况") == 2
    inbox = text(client(little.city, "county_b").get("/reports/inbox/"))
    assert "一季度执法情况" in inbox
    assert "乙县司法局" in inbox
    assert b"".join(
        client(little.city, "county_b").get("/reports/inbox/export.csv").streaming_content
    )
    figures = text(sender.get("/reports/figures/?q=罚款"))
    assert "罚款数之和" in figures
    assert "fines" not in figures
    taken = sender.get("/reports/figures/export.csv?q=罚款").streaming_content
    assert "fines" in b"".join(taken).decode()


def test_home_says_what_is_to_be_done(little: LittleReport) -> None:
    task = little.sent(little.city.body_a)
    assert "有报表要填报" in text(client(little.city, "clerk_a").get("/"))
    assert "填报并报送" in text(client(little.city, "clerk_a").get("/todo/"))
    assert "一季度执法情况" not in text(client(little.city, "county_b").get("/todo/"))
    little.submit(task, little.city.body_a)
    assert "填报并报送" not in text(client(little.city, "clerk_a").get("/todo/"))
    assert "一季度执法情况" in text(client(little.city, "city").get("/todo/"))
    little.merge(task)
    assert "报表汇总待审签" in text(client(little.city, "leader").get("/"))
    assert "审签汇总结果" in text(client(little.city, "leader").get("/todo/"))
    assert "一季度执法情况" not in text(client(little.city, "city").get("/todo/"))
    found = text(client(little.city, "city").get("/search/?q=一季度执法"))
    assert f"/reports/{task.pk}/" in found


@pytest.mark.parametrize("who", ["city", "county_a", "clerk_a"])
def test_pages_cost_the_same_however_much_they_show(little: LittleReport, who: str) -> None:
    task = little.sent()
    answer = little.answer(task, little.city.body_a)
    reader = client(little.city, who)
    for _ in range(2):
        if who != "clerk_a":
            assert_query_count(reader, "/reports/", FILE, f"reports of {who}")
        if who == "city":
            assert_query_count(reader, f"/reports/{task.pk}/", FILE, "report")
        if who == "clerk_a":
            assert_query_count(reader, f"/reports/answers/{answer.pk}/", FILE, "report answer")
            assert_query_count(reader, "/reports/inbox/", FILE, "reports/inbox of clerk_a")
        little.sent()
