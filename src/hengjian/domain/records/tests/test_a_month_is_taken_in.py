"""From a file that arrives to records that stand: accepted once, refused row by row, told in words."""

from collections.abc import Callable

import polars as pl
import pytest

from hengjian.core.entries.models import LedgerEntry
from hengjian.domain.records.models import Submission
from hengjian.domain.records.place import archive, file_of, problems_of, refused_of
from hengjian.domain.records.tests.handing_in import events_csv, handed, month, worked, zipped
from hengjian.domain.registry.tests.register import LittleRegister

State = Submission.State
pytestmark = pytest.mark.django_db
Hand = Callable[..., Submission]


def problems(submission: Submission) -> list[tuple[int | None, str, str]]:
    rows = pl.read_parquet(problems_of(submission.pk))
    return [
        (row, field, reason) for row, field, reason in rows.select("row", "field", "reason").rows()
    ]


def kinds() -> list[str]:
    rows = LedgerEntry.objects.filter(kind__startswith="submission.").order_by("pk")
    return list(rows.values_list("kind", flat=True))


def test_it_is_accepted_with_its_figures_and_the_registers_it_is_judged_by(hand_in: Hand) -> None:
    done = hand_in()
    assert (done.state, done.error, done.refused) == (State.DONE, "", 0)
    assert (done.cases, done.new, done.changed, done.events) == (3, 3, 0, 6)
    assert (done.seq, len(done.batch_id)) == (2, 64)
    held = archive().snapshot()
    assert held.case_count == 3
    assert held.registers["officers"]["officer_id"].to_list() == ["P1", "P2"]
    assert kinds() == ["submission.received", "submission.accepted"]


def test_a_bad_row_goes_back_with_its_case_and_the_rest_is_accepted(hand_in: Hand) -> None:
    done = hand_in(month(also="A1,C0009,行政处罚,普通程序,I1,公民,李某,占道,二百\n"))
    assert (done.state, done.cases, done.refused) == (State.DONE, 3, 1)
    assert [told[:2] for told in problems(done)] == [(5, "罚款")]
    assert refused_of(done.pk).exists()


def test_all_goes_back_where_one_wants_it_so(hand_in: Hand) -> None:
    done = hand_in(month(also="A1,C0009,行政处罚,普通程序,I1,公民,李某,占道,二百\n"), strict=True)
    assert (done.state, done.seq, done.refused) == (State.REFUSED, None, 1)
    assert "整批没有受理" in done.error
    assert archive().snapshot().case_count == 0
    assert kinds() == ["submission.received", "submission.refused"]


@pytest.mark.parametrize(
    ("body", "told"), [("B1", "您不能替这个机关报送"), ("Z9", "名录中没有这个机关")]
)
def test_a_row_of_another_body_is_refused(hand_in: Hand, body: str, told: str) -> None:
    done = hand_in(month(also=f"{body},C0009,行政处罚,普通程序,I1,公民,李某,占道,200\n"))
    assert (done.cases, done.refused) == (3, 1)
    assert told in problems(done)[0][2]


def test_registers_in_it_are_passed_over(hand_in: Hand) -> None:
    officers = "人员编号,机关编号,姓名,人员类型\nP1,A1,冒名,执法人员\n"
    cases, events = ("机关编号,案件编号,案件类型\nA1,C1,行政处罚\n", events_csv([]))
    done = hand_in(zipped(cases=cases, events=events, officers=officers))
    assert done.cases == 1
    assert any("以名录为准" in told[2] for told in problems(done))
    names = archive().snapshot().registers["officers"]["name"].to_list()
    assert names == ["甲P1", "甲P2"]


def test_coverage_of_every_body_is_that_of_ones_own(hand_in: Hand) -> None:
    coverage = "机关编号,表,活动或者字段,范围起\n*,events,*,2026-01-01\n"
    cases, events = ("机关编号,案件编号,案件类型\nA1,C1,行政处罚\n", events_csv([]))
    hand_in(zipped(cases=cases, events=events, coverage=coverage))
    assert archive().snapshot().registers["coverage"]["body_id"].to_list() == ["A1"]


def test_it_does_not_overwrite_what_another_body_numbered_alike(
    hand_in: Hand, little: LittleRegister
) -> None:
    def outcome(body: str) -> bytes:
        return zipped(outcomes=f"编号,类型,机关编号\n复议1,行政复议,{body}\n")

    worked(handed(outcome("B1"), unit=little.b1.unit, body=little.b1))
    done = hand_in(outcome("A1"))
    assert done.state == State.REFUSED
    assert "别的机关" in problems(done)[0][2]
    assert archive().snapshot().registers["outcomes"]["body_id"].to_list() == ["B1"]


def test_the_same_data_again_are_told_plainly_and_stored_once(hand_in: Hand) -> None:
    first = hand_in()
    again = hand_in(name="十月（再报）.zip")
    assert (again.state, again.same_as_id, again.seq) == (State.DONE, first.pk, None)
    assert archive().snapshot().seq == first.seq
    assert kinds()[-1] == "submission.repeated"


def test_a_correction_replaces_and_says_how_many(hand_in: Hand) -> None:
    hand_in()
    done = hand_in(month(fine="300"))
    assert (done.new, done.changed) == (0, 3)


def test_the_same_file_while_it_is_worked_at_is_one_submission(
    little: LittleRegister, places: object
) -> None:
    first = handed(month(), unit=little.a1.unit, body=little.a1)
    again = handed(month(), unit=little.a1.unit, body=little.a1)
    assert again.pk == first.pk
    assert Submission.objects.count() == 1
    assert worked(first).state == State.DONE


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"MZ\x90\x00" + b"\x00" * 500, "setup.exe", "不是能读取的文件"),
        (b"PK\x03\x04 broken", "十月.zip", "zip"),
        (b"\x00\x01\x02" * 500, "十月.csv", ""),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "十月.xlsx", ""),
        (b"PAR1 no", "十月.parquet", ""),
    ],
    ids=["program", "broken zip", "rubbish", "old workbook", "broken parquet"],
)
def test_anything_else_is_refused_in_words(
    hand_in: Hand, content: bytes, name: str, told: str
) -> None:
    done = hand_in(content, name=name)
    assert done.state == State.REFUSED
    assert told in done.error
    assert "--" not in done.error
    assert file_of(done.pk).read_bytes() == content
