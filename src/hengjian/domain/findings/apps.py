"""The app of check runs and findings; it follows every submission that was accepted."""

from django.apps import AppConfig


class Findings(AppConfig):
    name = "hengjian.domain.findings"
    label = "findings"

    def ready(self) -> None:
        from hengjian.core.audit.access import shows
        from hengjian.domain.findings.access import may_see_history
        from hengjian.domain.findings.tasks import after_submission
        from hengjian.domain.records.following import followed_by

        followed_by(after_submission)
        shows("findings.finding", may_see_history)
