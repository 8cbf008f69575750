"""Delta tables as the archive uses them: create, append in one commit, read as of a version.

Serves the store. Conflicts between commits are retried a few times; a file that is missing or broken
is named.
"""

import time
from pathlib import Path
from typing import Any

import polars as pl
from deltalake import CommitProperties, DeltaTable, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError

from hengjian.archive.errors import ArchiveError, DamagedError
from hengjian.content import say

TRIES = 5


def create(
    path: Path, schema: dict[str, pl.DataType], partition_by: list[str] | None = None
) -> None:
    """Make an empty table, unless it is there."""
    if not DeltaTable.is_deltatable(str(path)):
        write_deltalake(str(path), pl.DataFrame(schema=schema), partition_by=partition_by)


def append(path: Path, frame: pl.DataFrame, note: dict[str, str] | None = None) -> None:
    """Add rows in one commit; nothing is visible before it."""
    _committed(
        lambda: write_deltalake(
            str(path),
            frame,
            mode="append",
            commit_properties=CommitProperties(custom_metadata=note) if note else None,
        )
    )


def overwrite_part(path: Path, frame: pl.DataFrame, predicate: str) -> None:
    """Replace the rows that ``predicate`` names, in one commit."""
    _committed(lambda: write_deltalake(str(path), frame, mode="overwrite", predicate=predicate))


def _committed(commit: Any) -> None:
    for attempt in range(TRIES):
        try:
            commit()
        except CommitFailedError:
            if attempt == TRIES - 1:
                raise ArchiveError(
                    say(
                        "案卷库同时有别的写入，重试后仍未成功",
                        "another commit kept getting in first",
                    ),
                    say(
                        "请稍后再试；已受理的数据不受影响。", "Try again; nothing accepted is lost."
                    ),
                ) from None
            time.sleep(0.05 * 2**attempt)
        except (DeltaError, OSError) as error:
            if "No space left" in str(error) or "os error 28" in str(error):
                raise ArchiveError(
                    say("磁盘已满，本批没有入库", "the disk is full; the batch was not stored"),
                    say("请清出空间后重新导入这一批。", "Free some space, then import it again."),
                ) from error
            raise
        else:
            return


def scan(path: Path) -> pl.LazyFrame:
    """The table as it is now. Raises DamagedError where its log cannot be read."""
    try:
        return pl.scan_delta(str(path))
    except Exception as error:
        raise damaged(path, error) from error


def collected(lazy: pl.LazyFrame, path: Path) -> pl.DataFrame:
    """The rows; DamagedError names the file that is missing or broken."""
    try:
        return lazy.collect()
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        raise damaged(path, error) from error


def damaged(path: Path, error: BaseException) -> DamagedError:
    """The error with the name of the first data file that cannot be read."""
    broken = broken_files(path)
    file = broken[0] if broken else path.name
    return DamagedError(
        file,
        say(
            f"案卷库文件损坏或缺失：{file}", f"a file of the archive is damaged or missing: {file}"
        ),
        say(
            "请用 hengjian archive doctor 查明涉及哪些批次，从原始提交重新导入这些批次。",
            "Run hengjian archive doctor to see which batches it held, and import those again.",
        ),
    )


def broken_files(path: Path) -> list[str]:
    """Data files of the current version that cannot be read, by their path within the archive."""
    try:
        table = DeltaTable(str(path))
    except (DeltaError, OSError):
        return [f"{path.name}/_delta_log"]
    actions = pl.DataFrame(table.get_add_actions(flatten=True))
    return [
        f"{path.name}/{file}"
        for file, size in zip(actions["path"], actions["size_bytes"], strict=True)
        if not _whole(path / file, size)
    ]


def _whole(file: Path, size: int) -> bool:
    """Whether a data file has the size its table knows, and every column of it can be read."""
    try:
        if file.stat().st_size != size:
            return False
        pl.scan_parquet(file).select(pl.all().count()).collect()
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError):
        return False
    return True
