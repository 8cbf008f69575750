"""待办 shows each post what waits for it and nothing else: cases, papers, findings, duties, what nouns bring."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client

from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.tests.query_counts import query_count
from hengjian.core.tests.small_city import SmallCity
from hengjian.domain.supervision.actions import open_lead
from hengjian.domain.supervision.cases.handlers.actions import ask_recusal
from hengjian.domain.supervision.cases.objections.actions import object_to
from hengjian.domain.supervision.cases.tests.little_case import LittleCase
from hengjian.domain.supervision.cases.turns import TURNS
from hengjian.domain.supervision.cases.workflow import MOVES, State
from hengjian.domain.supervision.models import Lead
from hengjian.domain.supervision.papers.tests.little_paper import LittlePaper
from hengjian.surfaces.desk import waiting
from hengjian.surfaces.desk.joining import MOST, Waiting, Waits

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
pytestmark = pytest.mark.django_db


@pytest.fixture
def little(small_city: SmallCity) -> LittleCase:
    return LittleCase.ready(small_city)


@pytest.fixture(autouse=True)
def today(little: LittleCase) -> object:
    """The pages' clock stands where the case's does."""
    waiting.counts.cache_clear()
    with patch.object(clock, "now", lambda: little.at):
        yield


def _client(post: Post) -> Client:
    client = Client()
    client.force_login(post.person, backend=BACKEND)
    return client


def _page(post: Post, query: str = "") -> str:
    return _client(post).get(f"/todo/{query}").content.decode()


def _waits(post: Post, what: str) -> bool:
    return what in _page(post)


def test_a_case_waits_for_whoever_takes_its_next_step(little: LittleCase) -> None:
    case = little.proposed()
    readers = (little.head, little.first, little.clerk, little.city.county_b, little.city.city)

    def held(do: str) -> list[Post]:
        return [one for one in readers if do in _page(one)]

    assert held("审批立案") == [little.head]
    little.take(case, "approve_opening")
    assert held("指定承办人") == [
        little.head,
        little.first,
    ]  # a small bureau's supervisors may, too
    for post in (little.first, little.second):
        little.appoint(case, post, leading=post is little.first)
    assert held("指定承办人") == []
    assert held("通知被监督机关") == [little.first]
    little.take(case, "notify")
    assert held("提交书面说明") == [little.clerk]
    little.wait(40)
    assert held("机关逾期未说明") == [little.first]
    little.take(case, "explain")
    little.take(case, "conclude")
    assert held("审理，决定怎样处理") == [little.head]


def test_an_objection_and_a_recusal_wait_for_others_than_the_handlers(little: LittleCase) -> None:
    case = little.deliberated()
    little.take(case, "give_opinion")
    assert not _waits(little.third, "复查异议")
    object_to(case, words="有误", seen=case.version, by=little.clerk, at=little.at)
    assert _waits(little.third, "复查异议")
    assert not _waits(little.first, "复查异议")
    assert _waits(little.head, "复查异议")  # where both supervisors handle it, there is nobody else
    handler = case.handlers.get(post=little.second)
    ask_recusal(handler, ground="亲属", by=little.second, at=little.at)
    assert _waits(little.head, "决定回避申请")


def test_every_state_in_which_something_follows_has_its_turn() -> None:
    followed = {state for move in MOVES.values() for state in move.frm}
    assert set(TURNS) == followed
    for state, turn in TURNS.items():
        assert any(move.by is turn.by for move in MOVES.values() if state in move.frm), state
    assert State.ARCHIVED not in TURNS


@pytest.fixture
def paper(little: LittleCase, tmp_path: Path, settings: Any) -> LittlePaper:
    settings.PAPERS = str(tmp_path / "papers")
    return LittlePaper(little, little.opened())


def test_a_paper_waits_for_one_after_another(paper: LittlePaper) -> None:
    little = paper.little
    one = paper.drafted()
    assert _waits(little.first, "写完后送核")
    paper.submitted(one)
    assert _waits(little.second, "核稿")
    assert not _waits(little.first, "写完后送核")
    paper.do(one, "agree", by=little.second, words="同意。")
    assert _waits(little.head, "签发")
    paper.do(one, "agree", by=little.head, words="同意。")
    assert _waits(little.first, ">编号<")
    assert not _waits(little.city.county_b, one.title)
    paper.do(one, "give_number")
    paper.do(one, "seal_by_hand", scan=b"%PDF-1.4\n%%EOF\n")
    paper.do(one, "send")
    assert _waits(little.clerk, "打开签收")


def _brought(*rows: Waiting) -> Any:
    def found(post: Post, at: datetime) -> Iterable[Waiting]:
        return rows

    noun = Waits("things", "物件", "report", found)
    return patch.object(waiting, "joined", lambda kind: (noun,) if kind == "waits" else ())


def test_it_is_sorted_filtered_and_paged(little: LittleCase) -> None:
    day = clock.day_of(little.at)
    rows = [
        Waiting(f"事项{n:03d}", "/x/", "办", due=day + timedelta(days=n - 2)) for n in range(60)
    ]
    with _brought(*rows, Waiting("无期限", "/y/", "看", tone="warn")):
        page, second = _page(little.first), _page(little.first, "?page=2")
        late, none = _page(little.first, "?colour=bad"), _page(little.first, "?q=没有的")
        back = _page(little.first, "?sort=-due")
        taken = _client(little.first).get("/todo/export.csv")
    assert page.index("事项000") < page.index("事项001")
    assert "事项049" in page
    assert "事项050" not in page
    assert second.index("事项059") < second.index("无期限")
    assert "事项001" in late
    assert "事项002" not in late
    assert "没有符合条件的待办" in none
    assert back.index("事项059") < back.index("事项058")
    assert "无期限" in b"".join(taken).decode()


def test_a_thing_and_its_duty_stand_on_one_line(little: LittleCase) -> None:
    day = clock.day_of(little.at)
    thing = Waiting("一条线索", "/x/", "初核", due=day + timedelta(days=9))
    duty = Waiting("初核并决定", "/duty/", "履行", due=day - timedelta(days=1), about="/x/")
    alone = Waiting("另一项职责", "/other/", "履行", about="/not-here/")
    with _brought(thing, duty, alone):
        page = _page(little.first)
        late = _page(little.first, "?colour=bad")
        by_duty = _page(little.first, "?q=初核并决定")
    assert "全部 2" in page
    assert "同时履行职责" in page
    assert 'href="/duty/"' in page
    assert "逾期 1 日" in page
    assert "一条线索" in late
    assert "另一项职责" not in late
    assert "一条线索" in by_duty


def test_a_lead_and_the_duty_to_check_it_wait_as_one(little: LittleCase) -> None:
    open_lead(source=Lead.Source.MEDIA, title="媒体报道", words="一次", body=little.body,
              by=little.first, at=little.at)  # fmt: skip
    page = _page(little.first)
    assert "分办或者初核" in page
    assert "同时履行职责" in page
    assert "全部 1" in page


def test_more_than_is_listed_is_said(little: LittleCase) -> None:
    with _brought(*[Waiting(f"事项{n}", "/x/", "办") for n in range(MOST + 5)]):
        assert "每类最多列出" in _page(little.first)
        assert f"{MOST}+" in _client(little.first).get("/todo/count/").content.decode()


def test_the_count_is_fetched_by_the_navigation(little: LittleCase) -> None:
    client = _client(little.head)
    assert client.get("/todo/count/").content.decode().strip() == ""
    little.proposed()
    assert client.get("/todo/count/").content.decode().strip() == ""  # half a minute old
    little.wait(30)
    client = _client(little.head)
    told = client.get("/todo/count/").content.decode()
    assert "side-count late" in told
    assert 'hx-get="/todo/count/"' in client.get("/notices/").content.decode()
    assert "没有等着您办理的事项" in _page(little.city.audit_admin)


def test_it_costs_the_same_however_much_waits(little: LittleCase) -> None:
    case = little.opened()
    clients = [_client(one) for one in (little.first, little.head, little.clerk)]
    costs = [query_count(one, "/todo/") for one in clients]
    assert query_count(clients[0], "/todo/") == costs[0]
    for _ in range(3):
        little.opened()
        little.proposed()
    little.take(case, "notify")
    costs[2] += 1  # the days by which the body owes something
    assert [query_count(one, "/todo/") for one in clients] == costs
