"""Measures: talks, circulars, suggestions and transfers, with what was promised, answered and done.

Serves their pages, the case's and the body's. A step is a row that is never changed; only where a measure
about a person is given up its words go, as those of a dismissed finding do.
"""

from django.db import models
from django.db.models import Q

from hengjian.core.organisation.models import Unit
from hengjian.core.people.models import Post
from hengjian.core.wording import said
from hengjian.domain.registry.models import Body, Certificate, Officer
from hengjian.domain.supervision.cases.models import Case
from hengjian.domain.supervision.measures.workflow import ENDED, Kind, State


class Measure(models.Model):
    """One measure. ``receiver`` is whom it goes to, ``reason`` why a human holds it needed, ``told`` what
    the receiver answered. ``officer`` and ``card`` only where it is about a person."""

    class Form(models.TextChoices):
        SUSPEND = "suspend", said("暂扣", "suspend")
        REVOKE = "revoke", said("收回", "withdraw")

    bureau = models.ForeignKey(Unit, models.PROTECT, related_name="measures", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    number = models.CharField(said("编号", "number"), max_length=64)
    kind = models.CharField(said("措施", "measure"), max_length=12, choices=Kind)
    title = models.CharField(said("事由", "title"), max_length=150)
    facts = models.TextField(said("事实", "facts"))
    reason = models.TextField(said("理由", "why it is needed"), blank=True)
    basis = models.CharField(said("依据", "basis"), max_length=500, blank=True)
    receiver = models.CharField(said("接收机关", "receiver"), max_length=300, blank=True)
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="measures")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="measures")
    officer = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="measures")
    card = models.ForeignKey(Certificate, models.PROTECT, null=True, related_name="measures")
    form = models.CharField(said("方式", "form"), max_length=8, choices=Form, blank=True)
    state = models.CharField(said("状态", "state"), max_length=12, choices=State)
    version = models.PositiveIntegerField(default=1)
    proposed_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(said("提出时间", "proposed"))
    approved_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    heard = models.TextField(said("本人的陈述和申辩", "the person's own words"), blank=True)
    heard_on = models.DateField(said("听取日期", "heard"), null=True)
    consent = models.CharField(said("政府同意文件", "consent"), max_length=200, blank=True)
    consent_on = models.DateField(null=True)
    moment = models.DateTimeField(said("约谈时间", "moment"), null=True)
    place = models.CharField(said("约谈地点", "place"), max_length=200, blank=True)
    receipt = models.CharField(said("交接回执", "hand-over receipt"), max_length=200, blank=True)
    due_on = models.DateField(said("期限", "due"), null=True)
    sum = models.TextField(said("怎样计算", "how it is counted"), blank=True)
    source = models.CharField(said("期限依据", "source"), max_length=300, blank=True)
    told = models.TextField(said("反馈", "answer"), blank=True)
    told_on = models.DateField(said("反馈日期", "answered"), null=True)
    adopted = models.BooleanField(said("采纳", "adopted"), null=True)
    carried_out_on = models.DateField(said("证件登记日期", "carried out"), null=True)
    ended_at = models.DateTimeField(said("办结时间", "ended"), null=True)

    class Meta:
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "kind", "year", "serial"], name="measure_number_once"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["discipline", "card"]) | Q(officer__isnull=False),
                name="measure_about_a_person",
            ),
        ]
        indexes = [
            models.Index(fields=["bureau", "-proposed_at"], name="measure_of_bureau"),
            models.Index(fields=["body", "-proposed_at"], name="measure_of_body"),
            models.Index(
                fields=["due_on"], condition=~Q(state__in=sorted(ENDED)), name="measure_due"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class MeasureStep(models.Model):
    """One thing that happened to a measure."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="steps")
    move = models.CharField(max_length=16)
    to = models.CharField(max_length=12, choices=State, blank=True)
    words = models.TextField(blank=True)
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.move}"


class Promise(models.Model):
    """What a body promised in a talk, until when, and what it did."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="promises")
    what = models.CharField(said("承诺事项", "promise"), max_length=300)
    due_on = models.DateField(said("完成期限", "due"))
    done = models.TextField(said("落实情况", "what was done"), blank=True)
    done_on = models.DateField(said("落实日期", "done"), null=True)

    class Meta:
        ordering = ["due_on", "id"]

    def __str__(self) -> str:
        return self.what
