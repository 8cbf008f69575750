"""Papers of the demo come as far as they are wanted, by the actions that people use."""

from datetime import datetime, time, timedelta

import pytest
from django.utils.timezone import get_current_timezone

from hengjian.content.errors import PlainError
from hengjian.core.clock import day_of
from hengjian.domain.supervision.papers import making
from hengjian.domain.supervision.papers.founding import actions
from hengjian.domain.supervision.papers.queries import unfinished
from hengjian.domain.supervision.papers.tests.little_paper import LittlePaper

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("upto", "state"), [("check", "check"), ("seal", "seal"), ("served", "served")]
)
def test_a_demo_paper_comes_as_far_as_wanted(desk: LittlePaper, upto: str, state: str) -> None:
    little = desk.little
    paper = actions.found_paper(
        desk.case, "supervision-notice", move="notify", upto=upto, head=little.head, clerk=little.clerk,
        handlers=[little.first, little.second], by=little.first, at=little.at,
    )  # fmt: skip
    assert paper is not None
    paper.refresh_from_db()
    assert paper.state == state
    assert paper.fields["body"] == little.body.name


@pytest.mark.parametrize("begun", [time(9, 0), time(23, 30)], ids=["by day", "towards midnight"])
def test_to_a_body_without_a_clerk_it_is_handed_over(desk: LittlePaper, begun: time) -> None:
    little = desk.little
    at = datetime.combine(day_of(little.at) + timedelta(days=1), begun, get_current_timezone())
    paper = actions.found_paper(
        desk.case, "supervision-notice", move="notify", upto="served", head=little.head, clerk=None,
        handlers=[little.first, little.second], by=little.first, at=at,
    )  # fmt: skip
    assert paper is not None
    assert paper.deliveries.get().way == "person"
    paper.refresh_from_db()
    assert paper.state == "served"


def test_where_nothing_can_be_set_no_draft_keeps_the_case_open(
    desk: LittlePaper, monkeypatch: pytest.MonkeyPatch
) -> None:
    little = desk.little

    def no_fonts(letter: object) -> None:
        raise PlainError("没有字体")

    monkeypatch.setattr(making, "make_pdf", no_fonts)
    assert actions.found_paper(
        desk.case, "supervision-notice", move="notify", upto="served", head=little.head,
        clerk=little.clerk, handlers=[little.first, little.second], by=little.first, at=little.at,
    ) is None  # fmt: skip
    assert desk.case.papers.get().state == "dropped"
    assert unfinished(desk.case) == []


def test_without_a_head_there_is_none(desk: LittlePaper) -> None:
    little = desk.little
    assert actions.found_paper(
        desk.case, "opinion", move="give_opinion", upto="served", head=None, clerk=None,
        handlers=[little.first, little.second], by=little.first, at=little.at,
    ) is None  # fmt: skip
