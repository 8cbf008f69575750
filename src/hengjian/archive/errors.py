"""What can go wrong with an archive, each as a sentence that says what to do."""

from hengjian.content import PlainError


class ArchiveError(PlainError):
    """The archive cannot be used as it is, or a batch cannot be accepted."""


class ArchiveBusyError(ArchiveError):
    """Another process is writing."""


class DamagedError(ArchiveError):
    """A file of the archive is missing or cannot be read. ``file`` names it."""

    def __init__(self, file: str, message: str, remedy: str = "") -> None:
        self.file = file
        super().__init__(message, remedy)
