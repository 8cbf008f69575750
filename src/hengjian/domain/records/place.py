"""Where the archive of this installation lies, and the files that were handed in."""

from pathlib import Path

from django.conf import settings

from hengjian.archive import Archive


def archive() -> Archive:
    """The archive; made where there is none yet. Raises ArchiveError where the place is no archive's."""
    return Archive.at(Path(settings.ARCHIVE))


def handed_in(submission: int) -> Path:
    """The folder of one submission: its file as it came, its receipt, its refused rows."""
    return Path(settings.SUBMISSIONS) / f"{submission:08d}"
