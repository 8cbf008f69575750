"""Where groups have copies: every bucket is named, part after part, and a damaged file is told."""

from pathlib import Path

import polars as pl
import pytest

from hengjian.archive import DamagedError
from hengjian.check.standing.whereabouts import Whereabouts

PARTS = 3
PART = 2**64 // PARTS
HELD = {
    0: [5, 9, PART - 1, PART, 2 * PART + 7],
    7: [9, PART, PART + 70_000],
    41: [PART - 1, 2 * PART + 7, 2**64 - 1],
}


def _groups(numbers: list[int]) -> pl.Series:
    return pl.Series("group", numbers, dtype=pl.UInt64)


@pytest.fixture
def places(tmp_path: Path) -> Whereabouts:
    places = Whereabouts(tmp_path / "officer.groups")
    for part in range(PARTS):
        assert not places.noted
        least, end = part * PART, (part + 1) * PART if part < PARTS - 1 else 2**64
        own = {b: _groups([n for n in held if least <= n < end]) for b, held in HELD.items()}
        places.note(own, part, PARTS)
    return places


def test_it_names_every_bucket_in_which_a_group_has_copies(places: Whereabouts) -> None:
    for bucket, held in HELD.items():
        assert set(places.of(_groups(held))[bucket]) >= set(held)


def test_it_names_no_bucket_without_such_a_group(places: Whereabouts) -> None:
    found = places.of(_groups([PART + 70_000, 2**64 - 1, 2**40]))
    assert {bucket: own.to_list() for bucket, own in found.items()} == {
        7: [PART + 70_000],
        41: [2**64 - 1],
    }


def test_it_may_name_the_bucket_of_a_group_that_differs_in_its_last_bits(
    places: Whereabouts,
) -> None:
    assert set(places.of(_groups([5]))) == {0, 7}


def test_it_tells_that_its_file_is_damaged(places: Whereabouts) -> None:
    content = bytearray(places.file.read_bytes())
    content[3] ^= 1
    places.file.write_bytes(content)
    with pytest.raises(DamagedError, match=r"officer\.groups"):
        places.of(_groups([5]))
