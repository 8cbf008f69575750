"""A post gives rights from its first day to its last; the three administrators are three persons."""

from datetime import UTC, date, datetime, timedelta

import pytest

from hengjian.content.errors import PlainError
from hengjian.core.entries.models import LedgerEntry
from hengjian.core.people.access import own_post
from hengjian.core.people.actions import end_post, enrol_person, give_post
from hengjian.core.people.models import Role
from hengjian.core.people.queries import posts_held
from hengjian.core.tests.small_city import AT, SINCE, SmallCity

LAST = date(2026, 3, 31)
LAST_EVENING = datetime(2026, 3, 31, 15, 59, tzinfo=UTC)  # 23:59 in Shanghai


def test_it_ends_after_its_last_day_in_china(small_city: SmallCity) -> None:
    post = end_post(small_city.county_a, LAST, by=small_city.system_admin, at=AT)
    assert list(posts_held(post.person, at=LAST_EVENING)) == [post]
    assert not posts_held(post.person, at=LAST_EVENING + timedelta(minutes=1))


def test_it_begins_on_its_first_day_in_china(small_city: SmallCity) -> None:
    first_minute = datetime(2025, 12, 31, 16, 0, tzinfo=UTC)  # midnight in Shanghai
    person = small_city.city.person
    assert posts_held(person, at=first_minute).count() == 1
    assert posts_held(person, at=first_minute - timedelta(minutes=1)).count() == 0


def test_it_cannot_end_before_it_begins(small_city: SmallCity) -> None:
    end_post(small_city.city, SINCE, by=None, at=AT)
    with pytest.raises(PlainError, match="早于起日"):
        end_post(small_city.city, SINCE - timedelta(days=1), by=None, at=AT)


def test_one_acts_in_the_post_one_names_only_if_it_is_ones_own(small_city: SmallCity) -> None:
    own = small_city.county_a
    second = give_post(own.person, small_city.bureau, Role.LEADER, since=SINCE, by=None, at=AT)
    held = list(posts_held(own.person, at=AT))
    assert own_post(held, second.pk) == second
    assert own_post(held, small_city.county_b.pk) == own
    assert own_post([], None) is None


@pytest.mark.parametrize("role", [Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
def test_two_administrators_are_never_one_person(small_city: SmallCity, role: Role) -> None:
    held = small_city.system_admin
    appointed = {"since": LAST + timedelta(days=1), "by": None, "at": AT}
    with pytest.raises(PlainError, match="三员必须分设"):
        give_post(held.person, held.unit, role, **appointed)
    end_post(held, LAST, by=None, at=AT)
    assert give_post(held.person, held.unit, role, **appointed).role == role


def test_a_login_name_is_given_once(small_city: SmallCity) -> None:
    enrol_person("new", "吴九", by=None, at=AT)
    with pytest.raises(PlainError, match="已有人使用"):
        enrol_person("city", "吴九", by=None, at=AT)


def test_its_entries_name_nobody(small_city: SmallCity) -> None:
    told = " ".join(f"{entry.payload} {entry.kind}" for entry in LedgerEntry.objects.all())
    assert "post.given" in told
    for post in (small_city.county_a, small_city.clerk_a):
        assert post.person.name not in told
        assert f"'{post.person.login}'" not in told
