"""What runs make of a few cases of many buckets lies together, and the newest of each case counts."""

import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

import polars as pl
import pytest

from hengjian.archive import DamagedError
from hengjian.check.standing import facts_store, findings_store
from hengjian.check.standing.facts_store import FactsStore
from hengjian.check.standing.findings_store import STORED, FindingsStore, Part
from hengjian.check.standing.packed import SUFFIX
from hengjian.rules.concerns import Sort

BUCKETS, CASES = 4, 6
SORTS: tuple[Sort, ...] = (("penalty", None), ("permit", None))
Held = dict[tuple[int, int], tuple[Sort, int]]
"""Bucket and case → of what sort it is, and the run that told it last."""


def keys(cases: list[tuple[int, int]]) -> pl.DataFrame:
    rows = [("B", f"{b}-{c}") for b, c in cases]
    return pl.DataFrame(rows, {"body_id": pl.String(), "case_id": pl.String()}, orient="row")


def by_bucket(cases: list[tuple[int, int]]) -> dict[int, pl.DataFrame]:
    return {b: keys([one for one in cases if one[0] == b]) for b in sorted({b for b, _ in cases})}


def facts(held: Held, cases: list[tuple[int, int]]) -> dict[Sort, pl.DataFrame]:
    of = {sort: [case for case in cases if held[case][0] == sort] for sort in SORTS}
    runs = {sort: pl.Series("run", [held[case][1] for case in own]) for sort, own in of.items()}
    return {sort: keys(own).with_columns(runs[sort]) for sort, own in of.items() if own}


def told(
    store: FactsStore, cases: dict[int, pl.DataFrame] | None = None
) -> set[tuple[object, ...]]:
    asked = dict.fromkeys(store.buckets("case"), None) if cases is None else cases
    frames = (one for b, own in asked.items() for one in store.read("case", b, cases=own))
    return {(sort, *row) for sort, rows in frames for row in rows.iter_rows()}


def expected(held: Held) -> set[tuple[object, ...]]:
    return {(sort, "B", f"{b}-{c}", run) for (b, c), (sort, run) in held.items()}


@pytest.mark.parametrize("shared", [5, 100_000])
def test_facts_of_a_case_are_those_of_the_newest_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shared: int
) -> None:
    monkeypatch.setattr(facts_store, "MERGE_FROM", 3)
    monkeypatch.setattr(facts_store, "SHARED_AT_MOST", shared)
    chance, store = Random(4), FactsStore(tmp_path)
    held: Held = {(b, c): (SORTS[c % 2], 1) for b in range(BUCKETS) for c in range(CASES)}
    for bucket in range(BUCKETS):
        store.add("case", bucket, 1, facts(held, [case for case in held if case[0] == bucket]))
    for run in range(2, 24):
        if run % 7 == 0:  # all of a bucket is made anew
            own = [(run % BUCKETS, case) for case in range(CASES)]
        else:  # some cases, one of them perhaps of a bucket that had none
            own = chance.sample([*held, (BUCKETS, run)], k=chance.randint(1, 9))
        held |= {case: (chance.choice(SORTS), run) for case in own}
        if run % 7 == 0:
            store.add("case", run % BUCKETS, run, facts(held, own))
        else:
            chance.shuffle(own)
            store.add_few("case", run, facts(held, own), by_bucket(own))
        assert told(store) == expected(held), run
        store.tidy()
        assert told(FactsStore(tmp_path)) == expected(held), run
        some = [case for case in held if case[1] % 3 == 0]
        assert told(store, by_bucket(some)) == expected({case: held[case] for case in some})
    assert len([*tmp_path.rglob("few/*")]) < 8


def test_damage_to_what_buckets_share_is_told(tmp_path: Path) -> None:
    held: Held = {(b, 0): (SORTS[0], 1) for b in range(2)}
    FactsStore(tmp_path).add_few("case", 2, facts(held, [*held]), by_bucket([*held]))
    (file,) = (one for one in tmp_path.rglob(f"*{SUFFIX}") if one.stem != "touched")
    content = bytearray(file.read_bytes())
    content[-9] ^= 1
    file.write_bytes(content)
    with pytest.raises(DamagedError, match=file.name):
        told(FactsStore(tmp_path))


