"""Work that is split over threads: results in order, no more begun than taken, errors told."""

import threading
import time
from collections.abc import Iterator

import pytest

from hengjian.content.speech import language, speaking
from hengjian.content.threads import side_by_side


def test_results_come_in_the_order_of_the_things() -> None:
    def slow_first(thing: int) -> int:
        time.sleep(0.02 * (3 - thing))
        return thing * 10

    assert list(side_by_side(slow_first, [0, 1, 2, 3], 2)) == [0, 10, 20, 30]
    assert list(side_by_side(slow_first, [], 2)) == []


def test_no_more_are_begun_than_are_taken() -> None:
    begun = 0

    def things() -> Iterator[int]:
        nonlocal begun
        for thing in range(50):
            begun += 1
            yield thing

    results = side_by_side(lambda thing: thing, things(), 2)
    for taken in range(1, 11):
        next(results)
        assert begun <= taken + 2
    results.close()  # type: ignore[attr-defined]
    assert begun <= 12


def test_an_error_is_told_and_what_was_not_begun_is_left() -> None:
    done: list[int] = []

    def fails(thing: int) -> int:
        if thing == 2:
            raise ValueError("the third")
        done.append(thing)
        return thing

    with pytest.raises(ValueError, match="the third"):
        list(side_by_side(fails, range(100), 2))
    assert len(done) < 10


def test_two_are_at_work_at_once_and_speak_the_language_of_whoever_asked() -> None:
    both = threading.Barrier(2, timeout=20)

    def met(_: int) -> str:
        both.wait()  # passes only where two are there
        return language()

    with speaking("en"):
        assert list(side_by_side(met, range(4), 2)) == ["en"] * 4
