"""Words find every finding whose stored text holds them, by whatever way; the index follows the texts."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import product

import polars as pl
import pytest
from django.db import connection

from hengjian.core.people.models import Post
from hengjian.domain.findings import queries
from hengjian.domain.findings.applied.actions import let_go_of_vanished, recount_all
from hengjian.domain.findings.models import CheckRun, Commonness, Finding
from hengjian.domain.findings.queries import Wanted, Worklist
from hengjian.domain.findings.rules.tests.keepers import general_section
from hengjian.domain.findings.tests.checked import AT, DAY, Checked, emptied, records
from hengjian.domain.findings.texts import bulk, seeking
from hengjian.domain.records.lookup import pairs

OLD = AT + timedelta(days=400)
WAYS = {
    "each row is looked at": {"FEW": 10**9},
    "the index leads to all": {"FEW": 0, "LEADS": 10**9},
    "the list is read": {"FEW": 0, "LEADS": 0},
    "both": {"FEW": 0, "LEADS": 10, "ALONE": 3, "MET": 0.5},
}


@pytest.fixture
def ways(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Goes through all ways in which a question may be answered: one after the other within a test."""

    def each() -> Iterator[str]:
        for name, values in WAYS.items():
            with monkeypatch.context() as patched:
                for value in values:
                    patched.setattr(queries if value == "FEW" else seeking, value, values[value])
                yield name

    return each()


@pytest.fixture
def reader(checked: Checked) -> Post:
    """Who sees all of it."""
    return general_section(checked.city)


def found(reader: Post, **asked: str) -> list[str]:
    work = Worklist(reader, Wanted(**{"state": "all"} | asked), AT)  # type: ignore[arg-type]
    codes = [one.code for one in work.page().rows]
    number, more = work.number
    assert more or number == len(codes) or len(codes) == queries.PAGE
    return codes


def expected(words: str, order: str = "") -> list[str]:
    """Whose text or whose rule's title holds the words, read one by one."""
    rules = queries.titled(AT, words)
    return [
        one.code for one in Finding.objects.filter(stands=True).order_by(*queries.ORDERS[order])
        if one.rule in rules or all(word.lower() in one.says.lower() for word in words.split())
    ]  # fmt: skip


def test_it_finds_what_holds_the_words_and_nothing_else(reader: Post, ways: Iterator[str]) -> None:
    for way in ways:
        for words in ("立案", "处罚 日", "2026-0", "委托书", "期限 至", "模拟", "〔20", "案 立案"):
            assert found(reader, q=words) == expected(words)[: queries.PAGE] != [], way
        assert found(reader, q="航天飞机") == [], way


def test_every_page_of_a_search_follows_the_one_before(
    checked: Checked, reader: Post, ways: Iterator[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE", 7)
    some = Finding.objects.order_by("code").values_list("pk", flat=True)[:20]
    Finding.objects.filter(pk__in=list(some)).update(appeared_at=AT - DAY)
    for way in ways:
        for order in ("", "new", "old"):
            seen, after = list[str](), ""
            while True:
                asked = Wanted(q="处罚", state="all", sort=order, after=after)
                page = Worklist(reader, asked, AT).page()
                seen += [one.code for one in page.rows]
                after = page.after
                if not after:
                    break
            assert seen == expected("处罚", order), way
            assert len(seen) > 14


def test_a_number_is_found_with_other_words(
    checked: Checked, reader: Post, ways: Iterator[str]
) -> None:
    for way in ways:
        one = Finding.objects.exclude(case_id="").order_by("pk").first()
        assert one is not None
        of_case = set(Finding.objects.filter(case_id=one.case_id).values_list("code", flat=True))
        assert of_case <= set(found(reader, q=one.case_id)), way
        assert found(reader, q=one.code.upper()) == [one.code], way


def test_filters_hold_besides_words(checked: Checked, reader: Post, ways: Iterator[str]) -> None:
    for way in ways:
        wanted = [
            c for c in expected("处罚") if Finding.objects.filter(code=c, severity="S").exists()
        ]
        assert found(reader, q="处罚", severity="S") == wanted[: queries.PAGE], way
        assert len(wanted) > 3


def test_a_post_finds_only_what_it_sees(checked: Checked, ways: Iterator[str]) -> None:
    for way in ways:
        for post in (checked.city.county_a, checked.city.county_b, checked.city.clerk_a):
            seen = {one.code for one in Worklist(post, Wanted(state="all"), AT).rows}
            work = Worklist(post, Wanted(q="日", state="all"), AT)
            assert {one.code for one in work.rows} <= seen, way


def test_no_party_is_found_by_its_name(checked: Checked, reader: Post) -> None:
    cases = records()["cases"].filter(pl.col("party_kind") != "organization")
    names = cases["party_name"].unique().sort().to_list()[:12]
    assert len(names) == 12
    for name in names:
        assert found(reader, q=name) == []


# --- the index follows ---------------------------------------------------------------------------------------


def held(token: str) -> set[int]:
    """The findings to which the index leads by this pair."""
    return set(Finding.objects.filter(seeking._led([token])).values_list("pk", flat=True))


def in_step() -> bool:
    """Whether index and counts are what the texts say."""
    texts = list(Finding.objects.values_list("pk", "rule", "says"))
    counts: Counter[tuple[str, str]] = Counter()
    for _, rule, says in texts:
        counts.update((token, rule) for token in {"", *pairs(says)})
    kept = Commonness.objects.exclude(rows=0).values_list("token", "rule", "rows")
    tokens = ("立案", "处罚", "日期", "26", "法人")
    led = all(held(one) == {pk for pk, _, says in texts if one in says} for one in tokens)
    return led and {(token, rule): n for token, rule, n in kept} == dict(counts)


def test_the_index_follows_runs_corrections_and_what_is_let_go(checked: Checked) -> None:
    assert in_step()
    case = Finding.objects.filter(subject="case").exclude(case_id="").first()
    assert case is not None
    checked.accept(emptied(case.case_id), "corrected")
    checked.check()
    assert in_step()
    some = Finding.objects.exclude(case_id=case.case_id)[:3]
    before = bulk.texts_of([one.code for one in some])
    Finding.objects.filter(pk__in=[one.pk for one in some]).update(says="别的话", values="17")
    bulk.forget(before)
    bulk.tell(bulk.texts_of([one.code for one in some]))
    assert in_step()
    CheckRun.objects.update(ended_at=None)
    checked.check(at=AT + DAY)
    assert not Finding.objects.filter(says="别的话").exists()
    assert in_step()
    assert let_go_of_vanished(before=OLD, by=None, at=OLD) > 0
    assert in_step()


def test_the_index_is_made_anew(checked: Checked) -> None:
    Commonness.objects.all().delete()
    recount_all(by=None, at=AT)
    assert not in_step()
    bulk.tell_all()
    assert in_step()


def test_both_databases_make_the_same_tokens(checked: Checked) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("its index is told the tokens by us")
    for one, other in product("立A1〔", "案b（2"):
        row = Finding.objects.order_by("pk").first()
        assert row is not None
        Finding.objects.filter(pk=row.pk).update(says=f"x{one}{other}y")
        assert row.pk in held((one + other).lower())
