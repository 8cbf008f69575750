"""Whatever a batch does to the groups that cases are in, what then stands is what a full run finds.

A case leaves one party's cases and joins another's, an act moves to another day, a decision to another
series; registers change that only rules across cases read.
"""

import shutil
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hengjian.archive import Archive, Batch, Snapshot
from hengjian.check import check
from hengjian.check.standing import Standing, across
from hengjian.check.standing.across import registered, rests_on
from hengjian.check.standing.findings_store import ACROSS, digested
from hengjian.check.standing.gathering import BUCKET, MERGE_FROM, REGISTERS, kind_of
from hengjian.content import Content
from hengjian.facts import Bucket, build_facts, build_gathered, subjects_of
from hengjian.rules.loading import Book
from hengjian.simulator import simulate
from hengjian.standard.problems import Problems
from hengjian.standard.records import Records, day_column
from hengjian.standard.submission import Submission

CONTENT = Content()
WHOLE = Book.load(CONTENT)
BOOK = WHOLE.limited_to(
    frozenset(r.id for r in WHOLE.executable if kind_of(r.subject) != BUCKET) | {"F08"}
)
CASE = ["body_id", "case_id"]
OWN = ("events", "documents", "recordings")
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
DAY = date(2026, 11, 20)
CASES = 140


