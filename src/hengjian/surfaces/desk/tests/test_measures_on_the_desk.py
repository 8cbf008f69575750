"""Measures on the desk: proposed from a case, taken step by step, read by the body, listed and taken away."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse

from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.tests.query_counts import assert_query_count, query_count
from hengjian.core.tests.small_city import SmallCity
from hengjian.domain.supervision.cases.tests.little_case import LittleCase
from hengjian.domain.supervision.measures.models import Measure
from hengjian.domain.supervision.measures.tests.little_measure import REASON, LittleMeasure
from hengjian.domain.supervision.measures.workflow import Kind

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
FILE = Path(__file__).with_name("query_counts.txt")
pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(small_city: SmallCity, tmp_path: Path, settings: Any) -> LittleMeasure:
    settings.PAPERS = str(tmp_path / "papers")
    return LittleMeasure.ready(LittleCase.ready(small_city))


@pytest.fixture(autouse=True)
def today(desk: LittleMeasure) -> object:
    """The pages' clock stands where the measures' does."""
    with patch.object(clock, "now", lambda: desk.little.at):
        yield


def _client(post: Post) -> Client:
    client = Client()
    client.force_login(post.person, backend=BACKEND)
    return client


def _read(post: Post, url: str) -> str:
    return _client(post).get(url).content.decode()


def _post(by: Post, url: str, **data: object) -> str:
    return _client(by).post(url, data, follow=True).content.decode()


def _step(desk: LittleMeasure, by: Post, measure: Measure, code: str, **data: object) -> str:
    measure.refresh_from_db()
    url = reverse("desk:measure_step", args=[measure.pk, code])
    return _post(by, url, seen=measure.version, **data)


def test_a_talk_is_proposed_from_a_case_and_shown_on_its_page(desk: LittleMeasure) -> None:
    little = desk.little
    case = little.opened()
    url = reverse("desk:measure_new", args=["talk"]) + f"?case={case.pk}"
    assert case.facts in _read(little.first, url)
    page = _post(little.first, url, title="逾期未整改", facts=case.facts)
    measure = Measure.objects.get()
    assert (measure.case, measure.body) == (case, little.body)
    assert "甲县约谈〔2026〕1号" in page
    assert measure.number in _read(little.first, reverse("desk:case", args=[case.pk]))
    assert "已批准" in _step(desk, little.head, measure, "approve")
    refused = _step(
        desk, little.first, measure, "notify", moment="2026-03-04T09:00", place="会议室"
    )
    assert "《约谈通知书》已经签发" in refused
    desk.paper(measure)
    assert "已通知约谈" in _step(
        desk, little.first, measure, "notify", moment="2026-03-04T09:00", place="会议室"
    )
    little.at += timedelta(days=3)
    held = {"words": "指出问题。", "what-0": "补办答复", "due-0": "2026-04-01", "what-1": "培训"}
    assert "没有写完成期限" in _step(desk, little.first, measure, "hold", **held)
    page = _step(desk, little.first, measure, "hold", **held, **{"due-1": "2026-05-01"})
    assert "补办答复" in page
    body = _read(little.clerk, f"/measures/{measure.pk}/")
    assert "要您办理的" in body
    assert "填报" in body
    promise = measure.promises.first()
    assert promise is not None
    url = reverse("desk:measure_keep", args=[measure.pk, promise.pk])
    measure.refresh_from_db()
    assert "已补办三件" in _post(little.clerk, url, words="已补办三件", seen=measure.version)


def test_a_person_is_chosen_from_the_body_and_stands_in_no_list(desk: LittleMeasure) -> None:
    little = desk.little
    url = reverse("desk:measure_new", args=["card"])
    assert "先选择所在机关" in _read(little.first, url)
    form = _read(little.first, f"{url}?body={little.body.pk}")
    assert "孙七" in form
    data = {
        "body": little.body.pk, "officer": desk.officer.pk, "card": desk.card.pk, "form": "suspend",
        "receiver": "市司法局", "title": "未出示证件执法", "facts": "两次未出示证件。",
    }  # fmt: skip
    assert "须由您写明理由" in _post(little.first, url, **data, reason="见发现")
    page = _post(little.first, url, **data, reason=REASON)
    assert "听取本人意见" in page
    assert "孙七" in page
    listed = _read(little.first, "/measures/")
    assert "未出示证件执法" in listed
    assert "孙七" not in listed
    taken = b"".join(_client(little.first).get("/measures/export.csv").streaming_content)
    assert "孙七" not in taken.decode()
    assert "没有符合条件的" in _read(little.first, "/measures/?q=孙七")


def test_an_officer_s_page_has_the_approved_ones(desk: LittleMeasure) -> None:
    measure = desk.approved(Kind.CARD)
    page_of = f"{reverse('desk:officers')}{desk.officer.pk}/"
    page = _read(desk.little.first, page_of)
    assert measure.number in page
    assert measure.number not in _read(desk.little.clerk, page_of)


def test_advice_is_entered_with_its_day(desk: LittleMeasure) -> None:
    url = reverse("desk:measure_new", args=["advice"])
    page = _post(
        desk.little.first, url, receiver="甲县人民检察院", title="甲县检建〔2026〕1号", facts="建议规范告知。",
        received_on="2026-03-01",
    )  # fmt: skip
    assert "已收到，待答复" in page
    assert "2026-04-30" in page


def test_strangers_find_nothing(desk: LittleMeasure) -> None:
    little = desk.little
    measure = desk.proposed()
    for post in (little.clerk, little.city.county_b):
        assert _client(post).get(f"/measures/{measure.pk}/").status_code == 404
    assert _client(little.clerk).get(reverse("desk:measure_new", args=["talk"])).status_code == 404
    answer = _client(little.first).get(reverse("desk:measure_step", args=[measure.pk, "approve"]))
    assert answer.status_code == 404


def test_pages_cost_the_same_however_many_measures_there_are(desk: LittleMeasure) -> None:
    client = _client(desk.little.first)
    measure = desk.approved()
    pages = {"measures": "/measures/", "measure": f"/measures/{measure.pk}/"}
    first = {name: query_count(client, url) for name, url in pages.items()}
    for _ in range(5):
        desk.proposed()
    for name, url in pages.items():
        assert query_count(client, url) == first[name], name
    assert_query_count(client, pages["measure"], FILE, "measure")
