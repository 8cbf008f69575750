"""The page of one body: its numbers equal their lists, each reader sees his part, strangers nothing."""

from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client

from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.tests.query_counts import query_count
from hengjian.core.tests.small_city import SmallCity
from hengjian.domain.findings.models import Finding
from hengjian.domain.findings.tests.checked import Checked, archived, checked
from hengjian.domain.supervision.cases.tests.little_case import LittleCase
from hengjian.domain.supervision.matters.tests.little_matter import LittleMatter
from hengjian.surfaces.desk.tests.test_the_board_equals_its_lists import unequal

__all__ = ["archived", "checked"]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
pytestmark = pytest.mark.django_db


def _client(post: Post) -> Client:
    client = Client()
    client.force_login(post.person, backend=BACKEND)
    return client


@pytest.fixture
def little(small_city: SmallCity) -> LittleCase:
    little = LittleCase.ready(small_city)
    little.proposed()
    little.take(little.deliberated(), "give_opinion")
    little.wait(60)
    little.take(little.opened(), "notify")
    return little


@pytest.fixture
def today(little: LittleCase) -> Any:
    with patch.object(clock, "now", lambda: little.at):
        yield


def test_matters_and_measures_stand_on_it(little: LittleCase) -> None:
    matters = LittleMatter.ready(little)
    matter, url = matters.opened("lost_case"), f"/bodies/{little.body.pk}/"
    with patch.object(clock, "now", lambda: matters.at):
        page = _client(little.first).get(url).content.decode()
        assert f'href="/matters/{matter.pk}/"' in page
        assert f"/matters/?body={little.body.pk}&amp;ended=1" in page
        assert "没有约谈、通报和建议。" in page
        assert f"/correction-rates/?body={little.body.pk}" in page
        own = _client(little.clerk).get(url).content.decode()
        assert "/correction-rates/" not in own
    matter.told = False
    matter.opened_by = little.first
    matter.save()
    with patch.object(clock, "now", lambda: matters.at):
        assert matter.number not in _client(little.clerk).get(url).content.decode()


@pytest.mark.usefixtures("today")
def test_it_tells_each_reader_his_part(little: LittleCase) -> None:
    url = f"/bodies/{little.body.pk}/"
    inside = _client(little.first).get(url).content.decode()
    assert "对它行使过的监督权责" in inside
    assert "立案审批" in inside
    own = _client(little.clerk).get(url).content.decode()
    assert "超期作出处罚决定" in own
    assert "对它行使过的监督权责" not in own
    assert "立案审批" not in own  # it is not told yet
    for stranger in (little.city.county_b, little.city.audit_admin):
        assert _client(stranger).get(url).status_code == 404
    case = little.body.supervision_cases.first()
    assert case is not None
    assert f'href="{url}"' in _client(little.first).get(f"/cases/{case.pk}/").content.decode()


@pytest.mark.usefixtures("today")
def test_its_numbers_equal_their_lists(little: LittleCase) -> None:
    for reader in (little.first, little.city.leader, little.clerk):
        faults, looked = unequal(_client(reader), f"/bodies/{little.body.pk}/")
        assert not faults, "\n".join(faults)
        assert looked > 2


def test_its_findings_equal_their_lists(checked: Checked) -> None:
    one = checked.of("990101", person=False)
    faults, looked = unequal(_client(checked.city.county_a), f"/bodies/{one.body_id}/")
    assert not faults, "\n".join(faults)
    assert looked > 5
    page = _client(checked.city.county_a).get(f"/bodies/{one.body_id}/").content.decode()
    assert Finding.objects.filter(body=one.body, stands=True).exists()
    assert "months-drawn" in page


@pytest.mark.usefixtures("today")
def test_it_costs_the_same_however_much_there_is(little: LittleCase) -> None:
    client, url = _client(little.first), f"/bodies/{little.body.pk}/"
    before = query_count(client, url)
    for _ in range(3):
        little.take(little.opened(), "notify")
    assert query_count(client, url) == before
