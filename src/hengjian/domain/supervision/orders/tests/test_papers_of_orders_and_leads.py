"""Orders and leads have papers: the slip goes to the units, what a reporter is told to nobody else."""

from datetime import timedelta

import pytest

from hengjian.core.people.models import Post
from hengjian.domain.supervision.leads.access import works
from hengjian.domain.supervision.leads.of_lead import LeadOwner
from hengjian.domain.supervision.leads.tests.little_lead import WHO, LittleLead
from hengjian.domain.supervision.orders.of_order import OrderOwner
from hengjian.domain.supervision.orders.tests.little_order import LittleOrder
from hengjian.domain.supervision.orders.workflow import Kind
from hengjian.domain.supervision.papers import access, actions
from hengjian.domain.supervision.papers.models import Paper
from hengjian.letters import LetterError

pytestmark = pytest.mark.django_db


def drafted(owner: OrderOwner | LeadOwner, place: int, by: Post, at: object) -> Paper:
    offer = owner.offers()[place]
    return actions.draft(owner.row, offer.kind, move=offer.move, by=by, at=at)  # type: ignore[arg-type]


def test_an_order_offers_the_paper_of_its_kind_and_a_reminder_once_urged(
    orders: LittleOrder,
) -> None:
    order, supervised = orders.given(), orders.given(Kind.SUPERVISE)
    kinds = [[one.kind for one in OrderOwner(row).offers()] for row in (order, supervised)]
    assert kinds == [["assignment"], ["urge-notice"]]
    orders.take(order, "urge", words="请抓紧。")
    assert [one.kind for one in OrderOwner(order).offers()] == ["assignment", "reminder"]
    orders.take(order, "withdraw")
    assert OrderOwner(order).offers() == []


@pytest.mark.parametrize(
    ("kind", "place"), [(Kind.ASSIGN, 0), (Kind.ASSIGN, 1), (Kind.SUPERVISE, 0)]
)
def test_its_papers_are_prefilled_whole(orders: LittleOrder, kind: Kind, place: int) -> None:
    order = orders.given(kind)
    orders.take(order, "urge", words="请抓紧。")
    paper = drafted(OrderOwner(order), place, orders.city.city, orders.at)
    from hengjian.domain.supervision.papers.making import letter_of

    fields = paper.fields | {"phone": "0999-5550100"}
    paper.fields = fields
    try:
        letter_of(paper)
    except LetterError as error:
        pytest.fail(str(error))
    named = {one.unit for one in order.units.all()}
    assert set(OrderOwner(order).receivers(paper)) == named


def test_the_units_read_it_only_once_it_was_served(orders: LittleOrder) -> None:
    order = orders.given()
    paper = drafted(OrderOwner(order), 0, orders.city.city, orders.at)
    seen = {
        name: access.paper_seen(paper.pk, post=post, at=orders.at) is not None
        for name, post in (("gave", orders.city.city), ("leader", orders.city.leader),
                           ("got", orders.case.first), ("body", orders.case.clerk),
                           ("stranger", orders.city.county_b))
    }  # fmt: skip
    assert seen == {"gave": True, "leader": True, "got": False, "body": False, "stranger": False}


def test_what_a_reporter_is_told_is_read_by_who_works_on_the_lead(orders: LittleOrder) -> None:
    leads = LittleLead(orders.case)
    lead = leads.entered()
    leads.take(lead, "check")
    owner = LeadOwner(lead)
    (offer,) = owner.offers()
    assert (offer.kind, offer.note) == ("complaint-accept", "沈*")
    paper = drafted(owner, 0, orders.case.first, orders.at)
    assert paper.inside
    assert paper.fields["person"] == WHO.name
    assert owner.receivers(paper) == []
    seen = {
        name: access.paper_seen(paper.pk, post=post, at=orders.at) is not None
        for name, post in (("handler", orders.case.first), ("head", orders.case.head),
                           ("colleague", orders.case.second), ("city", orders.city.city),
                           ("body", orders.case.clerk))
    }  # fmt: skip
    assert seen == {"handler": True, "head": True, "colleague": False, "city": False, "body": False}


def test_who_was_served_his_answer_was_answered(orders: LittleOrder) -> None:
    leads = LittleLead(orders.case)
    lead = leads.entered()
    leads.take(lead, "check")
    leads.take(lead, "refuse", words="不涉及行政执法行为。")
    owner = LeadOwner(lead)
    paper = drafted(owner, 0, orders.case.first, orders.at)
    assert paper.kind == "complaint-refuse"
    day = lead.reporters.get().received_on + timedelta(days=0)
    owner.served(paper, "", whose=False, on=day, by=orders.case.first, at=orders.at)
    assert lead.reporters.get().answered_on == day
    assert owner.offers() == []


def test_a_leads_papers_are_seen_exactly_by_those_who_work_on_it(orders: LittleOrder) -> None:
    leads = LittleLead(orders.case)
    nobodys, checked, inner = leads.entered(), leads.entered(), leads.entered()
    leads.take(checked, "check")
    leads.take(inner, "check", by=orders.case.second)
    people = Post.objects.select_related("unit__division", "unit__parent")
    by_rule = {
        (post.pk, lead.pk)
        for post in people
        for lead in (nobodys, checked, inner)
        if works(post, lead)
    }
    by_query = {
        (post.pk, lead.pk) for post in people for lead in LeadOwner.seen(post=post, at=orders.at)
    }
    assert LeadOwner.seen_inside(post=orders.case.first, at=orders.at) is None
    assert by_query == by_rule
    assert (orders.case.second.pk, inner.pk) in by_rule
    assert (orders.case.second.pk, checked.pk) not in by_rule
    assert not any(post == orders.case.clerk.pk for post, _ in by_query)
