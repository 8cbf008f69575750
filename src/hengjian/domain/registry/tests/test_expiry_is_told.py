"""Each morning the posts concerned are told of certificates that end soon, once for the same news."""

from datetime import timedelta

import pytest

from hengjian.core.clock import day_of
from hengjian.core.notices.models import Notice
from hengjian.core.people.models import Post
from hengjian.core.tests.small_city import SmallCity
from hengjian.domain.registry.lists import warning_days
from hengjian.domain.registry.registers import CERTIFICATES
from hengjian.domain.registry.tasks import warn_of_expiry
from hengjian.domain.registry.tests.register import AT, LittleRegister, card, entered


class Morning:
    at = AT


@pytest.fixture
def little(small_city: SmallCity) -> LittleRegister:
    return LittleRegister.entered(small_city)


def told(post: Post) -> list[str]:
    return list(Notice.objects.filter(post=post).order_by("id").values_list("title", flat=True))


def test_who_reaches_them_is_told_once_for_the_same_news(little: LittleRegister) -> None:
    city, day = little.city, day_of(AT)
    assert warn_of_expiry.func(Morning()) == 0
    entered(CERTIFICATES, **card("C8", "P1", valid_to=str(day + timedelta(days=9))))
    for _ in range(2):
        assert warn_of_expiry.func(Morning()) == 2
    words = [f"有 1 本执法证件将在 {warning_days()} 日内到期，最早 {day + timedelta(days=9)}"]
    assert told(city.county_a) == told(city.city) == words
    assert told(city.county_b) == told(city.leader) == told(city.system_admin) == []
    entered(CERTIFICATES, **card("C9", "P1", valid_to=str(day + timedelta(days=2))))
    warn_of_expiry.func(Morning())
    assert told(city.county_a)[1:] == [
        f"有 2 本执法证件将在 {warning_days()} 日内到期，最早 {day + timedelta(days=2)}"
    ]
