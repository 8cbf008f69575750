"""The system administrator moves, dissolves and reopens a unit on its page, and the page says what came of it."""

from datetime import date, timedelta

import pytest
from django.test import Client

from hengjian.core.clock import day_of
from hengjian.core.organisation.actions import add_unit
from hengjian.core.organisation.models import Unit, UnitKind
from hengjian.core.people.models import Person, Post, PostState, Role
from hengjian.core.tests.small_city import AT, SmallCity

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def acting(post: Post) -> Client:
    client = Client()
    client.force_login(post.person, backend=BACKEND)
    return client


@pytest.fixture
def office(small_city: SmallCity) -> Unit:
    return add_unit(
        UnitKind.LIAISON_OFFICE, "联络室", division=small_city.county_a_division,
        parent=small_city.bureau_a, by=None, at=AT,
    )  # fmt: skip


def test_a_unit_is_dissolved_and_reopened(small_city: SmallCity, office: Unit) -> None:
    client = acting(small_city.system_admin)
    page = f"/units/{office.pk}/"
    assert "撤销" in client.get(page).content.decode()
    given = {"last_day": day_of(AT).isoformat(), "reason": "县编〔2026〕3号"}
    refused = client.post(f"{page}close/", given | {"reason": ""})
    assert refused.status_code == 200
    done = client.post(f"{page}close/", given, follow=True).content.decode()
    assert "已撤销联络室" in done
    assert "恢复单位" in done
    assert "报岗位" not in done
    assert "没有这样的单位" in client.get("/units/?q=联络室").content.decode()
    assert "撤销</span>" in client.get("/units/?q=联络室&standing=closed").content.decode()
    done = client.post(f"{page}reopen/", {"reason": "登记有误"}, follow=True).content.decode()
    assert "已恢复联络室" in done
    assert [words in done for words in ("设立单位", "撤销单位", "恢复单位")] == [True] * 3


def test_what_keeps_it_from_being_dissolved_is_listed(small_city: SmallCity) -> None:
    client = acting(small_city.system_admin)
    section = small_city.county_a.unit
    page = f"/units/{section.pk}/close/"
    shown = client.get(page).content.decode()
    assert small_city.county_a.person.name in shown
    told = client.post(
        page, {"last_day": day_of(AT).isoformat(), "reason": "改革"}
    ).content.decode()
    assert "个岗位任期超过" in told


def test_posts_asked_for_or_yet_to_begin_keep_it_too(small_city: SmallCity, office: Unit) -> None:
    client = acting(small_city.system_admin)
    page, day = f"/units/{office.pk}/close/", day_of(AT)
    given = {"last_day": day.isoformat(), "reason": "改革"}
    kinds = [
        ("顾待批", PostState.ASKED, day, None, "待批准"),
        ("钟将任", PostState.APPROVED, date(2099, 1, 5), None, "2099-01-05 起"),
        ("卫已止", PostState.APPROVED, day - timedelta(days=9), day, None),
        ("蒋未批", PostState.REFUSED, day, None, None),
    ]  # fmt: skip
    for number, (name, state, since, until, _) in enumerate(kinds):
        person = Person.objects.create(login=f"post{number}", name=name)
        Post.objects.create(
            person=person, unit=office, role=Role.SUPERVISOR, since=since, until=until, state=state
        )
    told = client.post(page, given).content.decode()
    assert "还有 2 个岗位任期超过" in told
    for name, _, _, _, words in kinds:
        assert (name in told) == (words is not None)
        assert words is None or words in told


def test_a_unit_is_moved_under_one_chosen_in_the_list(small_city: SmallCity, office: Unit) -> None:
    client = acting(small_city.system_admin)
    chosen = client.get(f"/units/?moving={office.pk}&q=乙县").content.decode()
    assert f"/units/{office.pk}/move/?above={small_city.bureau_b.pk}" in chosen
    page = f"/units/{office.pk}/move/?above={small_city.bureau_b.pk}"
    assert small_city.county_b_division.code in client.get(page).content.decode()
    wrong = client.post(page, {"division": "000000", "reason": "划转"}).content.decode()
    assert "没有这个代码的区划" in wrong
    given = {"division": small_city.county_b_division.code, "reason": "划转"}
    assert "已调整隶属" in client.post(page, given, follow=True).content.decode()
    office.refresh_from_db()
    assert office.parent == small_city.bureau_b
    assert "单位改隶" in client.get(f"/units/{office.pk}/").content.decode()


def test_only_the_system_administrator_changes_units_and_no_body(
    small_city: SmallCity, office: Unit
) -> None:
    for verb in ("move", "close", "reopen"):
        for who in (small_city.security_admin, small_city.city, small_city.clerk_a):
            assert acting(who).get(f"/units/{office.pk}/{verb}/").status_code == 403
        told = acting(small_city.system_admin).get(f"/units/{small_city.body_a.pk}/{verb}/")
        assert "请在名录中变更或者注销" in told.content.decode()
