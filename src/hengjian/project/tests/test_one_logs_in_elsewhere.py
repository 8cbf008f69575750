"""Single sign-on against a provider that really runs: it tells who somebody is, and gives no right."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.http import HttpResponse
from django.test import Client

from hengjian.content.errors import PlainError
from hengjian.core.people.actions import forget_factors, lock_person
from hengjian.core.people.models import Person, Post
from hengjian.core.tests.small_city import AT, SmallCity
from hengjian.project.sso import single_sign_on
from hengjian.project.tests.provider_process import running

ENTRY = "/account/oidc/sso/login/"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with running() as address:
        yield address


@pytest.fixture
def signed_on(issuer: str, settings: Any) -> str:
    """The settings that HENGJIAN_OIDC_* would have given."""
    found = single_sign_on(
        {
            "HENGJIAN_OIDC_ISSUER": issuer,
            "HENGJIAN_OIDC_CLIENT": "hengjian",
            "HENGJIAN_OIDC_SECRET": "of the tests only",
        }
    )
    assert found is not None
    settings.SSO, settings.SOCIALACCOUNT_PROVIDERS = found, found.as_provider()
    settings.FORM_TARGETS = [found.origin]
    return issuer


def sign_on(client: Client, name: str) -> HttpResponse:
    """Through the provider as ``name``; gives our page at the end."""
    away = client.post(ENTRY)
    assert away.status_code == 302
    there = requests.post(away.headers["Location"], data={"user": name}, allow_redirects=False)
    back = urlsplit(there.headers["Location"])
    assert back.path == "/account/oidc/sso/login/callback/"
    return client.get(f"{back.path}?{back.query}")  # type: ignore[return-value]


def test_it_brings_home_whoever_is_enrolled(
    client: Client, small_city: SmallCity, signed_on: str
) -> None:
    answer = sign_on(client, "county_a")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert "甲县司法局" in client.get("/").content.decode()
    again = Client()
    assert sign_on(again, "county_a").status_code == 302
    account = SocialAccount.objects.get()
    assert (account.uid, account.user) == ("id-of-county_a", small_city.county_a.person)
    assert account.extra_data == {}  # the phone number that the provider told is not kept


def test_it_makes_neither_persons_nor_posts(
    client: Client, small_city: SmallCity, signed_on: str
) -> None:
    before = (Person.objects.count(), Post.objects.count())
    answer = sign_on(client, "somebody")
    assert answer.status_code == 403
    assert "没有登记这个登录名" in answer.content.decode()
    assert (Person.objects.count(), Post.objects.count()) == before
    assert client.get("/").status_code == 302  # to the login page


def test_it_keeps_a_locked_person_out(
    client: Client, small_city: SmallCity, signed_on: str
) -> None:
    lock_person(small_city.county_a.person, "离职", by=None, at=AT)
    assert sign_on(client, "county_a").headers["Location"] == "/account/inactive/"
    assert client.get("/").status_code == 302


def test_an_identity_stays_with_its_person_until_it_is_cleared(
    client: Client, small_city: SmallCity, signed_on: str
) -> None:
    sign_on(client, "county_a")
    SocialAccount.objects.update(uid="id-of-county_b")  # the provider gave the identity to another
    assert sign_on(Client(), "county_b").status_code == 403
    forget_factors(small_city.county_a.person, by=small_city.security_admin, at=AT)
    assert sign_on(Client(), "county_b").status_code == 302


def test_an_answer_that_was_not_asked_for_is_refused(
    client: Client, small_city: SmallCity, signed_on: str
) -> None:
    away = client.post(ENTRY)
    there = requests.post(
        away.headers["Location"], data={"user": "county_a"}, allow_redirects=False
    )
    stranger = Client()
    answer = stranger.get(there.headers["Location"])
    assert "统一认证没有成功" in answer.content.decode()
    assert stranger.get("/").status_code == 302


def test_the_form_may_lead_to_the_provider_and_nowhere_else(
    client: Client, small_city: SmallCity, signed_on: str, settings: Any
) -> None:
    """Browsers hold redirects of a form to form-action; without this they would stop there."""
    page = client.get("/account/login/")
    assert page.headers["Content-Security-Policy"].endswith(f"form-action 'self' {signed_on}")
    assert "统一身份认证" in page.content.decode()
    settings.SSO, settings.SOCIALACCOUNT_PROVIDERS, settings.FORM_TARGETS = None, {}, []
    plain = client.get("/account/login/")
    assert plain.headers["Content-Security-Policy"].endswith("form-action 'self'")
    assert "统一身份认证" not in plain.content.decode()


@pytest.mark.parametrize("missing", ["ISSUER", "CLIENT", "SECRET"])
def test_half_an_entry_is_refused_at_the_start(missing: str) -> None:
    whole = {
        "HENGJIAN_OIDC_ISSUER": "https://sso.example",
        "HENGJIAN_OIDC_CLIENT": "c",
        "HENGJIAN_OIDC_SECRET": "s",
    }
    assert single_sign_on(whole) is not None
    assert single_sign_on({}) is None
    with pytest.raises(PlainError, match="没有写全"):
        single_sign_on({**whole, f"HENGJIAN_OIDC_{missing}": ""})
