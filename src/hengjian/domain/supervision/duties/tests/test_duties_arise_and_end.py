"""A duty arises once for its fact, is due by its term, goes with its case, and ends with its fact."""

from datetime import date, timedelta

import pytest

from hengjian.content.errors import PlainError
from hengjian.core.entries.models import LedgerEntry
from hengjian.core.people.duties import RefusedError
from hengjian.core.tests.small_city import SmallCity
from hengjian.domain.registry.models import Body, Delegation, Item
from hengjian.domain.supervision.actions import open_lead
from hengjian.domain.supervision.cases.models import Deadline
from hengjian.domain.supervision.cases.objections.actions import decide_objection, object_to
from hengjian.domain.supervision.cases.terms.actions import start_clock, stop_clock
from hengjian.domain.supervision.cases.tests.little_case import LittleCase
from hengjian.domain.supervision.duties import actions, comparing, powers
from hengjian.domain.supervision.duties.arising import actions as arising
from hengjian.domain.supervision.duties.arising.actions import (
    Standing,
    arose,
    keep_in_step,
    yearly_due,
)
from hengjian.domain.supervision.duties.models import Duty
from hengjian.domain.supervision.models import Lead


def open_of(event: str) -> list[Duty]:
    return list(Duty.objects.filter(event=event, state__in=["open", "late"]))


def facts(body: Body, *names: str) -> Standing:
    return Standing(f"body:{body.pk}", facts=names, body=body)


# --- events that happen ----------------------------------------------------------------------------------


def test_it_arises_once_for_a_fact_and_is_owed_by_the_bureau_of_the_body(
    little: LittleCase,
) -> None:
    for _ in range(2):
        arose("complaint_received", key="complaint:7", body=little.body, by=None, at=little.at)
    (duty,) = Duty.objects.all()
    assert (duty.power, duty.unit, duty.handler) == (
        "complaints", little.city.bureau_a, little.city.bureau_a,
    )  # fmt: skip
    assert duty.due_on == date(2026, 5, 6)  # sixty days end on a Labour Day holiday
    assert "60" in duty.sum
    assert LedgerEntry.objects.filter(kind="duty.arose", subject_id=str(duty.pk)).count() == 1


def test_where_a_county_does_not_lead_the_city_owes_it(little: LittleCase) -> None:
    (duty,) = arose("mode_requested", key="m:1", body=little.body, by=None, at=little.at)
    assert duty.unit == little.city.bureau
    assert duty.handler.inward_name == "县区科"


def test_a_lead_is_owed_until_its_case_is_decided(little: LittleCase) -> None:
    lead = open_lead(
        source=Lead.Source.FINDING, title="超期", body=little.body, by=little.first, at=little.at
    )
    (duty,) = open_of("lead_opened")
    assert (duty.power, duty.due_on) == ("cases", date(2026, 3, 5))
    assert duty.words == lead.number
    case = little.proposed()
    case.leads.set([lead])
    little.take(case, "approve_opening")
    duty.refresh_from_db()
    assert duty.state == Duty.State.DONE
    assert not duty.missed


def test_a_case_owes_its_end_and_moves_with_its_deadline(little: LittleCase) -> None:
    case = little.opened()
    (duty,) = open_of("case_opened")
    whole = case.deadlines.get(step="whole")
    assert (duty.due_on, duty.sum) == (whole.due_on, whole.sum)
    stop_clock(whole, reason="鉴定期间", by=little.first, at=little.at)
    duty.refresh_from_db()
    assert duty.paused
    little.wait(10)
    whole.refresh_from_db()
    start_clock(whole, by=little.first, at=little.at)
    duty.refresh_from_db()
    assert not duty.paused
    assert duty.due_on == case.deadlines.get(step="whole").due_on > whole.start


def test_a_document_is_followed_until_the_correction_is_accepted(little: LittleCase) -> None:
    case = little.deliberated()
    little.take(case, "give_opinion")
    (duty,) = open_of("document_served")
    assert duty.power == "instruments"
    assert duty.due_on == case.deadlines.get(step="rectify").due_on
    little.take(case, "report")
    little.take(case, "reject")
    (same,) = open_of("document_served")
    assert same.pk == duty.pk
    little.take(case, "report")
    little.take(case, "accept")
    duty.refresh_from_db()
    assert duty.state == Duty.State.DONE
    assert open_of("case_opened")
    little.take(case, "close")
    assert not open_of("case_opened")


