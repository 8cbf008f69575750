"""One writer at a time: a lock on a file, which the system lets go when the process dies.

Serves whoever writes. A second writer is told who is writing and since when; it does not wait unless
asked to.
"""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from hengjian.archive.errors import ArchiveBusyError, ArchiveError
from hengjian.content import say
from hengjian.content.errors import reason_of


@contextmanager
def writing(path: Path, *, wait: float = 0.0, doing: str = "") -> Iterator[None]:
    """Hold the lease on ``path``; ArchiveBusyError if another holds it for more than ``wait`` s,
    ArchiveError where it cannot be written. ``doing``: what it is for, if not for writing.
    """
    deadline = time.monotonic() + wait
    with _opened(path) as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise _busy(path, doing) from None
                time.sleep(0.05)
        holder = {"pid": os.getpid(), "since": datetime.now(UTC).isoformat()}
        os.ftruncate(file.fileno(), 0)
        with suppress(OSError):  # a full disk: it is only for others to read
            os.write(file.fileno(), json.dumps(holder).encode())
        try:
            yield
        finally:
            os.ftruncate(file.fileno(), 0)
            fcntl.flock(file, fcntl.LOCK_UN)


def _opened(path: Path) -> TextIO:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("a+", encoding="utf-8")
    except OSError as error:
        raise ArchiveError(
            say(
                f"写不了案卷库 {path.parent}（{reason_of(error)}）",
                f"cannot write to the archive {path.parent} ({reason_of(error)})",
            ),
            say(
                "请确认有权写入这个文件夹、磁盘未满。",
                "Check that you may write to this folder and that the disk has room.",
            ),
        ) from error


def _busy(path: Path, doing: str) -> ArchiveBusyError:
    try:
        holder = json.loads(path.read_text(encoding="utf-8"))
        who = say(
            f"进程 {holder['pid']} 自 {holder['since'][:19]} 起",
            f"process {holder['pid']} since {holder['since'][:19]}",
        )
    except (OSError, ValueError, KeyError):
        who = say("另一个进程", "another process")
    return ArchiveBusyError(
        say(
            f"{who}正在{doing or '写入'}案卷库",
            f"{who} is {doing or 'writing to'} the archive",
        ),
        say("请等它结束后再试。", "Try again when it has finished."),
    )
