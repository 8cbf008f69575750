"""Delta tables as the archive uses them: create, append in one commit, read what they hold now.

Serves the store, in a folder of any name: the tables' library gets its address as a URI and keeps the
log, while data files are written and read in the folder itself, several times faster. Conflicts between
commits are retried a few times; a file that is missing or broken is named.
"""

import json
import os
import time
import uuid
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from deltalake import DeltaTable, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError
from deltalake.transaction import AddAction

from hengjian.archive import commits
from hengjian.archive.data_file import write_data
from hengjian.archive.errors import ArchiveBusyError, ArchiveError, DamagedError, is_full
from hengjian.content import say

TRIES = 5
SUMMED_UP = 20
"""After so many commits the log is summed up: each one since then is read when a table is opened."""
Mark = tuple[int, commits.Commit | None]
"""The number of a table's last commit, and what tells it from another of this number."""
PART = "bucket"
"""The column by which a table may be in parts, each with files of its own."""
SPANNED = ("batch", "seq")
"""Columns whose least and greatest value the log keeps of each file, so that a lost one can be named."""
ROWS_AT_ONCE = 2_500
"""Rows of a data file that are written, and later read, by one core at a time; and of which all must
be read to have one: 5 ms of processor for one in a file of 50,000 cases (with 10,000 rows it took 15)."""


def address(path: Path) -> str:
    """The table's place as the library takes it: in a plain path it would read some signs anew."""
    return path.resolve().as_uri()


def opened(path: Path) -> DeltaTable:
    """The table as it is now. Raises DamagedError where its log cannot be read."""
    try:
        return DeltaTable(address(path))
    except (DeltaError, OSError, ValueError) as error:
        raise damaged(path, error) from error


def files(table: DeltaTable) -> pl.DataFrame:
    """The data files of a table: ``path`` within its folder, ``size_bytes``, least and greatest values."""
    return pl.DataFrame(table.get_add_actions(flatten=True))


def has_grown(path: Path, version: int) -> bool:
    """Whether the table has a commit after the one of this number."""
    return commits.file_of(path, version + 1).exists()


def create(
    path: Path, schema: dict[str, pl.DataType], partition_by: list[str] | None = None
) -> None:
    """Make an empty table, unless it is there."""
    if not commits.is_begun(path):
        empty = pl.DataFrame(schema=schema)
        with full_disk_told():
            _committed(lambda: write_deltalake(address(path), empty, partition_by=partition_by))


def append(path: Path, frame: pl.DataFrame, note: dict[str, str] | None = None) -> None:
    """Add rows in one commit; nothing is visible before it.

    Raises a SchemaError of Polars for rows that are not as the table's.
    """
    schema = _now(path).schema
    with full_disk_told():
        added = _files_of(path, frame, schema)
        _committed(lambda: _commit_files(path, added, note or {}, _now(path).mark[0] + 1))


def append_after(table: DeltaTable, path: Path, frame: pl.DataFrame, number: int) -> None:
    """Add rows to a table as it was read in ``table``.

    Raises ArchiveBusyError where another process did the same since: of two who read the same state
    only one can go on from it.
    """
    with full_disk_told():
        added = _files_of(path, frame, pl.Schema(table.schema()))
        turn: dict[str, str | int] = {"appId": path.name, "version": number}
        try:
            _commit_files(path, added, {}, table.version() + 1, turn)
        except CommitFailedError as error:
            raise overtaken() from error


def overtaken() -> ArchiveBusyError:
    """Another process writes although only one may: the lock of a network disk may not hold it off."""
    return ArchiveBusyError(
        say(
            "另一个进程同时在写入这个案卷库，本批没有受理",
            "another process was writing to this archive; the batch was not accepted",
        ),
        say(
            "已受理的数据不受影响。请确认只有一个进程写入（案卷库应放在本机磁盘上），再导入这一批。",
            "Nothing accepted is lost. Make sure that only one process writes (an archive belongs on a "
            "local disk), then import the batch again.",
        ),
    )


def _files_of(path: Path, frame: pl.DataFrame, schema: pl.Schema) -> list[AddAction]:
    """The rows as data files, which are of no use before a commit names them."""
    rows = frame.match_to_schema(schema)
    parted = _now(path).parted
    parts = rows[PART].unique(maintain_order=True).to_list() if parted else [None]
    return [_written(path.resolve(), rows, part) for part in parts]


