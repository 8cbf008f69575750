"""Matters are opened, taken step by step and read on the desk; each side sees its part and strangers nothing."""

from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hengjian.content.errors import PlainError
from hengjian.core import clock
from hengjian.core.entries.models import LedgerEntry
from hengjian.core.people.models import Post
from hengjian.core.tests.query_counts import assert_query_count
from hengjian.core.tests.small_city import SmallCity
from hengjian.domain.registry.lists import content
from hengjian.domain.supervision.cases.tests.little_case import LittleCase
from hengjian.domain.supervision.matters.models import Matter, MatterFile
from hengjian.domain.supervision.matters.tests.little_matter import LittleMatter
from hengjian.surfaces.desk.tests.test_no_list_is_without_its_count import FILE

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(60)
SECRETS = ("欧阳铁柱", "13904530987", "南湖菜场东门第三个摊位")


@pytest.fixture
def matters(small_city: SmallCity) -> LittleMatter:
    return LittleMatter.ready(LittleCase.ready(small_city))


@pytest.fixture(autouse=True)
def today(matters: LittleMatter) -> object:
    """The pages' clock stands where the matters' does."""
    with patch.object(clock, "now", lambda: matters.at):
        yield


def client_of(post: Post) -> Client:
    client = Client()
    client.force_login(post.person, backend=BACKEND)
    return client


def page(post: Post, url: str) -> str:
    answer = client_of(post).get(url)
    return answer.content.decode() if answer.status_code == 200 else str(answer.status_code)


def filled(matters: LittleMatter, fields: object) -> dict[str, object]:
    """A form as a browser sends it."""
    sent: dict[str, object] = {}
    for one in fields:  # type: ignore[attr-defined]
        value = matters.answer(one)
        if one.type == "rows":
            for number, row in enumerate(value):
                sent |= {f"{one.name}-{number}-{name}": cell for name, cell in row.items()}
        else:
            sent[one.name] = value
    return sent


def complained(matters: LittleMatter) -> Matter:
    person, phone, words = SECRETS
    return matters.opened("complaint", person=person, phone=phone, own_words=words)


@pytest.mark.parametrize("code", list(content().matters))
def test_a_kind_is_opened_by_its_form_and_shown(matters: LittleMatter, code: str) -> None:
    kind = content().matters[code]
    who = matters.case.clerk if "body" in kind.opens.by else matters.case.first
    url = f"/matters/open/{code}/"
    form = page(who, url)
    shown = [
        one.label for one in kind.opens.fields if one.name != "body" or who.role != "body_clerk"
    ]
    assert all(label in form for label in shown)
    refused = client_of(who).post(url, {})
    assert refused.status_code == 200
    assert "没有填写" in refused.content.decode()
    assert not Matter.objects.exists()
    made = client_of(who).post(url, filled(matters, kind.opens.fields))
    assert made.status_code == 302, made.content.decode()
    matter = Matter.objects.get()
    told = page(who, made.headers["Location"])
    assert matter.number in told
    first = kind.steps_from(matter.state)[0]
    assert first.name in told or first.inside
    assert "已经办结" not in told
    assert page(matters.case.city.county_b, f"/matters/{matter.pk}/") == "404"
    assert matter.title in page(who, f"/matters/?kind={code}")


@pytest.mark.parametrize("code", list(content().matters))
def test_each_first_step_is_taken_by_its_form(matters: LittleMatter, code: str) -> None:
    kind = content().matters[code]
    matter = matters.opened(code)
    step = kind.steps_from(matter.state)[0]
    url = f"/matters/{matter.pk}/step/{step.code}/"
    who = matters.doer(kind, step)
    assert step.name in page(who, url)
    data = filled(matters, step.fields)
    stale = client_of(who).post(url, data | {"seen": "99"})
    assert stale.status_code == 200
    assert "您打开页面以后" in stale.content.decode()
    made = client_of(who).post(url, data | {"seen": str(matter.version)})
    assert made.status_code == 302, made.content.decode()
    matter.refresh_from_db()
    assert matter.state == (step.to or kind.opens.to)
    assert page(matters.case.city.county_b, url) == "404"


def test_rows_are_pasted_from_a_spreadsheet(matters: LittleMatter) -> None:
    clerk = matters.case.clerk
    sent = {
        "year": "2026",
        "body_opinion": "同意",
        "officers-pasted": "E1\tZ1\t64\t89\nE1，Z1，32，缺考",
    }
    made = client_of(clerk).post("/matters/open/yearly_check/", sent)
    assert made.status_code == 302, made.content.decode()
    rows = Matter.objects.get().steps.get().values["officers"]
    assert rows == [
        {"officer": "E1", "certificate": "Z1", "training": 64, "exam": "89"},
        {"officer": "E1", "certificate": "Z1", "training": 32, "exam": "缺考"},
    ]
    wrong = client_of(clerk).post(
        "/matters/open/yearly_check/", sent | {"officers-pasted": "E1\tZ1\nE2\tZ2"}
    )
    assert "第 2 行“人员编号”E2 不是甲县市场监督管理局的人员" in wrong.content.decode()


