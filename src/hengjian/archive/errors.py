"""What can go wrong with an archive, each as a sentence that says what to do."""

import errno
import re

from hengjian.content import PlainError

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_NUMBER = re.compile(r"os error (\d+)")


class ArchiveError(PlainError):
    """The archive cannot be used as it is, or a batch cannot be accepted."""


class ArchiveBusyError(ArchiveError):
    """Another process is writing."""


class DamagedError(ArchiveError):
    """A file of the archive is missing or cannot be read. ``file`` names it."""

    def __init__(self, file: str, message: str, remedy: str = "") -> None:
        self.file = file
        super().__init__(message, remedy)


def is_full(error: BaseException) -> bool:
    """Whether something could not be written because there was no room for it: the disk is full, or
    the share of it that this user or process may fill."""
    if isinstance(error, OSError) and error.errno in _FULL:
        return True
    told = str(error)
    named = {int(number) for number in _NUMBER.findall(told)}
    return bool(named & set(_FULL)) or "No space left" in told
