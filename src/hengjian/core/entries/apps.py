"""The app of ledger entries. Guards stand aside for each `migrate`, and are put in place after it."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate


def _guard(using: str, **_: Any) -> None:
    from hengjian.core.entries import guards

    if _has_tables(using):
        guards.install(connections[using])


def _stand_aside(using: str, **_: Any) -> None:
    """SQLite makes tables anew, which a trigger that names one of them would hinder."""
    from hengjian.core.entries import guards

    if _has_tables(using):
        guards.remove(connections[using])


def _has_tables(using: str) -> bool:
    from hengjian.core.entries import guards

    return set(guards.TABLES) <= set(connections[using].introspection.table_names())


class Entries(AppConfig):
    name = "hengjian.core.entries"
    label = "entries"

    def ready(self) -> None:
        pre_migrate.connect(_stand_aside, sender=self, dispatch_uid="entries.stand_aside")
        post_migrate.connect(_guard, sender=self, dispatch_uid="entries.guards")
