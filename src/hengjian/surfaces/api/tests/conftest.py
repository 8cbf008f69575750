from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.core.cache import cache

from hengjian.core.people.actions import enrol_person, give_post
from hengjian.core.people.models import Role
from hengjian.core.tests.small_city import SINCE, SmallCity
from hengjian.domain.findings.rules.in_force import request_ended
from hengjian.domain.records.actions import Given, give_token
from hengjian.domain.records.tests.handing_in import AT
from hengjian.domain.registry.tests.register import LittleRegister


@pytest.fixture
def little(small_city: SmallCity, own_archive: Path) -> LittleRegister:
    cache.clear()  # of the throttle
    return LittleRegister.entered(small_city)


@pytest.fixture
def given(little: LittleRegister) -> Given:
    """A token of the body A1."""
    person = enrol_person("clerk_a1", "陈七", by=None, at=AT)
    clerk = give_post(person, little.a1.unit, Role.BODY_CLERK, since=SINCE, by=None, at=AT)
    return give_token(little.a1, name="办案系统", valid_to=date(2099, 1, 1), by=clerk, at=AT)


@pytest.fixture(autouse=True)
def every_request_ends() -> Iterator[None]:
    """What is remembered within a request is forgotten: a caller that drops an answer unread never says
    that it is over."""
    yield
    request_ended()
