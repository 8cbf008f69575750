"""Sessions end by themselves and by hand; a password given by another is changed before anything."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.usersessions.models import UserSession
from django.test import Client

from hengjian.core import clock
from hengjian.core.entries.models import LedgerEntry
from hengjian.core.people.actions import lock_person, reset_password, unlock_person
from hengjian.core.people.models import Person
from hengjian.core.tests.small_city import AT, PASSWORD, SmallCity

LOGIN = "/account/login/"
NEW = "换了一个-2026-Xy"
Moved = Callable[[timedelta], None]


@pytest.fixture
def moved(monkeypatch: pytest.MonkeyPatch) -> Moved:
    """Sets the clock so far ahead of the true one."""
    true = clock.now

    def move(by: timedelta) -> None:
        monkeypatch.setattr(clock, "now", lambda: true() + by)

    return move


def logged_in(login: str, password: str = PASSWORD, **headers: Any) -> Client:
    client = Client(**headers)
    assert client.post(LOGIN, {"login": login, "password": password}).status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get("/", follow=True).request["PATH_INFO"] == "/"


@pytest.mark.parametrize(("minutes", "ended"), [(59, None), (61, "idle")])
def test_it_ends_when_nobody_is_there(
    small_city: SmallCity, moved: Moved, minutes: int, ended: str | None
) -> None:
    client = logged_in("county_a")
    assert is_in(client)
    moved(timedelta(minutes=minutes))
    answer = client.get("/posts/?q=x")
    if ended is None:
        assert answer.status_code == 200
    else:
        assert answer.headers["Location"] == f"{LOGIN}?ended={ended}&next=%2Fposts%2F%3Fq%3Dx"
        assert "有一段时间没有操作" in client.get(answer.headers["Location"]).content.decode()
        assert not is_in(client)


@pytest.mark.parametrize(("back", "ended"), [(30, False), (3600, True)])
def test_a_clock_set_back_makes_it_no_longer(
    small_city: SmallCity, moved: Moved, back: int, ended: bool
) -> None:
    moved(timedelta())
    client = logged_in("county_a")
    assert is_in(client)
    moved(timedelta(seconds=-back))
    answer = client.get("/posts/")
    if not ended:
        assert answer.status_code == 200
    else:
        assert "ended=clock" in answer.headers["Location"]
        assert "时钟往回拨过" in client.get(answer.headers["Location"]).content.decode()
        assert is_in(logged_in("county_a"))


def test_it_lasts_a_working_day_at_most(small_city: SmallCity, moved: Moved) -> None:
    client = logged_in("county_a")
    for minutes in range(0, 12 * 60, 30):
        moved(timedelta(minutes=minutes))
        assert client.get("/").status_code == 200
    moved(timedelta(hours=12, minutes=5))
    assert "ended=long" in client.get("/").headers["Location"]


def test_a_part_of_a_page_leads_the_whole_page_away(small_city: SmallCity, moved: Moved) -> None:
    client = logged_in("county_a")
    is_in(client)
    moved(timedelta(hours=2))
    answer = client.get("/posts/", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"].startswith(f"{LOGIN}?ended=idle")


def test_the_oldest_gives_way_to_the_fourth(small_city: SmallCity) -> None:
    clients = [logged_in("county_a") for _ in range(4)]
    assert [is_in(client) for client in clients] == [False, True, True, True]


def test_one_ends_ones_own_session_and_nobody_elses(small_city: SmallCity) -> None:
    here, there = logged_in("county_a"), logged_in("county_a")
    stranger = logged_in("county_b")
    page = here.get("/account/security/").content.decode()
    assert page.count("/end/") == 3  # two sessions, and all others at once
    other = UserSession.objects.get(session_key=there.session.session_key)
    address = f"/account/security/sessions/{other.pk}/end/"
    assert stranger.post(address).status_code == 404
    assert is_in(there)
    assert here.post(address).status_code == 302
    assert (is_in(there), is_in(here)) == (False, True)


def test_a_first_password_is_changed_before_anything_else(small_city: SmallCity) -> None:
    person = small_city.county_a.person
    old = logged_in("county_a")
    reset_password(person, "Erstes-Mal-26", by=small_city.security_admin, at=AT)
    assert not is_in(old)
    client = logged_in("county_a", "Erstes-Mal-26")
    change = "/account/password/change/"
    assert client.get("/posts/").headers["Location"] == change
    by_itself = client.get("/notices/bell/", HTTP_HX_REQUEST="true", HTTP_X_BY_ITSELF="1")
    assert (by_itself.status_code, "HX-Redirect" in by_itself.headers) == (204, False)
    entered = {"oldpassword": "Erstes-Mal-26", "password1": NEW, "password2": NEW}
    refused = client.post(
        change, {**entered, "password1": "Erstes-Mal-26", "password2": "Erstes-Mal-26"}
    )
    assert "不能与现在的密码相同" in refused.content.decode()
    assert client.post(change, entered).headers["Location"] == "/"
    assert client.get("/posts/").status_code == 200
    assert LedgerEntry.objects.filter(kind="person.password_chosen").count() == 1
    assert logged_in("county_a", NEW)


@pytest.mark.parametrize("weak", ["12345678901", "abcdefghijk", "Abcd-2026", "county_a-2026"])
def test_a_weak_password_is_told(small_city: SmallCity, weak: str) -> None:
    client = logged_in("county_a")
    entered = {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
    page = client.post("/account/password/change/", entered).content.decode()
    told = re.findall(r'class="errorlist[^>]*>(.*?)</ul>', page, re.S)
    assert told
    assert re.search("[一-鿿]", told[0])
    assert Person.objects.get(login="county_a").check_password(PASSWORD)


def test_a_locked_person_is_out_at_once_and_may_come_back(small_city: SmallCity) -> None:
    client = logged_in("county_a")
    lock_person(small_city.county_a.person, "离职", by=small_city.security_admin, at=AT)
    assert not is_in(client)
    told = Client().post(LOGIN, {"login": "county_a", "password": PASSWORD}, follow=True)
    assert "账户已停用" in told.content.decode()
    unlock_person(small_city.county_a.person, by=small_city.security_admin, at=AT)
    assert logged_in("county_a")


def test_who_guessed_is_told_what_to_do_until_unlocked(small_city: SmallCity) -> None:
    client = Client()
    for _ in range(5):
        locked = client.post(LOGIN, {"login": "county_a", "password": "wrong"})
    page = locked.content.decode()
    assert locked.status_code == 429
    assert "15 分钟" in page
    assert "安全保密管理员" in page
    shown = f"/people/{small_city.county_a.person.pk}/"
    security = logged_in("security_admin")
    assert "连续输错密码" in security.get(shown).content.decode()
    unlock_person(small_city.county_a.person, by=small_city.security_admin, at=AT)
    assert "连续输错密码" not in security.get(shown).content.decode()
    assert client.post(LOGIN, {"login": "county_a", "password": PASSWORD}).status_code == 302


def code_now(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def test_a_second_factor_is_asked_for_and_guessing_it_ends(small_city: SmallCity) -> None:
    person = small_city.county_a.person
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    client = Client()
    first = client.post(LOGIN, {"login": "county_a", "password": PASSWORD})
    assert first.headers["Location"].startswith("/account/2fa/authenticate/")
    assert not is_in(client)
    for _ in range(10):
        client.post("/account/2fa/authenticate/", {"code": "000000"})
    code = code_now("JBSWY3DPEHPK3PXP")
    assert client.post("/account/2fa/authenticate/", {"code": code}).status_code == 200
    assert not is_in(client)


def test_setting_a_factor_up_and_removing_it_is_in_the_ledger(
    small_city: SmallCity, django_capture_on_commit_callbacks: Any
) -> None:
    client = logged_in("county_a")
    place = "/account/2fa/totp/activate/"
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    client.get(place)
    wrong = client.post(place, {"code": "000000"})
    assert "验证码不对" in wrong.content.decode()
    noted = LedgerEntry.objects.filter(kind__startswith="person.factor_").order_by("pk")
    assert not noted.exists()
    secret = client.session["mfa.totp.secret"]
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(place, {"code": code_now(secret)}).status_code == 302
    assert client.post("/account/2fa/totp/deactivate/").status_code == 302
    told = [(one.kind, one.actor_post_id) for one in noted]
    assert ("person.factor_added", small_city.county_a.pk) in told
    assert told[-1] == ("person.factor_removed", small_city.county_a.pk)


@pytest.mark.parametrize("kind", ["totp", "recovery"])
def test_the_right_code_lets_in(small_city: SmallCity, kind: str) -> None:
    person = small_city.county_a.person
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    codes = RecoveryCodes.activate(person)
    code = code_now("JBSWY3DPEHPK3PXP") if kind == "totp" else codes.get_unused_codes()[0]
    client = Client()
    client.post(LOGIN, {"login": "county_a", "password": PASSWORD})
    client.post("/account/2fa/authenticate/", {"code": code})
    assert is_in(client)


def test_administrators_set_up_a_second_factor_where_it_is_demanded(
    small_city: SmallCity, settings: Any
) -> None:
    settings.SECOND_FACTOR = "administrators"
    assert logged_in("county_a").get("/posts/").status_code == 200
    client = logged_in("security_admin")
    assert client.get("/posts/").headers["Location"] == "/account/security/"
    assert "须设双因素验证" in client.get("/account/security/").content.decode()
    TOTP.activate(small_city.security_admin.person, "JBSWY3DPEHPK3PXP")
    assert client.get("/posts/").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "signup/",
        "email/",
        "password/reset/",
        "password/set/",
        "login/code/confirm/",
        "social/signup/",
    ],
)
def test_pages_of_the_library_that_do_not_belong_here_are_closed(
    small_city: SmallCity, path: str
) -> None:
    client = logged_in("county_a")
    assert client.get(f"/account/{path}").status_code == 404


def test_too_many_tries_are_told_in_words(small_city: SmallCity) -> None:
    client = logged_in("county_a")
    entered = {"oldpassword": "wrong", "password1": NEW, "password2": NEW}
    answers = [client.post("/account/password/change/", entered) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert "请过几分钟再试" in answers[-1].content.decode()
