"""Typical cases: what a closed case teaches, told without the names of anybody.

Serves the desk's list and the public pages. Its texts are written by a person and reviewed by another; the
case behind a published one is never shown.
"""

from django.db import models
from django.db.models import Q

from hengjian.core.organisation.models import Unit
from hengjian.core.people.models import Post
from hengjian.core.wording import said
from hengjian.domain.supervision.cases.models import Case


class TypicalCase(models.Model):
    """One telling of a case. ``body_named``: the body's name stays in it. ``confirmed``: why the reviewer
    let places or numbers stand that the check had pointed at."""

    class State(models.TextChoices):
        DRAFT = "draft", said("起草", "draft")
        REVIEW = "review", said("待审核", "to be reviewed")
        PUBLISHED = "published", said("已发布", "published")
        WITHDRAWN = "withdrawn", said("已撤下", "withdrawn")
        DROPPED = "dropped", said("已放弃", "given up")

    case = models.ForeignKey(Case, models.PROTECT, related_name="typical")
    bureau = models.ForeignKey(Unit, models.PROTECT, related_name="typical_cases")
    number = models.CharField(said("编号", "number"), max_length=64, blank=True)
    title = models.CharField(said("标题", "title"), max_length=100)
    facts = models.TextField(said("基本案情", "the case"), blank=True)
    handling = models.TextField(said("监督情况", "how it was handled"), blank=True)
    result = models.TextField(said("处理结果", "what came of it"), blank=True)
    meaning = models.TextField(said("典型意义", "what it teaches"), blank=True)
    body_named = models.BooleanField(said("保留机关名称", "the body is named"), default=False)
    state = models.CharField(
        said("状态", "state"), max_length=12, choices=State, default=State.DRAFT
    )
    version = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(said("起草时间", "written"))
    returned = models.TextField(said("退回意见", "why returned"), blank=True)
    reviewed_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    confirmed = models.TextField(said("审核说明", "the reviewer's words"), blank=True)
    published_at = models.DateTimeField(said("发布时间", "published"), null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_words = models.CharField(
        said("撤下原因", "why withdrawn"), max_length=400, blank=True
    )

    class Meta:
        ordering = ["-written_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=~Q(state__in=["withdrawn", "dropped"]),
                name="typical_of_case_once",
            ),
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number=""), name="typical_number_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["-published_at", "-id"],
                condition=Q(state="published"),
                name="typical_published",
            ),
            models.Index(fields=["bureau", "-written_at"], name="typical_of_bureau"),
        ]

    def __str__(self) -> str:
        return self.number or self.title

    @property
    def text(self) -> str:
        """All that would be published."""
        return "\n".join((self.title, self.facts, self.handling, self.result, self.meaning))
