"""Records as people read them on the desk: found, told, drawn, taken away; parties named by right only."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from hengjian.core import clock
from hengjian.core.people.actions import enrol_person, give_post
from hengjian.core.people.models import Post, Role
from hengjian.core.tests.query_counts import assert_query_count
from hengjian.core.tests.small_city import SINCE
from hengjian.domain.findings.models import Finding
from hengjian.domain.records.models import Record, Unmasking
from hengjian.domain.records.tests.archived import OF_BODY, Archived, corrected
from hengjian.domain.records.tests.conftest import _indexed_once, indexed, places  # noqa: F401
from hengjian.domain.registry.tests.register import AT
from hengjian.surfaces.desk.records_drawing import drawing

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
FILE = Path(__file__).with_name("query_counts.txt")
NAME, NUMBER = "欧阳明月", "990101199001011234"
FACT = "欧阳明月（990101199001011234）在甲街无证经营。"


def as_(post: Post) -> Client:
    client = Client()
    client.force_login(post.person, backend=BACKEND)
    return client


@pytest.fixture
def record(indexed: Archived) -> Record:  # noqa: F811
    """An ordinary penalty of body A1 about a person named in its fact."""
    row = Record.objects.filter(
        body__code="A1", kind="penalty", procedure="ordinary", decided_on__isnull=False
    ).first()
    assert row is not None
    told = corrected(row.case_id, party_name=NAME, party_id=NUMBER, party_kind="citizen", fact=FACT)
    indexed.indexed(told)
    return indexed.record(row.case_id)


@pytest.fixture
def own(indexed: Archived) -> Post:  # noqa: F811
    person = enrol_person("clerk_a1", "某甲", by=None, at=AT)
    return give_post(person, indexed.little.a1.unit, Role.BODY_CLERK, since=SINCE, by=None, at=AT)


@pytest.fixture
def city(indexed: Archived) -> Any:  # noqa: F811
    return indexed.little.city


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


# --- the list ------------------------------------------------------------------------------------------------


def test_each_sees_the_records_of_his_reach(city: Any) -> None:
    county = OF_BODY["A1"] + OF_BODY["A2"]
    assert f"共 {county} 件" in text(as_(city.county_a), "/records/")
    assert f"共 {OF_BODY['B1']} 件" in text(as_(city.county_b), "/records/")
    assert "还没有案件" in text(as_(city.audit_admin), "/records/")


def test_it_finds_by_words_and_says_what_to_do_where_it_finds_nothing(
    city: Any, record: Record
) -> None:
    client = as_(city.county_a)
    assert f"/records/{record.pk}/" in text(client, "/records/?q=无证经营")
    assert "没有符合条件的案件" in text(client, "/records/?q=航天飞机")
    assert "一个字太短" in text(client, "/records/?q=无")


def test_it_finds_by_the_name_of_an_officer(indexed: Archived, city: Any) -> None:  # noqa: F811
    row = Record.objects.filter(body__code="A1").exclude(officers="").first()
    assert row is not None
    code = row.officers.split()[0]
    type(indexed.little.officer).objects.filter(pk=indexed.little.officer.pk).update(code=code)
    name = indexed.little.officer.name
    assert f"/records/{row.pk}/" in text(as_(city.county_a), f"/records/?officer={name}")
    assert f"/records/{row.pk}/" in text(as_(city.county_a), f"/records/?officer={code}")
    assert "没有符合条件的案件" in text(as_(city.county_a), "/records/?officer=没有此人")


def finding_on(record: Record, **more: Any) -> Finding:
    told: dict[str, Any] = {
        "code": "f" * 16, "rule": "F08", "title": "逾期未作出处罚决定", "severity": "S", "weight": 1,
        "nature": "violation", "subject": "case", "body": record.body, "record": record,
        "occurrence": record.case_id, "says": "超过期限", "values": "v", "appeared_at": AT, "changed_at": AT,
    }  # fmt: skip
    return Finding.objects.create(**told | more)


def test_records_with_findings_are_found_by_whoever_may_see_these(
    city: Any, own: Post, record: Record
) -> None:
    finding_on(record)
    url = f"/records/{record.pk}/"
    page = text(as_(city.county_a), "/records/?found=1")
    assert url in page
    assert "共 1 件" in page
    assert "没有符合条件的案件" in text(as_(own), "/records/?found=1"), "a body is not told yet"
    assert "逾期未作出处罚决定" in text(as_(city.county_a), url)
    assert "逾期未作出处罚决定" not in text(as_(own), url)


@pytest.mark.parametrize(
    "question",
    [
        "q=%00", "q=" + "字" * 3000, "number=%25%27--", "officer=%00x", "body=x", "body=99999999999",
        "since=2025-13-01", "until=x", "from=x", "from=2025-01-01.9", "skip=-1", "skip=99999", "skip=x",
        "sort=party_name", "sort=-party__name", "division=x", "kind=x", "found=x", "from=9999-12-31.1",
        "party=欧阳明月", "party__name=欧阳明月", "from=0001-01-01.1&sort=on", "from=0001-01-01.1",
    ],
)  # fmt: skip
def test_an_address_without_sense_is_no_fault(city: Any, record: Record, question: str) -> None:
    page = text(as_(city.county_a), f"/records/?{question}")
    assert NAME not in page.replace('value="欧阳明月"', "")


def test_order_and_count_tell_nothing_of_parties(city: Any, record: Record) -> None:
    client = as_(city.county_a)
    plain = text(client, "/records/")
    for question in (
        "sort=party",
        "sort=party__name",
        "party=欧阳明月",
        "name=欧阳明月",
        "party_id=1",
    ):
        other = text(client, f"/records/?{question}")
        assert other.count("/records/") - other.count(question) <= plain.count("/records/") + 4
        assert "共 90 件" in other


# --- taking away -----------------------------------------------------------------------------------------------


def csv_rows(client: Client, url: str) -> list[list[str]]:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))


def test_what_is_taken_away_never_names_a_person(city: Any, own: Post, record: Record) -> None:
    as_(city.county_a).post(
        f"/records/{record.pk}/party/", {"purpose": "finding", "words": "核查 F08 线索"}
    )
    for post, count in ((city.county_a, 90), (own, OF_BODY["A1"])):
        rows = csv_rows(as_(post), "/records/export.csv")
        assert len(rows) == count + 1
        mine = next(row for row in rows if record.case_id in row)
        assert "欧**" in mine
        assert not any(NAME in cell or NUMBER in cell for row in rows for cell in row)
        assert as_(post).get("/records/export.xlsx").status_code == 200


def test_what_is_taken_away_is_what_was_asked_for(city: Any, record: Record) -> None:
    rows = csv_rows(as_(city.county_a), "/records/export.csv?q=无证经营")
    assert [row[1] for row in rows[1:]] == [record.case_id]
    assert len(csv_rows(as_(city.county_b), "/records/export.csv?q=无证经营")) == 1


# --- a record --------------------------------------------------------------------------------------------------


def test_a_stranger_finds_no_such_page(city: Any, record: Record) -> None:
    url = f"/records/{record.pk}/"
    assert as_(city.county_a).get(url).status_code == 200
    for post in (city.county_b, city.clerk_a, city.system_admin):
        assert as_(post).get(url).status_code == 404
        assert (
            as_(post).post(f"{url}party/", {"purpose": "case", "words": "核查线索"}).status_code
            == 404
        )


def test_it_tells_the_case(city: Any, record: Record) -> None:
    page = text(as_(city.county_a), f"/records/{record.pk}/")
    for words in (
        "办理经过与法定期限",
        "立案 → 处罚决定",
        "<svg",
        "执法人员",
        "文书",
        "更正",
        "某某（（号码已隐去））在甲街无证经营",
    ):
        assert words in page, words
    assert NAME not in page
    assert NUMBER not in page


def test_a_party_is_named_for_a_purpose(city: Any, record: Record) -> None:
    client, url = as_(city.county_a), f"/records/{record.pk}/"
    refused = client.post(f"{url}party/", {"purpose": "finding", "words": "看"}, follow=True)
    assert "请写明查看当事人的用途" in refused.content.decode()
    assert NAME not in text(client, url)
    client.post(f"{url}party/", {"purpose": "finding", "words": "核查 F08 线索"})
    page = text(client, url)
    assert NAME in page
    assert NUMBER in page
    assert NAME in text(client, "/records/?q=无证经营")
    assert NAME not in text(as_(city.leader), url)
    listed = text(as_(city.audit_admin), "/records/parties/shown/")
    assert "核查 F08 线索" in listed
    assert NAME not in listed


def test_its_own_body_needs_no_purpose(own: Post, record: Record) -> None:
    page = text(as_(own), f"/records/{record.pk}/")
    assert NAME in page
    assert "按用途查看" not in page


def test_a_case_that_the_archive_lost_is_told_so(city: Any, record: Record) -> None:
    Record.objects.filter(pk=record.pk).update(bucket=99)
    assert "案卷库里没有找到这件案件" in text(as_(city.county_a), f"/records/{record.pk}/")


def test_nothing_to_draw_is_nothing_drawn() -> None:
    assert drawing([], [], today=clock.day_of(AT)) == ""


# --- by party ----------------------------------------------------------------------------------------------------


def test_a_supervisor_looks_for_a_party_by_its_whole_name(city: Any, record: Record) -> None:
    client = as_(city.county_a)
    asked = {"sought": NAME, "purpose": "complaint", "words": "核查投诉一件"}
    answer = client.post("/records/parties/", asked)
    assert answer.status_code == 302
    assert NAME not in answer["Location"]
    assert f"/records/{record.pk}/" in text(client, answer["Location"])
    assert as_(city.city).get(answer["Location"]).status_code == 404
    part = client.post("/records/parties/", {**asked, "sought": "欧阳"}, follow=True)
    assert "没有这个当事人的案件" in part.content.decode()
    assert Unmasking.objects.count() == 2


def test_without_a_purpose_nothing_is_looked_for(city: Any, record: Record) -> None:
    answer = as_(city.county_a).post("/records/parties/", {"sought": NAME})
    assert answer.status_code == 422
    assert not Unmasking.objects.exists()


def test_a_body_looks_for_its_own_parties(own: Post, record: Record) -> None:
    answer = as_(own).post("/records/parties/", {"sought": NAME})
    assert f"/records/{record.pk}/" in answer.content.decode()
    assert not Unmasking.objects.exists()


def test_to_others_the_page_does_not_exist(city: Any, record: Record) -> None:
    for post in (city.leader, city.audit_admin, city.system_admin):
        client = as_(post)
        assert client.get("/records/parties/").status_code == 404
        assert client.post("/records/parties/", {"sought": NAME}).status_code == 404
        assert "按当事人查" not in text(client, "/records/")


# --- the bar, the costs ---------------------------------------------------------------------------------------------


def test_the_search_in_the_bar_finds_records(city: Any, record: Record) -> None:
    for words in ("无证经营", record.case_id, record.decision_no):
        assert f"/records/{record.pk}/" in text(as_(city.county_a), f"/search/?q={words}")
        assert f"/records/{record.pk}/" not in text(as_(city.county_b), f"/search/?q={words}")
    assert f"/records/{record.pk}/" not in text(as_(city.county_a), f"/search/?q={NAME}")


@pytest.mark.parametrize("who", ["county_a", "leader"])
def test_a_page_costs_what_is_held(city: Any, record: Record, who: str) -> None:
    client = as_(getattr(city, who))
    assert_query_count(client, "/records/?kind=penalty", FILE, f"records of {who}")
    assert_query_count(client, f"/records/{record.pk}/", FILE, f"record of {who}")
