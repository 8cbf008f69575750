"""Leads: what may be unlawful and is to be looked at, from whatever source it came.

Serves the list of leads. What becomes of one — preliminary check, case, transfer — follows here.
"""

from django.db import models

from hengjian.core.organisation.models import Unit
from hengjian.core.people.models import Post
from hengjian.core.wording import said
from hengjian.domain.findings.models import Finding
from hengjian.domain.registry.models import Body


class Lead(models.Model):
    """One lead; `unit` is the bureau or section in charge of it, `body` the one that it is about.

    The bureau numbers its leads of a year without a gap (`Series`).
    """

    class Source(models.TextChoices):
        FINDING = "finding", said("规则发现", "finding")

    bureau = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField(said("年度", "year"))
    serial = models.PositiveIntegerField(said("序号", "serial"))
    number = models.CharField(said("线索号", "number"), max_length=32)
    source = models.CharField(said("来源", "source"), max_length=16, choices=Source)
    title = models.CharField(said("事由", "title"), max_length=200)
    words = models.TextField(said("情况", "words"), blank=True)
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="leads")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="leads")
    findings = models.ManyToManyField(Finding, related_name="leads")
    severity = models.CharField(said("严重程度", "severity"), max_length=1, blank=True)
    opened_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(said("登记时间", "opened"))

    class Meta:
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["bureau", "year", "serial"], name="lead_number_once")
        ]
        indexes = [
            models.Index(fields=["-opened_at", "-id"], name="lead_opened"),
            models.Index(fields=["unit", "-opened_at"], name="lead_of_unit"),
            models.Index(fields=["body", "-opened_at"], name="lead_of_body"),
        ]

    def __str__(self) -> str:
        return self.number


class Series(models.Model):
    """The last number that a bureau has given in a year of leads, cases or one kind of document
    (``mark``). Who takes the next one holds this row."""

    bureau = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    mark = models.CharField(max_length=24, default="线索")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "mark", "year"], name="series_once")
        ]

    def __str__(self) -> str:
        return f"{self.bureau_id} {self.mark} {self.year}: {self.last}"


from hengjian.domain.supervision.cases.models import (  # noqa: E402  # they name the models above
    Approval,
    Bar,
    Case,
    CaseStep,
    Deadline,
    Handler,
    Hearing,
    Objection,
    Recusal,
    Reporter,
)
from hengjian.domain.supervision.duties.models import Accountability, Duty  # noqa: E402
from hengjian.domain.supervision.papers.models import (  # noqa: E402  # they name cases
    Delivery,
    Dossier,
    Edition,
    Office,
    Paper,
    PaperFile,
    PaperStep,
    Sealing,
    Template,
    Turn,
)
from hengjian.domain.supervision.reports.models import (  # noqa: E402
    ReportAnswer,
    ReportEdition,
    ReportForm,
    ReportTask,
)

__all__ = [
    "Accountability", "Approval", "Bar", "Case", "CaseStep", "Deadline", "Delivery", "Dossier", "Duty",
    "Edition", "Handler", "Hearing", "Lead", "Objection", "Office", "Paper", "PaperFile", "PaperStep",
    "Recusal", "ReportAnswer", "ReportEdition", "ReportForm", "ReportTask", "Reporter", "Sealing", "Series", "Template",
    "Turn",
]  # fmt: skip
