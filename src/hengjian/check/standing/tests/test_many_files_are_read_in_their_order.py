"""However many files there are, the rows of each come in its turn."""

from pathlib import Path

import polars as pl
import pytest

from hengjian.check.standing.files import FILES_AT_ONCE, read_together


@pytest.mark.parametrize("count", [0, 1, FILES_AT_ONCE, 2 * FILES_AT_ONCE + 1])
def test_the_rows_of_each_file_come_in_its_turn(tmp_path: Path, count: int) -> None:
    files = [tmp_path / f"{number}.parquet" for number in range(count)]
    for number, file in enumerate(files):
        pl.DataFrame({"number": [number]}).write_parquet(file)
    rows = read_together([pl.scan_parquet(file) for file in files])
    assert [own["number"].to_list() for own in rows] == [[number] for number in range(count)]
