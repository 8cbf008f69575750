"""The app of supervision."""

from django.apps import AppConfig


class Supervision(AppConfig):
    name = "hengjian.domain.supervision"
    label = "supervision"

    def ready(self) -> None:
        """Duties follow what is found and decided; whoever sees a row may read its history."""
        from hengjian.core.audit.access import shows
        from hengjian.domain.findings.following import deeds_followed_by, runs_followed_by
        from hengjian.domain.supervision.access import may_see_history
        from hengjian.domain.supervision.duties import access, following

        runs_followed_by(following.findings_checked)
        deeds_followed_by(following.finding_decided)
        shows("supervision.lead", may_see_history)
        shows("supervision.duty", access.may_see_duty_history)
        shows("supervision.accountability", access.may_see_entry_history)
