"""Lendings: which supervisor works for which other bureau from which day to which, and who said so.

Serves the pages of lending. The right itself is the dated post that comes of it (`post`): it begins and
ends by its days, whatever a page shows.
"""

from django.db import models
from django.db.models import Q

from hengjian.core.organisation.models import Unit, in_force
from hengjian.core.people.models import Post
from hengjian.core.wording import said
from hengjian.domain.registry.models import Certificate
from hengjian.domain.supervision.lending.workflow import State


class Lending(models.Model):
    """One supervisor, one other bureau, one term. ``own`` is his own post, ``post`` the lent one."""

    number = models.CharField(said("编号", "number"), max_length=48, unique=True)
    own = models.ForeignKey(Post, models.PROTECT, related_name="lendings")
    lender = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    borrower = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    superior = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="+")
    since = models.DateField(said("借用起", "from"))
    until = models.DateField(said("借用止", "to"))
    reason = models.TextField(said("事由", "reason"))
    state = models.CharField(
        said("状态", "state"), max_length=12, choices=State, default=State.ASKED
    )
    version = models.PositiveIntegerField(default=1)
    asking = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(said("申请时间", "asked"))
    decided_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(said("决定时间", "decided"), null=True)
    decision = models.TextField(said("意见", "words"), blank=True)
    post = models.OneToOneField(Post, models.PROTECT, null=True, related_name="lending")

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=in_force("since", "until"), name="lending_term"),
            models.UniqueConstraint(
                fields=["own", "borrower"], condition=Q(state="asked"), name="lending_asked_once"
            ),
        ]
        indexes = [models.Index(fields=["-asked_at", "-id"], name="lending_asked")]

    def __str__(self) -> str:
        return self.number
