"""For any post and any finding: it is listed, opened and counted exactly if the written policy says so.

The policy is written here a second time, in plain Python over plain rows, and compared for many posts and
findings drawn at random.
"""

import random
from typing import Any

import pytest
from django.http import Http404

from hengjian.core.organisation.actions import add_division, add_unit
from hengjian.core.organisation.models import Level, Unit, UnitKind
from hengjian.core.people.actions import enrol_person, give_post
from hengjian.core.people.models import PLACES, Post, Role
from hengjian.core.tests.small_city import SINCE, SmallCity
from hengjian.domain.findings import access, queries
from hengjian.domain.findings.applied.actions import recount_all
from hengjian.domain.findings.models import Finding
from hengjian.domain.findings.queries import Wanted, Worklist
from hengjian.domain.findings.tests.checked import AT
from hengjian.domain.registry.lists import content
from hengjian.domain.registry.models import Body
from hengjian.domain.registry.registers import BODIES
from hengjian.domain.registry.tests.register import LittleRegister, body, entered

STATES = [state.value for state in Finding.State]


def finding(number: int, of: Body | None, chance: random.Random, **more: Any) -> Finding:
    made: dict[str, Any] = {
        "code": f"{number:016x}", "rule": chance.choice(["F08", "B02", "A01"]), "title": "问题",
        "severity": "S", "weight": 1, "nature": "violation", "subject": "case", "body": of,
        "occurrence": str(number), "says": "说明", "values": "1", "state": chance.choice(STATES),
        "person": chance.random() < 0.3, "told": chance.random() < 0.5,
        "appeared_at": AT, "changed_at": AT,
    }  # fmt: skip
    return Finding(**(made | more))


@pytest.fixture
def posts(small_city: SmallCity) -> list[Post]:
    """Somebody in every role at every kind of place that may have one, in several divisions."""
    little = LittleRegister.entered(small_city)
    city, a = small_city.city_division, small_city.county_a_division
    town = add_division("990101101", "甲一镇", Level.TOWNSHIP, parent=a, by=None, at=AT)
    entered(BODIES, **body("C1", "990100", level="city"))
    kinds = [kind for kind in UnitKind if kind not in (UnitKind.BODY, UnitKind.CONTACT_POINT)]
    units = list(Unit.objects.filter(body__isnull=False))
    for kind in kinds:
        above = little.a1.unit if kind == UnitKind.LEGAL_SECTION else None
        for division in (city, a, town):
            units.append(
                add_unit(
                    kind, f"{division}{kind.label}", division=division, parent=above, by=None, at=AT
                )
            )
    made = []
    for number, (unit, role) in enumerate(
        (unit, role) for unit in units for role, places in PLACES.items() if unit.kind in places
    ):
        person = enrol_person(f"p{number}", "某人", password="平安是福-2026", by=None, at=AT)
        made.append(give_post(person, unit, role, since=SINCE, by=None, at=AT))
    return made


def granted(post: Post, row: Finding) -> bool:
    """The policy, told plainly."""
    unit, role = post.unit, post.role
    at_city = unit.division.level == Level.CITY
    bureau_like = unit.kind in (
        UnitKind.BUREAU, UnitKind.SECTION_GENERAL, UnitKind.SECTION_DIRECT, UnitKind.SECTION_COUNTY
    )  # fmt: skip
    government = unit.kind == UnitKind.GOVERNMENT
    leads_tier = role == Role.LEADER and (government or unit.kind == UnitKind.BUREAU)
    if row.body is None:
        general = unit.kind in (UnitKind.BUREAU, UnitKind.SECTION_GENERAL)
        return at_city and (leads_tier or (role == Role.SUPERVISOR and general))
    there, here = row.body.unit.division.path, unit.division.path
    below = there.startswith(here)
    if leads_tier:
        return below
    if role == Role.SUPERVISOR and bureau_like:
        if unit.kind == UnitKind.SECTION_DIRECT:
            return there == here
        return below and (unit.kind != UnitKind.SECTION_COUNTY or there != here)
    department = (unit.parent or unit).path if unit.kind == UnitKind.LEGAL_SECTION else ""
    in_department = bool(department) and row.body.unit.path.startswith(department)
    if role == Role.SUPERVISOR:
        return in_department
    if role == Role.STATION_OFFICER:
        return below
    if role == Role.LEGAL_REVIEWER:
        mine = in_department or row.body.unit_id == unit.pk
    elif role in (Role.BODY_CLERK, Role.BODY_OFFICER):
        mine = row.body.unit_id == unit.pk
    elif role == Role.LEADER and unit.kind == UnitKind.BODY:
        mine = row.body.unit.path.startswith(unit.path)
    else:
        return False
    return mine and row.told and not (role == Role.BODY_OFFICER and row.person)


