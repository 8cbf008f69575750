"""For any city a list shows a row exactly when the written policy grants it, with its reason.

The policy stands here a second time, in plain words of Python over parents and divisions; it shares
nothing with the table, the paths or the SQL of the program.
"""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.http import Http404
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hengjian.core import clock
from hengjian.core.organisation.actions import add_division, add_unit
from hengjian.core.organisation.models import Division, Level, Unit, UnitKind
from hengjian.core.people.actions import enrol_person, give_post
from hengjian.core.people.models import PLACES, Post, PostState, Role
from hengjian.core.rights.access import post_seen, posts_seen
from hengjian.core.rights.actions import rebuild_reach
from hengjian.core.rights.models import Reach
from hengjian.core.rights.policy import POLICY
from hengjian.core.rights.queries import within_reach
from hengjian.core.rights.wording import why_words
from hengjian.core.tests.small_city import AT, SmallCity

DAY = clock.day_of(AT)
LEVELS = [Level.CITY, Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE]
PAIRS = [(role, kind) for role in Role for kind in sorted(PLACES[role])]


def stands_within(unit: Unit, division: Division) -> bool:
    here: Division | None = unit.division
    while here is not None and here != division:
        here = here.parent
    return here == division


def belongs_to(unit: Unit, top: Unit) -> bool:
    here: Unit | None = unit
    while here is not None and here != top:
        here = here.parent
    return here == top


def granted(post: Post, unit: Unit) -> bool:
    """The policy of issue 5, said anew."""
    home, role = post.unit, post.role
    if post.since > DAY or (post.until is not None and post.until < DAY):
        return False
    within, same = stands_within(unit, home.division), unit.division == home.division
    match (role, home.kind):
        case ("supervisor", "section_direct"):
            return same
        case ("supervisor", "section_county"):
            return within and not same
        case ("supervisor", "section_general" | "bureau") | ("leader", "bureau" | "government"):
            return within
        case ("station_officer", _) | ("liaison", "liaison_office"):
            return within
        case ("supervisor" | "legal_reviewer", "legal_section"):
            return belongs_to(unit, home.parent or home)
        case ("leader", "body"):
            return belongs_to(unit, home)
        case ("legal_reviewer" | "body_officer" | "body_clerk" | "liaison", _):
            return unit == home
        case ("invited_supervisor", _):
            return unit == home
    return False


@dataclass
class City:
    units: list[Unit]
    posts: list[Post]


@st.composite
def cities(draw: st.DrawFn) -> City:
    """Divisions four deep, units anywhere in them and under one another, posts around today."""
    divisions: list[Division] = []
    for number in range(draw(st.integers(1, 6))):
        above = [one for one in divisions if one.level != Level.VILLAGE]
        parent = draw(st.sampled_from([None, *above])) if above else None
        level = LEVELS[LEVELS.index(Level(parent.level)) + 1] if parent else Level.CITY
        divisions.append(
            add_division(f"99{number:04}", f"区{number}", level, parent=parent, by=None, at=AT)
        )
    units: list[Unit] = []
    for number in range(draw(st.integers(1, 9))):
        units.append(
            add_unit(
                draw(st.sampled_from(UnitKind)), f"单位{number}",
                division=draw(st.sampled_from(divisions)),
                parent=draw(st.sampled_from([None, *units])), by=None, at=AT,
            )
        )  # fmt: skip
    posts = []
    for number in range(draw(st.integers(1, 4))):
        pairs = [(unit, role) for unit in units for role in Role if unit.kind in PLACES[role]]
        if not pairs:
            break
        unit, role = draw(st.sampled_from(pairs))
        since = DAY + timedelta(draw(st.integers(-2, 1)))
        until = draw(st.sampled_from([None, since, since + timedelta(2)]))
        person = enrol_person(f"p{number}", "某人", by=None, at=AT)
        posts.append(give_post(person, unit, role, since=since, until=until, by=None, at=AT))
    return City(units, posts)


@pytest.mark.django_db
@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_it_shows_a_row_exactly_when_it_is_granted(data: st.DataObject) -> None:
    from django.db import transaction

    with transaction.atomic():
        city = data.draw(cities())
        for post in city.posts:
            rows = within_reach(Unit.objects.all(), unit="", post=post, at=AT)
            assert set(rows) == {unit for unit in city.units if granted(post, unit)}
            assert rows.count() == len({row.pk for row in rows})
            assert all("未说明" not in why_words(row.why) for row in rows)
        assert rebuild_reach(by=None, at=AT) == 0
        transaction.set_rollback(True)


