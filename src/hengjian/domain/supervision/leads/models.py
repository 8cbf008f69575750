"""What belongs to a lead: who reported it, its story, its files.

Serves the lead's page and the 副卷. Whatever tells who reported something stands in `Reporter` alone;
no list, search, export or paper of the body reads it.
"""

from django.db import models
from django.db.models import Q

from hengjian.core.people.models import Post
from hengjian.core.wording import said
from hengjian.domain.supervision.leads.workflow import State


class Reporter(models.Model):
    """Somebody who reported a lead: 副卷 only. He keeps his own answer date when leads are merged."""

    lead = models.ForeignKey("supervision.Lead", models.PROTECT, related_name="reporters")
    name = models.CharField(said("姓名", "name"), max_length=64, blank=True)
    phone = models.CharField(said("电话", "phone"), max_length=32, blank=True)
    words = models.TextField(said("原话", "own words"), blank=True)
    place = models.CharField(said("具体地点", "exact place"), max_length=200, blank=True)
    received_on = models.DateField(said("收到日期", "received"))
    wants_answer = models.BooleanField(said("要求答复", "wants an answer"), default=True)
    due_on = models.DateField(said("答复期限", "to be answered by"), null=True)
    sum = models.TextField(said("怎样计算", "how it is counted"), blank=True)
    source = models.CharField(said("期限依据", "source"), max_length=300, blank=True)
    answered_on = models.DateField(said("答复日期", "answered"), null=True)
    answer = models.TextField(said("答复内容", "answer"), blank=True)
    answered_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    entered_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField(said("登记时间", "entered"))

    class Meta:
        ordering = ["entered_at", "id"]
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=Q(answered_on=None, wants_answer=True),
                name="reporter_waits",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def masked(self) -> str:
        """A name that tells nobody who he is."""
        return self.name[:1] + "*" * max(1, len(self.name) - 1) if self.name else "匿名"

    @property
    def waits(self) -> bool:
        """Whether he must still be answered."""
        return self.wants_answer and self.answered_on is None


class LeadStep(models.Model):
    """One thing that happened to a lead. Never changed; what is wrong is followed by another step."""

    lead = models.ForeignKey("supervision.Lead", models.PROTECT, related_name="steps")
    move = models.CharField(max_length=16)
    frm = models.CharField(max_length=12, choices=State, blank=True)
    to = models.CharField(max_length=12, choices=State, blank=True)
    words = models.TextField(blank=True)
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.lead_id} {self.move}"


class LeadFile(models.Model):
    """A file that came with a lead, by its hash. It may show who reported: supervisors only."""

    lead = models.ForeignKey("supervision.Lead", models.PROTECT, related_name="files")
    name = models.CharField(said("文件名", "name"), max_length=200)
    kind = models.CharField(max_length=4)  # one of guard.WRITTEN
    sha256 = models.CharField(said("散列", "hash"), max_length=64)
    size = models.PositiveIntegerField()
    by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.name
