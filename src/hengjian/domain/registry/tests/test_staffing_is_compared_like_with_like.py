"""The three staffing ledgers, and posts filled against them."""

from datetime import date, timedelta

import pytest

from hengjian.content.errors import PlainError
from hengjian.core.entries.models import LedgerEntry
from hengjian.core.organisation.models import Unit
from hengjian.core.tests.small_city import SmallCity
from hengjian.domain.registry.models import Occupancy, PostKind, StaffingEntry
from hengjian.domain.registry.staffing.actions import (
    enter_line,
    fill_post,
    leave_post,
    reverse_line,
)
from hengjian.domain.registry.staffing.figures import Figures, figures
from hengjian.domain.registry.tests.register import AT

Ledger, SPECIAL, OTHER = StaffingEntry.Ledger, PostKind.SPECIAL, PostKind.INSTITUTION
DAY = date(2026, 3, 1)


def line(
    unit: Unit, ledger: Ledger, change: int, since: date = DAY, kind: PostKind = SPECIAL
) -> StaffingEntry:
    return enter_line(ledger, unit, kind, change, since=since, document="编发1号", by=None, at=AT)


def fill(unit: Unit, count: int, since: date = DAY, leading: bool = False, kind: PostKind = SPECIAL) -> list[Occupancy]:  # fmt: skip
    return [
        fill_post(unit, kind, f"某{n}", leading=leading, since=since, by=None, at=AT)
        for n in range(count)
    ]


def now(unit: Unit, day: date = DAY, kind: PostKind = SPECIAL) -> Figures:
    found = figures(StaffingEntry.objects.all(), Occupancy.objects.all(), day)
    return found.get((unit.pk, kind.value), Figures())


def test_the_figures_of_the_pilot_are_read_back(small_city: SmallCity) -> None:
    bureau = small_city.bureau
    line(bureau, Ledger.POSTS, 8)
    line(bureau, Ledger.LEADERSHIP, 4)
    for month, approved in ((4, 6), (6, 5), (9, 6)):
        line(bureau, Ledger.APPROVALS, approved, date(2026, month, 1))
    assert now(bureau, date(2026, 12, 31)) == Figures(posts=8, leadership=4, approvals=17)
    assert now(bureau, date(2026, 6, 30)).approvals == 11
    assert now(bureau, DAY - timedelta(days=1)) == Figures()


def test_a_post_too_many_is_refused_with_the_figure(small_city: SmallCity) -> None:
    bureau = small_city.bureau
    line(bureau, Ledger.POSTS, 8)
    fill(bureau, 8)
    with pytest.raises(PlainError, match=r"实有 9 人，编制 8 名，超出 1 名"):
        fill(bureau, 1)
    assert now(bureau).occupied == 8
    line(bureau, Ledger.POSTS, 1)
    fill(bureau, 1)
    assert now(bureau).vacant == 0


def test_posts_of_another_unit_or_kind_do_not_help(small_city: SmallCity) -> None:
    line(small_city.bureau_a, Ledger.POSTS, 5)
    line(small_city.bureau, Ledger.POSTS, 5, kind=OTHER)
    with pytest.raises(PlainError, match="编制 0 名"):
        fill(small_city.bureau, 1)
    fill(small_city.bureau, 1, kind=OTHER)


def test_leaders_stay_within_leadership_posts_and_these_within_posts(small_city: SmallCity) -> None:
    bureau = small_city.bureau
    line(bureau, Ledger.POSTS, 3)
    line(bureau, Ledger.LEADERSHIP, 1)
    fill(bureau, 1, leading=True)
    with pytest.raises(PlainError, match=r"现任领导 2 人，领导职数 1 名"):
        fill(bureau, 1, leading=True)
    with pytest.raises(PlainError, match=r"领导职数 4 名，编制 3 名"):
        line(bureau, Ledger.LEADERSHIP, 3)


def test_it_looks_at_every_day_of_the_term(small_city: SmallCity) -> None:
    bureau = small_city.bureau
    line(bureau, Ledger.POSTS, 1)
    fill(bureau, 1, since=date(2026, 6, 1))
    with pytest.raises(PlainError, match=r"2026-06-01：实有 2 人"):
        fill(bureau, 1, since=DAY)
    fill_post(bureau, SPECIAL, "某", since=DAY, until=date(2026, 5, 31), by=None, at=AT)
    with pytest.raises(PlainError, match="实有 1 人，编制 0 名"):
        line(bureau, Ledger.POSTS, -1, since=date(2026, 7, 1))


def test_who_leaves_makes_room_from_the_next_day(small_city: SmallCity) -> None:
    bureau = small_city.bureau
    line(bureau, Ledger.POSTS, 1)
    (first,) = fill(bureau, 1)
    leave_post(first, date(2026, 5, 31), by=None, at=AT)
    with pytest.raises(PlainError):
        fill(bureau, 1, since=date(2026, 5, 31))
    fill(bureau, 1, since=date(2026, 6, 1))


def test_a_wrong_line_is_reversed_once_and_both_stay(small_city: SmallCity) -> None:
    wrong = line(small_city.bureau, Ledger.APPROVALS, 71)
    with pytest.raises(PlainError, match="没有写冲销理由"):
        reverse_line(wrong, " ", by=None, at=AT)
    reverse_line(wrong, "数字写反", by=None, at=AT)
    line(small_city.bureau, Ledger.APPROVALS, 17)
    assert now(small_city.bureau).approvals == 17
    assert StaffingEntry.objects.count() == 3
    with pytest.raises(PlainError, match="已经冲销"):
        reverse_line(wrong, "再来", by=None, at=AT)


def test_each_line_is_in_the_ledger_without_names(small_city: SmallCity) -> None:
    line(small_city.bureau, Ledger.POSTS, 1)
    fill(small_city.bureau, 1)
    entries = list(LedgerEntry.objects.order_by("-pk")[:2])
    assert [entry.kind for entry in entries] == ["post.filled", "staffing.entered"]
    assert "某" not in str(entries[0].payload)
