"""Facts of several buckets are judged together where a frame has room; of each the same is said."""

import polars as pl
import pytest

from hengjian.check.standing import Standing, frames
from hengjian.check.standing.judging import Judged, Judging
from hengjian.check.tests.simulated import CONTENT, archived, simulated
from hengjian.rules.loading import Book

BOOK = Book.load(CONTENT)


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Standing:
    standing = Standing(archived(tmp_path_factory.mktemp("frames")), CONTENT, BOOK)
    standing.check(simulated().as_of)
    return standing


def _said(checked: Standing) -> tuple[dict[int, Judged], dict[str, dict[str, int]]]:
    judging: Judging = checked._judging(simulated().as_of)
    buckets = checked.archive.snapshot().buckets
    assert len(buckets) > 1
    about = checked.about()
    assert about is not None
    store = checked.state.facts(about)
    return dict(judging.some(store, [(bucket, None) for bucket in buckets])), judging.tallies


def test_it_says_of_each_bucket_what_it_says_of_it_alone(
    checked: Standing, monkeypatch: pytest.MonkeyPatch
) -> None:
    together, counted = _said(checked)
    monkeypatch.setattr(frames, "CELLS_ENOUGH", 0)
    alone, counts = _said(checked)
    assert counted == counts
    assert list(together) == list(alone)
    for bucket, said in alone.items():
        assert said.findings.height
        assert said.cases == together[bucket].cases
        for name in ("findings", "due"):
            mine, theirs = getattr(said, name), getattr(together[bucket], name)
            by = ["finding", "occurrence"] if name == "findings" else ["body_id", "case_id"]
            assert mine.sort(by).equals(theirs.sort(by))


def test_rows_know_their_bucket() -> None:
    rows = frames.Rows([3, 8], [2, 5])
    assert rows.of(pl.Series([0, 1, 2, 4])).tolist() == [3, 3, 8, 8]
    beside = pl.DataFrame({"n": [0, 1, 2, 3, 4]})
    assert {b: part["n"].to_list() for b, part in rows.apart(beside)} == {3: [0, 1], 8: [2, 3, 4]}
