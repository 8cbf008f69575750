"""Typical cases on the desk and on the public pages, which need no login and show nothing behind them."""

from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse

from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.tests.small_city import SmallCity
from hengjian.domain.supervision.cases.tests.little_case import LittleCase
from hengjian.domain.supervision.typical.models import TypicalCase
from hengjian.domain.supervision.typical.tests.little_typical import TEXTS, LittleTypical

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(small_city: SmallCity) -> LittleTypical:
    return LittleTypical.ready(LittleCase.ready(small_city))


@pytest.fixture(autouse=True)
def today(desk: LittleTypical) -> object:
    with patch.object(clock, "now", lambda: desk.little.at):
        yield


def _client(post: Post) -> Client:
    client = Client()
    client.force_login(post.person, backend=BACKEND)
    return client


def _post(by: Post, url: str, **data: object) -> str:
    return _client(by).post(url, data, follow=True).content.decode()


def _deed(by: Post, one: TypicalCase, name: str, **data: object) -> str:
    one.refresh_from_db()
    return _post(by, reverse(f"desk:{name}", args=[one.pk]), seen=one.version, **data)


def test_it_goes_from_a_closed_case_to_the_public_page_and_off_it(desk: LittleTypical) -> None:
    little = desk.little
    case_page = reverse("desk:case", args=[desk.case.pk])
    assert "起草典型案例" in _client(little.first).get(case_page).content.decode()
    begun = _post(little.first, reverse("desk:typical_begin", args=[desk.case.pk]))
    assert "还能看出是谁吗" in begun
    one = TypicalCase.objects.get()
    page = _deed(little.first, one, "typical_one", **{**TEXTS, "facts": "王二查明的。"})
    assert "监督人员" in page
    assert "王*" in page
    assert "文中还能看出是谁" in _deed(little.first, one, "typical_submit")
    _deed(little.first, one, "typical_one", **TEXTS)
    assert "等本机构另一人审核" in _deed(little.first, one, "typical_submit")
    assert "不能审核自己写的" in _deed(little.first, one, "typical_publish")
    assert "看公开页面" in _deed(little.second, one, "typical_publish")
    public = Client().get("/typical-cases/").content.decode()
    assert TEXTS["title"] in public
    told = Client().get(f"/typical-cases/{one.pk}/").content.decode()
    assert TEXTS["meaning"] in told
    for hidden in (desk.case.number, little.body.name, "王二", "/cases/"):
        assert str(hidden) not in told + public
    assert "没有查到" in Client().get("/typical-cases/?q=骆驼").content.decode()
    _deed(little.first, one, "typical_withdraw", words="当事人申请。")
    assert Client().get(f"/typical-cases/{one.pk}/").status_code == 404
    assert TEXTS["title"] not in Client().get("/typical-cases/").content.decode()


def test_the_tier_above_reads_what_was_published_and_changes_nothing(desk: LittleTypical) -> None:
    little, city = desk.little, desk.little.city.city
    one = desk.written()
    assert "还没有典型案例" in _client(city).get("/typical/").content.decode()
    _deed(little.first, one, "typical_submit")
    _deed(little.second, one, "typical_publish")
    assert TEXTS["title"] in _client(city).get("/typical/").content.decode()
    page = _client(city).get(f"/typical/{one.pk}/").content.decode()
    assert TEXTS["meaning"] in page
    assert "/withdraw/" not in page
    assert "还能看出是谁" not in page
    _deed(city, one, "typical_withdraw", words="不合适。")
    one.refresh_from_db()
    assert one.state == TypicalCase.State.PUBLISHED
    assert _client(little.city.county_b).get(f"/typical/{one.pk}/").status_code == 404


def test_a_draft_is_nobody_else_s(desk: LittleTypical) -> None:
    one = desk.written()
    assert Client().get(f"/typical-cases/{one.pk}/").status_code == 404
    for post in (desk.little.city.county_b, desk.little.clerk):
        assert _client(post).get(f"/typical/{one.pk}/").status_code == 404
    assert _client(desk.little.clerk).get("/typical/").status_code == 403
    assert TEXTS["title"] in _client(desk.little.second).get("/typical/").content.decode()