def test_an_objection_is_owed_until_it_is_decided(little: LittleCase) -> None:
    case = little.deliberated()
    little.take(case, "give_opinion")
    case.refresh_from_db()
    objection = object_to(
        case, words="认定事实不清", seen=case.version, by=little.clerk, at=little.at
    )
    (duty,) = open_of("objection_received")
    assert (duty.power, duty.due_on) == (
        "review", Deadline.objects.get(step="answer_review").due_on,
    )  # fmt: skip
    decide_objection(
        objection, objection.Result.KEPT, why="事实清楚", by=little.third, at=little.at
    )
    assert not open_of("objection_received")
    assert open_of("document_served")


# --- facts that are compared -------------------------------------------------------------------------------


def test_many_facts_of_a_body_are_one_duty_that_grows(little: LittleCase) -> None:
    keep_in_step("certificate_expiring", [facts(little.body, "1")], by=None, at=little.at)
    little.wait(2)
    keep_in_step("certificate_expiring", [facts(little.body, "1", "2")], by=None, at=little.at)
    (duty,) = Duty.objects.all()
    assert (duty.number, duty.start) == (2, date(2026, 3, 2))
    keep_in_step("certificate_expiring", [], by=None, at=little.at)
    duty.refresh_from_db()
    assert (duty.state, duty.ended_by) == (Duty.State.DONE, None)


def test_a_duty_is_as_old_as_its_oldest_fact(little: LittleCase) -> None:
    keep_in_step("certificate_expiring", [facts(little.body, "1")], by=None, at=little.at)
    little.wait(20)
    keep_in_step("certificate_expiring", [facts(little.body, "1", "2")], by=None, at=little.at)
    keep_in_step("certificate_expiring", [facts(little.body, "2")], by=None, at=little.at)
    first, second = Duty.objects.order_by("pk")
    assert (first.state, second.state) == (Duty.State.DONE, Duty.State.OPEN)
    assert second.start == date(2026, 3, 22)
    assert second.due_on > first.due_on


def test_no_term_ends_before_anybody_was_told(little: LittleCase) -> None:
    old = Standing(f"body:{little.body.pk}", number=3, since=date(2026, 2, 5), body=little.body)
    (duty,) = keep_in_step("finding_fatal", [old], by=None, at=little.at)
    assert (duty.start, duty.due_on) == (date(2026, 3, 2), date(2026, 3, 5))
    little.wait(1)
    assert not keep_in_step("finding_fatal", [old], by=None, at=little.at)
    newer = Standing(f"body:{little.body.pk}", number=1, since=date(2026, 3, 3), body=little.body)
    (second,) = keep_in_step("finding_fatal", [newer], by=None, at=little.at)
    assert second.start == date(2026, 3, 3)
    duty.refresh_from_db()
    assert duty.state == Duty.State.DONE


def test_what_a_person_settled_does_not_come_back_for_the_same_facts(little: LittleCase) -> None:
    (duty,) = keep_in_step("certificate_expiring", [facts(little.body, "1")], by=None, at=little.at)
    actions.perform(duty, words="持证人退休，不再换证", by=little.first, at=little.at)
    assert not keep_in_step(
        "certificate_expiring", [facts(little.body, "1")], by=None, at=little.at
    )
    (again,) = keep_in_step(
        "certificate_expiring", [facts(little.body, "1", "2")], by=None, at=little.at
    )
    assert list(again.facts) == ["2"]


def test_registers_tell_what_is_missing(little: LittleCase) -> None:
    common = {"version": 1, "changed_at": little.at}
    item = Item.objects.create(
        code="I1", name="处罚", kind="penalty", body=little.body, discretion_required=True, **common
    )
    Delegation.objects.create(item=item, to_body=little.body, valid_from=date(2024, 1, 1), **common)
    assert [one.facts for one in comparing.discretion(little.at)] == [(str(item.pk),)]
    assert [one.body for one in comparing.delegations(little.at)] == [little.body]
    Item.objects.update(
        discretion_made_on=date(2025, 1, 1), discretion_published_on=date(2025, 1, 9)
    )
    Delegation.objects.update(last_evaluated_on=date(2026, 1, 1))
    assert not list(comparing.discretion(little.at))
    assert not list(comparing.delegations(little.at))


