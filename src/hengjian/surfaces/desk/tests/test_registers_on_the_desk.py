"""The register pages: who sees what, edits that meet, imports, exports, staffing."""

import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook

from hengjian.core import clock
from hengjian.core.organisation.actions import add_unit
from hengjian.core.organisation.models import UnitKind
from hengjian.core.people.actions import enrol_person, give_post
from hengjian.core.people.models import Post, Role
from hengjian.core.tests.query_counts import assert_query_count
from hengjian.core.tests.small_city import SINCE, SmallCity
from hengjian.domain.registry.actions import amend_row
from hengjian.domain.registry.models import Officer, StaffingEntry, SupervisionBody, Upload
from hengjian.domain.registry.registers import OFFICERS, REGISTERS
from hengjian.domain.registry.tests.register import AT, LittleRegister, entered, officer

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
FILE = Path(__file__).with_name("query_counts.txt")


@pytest.fixture
def little(small_city: SmallCity) -> LittleRegister:
    return LittleRegister.entered(small_city)


def as_(client: Client, post: Post) -> Client:
    client.force_login(post.person, backend=BACKEND)
    return client


def page(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def test_each_sees_his_own_officers_and_no_other(client: Client, little: LittleRegister) -> None:
    city = little.city
    for post, seen in ((city.county_a, {"甲P1"}), (city.county_b, {"甲P2"}), (city.city, {"甲P1", "甲P2"}),
                       (city.leader, {"甲P1", "甲P2"}), (city.system_admin, set()), (city.clerk_a, set())):  # fmt: skip
        text = page(as_(client, post), "/registers/officers/")
        assert {name for name in ("甲P1", "甲P2") if name in text} == seen, post
        for row in (little.officer, little.stranger):
            status = 200 if str(row) in seen else 404
            page(client, f"/registers/officers/{row.pk}/", status)
            if status == 404:
                page(client, f"/registers/officers/{row.pk}/edit/", 404)


@pytest.mark.parametrize("name", sorted(REGISTERS))
def test_every_register_has_all_its_pages(
    client: Client, little: LittleRegister, name: str
) -> None:
    if name == "discretion":
        entered(REGISTERS[name], item_id="I1", tier="一般", fine_min=100, fine_max=20000)
    as_(client, little.city.county_a)
    row = REGISTERS[name].rows().first()
    for url in (
        "",
        "?q=zzz",
        "print/",
        "new/",
        "import/",
        f"{row.pk}/",
        f"{row.pk}/edit/",
        f"{row.pk}/end/",
    ):
        text = page(client, f"/registers/{name}/{url}")
        assert " style=" not in text
    assert "没有符合条件的" in page(client, f"/registers/{name}/?q=zzz")
    assert "您的岗位" not in page(client, f"/registers/{name}/")
    for file in ("export.xlsx", "template.xlsx"):
        content = client.get(f"/registers/{name}/{file}").getvalue()
        assert load_workbook(io.BytesIO(content)).active is not None
    assert (
        REGISTERS[name].fields[0].label
        in client.get(f"/registers/{name}/export.csv").getvalue().decode()
    )


def test_a_reader_is_offered_no_change_and_gets_none(
    client: Client, little: LittleRegister
) -> None:
    as_(client, little.city.leader)
    text = page(client, f"/registers/officers/{little.officer.pk}/")
    assert "更改" not in text.replace("经过", "")
    for url in (f"{little.officer.pk}/edit/", f"{little.officer.pk}/end/", "new/", "import/"):
        page(client, f"/registers/officers/{url}", 403)


def test_a_row_says_why_it_is_shown_and_what_became_of_it(
    client: Client, little: LittleRegister
) -> None:
    amend_row(OFFICERS, little.officer, {"name": "甲改"}, seen=1, since=date(2026, 11, 1), by=little.city.city, at=AT)  # fmt: skip
    text = page(as_(client, little.city.county_a), f"/registers/officers/{little.officer.pk}/")
    assert "司法局监督本行政区域内的行政执法" in text
    assert "甲P1 → 甲改" in text
    assert "林一" in text
    assert "自 2026-11-01 起" in text


def form_of(row: Officer, **changes: Any) -> dict[str, Any]:
    return {
        "body_id": "A1", "name": row.name, "kind": "enforcement", "employed_from": "2020-01-01",
        "since": "", "seen": row.version, **changes,
    }  # fmt: skip


def test_the_second_who_saves_is_told_and_writes_nothing(
    client: Client, little: LittleRegister
) -> None:
    url = f"/registers/officers/{little.officer.pk}/edit/"
    first = as_(Client(), little.city.city)
    second = as_(client, little.city.county_a)
    opened = form_of(little.officer)
    assert first.post(url, {**opened, "name": "甲先"}).status_code == 302
    answer = second.post(url, {**opened, "name": "甲后"})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "林一在" in text
    assert "姓名由“甲P1”改为“甲先”" in text
    assert 'value="甲后"' in text, "what he typed is not lost"
    assert Officer.objects.get(pk=little.officer.pk).name == "甲先"
    assert second.post(url, {**opened, "seen": 2, "name": "甲后"}).status_code == 302


def test_errors_stand_beside_their_fields(client: Client, little: LittleRegister) -> None:
    as_(client, little.city.county_a)
    url = f"/registers/officers/{little.officer.pk}/edit/"
    wrong = client.post(url, form_of(little.officer, employed_to="2019-01-01"))
    assert wrong.status_code == 422
    assert "离岗日期 2019-01-01 早于到岗日期 2020-01-01" in wrong.content.decode()
    stranger = client.post(url, form_of(little.officer, body_id="B1"))
    assert "B1 不在您的管辖范围" in stranger.content.decode()
    new = client.post("/registers/officers/new/", {"officer_id": "P8", "body_id": "B1", "kind": "enforcement"})  # fmt: skip
    assert "B1 不在您的管辖范围" in new.content.decode()
    assert Officer.objects.count() == 2
    good = client.post("/registers/officers/new/", {"officer_id": "P8", "body_id": "A1", "kind": "enforcement"})  # fmt: skip
    assert good.status_code == 302


def test_money_is_entered_in_yuan(client: Client, little: LittleRegister) -> None:
    as_(client, little.city.county_a)
    client.post("/registers/items/new/", {"item_id": "I8", "name": "对乱堆的处罚", "kind": "penalty", "body_id": "A1",
                                          "fine_min": "50", "fine_max": "1,000.50", "penalty_kinds": ["warning", "fine"]})  # fmt: skip
    item = REGISTERS["items"].model._default_manager.get(code="I8")
    assert (item.fine_min, item.fine_max, item.penalty_kinds) == (5000, 100050, "warning;fine")
    bad = client.post(
        "/registers/items/new/",
        {"item_id": "I9", "name": "x", "kind": "penalty", "fine_max": "很多"},
    )
    assert bad.status_code == 422


def workbook() -> SimpleUploadedFile:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "人员"
    for row in (["人员编号", "机关编号", "姓名", "人员类型"], ["P1", "A1", "甲改", "执法人员"],
                ["P7", "A1", "甲七", "执法人员"], ["P8", "B1", "甲八", "执法人员"]):  # fmt: skip
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return SimpleUploadedFile("名册.xlsx", stream.getvalue())


def test_an_import_is_looked_at_confirmed_and_undone(
    client: Client, little: LittleRegister
) -> None:
    as_(client, little.city.county_a)
    sent = client.post("/registers/officers/import/", {"file": workbook()})
    url = sent.headers["Location"]
    shown = page(client, f"{url}?kind=changed")
    assert "<del>甲P1</del>" in shown
    assert "<ins>甲改</ins>" in shown
    assert "B1 不在您的管辖范围" in page(client, f"{url}?kind=refused")
    assert Officer.objects.get(code="P1").name == "甲P1"
    page(as_(Client(), little.city.county_b), url, 404)
    client.post(f"{url}confirm/", {"since": "2026-11-01"})
    assert set(Officer.objects.values_list("name", flat=True)) == {"甲改", "甲P2", "甲七"}
    client.post(f"{url}undo/")
    assert set(Officer.objects.values_list("name", flat=True)) == {"甲P1", "甲P2"}
    assert Upload.objects.get().state == "undone"


def test_a_broken_file_is_refused_on_the_page(client: Client, little: LittleRegister) -> None:
    as_(client, little.city.county_a)
    sent = client.post(
        "/registers/officers/import/",
        {"file": SimpleUploadedFile("名册.xlsx", b"PK\x03\x04broken")},
    )
    assert sent.status_code == 422
    assert "名册.xlsx" in sent.content.decode()
    assert not Upload.objects.exists()


def test_pages_follow_one_another_without_gap(client: Client, little: LittleRegister) -> None:
    for number in range(120):
        entered(OFFICERS, **officer(f"Q{number:03d}", "A1", name=f"乙{number % 7}"))
    as_(client, little.city.county_a)
    for sort in ("", "-officer_id", "name", "-name"):
        seen: list[str] = []
        url = f"/registers/officers/?sort={sort}"
        while url:
            text = page(client, url)
            seen += [
                part.split("<")[0]
                for part in text.split('<td class="code">')[1:]
                if part[0] in "PQ"
            ]
            after = text.split('rel="next" href="')[1:]
            url = (
                "/registers/officers/" + after[0].split('"')[0].replace("&amp;", "&")
                if after
                else ""
            )
        assert len(seen) == len(set(seen)) == 121, sort
    assert "共 121 条" in page(client, "/registers/officers/")
    page(client, "/registers/officers/?after=bm9uc2Vuc2U&before=%00&body=x&within=-1&sort=evil")
    page(client, "/registers/certificates/?sort=valid_to&after=WyJ4IiwieSJd")


def test_staffing_is_entered_on_the_page_and_overuse_refused(
    client: Client, little: LittleRegister
) -> None:
    as_(client, little.city.city)
    bureau = little.city.bureau.pk
    line = {"line-ledger": "posts", "line-unit": bureau, "line-kind": "special", "line-change": "8",
            "line-since": "2026-01-01", "line-document": "编发1号"}  # fmt: skip
    assert client.post("/staffing/lines/", line).status_code == 302
    post = {"post-unit": bureau, "post-kind": "special", "post-since": "2026-01-01"}
    for number in range(8):
        assert (
            client.post("/staffing/posts/", {**post, "post-name": f"某{number}"}).status_code == 302
        )
    refused = client.post("/staffing/posts/", {**post, "post-name": "某九"})
    assert refused.status_code == 422
    assert "实有 9 人，编制 8 名，超出 1 名" in refused.content.decode()
    wrong = StaffingEntry.objects.get()
    client.post(f"/staffing/lines/{wrong.pk}/reverse/", {"reason": "写错"})
    assert StaffingEntry.objects.count() == 1, "the posts are filled; it cannot be taken back"
    assert (
        as_(Client(), little.city.county_b)
        .post(f"/staffing/lines/{wrong.pk}/reverse/", {"reason": "x"})
        .status_code
        == 404
    )
    assert as_(Client(), little.city.leader).post("/staffing/lines/", line).status_code == 403


def test_who_reaches_no_body_is_shown_no_empty_registers(
    client: Client, little: LittleRegister
) -> None:
    """An invited supervisor at a liaison office; a clerk beside him has his own body."""
    office = add_unit(
        UnitKind.LIAISON_OFFICE,
        "甲县联络室",
        division=little.city.county_a_division,
        by=None,
        at=AT,
    )
    person = enrol_person("invited", "谢九", by=None, at=AT)
    invited = give_post(person, office, Role.INVITED_SUPERVISOR, since=SINCE, by=None, at=AT)
    for post, shown in ((invited, False), (little.city.clerk_a, True)):
        text = page(as_(client, post), "/")
        assert ("/registers/officers/" in text) is shown
        assert ("在岗人员" in text) is shown
        assert "/registers/items/" in text
        assert "/staffing/" not in text
    assert "/staffing/" in page(as_(client, little.city.county_a), "/")


def test_everybody_concerned_finds_the_bodies_that_supervise_him(
    client: Client, little: LittleRegister
) -> None:
    for unit in (little.city.bureau, little.city.bureau_a, little.city.bureau_b):
        SupervisionBody.objects.create(unit=unit, phone="00000000")
    seen = page(as_(client, little.city.clerk_a), "/supervision-bodies/")
    assert "示例市司法局" in seen
    assert "甲县司法局" in seen
    assert "乙县司法局" not in seen
    assert "00000000" not in page(as_(client, little.city.system_admin), "/supervision-bodies/")


def test_a_form_tells_whom_a_number_names_and_offers_the_bodies(
    client: Client, little: LittleRegister
) -> None:
    as_(client, little.city.county_a)
    text = page(client, f"/registers/officers/{little.officer.pk}/edit/")
    assert f"现为{little.officer.body}" in text
    assert 'list="bodies"' in text
    offered = page(client, "/registers/body-choices/?by=code")
    assert f'value="{little.officer.body.code}"' in offered
    assert f'value="{little.stranger.body.code}"' not in offered


def test_tiers_are_sorted_by_their_item_both_ways(client: Client, little: LittleRegister) -> None:
    entered(REGISTERS["items"], item_id="I9", name="九号事项", kind="penalty")
    for item in ("I1", "I9"):
        entered(REGISTERS["discretion"], item_id=item, tier="一般", fine_min=100, fine_max=20000)
    as_(client, little.city.county_a)
    for sort, first in (("item_id", "I1"), ("-item_id", "I9")):
        text = page(client, f"/registers/discretion/?sort={sort}").split("<tbody>")[1]
        assert first in text.split("</tr>")[0], sort


def test_paper_says_what_it_was_narrowed_to(client: Client, little: LittleRegister) -> None:
    as_(client, little.city.county_a)
    narrowed = page(client, "/registers/officers/print/?q=甲&within=60&state=in_force")
    assert "关键词：甲；状态：在岗；证件到期：60 日内" in narrowed
    assert "关键词：" not in page(client, "/registers/officers/print/")


def test_an_export_names_what_its_numbers_mean_and_reads_back_unchanged(
    client: Client, little: LittleRegister
) -> None:
    as_(client, little.city.county_a)
    content = client.get("/registers/officers/export.xlsx").getvalue()
    head, first, *_ = load_workbook(io.BytesIO(content)).active.values
    assert dict(zip(head, first, strict=True))["机关名称（只供查看）"] == str(little.officer.body)
    assert (
        f",{little.officer.body}"
        in client.get("/registers/officers/export.csv").getvalue().decode()
    )
    file = SimpleUploadedFile("名册.xlsx", content)
    url = client.post("/registers/officers/import/", {"file": file}).headers["Location"]
    assert "没有可以写入的内容" in page(client, url)


def test_a_difference_list_names_the_rows_that_change(
    client: Client, little: LittleRegister
) -> None:
    book = Workbook()
    book.active.append(["人员编号", "机关编号", "人员类型"])
    book.active.append([little.officer.code, little.officer.body.code, "辅助人员"])
    stream = io.BytesIO()
    book.save(stream)
    as_(client, little.city.county_a)
    file = SimpleUploadedFile("名册.xlsx", stream.getvalue())
    url = client.post("/registers/officers/import/", {"file": file}).headers["Location"]
    assert f'<span class="under">{little.officer}</span>' in page(client, f"{url}?kind=changed")


def test_refused_rows_are_taken_away_with_what_was_written(
    client: Client, little: LittleRegister
) -> None:
    book = Workbook()
    book.active.append(["人员编号", "机关编号", "人员类型"])
    book.active.append(["P77", "B999", "执法人员"])
    stream = io.BytesIO()
    book.save(stream)
    as_(client, little.city.county_a)
    file = SimpleUploadedFile("名册.xlsx", stream.getvalue())
    url = client.post("/registers/officers/import/", {"file": file}).headers["Location"]
    assert "B999" in page(client, f"{url}?kind=refused")
    answer = client.get(f"{url}refused.xlsx")
    rows = list(load_workbook(io.BytesIO(answer.getvalue())).active.values)
    assert rows[1][:4] == (2, "P77", "机关编号", "B999")
    page(as_(Client(), little.city.county_b), f"{url}refused.xlsx", 404)


def test_home_and_search_know_the_registers(client: Client, little: LittleRegister) -> None:
    entered(OFFICERS, **officer("P6", "A1", name="无证人"))
    text = page(as_(client, little.city.county_a), "/")
    assert "在岗执法人员没有有效证件" in text
    assert "无证人" in page(client, "/search/?q=无证")
    assert "无证人" not in page(as_(Client(), little.city.county_b), "/search/?q=无证")


@pytest.mark.parametrize("name", sorted(REGISTERS))
@pytest.mark.parametrize("who", ["county_a", "leader", "city"])
def test_a_list_costs_the_same_for_everybody(
    client: Client, little: LittleRegister, name: str, who: str
) -> None:
    as_(client, getattr(little.city, who))
    assert_query_count(client, f"/registers/{name}/", FILE, f"registers/{name}")


def test_whoever_sees_a_row_reads_what_the_ledger_holds_of_it(
    client: Client, little: LittleRegister
) -> None:
    row = little.officer
    ledger = f"/ledger/of/registry.officer/{row.pk}/"
    as_(client, little.city.county_a)
    assert ledger in page(client, f"/registers/officers/{row.pk}/")
    assert "/ledger/entries/" in page(client, ledger)
    as_(client, little.city.county_b)
    assert "/ledger/entries/" not in page(client, ledger)


@pytest.mark.parametrize(("ahead", "told"), [(30, "还没有到"), (-30, "已登记。")])
def test_who_comes_later_is_not_yet_in_post(
    client: Client, little: LittleRegister, ahead: int, told: str
) -> None:
    first = clock.day_of(clock.now()) + timedelta(days=ahead)
    form = {"officer_id": "P9", "body_id": "A1", "name": "甲新", "kind": "enforcement"}
    browser = as_(client, little.city.county_a)
    answer = browser.post(
        "/registers/officers/new/", {**form, "employed_from": str(first)}, follow=True
    )
    text = answer.content.decode()
    assert told in text
    assert (f"{first} 起" in text) is (ahead > 0)
    for state, shown in (("in_force", ahead < 0), ("uncarded", ahead < 0), ("early", ahead > 0)):
        assert ("甲新" in page(browser, f"/registers/officers/?state={state}")) is shown


def test_the_home_page_tells_what_was_never_evaluated(
    client: Client, little: LittleRegister
) -> None:
    assert "从未评估" in page(as_(client, little.city.county_a), "/")
    assert "从未评估" not in page(as_(client, little.city.county_b), "/")
