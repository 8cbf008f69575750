"""A unit moves or is dissolved only so that nobody loses his post or his place unnoticed."""

from datetime import date, timedelta

import pytest

from hengjian.content.errors import PlainError
from hengjian.core.clock import day_of
from hengjian.core.entries.models import LedgerEntry
from hengjian.core.organisation.actions import add_unit, close_unit, move_unit, reopen_unit
from hengjian.core.organisation.models import Unit, UnitKind
from hengjian.core.organisation.queries import sections_of, units_matching
from hengjian.core.people.actions import end_post, enrol_person, give_post
from hengjian.core.people.models import Role
from hengjian.core.rights.routing import section_for
from hengjian.core.tests.small_city import AT, SINCE, SmallCity

TODAY = day_of(AT)
BY = {"by": None, "at": AT}


@pytest.fixture
def section(small_city: SmallCity) -> Unit:
    """市直科 of the city's bureau, with nobody in it."""
    return add_unit(
        UnitKind.SECTION_DIRECT, "市直科", division=small_city.city_division,
        parent=small_city.bureau, **BY,
    )  # fmt: skip


def words(unit: Unit) -> list[str]:
    return [str(one) for one in units_matching("市直科").filter(pk=unit.pk)]


def test_a_dissolved_section_handles_nothing_and_is_not_offered(
    small_city: SmallCity, section: Unit
) -> None:
    top = small_city.city_division
    body = add_unit(UnitKind.BODY, "市局", division=top, **BY)
    assert section_for(body, tier=top) == section
    close_unit(section, TODAY, reason="机构改革", **BY)
    assert section_for(body, tier=top) == small_city.bureau
    assert section not in sections_of(top)
    assert words(section) == []
    assert [one.pk for one in units_matching("市直科", standing="closed")] == [section.pk]
    assert units_matching("市直科", standing="all").count() == 1
    entry = LedgerEntry.objects.get(kind="unit.closed", subject_id=section.pk)
    assert entry.payload == {"to": TODAY.isoformat(), "reason": "机构改革"}
    reopen_unit(section, reason="登记有误", **BY)
    assert section_for(body, tier=top) == section
    assert words(section) == ["市直科"]


def test_a_unit_with_posts_or_units_below_is_not_dissolved(
    small_city: SmallCity, section: Unit
) -> None:
    person = enrol_person("direct", "某人", **BY)
    post = give_post(person, section, Role.SUPERVISOR, since=SINCE, **BY)
    with pytest.raises(PlainError, match="还有 1 个岗位"):
        close_unit(section, TODAY, **BY)
    end_post(post, TODAY, **BY)
    below = add_unit(
        UnitKind.LIAISON_OFFICE, "联络室", division=section.division, parent=section, **BY
    )
    with pytest.raises(PlainError, match="下面还有 1 个单位"):
        close_unit(section, TODAY, **BY)
    close_unit(below, TODAY, **BY)
    assert close_unit(section, TODAY, **BY).valid_to == TODAY
    with pytest.raises(PlainError, match="已经撤销"):
        close_unit(section, TODAY, **BY)
    with pytest.raises(PlainError, match="上级单位市直科已经撤销"):
        reopen_unit(below, reason="误报", **BY)


def test_it_is_entered_when_its_last_day_has_come(section: Unit) -> None:
    with pytest.raises(PlainError, match="还没有到"):
        close_unit(section, TODAY + timedelta(days=1), **BY)
    section.valid_from = date(2026, 1, 1)
    with pytest.raises(PlainError, match="才设立"):
        close_unit(section, date(2025, 12, 31), **BY)


def test_nobody_is_appointed_in_a_dissolved_unit(small_city: SmallCity, section: Unit) -> None:
    person = enrol_person("direct", "某人", **BY)
    post = give_post(person, section, Role.SUPERVISOR, since=SINCE, until=SINCE, **BY)
    close_unit(section, TODAY, **BY)
    for until in (None, TODAY + timedelta(days=1)):
        with pytest.raises(PlainError, match="撤销"):
            give_post(person, section, Role.SUPERVISOR, since=SINCE, until=until, **BY)
    with pytest.raises(PlainError, match="撤销"):
        end_post(post, TODAY + timedelta(days=1), **BY)
    assert (
        give_post(person, section, Role.SUPERVISOR, since=SINCE, until=TODAY, **BY).until == TODAY
    )


def test_a_unit_moves_to_a_place_that_is_there_and_free(
    small_city: SmallCity, section: Unit
) -> None:
    here, there = small_city.city_division, small_city.county_a_division
    with pytest.raises(PlainError, match="已经在那里"):
        move_unit(section, parent=small_city.bureau, division=here, **BY)
    other = add_unit(
        UnitKind.SECTION_DIRECT, "市直科", division=there, parent=small_city.bureau_a, **BY
    )
    with pytest.raises(PlainError, match="已有名称为“市直科”"):
        move_unit(section, parent=small_city.bureau_a, division=there, **BY)
    close_unit(other, TODAY, **BY)
    with pytest.raises(PlainError, match="已经撤销"):
        move_unit(section, parent=other, division=there, **BY)
    move_unit(section, parent=small_city.bureau_a, division=there, reason="划转", **BY)
    section.refresh_from_db()
    assert section.path.startswith(small_city.bureau_a.path)
    with pytest.raises(PlainError, match="已有名称"):
        reopen_unit(other, reason="误报", **BY)
