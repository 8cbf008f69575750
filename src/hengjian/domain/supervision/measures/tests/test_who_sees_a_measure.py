"""The body reads a talk from its notice on, never a suggestion about a person; another county reads nothing."""

import pytest

from hengjian.domain.supervision.measures import access
from hengjian.domain.supervision.measures.tests.little_measure import LittleMeasure
from hengjian.domain.supervision.measures.workflow import Kind
from hengjian.domain.supervision.papers import access as papers
from hengjian.domain.supervision.papers.queries import papers_of

pytestmark = pytest.mark.django_db


def seen(desk: LittleMeasure, pk: int, post: object) -> bool:
    return access.measure_seen(pk, post=post, at=desk.little.at) is not None  # type: ignore[arg-type]


def test_the_body_reads_a_talk_once_it_is_notified(desk: LittleMeasure) -> None:
    measure = desk.approved()
    assert not seen(desk, measure.pk, desk.little.clerk)
    assert seen(desk, measure.pk, desk.little.third)
    measure = desk.notified()
    assert seen(desk, measure.pk, desk.little.clerk)
    assert not seen(desk, measure.pk, desk.little.city.county_b)
    assert seen(desk, measure.pk, desk.little.city.city)


def test_the_body_never_reads_a_suggestion_about_a_person_nor_its_paper(
    desk: LittleMeasure,
) -> None:
    measure = desk.sent(Kind.DISCIPLINE)
    assert not seen(desk, measure.pk, desk.little.clerk)
    (paper,) = papers_of(measure)
    assert paper.inside
    assert papers.paper_seen(paper.pk, post=desk.little.clerk, at=desk.little.at) is None
    assert papers.paper_seen(paper.pk, post=desk.little.third, at=desk.little.at) == paper


def test_an_officer_s_history_has_what_was_approved_and_not_what_was_given_up(
    desk: LittleMeasure,
) -> None:
    refused = desk.proposed(Kind.DISCIPLINE)
    desk.take(refused, "refuse", words="证据不足。")
    proposed = desk.proposed(Kind.CARD)
    approved = desk.approved(Kind.DISCIPLINE)
    rows = access.of_officer(desk.officer.pk, post=desk.little.third, at=desk.little.at)
    assert [one.pk for one in rows] == [approved.pk]
    assert proposed.pk not in [one.pk for one in rows]
    assert not access.of_officer(desk.officer.pk, post=desk.little.clerk, at=desk.little.at)
