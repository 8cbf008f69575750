"""A notice reaches its post, the deputy of the day, and the next post up if nobody reads it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from hengjian.core.entries.models import LedgerEntry
from hengjian.core.jobs.models import Job
from hengjian.core.notices import notice_kinds
from hengjian.core.notices.actions import climb, notify, read
from hengjian.core.notices.models import Notice
from hengjian.core.notices.queries import receipts, unread_count, unread_of
from hengjian.core.people.actions import enrol_person, give_post
from hengjian.core.people.models import Post, Role
from hengjian.core.tests.small_city import SmallCity

MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # 9:00 in China
pytestmark = pytest.mark.django_db


@pytest.fixture
def due_soon(monkeypatch: pytest.MonkeyPatch) -> notice_kinds.Kind:
    monkeypatch.setattr(notice_kinds, "NOTICE_KINDS", dict(notice_kinds.NOTICE_KINDS))
    made = notice_kinds.kind(
        "sample.due_soon", "案件 {number} 将于 {due} 到期", "case {number} is due on {due}",
        climbs_after=2,
    )  # fmt: skip
    monkeypatch.setattr("hengjian.core.notices.actions.NOTICE_KINDS", notice_kinds.NOTICE_KINDS)
    return made


def tell(kind: notice_kinds.Kind, to: Post, **more: Any) -> Notice:
    facts: dict[str, Any] = {"number": "甲市监罚〔2026〕3号"}
    asked = {"facts": facts, "due": date(2026, 3, 9), "by": None, "at": MONDAY, **more}
    return notify(kind, to=to, **asked)


def trays(city: SmallCity) -> dict[str, int]:
    names = ("city", "county_a", "county_b", "leader")
    return {name: unread_count(getattr(city, name).person) for name in names}


def test_it_lies_in_the_tray_until_it_is_read(
    small_city: SmallCity, due_soon: notice_kinds.Kind
) -> None:
    about = small_city.body_a
    notice = tell(due_soon, small_city.county_a, about=about, url="/bodies/1/")
    assert trays(small_city) == {"city": 0, "county_a": 1, "county_b": 0, "leader": 0}
    assert notice_kinds.title_of(notice) == "案件 甲市监罚〔2026〕3号 将于 2026-03-09 到期"
    read(notice, by=small_city.county_a, at=MONDAY + timedelta(hours=1))
    read(notice, by=small_city.county_a, at=MONDAY + timedelta(hours=2))
    assert list(unread_of(small_city.county_a.person)) == []
    [proof] = receipts(about)
    assert proof.read_at == MONDAY + timedelta(hours=1)
    kept = LedgerEntry.objects.filter(kind__startswith="notice.").order_by("id")
    assert [entry.kind for entry in kept] == ["notice.sent", "notice.read"]


def test_it_is_told_once_for_one_key(small_city: SmallCity, due_soon: notice_kinds.Kind) -> None:
    one, two = (tell(due_soon, small_city.county_a, key="due:3:2026-03-09") for _ in "12")
    other = tell(due_soon, small_city.county_a, key="due:3:2026-03-10")
    assert one.pk == two.pk != other.pk
    assert trays(small_city)["county_a"] == 2


@pytest.mark.parametrize(
    "number", ["13812345678", "230102199001011234", "23010219900101123X", "王小明", "<b>3</b>"]
)
def test_it_carries_nothing_of_a_person(
    small_city: SmallCity, due_soon: notice_kinds.Kind, number: str
) -> None:
    notice = tell(due_soon, small_city.county_a, facts={"number": number})
    assert notice.title == "案件 *** 将于 2026-03-09 到期"
    assert number not in str(notice.facts)


def test_a_kind_tells_only_numbers_and_leads_only_home(
    small_city: SmallCity, due_soon: notice_kinds.Kind
) -> None:
    with pytest.raises(ValueError, match="name"):
        notice_kinds.kind("sample.named", "{name} 的案件", "the case of {name}")
    with pytest.raises(ValueError, match="party"):
        tell(due_soon, small_city.county_a, facts={"number": "3", "party": "3"})
    for url in ("https://elsewhere.cn/", "//elsewhere.cn/"):
        with pytest.raises(ValueError, match="path of our own"):
            tell(due_soon, small_city.county_a, url=url)


@pytest.mark.parametrize(("leave", "told"), [((1, 5), True), ((4, 8), False)])
def test_the_deputy_of_the_day_is_told_too(
    small_city: SmallCity, due_soon: notice_kinds.Kind, leave: tuple[int, int], told: bool
) -> None:
    person = enrol_person("deputy", "吴九", by=None, at=MONDAY)
    give_post(
        person, small_city.bureau_a, Role.SUPERVISOR, since=date(2026, 3, leave[0]),
        until=date(2026, 3, leave[1]), acting_for=small_city.county_a, by=None, at=MONDAY,
    )  # fmt: skip
    notice = tell(due_soon, small_city.county_a)
    assert trays(small_city)["county_a"] == 1
    assert [one.reason for one in unread_of(person)] == (["deputy"] if told else [])
    for copy in unread_of(person):
        read(copy, by=copy.post, at=MONDAY)
    assert (
        climb(by=None, at=MONDAY + timedelta(days=30)) == 0
    )  # nobody leads the bureau of county A
    assert notice.read_at is None


def test_it_climbs_after_two_working_days_once(
    small_city: SmallCity, due_soon: notice_kinds.Kind
) -> None:
    friday = datetime(2026, 3, 6, 1, 0, tzinfo=UTC)
    for number in "12":
        tell(due_soon, small_city.city, facts={"number": number}, at=friday)
    unread, seen = Notice.objects.order_by("id")
    read(seen, by=small_city.city, at=friday)
    climbed = {
        day: climb(by=None, at=datetime(2026, 3, day, 1, 0, tzinfo=UTC)) for day in (7, 9, 10, 11)
    }
    assert climbed == {7: 0, 9: 0, 10: 1, 11: 0}
    [above] = unread_of(small_city.leader.person)
    assert (above.origin_id, above.reason, above.title) == (unread.pk, "above", unread.title)
    assert climb(by=None, at=friday + timedelta(days=60)) == 0  # nobody stands above the leader
    assert trays(small_city)["city"] == 1


def test_it_stays_inside_where_no_channel_is_set(
    small_city: SmallCity, due_soon: notice_kinds.Kind
) -> None:
    tell(due_soon, small_city.county_a)
    assert not Job.objects.filter(task__contains="deliver").exists()  # no channel is set
