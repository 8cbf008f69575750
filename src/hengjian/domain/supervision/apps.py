"""The app of supervision."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate


def _guard(using: str, **_: Any) -> None:
    from hengjian.domain.supervision.papers import guards

    if _has_tables(using):
        guards.install(connections[using])


def _stand_aside(using: str, **_: Any) -> None:
    """SQLite makes tables anew, which a trigger that names one of them would hinder."""
    from hengjian.domain.supervision.papers import guards

    if _has_tables(using):
        guards.remove(connections[using])


def _has_tables(using: str) -> bool:
    from hengjian.domain.supervision.papers import guards

    return set(guards.TABLES) <= set(connections[using].introspection.table_names())


class Supervision(AppConfig):
    name = "hengjian.domain.supervision"
    label = "supervision"

    def ready(self) -> None:
        """Duties follow what is found and decided; whoever sees a row may read its history."""
        from hengjian.core.audit.access import shows
        from hengjian.domain.findings.following import deeds_followed_by, runs_followed_by
        from hengjian.domain.supervision.access import may_see_history
        from hengjian.domain.supervision.duties import access, following
        from hengjian.domain.supervision.papers.access import may_see_history as may_see_paper

        runs_followed_by(following.findings_checked)
        deeds_followed_by(following.finding_decided)
        shows("supervision.lead", may_see_history)
        shows("supervision.paper", may_see_paper)
        pre_migrate.connect(_stand_aside, sender=self, dispatch_uid="supervision.stand_aside")
        post_migrate.connect(_guard, sender=self, dispatch_uid="supervision.guards")
        shows("supervision.duty", access.may_see_duty_history)
        shows("supervision.accountability", access.may_see_entry_history)
