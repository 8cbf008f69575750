"""The overview of months: who is late, shrinks, loses cases; what each body declared; no cases declared."""

import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from openpyxl import load_workbook

from hengjian.core import clock
from hengjian.core.people.actions import enrol_person, give_post
from hengjian.core.people.models import Post, Role
from hengjian.core.tests.query_counts import query_count
from hengjian.core.tests.small_city import SINCE, SmallCity
from hengjian.domain.records.models import Reported
from hengjian.domain.records.reporting.actions import open_months
from hengjian.domain.records.tests.handing_in import AT, handed, month, worked
from hengjian.domain.registry.tests.register import LittleRegister

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))
SEPTEMBER = (date(2026, 9, 1), date(2026, 9, 30))


def as_(post: Post) -> Client:
    client = Client()
    client.force_login(post.person, backend=BACKEND)
    return client


@pytest.fixture
def little(
    small_city: SmallCity, own_archive: Path, monkeypatch: pytest.MonkeyPatch
) -> LittleRegister:
    """A1 handed October in late and a second time with a case less; nobody else did."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    made = LittleRegister.entered(small_city)
    for hours, numbers in ((0, range(1, 4)), (1, range(1, 3))):
        at = AT + timedelta(hours=hours)
        asked = {"unit": made.a1.unit, "body": made.a1, "period": OCTOBER, "whole_period": True}
        worked(handed(month(numbers), at=at, **asked))
    return made


@pytest.fixture
def clerk(little: LittleRegister) -> Client:
    person = enrol_person("clerk_a1", "陈七", by=None, at=AT)
    return as_(give_post(person, little.a1.unit, Role.BODY_CLERK, since=SINCE, by=None, at=AT))


def test_the_overview_marks_what_is_wrong(little: LittleRegister) -> None:
    page = as_(little.city.county_a).get("/submissions/months/").content.decode()
    assert "A1市场监督管理局" in page
    assert "B1市场监督管理局" not in page
    assert page.count("迟报") == 2  # in the legend and in the month
    assert page.count("消失") == 2
    assert page.count("未报<") == 1


def test_a_body_that_is_missing_is_on_the_supervisors_home_page(little: LittleRegister) -> None:
    handed_in = {"unit": little.b1.unit, "body": little.b1, "period": SEPTEMBER}
    worked(handed(month(range(7, 9), body="B1"), **handed_in))
    open_months(by=None, at=NOW)
    assert "没有按时报送上月数据" in as_(little.city.county_b).get("/").content.decode()
    assert "没有按时报送上月数据" not in as_(little.city.county_a).get("/").content.decode()


def test_those_that_never_reported_are_counted_and_listed(little: LittleRegister) -> None:
    client = as_(little.city.county_a)
    assert "从未报送的机关（1）" in client.get("/submissions/months/").content.decode()
    page = client.get("/submissions/months/?show=never").content.decode()
    assert "A2市场监督管理局" in page
    assert "A1市场监督管理局" not in page


def test_a_bodys_page_names_the_vanished_cases_and_a_stranger_has_none(
    little: LittleRegister, clerk: Client
) -> None:
    for reader in (clerk, as_(little.city.county_a)):
        page = reader.get("/submissions/months/A1/").content.decode()
        assert "C0003" in page
        assert "没有声明" in page
    assert as_(little.city.county_b).get("/submissions/months/A1/").status_code == 404


def test_only_its_clerk_declares_a_month_without_cases(
    little: LittleRegister, clerk: Client
) -> None:
    url, sent = "/submissions/months/A1/none/", {"month": "2026-09"}
    assert as_(little.city.county_a).post(url, sent).status_code == 403
    assert as_(little.city.county_b).post(url, sent).status_code == 404
    assert clerk.post(url, sent).status_code == 302
    assert Reported.objects.get(month=SEPTEMBER[0]).cases == 0
    page = clerk.post(url, {"month": "2026-11"}, follow=True).content.decode()
    assert "还没有结束" in page


def test_the_months_are_taken_away_as_their_reader_sees_them(little: LittleRegister) -> None:
    for reader, count in ((little.city.county_a, 1), (little.city.county_b, 0)):
        content = as_(reader).get("/submissions/months/export.xlsx").content
        sheet = load_workbook(io.BytesIO(content)).active
        assert sheet is not None
        assert len(list(sheet.iter_rows(min_row=2))) == count


def test_the_overview_costs_the_same_however_many_bodies_it_shows(little: LittleRegister) -> None:
    client = as_(little.city.city)
    before = query_count(client, "/submissions/months/")
    handed_in = {"unit": little.b1.unit, "body": little.b1, "period": SEPTEMBER}
    worked(handed(month(range(7, 9), body="B1"), **handed_in))
    assert query_count(client, "/submissions/months/") == before