def test_who_complained_is_on_no_page_list_export_or_ledger_line(matters: LittleMatter) -> None:
    matter = complained(matters)
    matters.take(matter, "accept")
    matters.take(matter, "ask_body")
    case = matters.case
    urls = [f"/matters/{matter.pk}/", "/matters/?ended=1", "/matters/export.xlsx", "/matters/export.csv",
            f"/matters/?q={SECRETS[0]}", f"/search/?q={SECRETS[0]}", "/", "/notices/"]  # fmt: skip
    for post in (
        case.first,
        case.second,
        case.head,
        case.clerk,
        case.city.city,
        case.city.county_b,
    ):
        client = client_of(post)
        for url in urls:
            answer = client.get(url)
            text = b"".join(answer) if answer.streaming else answer.content
            shown = text.decode(errors="ignore").replace(f"q={SECRETS[0]}", "")
            asked = shown.replace(f'value="{SECRETS[0]}"', "").replace(f"“{SECRETS[0]}”", "")
            if "?q=" in url:
                assert matter.number not in asked
                continue
            assert not [one for one in SECRETS if one in shown], (url, post)
    ledger = " ".join(str(one.payload) for one in LedgerEntry.objects.all())
    assert not [one for one in SECRETS if one in ledger]


def test_only_the_handler_reads_who_complained_and_it_is_in_the_ledger(
    matters: LittleMatter,
) -> None:
    matter = complained(matters)
    case, url = matters.case, f"/matters/{matter.pk}/secret/"
    without = client_of(case.first).post(url, {"purpose": " "}, follow=True).content.decode()
    assert "请写明查看的用途" in without
    shown = client_of(case.first).post(url, {"purpose": "电话核实"})
    assert all(one in shown.content.decode() for one in SECRETS)
    assert "no-store" in shown.headers["Cache-Control"]
    assert LedgerEntry.objects.filter(kind="matter.secret_read").count() == 1
    for post in (case.second, case.head):
        refused = client_of(post).post(url, {"purpose": "看看"}, follow=True).content.decode()
        assert SECRETS[0] not in refused
        assert "只有承办人可以查看" in refused
    assert client_of(case.clerk).post(url, {"purpose": "看看"}).status_code == 404


def test_the_body_reads_what_it_is_asked_and_not_what_is_inside(matters: LittleMatter) -> None:
    matter = complained(matters)
    clerk = matters.case.clerk
    assert page(clerk, f"/matters/{matter.pk}/") == "404"
    matters.take(matter, "accept", note="内部受理意见")
    matters.take(matter, "ask_body", told="有人反映现场检查没有出示证件")
    told = page(clerk, f"/matters/{matter.pk}/")
    assert "有人反映现场检查没有出示证件" in told
    assert "提交说明" in told
    assert "内部受理意见" not in told
    assert page(matters.other_clerk, f"/matters/{matter.pk}/") == "404"
    matters.take(matter, "explain", explanation="当时已出示证件，有记录仪录像。")
    assert "当时已出示证件" in page(matters.case.first, f"/matters/{matter.pk}/")


def test_each_body_reads_its_own_dossiers_only(matters: LittleMatter) -> None:
    matter = matters.opened("dossier_review")
    matters.take(matter, "draw", seed="20260301")
    matters.take(matter, "notify")
    matters.take(matter, "go_on")
    first, last = "AJ10", "AJ20"
    rows = [{"body": code, "case": case, "score": 80, "grade": "合格"}
            for code, case in (("B001", first), ("B002", last))]  # fmt: skip
    matters.take(matter, "score", results=rows)
    mine = page(matters.case.clerk, f"/matters/{matter.pk}/")
    assert first in mine
    assert last not in mine
    assert last in page(matters.other_clerk, f"/matters/{matter.pk}/")


def test_the_head_gives_a_matter_to_another(matters: LittleMatter) -> None:
    matter, case = matters.opened("lost_case"), matters.case
    url, chosen = f"/matters/{matter.pk}/give/", {"post": str(case.second.pk), "seen": "1"}
    client_of(case.third).post(url, chosen)
    matter.refresh_from_db()
    assert matter.handler == case.first
    client_of(case.head).post(url, chosen)
    matter.refresh_from_db()
    assert matter.handler == case.second


def test_everybody_reads_which_bodies_were_confirmed(matters: LittleMatter) -> None:
    nothing = Client().get("/subjects/").content.decode()
    assert "还没有公告" in nothing
    matter = matters.opened("subject")
    for code in ("examine", "submit", "confirm", "announce"):
        matters.take(matter, code, confirmation="甲政发〔2026〕7号")
    shown = Client().get("/subjects/?q=市场").content.decode()
    assert "甲政发〔2026〕7号" in shown
    assert "甲县市场监督管理局" in shown


