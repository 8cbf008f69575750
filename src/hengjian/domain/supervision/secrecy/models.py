"""What a reporter brought, and who read the 副卷 for what purpose.

Serves handlers and heads, and the audit administrator, who sees who read it and nothing of what stands
there. No list, search, export or paper of anybody else reads these rows.
"""

from datetime import timedelta

from django.db import models
from django.db.models import Q

from hengjian.core.files.kept import KeptFile
from hengjian.core.people.models import Post
from hengjian.core.wording import said
from hengjian.domain.supervision.cases.models import Case
from hengjian.domain.supervision.leads.models import Reporter

LASTS = timedelta(hours=1)
"""So long one purpose opens who reported something."""


class ReporterFile(KeptFile):
    """A photo, a recording, a letter that a reporter brought: 副卷 only."""

    reporter = models.ForeignKey(Reporter, models.PROTECT, related_name="files")


class Reading(models.Model):
    """Somebody opened who reported a case or a lead, for a purpose and an hour. The ledger has no words."""

    class Purpose(models.TextChoices):
        VERIFY = "verify", said("向反映人核实情况", "to verify with the reporter")
        ANSWER = "answer", said("答复反映人", "to answer the reporter")
        PROTECT = "protect", said("保护反映人", "to protect the reporter")
        REWRITE = "rewrite", said("改写监督事项", "to retell the matter")
        ARCHIVE = "archive", said("归档", "to archive")
        OTHER = "other", said("其他", "other")

    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="readings")
    lead = models.ForeignKey("supervision.Lead", models.PROTECT, null=True, related_name="readings")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    purpose = models.CharField(said("用途", "purpose"), max_length=12, choices=Purpose)
    words = models.CharField(said("说明", "details"), max_length=200)
    at = models.DateTimeField(said("时间", "moment"))
    until = models.DateTimeField(said("有效至", "until"))

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["-at", "-id"], name="reading_at")]
        constraints = [
            models.CheckConstraint(
                condition=Q(case__isnull=False, lead=None) | Q(case=None, lead__isnull=False),
                name="reading_of_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.at:%Y-%m-%d}"
