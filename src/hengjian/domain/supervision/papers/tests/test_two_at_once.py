"""Two people at the same moment, each with a connection of his own (on PostgreSQL)."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from hengjian.content.errors import PlainError
from hengjian.domain.supervision.papers.chain import actions as chain
from hengjian.domain.supervision.papers.issuing import actions as issuing
from hengjian.domain.supervision.papers.models import Paper
from hengjian.domain.supervision.papers.tests.little_paper import LittlePaper
from hengjian.domain.supervision.refusing import ChangedError

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _postgresql(desk: LittlePaper) -> Iterator[None]:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time")
    return


def at_once(*works: Callable[[], object]) -> list[object]:
    """What each gave, or the error that it was told."""
    together = Barrier(len(works))

    def run(work: Callable[[], object]) -> object:
        together.wait()
        try:
            return work()
        except PlainError as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_of_two_signatures_one_stands_and_the_other_is_told(desk: LittlePaper) -> None:
    paper = desk.submitted()
    desk.do(paper, "agree", by=desk.little.second)
    seen, head, at = paper.version, desk.little.head, desk.little.at
    found = at_once(*[lambda: chain.agree(paper, seen=seen, by=head, at=at)] * 2)
    assert sorted(type(one).__name__ for one in found) == ["ChangedError", "Paper"]
    assert paper.steps.filter(step="signed").count() == 1
    assert next(str(one) for one in found if isinstance(one, ChangedError)).startswith(
        "您打开页面以后"
    )


def test_two_papers_numbered_at_once_get_two_numbers(desk: LittlePaper) -> None:
    papers = [desk.signed(), desk.signed()]
    by, at = desk.little.first, desk.little.at
    at_once(
        *(
            lambda one=one: issuing.give_number(one, seen=one.version, by=by, at=at)
            for one in papers
        )
    )  # type: ignore[misc]
    assert sorted(Paper.objects.values_list("serial", flat=True)) == [1, 2]
