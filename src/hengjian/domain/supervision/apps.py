"""The app of supervision."""

from django.apps import AppConfig


class Supervision(AppConfig):
    name = "hengjian.domain.supervision"
    label = "supervision"

    def ready(self) -> None:
        """Duties follow what is found and decided; whoever sees a row may read its history."""
        from hengjian.core.audit.access import shows
        from hengjian.core.rights.beyond import shows_beyond
        from hengjian.domain.findings.following import deeds_followed_by, runs_followed_by
        from hengjian.domain.supervision.access import may_see_history
        from hengjian.domain.supervision.cases.access import may_see_history as may_see_case
        from hengjian.domain.supervision.cases.behind import findings_of_cases, records_of_cases
        from hengjian.domain.supervision.duties import access, comparing, following
        from hengjian.domain.supervision.leads.of_lead import LeadOwner
        from hengjian.domain.supervision.lending.access import may_see_history as may_see_lending
        from hengjian.domain.supervision.matters.access import may_see_history as may_see_matter
        from hengjian.domain.supervision.matters.papers import MatterOwner
        from hengjian.domain.supervision.matters.queries import assessed
        from hengjian.domain.supervision.measures.access import may_see_history as may_see_measure
        from hengjian.domain.supervision.measures.owner import MeasureOwner
        from hengjian.domain.supervision.modes.access import may_see_history as may_see_mode
        from hengjian.domain.supervision.modes.of_mode import ModeOwner
        from hengjian.domain.supervision.orders.access import may_see_history as may_see_order
        from hengjian.domain.supervision.orders.of_order import OrderOwner
        from hengjian.domain.supervision.papers.access import may_see_history as may_see_paper
        from hengjian.domain.supervision.papers.guards import GUARDS
        from hengjian.domain.supervision.papers.of_case import CaseOwner
        from hengjian.domain.supervision.papers.owners import has_papers
        from hengjian.domain.supervision.reports import access as reports
        from hengjian.domain.supervision.secrecy.access import may_see_history as may_see_reading
        from hengjian.domain.supervision.typical.access import may_see_history as may_see_typical

        runs_followed_by(following.findings_checked)
        deeds_followed_by(following.finding_decided)
        shows_beyond("findings.finding", findings_of_cases)
        shows_beyond("records.record", records_of_cases)
        shows("supervision.lead", may_see_history)
        shows("supervision.case", may_see_case)
        shows("supervision.order", may_see_order)
        shows("supervision.reading", may_see_reading)
        shows("supervision.paper", may_see_paper)
        shows("supervision.matter", may_see_matter)
        if assessed not in comparing.ASSESSMENTS:
            comparing.ASSESSMENTS.append(assessed)
        has_papers(CaseOwner)
        has_papers(MeasureOwner)
        shows("supervision.measure", may_see_measure)
        shows("supervision.typicalcase", may_see_typical)
        has_papers(MatterOwner)
        has_papers(ModeOwner)
        has_papers(LeadOwner)
        has_papers(OrderOwner)
        GUARDS.stand_by(self)
        shows("supervision.moderequest", may_see_mode)
        shows("supervision.lending", may_see_lending)
        shows("supervision.duty", access.may_see_duty_history)
        shows("supervision.accountability", access.may_see_entry_history)
        shows("supervision.reportform", reports.may_see_form_history)
        shows("supervision.reporttask", reports.may_see_task_history)
        shows("supervision.reportanswer", reports.may_see_answer_history)
