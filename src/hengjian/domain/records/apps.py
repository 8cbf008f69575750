"""The app of submissions and records."""

from django.apps import AppConfig


class Records(AppConfig):
    name = "hengjian.domain.records"
    label = "records"

    def ready(self) -> None:
        """Whoever sees a submission or an unmasking may read what the ledger holds of it."""
        from hengjian.core.audit.access import shows
        from hengjian.domain.records.submissions.access import may_see_history
        from hengjian.domain.records.unmasking.access import may_see_history as may_see_unmasking

        shows("records.submission", may_see_history)
        shows("records.unmasking", may_see_unmasking)
