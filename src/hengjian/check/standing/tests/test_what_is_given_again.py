"""Groups to which cases give what they gave before are told from those that change; damage is told."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from hengjian.archive import DamagedError
from hengjian.check.standing.imprints import (
    Imprints,
    groups_that_differ,
    imprints_of,
    laid_out,
)

OFFICER, PARTY = "officer", "party"
ASKED = np.array([3, 5, 2**63], dtype=np.uint64)


def given(*rows: tuple[int, int, str | None, list[str] | None]) -> pl.DataFrame:
    """What cases give: the case, the group, and two things said of it."""
    schema = {
        "case": pl.UInt64(),
        "group": pl.UInt64(),
        "who": pl.String(),
        "flags": pl.List(pl.String),
    }
    return pl.DataFrame(rows, schema, orient="row")


BEFORE = given(
    (2**63, 1, "Li", ["joint"]), (5, 1, None, None), (5, 2, "Wang", []), (5, 2, "Wang", []),
    (3, 4, "Zhao", None), *((100 + number, 9, "Qian", None) for number in range(700)),
)  # fmt: skip
OF_ASKED = BEFORE.filter(pl.col("case") < 2**63 + 1, ~pl.col("case").is_between(100, 900))


@pytest.fixture
def kept(tmp_path: Path) -> Imprints:
    file = tmp_path / "given.imprints"
    file.write_bytes(laid_out(imprints_of({OFFICER: BEFORE})))
    return Imprints(file)


@pytest.mark.parametrize(
    ("now", "groups"),
    [
        (OF_ASKED, []),
        (OF_ASKED[::-1], []),
        (OF_ASKED[1:], [1]),
        (OF_ASKED.clear(), [1, 2, 4]),
        (pl.concat([OF_ASKED[:3], OF_ASKED[4:]]), [2]),  # the same row, once instead of twice
        (pl.concat([OF_ASKED[:4], given((3, 5, "Zhao", None))]), [4, 5]),
        (pl.concat([OF_ASKED[:4], given((3, 4, "Zhao", []))]), [4]),
        (pl.concat([OF_ASKED[:4], given((3, 4, None, None))]), [4]),
        (pl.concat([OF_ASKED, given((77, 8, "Sun", None))]), [8]),
    ],
    ids=["the same", "in another order", "a row less", "nothing any more", "once, not twice",
         "another group", "a list that is empty", "a name that is missing", "a new case"],
)  # fmt: skip
def test_it_names_the_groups_to_which_other_rows_are_given(
    kept: Imprints, now: pl.DataFrame, groups: list[int]
) -> None:
    differ = groups_that_differ([kept.of(ASKED)], imprints_of({OFFICER: now}), [OFFICER])
    assert differ[OFFICER].sort().to_list() == groups


def test_what_is_given_to_one_subject_changes_no_group_of_another(tmp_path: Path) -> None:
    file = tmp_path / "given.imprints"
    file.write_bytes(laid_out(imprints_of({OFFICER: BEFORE, PARTY: BEFORE})))
    before = [Imprints(file).of(ASKED)]
    now = imprints_of({OFFICER: OF_ASKED, PARTY: OF_ASKED[1:]})
    differ = groups_that_differ(before, now, [OFFICER, PARTY])
    assert {subject: groups.to_list() for subject, groups in differ.items()} == {
        OFFICER: [],
        PARTY: [1],
    }


def test_it_reads_no_case_but_those_asked_for(kept: Imprints) -> None:
    assert set(kept.of(ASKED)[0].tolist()) == set(ASKED.tolist())
    assert kept.of(np.array([4, 6], dtype=np.uint64)).size == 0


def test_a_file_of_no_rows_holds_none(tmp_path: Path) -> None:
    file = tmp_path / "given.imprints"
    file.write_bytes(laid_out(imprints_of({OFFICER: BEFORE.clear()})))
    assert Imprints(file).of(ASKED).size == 0


@pytest.mark.parametrize("place", [8, 705 * 8 + 16, 2 * 705 * 8 + 40, -1])
def test_it_tells_that_what_it_reads_is_damaged(kept: Imprints, place: int) -> None:
    content = bytearray(kept.file.read_bytes())
    content[place] ^= 1
    kept.file.write_bytes(content)
    with pytest.raises(DamagedError, match=r"given\.imprints"):
        kept.of(ASKED)


def test_it_tells_that_its_file_was_cut_off(kept: Imprints) -> None:
    kept.file.write_bytes(kept.file.read_bytes()[:-64])
    with pytest.raises(DamagedError, match=r"given\.imprints"):
        kept.of(ASKED)
