"""Rules on the desk: everybody reads, few change; a custom rule is written, tried and enabled on screen."""

import re
from pathlib import Path

import pytest
from django.test import Client

from hengjian.core.jobs.models import Job, JobState
from hengjian.core.jobs.worker import drain
from hengjian.core.people.actions import enrol_person, give_post
from hengjian.core.people.models import Post, Role
from hengjian.core.tests.query_counts import assert_query_count
from hengjian.core.tests.small_city import SINCE
from hengjian.domain.findings.models import Finding
from hengjian.domain.findings.rules import actions
from hengjian.domain.findings.rules.models import CustomRule, RuleSwitch, RuleTrial, SetValue
from hengjian.domain.findings.rules.tests.keepers import FINES, general_section
from hengjian.domain.findings.tests.checked import AT, Checked, archived, checked

__all__ = ["archived", "checked"]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
FILE = Path(__file__).with_name("query_counts.txt")
ASKED = {
    "title": "大额罚款",
    "statement": "罚款一千元以上的，逐案核查。",
    "applies": "案件类型 = 行政处罚",
    "breaks": "罚款 ≥ 1000",
    "right": "逐案核查。",
    "severity": "G",
    "own_basis": "本局《执法监督要点》第一条",
    "subject": "case",
}


@pytest.fixture
def keeper(checked: Checked) -> Post:
    return general_section(checked.city)


def as_(post: Post) -> Client:
    client = Client()
    client.force_login(post.person, backend=BACKEND)
    return client


def text_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, f"{url}: {answer.status_code}"
    return re.sub(r"\s+", " ", answer.content.decode())


def work() -> None:
    drain(clock=lambda: AT)
    assert not Job.objects.filter(state=JobState.FAILED).exists()


# --- reading ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["county_a", "clerk_a", "leader", "system_admin"])
def test_everybody_reads_what_a_rule_requires(checked: Checked, who: str) -> None:
    page = text_of(as_(getattr(checked.city, who)), "/rules/F08/")
    assert "自立案之日起九十日内" in page
    assert "《行政处罚法》第六十条" in page
    assert "90 日" in page
    assert "第90日当天" in page
    assert "停用这条规则" not in page
    assert "市级综合科" in page
    assert "F08" in text_of(as_(getattr(checked.city, who)), "/rules/")


def test_a_reader_sees_the_findings_of_his_reach_only(checked: Checked, keeper: Post) -> None:
    found = Finding.objects.filter(rule="G01", stands=True)
    here = found.filter(body__unit__division__code="990101")
    assert 0 < here.count() < found.count()
    for post, rows in ((keeper, found), (checked.city.county_a, here)):
        page = text_of(as_(post), "/rules/G01/")
        assert f"<dd>{rows.count()} 条</dd>" in page
        names = set(found.values_list("body__name", flat=True))
        mine = set(rows.values_list("body__name", flat=True))
        assert {name for name in names if name and name in page} == {n for n in mine if n}


def test_a_body_sees_none_before_it_was_told(checked: Checked) -> None:
    finding = checked.of("990101", person=False)
    assert finding.body is not None
    person = enrol_person("clerk_x", "甲一", by=None, at=AT)
    clerk = as_(give_post(person, finding.body.unit, Role.BODY_CLERK, since=SINCE, by=None, at=AT))
    url = f"/rules/{finding.rule}/"
    assert "现在没有线索" in text_of(clerk, url)
    Finding.objects.filter(pk=finding.pk).update(told=True)
    assert "<dd>1 条</dd>" in text_of(clerk, url)


@pytest.mark.parametrize(
    ("asked", "shown", "not_shown"),
    [
        ("q=逾期", "F08", "F13"),
        ("family=F", "F13", "A01"),
        ("severity=F", "F13", "F08"),
        ("law=行政强制法", "I01", "F13"),
        ("state=person", "由人判断", "F13"),
        ("state=hits&sort=-hits", "G01", "E06"),
    ],
)
def test_the_list_is_narrowed(checked: Checked, asked: str, shown: str, not_shown: str) -> None:
    page = text_of(as_(checked.city.city), f"/rules/?{asked}").split("<tbody>")[1]
    assert shown in page
    assert not_shown not in page


