"""A page that renews itself keeps no session alive: whoever has gone away is logged out all the same."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from hengjian.core import clock
from hengjian.core.tests.small_city import SmallCity
from hengjian.surfaces import desk

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ITSELF = {"X-By-Itself": "1", "HX-Request": "true", "HX-Current-URL": "http://testserver/jobs/?a=b"}


@pytest.mark.parametrize(("headers", "stays"), [(ITSELF, False), ({"HX-Request": "true"}, True)])
def test_it_does_not_count_as_presence(
    client: Client,
    small_city: SmallCity,
    monkeypatch: pytest.MonkeyPatch,
    headers: dict[str, str],
    stays: bool,
) -> None:
    begun = clock.now()
    client.force_login(small_city.county_a.person, backend=BACKEND)
    client.get("/notices/bell/")
    for minutes in (40, 80):
        moment = begun + timedelta(minutes=minutes)
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        answer = client.get("/notices/bell/", headers=headers)
    led = answer.headers.get("HX-Redirect", "")
    assert ("_auth_user_id" in client.session) is stays
    assert led == ("" if stays else "/account/login/?ended=idle&next=%2Fjobs%2F%3Fa%3Db")


def test_every_part_that_renews_itself_says_so() -> None:
    templates = Path(str(desk.__file__)).parent / "templates"
    for template in templates.rglob("*.html"):
        for tag in re.findall(r"<[^<]*hx-trigger=\"[^\"]*every.*", template.read_text("utf-8")):
            assert "X-By-Itself" in tag, f"{template.name}: {tag[:80]}"
