"""Matters: what was asked for or filed, what was done with it, and what is due when.

Serves lists and the page of a matter as one story. What kinds there are is content; a row keeps the codes
of its kind. Who complained lives in `MatterSecret` alone and is read by nothing but its own action.
"""

from django.db import models
from django.db.models import Q

from hengjian.core.files.kept import KeptFile
from hengjian.core.organisation.models import Unit
from hengjian.core.people.models import Post
from hengjian.core.wording import said
from hengjian.domain.registry.models import Body


class Matter(models.Model):
    """One matter. ``bureau`` has it, ``unit`` is the section of it that sees to it, ``place`` the unit by
    which it is reached. ``told``: the bodies see it. ``counts_on``: the day to which it counts as an
    assessment."""

    kind = models.CharField(said("种类", "kind"), max_length=32)
    bureau = models.ForeignKey(Unit, models.PROTECT, related_name="matters_of_bureau")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    number = models.CharField(said("编号", "number"), max_length=48)
    title = models.CharField(said("事项", "title"), max_length=200)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="matters")
    place = models.ForeignKey(Unit, models.PROTECT, related_name="matters_here")
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="matters")
    invited = models.ForeignKey(Post, models.PROTECT, null=True, related_name="matters_given")
    handler = models.ForeignKey(Post, models.PROTECT, null=True, related_name="matters_handled")
    state = models.CharField(said("状态", "state"), max_length=24)
    ended = models.BooleanField(default=False)
    told = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    opened_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(said("收到时间", "opened"))
    ended_at = models.DateTimeField(said("办结时间", "ended"), null=True)
    counts_on = models.DateField(null=True)
    due_on = models.DateField(said("最近期限", "next due"), null=True)

    class Meta:
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "kind", "year", "serial"], name="matter_number_once"
            )
        ]
        indexes = [
            models.Index(fields=["-opened_at", "-id"], name="matter_opened"),
            models.Index(fields=["bureau", "kind", "-opened_at"], name="matter_of_bureau"),
            models.Index(fields=["place", "-opened_at"], name="matter_place"),
            models.Index(fields=["due_on"], condition=Q(ended=False), name="matter_due"),
            models.Index(
                fields=["counts_on"], condition=Q(counts_on__isnull=False), name="matter_counts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class MatterParty(models.Model):
    """One of several bodies that a matter is about."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="parties")
    body = models.ForeignKey(Body, models.PROTECT, related_name="matters_shared")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["matter", "body"], name="matter_party_once")]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.body_id}"


class MatterStep(models.Model):
    """One thing that happened. Never changed; ``values`` is what was filled in, by the fields' names."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="steps")
    step = models.CharField(max_length=32)
    frm = models.CharField(max_length=24, blank=True)
    to = models.CharField(max_length=24)
    power = models.CharField(max_length=32)
    values = models.JSONField(default=dict)
    inside = models.BooleanField(default=False)
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["post", "at"], name="matter_step_by")]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.step}"


class MatterFile(KeptFile):
    """A file that came with a step; seen by whoever reads the step."""

    step = models.ForeignKey(MatterStep, models.PROTECT, related_name="files")


class MatterTerm(models.Model):
    """What is due in a matter, by whom, until when, and the sum that says so. ``stops``: the days on
    which it stood still, with their reasons; ``more``: by how many days it was extended."""

    class State(models.TextChoices):
        RUNNING = "running", said("进行中", "running")
        STOPPED = "stopped", said("中止", "stopped")
        MET = "met", said("按期完成", "met")
        MISSED = "missed", said("逾期完成", "met late")
        DROPPED = "dropped", said("不再需要", "no longer needed")

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="terms")
    term = models.CharField(max_length=24)
    of_body = models.BooleanField(default=False)
    start = models.DateField()
    due_on = models.DateField()
    sum = models.TextField()
    source = models.CharField(max_length=300)
    provisional = models.BooleanField(default=False)
    stops = models.JSONField(default=list)
    more = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=8, choices=State, default=State.RUNNING)
    ended_on = models.DateField(null=True)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "term"],
                condition=Q(state__in=["running", "stopped"]),
                name="matter_term_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.term} {self.due_on}"


OPEN_TERMS = (MatterTerm.State.RUNNING, MatterTerm.State.STOPPED)
"""A term that has not ended: its days count, or stand still."""


class MatterSecret(models.Model):
    """Who complained, and his own words: 副卷 only. No list, search, paper or export reads this."""

    matter = models.OneToOneField(Matter, models.PROTECT, related_name="secret")
    values = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.pk}"
