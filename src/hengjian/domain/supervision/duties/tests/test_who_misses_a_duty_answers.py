"""Days pass: the unit is reminded once, then the duty is late, explained, and decided by the tier above."""

from datetime import date, timedelta

import pytest

from hengjian.content.errors import PlainError
from hengjian.core.notices.models import Notice
from hengjian.core.organisation.actions import add_unit
from hengjian.core.organisation.models import UnitKind
from hengjian.core.people.actions import enrol_person, give_post
from hengjian.core.people.duties import RefusedError
from hengjian.core.people.models import Post, Role
from hengjian.core.tests.small_city import AT, SINCE, SmallCity
from hengjian.domain.supervision.cases.terms.actions import stop_clock
from hengjian.domain.supervision.cases.tests.little_case import LittleCase
from hengjian.domain.supervision.duties import access, actions
from hengjian.domain.supervision.duties.answers import actions as answers
from hengjian.domain.supervision.duties.arising.actions import arose, yearly_due
from hengjian.domain.supervision.duties.models import Accountability, Duty
from hengjian.domain.supervision.duties.tasks import told

Decision = Accountability.Decision


def notices(post: Post) -> list[str]:
    return list(Notice.objects.filter(post=post).order_by("pk").values_list("kind", flat=True))


@pytest.fixture
def owed(little: LittleCase) -> Duty:
    (duty,) = arose("ticket_received", key="t:1", body=little.body, by=None, at=little.at)
    assert duty.due_on == date(2026, 3, 9)
    return duty


def test_it_is_told_before_and_on_the_day_once_each(little: LittleCase, owed: Duty) -> None:
    assert told(little.at)["soon"] == 0
    for days in (2, 1, 1):
        little.wait(days)
        told(little.at)
        told(little.at)
    assert notices(little.first) == ["duties.soon"]
    little.wait(3)
    told(little.at)
    assert notices(little.first) == ["duties.soon", "duties.today"]
    assert not notices(little.head)


def test_a_late_duty_is_an_entry_with_the_tier_above(little: LittleCase, owed: Duty) -> None:
    little.wait(8)
    told(little.at)
    told(little.at)
    owed.refresh_from_db()
    (entry,) = Accountability.objects.all()
    assert (owed.state, entry.above) == (Duty.State.LATE, little.city.bureau)
    assert "duties.late" in notices(little.first)
    assert "duties.late" in notices(little.head)
    assert notices(little.city.leader) == ["duties.below"]
    assert not notices(little.city.county_b)


def test_what_is_paused_is_not_late(little: LittleCase) -> None:
    case = little.opened()
    stop_clock(case.deadlines.get(step="whole"), reason="鉴定期间", by=little.first, at=little.at)
    little.wait(120)
    told(little.at)
    assert not Accountability.objects.exists()


def test_the_city_answers_to_its_government(little: LittleCase) -> None:
    government = add_unit(
        UnitKind.GOVERNMENT, "示例市人民政府", division=little.city.city_division, by=None, at=AT
    )
    mayor = give_post(
        enrol_person("mayor", "冯市长", by=None, at=AT), government, Role.LEADER, since=SINCE, by=None,
        at=AT,
    )  # fmt: skip
    arose("mode_requested", key="m:1", body=little.body, by=None, at=little.at)
    little.wait(8)
    told(little.at)
    entry = Accountability.objects.get()
    assert entry.above == government
    assert notices(mayor) == ["duties.below"]
    assert access.decides(mayor, entry)
    assert not access.decides(little.city.leader, entry)


@pytest.fixture
def entry(little: LittleCase, owed: Duty) -> Accountability:
    little.wait(8)
    told(little.at)
    return Accountability.objects.get()


@pytest.mark.parametrize(
    ("who", "explains", "decides"),
    [("county_a", True, False), ("county_b", False, False), ("city", False, True),
     ("leader", False, True), ("clerk_a", False, False), ("system_admin", False, False)],
)  # fmt: skip
def test_the_bureau_explains_and_the_tier_above_decides(
    small_city: SmallCity, little: LittleCase, entry: Accountability, who: str, explains: bool,
    decides: bool,
) -> None:  # fmt: skip
    post: Post = getattr(small_city, who)
    if explains:
        answers.explain(entry, words="人手不足，已补办", by=post, at=little.at)
        assert "duties.explained" in notices(small_city.leader)
    else:
        with pytest.raises(RefusedError):
            answers.explain(entry, words="人手不足，已补办", by=post, at=little.at)
    if decides:
        answers.decide(entry, Decision.EXCUSED, why="情况属实，予以谅解", by=post, at=little.at)
        assert "duties.decided" in notices(little.head)
    else:
        with pytest.raises(RefusedError):
            answers.decide(entry, Decision.EXCUSED, why="情况属实，予以谅解", by=post, at=little.at)


def test_an_order_stays_open_until_the_duty_is_done(
    little: LittleCase, entry: Accountability
) -> None:
    leader, at = little.city.leader, little.at
    with pytest.raises(PlainError, match="期限"):
        answers.decide(entry, Decision.ORDERED, why="请尽快办理", by=leader, at=at)
    until = date(2026, 3, 20)
    ordered = answers.decide(
        entry, Decision.ORDERED, why="请尽快办理", until=until, by=leader, at=at
    )
    assert ordered.closed_at is None
    little.wait(2)
    done = actions.perform(entry.duty, words="已研判并转办", by=little.first, at=little.at)
    ordered.refresh_from_db()
    assert (done.missed, ordered.closed_at) == (True, little.at)
    with pytest.raises(PlainError, match="办结"):
        answers.decide(ordered, Decision.EXCUSED, why="情况属实", by=leader, at=little.at)


def test_yearly_work_is_told_a_month_ahead(little: LittleCase) -> None:
    yearly_due(by=None, at=little.at)
    told(little.at)
    assert notices(little.first) == ["duties.soon"]  # the check of certificates, by 31 March
    little.wait(1)
    told(little.at)
    assert notices(little.first) == ["duties.soon"]


@pytest.mark.parametrize(
    ("who", "sees"),
    [("county_a", 1), ("county_b", 0), ("city", 1), ("leader", 1), ("clerk_a", 0), ("audit_admin", 0)],
)  # fmt: skip
def test_duties_are_shown_to_the_bureau_and_those_above_it(
    small_city: SmallCity, little: LittleCase, entry: Accountability, who: str, sees: int
) -> None:
    post = getattr(small_city, who)
    assert access.duties_seen(post=post, at=little.at).count() == sees
    assert access.entries_seen(post=post, at=little.at).count() == sees
    assert access.may_see_duty_history(post, str(entry.duty_id), little.at) is bool(sees)
    late = little.at + timedelta(days=1)
    assert access.duties_seen(post=post, at=late).count() == sees