def test_a_body_with_fewer_than_three_assessments_is_shown(matters: LittleMatter) -> None:
    url = "/matters/assessments/?only=few"
    assert "甲县水务局" in page(matters.case.first, url)
    for _ in range(3):
        matter = matters.opened("campaign")
        for code in ("approve", "notify", "finish", "report", "close"):
            matters.take(matter, code)
    assert "没有符合条件的机关" in page(matters.case.first, url)
    assert page(matters.case.clerk, url) == "403"


def test_the_page_of_a_matter_costs_what_is_held(matters: LittleMatter) -> None:
    matter = matters.opened("dossier_review")
    for code in ("draw", "notify", "go_on", "score"):
        matters.take(matter, code, seed="1")
    client = client_of(matters.case.first)
    assert_query_count(client, f"/matters/{matter.pk}/", FILE, "matter")


def test_a_file_comes_with_a_step_and_goes_to_whoever_reads_the_step(matters: LittleMatter) -> None:
    case, kind = matters.case, content().matters["lost_case"]
    matter = matters.opened("lost_case")
    url = f"/matters/{matter.pk}/step/feed_back/"
    data = filled(matters, kind.step("feed_back").fields) | {"seen": str(matter.version)}  # type: ignore[union-attr]
    wrong = SimpleUploadedFile("整改.exe", b"MZ" + bytes(100))
    refused = client_of(case.clerk).post(url, data | {"attached": wrong})
    assert refused.status_code == 200
    assert "整改.exe" in refused.content.decode()
    right = SimpleUploadedFile("整改照片.png", PNG, content_type="image/png")
    made = client_of(case.clerk).post(url, data | {"attached": right})
    assert made.status_code == 302, made.content.decode()
    told = page(case.first, f"/matters/{matter.pk}/")
    assert "整改照片.png" in told
    file = MatterFile.objects.get()
    there = f"/matters/{matter.pk}/files/{file.pk}/"
    assert client_of(case.first).get(there).content == PNG
    assert client_of(case.clerk).get(there).status_code == 200
    assert client_of(case.city.county_b).get(there).status_code == 404
    assert file.sha256 in str(LedgerEntry.objects.filter(kind="matter.step").last().payload)  # type: ignore[union-attr]


def test_a_mended_filing_is_refused_unchanged_and_taken_with_a_new_file(
    matters: LittleMatter,
) -> None:
    matter, step = matters.opened("entrustment"), content().matters["entrustment"].step("correct")
    for code in ("examine", "ask_correction"):
        matters.take(matter, code)
    url = f"/matters/{matter.pk}/step/correct/"
    data = filled(matters, step.fields) | {"seen": str(matter.version)}  # type: ignore[union-attr]
    refused = client_of(matters.case.clerk).post(url, data)
    assert "没有改动" in refused.content.decode()
    new = SimpleUploadedFile("委托书.png", PNG, content_type="image/png")
    assert client_of(matters.case.clerk).post(url, data | {"attached": new}).status_code == 302


def test_no_file_is_taken_where_it_could_tell_who_complained(matters: LittleMatter) -> None:
    assert 'name="attached"' not in page(matters.case.first, "/matters/open/complaint/")
    assert 'name="attached"' in page(matters.case.first, "/matters/open/lost_case/")


def test_what_others_fill_in_may_not_tell_who_complained(matters: LittleMatter) -> None:
    matter = complained(matters)
    matters.take(matter, "accept")
    with pytest.raises(PlainError, match="反映人的姓名"):
        matters.take(matter, "ask_body", told=f"{SECRETS[0]}反映检查没有出示证件")


def test_whose_turn_it_is_stands_on_one_page(matters: LittleMatter) -> None:
    case, matter = matters.case, matters.opened("lost_case")
    there = f'href="/matters/{matter.pk}/"'
    assert there in page(case.clerk, "/todo/")
    assert there not in page(case.first, "/todo/")
    matters.take(matter, "feed_back")
    assert there not in page(case.clerk, "/todo/")
    assert there in page(case.first, "/todo/")
    assert there not in page(case.second, "/todo/")


def test_a_term_is_stopped_goes_on_and_is_extended_on_its_page(matters: LittleMatter) -> None:
    matter, case = matters.opened("lost_case"), matters.case
    url = f"/matters/{matter.pk}/"

    def sent(by: Post, what: str, **data: object) -> str:
        matter.refresh_from_db()
        given = {"seen": matter.version, "term": "verify", "reason": "等待鉴定结论。", **data}
        return client_of(by).post(f"{url}term/{what}/", given, follow=True).content.decode()

    assert "term/stop/" in page(case.first, url)
    assert "term/extend/" not in page(case.first, url)
    assert "term/extend/" in page(case.head, url)
    told = sent(case.first, "stop")
    assert "已停止计算" in told
    assert "等待鉴定结论" in told
    assert "已恢复计算" in sent(case.first, "resume")
    assert "延长的日数须在" in sent(case.head, "extend", more="a")
    told = sent(case.head, "extend", more="10")
    assert "10 日" in told
    assert "其中延长 10 日" in told
    assert "等待鉴定结论" not in page(case.clerk, url)
    assert "term/stop/" not in page(case.clerk, url)
