"""The test's database as other processes see it: for what only a process of its own can show.

A database in memory is copied into a file first; on PostgreSQL the others look at the same one.
"""

import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import psycopg
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
report = auditor.verify(place, [Path(one) for one in sys.argv[2:]])
print(report.whole, report.size, *[one.words() for one in report.problems])
"""


def _let_go() -> None:
    """Leave no connection behind, neither in hand nor in the pool."""
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()  # type: ignore[attr-defined]


@dataclass
class Elsewhere:
    """Processes of the program on this database; call `copy` when it is as they shall find it."""

    folder: Path
    name: str = ""
    exported: int = 0

    def copy(self) -> None:
        if connection.vendor == "sqlite":
            self.file.unlink(missing_ok=True)
            with sqlite3.connect(self.file) as copied:
                connection.connection.backup(copied)
            copied.close()
        else:
            _let_go()

    @property
    def file(self) -> Path:
        return self.folder / f"copy{self.name}.sqlite3"

    @property
    def url(self) -> str:
        if connection.vendor == "sqlite":
            return str(self.file)
        name = self.name or connection.settings_dict["NAME"]
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

    def backup(self) -> "Elsewhere":
        """A second database that is as this one is now: a copied file, or a copy by template."""
        copied = Elsewhere(self.folder, f"backup_{secrets.token_hex(4)}")
        if connection.vendor == "sqlite":
            shutil.copyfile(self.file, copied.file)  # nobody has it open
        else:
            _let_go()
            with psycopg.connect(os.environ["HENGJIAN_DATABASE"], autocommit=True) as server:
                name = connection.settings_dict["NAME"]
                server.execute(f'CREATE DATABASE "{copied.name}" TEMPLATE "{name}"')
        return copied

    def remove(self) -> None:
        """Drop a backup."""
        if connection.vendor != "sqlite" and self.name:
            with psycopg.connect(os.environ["HENGJIAN_DATABASE"], autocommit=True) as server:
                server.execute(f'DROP DATABASE "{self.name}"')

    def verified(self, *heads: Path) -> str:
        """What a verification of an export says: whether whole, of how many, and what is wrong."""
        self.exported += 1
        place = self.folder / f"export-{self.name}-{self.exported}"
        return self.run(VERIFY, place, *heads)
