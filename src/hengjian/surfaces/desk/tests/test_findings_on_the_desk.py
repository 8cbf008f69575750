"""The pages of findings and leads: who gets which, what they offer, and two people at one finding."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hengjian.core.people.actions import enrol_person, give_post
from hengjian.core.people.models import Post, Role
from hengjian.core.tests.query_counts import assert_query_count
from hengjian.core.tests.small_city import SINCE
from hengjian.domain.findings import actions
from hengjian.domain.findings.models import CheckRun, Finding
from hengjian.domain.findings.tests.checked import AT, Checked, archived, checked
from hengjian.domain.supervision.models import Lead

__all__ = ["archived", "checked"]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
COUNTS = Path(__file__).with_name("query_counts.txt")


def acting(post: Post) -> Client:
    client = Client()
    client.force_login(post.person, backend=BACKEND)
    return client


@pytest.fixture
def one(checked: Checked) -> Finding:
    return checked.of("990101", person=False)


@pytest.fixture
def clerk(one: Finding) -> Post:
    assert one.body is not None
    person = enrol_person("clerk_of_it", "甲一", password="平安是福-2026", by=None, at=AT)
    return give_post(person, one.body.unit, Role.BODY_CLERK, since=SINCE, by=None, at=AT)


def seen(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, url
    return answer.content.decode()


def test_a_worklist_shows_ones_own_remit(checked: Checked, one: Finding) -> None:
    here, there = f"/findings/{one.pk}/", checked.of("990102").pk
    page = seen(acting(checked.city.county_a), "/findings/")
    assert here in page
    assert f"/findings/{there}/" not in page
    assert here not in seen(acting(checked.city.county_b), "/findings/")
    for stranger in (checked.city.county_b, checked.city.clerk_a, checked.city.audit_admin):
        seen(acting(stranger), here, 404)


@pytest.mark.parametrize(
    "query",
    [
        "severity=F", "state=all&sort=new", "state=open&sort=old", "rule=F08", "family=K&age=week",
        "age=-quarter", "nature=hint", "person=yes", "sector=market", "division=990101", "q=立案",
        "q=M00000001", "state=gone", "state=asked&overdue=1&sort=due", "section=999999",
        "after=bm9uc2Vuc2U&before=x", "after=WzEsIngiLDJd", "body=12&rule=';--", "q=%00",
    ],
)  # fmt: skip
def test_any_filter_gives_a_page(checked: Checked, query: str) -> None:
    for post in (checked.city.county_a, checked.city.leader, checked.city.clerk_a):
        seen(acting(post), f"/findings/?{query}")


def test_pages_go_on_where_the_last_one_ended(
    checked: Checked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hengjian.domain.findings.queries.PAGE", 7)
    client, found, query = acting(checked.city.county_a), [], ""
    while True:
        answer = client.get(f"/findings/?state=all{query}")
        rows = answer.content.decode().split('name="chosen" value="')[1:]
        found += [row.partition(".")[0] for row in rows]
        if not answer.context["next"]:
            break
        query = f"&{answer.context['next']}"
    expected = Finding.objects.filter(body__unit__division__code="990101").order_by("weight", "-id")
    assert found == [str(pk) for pk in expected.values_list("pk", flat=True)]
    before = client.get(f"/findings/?{answer.context['previous']}")
    assert before.context["next"]


def test_a_finding_says_what_is_wrong_and_offers_what_one_may_do(
    checked: Checked, one: Finding, clerk: Post
) -> None:
    page = seen(acting(checked.city.county_a), f"/findings/{one.pk}/")
    assert one.says in page
    assert "转为监督线索" in page
    assert "不予处理" not in seen(acting(checked.city.leader), f"/findings/{one.pk}/")
    seen(acting(clerk), f"/findings/{one.pk}/", 404)
    actions.ask(one, seen=1, question="请说明理由", by=checked.city.county_a, at=AT)
    answered = seen(acting(clerk), f"/findings/{one.pk}/")
    assert "作出说明" in answered
    assert "不予处理" not in answered


def test_the_second_of_two_sees_what_the_first_did(checked: Checked, one: Finding) -> None:
    first, second = acting(checked.city.county_a), acting(checked.city.city)
    told = {"chosen": f"{one.pk}.1", "reason": "lawful", "words": ""}
    assert first.post("/findings/do/dismiss/", told).status_code == 302
    answer = second.post(
        "/findings/do/ask/", {"chosen": f"{one.pk}.1", "words": "请说明理由", "due": "2099-01-04"}
    )
    assert answer.status_code == 409
    assert "王二（甲县司法局）已于" in answer.content.decode()
    one.refresh_from_db()
    assert one.state == "dismissed"


def test_many_are_decided_at_once_with_a_result_for_each(checked: Checked) -> None:
    rows = list(Finding.objects.filter(body__unit__division__code="990101", person=False)[:3])
    actions.dismiss(rows[0], seen=1, reason="lawful", by=checked.city.city, at=AT)
    client = acting(checked.city.county_a)
    chosen = [f"{row.pk}.1" for row in rows]
    assert "将办理 3 条线索" in seen(
        client, "/findings/do/raise/?chosen=" + "&chosen=".join(chosen)
    )
    answer = client.post("/findings/do/raise/", {"chosen": chosen, "words": "情况属实，拟立案"})
    page = answer.content.decode()
    assert "2 条已办理" in page
    assert "林一" in page
    assert Lead.objects.filter(findings__in=rows[1:]).distinct().count() >= 1
    seen(client, f"/leads/{Lead.objects.first().pk}/")  # type: ignore[union-attr]
    seen(acting(checked.city.county_b), f"/leads/{Lead.objects.first().pk}/", 404)  # type: ignore[union-attr]


def test_a_person_is_not_asked_about_without_the_tick(checked: Checked, one: Finding) -> None:
    Finding.objects.filter(pk=one.pk).update(person=True)
    client = acting(checked.city.county_a)
    told = {"chosen": f"{one.pk}.1", "words": "请说明证件情况", "due": "2099-01-04"}
    assert client.post("/findings/do/ask/", told).status_code == 422
    assert "转为监督线索</a>" not in seen(client, f"/findings/{one.pk}/")
    whole = told | {"ticked": "1", "looked": "已核对证件台账"}
    assert client.post("/findings/do/ask/", whole).status_code == 302


@pytest.mark.parametrize("name", ["dismiss", "ask", "raise", "answer", "whatever"])
def test_nobody_acts_beyond_his_post(checked: Checked, one: Finding, name: str) -> None:
    url = f"/findings/do/{name}/?chosen={one.pk}.1"
    assert acting(checked.city.leader).get(url).status_code in (403, 404)
    assert acting(checked.city.county_b).get(url).status_code in (403, 404)
    assert acting(checked.city.audit_admin).get("/findings/runs/").status_code == 403


def test_a_list_begins_with_the_default_filter(checked: Checked) -> None:
    client = acting(checked.city.county_a)
    client.post("/findings/filters/", {"name": "致命", "query": "severity=F", "default": "1"})
    assert client.get("/findings/")["Location"] == "/findings/?severity=F"
    assert "致命" in seen(client, "/findings/?state=")
    other = acting(checked.city.county_b)
    assert other.get("/findings/").status_code == 200


def test_the_home_page_says_whose_turn_it_is(checked: Checked, one: Finding, clerk: Post) -> None:
    assert "致命问题线索待处理" in seen(acting(checked.city.county_a), "/")
    actions.ask(one, seen=1, question="请说明理由", by=checked.city.county_a, at=AT)
    assert "请本机关说明的线索" in seen(acting(clerk), "/")
    Finding.objects.filter(pk=one.pk).update(due_on=AT.date().replace(year=2020))
    assert "逾期未向监督机关说明" in seen(acting(clerk), "/")
    assert "机关逾期未说明" in seen(acting(checked.city.county_a), "/")


def test_a_run_in_which_no_rule_met_a_row_is_a_warning(checked: Checked) -> None:
    client = acting(checked.city.county_a)
    run = CheckRun.objects.get()
    assert "没有一条规则遇到数据" not in seen(client, f"/findings/runs/{run.pk}/")
    CheckRun.objects.update(tallies={"F08": {"broken": 0}}, judged=5)
    assert "没有一条规则遇到数据" in seen(client, f"/findings/runs/{run.pk}/")
    assert "没有规则遇到数据" in seen(client, "/findings/runs/")


def test_what_is_taken_away_names_nobody_and_is_ones_own(checked: Checked, one: Finding) -> None:
    answer = acting(checked.city.county_a).get("/findings/export.csv?state=all")
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    mine = Finding.objects.filter(body__unit__division__code="990101")
    assert text.count("\n") == mine.count() + 1 or one.code in text
    assert checked.of("990102").code not in text
    assert acting(checked.city.county_a).get("/findings/export.xlsx").status_code == 200


def test_lists_of_findings_cost_few_queries(checked: Checked, one: Finding) -> None:
    """No more for a county's officer than for the city's leader, and none that grows with the rows."""
    for name in ("county_a", "leader", "clerk_a"):
        client = acting(getattr(checked.city, name))
        assert_query_count(client, "/findings/?state=all", COUNTS, f"findings of {name}")
    client = acting(checked.city.county_a)
    assert_query_count(client, f"/findings/{one.pk}/", COUNTS, "one finding")
    assert_query_count(client, "/findings/groups/", COUNTS, "findings/groups of county_a")
    assert_query_count(client, f"/findings/do/dismiss/?chosen={one.pk}.1", COUNTS, "deed")


def test_a_body_answers_with_files_and_strangers_do_not_get_them(
    checked: Checked, one: Finding, clerk: Post, settings: Any, tmp_path: Path
) -> None:
    settings.ATTACHMENTS = str(tmp_path)
    actions.ask(one, seen=one.version, question="请说明情况", by=checked.city.county_a, at=AT)
    one.refresh_from_db()
    client, url = acting(clerk), "/findings/do/answer/"
    sent = {"chosen": f"{one.pk}.{one.version}", "words": "已经纠正，材料附后"}
    bad = SimpleUploadedFile("证据.pdf", b"MZ an executable")
    page = client.post(url, {**sent, "attached": bad}).content.decode()
    assert "不是可以接收的类型" in page
    assert not one.steps.filter(kind="answered").exists()
    good = SimpleUploadedFile("证据.pdf", b"%PDF-1.4 proof")
    client.post(url, {**sent, "attached": good})
    kept = one.steps.get(kind="answered").files.get()
    where = f"/findings/{one.pk}/files/{kept.pk}/"
    for reader in (clerk, checked.city.county_a):
        assert where in seen(acting(reader), f"/findings/{one.pk}/")
        assert acting(reader).get(where).content == b"%PDF-1.4 proof"
    for stranger in (checked.city.county_b, checked.city.audit_admin):
        seen(acting(stranger), where, 404)
    other = checked.of("990102")
    seen(acting(checked.city.county_b), f"/findings/{other.pk}/files/{kept.pk}/", 404)