@pytest.mark.parametrize("seed", range(3))
def test_a_list_holds_what_the_policy_grants(posts: list[Post], seed: int) -> None:
    chance = random.Random(seed)
    bodies = [*Body.objects.select_related("unit__division"), None]
    rows = Finding.objects.bulk_create(
        [finding(number, chance.choice(bodies), chance) for number in range(80)]
    )
    recount_all(by=None, at=AT)
    for post in chance.sample(posts, 25):
        expected = {row.pk for row in rows if granted(post, row)}
        seen = set(access.findings_seen(post=post, at=AT).values_list("pk", flat=True))
        assert seen == expected, post
        listed = Worklist(post, Wanted(state="all"), AT)
        assert set(listed.rows.values_list("pk", flat=True)) == expected, post
        assert listed.number == (len(expected), False), post
        guessed = chance.choice(rows)
        if guessed.pk in expected:
            assert access.finding_seen(guessed.pk, post=post, at=AT).why
        else:
            with pytest.raises(Http404):
                access.finding_seen(guessed.pk, post=post, at=AT)
            assert access.findings_chosen([guessed.pk], post=post, at=AT) == []


def test_bodies_see_all_of_theirs_where_the_city_says_so(
    posts: list[Post], monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = next(post for post in posts if post.role == Role.BODY_CLERK)
    mine = Body.objects.get(unit=clerk.unit_id)
    chance = random.Random(1)
    Finding.objects.bulk_create([finding(1, mine, chance, told=False)])
    assert not access.findings_seen(post=clerk, at=AT).exists()
    monkeypatch.setattr(access, "open_to_bodies", lambda at: True)
    assert access.findings_seen(post=clerk, at=AT).count() == 1


def test_a_post_that_is_over_sees_nothing(posts: list[Post]) -> None:
    leader = next(
        p
        for p in posts
        if p.unit.kind == UnitKind.BUREAU and p.role == Role.LEADER and access.sees_whole_city(p)
    )
    chance = random.Random(1)
    Finding.objects.bulk_create([finding(1, None, chance)])
    assert access.findings_seen(post=leader, at=AT).count() == 1
    leader.until = SINCE
    assert not access.findings_seen(post=leader, at=AT).exists()


def test_what_a_section_handles_is_narrowed_by_its_remit(posts: list[Post]) -> None:
    """市直科 has the bodies of its tier, 县区科 those below, 综合科 what was assigned to it."""
    city = [p for p in posts if p.unit.division.level == Level.CITY and p.role == Role.SUPERVISOR]
    units = {p.unit.kind: p.unit for p in city}

    def handled(kind: UnitKind) -> set[str]:
        keys = queries.handled_by(units[kind].pk)
        return set(Body.objects.filter(unit__in=keys).values_list("code", flat=True))

    assert handled(UnitKind.SECTION_DIRECT) == {"C1"}
    assert handled(UnitKind.SECTION_COUNTY) == {"A1", "A2", "B1"}
    assert handled(UnitKind.SECTION_GENERAL) == set()


def test_the_switch_is_off_until_a_city_opens_it() -> None:
    assert content().parameters["findings.open_to_bodies"].values[-1].value is False
