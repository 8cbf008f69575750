"""Nobody is named: no form of the report holds a party's name, number or birthday."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from hengjian.check.report import write_report
from hengjian.check.report.masking import masked
from hengjian.check.report.refused import HarmlessColumns
from hengjian.check.run import Run
from hengjian.check.tests.conftest import CHILD_ID, ENTERPRISE_ID, HOSTILE, SHOP
from hengjian.content import Content
from hengjian.content.speech import choose_language


def _text_of(path: Path) -> str:
    if path.suffix == ".xlsx":
        sheets = openpyxl.load_workbook(path).worksheets
        return "\n".join(str(c.value) for s in sheets for row in s.iter_rows() for c in row)
    if path.suffix == ".parquet":
        return "\n".join(str(row) for row in pl.read_parquet(path).iter_rows())
    return path.read_text(encoding="utf-8")


def test_findings_rest_on_personal_data_but_do_not_repeat_it(judged_run: Run) -> None:
    assert set(judged_run.findings["rule"]) == {"C04", "F16", "K04"}
    births = judged_run.records["cases"]["party_birth"].cast(pl.String)
    assert "2010-03-11" in births.to_list()
    told = str(judged_run.findings.drop("occurrence").to_dicts())
    assert "2010-03-11" not in told
    assert ENTERPRISE_ID not in told
    assert ENTERPRISE_ID in str(judged_run.findings["occurrence"].to_list())


@pytest.mark.parametrize("suffix", [".html", ".xlsx", ".csv", ".parquet"])
def test_it_names_nobody(judged_run: Run, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"report{suffix}"
    write_report(judged_run, path)
    text = _text_of(path)
    assert "C04" in text
    for secret in (HOSTILE, "window.harmed", CHILD_ID, ENTERPRISE_ID, SHOP, "2010-03-11"):
        assert secret not in text


def test_it_says_that_something_was_withheld_and_tells_enterprises_apart(judged_run: Run) -> None:
    rows = {row["rule"]: row for row in masked(judged_run).iter_rows(named=True)}
    assert "当事人出生日期：（已隐去）" in rows["C04"]["evidence"]
    assert "13 周岁" in rows["C04"]["says"]
    assert "…3C4D" in rows["K04"]["says"]
    assert rows["K04"]["occurrence"] == "B1/…3C4D/2025"
    assert "日常检查次数：3" in rows["K04"]["evidence"]


def test_it_changes_nothing_else(judged_run: Run) -> None:
    before, after = judged_run.findings, masked(judged_run)
    assert after.schema == before.schema
    untouched = [c for c in before.columns if c not in {"says", "evidence", "occurrence", "right"}]
    assert after.select(untouched).equals(before.select(untouched))


def test_it_leaves_out_the_name_of_the_party_from_any_sentence(
    with_findings: Callable[..., Run], run: Run
) -> None:
    body, case, name, number = (
        run.records["cases"].select("body_id", "case_id", "party_name", "party_id").row(0)
    )
    named = with_findings(
        body_id=body, case_id=case, says=f"对{name}（{number}）罚款", right=f"应当告知{name}",
        evidence=[f"对方：{name}"],
    )  # fmt: skip
    row = masked(named).row(0, named=True)
    assert row["says"].startswith("对（已隐去）（…")
    assert row["right"] == "应当告知（已隐去）"
    assert row["evidence"] == ["对方：（已隐去）"]
    assert row["finding"] == named.findings["finding"][0]


def test_it_lets_it_be_known_that_nothing_was_stated(
    with_findings: Callable[..., Run],
) -> None:
    run = with_findings(rule="C04", evidence=["当事人出生日期：（无记载）", "罚款：5.00 元"])
    assert masked(run)["evidence"][0].to_list() == ["当事人出生日期：（无记载）", "罚款：5.00 元"]


@pytest.mark.parametrize(
    ("file", "field", "shown"),
    [
        ("cases.csv", "party_id", False),
        ("cases.csv", "当事人名称*", False),
        ("cases.csv", "fine", True),
        ("cases.csv", "机关编号、案件编号", True),
        ("cases.csv", "当事人证件号、案件编号", False),
        ("cases.csv", "联系电话", False),
        ("其他.csv", "party_birth", False),
        ("其他.csv", "name", False),
        ("events.csv", "activity", True),
        ("events.csv", "note", False),
    ],
)
def test_it_shows_refused_values_only_of_columns_known_to_name_nobody(
    run: Run, file: str, field: str, shown: bool
) -> None:
    assert HarmlessColumns(run).contain(file, field) is shown


def test_it_withholds_in_english_too(content: Content, judged_run: Run) -> None:
    choose_language("en")
    evidence = judged_run.findings.with_columns(
        evidence=pl.Series([["party_birth：2010-03-11"]] * judged_run.findings.height)
    )
    run = Run(
        content, judged_run.book, judged_run.submission, judged_run.as_of, judged_run.tallies,
        evidence.filter(pl.col("rule") == "C04"),
    )  # fmt: skip
    assert masked(run)["evidence"][0].to_list() == ["party_birth：(withheld)"]
