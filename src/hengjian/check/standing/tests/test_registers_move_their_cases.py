"""A register entry that changes moves every case whose facts rest on it, and hardly any other."""

from datetime import UTC, date, datetime

import polars as pl
import pytest

from hengjian.archive import Archive, Batch, Snapshot
from hengjian.archive.layout import REGISTERS
from hengjian.check.standing.gathering import BUCKET, given_by, kind_of
from hengjian.content import Content
from hengjian.facts import Bucket
from hengjian.facts.build import build_facts
from hengjian.rules.engine import facts_read
from hengjian.rules.loading import Book
from hengjian.simulator import simulate
from hengjian.standard.records import Records
from hengjian.standard.tables import BY_NAME

CONTENT = Content()
BOOK = Book.load(CONTENT)
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
CASE = ["body_id", "case_id"]
REPOINTED = (("outcomes", "case_id"), ("certificates", "officer_id"), ("delegations", "from_body"))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    made = Archive.at(tmp_path_factory.mktemp("registers") / "archive")
    made.accept(Batch(Records.of(simulate(500, 3, CONTENT).tables), "city"), at=NOON)
    return made


def facts(snapshot: Snapshot) -> dict[str, pl.DataFrame]:
    """The facts of single cases that rules read, and what cases give to rules across cases."""
    cases = pl.concat(snapshot.cases(bucket) for bucket in snapshot.buckets)
    bucket = Bucket(*snapshot.records(cases))
    single = {
        subject.name: build_facts(
            subject, bucket, facts_read(subject, BOOK.of_subject(subject.name))
        )
        for subject in BOOK.subjects
        if kind_of(subject) == BUCKET
    }
    return single | given_by(bucket, BOOK.subjects)


def moved(before: Snapshot, after: Snapshot) -> set[tuple[str, str]]:
    """Cases of which some fact is another now."""
    old, new = facts(before), facts(after)
    found: set[tuple[str, str]] = set()
    for name, now in new.items():
        lists = [n for n, dtype in now.schema.items() if isinstance(dtype, pl.List)]
        texts = pl.col(lists).cast(pl.List(pl.String)).list.join("|")
        rows, was = now.with_columns(texts), old[name].with_columns(texts)
        differ = rows.join(was, on=rows.columns, how="anti", nulls_equal=True)
        found |= set(differ.select(CASE).drop_nulls().iter_rows())
    return found


ON_NO_CASE = ("training", "disclosures", "tickets", "reports")
"""Registers that no case rests on: they are judged by themselves."""


def used(archive: Archive, table: str) -> pl.DataFrame:
    """Entries of a register that cases rest on."""
    snapshot = archive.snapshot()
    rows = snapshot.registers[table]
    cases = pl.concat(snapshot.cases(bucket) for bucket in snapshot.buckets)
    people = cases["events"].explode().struct.field("officers").explode().unique()
    match table:
        case "officers" | "certificates":
            return rows.filter(pl.col("officer_id").is_in(people.to_list()))
        case "delegations":
            own = cases.select("item_id", to_body="body_id").unique()
            return rows.join(own, on=["item_id", "to_body"], how="semi", maintain_order="left")
        case "discretion":
            own = cases.select("item_id", "tier").unique()
            return rows.join(own, on=["item_id", "tier"], how="semi", maintain_order="left")
        case "monitoring_devices":
            return rows.filter(pl.col("device_id").is_in(cases["device_id"].drop_nulls().to_list()))
        case "items":
            return rows.filter(pl.col("item_id").is_in(cases["item_id"].to_list()))
        case "bodies":
            givers = snapshot.registers["delegations"]["from_body"].drop_nulls().to_list()
            return rows.sort(pl.col("body_id").is_in(givers), descending=True)
        case "coverage":
            told = rows.filter(pl.col("table") == "events", pl.col("covered_to").is_null())
            return told.filter(pl.col("body_id").is_in(cases["body_id"].to_list()))
    return rows


def affected(archive: Archive, changed: pl.DataFrame, table: str) -> tuple[set, set]:
    """Cases that moved, and cases that the archive says are affected."""
    before = archive.snapshot()
    archive.accept(Batch(Records.of({table: changed}), table), at=NOON)
    after = archive.snapshot()
    return moved(before, after), set(after.affected_by_registers(before.seq).iter_rows())


@pytest.mark.parametrize("table", [t.name for t in REGISTERS])
def test_every_case_that_rests_on_a_changed_entry_is_judged_again(
    archive: Archive, table: str
) -> None:
    entries = used(archive, table).head(2 if table in ("coverage", "bodies") else 1)
    if table == "recordings":
        assert entries.is_empty()  # of no case: they are judged with the registers
        return
    values = [n for n in entries.columns if n not in BY_NAME[table].key]
    emptied = entries.with_columns(pl.lit(None).cast(entries[n].dtype).alias(n) for n in values)
    if table == "coverage":
        emptied = entries.with_columns(covered_to=pl.lit(date(2020, 1, 1)))
    if table in ON_NO_CASE:
        emptied = entries.head(1)
    really, told = affected(archive, emptied, table)
    assert really <= told
    if table in ON_NO_CASE:
        assert told == set()
        return
    assert really
    assert len(told) < 500 / 2


@pytest.mark.parametrize(("table", "field"), REPOINTED)
def test_an_entry_that_points_elsewhere_moves_what_it_pointed_at_before(
    archive: Archive, table: str, field: str
) -> None:
    entry = used(archive, table).filter(pl.col(field).is_not_null()).tail(1)
    snapshot = archive.snapshot()
    match table:
        case "delegations":
            others = snapshot.registers["bodies"].filter(pl.col("kind") == "township")["body_id"]
        case "outcomes":
            others = snapshot.cases(0)["case_id"]
        case _:
            others = snapshot.registers[table][field]
    other = next(name for name in others if name != entry[field][0])
    really, told = affected(archive, entry.with_columns(pl.lit(other).alias(field)), table)
    assert really
    assert really <= told
