"""Killed at any point of an import or a check and run again: nothing lost, nothing twice."""

import random
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from hengjian.archive import Archive
from hengjian.check.standing.findings_store import digested
from hengjian.check.standing.tests.killing import (
    checking,
    importing,
    importing_and_checking,
    killed,
    saved,
    standing,
)
from hengjian.content import Content
from hengjian.simulator import simulate
from hengjian.standard.records import Records

FIRST, SECOND = date(2026, 11, 20), date(2027, 2, 20)


@pytest.fixture(scope="module")
def batches(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A city of 110 cases; twenty of them corrected, ten new ones and other certificates."""
    folder = tmp_path_factory.mktemp("batches")
    city = Records.of(simulate(120, 3, Content()).tables)
    cards = city["certificates"].head(3).with_columns(withdrawn_on=date(2020, 1, 1))
    mended = city["cases"].slice(90).with_columns(pl.col("fine").fill_null(0) + 100)
    first = {**city.frames, **_of(city, city["cases"].head(110))}
    second = {**_of(city, mended), "certificates": cards}
    return (
        saved(Records.of(first), folder / "first"),
        saved(Records.of(second), folder / "second"),
    )


def _of(city: Records, cases: pl.DataFrame) -> dict[str, pl.DataFrame]:
    keys = cases.select("body_id", "case_id")
    parts = {
        name: city[name].join(keys, on=["body_id", "case_id"], how="semi")
        for name in ("events", "documents", "recordings")
    }
    return {**parts, "cases": cases}


@pytest.fixture(scope="module")
def checked(batches: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with the first batch, checked."""
    root = tmp_path_factory.mktemp("checked") / "archive"
    importing(root, batches[0])
    checking(root, FIRST)
    return root


@pytest.fixture(scope="module")
def grown(
    batches: tuple[Path, Path], checked: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The same with the second batch, not checked since."""
    root = tmp_path_factory.mktemp("grown") / "archive"
    shutil.copytree(checked, root)
    importing(root, batches[1])
    return root


def accepted(root: Path) -> dict[str, Any]:
    """All that the archive holds for a reader."""
    snapshot = Archive.open(root).snapshot()
    versions = pl.concat(snapshot.versions(bucket) for bucket in snapshot.buckets)
    return {
        "batches": snapshot.batches.filter(state="accepted")["batch_id"].to_list(),
        "versions": sorted(versions.select("body_id", "case_id", "fine").rows(), key=str),
        "certificates": snapshot.registers["certificates"].sort("cert_no").rows(),
        "keys": snapshot.keys().sort("case_id").rows(),
        "damage": Archive.open(root).damage(),
    }


def stands(root: Path) -> set[tuple[str, str]]:
    found = digested(standing(root).findings(), 0)
    return set(found.select("finding", "values").iter_rows())


def points(total: int, trials: int = 10) -> list[int]:
    """Some points of the work: the first, the last, and others by chance."""
    chance = random.Random(total)
    if total <= trials:
        return list(range(1, total + 1))
    return sorted({1, 2, total, *chance.sample(range(3, total), trials - 3)})


def trial(
    folder: Path, prepared: Path, at: int, work: Callable[..., None], *arguments: Any
) -> Path:
    """A copy of an archive on which the work was killed at a point."""
    root = folder / f"at-{at}"
    shutil.copytree(prepared, root)
    died, _ = killed(work, root, *arguments, at=at)
    assert died
    return root


def test_a_killed_import_run_again_equals_an_undisturbed_one(
    tmp_path: Path, batches: tuple[Path, Path], checked: Path, grown: Path
) -> None:
    before, after = accepted(checked), accepted(grown)
    assert before["versions"] != after["versions"]
    shutil.copytree(checked, tmp_path / "whole")
    _, total = killed(importing, tmp_path / "whole", batches[1], at=0)
    assert total >= 9
    for at in points(total):
        root = trial(tmp_path, checked, at, importing, batches[1])
        assert accepted(root) in (before, after), at
        importing(root, batches[1])
        assert accepted(root) == after, at
        importing(root, batches[1])
        assert accepted(root) == after, at


@pytest.mark.parametrize("full", [False, True], ids=["what changed", "everything"])
def test_a_killed_check_run_again_equals_an_undisturbed_one(
    tmp_path: Path, grown: Path, full: bool
) -> None:
    before = stands(grown)
    shutil.copytree(grown, tmp_path / "half")
    standing(tmp_path / "half").update(FIRST)
    between = stands(tmp_path / "half")
    shutil.copytree(grown, tmp_path / "whole")
    _, total = killed(checking, tmp_path / "whole", SECOND, full, at=0)
    after = stands(tmp_path / "whole")
    assert total > 10
    assert len({frozenset(s) for s in (before, between, after)}) == 3
    for at in points(total, 5 if full else 8):
        root = trial(tmp_path, grown, at, checking, SECOND, full)
        assert stands(root) in (before, between, after), at
        checking(root, SECOND)
        assert stands(root) == after, at
        kept = [path.name for path in (root / "standing").rglob("*")]
        assert not [name for name in kept if name.endswith(".new") or name == "unfinished"], at
        assert len([name for name in kept if name.startswith("g0")]) == 1, at


def test_a_kill_in_the_first_check_leaves_nothing_that_stands(
    tmp_path: Path, batches: tuple[Path, Path], checked: Path
) -> None:
    root = tmp_path / "archive"
    importing(root, batches[0])
    died, _ = killed(checking, root, FIRST, at=20)
    assert died
    assert stands(root) == set()
    checking(root, FIRST)
    assert stands(root) == stands(checked)


def test_an_import_killed_while_it_is_checked_is_made_good_by_the_next(
    tmp_path: Path, batches: tuple[Path, Path]
) -> None:
    whole = tmp_path / "whole"
    _, total = killed(importing_and_checking, whole, batches, FIRST, at=0)
    after = stands(whole)
    assert after
    for at in [*random.Random(total).sample(range(12, total - 5), 3), total - 5]:
        root = tmp_path / f"at-{at}"
        died, _ = killed(importing_and_checking, root, batches, FIRST, at=at)
        assert died
        assert stands(root) in (set(), after), at
        importing_and_checking(root, batches, FIRST)
        assert stands(root) == after, at
        assert accepted(root) == accepted(whole), at
        checking(root, FIRST, full=True)
        assert stands(root) == after, at