# --- findings -------------------------------------------------------------------------------------------------


def findings(cases: list[tuple[int, int]], run: int) -> pl.DataFrame:
    """One finding of each case by each of two rules."""
    rows = [
        {"finding": f"{b:04x}{c:04x}{rule}", "rule": f"F0{rule}", "subject": "case", "body_id": "B",
         "case_id": f"{b}-{c}", "values": str(run), "run": run, "bucket": b}
        for b, c in cases for rule in (1, 2)
    ]  # fmt: skip
    schema = {**STORED, "bucket": pl.Int32()}
    return pl.DataFrame([dict.fromkeys(schema) | row for row in rows], schema)


def stand(store: FindingsStore) -> set[tuple[str, str]]:
    return set(store.all().select("finding", "values").iter_rows())


Kept = tuple[FindingsStore, dict[str, str]]


@pytest.fixture
def judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], Kept]:
    """So many runs of different kinds; what then stands: finding → the run that found it."""
    monkeypatch.setattr(findings_store, "MERGE_FROM", 5)

    def run_all(runs: int) -> Kept:
        chance, store = Random(9), FindingsStore(tmp_path / "findings", 99)
        every = [(b, c) for b in range(BUCKETS) for c in range(CASES)]
        known: dict[str, str] = {}
        for run in range(1, runs + 1):
            rules = ["F01"] if run % 4 == 0 else None  # all of them
            if run == 1 or run % 6 == 0:
                own = [case for case in every if run == 1 or case[0] == run % BUCKETS]
            else:
                own = chance.sample(every, k=chance.randint(1, 9))
            found = findings([case for case in own if chance.random() < 0.8], run)
            found = found.filter(pl.col("rule").is_in(rules or ["F01", "F02"]))
            told_of = {f"{b:04x}{c:04x}{r}" for b, c in own for r in ((1,) if rules else (1, 2))}
            known = {name: by for name, by in known.items() if name not in told_of}
            known |= dict(found.select("finding", "values").iter_rows())
            if run == 1 or run % 6 == 0:
                for bucket in {b for b, _ in own}:
                    mine = found.filter(bucket=bucket).drop("bucket")
                    store.add(bucket, run, mine, Part.of(rules=rules))
            else:
                store.add_few(run, found, by_bucket(own), rules)
            if run % 2:
                store.tidy()
            assert stand(store) == set(known.items()), run
        return store, known

    return run_all


def test_findings_of_a_case_are_those_of_the_newest_run(judged: Callable[[int], Kept]) -> None:
    store, known = judged(40)
    assert known
    assert len([*(store.folder / "few").glob("*.found")]) < 10


@pytest.mark.parametrize("runs", [1, 4, 5, 13, 22])
def test_signs_of_a_few_cases_are_those_of_their_buckets(
    judged: Callable[[int], Kept], runs: int
) -> None:
    store, _ = judged(runs)
    cases = by_bucket([(b, c) for b in range(BUCKETS) for c in (1, 3, 4)])
    for rules in (None, ["F02"]):
        one_by_one = pl.concat(store.signs(b, Part.of(own, rules)) for b, own in cases.items())
        together = store.signs_of_few(cases, rules)
        assert together.height > 3
        assert together.sort("code").equals(one_by_one.sort("code"))
    later = FindingsStore(store.folder, 0)
    assert later.signs_of_few(cases).is_empty()


def test_findings_that_were_merged_count_before_the_others_go(
    judged: Callable[[int], Kept], tmp_path: Path
) -> None:
    """As a process that is killed leaves them."""
    store, known = judged(10)
    killed = FindingsStore(tmp_path / "killed", 99)
    shutil.copytree(store.folder, killed.folder)
    for bucket in killed.buckets():
        killed.merge(bucket)
        shutil.copytree(store.folder, killed.folder, dirs_exist_ok=True)
        assert stand(killed) == set(known.items())
