"""Logging in leads home, where a person sees his posts and nobody else's."""

import pytest
from django.test import Client

from hengjian.core import clock
from hengjian.core.people.actions import end_post
from hengjian.core.tests.small_city import AT, PASSWORD, SINCE, SmallCity

LOGIN = "/account/login/"


def test_it_takes_the_password_and_goes_home(client: Client, small_city: SmallCity) -> None:
    refused = client.post(LOGIN, {"login": "county_a", "password": PASSWORD + "x"})
    assert refused.status_code == 200
    assert "errorlist" in refused.content.decode()
    accepted = client.post(LOGIN, {"login": "county_a", "password": PASSWORD}, follow=True)
    assert accepted.redirect_chain == [("/", 302)]
    page = accepted.content.decode()
    assert "甲县司法局" in page
    assert "执法监督人员" in page
    assert "乙县司法局" not in page


def test_it_locks_out_who_guesses(client: Client, small_city: SmallCity) -> None:
    for _ in range(5):
        client.post(LOGIN, {"login": "county_a", "password": "wrong"})
    locked = client.post(LOGIN, {"login": "county_a", "password": PASSWORD})
    assert locked.status_code == 429
    other = client.post(LOGIN, {"login": "county_b", "password": PASSWORD})
    assert other.status_code == 302


def test_home_asks_to_log_in(client: Client, db: None) -> None:
    assert client.get("/").headers["Location"] == f"{LOGIN}?next=/"


def test_it_says_so_when_no_post_is_held(client: Client, small_city: SmallCity) -> None:
    person = small_city.city.person
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "县区科" in client.get("/").content.decode()
    end_post(small_city.city, SINCE, by=None, at=AT)
    assert clock.day_of(clock.now()) > SINCE
    assert "您目前没有任职" in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("language", "word", "other"),
    [("zh-hans", "登录名", "Login name"), ("en", "Login name", "登录名")],
)
def test_it_speaks_the_chosen_language(
    client: Client, db: None, language: str, word: str, other: str
) -> None:
    client.post("/language/setlang/", {"language": language})
    page = client.get(LOGIN, headers={"Accept-Language": "en-US"}).content.decode()
    assert word in page
    assert other not in page


def test_its_pages_allow_no_script_from_elsewhere(client: Client, db: None) -> None:
    answer = client.get(LOGIN)
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    page = answer.content.decode()
    assert " style=" not in page
    data = page.count('type="application/json"')  # which no browser runs
    assert page.count("<script") == page.count("<script src=") + data
