"""Matters go to a section by the routing; 综合科 gives them to another for a reason that stays."""

import pytest

from hengjian.content.errors import PlainError
from hengjian.core.entries.models import LedgerEntry
from hengjian.core.organisation.actions import add_unit, move_unit
from hengjian.core.organisation.models import Unit, UnitKind
from hengjian.core.people.actions import enrol_person, give_post
from hengjian.core.people.duties import RefusedError
from hengjian.core.people.models import Post, Role
from hengjian.core.rights.actions import assign, end_assignment, rebuild_reach
from hengjian.core.rights.queries import within_reach
from hengjian.core.rights.routing import assignments_of, section_for
from hengjian.core.tests.small_city import AT, SINCE, SmallCity


def section(city: SmallCity, kind: UnitKind) -> Post:
    """Somebody in a section of the city's bureau."""
    made = add_unit(
        kind, str(kind.label), division=city.city_division, parent=city.bureau, by=None, at=AT
    )
    person = enrol_person(kind.value, "某人", by=None, at=AT)
    return give_post(person, made, Role.SUPERVISOR, since=SINCE, by=None, at=AT)


def seen(post: Post, unit: Unit) -> str | None:
    """Why the post sees the unit, or None."""
    rows = within_reach(Unit.objects.filter(pk=unit.pk), unit="", post=post, at=AT)
    return rows.values_list("why", flat=True).first()


def test_a_matter_goes_to_the_section_of_its_tier(small_city: SmallCity) -> None:
    top = small_city.city_division
    body = add_unit(UnitKind.BODY, "市局", division=top, by=None, at=AT)
    assert section_for(body, tier=top) == small_city.bureau  # no such section yet: the bureau
    direct = section(small_city, UnitKind.SECTION_DIRECT)
    assert section_for(body, tier=top) == direct.unit
    assert section_for(small_city.body_a, tier=top) == small_city.city.unit  # 县区科
    assert section_for(small_city.body_a, tier=small_city.county_a_division) == small_city.bureau_a
    assert section_for(small_city.body_a, tier=small_city.county_b_division) is None


def test_an_assignment_moves_it_with_its_reason(small_city: SmallCity) -> None:
    general = section(small_city, UnitKind.SECTION_GENERAL)
    direct = section(small_city, UnitKind.SECTION_DIRECT)
    body, top = small_city.body_a, small_city.city_division
    assert seen(direct, body) is None
    assign(body, direct.unit, "涉及市直部门，并案办理", by=general, at=AT)
    assert section_for(body, tier=top) == direct.unit
    assert seen(direct, body) == "assigned"
    assert (
        seen(small_city.city, body) == "county_section"
    )  # whoever had it by routing sees it still
    assert [one.reason for one in assignments_of(body)] == ["涉及市直部门，并案办理"]
    assert LedgerEntry.objects.filter(kind="unit.assigned", subject_id=body.pk).count() == 1
    assert rebuild_reach(by=None, at=AT) == 0
    end_assignment(body, by=general, at=AT)
    assert section_for(body, tier=top) == small_city.city.unit
    assert seen(direct, body) is None
    assert assignments_of(body).count() == 1  # what was so stays on record


def test_only_the_general_section_assigns_and_says_why(small_city: SmallCity) -> None:
    general = section(small_city, UnitKind.SECTION_GENERAL)
    direct = section(small_city, UnitKind.SECTION_DIRECT)
    for other in (direct, small_city.city, small_city.county_a, small_city.system_admin):
        with pytest.raises(RefusedError, match="综合科"):
            assign(small_city.body_a, direct.unit, "因为", by=other, at=AT)
    with pytest.raises(PlainError, match="没有写指定的理由"):
        assign(small_city.body_a, direct.unit, "  ", by=general, at=AT)
    with pytest.raises(PlainError, match="不是本级监督机关的科室"):
        assign(small_city.body_a, small_city.bureau_b, "因为", by=general, at=AT)
    assert not assignments_of(small_city.body_a).exists()


def test_a_unit_that_moves_takes_its_reach_along(small_city: SmallCity) -> None:
    body = small_city.body_a
    child = add_unit(UnitKind.BODY, "分局", division=body.division, parent=body, by=None, at=AT)
    assert (seen(small_city.county_a, body), seen(small_city.county_b, body)) == ("bureau", None)
    move_unit(body, parent=None, division=small_city.county_b_division, by=None, at=AT)
    assert (seen(small_city.county_a, body), seen(small_city.county_b, body)) == (None, "bureau")
    assert seen(small_city.county_a, child) == "bureau"  # it stays in its own division
    assert rebuild_reach(by=None, at=AT) == 0
    child.refresh_from_db()
    with pytest.raises(PlainError, match="不能放在自己下面"):
        move_unit(body, parent=child, division=body.division, by=None, at=AT)
