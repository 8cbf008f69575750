"""The index says what the archive says, however often and in whichever order it is told."""

from datetime import timedelta

import polars as pl
import pytest
from django.db import connection

from hengjian.content.errors import PlainError
from hengjian.domain.records import indexing, place
from hengjian.domain.records.indexing import compare, index_batch, rebuild
from hengjian.domain.records.lookup import facet, led_by, number_of, tokens
from hengjian.domain.records.models import Commonness, Party, Record, Tally
from hengjian.domain.records.tests.archived import (
    CASES,
    OF_BODY,
    Archived,
    corrected,
    first_case,
    simulated,
)
from hengjian.domain.registry.tests.register import AT

LATER = AT + timedelta(days=1)


def test_it_holds_each_case_of_a_batch(archived: Archived) -> None:
    archived.indexed()
    assert Record.objects.count() == CASES
    told = simulated()["cases"].row(0, named=True)
    record = archived.record(told["case_id"])
    assert (record.body.code, record.kind, record.item) == ("A1", told["kind"], told["item_id"])
    assert record.summary == told["fact"]
    assert record.party.name == told["party_name"]
    assert record.received_at == AT


def test_a_record_is_dated_by_its_decision(archived: Archived) -> None:
    archived.indexed()
    events = simulated()["events"].filter(pl.col("activity") == "decided")
    case, day = events.select("case_id", "moment_day").row(0)
    record = archived.record(case)
    assert (record.decided_on, record.on) == (day, day)


def test_it_names_the_officers_who_acted(archived: Archived) -> None:
    archived.indexed()
    events = simulated()["events"].filter(pl.col("officers").list.len() > 0)
    case = events["case_id"][0]
    named = set(events.filter(pl.col("case_id") == case)["officers"].explode())
    assert set(archived.record(case).officers.split()) == named


def test_a_batch_told_twice_changes_nothing(archived: Archived) -> None:
    seq = archived.indexed()
    before = list(Record.objects.order_by("pk").values())
    assert index_batch(seq, at=LATER).new == 0
    assert list(Record.objects.order_by("pk").values()) == before
    assert sum(Tally.objects.values_list("rows", flat=True)) == CASES


def test_a_killed_run_goes_on_where_it_was(
    archived: Archived, monkeypatch: pytest.MonkeyPatch
) -> None:
    seq = archived.accept()
    monkeypatch.setattr(indexing, "AT_ONCE", 50)
    write, done = indexing._write, []

    def dying(rows: pl.DataFrame, *, newer: bool) -> indexing.Indexed:
        if done:
            raise KeyboardInterrupt
        done.append(rows.height)
        return write(rows, newer=newer)

    monkeypatch.setattr(indexing, "_write", dying)
    with pytest.raises(KeyboardInterrupt):
        index_batch(seq, at=AT)
    assert Record.objects.count() == 50
    monkeypatch.setattr(indexing, "_write", write)
    assert index_batch(seq, at=AT).new == CASES - 50
    assert compare(at=AT).whole


def test_a_corrected_case_is_the_same_record(archived: Archived) -> None:
    case = first_case()
    archived.indexed()
    before = archived.record(case)
    archived.indexed(corrected(case, fact="当事人擅自占用绿地", party_name="欧阳某甲"), at=LATER)
    after = archived.record(case)
    assert after.pk == before.pk
    assert (after.summary, after.batch) == ("当事人擅自占用绿地", 2)
    assert after.party.name == "欧阳某甲"
    assert Record.objects.count() == CASES


def test_an_older_batch_does_not_bring_back_what_was_corrected(archived: Archived) -> None:
    case = first_case()
    first = archived.accept()
    archived.indexed(corrected(case, fact="当事人擅自占用绿地"), at=LATER)
    index_batch(first, at=LATER)
    assert archived.record(case).summary == "当事人擅自占用绿地"
    assert Record.objects.count() == CASES


def test_it_counts_the_months_of_each_body(archived: Archived) -> None:
    archived.indexed()
    for body, count in OF_BODY.items():
        rows = Tally.objects.filter(body__code=body).values_list("rows", flat=True)
        assert sum(rows) == count
    case = first_case()
    archived.indexed(corrected(case, fact="另一事实"), at=LATER)
    assert sum(Tally.objects.values_list("rows", flat=True)) == CASES


