"""The app of ledger entries. Guards stand aside for each `migrate`, and are put in place after it."""

from django.apps import AppConfig


class Entries(AppConfig):
    name = "hengjian.core.entries"
    label = "entries"

    def ready(self) -> None:
        from hengjian.core.entries.guards import GUARDS

        GUARDS.stand_by(self)
