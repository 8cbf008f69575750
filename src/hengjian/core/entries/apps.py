"""The app of ledger entries."""

from django.apps import AppConfig


class Entries(AppConfig):
    name = "hengjian.core.entries"
    label = "entries"
