"""A case comes in whole or goes back whole, and is told apart from the rows that are faulty."""

from pathlib import Path

import pytest

from hengjian.content import Content
from hengjian.standard.reading.intake import take_in
from hengjian.standard.submission import Submission
from hengjian.standard.tests.folders import BODIES, CASES, EVENTS, write

CONTENT = Content()
HELD = "同案有行被退回，请改好后整案重新提交"
DOCUMENTS = (
    "body_id,case_id,doc_no,kind,dated_on\nB1,C1,D1,decision,2024-04-01\n"
    "B1,C2,D1,filing_form,2024-03-05\n"
)
RECORDINGS = (
    "recording_id,body_id,case_id,activity,since\nR1,B1,C1,inquired,2024-03-02 09:00\n"
    "R2,B1,,inspected,2024-03-02 10:00\n"
)


def take(folder: Path, **tables: str) -> Submission:
    usual = {"documents": DOCUMENTS, "recordings": RECORDINGS}
    return take_in(write(folder / "s", **(usual | tables)), CONTENT)


def case_ids(submission: Submission, table: str) -> list[str | None]:
    return submission.records[table]["case_id"].to_list()


@pytest.mark.parametrize(
    "broken",
    [
        {"cases": CASES.replace("B1,C1,penalty", "B1,C1,罚人")},
        {"events": EVENTS.replace("B1,C1,2,decided", "B1,C1,2,飞升")},
        {"documents": DOCUMENTS.replace("decision,2024-04-01", "decision,2024-04-31")},
        {"recordings": RECORDINGS.replace("2024-03-02 09:00", "九点")},
        {"outcomes": "outcome_id,kind,body_id,case_id,decided_on\nO1,reconsideration,B1,C1,某日\n"},
    ],
    ids=["case", "event", "document", "recording", "reconsideration"],
)
def test_one_faulty_row_holds_back_every_row_of_its_case(
    tmp_path: Path, broken: dict[str, str]
) -> None:
    submission = take(tmp_path, **broken)
    assert submission.held_back == 1
    assert submission.faulty_rows == 1
    for table in ("cases", "events", "documents"):
        assert case_ids(submission, table) == ["C2"], table
    assert case_ids(submission, "recordings") == [None], "a recording of no case belongs to none"
    back = {file: frame for file, frame in submission.refused.items() if file != "coverage.csv"}
    assert all(set(frame["case_id"]) == {"C1"} for frame in back.values())
    reasons = [why for frame in back.values() for why in frame["问题与改法"]]
    assert reasons.count(HELD) == len(reasons) - 1
    assert len(reasons) == submission.refused_rows


def test_faulty_rows_and_held_back_cases_are_counted_apart(tmp_path: Path) -> None:
    submission = take(tmp_path, events=EVENTS.replace("decided", "飞升"))
    assert submission.told() == (
        "退回 5 行，受理 6 行；有错的 1 行，1 件案件因此整案退回，没有检查。"
    )


def test_a_number_spelt_otherwise_holds_back_the_case_it_means(tmp_path: Path) -> None:
    submission = take(tmp_path, events=EVENTS.replace("B1,C1,2", "B1,ｃ-1,2"))
    assert case_ids(submission, "cases") == ["C2"]
    assert submission.gaps == []
    (problem,) = submission.problems.table.iter_rows(named=True)
    assert (problem["field"], problem["value"]) == ("case_id", "ｃ-1")


def test_a_body_that_does_not_exist_holds_back_the_case_with_that_number(tmp_path: Path) -> None:
    submission = take(tmp_path, events=EVENTS.replace("B1,C1,2", "B7,C1,2"))
    assert case_ids(submission, "cases") == ["C2"]
    assert submission.gaps == []


def test_the_same_number_at_another_body_is_another_case(tmp_path: Path) -> None:
    bodies = BODIES + "B2,乙县市场监督管理局,agency,county,market\n"
    submission = take(
        tmp_path,
        bodies=bodies,
        cases=CASES + "B2,C1,penalty,ordinary,7\n",
        events=EVENTS.replace("decided", "飞升") + "B2,C1,1,filed,2024-03-05\n",
    )
    assert submission.records["cases"].select("body_id", "case_id").rows() == [
        ("B1", "C2"),
        ("B2", "C1"),
    ]


@pytest.mark.parametrize(
    ("event", "body"),
    [
        ("B1,C9,1,filed,2024-03-05\n", "B1"),
        ("B1,,1,filed,2024-03-05\n", "B1"),
        (",,1,filed,2024-03-05\n", None),
        ("B1,C2,1,decided,2024-03-09\n", "B1"),
    ],
    ids=["no such case", "no case", "no body", "a number that is taken"],
)
def test_an_event_of_nobody_knows_which_case_proves_the_absence_of_no_other(
    tmp_path: Path, event: str, body: str | None
) -> None:
    submission = take(tmp_path, events=EVENTS + event)
    (gap,) = submission.gaps
    assert (gap.table, gap.body_id) == ("events", body)
    covered = submission.records["coverage"]
    assert "events" not in covered.filter(covered["covered_to"].is_null())["table"].to_list()


def test_all_rows_of_a_repeated_case_count_once(tmp_path: Path) -> None:
    folder = write(tmp_path / "s")
    (folder / "cases_2.csv").write_text(CASES, encoding="utf-8")
    (folder / "events_2.csv").write_text(EVENTS, encoding="utf-8")
    submission = take_in(folder, CONTENT)
    assert submission.refused_rows == 0
    assert submission.records.case_count == 2
    assert submission.records.event_count == 3


def test_an_officer_that_is_not_listed_is_noted_and_refuses_nothing(tmp_path: Path) -> None:
    head, *lines = EVENTS.splitlines()
    events = "\n".join([f"{head},officers", *(f"{line},P1;P9" for line in lines)]) + "\n"
    officers = "officer_id,body_id,kind\nP1,B1,enforcement\n"
    submission = take(tmp_path, events=events, officers=officers)
    assert submission.refused_rows == 0
    notes = submission.problems.table
    assert notes["refused"].to_list() == [False] * 3
    assert notes["value"].to_list() == ["P9"] * 3
    assert notes["row"].to_list() == [2, 3, 4]
    assert set(notes["file"]) == {"events.csv"}


def test_officers_are_not_missed_where_no_register_was_submitted(tmp_path: Path) -> None:
    head, *lines = EVENTS.splitlines()
    events = "\n".join([f"{head},officers", *(f"{line},P9" for line in lines)]) + "\n"
    assert take(tmp_path, events=events).problems.total == 0