def test_no_summary_names_its_party(archived: Archived) -> None:
    case = first_case()
    told = corrected(
        case, fact="欧阳明月（证件号990101199001011234，电话13900001111）无证经营",
        party_name="欧阳明月", party_id="990101199001011234", party_kind="citizen",
    )  # fmt: skip
    archived.indexed(told)
    summary = archived.record(case).summary
    assert summary == "某某（证件号（号码已隐去），电话（号码已隐去））无证经营"
    assert Party.objects.get(record__case_id=case).name == "欧阳明月"


def test_a_body_that_no_register_knows_is_named(archived: Archived) -> None:
    strange = {name: rows.with_columns(body_id=pl.lit("Z9")) for name, rows in simulated().items()}
    seq = archived.accept(strange)
    with pytest.raises(PlainError, match="Z9"):
        index_batch(seq, at=AT)
    assert not Record.objects.exists()


# --- compared and made anew --------------------------------------------------------------------------------


@pytest.fixture
def apart(archived: Archived) -> Archived:
    """One record lacks, one is told otherwise, one is of no case."""
    archived.indexed()
    rows = list(Record.objects.order_by("pk")[:3])
    Record.objects.filter(pk=rows[0].pk).delete()
    Record.objects.filter(pk=rows[1].pk).update(summary="别的")
    Record.objects.filter(pk=rows[2].pk).update(case_id="没有这件")
    return archived


def test_it_says_where_the_two_differ(apart: Archived) -> None:
    found = compare(at=AT)
    assert (found.archive, found.index) == (CASES, CASES - 1)
    assert (found.missing, found.other, found.surplus) == (2, 1, 1)
    assert not found.whole
    assert found.examples


def test_made_anew_it_is_whole_again(apart: Archived) -> None:
    kept = set(Record.objects.exclude(case_id="没有这件").values_list("pk", flat=True))
    done = rebuild(at=AT)
    assert (done.new, done.changed, done.removed) == (2, 1, 1)
    assert compare(at=AT).whole
    assert kept <= set(Record.objects.values_list("pk", flat=True))


def test_a_rebuild_of_what_is_right_changes_nothing(archived: Archived) -> None:
    archived.indexed()
    assert rebuild(at=AT) == indexing.Indexed()
    assert compare(at=AT).whole
    place.archive()


# --- tokens --------------------------------------------------------------------------------------------------


def test_a_word_of_two_characters_is_one_pair() -> None:
    assert led_by("食品") == ["食品"]
    assert led_by("Gb食") == ["gb", "b食"]
    assert led_by("A-1") == []


def test_it_counts_in_how_many_records_a_token_stands(archived: Archived) -> None:
    archived.indexed()
    assert Commonness.objects.get(token="模拟").rows == CASES
    penalties = Record.objects.filter(kind="penalty").count()
    assert Commonness.objects.get(token=facet("kind", "penalty")).rows == penalties


def test_both_databases_mean_the_same_tokens(archived: Archived) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("the function stands in PostgreSQL alone")
    archived.indexed()
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT summary, officers, item, kind, procedure, result, "on", '
            'records_tokens(summary, officers, item, kind, procedure, result, "on") '
            "FROM records_record"
        )
        rows = cursor.fetchall()
    for summary, officers, item, kind, procedure, result, on, held in rows:
        codes = {"item": item, "kind": kind, "procedure": procedure, "result": result}
        ours = {number_of(one) for one in tokens(summary, officers, codes.items(), on)}
        assert ours == set(held)


def test_signs_that_no_text_has_do_not_stop_the_index(archived: Archived) -> None:
    case = first_case()
    told = corrected(
        case, fact="甲\0乙\x1c丙\n丁", party_name="某\0人", decision_no='"引号",逗号\\N'
    )
    archived.indexed(told)
    record = archived.record(case)
    assert record.summary == "甲 乙 丙 丁"
    assert record.party.name == "某人"
    assert record.decision_no == '"引号",逗号\\N'
    assert compare(at=AT).whole
