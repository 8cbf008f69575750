"""A PostgreSQL server for tests: its own folder, a Unix socket, gone afterwards.

Durability is switched off, because nothing in it outlives the tests.
"""

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

BINARIES = Path(os.environ.get("HENGJIAN_POSTGRESQL_BIN", "/usr/lib/postgresql/15/bin"))
_FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses="


@dataclass(frozen=True)
class Server:
    """A running server, reached through the socket in its folder."""

    folder: Path

    @classmethod
    def start(cls) -> "Server":
        """Make an empty cluster and start it; PostgreSQL refuses to run as root, so root lends it."""
        if not (BINARIES / "initdb").exists():
            raise RuntimeError(
                f"没有 PostgreSQL（{BINARIES}）：apt-get install postgresql-15 / "
                f"no PostgreSQL in {BINARIES}"
            )
        server = cls(Path(tempfile.mkdtemp(prefix="hengjian-pg-")))
        if os.geteuid() == 0:
            shutil.chown(server.folder, "postgres")
        server._run(
            "initdb", "-D", server.folder / "data", "-U", "hengjian", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8",
            "--no-sync", "--no-instructions",
        )  # fmt: skip
        server.begin()
        return server

    def begin(self) -> None:
        """Start it, for a measurement that kept its folder; nothing is done where it runs."""
        data, log = self.folder / "data", self.folder / "log"
        if not (data / "postmaster.pid").exists():
            options = f"{_FAST} -k {self.folder}"
            self._run("pg_ctl", "-D", data, "-l", log, "-w", "-t", "60", "-o", options, "start")

    def rest(self) -> None:
        """Stop it and keep its folder."""
        self._run("pg_ctl", "-D", self.folder / "data", "-m", "fast", "-w", "-t", "300", "stop")

    def stop(self) -> None:
        """Stop it and throw its folder away."""
        self._run("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str) -> str:
        """What `HENGJIAN_DATABASE` would be."""
        return f"postgresql:///{database}?host={quote(str(self.folder), safe='')}&user=hengjian"

    def make(self, database: str) -> str:
        """Make an empty database and give its URL."""
        self._run("createdb", "-h", self.folder, "-U", "hengjian", database)
        return self.url(database)

    def _run(self, program: str, *arguments: object) -> None:
        command = [str(BINARIES / program), *map(str, arguments)]
        if os.geteuid() == 0:
            command = [
                "setpriv",
                "--reuid=postgres",
                "--regid=postgres",
                "--clear-groups",
                *command,
            ]
        done = subprocess.run(
            command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE if program != "pg_ctl" else subprocess.DEVNULL, check=False,
        )  # fmt: skip
        if done.returncode:
            log = self.folder / "log"
            told = (done.stderr or b"").decode() or (log.read_text() if log.exists() else "")
            raise RuntimeError(f"{program}: {told}")
