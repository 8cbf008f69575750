"""Records are found by what they say, within the reach of whoever asks, whichever way is read."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from hengjian.core.people.models import Post
from hengjian.domain.records import queries, seeking
from hengjian.domain.records.models import Commonness, Record
from hengjian.domain.records.queries import Page, everything, page_of
from hengjian.domain.records.seeking import Wanted
from hengjian.domain.records.tests.archived import OF_BODY, Archived, corrected, first_case
from hengjian.domain.registry.tests.register import AT

Find = Callable[..., Page]
WAYS = {
    "led": {},
    "sifted": {"LEADS": -1, "INTERSECTED": -1},
    "by months": {"LEADS": -1, "ALONE": -1, "SPARSE": 2.0},
}
"""Each question is put in each way: as of rare words, of common ones, and of those between."""


@pytest.fixture(params=WAYS)
def either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in WAYS[request.param].items():
        monkeypatch.setattr(seeking, name, value)


@pytest.fixture
def find(indexed: Archived) -> Find:
    """Asked by the county's supervisor unless told otherwise."""
    posts = indexed.little.city

    def found(by: Post | None = None, **asked: Any) -> Page:
        return page_of(Wanted(**asked), post=by or posts.county_a, at=AT)

    return found


def cases(page: Page) -> set[str]:
    return {row.case_id for row in page.rows}


def of_county_a() -> int:
    return OF_BODY["A1"] + OF_BODY["A2"]


def test_a_county_sees_its_own_and_no_other(indexed: Archived, find: Find) -> None:
    city = indexed.little.city
    assert find().count == of_county_a()
    assert find(by=city.county_b).count == OF_BODY["B1"]
    assert find(by=city.leader).count == sum(OF_BODY.values())
    assert find(by=city.audit_admin).count == 0


@pytest.mark.usefixtures("either_way")
class TestByWords:
    @pytest.fixture
    def told(self, indexed: Archived, find: Find) -> str:
        case = first_case()
        indexed.indexed(
            corrected(case, fact="经查，当事人在Gb超市销售散装熟食，海南甲店、上海乙店各一。")
        )
        return case

    @pytest.mark.parametrize("words", ["散装熟食", "熟食", "Gb超市", "gb超", "散装 上海乙", "海乙"])
    def test_it_finds_a_part_of_the_summary(self, find: Find, told: str, words: str) -> None:
        assert told in cases(find(q=words))

    @pytest.mark.parametrize("words", ["海南乙", "熟散", "散装 没有的词", "上海甲"])
    def test_it_finds_nothing_that_is_not_there(self, find: Find, told: str, words: str) -> None:
        assert find(q=words).count == 0

    def test_another_county_does_not_find_it(
        self, indexed: Archived, find: Find, told: str
    ) -> None:
        assert told in cases(find(q="散装熟食"))
        assert find(by=indexed.little.city.county_b, q="散装熟食").count == 0

    def test_what_was_corrected_is_found_no_more(
        self, indexed: Archived, find: Find, told: str
    ) -> None:
        indexed.indexed(corrected(told, fact="当事人擅自占用绿地"))
        assert told not in cases(find(q="散装熟食"))
        assert told in cases(find(q="占用绿地"))

    def test_by_officer(self, find: Find) -> None:
        row = Record.objects.filter(body__code="A1").exclude(officers="").first()
        assert row is not None
        one, *_ = row.officers.split()
        held = Record.objects.filter(
            body__unit__division__code="990101", officers__contains=f"\n{one}\n"
        )
        assert cases(find(officers=(one,))) == set(held.values_list("case_id", flat=True))
        assert find(officers=(one[:-1],)).count == 0

    def test_by_codes(self, find: Find) -> None:
        mine = Record.objects.filter(body__unit__division__code="990101")
        for name, value in (("kind", "inspection"), ("result", "granted"), ("procedure", "simple")):
            assert find(**{name: value}).count == mine.filter(**{name: value}).count() > 0
        item = mine.exclude(item="").values_list("item", flat=True)[0]
        assert find(item=item).count == mine.filter(item=item).count()

    def test_words_and_codes_together(self, find: Find) -> None:
        mine = Record.objects.filter(body__unit__division__code="990101")
        both = mine.filter(kind="penalty", summary__contains="当事人")
        assert find(q="当事人", kind="penalty").count == both.count() > 0


def test_one_character_is_no_word(find: Find) -> None:
    assert find(q="人").count == 0
    assert find(q="模拟").count == of_county_a()


def test_by_number_or_how_it_begins(find: Find) -> None:
    row = Record.objects.filter(body__code="A1").exclude(decision_no="").first()
    assert row is not None
    for number in (
        row.case_id,
        row.decision_no,
        row.decision_no[:-1],
        row.decision_no.replace("〔", "[").replace("〕", "]"),
    ):
        assert row.case_id in cases(find(number=number))
    assert find(number="没有这号").count == 0
    assert find(number=row.decision_no[1:]).count == 0


