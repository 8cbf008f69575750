"""A township of county A: its station, its liaison office, and who collects leads there."""

from dataclasses import dataclass

from hengjian.core.organisation.actions import add_division, add_unit
from hengjian.core.organisation.models import Level, UnitKind
from hengjian.core.people.actions import enrol_person, give_post
from hengjian.core.people.models import Post, Role
from hengjian.core.tests.small_city import PASSWORD, SINCE
from hengjian.domain.supervision.leads.tests.little_lead import LittleLead

PLACES = {
    Role.STATION_OFFICER: UnitKind.JUSTICE_STATION,
    Role.LIAISON: UnitKind.LIAISON_OFFICE,
    Role.INVITED_SUPERVISOR: UnitKind.LIAISON_OFFICE,
}


@dataclass
class LittleField:
    leads: LittleLead
    posts: dict[Role, Post]

    @classmethod
    def ready(cls, leads: LittleLead) -> "LittleField":
        common = {"by": None, "at": leads.at}
        county = leads.case.city.county_a_division
        town = add_division("990101100", "一镇", Level.TOWNSHIP, parent=county, **common)
        units = {
            kind: add_unit(kind, f"一镇{kind.label}", division=town, **common)
            for kind in (UnitKind.JUSTICE_STATION, UnitKind.LIAISON_OFFICE)
        }
        posts = {}
        for role, kind in PLACES.items():
            person = enrol_person(f"field_{role}", "甲乙", password=PASSWORD, **common)
            posts[role] = give_post(person, units[kind], role, since=SINCE, **common)
        return cls(leads, posts)
