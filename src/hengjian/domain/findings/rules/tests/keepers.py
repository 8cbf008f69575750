"""Who keeps the rules of the small city: its general section, which the small city itself lacks."""

from hengjian.core.organisation.actions import add_unit
from hengjian.core.organisation.models import UnitKind
from hengjian.core.people.actions import enrol_person, give_post
from hengjian.core.people.models import Post, Role
from hengjian.core.tests.small_city import AT, SINCE, SmallCity
from hengjian.rules.custom import Definition

FINES = Definition(
    id="",
    subject="case",
    title="大额罚款",
    statement="罚款一千元以上的，逐案核查。",
    applies="案件类型 = 行政处罚",
    breaks="罚款 ≥ 1000",
    says="罚款 {罚款}，当事人 {当事人名称}。",
    right="逐案核查。",
    severity="G",
    own_basis="本局《执法监督要点》第一条",
)


def general_section(city: SmallCity) -> Post:
    """A supervisor of the general section of the city."""
    unit = add_unit(
        UnitKind.SECTION_GENERAL, "综合科", division=city.city_division, parent=city.bureau,
        by=None, at=AT,
    )  # fmt: skip
    person = enrol_person("general", "吴九", password=None, by=None, at=AT)
    return give_post(person, unit, Role.SUPERVISOR, since=SINCE, by=None, at=AT)
