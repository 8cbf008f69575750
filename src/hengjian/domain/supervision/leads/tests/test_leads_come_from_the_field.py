"""Stations, liaisons and invited supervisors enter leads for the county's bureau, and read their own only."""

import pytest
from django.http import Http404

from hengjian.core.people.duties import RefusedError
from hengjian.core.people.models import Role
from hengjian.domain.supervision.access import lead_seen, leads_seen
from hengjian.domain.supervision.leads import access
from hengjian.domain.supervision.leads.actions import keep_file
from hengjian.domain.supervision.leads.tests.little_field import PLACES, LittleField
from hengjian.domain.supervision.leads.tests.little_lead import LittleLead
from hengjian.domain.supervision.models import Lead

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 x"


@pytest.fixture
def field(leads: LittleLead) -> LittleField:
    return LittleField.ready(leads)


ROLES = list(PLACES)


@pytest.mark.parametrize("role", ROLES)
def test_it_goes_to_the_bureau_of_the_county_about_any_body_there(
    field: LittleField, role: Role
) -> None:
    post, body = field.posts[role], field.leads.case.body
    assert access.body_chosen(body.pk, post=post, at=field.leads.at) == body
    lead = field.leads.entered(by=post, source=Lead.Source.FIELD, body=body, summary="")
    assert lead.bureau == field.leads.case.city.bureau_a
    assert access.in_charge(field.leads.case.first, lead)


@pytest.mark.parametrize("role", ROLES)
def test_it_names_no_body_of_another_county(field: LittleField, role: Role) -> None:
    city, body = field.leads.case.city, field.leads.case.body
    unit = city.body_a
    unit.division = city.county_b_division
    unit.save()
    with pytest.raises(Http404):
        access.body_chosen(body.pk, post=field.posts[role], at=field.leads.at)


@pytest.mark.parametrize("role", ROLES)
def test_it_adds_files_to_its_own_and_works_on_none(field: LittleField, role: Role) -> None:
    post, at = field.posts[role], field.leads.at
    own = field.leads.entered(by=post, summary="")
    other = field.leads.entered()
    assert list(leads_seen(post=post, at=at).filter(opened_by=post)) == [own]
    keep_file(own, "照片.pdf", PDF, by=post, at=at)
    with pytest.raises(RefusedError):
        keep_file(other, "照片.pdf", PDF, by=post, at=at)
    assert not access.works(post, own)
    assert not access.reads_reporters(post, own)
    assert not access.reads_words(post, own)


@pytest.mark.parametrize("role", [Role.LIAISON, Role.INVITED_SUPERVISOR])
def test_they_see_no_lead_of_others(field: LittleField, role: Role) -> None:
    post, at = field.posts[role], field.leads.at
    other = field.leads.entered()
    assert lead_seen(other.pk, post=field.leads.case.first, at=at)
    with pytest.raises(Http404):
        lead_seen(other.pk, post=post, at=at)
    office = field.posts[Role.LIAISON if role != Role.LIAISON else Role.INVITED_SUPERVISOR]
    neighbours = field.leads.entered(by=office, summary="")
    assert not leads_seen(post=post, at=at).filter(pk=neighbours.pk).exists()
