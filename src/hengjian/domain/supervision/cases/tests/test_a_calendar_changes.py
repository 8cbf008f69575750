"""The days off change: deadlines that would move are listed, and a person decides about each."""

from datetime import timedelta

import pytest

from hengjian.content.errors import PlainError
from hengjian.core.entries.models import LedgerEntry
from hengjian.core.notices.models import Notice
from hengjian.core.people.duties import RefusedError
from hengjian.domain.supervision.cases.models import Case, Deadline, Recount
from hengjian.domain.supervision.cases.recounts.access import recounts_seen
from hengjian.domain.supervision.cases.recounts.actions import (
    confirm_moved,
    decline_moved,
    look_for_moved,
)
from hengjian.domain.supervision.cases.tests.little_case import LittleCase
from hengjian.domain.supervision.refusing import ChangedError

pytestmark = pytest.mark.django_db


@pytest.fixture
def moved(little: LittleCase) -> Deadline:
    """The explanation was due one working day earlier than today's calendar says."""
    case = little.opened()
    little.take(case, "notify")
    one = case.deadlines.get(step="explain")
    one.due_on -= timedelta(days=3)
    one.save()
    return one


def _found(little: LittleCase) -> Recount:
    (one,) = look_for_moved(by=None, at=little.at)
    return one


def test_it_is_found_once_and_moves_nothing(little: LittleCase, moved: Deadline) -> None:
    one = _found(little)
    was = moved.due_on
    assert (one.was, one.due) == (was, was + timedelta(days=3))
    assert "工作日" in one.sum
    assert look_for_moved(by=None, at=little.at) == []
    moved.refresh_from_db()
    assert moved.due_on == was
    told = Notice.objects.filter(kind="cases.moved").values_list("post", flat=True)
    assert set(told) == {little.first.pk, little.second.pk}
    assert LedgerEntry.objects.filter(kind="recount.found").count() == 1


def test_a_handler_confirms_and_the_story_says_so(little: LittleCase, moved: Deadline) -> None:
    one = _found(little)
    for stranger in (little.third, little.clerk, little.city.city):
        with pytest.raises(RefusedError):
            confirm_moved(one, by=stranger, at=little.at)
    confirm_moved(one, by=little.second, at=little.at)
    moved.refresh_from_db()
    assert moved.due_on == one.due
    assert Case.objects.get().due_on == one.due
    step = moved.case.steps.get(move="confirm_moved")
    assert f"{one.was} → {one.due}" in step.words
    with pytest.raises(ChangedError, match="已经处理"):
        confirm_moved(one, by=little.head, at=little.at)


def test_what_was_declined_is_not_asked_again(little: LittleCase, moved: Deadline) -> None:
    one = _found(little)
    with pytest.raises(PlainError, match="理由"):
        decline_moved(one, why=" ", by=little.head, at=little.at)
    decline_moved(one, why="通知书已写明日期", by=little.head, at=little.at)
    moved.refresh_from_db()
    assert moved.due_on == one.was
    assert look_for_moved(by=None, at=little.at) == []
    assert Recount.objects.get().decision == "declined"


def test_it_is_asked_again_when_the_calendar_changes_again(
    little: LittleCase, moved: Deadline
) -> None:
    one = _found(little)
    decline_moved(one, why="通知书已写明日期", by=little.head, at=little.at)
    moved.days = 11  # counts as if one more day were off
    moved.save()
    assert _found(little).due > one.due


def test_it_lapses_when_the_deadline_ends(little: LittleCase, moved: Deadline) -> None:
    one = _found(little)
    little.take(moved.case, "explain")
    with pytest.raises(PlainError, match="已经结束"):
        confirm_moved(one, by=little.first, at=little.at)
    look_for_moved(by=None, at=little.at)
    one.refresh_from_db()
    assert one.decision == "void"


def test_others_do_not_see_it(little: LittleCase, moved: Deadline) -> None:
    one = _found(little)
    for post in (little.first, little.head, little.city.city):
        assert list(recounts_seen(post=post, at=little.at)) == [one]
    for post in (little.clerk, little.city.county_b, little.city.audit_admin):
        assert not recounts_seen(post=post, at=little.at).exists()
