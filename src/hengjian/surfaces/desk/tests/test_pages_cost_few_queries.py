"""What each page costs, held in query_counts.txt; who sees less never pays more."""

from pathlib import Path

import pytest
from django.test import Client

from hengjian.core.people.actions import enrol_person, give_post
from hengjian.core.people.models import Role
from hengjian.core.tests.query_counts import assert_query_count
from hengjian.core.tests.small_city import AT, SINCE, SmallCity

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
FILE = Path(__file__).with_name("query_counts.txt")
ALL = ("county_a", "clerk_a", "leader", "system_admin")
PAGES = [
    ("posts", "/posts/", ALL),
    ("units", "/units/", ALL),
    ("divisions", "/divisions/", ALL),
    ("people", "/people/", ("system_admin", "security_admin", "audit_admin")),
    ("person", "/people/{person}/", ("system_admin", "security_admin")),
    ("post", "/posts/{post}/", ("county_a", "leader", "system_admin")),
    ("unit", "/units/{unit}/", ("county_a", "leader", "system_admin")),
    ("account/security", "/account/security/", ("county_a",)),
    ("audit/logins", "/audit/logins/", ("audit_admin",)),
]


@pytest.mark.parametrize("who", ["county_a", "leader", "system_admin"])
def test_home_costs_what_is_held(client: Client, small_city: SmallCity, who: str) -> None:
    client.force_login(getattr(small_city, who).person, backend=BACKEND)
    assert_query_count(client, "/", FILE, f"home of {who}")


@pytest.mark.parametrize(("name", "path", "readers"), PAGES, ids=[page[0] for page in PAGES])
def test_a_page_costs_the_same_for_every_reader_and_however_much_it_shows(
    small_city: SmallCity, name: str, path: str, readers: tuple[str, ...]
) -> None:
    url = path.format(
        person=small_city.county_a.person_id, post=small_city.clerk_a.pk, unit=small_city.body_a.pk
    )
    for more in (0, 8):
        for number in range(more):
            person = enrol_person(f"more{number}", "某人", by=None, at=AT)
            give_post(person, small_city.body_a, Role.BODY_OFFICER, since=SINCE, by=None, at=AT)
        for who in readers:
            client = Client()
            client.force_login(getattr(small_city, who).person, backend=BACKEND)
            assert_query_count(client, url, FILE, name)
