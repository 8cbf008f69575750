"""Triggers by which the database itself refuses something, put in place after each `migrate`.

Serves nouns whose rows may not be changed or deleted: each tells its statements, this module knows when
they stand. SQLite forgets triggers when it makes a table anew, and a trigger that names one would hinder it.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate, pre_migrate


@dataclass(frozen=True)
class Triggers:
    """``statements``: by the database's vendor, `CREATE TRIGGER name … ON table …` and what they need ·
    ``tables``: those that must be there before."""

    tables: tuple[str, ...]
    statements: Mapping[str, Callable[[], Iterator[str]]]

    def wanted(self, connection: BaseDatabaseWrapper) -> dict[str, str]:
        """Name of each trigger → the table it guards."""
        words = [sql.split() for sql in self.statements[connection.vendor]()]
        named = [(one[2], one[one.index("ON") + 1]) for one in words if one[1] == "TRIGGER"]
        return dict(named)

    def missing(self, connection: BaseDatabaseWrapper) -> list[str]:
        """The triggers that are not there, or are switched off."""
        if connection.vendor == "sqlite":
            query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        else:
            query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        with connection.cursor() as cursor:
            cursor.execute(query)
            there = {row[0] for row in cursor.fetchall()}
        return sorted(set(self.wanted(connection)) - there)

    def install(self, connection: BaseDatabaseWrapper) -> None:
        """Make every trigger anew."""
        self.remove(connection)
        with connection.cursor() as cursor:
            for sql in self.statements[connection.vendor]():
                cursor.execute(sql)

    def remove(self, connection: BaseDatabaseWrapper) -> None:
        """For `install`, for the time of a `migrate`, and for tests that empty their tables."""
        with connection.cursor() as cursor:
            for name, table in self.wanted(connection).items():
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")

    @contextmanager
    def lifted(self, connection: BaseDatabaseWrapper) -> Iterator[None]:
        """Without them: for tests that play the intruder, or empty their tables."""
        self.remove(connection)
        try:
            yield
        finally:
            self.install(connection)

    def stand_by(self, app: AppConfig) -> None:
        """From now on they stand aside for each `migrate` of the app, are put in place after it, and the
        self-check looks for them."""

        def aside(using: str, **_: Any) -> None:
            if self._has_tables(using):
                self.remove(connections[using])

        def guard(using: str, **_: Any) -> None:
            if self._has_tables(using):
                self.install(connections[using])

        _STANDING[app.label] = self
        name = f"{app.label}.triggers"
        pre_migrate.connect(aside, sender=app, weak=False, dispatch_uid=f"{name}.aside")
        post_migrate.connect(guard, sender=app, weak=False, dispatch_uid=name)

    def _has_tables(self, using: str) -> bool:
        return set(self.tables) <= set(connections[using].introspection.table_names())


_STANDING: dict[str, Triggers] = {}
"""By the label of the app that they stand by."""


def standing() -> list[Triggers]:
    """The triggers of every noun that has any."""
    return list(_STANDING.values())
