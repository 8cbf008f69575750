"""Facts made of batches at hand, while they are accepted: the same as read back from the archive."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from hengjian.archive import Archive, ArchiveBusyError, Batch, Snapshot
from hengjian.archive.at_hand import AtHand
from hengjian.check.standing import Standing, flow
from hengjian.content import Content
from hengjian.rules.loading import Book
from hengjian.simulator import City, simulate
from hengjian.standard.records import Records
from hengjian.standard.tables import BY_NAME

CONTENT = Content()
BOOK = Book.load(CONTENT)
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
OWN = ("events", "documents", "recordings")
SIZE = 100


@pytest.fixture(scope="module")
def city() -> City:
    return simulate(420, 7, CONTENT)


@pytest.fixture(scope="module")
def records(city: City) -> Records:
    return Records.of(city.tables)


@pytest.fixture
def standing(tmp_path: Path) -> Standing:
    return Standing(Archive.at(tmp_path / "archive", bucket_size=SIZE), CONTENT, BOOK)


@pytest.fixture
def read_back(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The buckets that are read from the archive to make facts."""
    seen: list[int] = []
    slices = Snapshot.slices

    def told(snapshot: Snapshot, bucket: int, height: int) -> Iterator[pl.DataFrame]:
        seen.append(bucket)
        return slices(snapshot, bucket, height)

    monkeypatch.setattr(Snapshot, "slices", told)
    return seen


def some(records: Records, first: int, last: int, **registers: pl.DataFrame | None) -> Records:
    """Some of the cases and all registers but those of ``registers``, which are as said; None: none."""
    cases = records["cases"].slice(first, last - first)
    keys = cases.select("body_id", "case_id")
    frames = dict(records.frames) | {"cases": cases}
    for name in OWN:
        frames[name] = records[name].join(keys, on=["body_id", "case_id"], how="semi")
    for name, entries in registers.items():
        frames[name] = records[name].clear() if entries is None else entries
    return Records.of(frames)


def bare(records: Records, first: int, last: int, **registers: pl.DataFrame) -> Records:
    """Some of the cases, and of registers only these entries."""
    nothing = dict.fromkeys(set(BY_NAME) - {"cases", *OWN})
    return some(records, first, last, **(nothing | registers))


def grown(standing: Standing, day: date, *batches: Records) -> None:
    """Batches that come one after the other, and are checked."""
    with standing.growing(day) as growth:
        for number, batch in enumerate(batches):
            standing.archive.accept(Batch(batch, f"{number}"), at=NOON, beside=growth.take)
        growth.check(None)


def state(standing: Standing) -> dict[str, Any]:
    """All that a check leaves, apart from its number."""
    about = standing.about()
    assert about is not None
    due = standing.state.due(about)
    return {
        "findings": standing.findings().drop("run").sort("finding", "occurrence").rows(),
        "tallies": dict(sorted(about.tallies.items())),
        "across": about.across,
        "seq": about.seq,
        "due": {b: due.days(b).sort(pl.all()).rows() for b in due.buckets()},
        "facts": _facts(standing),
    }


def _facts(standing: Standing) -> dict[str, Any]:
    about = standing.about()
    assert about is not None
    store = standing.state.facts(about)
    names = {
        path.parents[2].relative_to(store.folder).as_posix()
        for path in store.folder.rglob("sorts.json")
    }
    return {
        f"{name} {bucket} {sort}": sorted(facts.rows(), key=str)
        for name in sorted(names)
        for bucket in store.buckets(name)
        for sort, facts in store.read(name, bucket)
    }


def same_as_read_back(standing: Standing, day: date) -> bool:
    """Whether what stands is what a full run finds that reads all from the archive."""
    stands = state(standing)
    standing.recompute(day)
    return stands["findings"] != [] and stands == state(standing)


@pytest.mark.parametrize("at_hand", [flow.AT_HAND, 40])
def test_facts_of_rows_at_hand_are_those_read_back(
    standing: Standing,
    records: Records,
    city: City,
    read_back: list[int],
    monkeypatch: pytest.MonkeyPatch,
    at_hand: int,
) -> None:
    monkeypatch.setattr(flow, "AT_HAND", at_hand)
    batches = [some(records, 0, 150), bare(records, 150, 170), some(records, 170, 420)]
    grown(standing, city.as_of, *batches)
    assert read_back == []
    assert same_as_read_back(standing, city.as_of)
    assert sorted(read_back) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("certificates", "withdrawn_on"),
        ("items", "major"),
        ("bodies", "level"),
        ("coverage", "covered_to"),
        ("outcomes", "result"),
    ],
)
def test_buckets_whose_registers_a_later_batch_changes_are_made_anew(
    standing: Standing, records: Records, city: City, read_back: list[int], name: str, column: str
) -> None:
    cases = records["cases"]
    entries = {
        "certificates": records["certificates"].filter(
            pl.col("officer_id").is_in(
                some(records, 0, 90)["events"]["officers"].explode().implode()
            )
        ),
        "items": records["items"].filter(pl.col("item_id") == cases["item_id"][0]),
        "bodies": records["bodies"].filter(pl.col("body_id") == cases["body_id"][0]),
        "coverage": records["coverage"].filter(pl.col("body_id") == cases["body_id"][0]),
        "outcomes": records["outcomes"].filter(
            pl.col("case_id").is_in(cases.head(90)["case_id"].implode())
        ),
    }[name]
    other: Any = date(2022, 1, 1) if entries[column].dtype == pl.Date else None
    changed = entries.with_columns(pl.lit(other, dtype=entries[column].dtype).alias(column))
    later = {name: changed}
    grown(standing, city.as_of, some(records, 0, 200), bare(records, 200, 420, **later))
    assert 0 in read_back
    assert same_as_read_back(standing, city.as_of)


