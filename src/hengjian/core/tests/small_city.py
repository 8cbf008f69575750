"""A small city for tests: two counties, their units, and somebody in each kind of place.

Three persons stand in every test of rights: who owns the matter (`county_a`), his colleague at the
next tier (`city`), and the stranger who must see nothing of it (`county_b`).
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from hengjian.core.organisation.actions import add_division, add_unit
from hengjian.core.organisation.models import Division, Level, Unit, UnitKind
from hengjian.core.people.actions import enrol_person, give_post
from hengjian.core.people.models import Post, Role

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SINCE = date(2026, 1, 1)
PASSWORD = "平安是福-2026"


@dataclass(frozen=True)
class SmallCity:
    """Divisions, units and posts; a post's person is `post.person`, his login the field's name."""

    city_division: Division
    county_a_division: Division
    county_b_division: Division
    bureau: Unit
    bureau_a: Unit
    bureau_b: Unit
    body_a: Unit
    city: Post
    county_a: Post
    county_b: Post
    clerk_a: Post
    leader: Post
    system_admin: Post
    security_admin: Post
    audit_admin: Post

    @classmethod
    def founded(cls) -> "SmallCity":
        """Written by the actions, as everything is."""
        top = add_division("990100", "示例市", Level.CITY, by=None, at=AT)
        a = add_division("990101", "甲县", Level.COUNTY, parent=top, by=None, at=AT)
        b = add_division("990102", "乙县", Level.COUNTY, parent=top, by=None, at=AT)
        bureau = add_unit(
            UnitKind.BUREAU, "示例市司法局", division=top, by=None, at=AT,
            outward_name="示例市人民政府行政执法协调监督局",
        )  # fmt: skip
        section = add_unit(
            UnitKind.SECTION_COUNTY, "县区科", division=top, parent=bureau, by=None, at=AT
        )
        bureau_a = add_unit(UnitKind.BUREAU, "甲县司法局", division=a, by=None, at=AT)
        bureau_b = add_unit(UnitKind.BUREAU, "乙县司法局", division=b, by=None, at=AT)
        body_a = add_unit(UnitKind.BODY, "甲县市场监督管理局", division=a, by=None, at=AT)

        def appoint(login: str, name: str, unit: Unit, role: Role) -> Post:
            person = enrol_person(login, name, password=PASSWORD, by=None, at=AT)
            return give_post(person, unit, role, since=SINCE, by=None, at=AT)

        return cls(
            city_division=top,
            county_a_division=a,
            county_b_division=b,
            bureau=bureau,
            bureau_a=bureau_a,
            bureau_b=bureau_b,
            body_a=body_a,
            city=appoint("city", "林一", section, Role.SUPERVISOR),
            county_a=appoint("county_a", "王二", bureau_a, Role.SUPERVISOR),
            county_b=appoint("county_b", "张三", bureau_b, Role.SUPERVISOR),
            clerk_a=appoint("clerk_a", "李四", body_a, Role.BODY_CLERK),
            leader=appoint("leader", "赵五", bureau, Role.LEADER),
            system_admin=appoint("system_admin", "钱六", bureau, Role.SYSTEM_ADMIN),
            security_admin=appoint("security_admin", "孙七", bureau, Role.SECURITY_ADMIN),
            audit_admin=appoint("audit_admin", "周八", bureau, Role.AUDIT_ADMIN),
        )
