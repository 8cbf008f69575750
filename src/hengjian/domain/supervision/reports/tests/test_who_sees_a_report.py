"""Who is asked sees its own answer; who sent it sees all of them; whom it does not concern finds nothing."""

from datetime import timedelta

import pytest
from django.http import Http404

from hengjian.core.people.duties import RefusedError
from hengjian.domain.supervision.reports import access, actions
from hengjian.domain.supervision.reports.filling import actions as filling
from hengjian.domain.supervision.reports.forms.actions import change_form, make_form
from hengjian.domain.supervision.reports.tests.little_report import LittleReport, filled


def test_a_task_is_seen_by_its_bureau_and_an_answer_by_its_unit(little: LittleReport) -> None:
    task, city = little.sent(little.city.bureau_a), little.city
    answer = little.submit(task, city.bureau_a)
    for post, sees_task, sees_answer in (
        (city.city, True, True),
        (city.leader, True, True),
        (city.county_a, False, True),
        (city.county_b, False, False),
        (city.clerk_a, False, False),
        (city.system_admin, False, False),
    ):
        assert access.tasks_seen(post=post, at=little.at).exists() == sees_task
        if sees_answer:
            assert access.answer_seen(answer.pk, post=post, at=little.at) == answer
        else:
            with pytest.raises(Http404):
                access.answer_seen(answer.pk, post=post, at=little.at)


def test_a_bureau_above_reads_what_one_below_sent_and_does_not_run_it(little: LittleReport) -> None:
    city = little.city
    task = actions.plan_task(
        little.design, title="县里的", period=(little.day, little.day),
        due_on=little.day + timedelta(days=5), by=city.county_a, at=little.at,
    )  # fmt: skip
    assert not access.tasks_seen(post=city.city, at=little.at).exists()
    task = actions.choose(task, [city.body_a], seen=task.version, by=city.county_a, at=little.at)
    task = actions.send(task, seen=task.version, by=city.county_a, at=little.at)
    assert access.task_seen(task.pk, post=city.city, at=little.at) == task
    assert not access.tasks_seen(post=city.county_b, at=little.at).exists()
    with pytest.raises(RefusedError):
        actions.urge(task, seen=task.version, by=city.city, at=little.at)


def test_a_county_sends_to_its_own_units_only(little: LittleReport) -> None:
    city = little.city
    asked = set(access.recipients(post=city.county_a, at=little.at))
    assert asked == {city.body_a}
    assert not access.recipients(post=city.clerk_a, at=little.at).exists()
    task = actions.plan_task(
        little.design, title="", period=(little.day, little.day), due_on=little.day,
        by=city.county_a, at=little.at,
    )  # fmt: skip
    with pytest.raises(RefusedError):
        actions.choose(task, [city.bureau_b], seen=task.version, by=city.county_a, at=little.at)


@pytest.mark.parametrize("who", ["county_b", "clerk_a", "system_admin", "city"])
def test_nobody_fills_in_for_another_unit(little: LittleReport, who: str) -> None:
    task = little.sent(little.city.bureau_a)
    row = little.answer(task, little.city.bureau_a)
    with pytest.raises(RefusedError):
        filling.submit(
            row, filled(), {}, seen=row.version, by=getattr(little.city, who), at=little.at
        )
    little.submit(task, little.city.bureau_a)


def test_a_form_is_changed_by_its_own_bureau(little: LittleReport) -> None:
    form = make_form(little.design, by=little.city.county_a, at=little.at)
    assert access.form_seen(form.pk, post=little.city.city, at=little.at) == form
    with pytest.raises(RefusedError):
        change_form(form, little.design, seen=1, by=little.city.city, at=little.at)
    assert (
        change_form(form, little.design, seen=1, by=little.city.county_a, at=little.at).version == 2
    )


@pytest.mark.parametrize("who", ["clerk_a", "system_admin"])
def test_who_does_not_supervise_neither_builds_nor_sends(little: LittleReport, who: str) -> None:
    with pytest.raises(RefusedError):
        make_form(little.design, by=getattr(little.city, who), at=little.at)
