"""Shipped mappings: each folder's sample becomes its golden records; money units are kept straight."""

import json
from pathlib import Path

import polars as pl
import pytest

from hengjian.content import Content
from hengjian.content.loader import BUILT_IN
from hengjian.standard.reading.intake import take_in

CONTENT = Content()
FOLDERS = sorted(p.parent for p in (BUILT_IN / "mappings").glob("*/sample.csv"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: f.name)
def test_the_sample_becomes_the_golden_records(folder: Path) -> None:
    submission = take_in(folder / "sample.csv", CONTENT)
    assert submission.mapping == CONTENT.mappings[folder.name].title
    assert submission.refused_rows == 0
    decided = submission.records["events"].filter(pl.col("activity") == "decided")
    made = (
        submission.records["cases"]
        .select("case_id", "party_kind", "fine", "confiscated", "penalty_kinds")
        .join(decided.select("case_id", pl.col("moment_day").alias("decided")), on="case_id")
        .with_columns(pl.col("decided").cast(pl.String))
    )
    lines = (folder / "golden.jsonl").read_text(encoding="utf-8").splitlines()
    assert list(made.iter_rows(named=True)) == [json.loads(line) for line in lines]


def test_every_mapping_has_a_sample_or_says_why() -> None:
    without = {
        name
        for name in CONTENT.mappings
        if not (BUILT_IN / "mappings" / name / "sample.csv").exists()
    }
    assert without == {"xes"}, "a mapping needs sample.csv and golden.jsonl beside it"


def test_ten_thousand_yuan_are_not_one_yuan(tmp_path: Path) -> None:
    sample = (BUILT_IN / "mappings" / "shuanggongshi-penalty-2018" / "sample.csv").read_text(
        "utf-8"
    )
    path = tmp_path / "公示.csv"
    path.write_text(sample.replace("0.500000", "0.00000123"), encoding="utf-8")
    submission = take_in(path, CONTENT)
    problem = submission.problems.table.row(0, named=True)
    assert (problem["field"], problem["value"]) == ("CF_NR_FK", "0.00000123")
    assert "两位小数" in problem["reason"]
    assert submission.refused["公示.csv"]["CF_NR_FK"].to_list() == ["0.00000123"]


def test_only_what_the_outside_system_holds_is_covered() -> None:
    folder = BUILT_IN / "mappings" / "shuanggongshi-penalty-2018"
    coverage = take_in(folder / "sample.csv", CONTENT).records["coverage"]
    assert set(coverage["table"]) == {"cases"}
    assert "*" not in coverage["name"].to_list()
