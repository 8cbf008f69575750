"""The app of ledger entries; after each `migrate` it puts the guards of its tables in place."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


def _guard(using: str, **_: Any) -> None:
    from hengjian.core.entries import guards

    connection = connections[using]
    if set(guards.TABLES) <= set(connection.introspection.table_names()):
        guards.install(connection)


class Entries(AppConfig):
    name = "hengjian.core.entries"
    label = "entries"

    def ready(self) -> None:
        post_migrate.connect(_guard, sender=self, dispatch_uid="entries.guards")
