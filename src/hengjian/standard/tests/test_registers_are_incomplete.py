"""A refused row leaves its register incomplete: coverage is taken away, for its body or for all."""

from pathlib import Path

import polars as pl
import pytest

from hengjian.content import Content
from hengjian.standard.gaps import Gap, told, without
from hengjian.standard.reading.intake import take_in
from hengjian.standard.records import Records, with_everything_covered
from hengjian.standard.tables import TABLES
from hengjian.standard.tests.folders import BODIES, write

CONTENT = Content()
TWO = BODIES + "B2,乙县市场监督管理局,agency,county,market\n"
OFFICERS = "officer_id,body_id,kind\nP1,B1,enforcement\nP2,B2,enforcement\n"
ITEMS = "item_id,name,kind,body_id\nI1,甲项,penalty,B1\nI2,共用,penalty,\n"


def gaps(folder: Path, **tables: str) -> set[tuple[str, str | None]]:
    usual = {"bodies": TWO, "officers": OFFICERS, "items": ITEMS}
    submission = take_in(write(folder / "s", **(usual | tables)), CONTENT)
    return {(gap.table, gap.body_id) for gap in submission.gaps}


@pytest.mark.parametrize(
    ("table", "text", "body"),
    [
        ("certificates", "cert_no,officer_id,valid_from,valid_to\n1,P1,2022年1月32日,2026-01-01\n", "B1"),
        ("certificates", "cert_no,officer_id,valid_from,valid_to\n1,P9,2022-01-01,2026-01-01\n", None),
        ("certificates", "cert_no,officer_id\n1,P2\n", "B2"),
        ("training", "officer_id,year,hours\nP2,二,30\n", "B2"),
        ("discretion", "item_id,tier,fine_min\nI1,轻微,多\n", "B1"),
        ("discretion", "item_id,tier,fine_min\nI2,轻微,多\n", None),
        ("delegations", "item_id,to_body,valid_from\nI1,B2,某日\n", "B2"),
        ("monitoring_devices", "device_id,body_id,marked\nE1,B1,也许\n", "B1"),
        ("disclosures", "body_id,kind,published_on\nB2,power_list,某日\n", "B2"),
        ("outcomes", "outcome_id,kind,body_id,decided_on\nO1,lawsuit,B1,某日\n", "B1"),
        ("outcomes", "outcome_id,kind,body_id,decided_on\nO1,lawsuit,B8,2024-01-01\n", None),
        ("tickets", "ticket_id,received\nT1,某日\n", None),
    ],
)  # fmt: skip
def test_a_refused_row_of_a_register_leaves_a_gap_for_its_body(
    tmp_path: Path, table: str, text: str, body: str | None
) -> None:
    assert gaps(tmp_path, **{table: text}) == {(table, body)}


def test_a_refused_officer_takes_his_certificates_along(tmp_path: Path) -> None:
    found = gaps(
        tmp_path,
        officers=OFFICERS.replace("P1,B1,enforcement", "P1,B1,某人"),
        certificates="cert_no,officer_id,valid_from,valid_to\n1,P1,2022-01-01,2026-01-01\n",
    )
    assert found == {("officers", "B1"), ("certificates", "B1")}


def test_all_rows_that_share_a_number_and_differ_leave_gaps(tmp_path: Path) -> None:
    certificates = (
        "cert_no,officer_id,valid_from,valid_to\n1,P1,2022-01-01,2026-01-01\n"
        "1,P2,2022-01-01,2026-01-01\n"
    )
    assert gaps(tmp_path, certificates=certificates) == {
        ("certificates", "B1"),
        ("certificates", "B2"),
    }


def test_what_is_refused_of_coverage_or_of_a_case_that_is_known_leaves_none(tmp_path: Path) -> None:
    coverage = "body_id,table,name,covered_from\nB1,某表,*,2021-07-15\n"
    events = "body_id,case_id,seq,activity,moment\nB1,C1,1,飞升,2024-03-01\n"
    assert gaps(tmp_path, coverage=coverage, events=events) == set()


# --- coverage ---------------------------------------------------------------------------------------------


def records(tmp_path: Path, coverage: str) -> Records:
    text = f"body_id,table,name,covered_from\n{coverage}\n"
    return take_in(write(tmp_path / "s", bodies=TWO, coverage=text), CONTENT).records


def stated(found: Records) -> set[tuple[str, str, str]]:
    holds = found["coverage"].filter(
        pl.col("covered_to").is_null() | (pl.col("covered_to") >= pl.col("covered_from"))
    )
    return set(holds.select("body_id", "table", "name").iter_rows())


def test_coverage_of_all_is_cut_to_the_other_tables_and_bodies(tmp_path: Path) -> None:
    found = stated(without(records(tmp_path, "*,*,*,2021-07-15"), [Gap("certificates", "B1", 1)]))
    others = {("*", table.name, "*") for table in TABLES if table.name != "certificates"}
    assert found == others | {("B2", "certificates", "*")}


def test_a_gap_of_nobody_knows_whom_takes_the_table_from_all(tmp_path: Path) -> None:
    given = records(
        tmp_path,
        "*,certificates,*,2021-07-15\nB2,certificates,*,2021-07-15\n*,events,filed,2021-07-15",
    )
    assert stated(without(given, [Gap("certificates", None, 1)])) == {("*", "events", "filed")}


def test_coverage_of_a_body_keeps_its_other_tables(tmp_path: Path) -> None:
    given = records(tmp_path, "B1,*,*,2021-07-15\nB2,*,*,2021-07-15")
    found = stated(without(given, [Gap("officers", "B1", 1)]))
    assert ("B1", "officers", "*") not in found
    assert {("B1", "events", "*"), ("B2", "*", "*")} <= found


def test_coverage_is_taken_away_once_and_from_what_is_declared_later_too(tmp_path: Path) -> None:
    given = records(tmp_path, "*,*,*,2021-07-15")
    gap = [Gap("officers", "B1", 1), Gap("items", None, 2)]
    once = without(given, gap)
    assert stated(without(once, gap)) == stated(once)
    everything = stated(without(with_everything_covered(given), gap))
    assert ("B2", "officers", "*") in everything
    assert not everything & {("*", "*", "*"), ("*", "items", "*"), ("B1", "officers", "*")}


def test_a_store_that_keeps_coverage_by_its_key_is_told_that_the_wide_row_ended(
    tmp_path: Path,
) -> None:
    cut = without(records(tmp_path, "*,*,*,2021-07-15"), [Gap("officers", "B1", 1)])["coverage"]
    (wide,) = cut.filter(pl.col("table") == "*").iter_rows(named=True)
    assert wide["covered_to"] < wide["covered_from"]


def test_the_warning_names_table_and_bodies_once_for_each_table() -> None:
    names = {f"B{n}": f"{n}局" for n in range(1, 6)}
    (one,) = told([Gap("certificates", "B1", 2)], names)
    assert "执法证件表有 2 行被退回" in one
    assert "1局（B1）" in one
    (many,) = told([Gap("items", f"B{n}", 1) for n in range(1, 6)], names)
    assert "权责事项表有 5 行被退回" in many
    assert "等 5 个机关" in many
    (unknown,) = told([Gap("items", "B1", 1), Gap("items", None, 1)], names)
    assert "所有机关" in unknown