def _written(folder: Path, rows: pl.DataFrame, part: int | None) -> AddAction:
    """Write a data file of all rows, or of those in one part."""
    values: dict[str, str | None] = {}
    if part is not None:
        values = {PART: str(part)}
        mine = rows[PART] == part
        rows = (rows if mine.all() else rows.filter(mine)).drop(PART)
    name = "/".join([*(f"{k}={v}" for k, v in values.items()), f"part-{uuid.uuid4()}.parquet"])
    file = folder / name
    file.parent.mkdir(exist_ok=True)
    try:
        write_data(rows, file, compression="zstd", rows_at_once=ROWS_AT_ONCE)
        with file.open("rb") as kept:
            os.fsync(kept.fileno())  # a commit must not name what a power cut may still take
        state = file.stat()
    except BaseException:
        file.unlink(missing_ok=True)  # a full disk needs the place
        raise
    moment = state.st_mtime_ns // 1_000_000
    return AddAction(name, state.st_size, values, moment, True, _statistics(rows))


def _statistics(rows: pl.DataFrame) -> str:
    spanned = [name for name in SPANNED if name in rows.columns and rows.height]
    told = {
        "numRecords": rows.height,
        "minValues": {name: rows[name].min() for name in spanned},
        "maxValues": {name: rows[name].max() for name in spanned},
    }
    return json.dumps(told)


def _commit_files(
    path: Path,
    added: list[AddAction],
    note: Mapping[str, str],
    version: int,
    turn: Mapping[str, str | int] | None = None,
) -> None:
    """Make the files part of the table by the commit of this number.

    Raises CommitFailedError where there is another one of this number.
    """
    place, before = path.resolve(), _KNOWN.get(path.resolve())
    try:
        commits.add(place, version, added, note, turn)
    except FileExistsError as error:
        raise CommitFailedError(str(error)) from error
    if before is not None and before.mark[0] == version - 1:
        _KNOWN[place] = before.grown(place, added)
    if version % SUMMED_UP == 0:
        with suppress(DeltaError, OSError):  # the commit counts all the same
            opened(path).create_checkpoint()


def rewrite(path: Path, bucket: int, change: Callable[[pl.DataFrame], pl.DataFrame | None]) -> None:
    """Replace the rows of one part by what ``change`` makes of them, in one commit; None: leave them.

    Where rows came in meanwhile it is done again with them, so that none are lost.
    """

    def once() -> None:
        table = opened(path)
        rows = collected(scan(path, bucket, table), path)
        changed = change(rows)
        if changed is not None:
            write_deltalake(table, changed, mode="overwrite", predicate=f"{PART} = {bucket}")

    with full_disk_told():
        _committed(once)


def _committed(commit: Callable[[], None]) -> None:
    for attempt in range(TRIES):
        try:
            return commit()
        except CommitFailedError:
            time.sleep(0.05 * 2**attempt)
    raise ArchiveBusyError(
        say("案卷库同时有别的写入，重试后仍未成功", "another commit kept getting in first"),
        say("请稍后再试；已受理的数据不受影响。", "Try again; nothing accepted is lost."),
    )


@contextmanager
def full_disk_told() -> Iterator[None]:
    """A disk or quota that is full is told plainly; nothing of the batch counts then."""
    try:
        yield
    except (DeltaError, pl.exceptions.PolarsError, OSError) as error:
        if not is_full(error):
            raise
        raise ArchiveError(
            say("磁盘已满，本批没有入库", "the disk is full; the batch was not stored"),
            say("请清出空间后重新导入这一批。", "Free some space, then import it again."),
        ) from error


def scan(
    path: Path,
    bucket: int | Collection[int] | None = None,
    table: DeltaTable | None = None,
    batch: int | None = None,
    since: int | None = None,
) -> pl.LazyFrame:
    """The rows as they are now, or as in ``table``; ``bucket``: only of these parts of a table in parts;
    ``batch``: only of files that may hold rows of this batch · ``since``: of later ones than this.

    Raises DamagedError where the table's log cannot be read.
    """
    now = _now(path) if table is None else _State.of(table, path.resolve())
    schema = now.schema
    parts = _parts(path, now.held, batch, since)
    if bucket is not None:
        asked = {bucket} if isinstance(bucket, int) else {*bucket}
        parts = {part: places for part, places in parts.items() if part in asked}
    if not parts:
        return pl.LazyFrame(schema=schema)
    # Not as hive parts: those would be looked for in the names of the folders above, too.
    read = [
        pl.scan_parquet(places, glob=False, missing_columns="insert", extra_columns="ignore")
        if part is None
        else pl.scan_parquet(
            places, glob=False, missing_columns="insert", extra_columns="ignore"
        ).with_columns(pl.lit(part, dtype=schema["bucket"]).alias("bucket"))
        for part, places in parts.items()
    ]
    return pl.concat([rows.select(schema.names()) for rows in read])


def counted(path: Path, column: str) -> pl.DataFrame | None:
    """How many ``rows`` there are of each value of a column, as the log tells; None where it does not
    tell, since some file holds several values."""
    held = _now(path).held
    names = [f"min.{column}", f"max.{column}", "num_records"]
    if not set(names) <= set(held.columns):
        return None
    told = held.select(least=names[0], most=names[1], rows=names[2])
    if not (told["least"] == told["most"]).fill_null(False).all() or told["rows"].null_count():
        return None
    return told.select(pl.col("least").alias(column), "rows")


