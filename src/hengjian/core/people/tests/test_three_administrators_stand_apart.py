"""Each piece of administrators' work is one's alone: the other two, and everybody else, are refused."""

from collections.abc import Callable
from typing import Any

import pytest

from hengjian.content.errors import PlainError
from hengjian.core import clock
from hengjian.core.entries.models import LedgerEntry
from hengjian.core.people.access import check_administers, check_audits, check_organises
from hengjian.core.people.actions import (
    approve_post,
    correct_person,
    end_post,
    enrol_person,
    give_post,
    lock_person,
    refuse_post,
    reset_password,
    unlock_person,
)
from hengjian.core.people.duties import DUTIES, Duty, RefusedError, has_duty
from hengjian.core.people.models import Post, PostState, Role
from hengjian.core.people.queries import posts_held
from hengjian.core.tests.small_city import AT, SINCE, SmallCity

DAY = clock.day_of(AT)


def asked(city: SmallCity) -> Post:
    """A post that waits for its approval."""
    given = {"since": SINCE, "by": city.system_admin, "at": AT}
    return give_post(city.county_b.person, city.bureau_a, Role.SUPERVISOR, **given)


WORK: dict[str, tuple[str, Callable[[SmallCity, Any, Post], object]]] = {
    "enrol": ("system_admin", lambda c, by, waiting: enrol_person("new", "新人", by=by, at=AT)),
    "correct": (
        "system_admin",
        lambda c, by, waiting: correct_person(
            c.city.person, name="林一一", phone="", email="", by=by, at=AT
        ),
    ),
    "appoint": (
        "system_admin",
        lambda c, by, waiting: give_post(
            c.county_b.person, c.bureau_a, Role.SUPERVISOR, since=SINCE, by=by, at=AT
        ),
    ),
    "end": ("system_admin", lambda c, by, waiting: end_post(c.county_a, DAY, by=by, at=AT)),
    "organise": ("system_admin", lambda c, by, waiting: check_organises(by)),
    "approve": ("security_admin", lambda c, by, waiting: approve_post(waiting, by=by, at=AT)),
    "refuse": (
        "security_admin",
        lambda c, by, waiting: refuse_post(waiting, "不需要", by=by, at=AT),
    ),
    "lock": (
        "security_admin",
        lambda c, by, waiting: lock_person(c.city.person, "离职", by=by, at=AT),
    ),
    "unlock": ("security_admin", lambda c, by, waiting: unlock_person(c.city.person, by=by, at=AT)),
    "reset": (
        "security_admin",
        lambda c, by, waiting: reset_password(c.city.person, "x", by=by, at=AT),
    ),
    "audit": ("audit_admin", lambda c, by, waiting: check_audits(by)),
}
ACTORS = ["system_admin", "security_admin", "audit_admin", "city", "leader", "clerk_a"]


@pytest.mark.parametrize("work", WORK)
@pytest.mark.parametrize("actor", ACTORS)
def test_work_is_done_by_one_and_refused_to_the_rest(
    small_city: SmallCity, work: str, actor: str
) -> None:
    doer, act = WORK[work]
    by = getattr(small_city, actor)
    waiting = asked(small_city)
    if actor == doer:
        act(small_city, by, waiting)
    else:
        before = LedgerEntry.objects.filter(actor_post_id=by.pk).count()
        with pytest.raises(RefusedError):
            act(small_city, by, waiting)
        assert LedgerEntry.objects.filter(actor_post_id=by.pk).count() == before


def test_every_duty_is_one_administrators(small_city: SmallCity) -> None:
    assert set(DUTIES) == set(Duty)
    for duty in Duty:
        holders = [who for who in ACTORS if has_duty(getattr(small_city, who), duty)]
        assert holders == [DUTIES[duty].value]


def test_persons_are_looked_at_by_administrators_only(small_city: SmallCity) -> None:
    for who in ("system_admin", "security_admin", "audit_admin"):
        check_administers(getattr(small_city, who))
    with pytest.raises(RefusedError):
        check_administers(small_city.city)


def test_a_post_asked_for_gives_nothing_until_it_is_approved(small_city: SmallCity) -> None:
    post = asked(small_city)
    held = posts_held(post.person, at=AT)
    assert post not in held
    assert not post.held_on(DAY)
    approve_post(post, by=small_city.security_admin, at=AT)
    assert post in posts_held(post.person, at=AT)
    assert post.held_on(DAY)
    with pytest.raises(PlainError, match="已批准"):
        refuse_post(post, "反悔", by=small_city.security_admin, at=AT)


def test_a_post_refused_never_gives_anything(small_city: SmallCity) -> None:
    post = asked(small_city)
    with pytest.raises(PlainError, match="没有写理由"):
        refuse_post(post, " ", by=small_city.security_admin, at=AT)
    refuse_post(post, "编制已满", by=small_city.security_admin, at=AT)
    post.refresh_from_db()
    assert (post.state, post.decision) == (PostState.REFUSED, "编制已满")
    assert post not in posts_held(post.person, at=AT)


def test_nobody_does_it_for_himself(small_city: SmallCity) -> None:
    system, security = small_city.system_admin, small_city.security_admin
    with pytest.raises(RefusedError, match="不能给自己办理"):
        give_post(system.person, small_city.bureau_a, Role.LEADER, since=SINCE, by=system, at=AT)
    for act in (
        lambda: lock_person(security.person, "x", by=security, at=AT),
        lambda: reset_password(security.person, "x", by=security, at=AT),
    ):
        with pytest.raises(RefusedError, match="不能给自己办理"):
            act()


def test_a_role_is_held_only_where_it_belongs(small_city: SmallCity) -> None:
    with pytest.raises(PlainError, match="没有“人民法院联络员”岗位"):
        give_post(
            small_city.city.person, small_city.bureau, Role.COURT, since=SINCE, by=None, at=AT
        )