@pytest.fixture(scope="module")
def archived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checked archive in which few parties, items and officers meet again and again."""
    root = tmp_path_factory.mktemp("groups") / "archive"
    city = simulate(CASES, 5, CONTENT)
    frames = dict(Records.of(city.tables).frames)
    row = pl.int_range(pl.len())
    frames["cases"] = frames["cases"].with_columns(
        party_id=pl.concat_str(pl.lit("P"), row % 9), matter_id=pl.concat_str(pl.lit("M"), row % 4)
    )
    archive = Archive.at(root, bucket_size=50)
    archive.accept(Batch(Records.of(frames), "city"), at=NOON)
    Standing(archive, CONTENT, BOOK).recompute(DAY)
    return root


def stands(standing: Standing) -> set[tuple[str, str]]:
    return set(digested(standing.findings(), 0).select("finding", "values").iter_rows())


def judged_anew(snapshot: Snapshot, day: date) -> set[tuple[str, str]]:
    cases = pl.concat(snapshot.cases(bucket) for bucket in snapshot.buckets)
    submission = Submission(Path("x"), snapshot.records(cases)[0], Problems())
    found = check(submission, CONTENT, as_of=day, book=BOOK).findings
    return set(digested(found, 0).select("finding", "values").iter_rows())


# --- what a batch may bring -------------------------------------------------------------------------------


def corrected(
    snapshot: Snapshot, rows: list[int], how: str, number: int
) -> dict[str, pl.DataFrame]:
    """These cases as a body hands them in again: what they share with others is another, or all is as
    it was."""
    whole = pl.concat(snapshot.cases(bucket) for bucket in snapshot.buckets)
    records, _ = snapshot.records(whole[sorted({row % whole.height for row in rows})])
    cases, events = records["cases"], records["events"]
    donor = whole[number % whole.height]
    day = timedelta(days=number % 40 - 20)
    changes: Mapping[str, Any] = {
        "party": {"party_id": f"P{number % 11}", "matter_id": f"M{number % 5}"},
        "no party": {"party_id": None},
        "item": {name: donor[name][0] for name in ("item_id", "tier", "party_kind")},
        "number": {"decision_no": donor["decision_no"][0]},
        "fine": {"fine": 1000 * (1 + number % 7)},
        "inspection": {"kind": "inspection"},
        "flag": {"flags": ["joint_enforcement", "designated"]},
    }
    if how in changes:
        literals = {n: pl.lit(v).cast(cases[n].dtype) for n, v in changes[how].items()}
        cases = cases.with_columns(**literals)
    elif how == "days":
        moved = [pl.col(n) + day for n in ("moment", "until", day_column("moment"))]
        events = events.with_columns(moved)
    elif how == "officers":
        officer = snapshot.registers["officers"]["officer_id"][number % 5]
        events = events.with_columns(officers=pl.lit([officer]))
    elif how == "no events":
        events = events.clear()
    return {**{name: records[name] for name in OWN}, "events": events, "cases": cases}


def entered(snapshot: Snapshot, table: str, number: int) -> dict[str, pl.DataFrame]:
    """An entry of a register with other values."""
    rows = snapshot.registers[table]
    if rows.is_empty():
        return {}
    entry, other = rows[number % rows.height], rows[(number * 7 + 3) % rows.height]
    kept = {"body_id", "officer_id", "cert_no", "item_id", "tier", "table", "name", "year"}
    kept |= {name for name in rows.columns if name.endswith("_id") or name == "covered_from"}
    values = [name for name in rows.columns if name not in kept]
    return {table: entry.with_columns(other[name] for name in values)}


HOWS = ("party", "no party", "item", "number", "fine", "inspection", "flag", "days", "officers",
        "no events", "as it was")  # fmt: skip
TABLES = ("bodies", "officers", "certificates", "items", "discretion", "coverage", "disclosures",
          "training", "delegations")  # fmt: skip
numbers = st.integers(0, 10_000)
corrections = st.tuples(
    st.just("cases"), st.sampled_from(HOWS), st.lists(numbers, min_size=1, max_size=9), numbers
)
entries = st.tuples(st.just("entry"), st.sampled_from(TABLES), st.just([0]), numbers)
steps = st.lists(st.one_of(corrections, corrections, entries), min_size=2, max_size=4)


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=steps, later=st.integers(0, 200))
def test_what_stands_after_batches_and_days_is_what_a_full_run_finds(
    archived: Path, steps: list[tuple[str, str, list[int], int]], later: int
) -> None:
    with TemporaryDirectory() as folder:
        root = Path(shutil.copytree(archived, Path(folder) / "archive"))
        standing = Standing(Archive.open(root), CONTENT, BOOK)
        for turn, (what, which, rows, number) in enumerate(steps):
            snapshot = standing.archive.snapshot()
            frames = (
                corrected(snapshot, rows, which, number)
                if what == "cases"
                else entered(snapshot, which, number)
            )
            standing.archive.accept(Batch(Records.of(frames), f"turn {turn}"), at=NOON)
            before = stands(standing)
            changes = standing.check(DAY)
            now = stands(standing)
            assert now == judged_anew(standing.archive.snapshot(), DAY), (turn, what, which)
            assert {name for name, _ in now - before} == {
                *changes.appeared["finding"], *changes.changed["finding"]
            }  # fmt: skip
        day = DAY + timedelta(days=later)
        standing.check(day)
        assert stands(standing) == judged_anew(standing.archive.snapshot(), day)
        standing.check(DAY)  # from the facts that were kept
        assert stands(standing) == judged_anew(standing.archive.snapshot(), DAY)


def test_many_small_runs_are_merged_and_say_the_same(archived: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(archived, tmp_path / "archive"))
    standing = Standing(Archive.open(root), CONTENT, BOOK)
    for number in range(MERGE_FROM + 2):
        frames = corrected(standing.archive.snapshot(), [number, 70 + number // 2], "party", number)
        standing.archive.accept(Batch(Records.of(frames), f"{number}"), at=NOON)
        standing.update(DAY)
    about = standing.about()
    assert about is not None
    runs = [path.name for path in standing.state.gathering(about).folder.iterdir()]
    assert len(runs) < MERGE_FROM
    assert stands(standing) == judged_anew(standing.archive.snapshot(), DAY)
    kept = kept_facts(standing)
    standing.recompute(DAY)
    assert kept == kept_facts(standing)


def kept_facts(standing: Standing) -> set[tuple[str, int]]:
    """The facts of each case, each row as a number of all that it says."""
    about = standing.about()
    assert about is not None
    store = standing.state.facts(about)
    parts = (facts for bucket in store.buckets("case") for _, facts in store.read("case", bucket))
    return {
        (case, said)
        for facts in parts
        for case, said in zip(facts["case_id"], facts.hash_rows(), strict=True)
    }


def test_registers_gone_through_a_few_entries_at_a_time_say_the_same(
    archived: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = Path(shutil.copytree(archived, tmp_path / "archive"))
    standing = Standing(Archive.open(root), CONTENT, BOOK)
    about = standing.about()
    assert about is not None
    before, counted = stands(standing), about.tallies
    monkeypatch.setattr(across, "ENTRIES_AT_ONCE", 60)
    standing.recompute(DAY)
    about = standing.about()
    assert about is not None
    assert (stands(standing), about.tallies) == (before, counted)
    kept = dict(standing.state.facts(about).read(f"{REGISTERS}/item", 1))[()]
    assert kept.height == 60


@pytest.mark.parametrize(("register", "kept"), [("officers", True), ("disclosures", False)])
def test_a_register_that_no_case_asks_for_is_let_go(
    archived: Path, tmp_path: Path, register: str, kept: bool
) -> None:
    root = Path(shutil.copytree(archived, tmp_path / "archive"))
    standing = Standing(Archive.open(root), CONTENT, BOOK)
    snapshot = standing.archive.snapshot()
    frames = corrected(snapshot, [3], "fine", 3)
    standing.archive.accept(Batch(Records.of(frames), "one"), at=NOON)
    before = snapshot.register(register)
    standing.update(DAY)
    assert (standing.archive.snapshot().register(register) is before) is kept


# --- how little is judged -----------------------------------------------------------------------------------


def rows_judged(standing: Standing) -> dict[str, int]:
    about = standing.about()
    assert about is not None
    return {rule: sum(counts.values()) for rule, counts in about.tallies.items()}


def test_one_case_has_only_its_own_groups_judged(archived: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(archived, tmp_path / "archive"))
    standing = Standing(Archive.open(root), CONTENT, BOOK)
    whole = rows_judged(standing)
    fined = pl.concat(map(standing.archive.snapshot().cases, standing.archive.snapshot().buckets))
    row = fined.with_row_index().filter(pl.col("fine") > 0)["index"][0]
    frames = corrected(standing.archive.snapshot(), [row], "fine", 3)
    standing.archive.accept(Batch(Records.of(frames), "one"), at=NOON)
    changes = standing.update(DAY)
    assert changes.judged == 1
    now = rows_judged(standing)
    assert now.get("F23", 0) + now.get("F16", 0) > 0
    for rule in ("F16", "F23", "K04"):
        assert now.get(rule, 0) <= whole[rule] / 3, rule
    assert "A04" not in now  # on delegations: no register changed


@pytest.mark.parametrize(
    ("how", "judged", "left"),
    [
        # A corrected fine says nothing else of the party's cases, of the body's year, of who acted when.
        ("fine", {"case_pair", "like_case"}, {"act_pair", "body_year", "officer", "matter_pair"}),
        ("officers", {"act_pair"}, {"case_pair", "like_case", "body_year", "numbered_decision"}),
        ("as it was", set(), {"case_pair", "like_case", "act_pair", "body_year", "officer"}),
    ],
)
def test_only_groups_of_which_a_correction_says_something_else_are_judged(
    archived: Path, tmp_path: Path, how: str, judged: set[str], left: set[str]
) -> None:
    root = Path(shutil.copytree(archived, tmp_path / "archive"))
    standing = Standing(Archive.open(root), CONTENT, BOOK)
    frames = corrected(standing.archive.snapshot(), list(range(40)), how, 3)
    standing.archive.accept(Batch(Records.of(frames), "corrected"), at=NOON)
    assert standing.update(DAY).judged == 40
    about = standing.about()
    assert about is not None
    of_groups = standing.state.findings(about).folder / f"{ACROSS:06d}" / f"{about.run:08d}.groups"
    subjects = set(pl.read_parquet(of_groups)["subject"])
    assert judged <= subjects
    assert subjects.isdisjoint(left)
    assert stands(standing) == judged_anew(standing.archive.snapshot(), DAY)


def test_every_subject_declares_the_registers_its_facts_are_made_from(archived: Path) -> None:
    """What is not declared would not be judged anew when it changes."""
    snapshot = Archive.open(archived).snapshot()
    cases = pl.concat(snapshot.cases(bucket) for bucket in snapshot.buckets)
    full = Bucket(*snapshot.records(cases))

    names: set[str] = set()

    class Asked(dict[str, pl.DataFrame]):
        def __getitem__(self, name: str) -> pl.DataFrame:
            names.add(name)
            return super().__getitem__(name)

    looked_at = 0
    for subject in subjects_of(CONTENT).values():
        if kind_of(subject) == BUCKET:
            continue
        frames = Asked(registered(snapshot).records.frames)
        bucket = Bucket(Records(frames))
        names.clear()
        if subject.gathered is None:
            build_facts(subject, bucket, subject.columns)
        else:
            build_gathered(
                subject, subject.gathered, bucket, subject.gathered.gives(full), subject.columns
            )
        undeclared = {name for name in names if not rests_on(subject, [name])}
        assert not undeclared, subject.name
        looked_at += len(names)
    assert looked_at > 20
