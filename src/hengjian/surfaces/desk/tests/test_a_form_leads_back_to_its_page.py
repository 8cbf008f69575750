"""Whoever opens the address of a form as a page comes to the page that the form stands on."""

import pytest
from django.test import Client

from hengjian.core.tests.small_city import SmallCity
from hengjian.domain.supervision.cases.tests.little_case import LittleCase
from hengjian.surfaces.desk.tests.test_sessions_end import logged_in
from hengjian.surfaces.desk.way_back import page_above

TOLD = "打开的网址只接收表单"


@pytest.fixture
def case(small_city: SmallCity) -> LittleCase:
    return LittleCase.ready(small_city)


@pytest.fixture
def client(small_city: SmallCity) -> Client:
    return logged_in("county_a")


def test_a_form_of_a_case_leads_to_the_case(client: Client, case: LittleCase) -> None:
    page = f"/cases/{case.opened().pk}/"
    answer = client.get(f"{page}extend/", follow=True)
    assert answer.redirect_chain == [(page, 302)]
    assert TOLD in answer.content.decode()
    assert TOLD not in client.get(page).content.decode()


def test_a_form_above_which_another_stands_says_it_once(client: Client, case: LittleCase) -> None:
    page = f"/cases/{case.opened().pk}/"
    answer = client.get(f"{page}bar/1/", follow=True)
    assert [where for where, _ in answer.redirect_chain] == [f"{page}bar/", page]
    assert answer.content.decode().count(TOLD) == 1


def test_who_must_log_in_again_comes_to_the_page_and_is_told(case: LittleCase) -> None:
    page, client = f"/cases/{case.opened().pk}/", Client()
    login = client.get(f"{page}extend/", follow=True)
    where = f"{login.redirect_chain[-1][0]}"
    assert where.startswith("/account/login/")
    assert where.endswith(f"next={page}")


def test_who_sends_what_is_not_taken_is_told_so(client: Client, case: LittleCase) -> None:
    assert client.delete(f"/cases/{case.opened().pk}/extend/").status_code == 405


@pytest.mark.parametrize(
    ("path", "page"),
    [("/matters/5/term/stop/", "/matters/5/"), ("/act-as/", "/"), ("/no/such/thing/", "/")],
)
def test_the_page_is_the_nearest_one_above(path: str, page: str) -> None:
    assert page_above(path) == page
