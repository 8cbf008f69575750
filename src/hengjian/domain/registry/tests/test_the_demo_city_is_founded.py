"""The demo city has the pilot's shape, and a person for every role can log in."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.hashers import check_password

from hengjian.content.errors import PlainError
from hengjian.core.clock import day_of
from hengjian.core.entries.models import LedgerEntry
from hengjian.core.organisation.models import Division, Level, Unit, UnitKind
from hengjian.core.people.models import Person, Role
from hengjian.core.people.queries import posts_held, posts_in_roles
from hengjian.core.rights.actions import rebuild_reach
from hengjian.domain.registry.founding.actions import found_demo_city
from hengjian.domain.registry.founding.people import demo_people
from hengjian.domain.registry.models import Body, Delegation, Officer, Version
from hengjian.domain.registry.queries import cards_expiring
from hengjian.domain.registry.registers import REGISTERS
from hengjian.domain.registry.tasks import WARNED

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def test_it_is_founded_once_and_whole(db: None) -> None:
    city = found_demo_city(at=AT)
    has_the_shape_of_the_pilot(city)
    has_somebody_to_log_in_for_every_role()
    has_a_version_of_every_row_and_a_root_of_every_register()
    has_certificates_in_every_state()
    has_something_to_renew_for_everybody_who_sees_to_it()
    has_staffing_in_the_city_and_in_every_county()
    assert rebuild_reach(by=None, at=AT) == 0
    with pytest.raises(PlainError, match=r"已有机构|already holds"):
        found_demo_city(at=AT)


def has_the_shape_of_the_pilot(city: Division) -> None:
    assert Division.objects.filter(level=Level.COUNTY).count() == 10
    villages = Division.objects.filter(level=Level.VILLAGE)
    assert villages.count() == 151
    towns = {village.parent for village in villages.select_related("parent")}
    assert len(towns) == 8
    assert len({town.parent_id for town in towns if town}) == 1
    assert len({(v.parent_id, v.name) for v in villages}) == 151
    most = max(body.received.count() for body in Body.objects.filter(kind="township"))
    assert most == 120
    assert Unit.objects.filter(kind=UnitKind.LIAISON_OFFICE).count() == 9
    assert Unit.objects.filter(kind=UnitKind.CONTACT_POINT).count() == 151
    bureau = Unit.objects.get(kind=UnitKind.BUREAU, division=city)
    assert bureau.name_on_documents == f"{city.name}人民政府行政执法协调监督局"
    assert bureau.children.count() == 3


def has_somebody_to_log_in_for_every_role() -> None:
    people = demo_people()
    assert {one.role for one in people} == {role.value for role in Role}
    for one in people:
        person = Person.objects.get(login=one.login)
        assert check_password(one.password, person.password)
        (post,) = posts_held(person, at=AT)
        assert post.role == one.role


def has_a_version_of_every_row_and_a_root_of_every_register() -> None:
    rows = sum(one.model._default_manager.count() for one in REGISTERS.values())
    assert Version.objects.count() == rows > 5000
    entries = list(LedgerEntry.objects.filter(kind="register.founded"))
    assert {entry.payload["register"] for entry in entries} == set(REGISTERS)
    assert sum(entry.row_count for entry in entries) == rows
    payloads = str(list(LedgerEntry.objects.values_list("content", "line")))
    names = Officer.objects.values_list("name", flat=True)[:50]
    assert not any(name in payloads for name in names)


def has_staffing_in_the_city_and_in_every_county() -> None:
    bureaus = Unit.objects.filter(kind=UnitKind.BUREAU)
    assert bureaus.count() == 11
    for bureau in bureaus:
        assert bureau.staffing.count() == 3
        assert bureau.occupancies.exists()


def has_certificates_in_every_state() -> None:
    cards = REGISTERS["certificates"].model._default_manager
    today = day_of(AT)
    assert cards.filter(valid_to__gte=today, withdrawn_on=None).count() > 1000
    assert cards.filter(suspended_from__isnull=False).exists()
    assert Delegation.objects.filter(last_evaluated_on=None).exists()


def has_something_to_renew_for_everybody_who_sees_to_it() -> None:
    for post in posts_in_roles(WARNED, at=AT):
        assert cards_expiring(post, at=AT, within=30).exists(), post
