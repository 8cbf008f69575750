"""The page of correction rates: its figures, the cases behind them, its workbook, and who reads it."""

import io
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.test import Client
from openpyxl import load_workbook

from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.tests.small_city import SmallCity
from hengjian.domain.supervision.cases.tests.little_case import AT, LittleCase
from hengjian.domain.supervision.correcting.tests.test_what_was_corrected_and_what_came_again import (
    Book,
)

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
pytestmark = pytest.mark.django_db


@pytest.fixture
def little(small_city: SmallCity) -> LittleCase:
    return LittleCase.ready(small_city)


@pytest.fixture(autouse=True)
def today(little: LittleCase) -> object:
    with patch.object(clock, "now", lambda: AT + timedelta(days=30)):
        yield


def _client(post: Post) -> Client:
    client = Client()
    client.force_login(post.person, backend=BACKEND)
    return client


def test_figures_lead_to_their_cases_and_into_a_workbook(little: LittleCase) -> None:
    book = Book(little)
    case = book.case("F08", asked=AT, accepted=AT + timedelta(days=20))
    book.case("F08", asked=AT)
    client = _client(little.first)
    page = client.get("/correction-rates/").content.decode()
    assert "50.0%" in page
    assert "365 日内" in page
    url = f"/correction-rates/cases/?body={little.body.pk}&rule=F08"
    assert url.replace("&", "&amp;") in page
    assert f"/cases/{case.pk}/" in client.get(url).content.decode()
    assert (
        "这一期间没有要求整改的案件" in client.get("/correction-rates/?rule=G01").content.decode()
    )
    taken = client.get("/correction-rates/export.xlsx")
    sheets = load_workbook(io.BytesIO(taken.content))
    title = "超期"
    assert title in page
    assert [one.value for one in sheets.worksheets[0][2]][2:7] == ["F08", title, 2, 1, "50.0%"]
    assert sheets.worksheets[1].max_row == 3


def test_it_is_narrowed_to_a_body_and_read_page_by_page(little: LittleCase) -> None:
    book = Book(little)
    for number in range(52):
        book.case(f"F{number:02}", asked=AT)
    client, name = _client(little.first), little.body.name
    assert "共 52 行" in client.get("/correction-rates/", {"q": name[:4]}).content.decode()
    assert "第 2 / 2 页" in client.get("/correction-rates/?page=2").content.decode()
    nobody = client.get("/correction-rates/", {"q": "没有这个机关"}).content.decode()
    assert "这一期间没有要求整改的案件" in nobody
    assert (
        f"机关：{name}" in client.get(f"/correction-rates/?body={little.body.pk}").content.decode()
    )
    assert client.get("/correction-rates/?body=987654").status_code == 404


def test_bodies_do_not_read_it(little: LittleCase) -> None:
    assert _client(little.clerk).get("/correction-rates/").status_code == 403
