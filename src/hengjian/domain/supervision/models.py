"""Leads: what may be unlawful and is to be looked at, from whatever source it came.

Serves the one inbox. What happens to a lead is in `leads`; the other parts of supervision keep their
models beside their actions, and are gathered here for Django.
"""

from django.db import models
from django.db.models import Q

from hengjian.core.organisation.models import Unit
from hengjian.core.people.models import Post
from hengjian.core.wording import said
from hengjian.domain.findings.models import Finding
from hengjian.domain.registry.models import Body
from hengjian.domain.supervision.leads.workflow import State


class Lead(models.Model):
    """One lead; `unit` is the bureau or section in charge of it, `body` the one that it is about.

    The bureau numbers its leads of a year without a gap (`Series`).
    """

    class Source(models.TextChoices):
        FINDING = "finding", said("规则发现", "finding")
        HOTLINE = "hotline", said("12345 热线", "12345 hotline")
        REPORT = "report", said("群众举报", "report by a person")
        FIELD = "field", said("现场监督", "field report")
        DOSSIER = "dossier", said("案卷评查", "dossier review")
        COURT = "court", said("人民法院", "court")
        PROCURATORATE = "procuratorate", said("人民检察院", "procuratorate")
        MEDIA = "media", said("媒体报道", "media")
        ORDER = "order", said("上级交办", "order from above")
        BODY = "body", said("机关自报", "the body's own report")

    class Kind(models.TextChoices):
        ORDINARY = "ordinary", said("一般", "ordinary")
        RETALIATION = "retaliation", said("打击报复", "retaliation")

    bureau = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField(said("年度", "year"))
    serial = models.PositiveIntegerField(said("序号", "serial"))
    number = models.CharField(said("线索号", "number"), max_length=32)
    source = models.CharField(said("来源", "source"), max_length=16, choices=Source)
    title = models.CharField(said("事由", "title"), max_length=200)
    kind = models.CharField(
        said("类别", "kind"), max_length=12, choices=Kind, default=Kind.ORDINARY
    )
    words = models.TextField(said("情况", "words"), blank=True)  # for supervisors only
    summary = models.TextField(
        said("改写摘要", "summary"), blank=True
    )  # what a body or another unit may read of it
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="leads")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="leads")
    findings = models.ManyToManyField(Finding, related_name="leads")
    severity = models.CharField(said("严重程度", "severity"), max_length=1, blank=True)
    reported = models.BooleanField(default=False)  # somebody reported it: ``words`` stay inside
    reference = models.CharField(
        said("来源编号", "number at the source"), max_length=64, blank=True
    )  # of the ticket, letter or order
    state = models.CharField(said("状态", "state"), max_length=12, choices=State, default=State.NEW)
    version = models.PositiveIntegerField(default=1)
    handler = models.ForeignKey(Post, models.PROTECT, null=True, related_name="leads_handled")
    into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    before = models.CharField(max_length=12, blank=True)  # the state from which it was merged
    check_due = models.DateField(said("初核期限", "to be checked by"), null=True)
    check_sum = models.TextField(blank=True)
    check_source = models.CharField(max_length=300, blank=True)
    due_on = models.DateField(
        said("最近期限", "next due"), null=True
    )  # of the check, a reporter's answer or an order about it: the earliest
    receiver = models.CharField(said("移送", "transferred to"), max_length=128, blank=True)
    outcome = models.TextField(said("处理结果", "outcome"), blank=True)
    decided_at = models.DateTimeField(said("处理时间", "decided"), null=True)
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
            models.Index(fields=["due_on"], condition=Q(due_on__isnull=False), name="lead_due"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def shown_words(self) -> str:
        """What may be read of it outside the supervision body: nothing that a reporter said."""
        return self.summary or ("" if self.reported else self.words)

    @property
    def is_retaliation(self) -> bool:
        return self.kind == self.Kind.RETALIATION


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
    CaseFile,
    CaseStep,
    Deadline,
    Handler,
    Hearing,
    Holding,
    Objection,
    Recount,
    Recusal,
)
from hengjian.domain.supervision.duties.models import Accountability, Duty  # noqa: E402
from hengjian.domain.supervision.leads.models import (  # noqa: E402
    LeadFile,
    LeadStep,
    Reporter,
)
from hengjian.domain.supervision.lending.models import Lending  # noqa: E402
from hengjian.domain.supervision.matters.models import (  # noqa: E402
    Matter,
    MatterFile,
    MatterParty,
    MatterSecret,
    MatterStep,
    MatterTerm,
)
from hengjian.domain.supervision.measures.models import (  # noqa: E402
    Measure,
    MeasureStep,
    Promise,
)
from hengjian.domain.supervision.modes.models import ModeRequest, ModeStep, Part  # noqa: E402
from hengjian.domain.supervision.orders.models import (  # noqa: E402
    Order,
    OrderFile,
    OrderStep,
    OrderUnit,
)
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
from hengjian.domain.supervision.secrecy.models import (  # noqa: E402
    Reading,
    ReporterFile,
)
from hengjian.domain.supervision.typical.models import TypicalCase  # noqa: E402

__all__ = [
    "Accountability", "Approval", "Bar", "Case", "CaseFile", "CaseStep", "Deadline", "Delivery",
    "Dossier", "Duty", "Edition", "Handler", "Hearing", "Holding", "Lead", "LeadFile", "LeadStep",
    "Lending", "Matter", "MatterFile", "MatterParty", "MatterSecret", "MatterStep", "MatterTerm",
    "Measure", "MeasureStep", "ModeRequest", "ModeStep", "Objection", "Office", "Order", "OrderFile",
    "OrderStep", "OrderUnit", "Paper", "PaperFile", "PaperStep", "Part", "Promise", "Reading", "Recount", "Recusal",
    "ReportAnswer", "ReportEdition", "ReportForm", "ReportTask", "Reporter", "ReporterFile",
    "Sealing", "Series", "Template", "Turn", "TypicalCase",
]  # fmt: skip
