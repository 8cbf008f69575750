"""Within one row: a certificate has a term, and coverage names what there is."""

import random
from pathlib import Path

import pytest

from hengjian.content import Content
from hengjian.standard.reading.intake import take_in
from hengjian.standard.submission import Submission
from hengjian.standard.tests.folders import write

CONTENT = Content()
OFFICERS = "officer_id,body_id,kind\nP1,B1,enforcement\n"


def covered(folder: Path, row: str) -> Submission:
    text = f"body_id,table,name,covered_from\nB1,events,filed,2021-07-15\n{row},2021-07-15\n"
    return take_in(write(folder / "s", coverage=text), CONTENT)


@pytest.mark.parametrize(
    ("row", "field", "near"),
    [
        ("B1,event,filed", "table", "events"),
        ("B1,案卷,filed", "table", "案件"),
        ("B1,events,fileds", "name", "filed"),
        ("B1,events,立安", "name", "立案"),
        ("B1,cases,fines", "name", "fine"),
        ("B1,training,filed", "name", None),
        ("*,*,飞升", "name", None),
        ("B01,events,*", "body_id", "B1"),
        ("全部,events,*", "body_id", None),
    ],
)
def test_coverage_of_what_does_not_exist_is_refused_with_the_nearest_name(
    tmp_path: Path, row: str, field: str, near: str | None
) -> None:
    submission = covered(tmp_path, row)
    (problem,) = submission.problems.table.iter_rows(named=True)
    assert (problem["file"], problem["row"], problem["field"]) == ("coverage.csv", 3, field)
    assert problem["refused"] is True
    assert (f"是不是“{near}”？" in problem["remedy"]) == (near is not None)
    assert submission.records["coverage"].height == 1
    assert submission.records.case_count == 2, "coverage holds no case back"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("*,活动,立案", ("*", "events", "filed")),
        ("*,案件,罚款", ("*", "cases", "fine")),
        ("B1,文书,行政处罚决定书", ("B1", "documents", "decision")),
        ("B1,人员,*", ("B1", "officers", "*")),
        ("*,*,*", ("*", "*", "*")),
        ("B1,events,officers", ("B1", "events", "officers")),
    ],
)
def test_coverage_may_be_written_in_either_language(
    tmp_path: Path, row: str, told: tuple[str, str, str]
) -> None:
    submission = covered(tmp_path, row)
    assert submission.problems.total == 0
    assert submission.records["coverage"].row(1)[:3] == told


def test_a_certificate_that_ends_before_it_begins_is_refused(tmp_path: Path) -> None:
    certificates = (
        "cert_no,officer_id,valid_from,valid_to\n1,P1,2022-01-01,2022-01-01\n"
        "2,P1,2026-01-01,2022-12-31\n"
    )
    submission = take_in(
        write(tmp_path / "s", officers=OFFICERS, certificates=certificates), CONTENT
    )
    (problem,) = submission.problems.table.iter_rows(named=True)
    assert (problem["row"], problem["field"], problem["value"]) == (3, "valid_to", "2022-12-31")
    assert "早于" in problem["reason"]
    assert submission.records["certificates"]["cert_no"].to_list() == ["1"]


def _told(folder: Path, rows: list[str]) -> set[tuple[str, str, str, bool]]:
    """What is said of events, by the texts of their rows."""
    header = "body_id,case_id,seq,activity,moment,officers"
    events = "\n".join([header, *rows]) + "\n"
    table = take_in(write(folder, events=events, officers=OFFICERS), CONTENT).problems.table
    told = table.filter(table["row"].is_not_null() & (table["file"] == "events.csv"))
    return {
        (rows[row - 2], field, reason.split("（")[0], refused)
        for row, field, reason, refused in told.select(
            "row", "field", "reason", "refused"
        ).iter_rows()
    }


def test_the_same_is_said_of_events_in_whatever_order_they_come(tmp_path: Path) -> None:
    for seed in range(12):
        chance = random.Random(seed)
        rows = [
            f"{body},{case},{number},filed,2024-03-{chance.randint(1, 20):02},{officer}"
            for body, case in (("B1", "C1"), ("B1", "C2"), *([("B1", "C9")] if seed % 2 else []),
                               *([("B9", "C1")] if seed % 3 else []))
            for number in range(1, chance.randint(2, 6))
            for officer in [chance.choice(["P1", "P1;P2", ""])]
        ]  # fmt: skip
        mixed = rows.copy()
        while mixed == rows:
            chance.shuffle(mixed)
        in_order = _told(tmp_path / f"a{seed}", rows)
        assert in_order == _told(tmp_path / f"b{seed}", mixed), seed
        assert in_order, "something is said of each"
        twice = [*rows, rows[0].replace("filed", "decided")]
        assert ("case_id" in {f for _, f, _, _ in in_order}) == bool(seed % 2)
        assert any("重复" in reason for _, _, reason, _ in _told(tmp_path / f"c{seed}", twice))
