"""Adds a commit to the log of a Delta table: that some files came to it, and nothing else.

Serves appends, which are all that a batch needs. The library would read the log before each commit and
again after it, which for the tables of an archive of a hundred batches took longer than to validate a
batch; every other kind of commit, and the summing up of a log, is left to it.
"""

import json
import os
import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path

from deltalake.transaction import AddAction

FOLDER = "_delta_log"
Commit = tuple[int, int, int]


def file_of(table: Path, version: int) -> Path:
    """Where the commit of this number lies, if there is one."""
    return table / FOLDER / f"{version:020d}.json"


def last(table: Path, version: int) -> Commit | None:
    """What tells the commit of this version from any other in its place; None where it is not the last."""
    try:
        told = file_of(table, version).stat()
    except FileNotFoundError:
        return None
    if file_of(table, version + 1).exists():
        return None
    return told.st_ino, told.st_mtime_ns, told.st_size


def is_begun(table: Path) -> bool:
    """Whether there is a table: its log holds a commit."""
    folder = table / FOLDER
    return folder.is_dir() and any(entry.suffix == ".json" for entry in folder.iterdir())


def add(
    table: Path,
    version: int,
    files: Iterable[AddAction],
    note: Mapping[str, str],
    turn: Mapping[str, str | int] | None = None,
) -> None:
    """Write the commit of this number as a whole.

    ``turn``: which of its batches a writer has come to. Raises FileExistsError where another one took
    the number before.
    """
    actions = [{"add": _told(file)} for file in files]
    info = {
        "timestamp": max(file.modification_time for file in files),
        "operation": "WRITE",
        "operationParameters": {"mode": "Append"},
        "engineInfo": "hengjian",
        **note,
    }
    turns = [] if turn is None else [{"txn": dict(turn)}]
    lines = [{"commitInfo": info}, *actions, *turns]
    new = table / FOLDER / f".{uuid.uuid4()}.new"
    try:
        with new.open("w", encoding="utf-8") as file:
            file.write("".join(f"{json.dumps(line)}\n" for line in lines))
            file.flush()
            os.fsync(file.fileno())
        os.link(new, file_of(table, version))  # never over another one
    finally:
        new.unlink(missing_ok=True)


def _told(file: AddAction) -> dict[str, object]:
    return {
        "path": file.path,
        "partitionValues": dict(file.partition_values),
        "size": file.size,
        "modificationTime": file.modification_time,
        "dataChange": file.data_change,
        "stats": file.stats,
    }
