"""Each number of the board leads to a list that has as many rows; who has no board does not get one."""

import re
from html import unescape
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client

from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.tests.query_counts import query_count
from hengjian.core.tests.small_city import SmallCity
from hengjian.domain.findings.tests.checked import Checked, archived, checked
from hengjian.domain.supervision.cases.tests.little_case import LittleCase

__all__ = ["archived", "checked"]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LINK = re.compile(r'<a href="([^"?]+(?:\?[^"]*)?)">([0-9,]+)</a>')
FIGURE = re.compile(
    r'<a class="figure[^"]*" href="([^"]+)">.*?<span class="figure-value">([0-9,]+)</span>'
)
TOTAL = re.compile(r"共 ([0-9,]+) [件项条]")
pytestmark = pytest.mark.django_db


def _client(post: Post) -> Client:
    client = Client()
    client.force_login(post.person, backend=BACKEND)
    return client


def unequal(client: Client, url: str) -> tuple[list[str], int]:
    """The numbers of the board that are not what their list says, and how many were looked at."""
    page = client.get(url).content.decode()
    numbers = LINK.findall(page) + FIGURE.findall(page)
    faults = []
    for address, shown in numbers:
        listed = TOTAL.search(client.get(unescape(address)).content.decode())
        if listed is None or listed[1] != shown:
            faults.append(f"{shown}: {address} has {listed and listed[1]}")
    return faults, len(numbers)


@pytest.fixture
def little(small_city: SmallCity) -> LittleCase:
    """Cases at several stages, some late: of a few weeks."""
    little = LittleCase.ready(small_city)
    little.proposed()
    opened = little.opened()
    little.take(opened, "notify")
    corrected = little.deliberated()
    little.take(corrected, "give_opinion")
    reported = little.deliberated()
    little.take(reported, "give_opinion")
    little.wait(20)
    little.take(reported, "report")
    ended = little.deliberated()
    little.take(ended, "terminate")
    little.take(ended, "close")
    little.wait(40)
    little.proposed()
    return little


@pytest.fixture
def today(little: LittleCase) -> Any:
    with patch.object(clock, "now", lambda: little.at):
        yield


@pytest.mark.usefixtures("today")
@pytest.mark.parametrize(
    "query", ["", "?period=month", "?period=days&since=2026-03-10&until=2026-03-25"]
)
def test_every_number_equals_its_list(little: LittleCase, query: str) -> None:
    for reader in (little.head, little.city.leader, little.city.city):
        faults, looked = unequal(_client(reader), f"/board/{query}")
        assert not faults, "\n".join(faults)
        assert looked > 20, reader


def test_findings_equal_their_lists(checked: Checked) -> None:
    faults, looked = unequal(_client(checked.city.leader), "/board/")
    assert not faults, "\n".join(faults)
    assert looked > 10


@pytest.mark.usefixtures("today")
def test_what_is_late_is_shown_and_where_it_stands(little: LittleCase) -> None:
    page = _client(little.head).get("/board/").content.decode()
    assert "审理" in page or "整改期" in page
    assert "按期整改率 100%" in page
    assert little.first.person.name in page
    taken = _client(little.head).get("/board/export.csv?table=3")
    assert "整改期" in b"".join(taken).decode()


@pytest.mark.usefixtures("today")
def test_who_has_no_board_is_refused(little: LittleCase) -> None:
    for stranger in (little.clerk, little.city.audit_admin, little.city.system_admin):
        assert _client(stranger).get("/board/").status_code == 403
        assert 'href="/board/"' not in _client(stranger).get("/").content.decode()
    other = _client(little.city.county_b).get("/board/").content.decode()
    assert little.first.person.name not in other


@pytest.mark.usefixtures("today")
def test_it_costs_the_same_however_many_cases_there_are(little: LittleCase) -> None:
    client = _client(little.head)
    before = query_count(client, "/board/")
    for _ in range(3):
        little.deliberated()
    assert query_count(client, "/board/") == before


@pytest.mark.usefixtures("today")
def test_days_that_are_no_sense_give_the_year(little: LittleCase) -> None:
    client = _client(little.head)
    year = f"{clock.day_of(little.at).year}-01-01"
    for query in ("?period=days", "?period=days&since=x&until=2026-02-30", "?period=';--"):
        assert year in client.get(f"/board/{query}").content.decode()
    turned = client.get("/board/?period=days&since=2026-03-25&until=2026-03-10").content.decode()
    assert "2026-03-10 至 2026-03-25" in turned
