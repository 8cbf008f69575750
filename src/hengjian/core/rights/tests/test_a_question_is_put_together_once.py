"""A kept question gives each asker rows of his own, and is put together anew for another post or day."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from hengjian.core.clock import day_of
from hengjian.core.organisation.models import Unit, UnitKind
from hengjian.core.people.models import Post
from hengjian.core.rights.once import Once, built_once, forget, kept
from hengjian.core.rights.queries import within_reach
from hengjian.core.tests.small_city import AT, SmallCity

pytestmark = pytest.mark.django_db


@pytest.fixture
def units_seen() -> Once[Unit]:
    made = built_once(
        lambda *, post, at: within_reach(Unit.objects.all(), unit="", post=post, at=at)
    )
    kept.remove(made)
    return made


def same(post: Post) -> Post:
    """The same post, as another request reads it."""
    return Post.objects.select_related("unit__division", "unit__parent").get(pk=post.pk)


def test_it_gives_each_asker_rows_of_his_own(units_seen: Once[Unit], small_city: SmallCity) -> None:
    first = units_seen(post=small_city.county_a, at=AT)
    assert first.filter(kind=UnitKind.BODY).get() == small_city.body_a
    assert len(first) > 1
    again = units_seen(post=same(small_city.county_a), at=AT)
    assert again._result_cache is None  # type: ignore[attr-defined]  # what one has read no other has
    assert set(again) == set(first)


def test_its_keys_are_those_of_the_rows(units_seen: Once[Unit], small_city: SmallCity) -> None:
    for post in (small_city.county_a, small_city.county_b, small_city.city, small_city.clerk_a):
        rows = {one.pk for one in units_seen(post=post, at=AT)}
        keys = units_seen.keys(post=post, at=AT)
        assert set(Unit.objects.filter(pk__in=keys).values_list("pk", flat=True)) == rows
        assert not Unit.objects.filter(pk__in=keys).exclude(pk__in=rows).exists()
        assert Unit.objects.exclude(pk__in=keys).count() == Unit.objects.count() - len(rows)


def test_it_is_put_together_for_the_day_and_the_post_as_they_are(
    units_seen: Once[Unit], small_city: SmallCity
) -> None:
    post = small_city.county_a
    assert units_seen(post=post, at=AT)
    post.until = day_of(AT)
    later = AT + timedelta(days=1)
    assert units_seen(post=post, at=AT)
    assert not units_seen(post=post, at=later)
    assert not Unit.objects.filter(pk__in=units_seen.keys(post=post, at=later)).exists()


def test_it_forgets_what_it_put_together(units_seen: Once[Unit], small_city: SmallCity) -> None:
    built = []
    made = built_once(lambda *, post, at: built.append(post) or Unit.objects.all())
    try:
        for post in (small_city.city, same(small_city.city), small_city.county_a):
            made(post=post, at=AT)
        assert built == [small_city.city, small_city.county_a]
        forget()
        made(post=small_city.city, at=AT)
        assert len(built) == 3
    finally:
        kept.remove(made)


def test_no_kept_function_asks_the_database(
    small_city: SmallCity, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    posts = Post.objects.select_related("unit__division", "unit__parent")
    assert len(kept) >= 15
    for post in posts:
        forget()
        with django_assert_num_queries(0):
            for one in kept:
                one(post=post, at=AT)
