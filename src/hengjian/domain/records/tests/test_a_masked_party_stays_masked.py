"""Who a party is: shown to its own body, to a supervisor for a purpose and a day, found by no guess."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from hengjian.content.errors import PlainError
from hengjian.core.entries.models import LedgerEntry
from hengjian.core.people.actions import enrol_person, give_post
from hengjian.core.people.duties import RefusedError
from hengjian.core.people.models import Post, Role
from hengjian.core.tests.small_city import SINCE
from hengjian.domain.records.masking import Shown, parties_shown, without_party
from hengjian.domain.records.models import Record, Unmasking
from hengjian.domain.records.queries import page_of
from hengjian.domain.records.seeking import Wanted
from hengjian.domain.records.tests.archived import Archived, corrected, first_case
from hengjian.domain.records.unmasking.access import (
    found_by,
    of_party,
    own_search,
    unmaskings_seen,
)
from hengjian.domain.records.unmasking.actions import LASTS, seek_party, unmask
from hengjian.domain.registry.tests.register import AT

NAME, NUMBER = "欧阳明月", "990101199001011234"
WHY = {"purpose": "finding", "words": "核查 F08 线索"}


@pytest.fixture
def record(indexed: Archived) -> Record:
    """A case of body A1 about a person who is named in its fact."""
    case = first_case()
    told = corrected(
        case, party_name=NAME, party_id=NUMBER, party_kind="citizen",
        fact=f"{NAME}（{NUMBER}）在甲街无证经营，{NAME}拒不改正。",
    )  # fmt: skip
    indexed.indexed(told)
    return indexed.record(case)


@pytest.fixture
def own(indexed: Archived) -> Post:
    """A clerk of the very body."""
    person = enrol_person("clerk_a1", "某甲", by=None, at=AT)
    return give_post(person, indexed.little.a1.unit, Role.BODY_CLERK, since=SINCE, by=None, at=AT)


@pytest.fixture
def shown(record: Record) -> Callable[..., Shown]:
    def found(post: Post, at: object = AT) -> Shown:
        return parties_shown([record], post=post, at=at)[record.pk]  # type: ignore[arg-type]

    return found


def test_a_supervisor_and_a_leader_see_a_mask(
    indexed: Archived, shown: Callable[..., Shown]
) -> None:
    for post in (indexed.little.city.county_a, indexed.little.city.leader):
        assert shown(post) == Shown("欧**", "（已隐去）", masked=True, masked_name="欧**")


def test_its_own_body_sees_who_it_is(own: Post, shown: Callable[..., Shown]) -> None:
    assert shown(own) == Shown(NAME, NUMBER, masked=False, masked_name="欧**")


def test_an_organization_is_public(indexed: Archived, record: Record) -> None:
    indexed.indexed(corrected(record.case_id, party_kind="organization", party_name="甲公司"))
    row = indexed.record(record.case_id)
    assert parties_shown([row], post=indexed.little.city.county_a, at=AT)[row.pk].name == "甲公司"


def test_an_unknown_kind_is_a_person(indexed: Archived, record: Record) -> None:
    indexed.indexed(corrected(record.case_id, party_kind=None, party_name=NAME))
    row = indexed.record(record.case_id)
    assert parties_shown([row], post=indexed.little.city.county_a, at=AT)[row.pk].masked


def test_for_a_purpose_it_is_shown_for_a_day(
    indexed: Archived, record: Record, shown: Callable[..., Shown]
) -> None:
    city = indexed.little.city
    unmask(record, **WHY, by=city.county_a, at=AT)
    assert shown(city.county_a).name == NAME
    assert shown(city.city).masked, "to him alone"
    assert shown(city.county_a, AT + LASTS - timedelta(seconds=1)).name == NAME
    assert shown(city.county_a, AT + LASTS).masked


@pytest.mark.parametrize(
    "why",
    [
        {"purpose": "", "words": "核查线索一件"},
        {"purpose": "finding", "words": "看"},
        {"purpose": "x", "words": "核查线索一件"},
    ],
)
def test_without_a_purpose_it_is_not(
    indexed: Archived, record: Record, shown: Callable[..., Shown], why: dict[str, str]
) -> None:
    with pytest.raises(PlainError, match="用途"):
        unmask(record, **why, by=indexed.little.city.county_a, at=AT)
    assert shown(indexed.little.city.county_a).masked


@pytest.mark.parametrize("who", ["county_b", "leader", "audit_admin", "clerk_a"])
def test_nobody_else_may_ask(indexed: Archived, record: Record, who: str) -> None:
    with pytest.raises(RefusedError):
        unmask(record, **WHY, by=getattr(indexed.little.city, who), at=AT)
    assert not Unmasking.objects.filter(records__isnull=False).exists()


def test_the_ledger_says_that_and_not_whom(indexed: Archived, record: Record) -> None:
    post = indexed.little.city.county_a
    unmask(record, **WHY, by=post, at=AT)
    seek_party(NAME, **WHY, by=post, at=AT)
    seek_party("没有此人", **WHY, by=post, at=AT)
    entries = LedgerEntry.objects.filter(kind__startswith="party.")
    assert sorted(entries.values_list("kind", flat=True)) == [
        "party.shown",
        "party.sought",
        "party.sought",
    ]
    for entry in entries:
        content = (
            bytes(entry.content or b"").decode()
            if isinstance(entry.content, bytes | memoryview)
            else str(entry.content)
        )
        assert not any(
            secret in content for secret in (NAME, "欧阳", NUMBER, "没有此人", WHY["words"])
        )


def test_equal_searches_leave_unequal_digests(indexed: Archived, record: Record) -> None:
    post = indexed.little.city.county_a
    first, second = (seek_party(NAME, **WHY, by=post, at=AT) for _ in range(2))
    assert first.sought != second.sought != ""


def test_the_audit_administrator_reads_what_was_shown(indexed: Archived, record: Record) -> None:
    city = indexed.little.city
    unmask(record, **WHY, by=city.county_a, at=AT)
    assert [one.post for one in unmaskings_seen(post=city.audit_admin)] == [city.county_a]
    assert not unmaskings_seen(post=city.city).exists()


# --- looking for a party -----------------------------------------------------------------------------------


def test_a_whole_name_or_number_finds_its_records(
    indexed: Archived, record: Record, shown: Callable[..., Shown]
) -> None:
    post = indexed.little.city.county_a
    for sought in (NAME, NUMBER, f" {NAME} "):
        search = seek_party(sought, **WHY, by=post, at=AT)
        assert [row.pk for row in found_by(search, post=post, at=AT)] == [record.pk]
    assert shown(post).name == NAME


@pytest.mark.parametrize("part", ["欧阳", "明月", NAME[:-1], NUMBER[:-1], "欧**", "%", "欧阳%"])
def test_a_part_of_it_finds_nothing(indexed: Archived, record: Record, part: str) -> None:
    post = indexed.little.city.county_a
    if len(part) < 2:
        with pytest.raises(PlainError):
            seek_party(part, **WHY, by=post, at=AT)
        return
    assert not found_by(seek_party(part, **WHY, by=post, at=AT), post=post, at=AT)


def test_it_finds_nothing_beyond_ones_reach(indexed: Archived, record: Record) -> None:
    stranger = indexed.little.city.county_b
    search = seek_party(NAME, **WHY, by=stranger, at=AT)
    assert not found_by(search, post=stranger, at=AT)


def test_a_search_is_its_makers_while_it_stands(indexed: Archived, record: Record) -> None:
    city = indexed.little.city
    search = seek_party(NAME, **WHY, by=city.county_a, at=AT)
    assert own_search(search.pk, post=city.county_a, at=AT) == search
    assert own_search(search.pk, post=city.city, at=AT) is None
    assert own_search(search.pk, post=city.county_a, at=AT + LASTS) is None


def test_a_body_finds_its_own_and_no_others(indexed: Archived, record: Record, own: Post) -> None:
    assert [row.pk for row in of_party(NAME, post=own, at=AT, most=9)] == [record.pk]
    person = enrol_person("clerk_a2", "某乙", by=None, at=AT)
    other = give_post(person, indexed.little.a2.unit, Role.BODY_CLERK, since=SINCE, by=None, at=AT)
    assert of_party(NAME, post=other, at=AT, most=9) == []


# --- guessing -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", [NAME, "欧阳", "明月", "阳明", NUMBER, NUMBER[:6], "19900101"])
def test_no_search_finds_a_masked_party(indexed: Archived, record: Record, word: str) -> None:
    for post in (indexed.little.city.county_a, indexed.little.city.leader):
        for name in ("q", "number", "item", "kind", "result"):
            assert page_of(Wanted(**{name: word}), post=post, at=AT).count == 0
        assert page_of(Wanted(officers=(word,)), post=post, at=AT).count == 0
    assert page_of(Wanted(q="无证经营"), post=indexed.little.city.county_a, at=AT).count == 1


def test_a_name_leaves_no_trace_in_its_summary(record: Record) -> None:
    assert record.summary == "某某（（号码已隐去））在甲街无证经营，某某拒不改正。"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("张三丰打了李四", "某某打了李四"),
        ("电话13912345678的业主", "电话（号码已隐去）的业主"),
        ("证件990101199001011234号", "证件（号码已隐去）号"),
        ("罚款二百元，案号20240001", "罚款二百元，案号20240001"),
    ],
)
def test_a_text_without_its_party(text: str, told: str) -> None:
    assert without_party(text, "张三丰", "", "citizen") == told
