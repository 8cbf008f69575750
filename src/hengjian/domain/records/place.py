"""Where the archive of this installation lies, and the files that were handed in."""

import os
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from hengjian.archive import Archive


def archive() -> Archive:
    """The archive; made where there is none yet. Raises ArchiveError where the place is no archive's."""
    return Archive.at(Path(settings.ARCHIVE))


def handed_in(submission: int) -> Path:
    """The folder of one submission: its file as it came, its receipt, its refused rows."""
    return Path(settings.SUBMISSIONS) / f"{submission:08d}"


def file_of(submission: int) -> Path:
    """The file that was handed in. Raises FileNotFoundError where it is gone."""
    return next((handed_in(submission) / "file").iterdir(), handed_in(submission) / "file" / "?")


def refused_of(submission: int) -> Path:
    """The workbook of refused rows, to mend; not there if none was refused."""
    return handed_in(submission) / "refused.xlsx"


def problems_of(submission: int) -> Path:
    """What was said of single rows."""
    return handed_in(submission) / "problems.parquet"


def put_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Let a file be written so that it is there as a whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.{os.getpid()}.new")
    write(new)
    new.replace(path)
