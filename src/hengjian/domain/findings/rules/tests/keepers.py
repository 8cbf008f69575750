"""Who keeps the rules of the small city: its general section, which the small city itself lacks."""

from dataclasses import replace

from hengjian.core.organisation.actions import add_unit
from hengjian.core.organisation.models import UnitKind
from hengjian.core.people.actions import enrol_person, give_post
from hengjian.core.people.models import Post, Role
from hengjian.core.tests.small_city import AT, SINCE, SmallCity
from hengjian.rules.custom.tests.fines import FINES as LARGE

FINES = replace(LARGE, id="", says="罚款 {罚款}，当事人 {当事人名称}。", severity="G")


def general_section(city: SmallCity) -> Post:
    """A supervisor of the general section of the city."""
    unit = add_unit(
        UnitKind.SECTION_GENERAL, "综合科", division=city.city_division, parent=city.bureau,
        by=None, at=AT,
    )  # fmt: skip
    person = enrol_person("general", "吴九", password=None, by=None, at=AT)
    return give_post(person, unit, Role.SUPERVISOR, since=SINCE, by=None, at=AT)
