"""Kills `hengjian import` and `hengjian archive check` at random moments, runs them again, compares.

Serves whoever changes what the archive or the standing check write, and in which order. Both run as a
user runs them, in a process of their own that gets SIGKILL; nothing may be lost or stored twice, and
the findings must be those of a run that nobody disturbed. Exits with 1 if one trial differs.

    python bench/kills.py
    python bench/kills.py --cases 20000 --kills 100 --seed 5
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from hengjian.archive import Archive
from hengjian.check.standing import Standing
from hengjian.content import Content
from hengjian.rules.loading import Book
from hengjian.simulator import simulate
from hengjian.simulator.city import City
from hengjian.simulator.writing import submitted

CONTENT = Content()
BOOK = Book.load(CONTENT)
FIRST, SECOND = "2026-11-20", "2026-12-20"
OF_CASES = ("events", "documents", "recordings")


def hengjian(home: Path, *arguments: object, seconds: float | None = None) -> tuple[bool, float]:
    """Run a command, and kill it after some seconds. Whether it was killed, and how long it ran."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "hengjian", *map(str, arguments)],
        env={**os.environ, "HENGJIAN_HOME": str(home), "HENGJIAN_LANG": "zh"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return True, time.perf_counter() - begun
    if process.returncode:
        raise RuntimeError(f"hengjian {arguments[0]} ended with {process.returncode}")
    return False, time.perf_counter() - begun


def written(city: City, cases: pl.DataFrame, folder: Path, registers: dict[str, Any]) -> Path:
    """A submission of some cases of a city."""
    keys = cases.select("body_id", "case_id")
    frames = {name: city.tables[name].join(keys, on=keys.columns, how="semi") for name in OF_CASES}
    folder.mkdir(parents=True)
    for name, frame in {**registers, **frames, "cases": cases}.items():
        if not frame.is_empty():
            submitted(frame, name).write_parquet(folder / f"{name}.parquet")
    return folder


def held(root: Path) -> tuple[Any, ...]:
    """All that a reader of the archive sees: batches, versions of cases, registers, keys."""
    archive = Archive.open(root)
    snapshot = archive.snapshot()
    versions = pl.concat(snapshot.versions(bucket) for bucket in snapshot.buckets)
    return (
        snapshot.batches.filter(state="accepted")["batch_id"].to_list(),
        versions.drop("batch", "bucket").hash_rows(1).sort().to_list(),
        {name: rows.hash_rows(1).sort().to_list() for name, rows in snapshot.registers.items()},
        snapshot.keys().hash_rows(1).sort().to_list(),
        archive.damage(),
    )


def stands(root: Path) -> set[tuple[str, str]]:
    found = Standing(Archive.open(root), CONTENT, BOOK).findings()
    return set(found.select("finding", "values").iter_rows())


@dataclass(frozen=True)
class Known:
    """What undisturbed runs leave: the archive before and after the import, the findings before and
    after the check."""

    before: tuple[Any, ...]
    grown: tuple[Any, ...]
    stood: set[tuple[str, str]]
    done: set[tuple[str, str]]


def found(root: Path, importing: bool, known: Known) -> tuple[str, bool]:
    """What a reader finds after a kill, and whether it is one of the states that there may be."""
    if importing:
        now = held(root)
        state = "before" if now == known.before else "after"
        return state, now in (known.before, known.grown)
    standing = stands(root)
    if standing == known.stood:
        return "before", True
    # A check of a batch and of another day is two runs, each of which stands as a whole.
    return ("after" if standing == known.done else "in between"), True


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=3000)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=4)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        home = folder / "home"
        city = simulate(options.cases, 7, CONTENT)
        cases = city.tables["cases"]
        registers = {n: f for n, f in city.tables.items() if n not in (*OF_CASES, "cases")}
        most, mended = int(cases.height * 0.9), int(cases.height * 0.8)
        first = written(city, cases.head(most), folder / "first", registers)
        later = cases.slice(mended).with_columns(pl.col("fine").fill_null(0) + 100)
        second = written(city, later, folder / "second", {})
        hengjian(home, "import", first, "--archive", folder / "checked")
        hengjian(home, "archive", "check", folder / "checked", "--as-of", FIRST)
        shutil.copytree(folder / "checked", folder / "grown")
        _, import_takes = hengjian(home, "import", second, "--archive", folder / "grown")
        shutil.copytree(folder / "grown", folder / "done")
        check = ("archive", "check", folder / "done", "--as-of", SECOND)
        _, check_takes = hengjian(home, *check)
        print(f"{cases.height:,} cases; undisturbed: import {import_takes:.1f} s, "
              f"check {check_takes:.1f} s")  # fmt: skip
        print(f"{'':>3} {'killed':<8}{'after':>8}{'state found':>16}{'again':>9}  result")
        known = Known(
            held(folder / "checked"),
            held(folder / "grown"),
            stands(folder / "grown"),
            stands(folder / "done"),
        )
        wrong = 0
        for trial in range(1, options.kills + 1):
            root = folder / f"trial-{trial}"
            importing = trial % 2 == 1
            prepared = folder / ("checked" if importing else "grown")
            work: tuple[object, ...] = (
                ("import", second, "--archive", root)
                if importing
                else ("archive", "check", root, "--as-of", SECOND)
            )
            takes = import_takes if importing else check_takes
            killed, after = False, 0.0
            while not killed:  # one that ended before its moment came is drawn anew
                shutil.rmtree(root, ignore_errors=True)
                shutil.copytree(prepared, root)
                # Starting Python changes nothing on the disk: most moments are after it.
                moment = chance.uniform(0.3, 1.0) * takes
                killed, after = hengjian(home, *work, seconds=moment)
                takes = min(takes, after) if not killed else takes
            state, sound = found(root, importing, known)
            _, again = hengjian(home, *work)
            if importing:
                hengjian(home, *work)
            equal = sound and held(root) == known.grown
            equal = equal and (importing or stands(root) == known.done)
            wrong += not equal
            told = "equal" if equal else "DIFFERS"
            what = "import" if importing else "check"
            print(
                f"{trial:>3} {what:<8}{after:>6.2f} s{state:>16}{again:>7.1f} s  {told}", flush=True
            )
            shutil.rmtree(root)
    print(f"{options.kills - wrong} of {options.kills} equal to an undisturbed run")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
