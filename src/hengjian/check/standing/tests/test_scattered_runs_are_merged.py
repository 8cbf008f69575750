"""Many runs about cases scattered over all buckets: their facts become one run's, no bucket is rewritten."""

import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from hengjian.check.standing import facts_store, few_facts, few_merged
from hengjian.check.standing.facts_store import MERGE_FROM, FactsStore
from hengjian.check.standing.files import clear_after
from hengjian.check.standing.tests.test_few_lie_together import (
    SORTS,
    Held,
    by_bucket,
    expected,
    facts,
    told,
)

BUCKETS, CASES = 6, 40


class KilledError(Exception):
    """The process ends here."""


@pytest.fixture
def held() -> Held:
    """All cases of all buckets, as the first run made their facts."""
    return {(b, c): (SORTS[c % 2], 1) for b in range(BUCKETS) for c in range(CASES)}


@pytest.fixture
def store(tmp_path: Path, held: Held) -> FactsStore:
    return made_anew(tmp_path / "facts", held)


def made_anew(folder: Path, held: Held) -> FactsStore:
    store = FactsStore(folder)
    for bucket in range(BUCKETS):
        store.add("case", bucket, 1, facts(held, [case for case in held if case[0] == bucket]))
    return store


def update(store: FactsStore, held: Held, run: int, cases: list[tuple[int, int]]) -> None:
    """A run about these cases, some of which are now of another sort."""
    chance = Random(run)
    held |= {case: (chance.choice(SORTS), run) for case in cases}
    store.add_few("case", run, facts(held, cases), by_bucket(cases))


def scattered(run: int) -> list[tuple[int, int]]:
    """Two cases of each bucket."""
    chance = Random(run)
    return [(b, c) for b in range(BUCKETS) for c in chance.sample(range(CASES), k=2)]


def alone(run: int) -> list[tuple[int, int]]:
    """A few of the newest cases, all in the last bucket."""
    return [(BUCKETS - 1, c) for c in Random(run).sample(range(CASES), k=3)]


def rewritten(store: FactsStore) -> list[int]:
    """The buckets whose facts are not as the first run made them."""
    places = (store.folder / "case").glob("[0-9]*/[0-9]*")
    return sorted(int(place.parent.name) for place in places if place.name != f"{1:08d}")


def few(store: FactsStore) -> list[str]:
    return sorted(place.name for place in (store.folder / "case/few").glob("*"))


def test_after_thirty_scattered_runs_the_newest_facts_count_and_no_bucket_was_rewritten(
    store: FactsStore, held: Held, tmp_path: Path
) -> None:
    for run in range(2, 32):
        update(store, held, run, scattered(run))
        store.tidy()
        assert told(FactsStore(store.folder)) == expected(held), run
        assert len(few(store)) < MERGE_FROM
    assert rewritten(store) == []
    assert told(store) == told(made_anew(tmp_path / "anew", held))
    some = by_bucket([case for case in held if case[1] % 3 == 0])
    assert told(store, some) == told(FactsStore(tmp_path / "anew"), some)


def test_a_bucket_that_many_runs_are_about_alone_is_rewritten_alone(
    store: FactsStore, held: Held
) -> None:
    for run in range(2, 2 + 5 * MERGE_FROM):
        update(store, held, run, scattered(run) if run % 2 else alone(run))
        store.tidy()
        assert told(FactsStore(store.folder)) == expected(held), run
    assert rewritten(store) == [BUCKETS - 1]
    assert len(few(store)) < 2 * MERGE_FROM


def test_where_too_much_is_kept_the_bucket_with_most_of_it_is_rewritten(
    store: FactsStore, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where each night brings new cases, all in one bucket, and corrections of a few old ones."""
    monkeypatch.setattr(facts_store, "SHARED_AT_MOST", 90)
    monkeypatch.setattr(few_merged, "TOGETHER", 20)
    for run in range(2, 32):
        update(store, held, run, sorted({*alone(run), (run % (BUCKETS - 1), run)}))
        store.tidy()
        assert told(FactsStore(store.folder)) == expected(held), run
    assert rewritten(store) == []
    monkeypatch.setattr(facts_store, "SHARED_AT_MOST", 60)
    for run in range(32, 60):
        update(store, held, run, [*alone(run), (run % (BUCKETS - 1), run % CASES)])
        store.tidy()
        assert told(FactsStore(store.folder)) == expected(held), run
    assert rewritten(store) == [BUCKETS - 1]


def test_the_same_cases_again_and_again_are_not_too_much(
    store: FactsStore, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facts_store, "SHARED_AT_MOST", 12 * MERGE_FROM)
    for run in range(2, 40):
        update(store, held, run, scattered(0))
        store.tidy()
    assert rewritten(store) == []
    assert told(store) == expected(held)


# --- killed ---------------------------------------------------------------------------------------------------


def dying(at: int, patch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Whatever changes the disk counts; the step of this number is not done, or half done. Gives how
    many steps were begun."""
    steps = 0
    replace, rmtree = Path.replace, shutil.rmtree

    def step(half: Callable[[], Any] | None = None) -> None:
        nonlocal steps
        steps += 1
        if steps == at:
            if half is not None:
                half()
            raise KilledError

    def replacing(path: Path, to: Path) -> Path:
        step()
        return replace(path, to)

    def removing(place: Path) -> None:
        step(lambda: min(place.iterdir()).unlink())
        rmtree(place)

    patch.setattr(Path, "replace", replacing)
    patch.setattr(few_facts, "rmtree", removing)
    patch.setattr(facts_store, "rmtree", removing)
    return lambda: steps


@pytest.mark.parametrize("shared", [30, 100_000], ids=["buckets are rewritten", "all is merged"])
def test_killed_at_any_step_of_putting_together_the_same_counts(
    store: FactsStore, held: Held, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shared: int
) -> None:
    for run in range(2, 2 + MERGE_FROM):
        update(store, held, run, scattered(run))
    update(store, held, 2 + MERGE_FROM, alone(1))
    monkeypatch.setattr(facts_store, "SHARED_AT_MOST", shared)
    last, at, begun = 2 + MERGE_FROM, 0, 1
    while at < begun:  # first undisturbed, which tells how many steps there are
        folder = tmp_path / f"at-{at}"
        shutil.copytree(store.folder, folder)
        killed = FactsStore(folder, grown={("case", bucket) for bucket in range(BUCKETS)})
        with monkeypatch.context() as patch:
            steps = dying(at, patch)
            try:
                killed.tidy()
                begun = steps() + 1 if at == 0 else begun
            except KilledError:
                assert at
        assert told(FactsStore(folder)) == expected(held), at
        clear_after(folder, last)
        again, then = FactsStore(folder), dict(held)
        assert told(again) == expected(held), at
        update(again, then, last + 1, scattered(last + 1))
        assert told(again) == expected(then), at
        clear_after(folder, last)  # that run was not finished: what stood before it still stands
        assert told(FactsStore(folder)) == expected(held), at
        update(again, then, last + 1, scattered(last + 1))
        again.tidy()
        assert told(FactsStore(folder)) == expected(then), at
        assert len(few(again)) <= 3, at
        at += 1
    assert at > MERGE_FROM