def test_a_rule_that_does_not_exist_is_not_there(checked: Checked) -> None:
    client = as_(checked.city.city)
    assert client.get("/rules/X99/").status_code == 404
    assert client.get("/rules/parameters/no.such/").status_code == 404


# --- changing ---------------------------------------------------------------------------------------------


def test_a_rule_is_switched_off_and_on(checked: Checked, keeper: Post) -> None:
    client = as_(keeper)
    asked = {"off": "", "reason": "本市试点，另有规定", "until": "2027-06-30"}
    client.post("/rules/F08/switch/", asked)
    switch = RuleSwitch.objects.get()
    assert "已停用" in text_of(client, "/rules/F08/")
    assert "2027-06-30" in text_of(as_(checked.city.clerk_a), "/rules/F08/")
    client.post("/rules/F08/switch/", {"end": switch.pk})
    switch.refresh_from_db()
    assert switch.ended_at is not None
    page = text_of(client, "/rules/F08/")
    assert "检查中" in page
    assert "本市试点" in page


def test_a_switch_without_reason_or_right_is_refused(checked: Checked, keeper: Post) -> None:
    answer = as_(keeper).post("/rules/F08/switch/", {"off": "", "until": "2027-06-30"}, follow=True)
    assert answer.status_code == 200
    asked = {"off": "", "reason": "本市试点，另有规定", "until": "2027-06-30"}
    answer = as_(checked.city.county_a).post("/rules/F08/switch/", asked, follow=True)
    assert "综合科" in answer.content.decode()
    assert not RuleSwitch.objects.exists()


def test_a_value_is_set_and_withdrawn(checked: Checked, keeper: Post) -> None:
    client, url = as_(keeper), "/rules/parameters/penalty.decision/"
    wrong = client.post(url, {"value": "九十", "since": "2026-01-01", "source": "某令第 3 号"})
    assert wrong.status_code == 422
    asked = {"value": "60", "unit": "day", "when": "", "since": "2026-01-01",
             "source": "某市政府令第 3 号"}  # fmt: skip
    assert client.post(url, asked).status_code == 302
    row = SetValue.objects.get()
    page = text_of(as_(checked.city.clerk_a), "/rules/F08/")
    assert "某市政府令第 3 号" in page
    assert "60 日" in page
    client.post(f"/rules/values/{row.pk}/withdraw/", {"reason": "误录，已更正"})
    assert "误录" in text_of(client, url)
    stranger = as_(checked.city.county_a)
    assert stranger.post(f"/rules/values/{row.pk}/withdraw/", {"reason": "x"}).status_code == 404


# --- custom rules -----------------------------------------------------------------------------------------


def test_a_custom_rule_is_written_tried_and_enabled_on_screen(
    checked: Checked, keeper: Post
) -> None:
    client = as_(keeper)
    answer = client.post("/rules/new/", ASKED | {"try": "1"})
    trial = RuleTrial.objects.get()
    assert answer.headers["Location"] == f"/rules/trials/{trial.pk}/"
    assert "正在排队" in text_of(client, f"/rules/trials/{trial.pk}/")
    work()
    page = text_of(client, f"/rules/trials/{trial.pk}/")
    assert "看了全部记录" in page
    assert "启用这条规则" in page
    assert "罚款" in page
    version = trial.version
    client.post(f"/rules/Z001/versions/{version.pk}/", {"enable": ""})
    work()
    assert Finding.objects.filter(rule="Z001", stands=True).exists()
    assert "本局《执法监督要点》第一条" in text_of(as_(checked.city.clerk_a), "/rules/Z001/")
    client.post(f"/rules/Z001/versions/{version.pk}/", {"retire": "", "reason": "改由省里判断"})
    work()
    assert not Finding.objects.filter(rule="Z001", stands=True).exists()
    assert "停止使用" in text_of(client, "/rules/Z001/")


