"""The archive: every accepted version of every case, kept so that no kill can leave half a batch.

Serves the check of millions of cases and whoever must prove later what was submitted when. It only
appends; superseded versions stay as rows until the law lets them go.
"""

from hengjian.archive.batch import Batch, batch_id_of
from hengjian.archive.errors import ArchiveBusyError, ArchiveError, DamagedError
from hengjian.archive.receipt import Receipt
from hengjian.archive.snapshot import Snapshot
from hengjian.archive.store import Archive

__all__ = [
    "Archive",
    "ArchiveBusyError",
    "ArchiveError",
    "Batch",
    "DamagedError",
    "Receipt",
    "Snapshot",
    "batch_id_of",
]