def test_a_beginning_that_many_have_sifts_the_list(
    find: Find, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = find(number="M0")
    monkeypatch.setattr(queries, "NUMBERED", 3)
    assert find(number="M0").count == before.count == of_county_a()


def test_by_days(find: Find) -> None:
    days = sorted(
        Record.objects.filter(body__unit__division__code="990101").values_list("on", flat=True)
    )
    since, until = days[20], days[60]
    assert find(since=since, until=until).count == sum(since <= day <= until for day in days)


def test_by_body_and_division(indexed: Archived, find: Find) -> None:
    little = indexed.little
    assert find(body=little.a2.pk).count == OF_BODY["A2"]
    assert find(body=little.b1.pk).count == 0
    leader = little.city.leader
    assert find(by=leader, division=little.city.county_b_division.path).count == OF_BODY["B1"]


# --- pages -------------------------------------------------------------------------------------------------


def all_pages(find: Find, **asked: Any) -> list[Record]:
    rows: list[Record] = []
    place: tuple[str, int] | None = ("", 0)
    while place is not None:
        page = find(start=place[0], skip=place[1], **asked)
        rows += page.rows
        place = page.next
        assert len(rows) <= 500, "the pages do not end"
    return rows


@pytest.mark.parametrize("oldest", [False, True])
@pytest.mark.parametrize(
    "bounds",
    [{}, {"READ": 10}, {"COUNTED": 7}, {"READ": 10, "COUNTED": 7, "MONTHS": 2}, {"MEETS": 3}],
)
@pytest.mark.parametrize("by", ["county_a", "leader"])
def test_pages_together_are_the_list(
    indexed: Archived,
    find: Find,
    monkeypatch: pytest.MonkeyPatch,
    bounds: dict[str, int],
    oldest: bool,
    by: str,
) -> None:
    for name, value in bounds.items():
        monkeypatch.setattr(queries, name, value)
    monkeypatch.setattr(queries, "PAGE", 5)
    monkeypatch.setattr(seeking, "LEADS", -1)
    post = getattr(indexed.little.city, by)
    for asked in ({}, {"kind": "penalty"}, {"q": "食品"}):
        wanted = Wanted(oldest=oldest, **asked)
        expected = [row.pk for row in everything(wanted, post=post, at=AT)]
        assert [row.pk for row in all_pages(find, by=post, oldest=oldest, **asked)] == expected
    assert expected


@pytest.mark.parametrize("oldest", [False, True])
@pytest.mark.parametrize("fetched", [5_000, 40, 8])
@pytest.mark.parametrize("days", [{}, {"since": date(2024, 3, 1), "until": date(2025, 9, 30)}])
def test_pages_led_month_by_month_are_the_list(
    indexed: Archived, find: Find, monkeypatch: pytest.MonkeyPatch, fetched: int, oldest: bool,
    days: dict[str, date],
) -> None:  # fmt: skip
    for name, value in WAYS["by months"].items():
        monkeypatch.setattr(seeking, name, value)
    monkeypatch.setattr(queries, "FETCHED", fetched)
    monkeypatch.setattr(queries, "PAGE", 5)
    post = indexed.little.city.county_a
    for asked in ({"kind": "penalty"}, {"q": "食品"}, {"q": "当事人", "kind": "penalty"}):
        wanted = Wanted(oldest=oldest, **asked, **days)
        expected = [row.pk for row in everything(wanted, post=post, at=AT)]
        shown = [row.pk for row in all_pages(find, by=post, oldest=oldest, **asked, **days)]
        assert shown == expected


def test_rows_that_words_sift_are_counted_less_far(
    find: Find, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MEETS", 3)
    led = find(q="当事人")
    for name, value in WAYS["sifted"].items():
        monkeypatch.setattr(seeking, name, value)
    sifted = find(q="当事人")
    assert (sifted.count, sifted.more) == (3, True)
    assert led.count > 3
    assert not led.more
    assert [row.pk for row in sifted.rows] == [row.pk for row in led.rows[:3]]
    assert find(kind="penalty").count > 3


def test_a_list_says_how_far_it_looked(find: Find, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "READ", 20)
    monkeypatch.setattr(seeking, "LEADS", -1)
    page = find(kind="penalty")
    assert page.until is not None
    assert page.count < Record.objects.filter(kind="penalty").count()
    monkeypatch.setattr(queries, "READ", 12_000)
    assert find(kind="penalty").until is None


@pytest.mark.parametrize(
    "start", ["x", "2024-13-45.1", "2024-01-01.x", "2024-01-01", "'; --.1", "9" * 400]
)
def test_a_mark_that_was_tampered_with_is_as_none(find: Find, start: str) -> None:
    assert find(start=start).count == of_county_a()


def test_a_mark_leads_nowhere_that_one_may_not_go(indexed: Archived, find: Find) -> None:
    start = queries.mark((date(9999, 12, 31), 10**17))
    assert find(start=start).count == of_county_a()
    assert find(by=indexed.little.city.county_b, start=start).count == OF_BODY["B1"]


def test_taking_away_gives_what_the_list_shows(indexed: Archived, find: Find) -> None:
    post = indexed.little.city.county_a
    for asked in ({}, {"q": "当事人"}, {"number": "M0"}, {"kind": "permit"}):
        rows = everything(Wanted(**asked), post=post, at=AT)
        assert [row.pk for row in rows] == [row.pk for row in all_pages(find, **asked)]


def test_what_is_found_does_not_rest_on_the_counts(find: Find) -> None:
    before = find(q="当事人").count
    assert before > 0
    Commonness.objects.all().delete()
    assert find(q="当事人").count == before
