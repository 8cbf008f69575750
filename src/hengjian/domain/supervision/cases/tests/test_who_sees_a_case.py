"""The supervised body sees its case once it was told, and never what is inside; strangers nothing."""

import pytest

from hengjian.domain.supervision.cases import access
from hengjian.domain.supervision.cases.tests.little_case import LittleCase

pytestmark = pytest.mark.django_db


def test_the_body_sees_it_from_its_notification_on(little: LittleCase) -> None:
    case = little.opened()
    assert access.case_seen(case.pk, post=little.clerk, at=little.at) is None
    little.take(case, "notify")
    assert access.case_seen(case.pk, post=little.clerk, at=little.at) == case


def test_the_body_reads_nothing_that_is_inside_or_was_before(little: LittleCase) -> None:
    case = little.opened()
    little.take(case, "notify")
    little.take(case, "inquire", words="举报人张某称……", inside=True)
    little.take(case, "explain")
    read = [step.move for step in access.steps_seen(case, post=little.clerk)]
    assert read == ["notify", "explain"]
    assert len(access.steps_seen(case, post=little.first)) == case.steps.count()


def test_the_city_and_the_county_see_it_and_others_do_not(little: LittleCase) -> None:
    case = little.opened()
    little.take(case, "notify")
    for post in (little.first, little.third, little.head, little.city.city):
        assert access.case_seen(case.pk, post=post, at=little.at) == case, post
    for post in (little.city.county_b, little.city.audit_admin, little.city.system_admin):
        assert access.case_seen(case.pk, post=post, at=little.at) is None, post
