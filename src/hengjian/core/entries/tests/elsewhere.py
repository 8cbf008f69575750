"""The test's database as other processes see it: for what only a process of its own can show.

A database in memory is copied into a file first; on PostgreSQL the others look at the same one.
"""

import os
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

PREPARE = """
import sys, time, django
django.setup()
from datetime import datetime, UTC
AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
"""
VERIFY = """
from pathlib import Path
from hengjian.core.entries.export import export
from hengjian.core.entries.heads.actions import sequence_pending
from hengjian.ledger import auditor
sequence_pending(at=datetime(2026, 3, 3, 1, tzinfo=UTC))
place = Path(sys.argv[1])
export(place, at=AT)
report = auditor.verify(place)
print(report.whole, report.size, *[one.words() for one in report.problems])
"""


@dataclass
class Elsewhere:
    """Processes of the program on this database; call `copy` when it is as they shall find it."""

    folder: Path
    exported: int = 0

    def copy(self) -> None:
        if connection.vendor == "sqlite":
            self.file.unlink(missing_ok=True)
            with sqlite3.connect(self.file) as copied:
                connection.connection.backup(copied)
            copied.close()
        else:
            connection.close()

    @property
    def file(self) -> Path:
        return self.folder / "copy.sqlite3"

    @property
    def url(self) -> str:
        if connection.vendor == "sqlite":
            return str(self.file)
        name = connection.settings_dict["NAME"]
        return os.environ["HENGJIAN_DATABASE"].replace("/postgres?", f"/{name}?")

    def start(self, code: str, *arguments: object) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-c", PREPARE + code, *map(str, arguments)],
            stdout=subprocess.PIPE,
            text=True,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "hengjian.project.settings",
                "HENGJIAN_DATABASE": self.url,
            },
        )

    def run(self, code: str, *arguments: object) -> str:
        child = self.start(code, *arguments)
        told = child.communicate()[0]
        assert child.returncode == 0
        return told.strip()

    def verified(self) -> str:
        """What a verification of an export says: whether whole, of how many, and what is wrong."""
        self.exported += 1
        return self.run(VERIFY, self.folder / f"export-{self.exported}")
