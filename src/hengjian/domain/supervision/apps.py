"""The app of supervision."""

from django.apps import AppConfig


class Supervision(AppConfig):
    name = "hengjian.domain.supervision"
    label = "supervision"

    def ready(self) -> None:
        """Whoever sees a lead may read what the ledger holds of it."""
        from hengjian.core.audit.access import shows
        from hengjian.domain.supervision.access import may_see_history

        shows("supervision.lead", may_see_history)