def test_what_a_batch_corrects_is_made_anew(
    standing: Standing, records: Records, city: City, read_back: list[int]
) -> None:
    mended = bare(records, 40, 60)
    fines = mended["cases"].with_columns(pl.col("fine").fill_null(0) + 100)
    mended = Records.of({**mended.frames, "cases": fines})
    grown(standing, city.as_of, some(records, 0, 200), mended, bare(records, 200, 420))
    assert read_back == [0]
    assert same_as_read_back(standing, city.as_of)


@pytest.mark.parametrize("seed", range(2))
def test_any_history_leaves_what_a_full_run_finds(
    standing: Standing, records: Records, city: City, seed: int
) -> None:
    chance = random.Random(seed)
    batches, first = [], 0
    while first < 420:
        last = min(420, first + chance.randint(1, 130))
        part: dict[str, pl.DataFrame] = {}
        for name in ("bodies", "officers", "certificates", "items", "delegations", "coverage",
                     "outcomes", "discretion", "disclosures", "tickets"):  # fmt: skip
            entries, share = records[name], chance.choice([0, 0.02, 0.5, 1])
            picked = entries.sample(fraction=share, seed=seed, shuffle=True)
            values = [n for n in entries.columns if n not in BY_NAME[name].key]
            emptied = chance.choice(values)
            if picked.height and chance.random() < 0.3 and name != "coverage":
                none = pl.lit(None, dtype=entries[emptied].dtype)
                picked = picked.with_columns(none.alias(emptied))
            part[name] = picked
        begin = max(0, first - chance.choice([0, 0, 20]))
        batches.append(bare(records, begin, last, **part))
        first = last
    grown(standing, city.as_of, *batches)
    assert same_as_read_back(standing, city.as_of)


def test_an_archive_that_was_checked_is_checked_on_from_there(
    standing: Standing, records: Records, city: City
) -> None:
    grown(standing, city.as_of, some(records, 0, 200))
    grown(standing, city.as_of, bare(records, 200, 420))
    about = standing.about()
    assert about is not None
    assert (about.generation, about.run) == (1, 2)
    found = standing.findings().drop("run").sort("finding")
    standing.recompute(city.as_of)
    assert found.equals(standing.findings().drop("run").sort("finding"))


def test_nothing_stands_of_an_import_that_breaks_off(
    standing: Standing, records: Records, city: City, read_back: list[int]
) -> None:
    with standing.growing(city.as_of) as growth:
        standing.archive.accept(Batch(some(records, 0, 200), "1"), at=NOON, beside=growth.take)
    assert standing.about() is None
    standing.check(city.as_of)
    assert read_back == [0, 1]
    assert same_as_read_back(standing, city.as_of)


def test_a_batch_of_another_process_makes_it_read_all(
    standing: Standing, records: Records, city: City, read_back: list[int]
) -> None:
    with standing.growing(city.as_of) as growth:
        standing.archive.accept(Batch(some(records, 0, 200), "1"), at=NOON, beside=growth.take)
        standing.archive.accept(Batch(bare(records, 200, 420), "2"), at=NOON)
        with pytest.raises(ArchiveBusyError):
            standing.check(city.as_of)
        growth.check(None)
    assert read_back == [0, 1, 2, 3, 4]
    assert same_as_read_back(standing, city.as_of)


def test_what_another_process_corrects_is_read_back(
    standing: Standing, records: Records, city: City, read_back: list[int]
) -> None:
    mended = bare(records, 180, 200)
    fines = mended["cases"].with_columns(pl.col("fine").fill_null(0) + 100)
    mended = Records.of({**mended.frames, "cases": fines})
    with standing.growing(city.as_of) as growth:
        standing.archive.accept(Batch(some(records, 0, 200), "1"), at=NOON, beside=growth.take)
        standing.archive.accept(Batch(mended, "2"), at=NOON)
        growth.check(None)
    assert read_back == [0, 1]
    assert same_as_read_back(standing, city.as_of)


def test_a_batch_handed_in_twice_is_taken_once(
    standing: Standing, records: Records, city: City, read_back: list[int]
) -> None:
    taken: list[AtHand] = []
    batch = Batch(some(records, 0, 200), "1")
    with standing.growing(city.as_of) as growth:
        for _ in range(2):
            receipt = standing.archive.accept(
                batch, at=NOON, beside=lambda one: (taken.append(one), growth.take(one))
            )
        growth.check(None)
    assert receipt.again
    assert [one.seq for one in taken] == [1]
    assert read_back == []
    assert same_as_read_back(standing, city.as_of)
