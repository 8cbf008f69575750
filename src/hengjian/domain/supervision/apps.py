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
        from hengjian.domain.supervision.measures.access import may_see_history as may_see_measure
        from hengjian.domain.supervision.measures.owner import MeasureOwner
        from hengjian.domain.supervision.orders.access import may_see_history as may_see_order
        from hengjian.domain.supervision.papers.access import may_see_history as may_see_paper
        from hengjian.domain.supervision.papers.guards import GUARDS
        from hengjian.domain.supervision.papers.of_case import CaseOwner
        from hengjian.domain.supervision.papers.owners import has_papers

        runs_followed_by(following.findings_checked)
        deeds_followed_by(following.finding_decided)
        shows("supervision.lead", may_see_history)
        shows("supervision.order", may_see_order)
        shows("supervision.paper", may_see_paper)
        has_papers(CaseOwner)
        has_papers(MeasureOwner)
        shows("supervision.measure", may_see_measure)
        GUARDS.stand_by(self)
        shows("supervision.duty", access.may_see_duty_history)
        shows("supervision.accountability", access.may_see_entry_history)