@pytest.mark.parametrize(("role", "kind"), PAIRS, ids=lambda one: str(one.value))
def test_each_post_reaches_its_own_and_no_more(
    small_city: SmallCity, role: Role, kind: UnitKind
) -> None:
    """One of each kind, so that no line of the policy is left to chance."""
    home = add_unit(
        kind, "本单位", division=small_city.county_a_division, parent=small_city.body_a,
        by=None, at=AT,
    )  # fmt: skip
    person = enrol_person("one", "某人", by=None, at=AT)
    post = give_post(person, home, role, since=DAY, by=None, at=AT)
    rows = within_reach(Unit.objects.all(), unit="", post=post, at=AT)
    expected = {unit for unit in Unit.objects.all() if granted(post, unit)}
    assert set(rows) == expected
    assert small_city.bureau_b not in expected
    if role in {grant.role for grant in POLICY if grant.kind == kind}:
        assert expected or kind == UnitKind.SECTION_COUNTY
    else:
        assert not Reach.objects.filter(home=home, role=role)


def test_it_follows_a_path_to_the_unit(small_city: SmallCity) -> None:
    own = within_reach(Post.objects.all(), unit="unit", post=small_city.county_a, at=AT)
    assert set(own) == {small_city.county_a, small_city.clerk_a}
    assert {row.why for row in own} == {"bureau"}


def test_it_costs_one_query(small_city: SmallCity, django_assert_num_queries: object) -> None:
    for post in (small_city.county_a, small_city.leader, small_city.clerk_a):
        with django_assert_num_queries(1):  # type: ignore[operator]
            assert list(within_reach(Post.objects.all(), unit="unit", post=post, at=AT))


def test_nothing_is_shown_outside_the_days_of_the_post(small_city: SmallCity) -> None:
    post = small_city.county_a
    rows = Unit.objects.all()
    assert within_reach(rows, unit="", post=post, at=AT)
    post.until = DAY - timedelta(1)
    assert not within_reach(rows, unit="", post=post, at=AT)
    assert within_reach(rows, unit="", post=post, at=AT - timedelta(days=1))


def test_a_spoilt_reach_is_mended_and_counted(small_city: SmallCity) -> None:
    assert rebuild_reach(by=None, at=AT) == 0
    Reach.objects.filter(home=small_city.bureau_a).delete()
    assert not within_reach(Unit.objects.all(), unit="", post=small_city.county_a, at=AT)
    assert rebuild_reach(by=None, at=AT) > 0
    assert within_reach(Unit.objects.all(), unit="", post=small_city.county_a, at=AT)


def test_a_post_asked_for_reaches_nothing_until_approved(small_city: SmallCity) -> None:
    post = small_city.county_a
    rows = Unit.objects.all()
    post.state = PostState.ASKED
    assert not within_reach(rows, unit="", post=post, at=AT)
    post.state = PostState.APPROVED
    assert within_reach(rows, unit="", post=post, at=AT)


@pytest.mark.parametrize("who", ["system_admin", "security_admin", "audit_admin"])
def test_no_administrator_sees_business(small_city: SmallCity, who: str) -> None:
    rows = Post.objects.all()
    assert within_reach(rows, unit="unit", post=small_city.leader, at=AT).exists()
    assert not within_reach(rows, unit="unit", post=getattr(small_city, who), at=AT).exists()


@pytest.mark.parametrize("role", [Role.PROCURATOR, Role.COURT])
def test_who_only_exchanges_sees_his_own_post_and_no_other(
    small_city: SmallCity, role: Role
) -> None:
    kind = UnitKind.COURT if role == Role.COURT else UnitKind.PROCURATORATE
    home = add_unit(kind, "本院", division=small_city.city_division, by=None, at=AT)
    one, other = (enrol_person(login, "某人", by=None, at=AT) for login in ("one", "other"))
    post, _ = (give_post(person, home, role, since=DAY, by=None, at=AT) for person in (one, other))
    assert list(posts_seen(post, at=AT)) == [post]
    assert post_seen(post, post.pk, at=AT).pk == post.pk
    with pytest.raises(Http404):
        post_seen(post, small_city.county_a.pk, at=AT)
