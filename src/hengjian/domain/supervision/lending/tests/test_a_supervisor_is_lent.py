"""A supervisor is lent by a dated post: he acts within its days and no longer, on his certificate."""

from datetime import date
from typing import Any

import pytest

from hengjian.content.errors import PlainError
from hengjian.core.people.actions import approve_post, lend, recall
from hengjian.core.people.duties import RefusedError
from hengjian.core.people.models import Post, PostState
from hengjian.core.people.queries import posts_held
from hengjian.domain.registry.models import Certificate
from hengjian.domain.supervision.cases import access as cases
from hengjian.domain.supervision.cases.handlers.actions import appoint
from hengjian.domain.supervision.cases.queries import able_supervisors
from hengjian.domain.supervision.lending import access, actions
from hengjian.domain.supervision.lending.models import Lending
from hengjian.domain.supervision.lending.queries import standing
from hengjian.domain.supervision.modes.tests.little_mode import LittleMode
from hengjian.domain.supervision.refusing import ChangedError

pytestmark = pytest.mark.django_db
TERM = {"since": date(2026, 3, 10), "until": date(2026, 3, 20)}


def asked(two: LittleMode, **more: Any) -> Lending:
    """County A asks for a supervisor of county B."""
    given = {"own": two.b, "borrower": two.city.bureau_a, "by": two.little.head, **TERM, **more}
    own, borrower = given.pop("own"), given.pop("borrower")
    return actions.ask(own, borrower, reason="人手不足", at=two.at, **given)


def granted(two: LittleMode) -> Post:
    """Granted by the city's head, and approved like every post."""
    lending = asked(two)
    lending = actions.decide(lending, "grant", words="同意", seen=1, by=two.chief, at=two.at)
    assert lending.post is not None
    approve_post(lending.post, by=two.city.security_admin, at=two.at)
    return lending.post


@pytest.mark.parametrize(
    ("days", "acts"), [(7, False), (8, True), (12, True), (18, True), (19, False)]
)
def test_he_acts_within_the_days_and_no_longer(two: LittleMode, days: int, acts: bool) -> None:
    case = two.little.opened()
    post = granted(two)
    two.little.wait(8)  # 10 March, the first day
    case.refresh_from_db()
    card = two.little.cards[two.b.pk]
    appoint(case, post, card, seen=case.version, by=two.little.head, at=two.at)
    two.little.wait(days - 8)
    seen = cases.case_seen(case.pk, post=post, at=two.at)
    assert (seen is not None) == acts
    assert (post in posts_held(two.b.person, at=two.at)) == acts
    assert (
        post in [one for one, _ in able_supervisors(two.city.bureau_a, day=two.at.date())]
    ) == acts
    if acts:
        assert two.little.take(case, "notify", by=post).to == "notified"
    else:
        with pytest.raises(RefusedError, match="不在任期内"):
            two.little.take(case, "notify", by=post)


def test_the_own_post_stays_as_it_is(two: LittleMode) -> None:
    granted(two)
    two.little.wait(10)
    held = posts_held(two.b.person, at=two.at)
    assert {one.unit for one in held} == {two.city.bureau_a, two.city.bureau_b}


def test_it_gives_no_right_before_the_security_administrator_approves(two: LittleMode) -> None:
    lending = asked(two)
    lending = actions.decide(lending, "grant", words="", seen=1, by=two.chief, at=two.at)
    assert lending.post is not None
    assert lending.post.state == PostState.ASKED
    two.little.wait(10)
    assert lending.post not in posts_held(two.b.person, at=two.at)
    assert standing(lending, day=two.at.date()) == ("warn", "岗位待安全保密管理员批准")


def test_the_common_superior_decides(two: LittleMode) -> None:
    lending = asked(two)
    assert lending.superior == two.city.bureau
    for post in (two.little.head, two.head_b, two.city_general):
        with pytest.raises(RefusedError):
            actions.decide(lending, "grant", words="同意", seen=1, by=post, at=two.at)
    with pytest.raises(PlainError, match="理由"):
        actions.decide(lending, "refuse", words="", seen=1, by=two.chief, at=two.at)
    actions.decide(lending, "refuse", words="本县人手更紧", seen=1, by=two.chief, at=two.at)
    with pytest.raises(ChangedError):
        actions.decide(lending, "grant", words="同意", seen=1, by=two.chief, at=two.at)
    assert not Post.objects.filter(lent_from=two.b)


def test_no_post_is_lent_past_the_head_over_both(two: LittleMode) -> None:
    for post in (two.little.head, two.head_b, two.city_general, two.city.system_admin):
        with pytest.raises(RefusedError, match="共同的上一级"):
            lend(two.b, two.city.bureau_a, **TERM, by=post, at=two.at)
    made = lend(two.b, two.city.bureau_a, **TERM, by=two.chief, at=two.at)
    with pytest.raises(PlainError, match="本人的岗位"):
        lend(made, two.city.bureau_b, **TERM, by=two.chief, at=two.at)
    with pytest.raises(PlainError, match="不是借用"):
        recall(two.b, date(2026, 3, 12), by=two.chief, at=two.at)


@pytest.mark.parametrize(
    "change",
    [
        {"valid_to": date(2026, 3, 19)}, {"valid_from": date(2026, 3, 11)},
        {"withdrawn_on": date(2026, 3, 1)}, {"suspended_from": date(2026, 3, 15)},
    ],
    ids=["ends within", "begins within", "withdrawn", "suspended"],
)  # fmt: skip
def test_his_certificate_covers_the_whole_term(two: LittleMode, change: dict[str, date]) -> None:
    card = Certificate.objects.filter(pk=two.little.cards[two.b.pk].pk)
    card.update(**change)
    with pytest.raises(PlainError, match="全程有效"):
        asked(two)


def test_terms_are_sound_and_no_longer_than_the_parameter(two: LittleMode) -> None:
    for since, until, told in (
        (date(2026, 3, 10), date(2026, 3, 9), "早于"),
        (date(2026, 2, 1), date(2026, 2, 20), "过去"),
        (date(2026, 3, 10), date(2026, 12, 31), "184"),
    ):
        with pytest.raises(PlainError, match=told):
            asked(two, since=since, until=until)
    with pytest.raises(PlainError, match="同一个机关"):
        asked(two, borrower=two.city.bureau_b, by=two.head_b)
    assert asked(two).number == "示例市监督借用〔2026〕1号"


def test_he_is_called_back_before_the_end(two: LittleMode) -> None:
    post = granted(two)
    two.little.wait(10)
    lending = Lending.objects.get()
    actions.decide(lending, "call_back", words="任务完成", seen=2, by=two.chief, at=two.at)
    post.refresh_from_db()
    assert post.until == date(2026, 3, 12)
    two.little.wait(1)
    assert post not in posts_held(two.b.person, at=two.at)


def test_the_bureaus_concerned_see_it_and_nobody_else(two: LittleMode) -> None:
    lending = asked(two)
    for post in (two.little.first, two.head_b, two.b, two.chief):
        assert lending in access.lendings_seen(post=post, at=two.at), post
    for post in (two.little.clerk, two.city.audit_admin):
        assert lending not in access.lendings_seen(post=post, at=two.at), post
    with pytest.raises(RefusedError):
        asked(two, by=two.little.clerk)