def test_a_draft_is_read_by_who_writes_and_by_nobody_else(checked: Checked) -> None:
    city = checked.city
    client = as_(city.county_a)
    assert client.post("/rules/new/", ASKED | {"save": "1"}).status_code == 302
    assert "草稿" in text_of(client, "/rules/")
    assert "大额罚款" in text_of(as_(city.city), "/rules/Z001/")
    for post in (city.clerk_a, city.leader, city.system_admin):
        assert as_(post).get("/rules/Z001/").status_code == 404
        assert "Z001" not in text_of(as_(post), "/rules/")
        assert as_(post).get("/rules/new/").status_code == 403
        assert as_(post).post("/rules/completions/", {"text": "罚"}).status_code == 403
        assert as_(post).post("/rules/reading/", {"text": "罚"}).status_code == 403


def test_a_text_that_cannot_be_read_is_told_at_its_field(checked: Checked, keeper: Post) -> None:
    answer = as_(keeper).post("/rules/new/", ASKED | {"breaks": "罚欵 ≥ 1000", "save": "1"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "没有“罚欵”这个字段" in page
    assert "罚款 ≥" not in page
    assert not CustomRule.objects.exists()


def test_a_trial_shows_other_counties_nothing(checked: Checked, keeper: Post) -> None:
    version = actions.write_rule(FINES, by=keeper, at=AT)
    trial = actions.try_rule(version, by=keeper, at=AT)
    work()
    whole = text_of(as_(keeper), f"/rules/trials/{trial.pk}/")
    part = text_of(as_(checked.city.county_a), f"/rules/trials/{trial.pk}/")
    cases = [hit["case"] for hit in RuleTrial.objects.get().result["hits"]]
    assert all(case in whole for case in cases)
    assert 0 < sum(case in part for case in cases) < len(cases)
    assert "不作判断</span>" not in part
    assert as_(checked.city.clerk_a).get(f"/rules/trials/{trial.pk}/").status_code == 404


def test_names_are_completed_and_conditions_told_while_one_writes(checked: Checked) -> None:
    client = as_(checked.city.county_a)
    asked = {"subject": "case", "text": "罚款 > 10 且 立案日", "cursor": "14", "place": "breaks"}
    first = client.post("/rules/completions/", asked).json()["candidates"][0]
    assert (first["text"], first["start"], first["end"]) == ("立案日期", 10, 13)
    asked |= {"place": "says", "text": "共 {罚", "cursor": "4"}
    assert client.post("/rules/completions/", asked).json()["candidates"][0]["text"] == "罚款"
    outside = asked | {"text": "罚", "cursor": "1"}
    assert client.post("/rules/completions/", outside).json()["candidates"] == []
    dates = client.post("/rules/completions/", asked | {"place": "at", "text": "罚", "cursor": "1"})
    assert {one["type"] for one in dates.json()["candidates"]} == {"日期"}
    told = client.post("/rules/reading/", asked | {"place": "breaks", "text": "罚款>10"}).json()
    assert told == {"words": "罚款超过10"}
    wrong = client.post("/rules/reading/", asked | {"place": "breaks", "text": "罚欵>10"}).json()
    assert (wrong["start"], wrong["length"]) == (0, 2)


# --- cost -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["county_a", "leader", "city"])
def test_the_pages_cost_the_same_for_every_reader(checked: Checked, keeper: Post, who: str) -> None:
    client = as_(getattr(checked.city, who))
    for number in range(2):
        assert_query_count(client, "/rules/G01/", FILE, "rules/rule")
        assert_query_count(client, "/rules/parameters/penalty.decision/", FILE, "rules/parameter")
        if not number:
            last = AT.date()
            actions.switch_off("B02", reason="本市试点，另有规定", until=last, by=keeper, at=AT)
            actions.switch_off("F13", reason="本市试点，另有规定", until=last, by=keeper, at=AT)
