"""Files of the standing check: written whole or not at all, named where they cannot be read.

Serves the stores of facts and findings. Each file carries the number of the run that wrote it, so
that what a killed run left behind can be told from what counts.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from shutil import rmtree

import numpy as np
import polars as pl

from hengjian.archive import DamagedError
from hengjian.archive.data_file import write_data
from hengjian.content import say

FILES_AT_ONCE = 50
_RUN = re.compile(r"(\d{8})(?=[~.]|$)")


def write(content: pl.DataFrame | bytes, path: Path, *, rows_at_once: int | None = None) -> None:
    """Write a file so that it is there as a whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.new")
    if isinstance(content, bytes):
        new.write_bytes(content)
    else:
        write_data(content, new, rows_at_once=rows_at_once)
    new.replace(path)


def write_folder(place: Path, contents: Mapping[str, pl.DataFrame | bytes], **texts: str) -> None:
    """Write files by name, and texts as JSON files, as a folder that is there as a whole or not at all."""
    new = place.with_name(f".{place.name}.new")
    if new.exists():
        rmtree(new)
    new.mkdir(parents=True)
    for name, content in contents.items():
        if isinstance(content, bytes):
            (new / name).write_bytes(content)
        else:
            write_data(content, new / name)
    for name, text in texts.items():
        (new / f"{name}.json").write_text(text, encoding="utf-8")
    new.replace(place)


def read(path: Path, columns: list[str] | None = None) -> pl.DataFrame:
    """The rows of a file. Raises FileNotFoundError, or DamagedError where it cannot be read."""
    with named_if_damaged(path):
        return pl.read_parquet(path, columns=columns, glob=False)


def read_together(rows: Sequence[pl.LazyFrame]) -> list[pl.DataFrame]:
    """The rows of many files. Polars has several threads for each of those that it reads at once, and
    warns from five hundred on."""
    firsts = range(0, len(rows), FILES_AT_ONCE)
    parts = (pl.collect_all(rows[first : first + FILES_AT_ONCE]) for first in firsts)
    return [*chain.from_iterable(parts)]


@contextmanager
def named_if_damaged(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError) as error:
        raise DamagedError(
            str(path),
            say(f"现行线索的文件已损坏：{path}", f"a file of the findings that stand: {path}"),
            say(
                "案卷不受影响；请加 --full 重新检查，结果会重新写出。",
                "No record is lost; check again with --full, which writes all of them anew.",
            ),
        ) from error


def placed(keys: Mapping[int, pl.DataFrame], bucket: str = "bucket") -> pl.DataFrame:
    """The keys of the cases (or groups) of several buckets, with the ``bucket`` of each."""
    heights = [own.height for own in keys.values()]
    buckets = np.repeat(np.array([*keys], dtype=np.int32), heights)
    return pl.concat(keys.values()).with_columns(pl.Series(bucket, buckets))


def run_of(path: Path) -> int:
    """The number of the run that wrote a file; 0 for other files."""
    found = _RUN.findall(path.name)
    return int(found[-1]) if found else 0


def clear_after(folder: Path, run: int) -> None:
    """Remove whatever a later run than this one wrote, and files that were never finished."""
    for path in sorted(folder.rglob("*")):
        if not path.exists() or (run_of(path) <= run and not path.name.endswith(".new")):
            continue
        if path.is_dir():
            rmtree(path)
        else:
            path.unlink()
