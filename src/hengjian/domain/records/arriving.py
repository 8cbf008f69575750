"""A file on its way in: streamed to disk, measured and hashed, and moved to its submission's folder.

Serves every channel. Nothing is held in memory, nothing beyond the limit reaches the disk, and a file
counts only once it lies whole under its final name; what was broken off is swept away later.
"""

import hashlib
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath, PureWindowsPath

from django.conf import settings

from hengjian.content.errors import PlainError, reason_of
from hengjian.core.wording import say
from hengjian.domain.records.place import handed_in
from hengjian.standard.reading.limits import MB, human

PIECE = 1024 * 1024
LONGEST_NAME = 60
STALE_HOURS = 24
SUFFIXES = (".xes.gz", ".zip", ".xlsx", ".xlsm", ".csv", ".parquet", ".jsonl", ".ndjson", ".xes")
"""What can be read. Others are taken in too and refused in words, so that a receipt tells of them."""


class TooLargeError(PlainError):
    """More than one submission may have."""


@dataclass(frozen=True)
class Arrived:
    """A whole file in the entrance, not yet a submission's."""

    path: Path
    name: str
    size: int
    sha256: str

    def discard(self) -> None:
        self.path.unlink(missing_ok=True)


def most_bytes() -> int:
    """How large one submitted file may be."""
    return int(settings.UPLOAD_MB) * MB


def too_large(size: int | None = None) -> TooLargeError:
    most = human(most_bytes())
    has = say(f"文件有 {human(size)}，", f"the file has {human(size)}, ") if size else ""
    return TooLargeError(
        say(f"{has}超过一次报送 {most} 的上限", f"{has}more than the {most} allowed at once"),
        say(
            "请压缩成 zip，或者按月份拆分后分批报送；确需提高上限的，请系统管理员设置 HENGJIAN_UPLOAD_MB。",
            "Zip it, or split it by month; the system administrator may raise HENGJIAN_UPLOAD_MB.",
        ),
    )


def plain_name(name: str) -> str:
    """A file's own name as it may lie on a disk: no folders, no signs that nobody sees."""
    last = PureWindowsPath(PurePosixPath(name).name).name
    clean = "".join(char for char in last if char.isprintable() and char not in '<>:"|?*')
    clean = clean.strip(" .") or "data"
    if len(clean) <= LONGEST_NAME:
        return clean
    ending = next((one for one in SUFFIXES if clean.lower().endswith(one)), "")
    return clean[: LONGEST_NAME - len(ending)] + clean[len(clean) - len(ending) :]


def arrive(pieces: Iterable[bytes], name: str, *, most: int | None = None) -> Arrived:
    """Write what comes to the entrance. Raises TooLargeError as soon as it is too much."""
    most = most_bytes() if most is None else most
    path = entrance() / f"{secrets.token_hex(12)}.part"
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("xb") as file:
            for piece in pieces:
                size += len(piece)
                if size > most:
                    raise too_large()
                digest.update(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        path.unlink(missing_ok=True)
        raise _not_kept(error) from error
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    if size == 0:
        path.unlink()
        raise PlainError(
            say("文件是空的", "the file is empty"),
            say("请核对文件，重新导出后再报送。", "Check the file and export it again."),
        )
    return Arrived(path, plain_name(name), size, digest.hexdigest())


def arrive_from(file: Path) -> Arrived:
    """Take a copy of a file that lies on this machine."""
    try:
        return arrive(_pieces(file), file.name)
    except FileNotFoundError as error:
        raise _not_kept(error) from error


def put_in_place(arrived: Arrived, submission: int) -> Path:
    """Move the file to the folder of its submission. What a rolled-back one of the same number had
    left there goes."""
    folder = handed_in(submission)
    if folder.exists():
        shutil.rmtree(folder)
    place = folder / "file" / arrived.name
    try:
        place.parent.mkdir(parents=True)
        arrived.path.replace(place)
    except OSError as error:
        raise _not_kept(error) from error
    return place


def entrance() -> Path:
    folder = Path(settings.SUBMISSIONS) / "arriving"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _not_kept(error) from error
    return folder


def sweep(*, at: datetime) -> int:
    """Remove what was broken off on its way in more than a day ago."""
    gone = 0
    for path in entrance().iterdir():
        age = at.timestamp() - path.stat().st_mtime
        if path.suffix == ".part" and age > STALE_HOURS * 3600:
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def _pieces(file: Path) -> Iterator[bytes]:
    number = os.open(file, os.O_RDONLY | os.O_NOFOLLOW)  # a link could lead anywhere
    with os.fdopen(number, "rb") as source:
        while piece := source.read(PIECE):
            yield piece


def _not_kept(error: OSError) -> PlainError:
    return PlainError(
        say(f"文件没有收下（{reason_of(error)}）", f"the file was not kept ({reason_of(error)})"),
        say(
            "请稍后再试；仍然如此的，请系统管理员查看磁盘空间和 HENGJIAN_SUBMISSIONS 的权限。",
            "Try again later; else ask the administrator to look at the disk.",
        ),
    )
