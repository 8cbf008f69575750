"""What a module brings shows on the home page, in the navigation and in the search, and nowhere else."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hengjian.core import clock
from hengjian.core.people.actions import give_post
from hengjian.core.people.models import Post, Role
from hengjian.core.tests.small_city import SINCE, SmallCity
from hengjian.surfaces.desk import joining
from hengjian.surfaces.desk.frame import for_every_page
from hengjian.surfaces.desk.joining import (
    Concern,
    Entry,
    Figure,
    Finder,
    Found,
    Group,
    Hit,
    Section,
    Tone,
)

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def brought(monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[Any, ...]]:
    """What the modules bring, as a test wishes; the real menu stays unless it is replaced."""
    things: dict[str, tuple[Any, ...]] = {"menu": joining.joined("menu")}
    for module in ("home", "frame", "search"):
        monkeypatch.setattr(
            f"hengjian.surfaces.desk.{module}.joined", lambda kind: things.get(kind, ())
        )
    return things


@pytest.fixture
def as_county(client: Client, small_city: SmallCity) -> Client:
    client.force_login(small_city.county_a.person, backend=BACKEND)
    return client


def concerns(post: Post, at: datetime) -> Iterable[Concern]:
    today = clock.day_of(at)
    late = today - timedelta(days=3)
    yield Concern(Section.TODAY, Tone.NOTE, "没有期限的")
    yield Concern(Section.TODAY, Tone.WARN, "明天的", due=today + timedelta(days=1), count=7)
    yield Concern(Section.TODAY, Tone.WARN, "今天的", due=today)
    yield Concern(Section.LATE, Tone.BAD, f"{post.unit}的<script>", "/late/", due=late)


def test_concerns_stand_in_their_section_the_soonest_first(
    as_county: Client, brought: dict[str, tuple[Any, ...]]
) -> None:
    brought["concerns"] = (concerns,)
    brought["figures"] = (lambda post, at: [Figure("机关", 386, "/bodies/")],)
    page = as_county.get("/").content.decode()
    order = ["甲县司法局的&lt;script&gt;", "今天的", "明天的", "没有期限的", "没有新到的"]
    assert [page.index(words) for words in order] == sorted(page.index(words) for words in order)
    assert 'href="/late/"' in page
    assert "386" in page


def test_every_empty_section_says_so(
    as_county: Client, brought: dict[str, tuple[Any, ...]]
) -> None:
    page = as_county.get("/").content.decode()
    for words in ("没有逾期的事项", "今天没有要办的事项", "没有新到的", "没有需要您留意的"):
        assert words in page


def test_an_entry_is_shown_to_whom_it_concerns(
    client: Client, small_city: SmallCity, brought: dict[str, tuple[Any, ...]]
) -> None:
    only = Entry(
        Group.SYSTEM, "三员的事", "desk:search", shown=lambda post: post.role == Role.SYSTEM_ADMIN
    )
    brought["menu"] = (*brought["menu"], only)
    for post, seen in ((small_city.county_a, False), (small_city.system_admin, True)):
        client.force_login(post.person, backend=BACKEND)
        assert ("三员的事" in client.get("/").content.decode()) is seen


def test_the_entry_that_fits_best_is_current(
    as_county: Client, brought: dict[str, tuple[Any, ...]]
) -> None:
    brought["menu"] = (
        Entry(Group.TOP, "首页", "desk:home"),
        Entry(Group.REGISTRY, "查找", "desk:search"),
    )
    request = as_county.get("/search/?q=x").wsgi_request
    shown = {
        entry["words"]: entry["current"]
        for group in for_every_page(request)["menu"]
        for entry in group["entries"]
    }
    assert shown == {"首页": False, "查找": True}


def test_the_search_asks_each_finder_for_the_acting_post(
    as_county: Client, small_city: SmallCity, brought: dict[str, tuple[Any, ...]]
) -> None:
    asked: list[tuple[str, Post, int]] = []

    def find(words: str, post: Post, at: datetime, limit: int) -> Found:
        asked.append((words, post, limit))
        return Found([Hit("王小明", "/officers/1/", "<b>")], 1000, more=True, url="/officers/?q=王")

    def nothing(words: str, post: Post, at: datetime, limit: int) -> Found:
        return Found([], 0)

    brought["finders"] = (
        Finder("执法人员", "officer", find, 20),
        Finder("事项", "item", nothing, 10),
    )
    page = as_county.get("/search/", {"q": "  王   小 "}).content.decode()
    assert asked == [("王 小", small_city.county_a, 8)]
    assert "1000+" in page
    assert "&lt;b&gt;" in page
    assert ">事项" not in page
    assert "要找什么" in as_county.get("/search/").content.decode()
    assert len(asked) == 1


def test_the_search_joins_no_more_than_a_hit_shows(as_county: Client) -> None:
    """A query over a dozen tables takes longer to plan than to run, whatever is found."""
    with CaptureQueriesContext(connection) as asked:
        as_county.get("/search/", {"q": "市场"})
    read = {
        table: one["sql"].split(" FROM ")[0]
        for one in asked
        for table in ("supervision_case", "supervision_matter", "supervision_moderequest")
        if one["sql"].startswith(f'SELECT "{table}"')
    }
    assert len(read) == 3
    for table, columns in read.items():
        others = {"supervision_case", "registry_body", table}
        assert set(re.findall(r'"(\w+)"\."', columns)) <= others, table


def test_one_acts_in_another_post_of_ones_own(as_county: Client, small_city: SmallCity) -> None:
    person = small_city.county_a.person
    second = give_post(person, small_city.bureau, Role.LEADER, since=SINCE, by=None, at=clock.now())
    as_county.post("/act-as/", {"post": small_city.county_b.pk})
    assert as_county.get("/").context["acting"]["post"] == str(small_city.county_a)
    as_county.post("/act-as/", {"post": second.pk})
    assert as_county.get("/").context["acting"]["post"] == str(second)


def test_the_language_is_kept_with_the_person(as_county: Client, small_city: SmallCity) -> None:
    back = as_county.post("/speak/", {"language": "en", "next": "/search/?q=x"})
    assert back.headers["Location"] == "/search/?q=x"
    assert "What are you looking for" in as_county.get("/search/").content.decode()
    away = as_county.post("/speak/", {"language": "xx", "next": "//elsewhere.example/"})
    assert away.headers["Location"] == "/"
    small_city.county_a.person.refresh_from_db()
    assert small_city.county_a.person.locale == "en"


def test_everybody_finds_units_and_only_the_posts_he_reaches(
    client: Client, small_city: SmallCity
) -> None:
    def found(post: Post, words: str) -> str:
        client.force_login(post.person, backend=BACKEND)
        page = client.get("/search/", {"q": words}).content.decode()
        return page[page.index('id="main"') :]

    assert "乙县司法局" in found(small_city.county_a, "乙县")
    assert "/posts/" in found(small_city.county_a, "李四")
    assert "没有找到" in found(small_city.county_b, "李四")
    assert "甲县市场监督管理局" in found(small_city.system_admin, "市场")
    assert "/people/" in found(small_city.system_admin, "李四")


def test_an_administrator_sees_how_many_accounts_there_are(
    client: Client, small_city: SmallCity
) -> None:
    def figures(post: Post) -> dict[str, Any]:
        client.force_login(post.person, backend=BACKEND)
        return {one.label: one.value for one in client.get("/").context["figures"]}

    assert figures(small_city.system_admin)["账户"] == 8
    assert "账户" not in figures(small_city.county_a)
