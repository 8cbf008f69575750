"""What the policy grants, row by row, so that a list is filtered by one indexed join."""

from django.db import models

from hengjian.core.organisation.models import Unit
from hengjian.core.people.models import Post, Role
from hengjian.core.wording import said


class Reach(models.Model):
    """Every post of ``role`` held in ``home`` reaches the rows of ``unit``. Derived; never edited.

    It hangs on no person and no day: the same line serves all who ever held such a post.
    """

    home = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    role = models.CharField(max_length=20, choices=Role)
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="reached_by", db_index=False)
    why = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["home", "role", "unit"], name="reach_once")]
        indexes = [models.Index(fields=["unit", "home", "role", "why"], name="reach_of_unit")]

    def __str__(self) -> str:
        return f"{self.home} {self.role} → {self.unit}: {self.why}"


class Assignment(models.Model):
    """A body's matters are handled by another section than the routing says, for this reason."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assignments")
    section = models.ForeignKey(Unit, models.PROTECT, related_name="assigned")
    reason = models.CharField(said("理由", "reason"), max_length=200)
    given_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(said("时间", "moment"))
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-given_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=models.Q(ended_at__isnull=True), name="assigned_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} → {self.section}"