@dataclass(frozen=True)
class _State:
    """What a table holds, and the ``mark`` of its last commit then."""

    mark: Mark
    schema: pl.Schema
    held: pl.DataFrame

    @classmethod
    def of(cls, table: DeltaTable, path: Path) -> "_State":
        version = table.version()
        mark = version, commits.last(path, version)
        return cls(mark, pl.Schema(table.schema()), files(table))

    @property
    def parted(self) -> bool:
        return f"partition.{PART}" in self.held.columns

    def grown(self, path: Path, added: list[AddAction]) -> "_State":
        """After the next commit, which added these files."""
        version = self.mark[0] + 1
        rows = pl.DataFrame([_listed(file) for file in added], schema=self.held.schema)
        mark = version, commits.last(path, version)
        return _State(mark, self.schema, pl.concat([rows, self.held]))


def _listed(file: AddAction) -> dict[str, object]:
    """A data file as `files` lists it."""
    told = json.loads(file.stats)
    spans = [(end, told[f"{end}Values"]) for end in ("min", "max")]
    return {
        "path": file.path,
        "size_bytes": file.size,
        "modification_time": file.modification_time,
        "num_records": told["numRecords"],
        **{f"{end}.{name}": value for end, values in spans for name, value in values.items()},
        **{f"partition.{n}": int(str(part)) for n, part in file.partition_values.items()},
    }


_KNOWN: dict[Path, _State] = {}
"""Tables as they were read last: a log of some thousand commits takes longer to read than rows do."""
_MOST_KNOWN = 64


def _now(path: Path) -> _State:
    """What a table holds now; read anew only where its log has grown, or is another's."""
    place = path.resolve()
    state = _KNOWN.get(place)
    if state is not None and state.mark[1] == commits.last(place, state.mark[0]):
        return state
    state = _State.of(opened(path), place)
    if len(_KNOWN) >= _MOST_KNOWN:
        _KNOWN.clear()
    if state.mark[1] is not None:
        _KNOWN[place] = state
    return state


def mark_of(path: Path) -> Mark:
    """What tells the state of a table from any that it had before."""
    return _now(path).mark


def _parts(
    path: Path, held: pl.DataFrame, batch: int | None = None, since: int | None = None
) -> dict[int | None, list[Path]]:
    """Bucket (None in a table without) → its data files, by whole paths: `a:b/…` might be a URI.

    Where rows know their batch the files come in that order, so that what is read need not be sorted.
    """
    folder = path.resolve()
    if "min.batch" in held.columns:
        held = held.sort("min.batch", maintain_order=True)
        if batch is not None:
            held = held.filter(pl.lit(batch).is_between("min.batch", "max.batch"))
        if since is not None:
            held = held.filter((pl.col("max.batch") > since).fill_null(True))
    buckets = held.get_column("partition.bucket", default=pl.repeat(None, held.height, eager=True))
    parts: dict[int | None, list[Path]] = {}
    for file, bucket in zip(held["path"], buckets, strict=True):
        parts.setdefault(bucket, []).append(folder / file)
    return parts


def collected(lazy: pl.LazyFrame, path: Path) -> pl.DataFrame:
    """The rows; DamagedError names the file that is missing or broken."""
    try:
        return lazy.collect()
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        raise damaged(path, error) from error


def in_pieces(lazy: pl.LazyFrame, path: Path, rows: int) -> Iterator[pl.DataFrame]:
    """The rows, about so many at a time as they are read, so that not all is in memory that is passed
    over; DamagedError as `collected`."""
    try:
        yield from lazy.collect_batches(chunk_size=rows, maintain_order=True)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        raise damaged(path, error) from error


def damaged(path: Path, error: BaseException) -> DamagedError:
    """The error with the name of the first data file that cannot be read."""
    broken = broken_files(path)
    file = f"{path.name}/{broken[0]}" if broken else path.name
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
    """Data files of the current version that cannot be read, by their path within the table's folder;
    the log itself where it is that which cannot be read."""
    try:
        held = files(DeltaTable(address(path)))
    except (DeltaError, OSError, ValueError):
        return [commits.FOLDER]
    return [
        file
        for file, size in zip(held["path"], held["size_bytes"], strict=True)
        if not _whole(path.resolve() / file, size)
    ]


def _whole(file: Path, size: int) -> bool:
    """Whether a data file has the size its table knows, and every column of it can be read."""
    try:
        if file.stat().st_size != size:
            return False
        pl.scan_parquet(file, glob=False).select(pl.all().count()).collect()
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError):
        return False
    return True
