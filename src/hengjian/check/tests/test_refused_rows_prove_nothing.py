"""Whatever is refused, no finding comes of it: neither of the case it is of nor of any other."""

import csv
import random
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from hengjian.archive import Archive, Batch
from hengjian.check import Run, check
from hengjian.check.standing import Standing
from hengjian.content import Content
from hengjian.rules.loading import Book
from hengjian.simulator.city import simulate
from hengjian.simulator.writing import write_city
from hengjian.standard.fields import Kind
from hengjian.standard.reading.intake import take_in
from hengjian.standard.records import with_everything_covered
from hengjian.standard.tables import BY_NAME
from hengjian.standard.template import write_refused
from hengjian.standard.tests.folders import BODIES, CASES, write

CONTENT = Content()
BOOK = Book.load(CONTENT)
AS_OF = date(2026, 6, 30)
Row = dict[str, str]
Spoil = Callable[[random.Random, Row, list[Row], str], None]


def judged(folder: Path, *, all_covered: bool = False) -> Run:
    submission = take_in(folder, CONTENT)
    if all_covered:
        submission.records = with_everything_covered(submission.records)
    return check(submission, CONTENT, as_of=AS_OF, book=BOOK)


def findings(run: Run) -> set[tuple[str, str, str]]:
    return set(run.findings.select("rule", "body_id", "occurrence").iter_rows())


# --- a small folder ---------------------------------------------------------------------------------------

EVENTS = (
    "body_id,case_id,seq,activity,moment,officers\n"
    "B1,C1,1,filed,2024-03-01,\nB1,C1,2,inquired,2024-03-05 09:00,P1;P2\n"
    "B1,C1,3,decided,2024-04-01,\nB1,C2,1,filed,2024-03-01,\n"
    "B1,C2,2,inquired,2024-03-06 09:00,P1;P2\nB1,C2,3,decided,2024-04-02,\n"
)
OFFICERS = "officer_id,body_id,kind\nP1,B1,enforcement\nP2,B1,enforcement\n"
CERTIFICATES = (
    "cert_no,officer_id,kind,valid_from,valid_to\n1,P1,enforcement,2022-01-01,2026-12-31\n"
    "2,P2,enforcement,2018-01-01,2021-12-31\n3,P2,enforcement,2022-01-01,2026-12-31\n"
)
TABLES = {"events": EVENTS, "officers": OFFICERS, "certificates": CERTIFICATES}


@pytest.mark.parametrize("all_covered", [False, True])
@pytest.mark.parametrize("row", ["1,P1,enforcement,2022-01-01", "3,P2,enforcement,2022-01-01"])
def test_one_certificate_with_an_impossible_day_adds_no_finding(
    tmp_path: Path, row: str, all_covered: bool
) -> None:
    before = judged(write(tmp_path / "s", **TABLES), all_covered=all_covered)
    bad = CERTIFICATES.replace(row, row.replace("2022-01-01", "2022年1月32日"))
    after = judged(
        write(tmp_path / "s", **(TABLES | {"certificates": bad})), all_covered=all_covered
    )
    assert findings(after) <= findings(before)
    assert after.not_judged > before.not_judged
    assert any(
        "执法证件表有 1 行被退回" in warning and "甲县市场监督管理局（B1）" in warning
        for warning in after.warnings
    )


def test_no_rule_judges_a_case_that_was_held_back(tmp_path: Path) -> None:
    run = judged(write(tmp_path / "s", **(TABLES | {"events": EVENTS.replace("04-02", "04-31")})))
    assert "C1" in "".join(run.findings["occurrence"])
    assert "C2" not in "".join(run.findings["occurrence"])
    assert any("1 件案件因有行被退回而整案退回" in warning for warning in run.warnings)


def test_an_officer_that_is_not_listed_makes_nobody_a_fatal_lead(tmp_path: Path) -> None:
    run = judged(write(tmp_path / "s", **(TABLES | {"events": EVENTS.replace("P1;P2", "P1;P9")})))
    assert not {"B01", "B02"} & set(run.findings["rule"])


def test_an_archive_that_took_in_less_concludes_less_until_all_is_mended(tmp_path: Path) -> None:
    bad = CERTIFICATES.replace("3,P2,enforcement,2022-01-01", "3,P2,enforcement,2022年1月32日")
    good = judged(write(tmp_path / "good", **TABLES))
    folder = write(tmp_path / "s", **(TABLES | {"certificates": bad}))
    archive = Archive.at(tmp_path / "archive")
    wide = take_in(write(tmp_path / "before", cases=CASES, bodies=BODIES, events=None), CONTENT)
    archive.accept(Batch(wide.records, "before"), at=datetime.now(UTC))
    first = take_in(folder, CONTENT)
    archive.accept(Batch(first.records, "first"), at=datetime.now(UTC))
    standing = Standing(archive, CONTENT)
    standing.recompute(AS_OF)
    assert not {"B01", "B02"} & set(standing.findings()["rule"])

    back = tmp_path / "back"
    back.mkdir()
    write_refused(back / "退回.xlsx", first.refused, CONTENT)
    mend(back / "退回.xlsx")
    archive.accept(Batch(take_in(back, CONTENT).records, "mended"), at=datetime.now(UTC))
    standing.recompute(AS_OF)
    whole = set(standing.findings().select("rule", "body_id", "occurrence").iter_rows())
    assert whole == findings(good)


