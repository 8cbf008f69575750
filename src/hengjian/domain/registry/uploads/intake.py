"""An uploaded file from its bytes to what was read of it, in the guarded child.

Serves the upload view. A hostile or broken file ends as one plain error; nothing of it is kept.
"""

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hengjian.domain.registry.registers import Register
from hengjian.standard.reading.guard import Limits, read_guarded
from hengjian.standard.reading.limits import shown

READER = "hengjian.domain.registry.uploads.reading:read_register"
LIMITS = Limits(seconds=120, memory_mb=2048, file_mb=64, unpacked_mb=1024)


@dataclass(frozen=True)
class Taken:
    """What was read: good rows, refusals by line, the fields the file has, columns nobody knows."""

    rows: list[dict[str, Any]]
    refused: list[dict[str, Any]]
    columns: list[str]
    unknown: list[str]
    sha256: str


def take_in(register: Register, name: str, content: bytes, *, limits: Limits = LIMITS) -> Taken:
    """Read an uploaded workbook; raises `UnreadableError` where nothing can be read of it."""
    with tempfile.TemporaryDirectory(prefix="hengjian-upload-") as folder:
        path = Path(folder) / (Path(shown(name)).name or "upload.xlsx")
        path.write_bytes(content)
        done = read_guarded(READER, {"path": str(path), "table": register.name}, limits)
    return Taken(
        done.frames["rows"].to_dicts(),
        done.frames["refused"].to_dicts(),
        list(done.meta["columns"]),
        list(done.meta["unknown"]),
        hashlib.sha256(content).hexdigest(),
    )