def test_a_certificate_is_told_until_another_follows_it(little: LittleCase) -> None:
    card = little.cards[little.first.pk]
    type(card).objects.filter(pk=card.pk).update(kind="enforcement", valid_to=date(2026, 4, 1))
    assert [one.facts for one in comparing.certificates(little.at)] == [(str(card.pk),)]
    lapsed = little.at + timedelta(days=60)
    assert [one.facts for one in comparing.certificates(lapsed)] == [(str(card.pk),)]
    card.pk, card.code, card.valid_to = None, "JD9", date(2029, 4, 1)
    card.save(force_insert=True)
    assert not list(comparing.certificates(lapsed))


def test_no_quarter_is_without_an_assessment_where_none_are_recorded(
    little: LittleCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not list(comparing.unassessed(little.at))
    begun = {date.min: {0}}  # somebody was assessed before that quarter ended
    asked = []

    def told(first: date, last: date) -> set[int]:
        asked.append((first, last))
        return begun.get(first, set())

    monkeypatch.setattr(comparing, "ASSESSMENTS", [told])
    (one,) = comparing.unassessed(little.at)
    assert (one.body, one.facts) == (little.body, ("2025Q4",))
    assert asked == [(date.min, date(2025, 12, 31)), (date(2025, 10, 1), date(2025, 12, 31))]
    monkeypatch.setattr(comparing, "ASSESSMENTS", [lambda first, last: {little.body.pk}])
    assert not list(comparing.unassessed(little.at))


def test_each_bureau_owes_the_work_of_the_year_once(little: LittleCase) -> None:
    made = yearly_due(by=None, at=little.at)
    assert not yearly_due(by=None, at=little.at)
    owed = {(one.power, one.unit_id) for one in made}
    bureaus = {little.city.bureau.pk, little.city.bureau_a.pk, little.city.bureau_b.pk}
    assert {unit for power, unit in owed if power == "assessment"} == bureaus
    assert not [one for one in made if one.power == "statistics"]  # January was over before
    assert {one.due_on for one in made if one.power == "officers"} == {date(2026, 3, 31)}


# --- another list ---------------------------------------------------------------------------------------------


def test_a_list_of_another_length_works(
    little: LittleCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = powers.list_in_force(date(2026, 3, 2))
    kept = [one for one in whole.powers if one.code in ("complaints", "dossiers")]
    short = whole.model_copy(update={"id": "OURS", "powers": tuple(
        one.model_copy(update={"number": number}) for number, one in enumerate(kept, start=1)
    )})  # fmt: skip
    monkeypatch.setattr(arising, "list_in_force", lambda day: short)
    arose("complaint_received", key="c:1", body=little.body, by=None, at=little.at)
    little.opened()
    assert {one.power for one in Duty.objects.all()} == {"complaints"}
    assert {one.list_id for one in Duty.objects.all()} == {"OURS"}


# --- what people say ------------------------------------------------------------------------------------------


@pytest.fixture
def owed(little: LittleCase) -> Duty:
    (duty,) = arose("ticket_received", key="t:1", body=little.body, by=None, at=little.at)
    return duty


@pytest.mark.parametrize(
    ("who", "may"),
    [("county_a", True), ("county_b", False), ("city", False), ("clerk_a", False), ("audit_admin", False)],
)  # fmt: skip
def test_the_bureau_that_owes_it_performs(
    small_city: SmallCity, little: LittleCase, owed: Duty, who: str, may: bool
) -> None:
    post = getattr(small_city, who)
    if may:
        done = actions.perform(owed, words="已研判并转办", by=post, at=little.at)
        assert (done.state, done.ended_by) == (Duty.State.DONE, post)
        with pytest.raises(PlainError, match="已经办结"):
            actions.perform(owed, words="再办一次", by=post, at=little.at)
    else:
        with pytest.raises(RefusedError):
            actions.perform(owed, words="已研判并转办", by=post, at=little.at)


def test_it_is_not_done_without_words(little: LittleCase, owed: Duty) -> None:
    with pytest.raises(PlainError, match="至少"):
        actions.perform(owed, words="好", by=little.first, at=little.at)
    assert actions.perform(owed, words="已研判并转办", by=little.first, at=little.at)


def test_its_head_or_the_tier_above_lets_it_go(little: LittleCase, owed: Duty) -> None:
    with pytest.raises(RefusedError):
        actions.let_go(owed, words="重复登记", by=little.first, at=little.at)
    assert actions.let_go(owed, words="重复登记", by=little.head, at=little.at).state == "dropped"