@pytest.mark.parametrize("declared", ["*,*,*,2021-07-15", "B1,*,*,2021-07-15"])
def test_coverage_that_was_told_earlier_does_not_hold_for_a_table_with_refused_rows(
    tmp_path: Path, declared: str
) -> None:
    """The batch with the refused row declares no coverage itself; only the archive knows of any."""
    coverage = f"body_id,table,name,covered_from\n{declared}\n"
    officers = "B1,officers,*,2021-07-15\nB1,events,*,2021-07-15\n"
    whole = write(
        tmp_path / "whole", **(TABLES | {"certificates": None, "coverage": coverage + officers})
    )
    cards = tmp_path / "cards"
    cards.mkdir()
    bad = CERTIFICATES.replace("3,P2,enforcement,2022-01-01", "3,P2,enforcement,2022年1月32日")
    found = {}
    for name, text in (("bad", bad), ("good", CERTIFICATES)):
        archive = Archive.at(tmp_path / name)
        accept(archive, whole)
        (cards / "certificates.csv").write_text(text, encoding="utf-8")
        accept(archive, cards)
        standing = Standing(archive, CONTENT, BOOK)
        standing.check(AS_OF)
        found[name] = set(standing.findings()["rule"])
    assert not {"B01", "B02"} & found["bad"]
    assert archive.snapshot().registers["certificates"].height == 3
    bad_archive = Archive.open(tmp_path / "bad")
    accept(bad_archive, whole)  # the same batch again changes nothing
    standing = Standing(bad_archive, CONTENT, BOOK)
    standing.check(AS_OF)
    assert not {"B01", "B02"} & set(standing.findings()["rule"])
    mended = tmp_path / "mended"
    mended.mkdir()
    (mended / "certificates.csv").write_text(CERTIFICATES, encoding="utf-8")
    (mended / "coverage.csv").write_text(coverage, encoding="utf-8")
    accept(bad_archive, mended)
    standing.check(AS_OF)
    assert set(standing.findings()["rule"]) == found["good"]


def accept(archive: Archive, folder: Path) -> None:
    taken = take_in(folder, CONTENT)
    batch = Batch(taken.records, folder.name, taken.refused_rows, tuple(taken.gaps))
    archive.accept(batch, at=datetime.now(UTC))


def mend(path: Path) -> None:
    import openpyxl

    book = openpyxl.load_workbook(path)
    for row in book["certificates"].iter_rows(min_row=2):
        for cell in row:
            if cell.value == "2022年1月32日":
                cell.value = "2022-01-01"
    book.save(path)


# --- a whole city -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("city") / "city"
    write_city(simulate(1500), folder, "csv")
    return folder


@pytest.fixture(scope="module")
def lawful(city: Path) -> set[tuple[str, str, str]]:
    return findings(judged(city))


def value(rng: random.Random, row: Row, rows: list[Row], table: str) -> None:
    kinds = (Kind.CODE, Kind.DATE, Kind.MOMENT, Kind.MONEY, Kind.INTEGER)
    fields = [field.name for field in BY_NAME[table].fields if field.kind in kinds]
    row[rng.choice(fields)] = "坏值"


def no_body(rng: random.Random, row: Row, rows: list[Row], table: str) -> None:
    body = "to_body" if table == "delegations" else "body_id"
    row[body] = rng.choice(["", "B??"])


def other_case(rng: random.Random, row: Row, rows: list[Row], table: str) -> None:
    row["case_id"] = f"{row['case_id']}X"


def taken_number(rng: random.Random, row: Row, rows: list[Row], table: str) -> None:
    others = [r for r in rows if r is not row and r.get("body_id") == row.get("body_id")]
    if others:
        row.update({name: rng.choice(others)[name] for name in BY_NAME[table].key})


def spoilt(city: Path, folder: Path, table: str, spoil: Spoil, times: int) -> Path:
    shutil.copytree(city, folder)
    file = folder / f"{table}.csv"
    with file.open(encoding="utf-8") as text:
        rows = list(csv.DictReader(text))
    rng = random.Random(f"{table} {spoil.__name__}")
    for row in rng.sample(rows, min(times, len(rows))):
        spoil(rng, row, rows, table)
    pl.DataFrame(rows).write_csv(file)
    return folder


def ways() -> Iterator[tuple[str, Spoil, int]]:
    registers = ("officers", "certificates", "items", "discretion", "delegations", "outcomes",
                 "monitoring_devices", "disclosures", "tickets", "training")  # fmt: skip
    yield from ((table, value, 3) for table in (*registers, "bodies", "recordings"))
    yield from ((table, value, 15) for table in ("cases", "events", "documents"))
    yield from ((table, other_case, 15) for table in ("events", "documents"))
    yield from ((table, no_body, 3) for table in ("officers", "delegations", "disclosures"))
    yield from ((table, no_body, 15) for table in ("cases", "events"))
    yield from ((table, taken_number, 3) for table in ("certificates", "officers", "items"))
    yield from ((table, taken_number, 15) for table in ("cases", "events"))


@pytest.mark.parametrize(
    ("table", "spoil", "times"), [pytest.param(*w, id=f"{w[0]} {w[1].__name__}") for w in ways()]
)
def test_rows_that_are_refused_add_no_finding(
    tmp_path: Path,
    city: Path,
    lawful: set[tuple[str, str, str]],
    table: str,
    spoil: Spoil,
    times: int,
) -> None:
    folder = spoilt(city, tmp_path / "city", table, spoil, times)
    run = judged(folder)
    assert run.submission.refused_rows > 0
    assert findings(run) <= lawful
