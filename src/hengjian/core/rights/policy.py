"""The written policy: a post of this role in this kind of unit reaches these units, for this reason.

Serves the materialised reach and whoever asks what a role may see. What is not written here is not
granted: the three administrators, procuratorate and court reach no unit's business at all.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from hengjian.core.organisation.models import UnitKind
from hengjian.core.people.models import Role


class Scope(StrEnum):
    """Which units, as seen from the unit in which the post is held."""

    OWN = "own"  # this unit alone
    TREE = "tree"  # this unit and all below it
    DEPARTMENT = "department"  # the unit above this one (itself where none is) and all below it
    HERE = "here"  # the units that stand in this division, not below it
    BELOW = "below"  # the units of the divisions below this one
    ALL = "all"  # both


class Grant(NamedTuple):
    """One line of the policy. ``why`` is the reason code that each row shows."""

    role: Role
    kind: UnitKind
    scope: Scope
    why: str


R, K, S = Role, UnitKind, Scope
POLICY: tuple[Grant, ...] = (
    # the city's bureau has sections; a county's bureau usually works as a whole
    Grant(R.SUPERVISOR, K.SECTION_GENERAL, S.ALL, "general_section"),
    Grant(R.SUPERVISOR, K.SECTION_DIRECT, S.HERE, "direct_section"),
    Grant(R.SUPERVISOR, K.SECTION_COUNTY, S.BELOW, "county_section"),
    Grant(R.SUPERVISOR, K.BUREAU, S.ALL, "bureau"),
    # a department looks after itself
    Grant(R.SUPERVISOR, K.LEGAL_SECTION, S.DEPARTMENT, "department"),
    Grant(R.LEGAL_REVIEWER, K.LEGAL_SECTION, S.DEPARTMENT, "department"),
    Grant(R.LEGAL_REVIEWER, K.BODY, S.OWN, "own_body"),
    Grant(R.LEGAL_REVIEWER, K.GOVERNMENT, S.OWN, "own_body"),
    # townships and villages assist
    Grant(R.STATION_OFFICER, K.JUSTICE_STATION, S.ALL, "township"),
    Grant(R.STATION_OFFICER, K.LIAISON_OFFICE, S.ALL, "township"),
    Grant(R.LIAISON, K.LIAISON_OFFICE, S.ALL, "township"),
    Grant(R.LIAISON, K.CONTACT_POINT, S.OWN, "contact_point"),
    Grant(R.INVITED_SUPERVISOR, K.LIAISON_OFFICE, S.OWN, "contact_point"),
    Grant(R.INVITED_SUPERVISOR, K.CONTACT_POINT, S.OWN, "contact_point"),
    # who enforces sees his own body
    Grant(R.BODY_OFFICER, K.BODY, S.OWN, "own_body"),
    Grant(R.BODY_OFFICER, K.GOVERNMENT, S.OWN, "own_body"),
    Grant(R.BODY_CLERK, K.BODY, S.OWN, "own_body"),
    Grant(R.BODY_CLERK, K.GOVERNMENT, S.OWN, "own_body"),
    # who leads reads what he leads
    Grant(R.LEADER, K.GOVERNMENT, S.ALL, "leader"),
    Grant(R.LEADER, K.BUREAU, S.ALL, "leader"),
    Grant(R.LEADER, K.BODY, S.TREE, "leader"),
)

GRANTS: dict[str, list[Grant]] = defaultdict(list)
for _grant in POLICY:
    GRANTS[_grant.kind.value].append(_grant)

WIDE = frozenset(grant.kind.value for grant in POLICY if grant.scope in {S.HERE, S.BELOW, S.ALL})
"""The kinds of unit whose posts reach over a division."""

ADVISING = frozenset(grant.kind.value for grant in POLICY if grant.scope is S.DEPARTMENT)
"""The kinds of unit whose posts reach the unit above them."""


class Place(NamedTuple):
    """Where a unit stands: its kind, and the keys from the root down in both trees."""

    pk: int
    kind: str
    units: tuple[int, ...]
    divisions: tuple[int, ...]

    @classmethod
    def of(cls, pk: int, kind: str, path: str, division_path: str) -> "Place":
        return cls(pk, kind, keys(path), keys(division_path))

    @property
    def department(self) -> int:
        """The unit above, or itself."""
        return self.units[-2] if len(self.units) > 1 else self.pk


def keys(path: str) -> tuple[int, ...]:
    """The keys of a materialised path."""
    return tuple(int(key) for key in path.split("/") if key)


def path_of(keys: Iterable[int]) -> str:
    """The materialised path of these keys."""
    return "".join(f"{key}/" for key in keys)


class Reached(NamedTuple):
    home: int
    role: str
    unit: int
    why: str


def reached(homes: Iterable[Place], targets: Iterable[Place]) -> Iterator[Reached]:
    """What the policy grants to posts in ``homes`` over ``targets``; the first reason stands."""
    own: set[int] = set()
    here: dict[int, set[int]] = defaultdict(set)
    below: dict[int, set[int]] = defaultdict(set)
    tree: dict[int, set[int]] = defaultdict(set)
    for target in targets:
        own.add(target.pk)
        here[target.divisions[-1]].add(target.pk)
        for division in target.divisions[:-1]:
            below[division].add(target.pk)
        for unit in target.units:
            tree[unit].add(target.pk)
    nobody: set[int] = set()
    for home in homes:
        division = home.divisions[-1]
        given: set[tuple[str, int]] = set()
        for grant in GRANTS.get(home.kind, ()):
            units = {
                Scope.OWN: own & {home.pk},
                Scope.TREE: tree.get(home.pk, nobody),
                Scope.DEPARTMENT: tree.get(home.department, nobody),
                Scope.HERE: here.get(division, nobody),
                Scope.BELOW: below.get(division, nobody),
                Scope.ALL: here.get(division, nobody) | below.get(division, nobody),
            }[grant.scope]
            for unit in sorted(units):
                if (grant.role, unit) not in given:
                    given.add((grant.role, unit))
                    yield Reached(home.pk, grant.role.value, unit, grant.why)


def granted_to(role: str, kind: str) -> list[Grant]:
    """The lines of the policy for such a post; none for administrators, procuratorate and court."""
    return [grant for grant in GRANTS.get(kind, ()) if grant.role == role]
