"""A city's own list of powers, of another length and with other codes: every page of work still opens."""

from datetime import date
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse

from hengjian.content.powers import PowerList
from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.tests.small_city import SmallCity
from hengjian.domain.registry.lists import content
from hengjian.domain.supervision.actions import open_lead
from hengjian.domain.supervision.cases.tests.little_case import LittleCase
from hengjian.domain.supervision.duties.tasks import compared
from hengjian.domain.supervision.matters.kinds import kinds_offered
from hengjian.domain.supervision.matters.tests.little_matter import LittleMatter
from hengjian.domain.supervision.models import Duty, Lead, Matter
from hengjian.domain.supervision.papers.actions import draft
from hengjian.surfaces.desk.powers_where import where

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LINE = {
    "group": "cases", "duty": "办理。", "manner": "依法", "basis": ["行政执法监督条例#6"],
    "consequence": "责令改正。", "tiers": {"city": "lead", "county": "lead"}, "may": ["办理"], "documents": [],
}  # fmt: skip
DUTY = {"event": "lead_opened", "days": 5, "unit": "working_day", "says": "初核"}


@pytest.fixture
def matters(small_city: SmallCity) -> LittleMatter:
    return LittleMatter.ready(LittleCase.ready(small_city))


@pytest.fixture(autouse=True)
def today(matters: LittleMatter) -> object:
    with patch.object(clock, "now", lambda: matters.at):
        yield


def own_list(since: date, **more: object) -> PowerList:
    """Two lines, of which the first receives leads."""
    return PowerList.model_validate(
        {
            "id": "OURS", "title": "本市清单", "territory": "2310", "from": since,
            "confidence": "constructed", "common": {"consequence": "责令改正。", "basis": []},
            "powers": [
                {"number": 1, "code": "ours_first", "name": "线索办理", "duties": [DUTY], **LINE},
                {"number": 2, "code": "disputes", "name": "争议协调", "duties": [], **LINE},
            ],
            **more,
        }
    )  # fmt: skip


def client_of(post: Post) -> Client:
    client = Client()
    client.force_login(post.person, backend=BACKEND)
    return client


def test_every_page_of_work_opens_under_a_list_of_two(
    matters: LittleMatter, monkeypatch: pytest.MonkeyPatch
) -> None:
    little = matters.case
    case = little.opened()
    little.take(case, "notify")
    matter = matters.opened("lost_case")
    monkeypatch.setitem(content().__dict__, "_power_lists", [own_list(date(2026, 1, 1))])
    lead = open_lead(
        source=Lead.Source.FIELD, title="超期", body=little.body, by=little.first, at=matters.at
    )
    assert Duty.objects.get(power="ours_first").about_id == lead.pk
    paper = draft(case, "supervision-notice", move="notify", by=little.first, at=matters.at)
    pages = [
        "/", "/todo/", "/powers/", "/powers/ours_first/", "/powers/questions/", "/powers-of-the-year/",
        "/duties/", "/cases/", f"/cases/{case.pk}/", f"/cases/{case.pk}/step/call_dossiers/",
        f"/papers/{paper.pk}/", "/matters/", "/matters/kinds/", f"/matters/{matter.pk}/",
        f"/matters/{matter.pk}/step/to_lead/", f"/leads/{lead.pk}/", "/matters/open/dispute/",
    ]  # fmt: skip
    client = client_of(little.first)
    statuses = {url: client.get(url).status_code for url in pages}
    assert {url: code for url, code in statuses.items() if code != 200} == {}
    assert [one.code for one in kinds_offered(date(2026, 3, 2))] == ["dispute"]
    assert client.get("/matters/open/complaint/").status_code == 404
    compared(matters.at)


def test_what_was_owed_before_a_list_ended_keeps_its_words_and_new_things_follow_the_next(
    matters: LittleMatter, monkeypatch: pytest.MonkeyPatch
) -> None:
    begins = date(2026, 3, 10)
    old = content().power_list(date(2026, 3, 2)).model_copy(update={"until": date(2026, 3, 9)})
    monkeypatch.setitem(content().__dict__, "_power_lists", [old, own_list(begins)])
    before = matters.opened("complaint")
    matters.wait(8)
    assert clock.day_of(matters.at) == begins
    matters.take(before, "accept")  # it goes on as it began
    matters.opened("dispute")
    kinds = set(Matter.objects.values_list("kind", flat=True))
    assert kinds == {"complaint", "dispute"}
    owed = Duty.objects.get(event="complaint_received")
    assert (owed.list_id, owed.power) == ("HLJ-28", "complaints")
    assert not Duty.objects.filter(
        event="dispute_received"
    ).exists()  # the new list has no such duty


def test_each_power_of_the_list_is_exercised_somewhere(matters: LittleMatter) -> None:
    client, seen = client_of(matters.case.first), set[str]()
    for one in content().power_list(date(2026, 11, 26)).powers:
        places = where(one.code)
        assert places, f"surfaces/desk/powers_where.py, PLACES: where is {one.code} exercised?"
        told = client.get(reverse("desk:power", args=[one.code])).content.decode()
        for words, url in places:
            assert words in told
            if url not in seen:
                assert client.get(url).status_code == 200, url
                seen.add(url)


def test_it_is_noticed_where_none_is() -> None:
    assert where("camel_riding") == []
