"""What somebody wrote is taken whole or not at all; how much is too much is said."""

import pytest
from django.test import RequestFactory

from hengjian.content.errors import PlainError
from hengjian.core import clock
from hengjian.core.tests.small_city import SmallCity
from hengjian.domain.supervision.cases.tests.little_case import LittleCase
from hengjian.domain.supervision.matters.models import MatterTerm
from hengjian.domain.supervision.matters.tests.little_matter import LittleMatter
from hengjian.surfaces.desk.posted import text
from hengjian.surfaces.desk.tests.test_matters_on_the_desk import client_of


def test_it_is_taken_up_to_its_length_and_a_line_break_is_one_character() -> None:
    words = "写" * 8 + "\r\n" + "明"
    posted = RequestFactory().post("/", {"words": f"  {words} "})
    assert text(posted, "words", 10) == "写" * 8 + "\n" + "明"
    with pytest.raises(PlainError, match="最多 9 字，现在 10 字"):
        text(posted, "words", 9)


def test_a_reason_that_is_too_long_is_told_and_nothing_happens(
    small_city: SmallCity, monkeypatch: pytest.MonkeyPatch
) -> None:
    matters = LittleMatter.ready(LittleCase.ready(small_city))
    monkeypatch.setattr(clock, "now", lambda: matters.at)
    matter = matters.opened("entrustment")
    client, url = client_of(matters.case.first), f"/matters/{matter.pk}/term/stop/"
    sent = {"seen": matter.version, "term": "examine"}
    states = matter.terms.values_list("state", flat=True)
    page = client.post(url, sent | {"reason": "等" * 501}, follow=True).content.decode()
    assert "最多 500 字，现在 501 字" in page
    assert list(states.all()) == [MatterTerm.State.RUNNING]
    client.post(url, sent | {"reason": "等" * 500})
    assert list(states.all()) == [MatterTerm.State.STOPPED]
