"""Who reads the 副卷 of a case, and who may see who read it.

Who reported something is read by the handlers of the case and the head of the bureau that has it, each
time for a purpose. The audit administrator sees every reading, and nothing of what was read.
"""

from datetime import datetime

from django.db.models import Q, QuerySet

from hengjian.core.people.models import Post, Role
from hengjian.domain.supervision.cases.access import reads_annex as reads_annex
from hengjian.domain.supervision.cases.models import Case
from hengjian.domain.supervision.leads.access import works
from hengjian.domain.supervision.leads.models import Reporter
from hengjian.domain.supervision.models import Lead
from hengjian.domain.supervision.secrecy.behind import reporters_behind
from hengjian.domain.supervision.secrecy.models import Reading, ReporterFile


def own_reading(
    post: Post, *, case: Case | None = None, lead: Lead | None = None, at: datetime
) -> Reading | None:
    """The post's reading that still stands, of this case or this lead."""
    rows = Reading.objects.filter(post=post, until__gt=at, case=case, lead=lead)
    return rows.first()


def file_behind(case: Case, pk: int) -> ReporterFile | None:
    """A file that a reporter of the case brought."""
    return ReporterFile.objects.filter(pk=pk, reporter__in=reporters_behind(case)).first()


def file_of_lead(lead: Lead, pk: int) -> ReporterFile | None:
    """A file that a reporter of the lead, or of one merged into it, brought."""
    of = Q(reporter__lead=lead) | Q(reporter__lead__into=lead)
    return ReporterFile.objects.filter(of, pk=pk).first()


def may_bring(reporter: Reporter, post: Post) -> bool:
    """Who adds what a reporter brought: who works on the lead, or handles its case."""
    lead = reporter.lead.into or reporter.lead
    return works(post, lead) or any(reads_annex(case, post) for case in lead.cases.all())


def reads_readings(post: Post) -> bool:
    """Whose business all readings are."""
    return post.role == Role.AUDIT_ADMIN


def readings_seen(*, post: Post) -> QuerySet[Reading]:
    """Every reading to the audit administrator, one's own to everybody else."""
    rows = Reading.objects.select_related("post__person", "post__unit", "case", "lead")
    return rows if reads_readings(post) else rows.filter(post__person=post.person_id)


def may_see_history(post: Post, key: str, at: datetime) -> bool:
    """Whether a post may read what the ledger holds of a reading."""
    return key.isdecimal() and readings_seen(post=post).filter(pk=int(key)).exists()
