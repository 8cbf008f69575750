"""What was checked and found, and what others keep of the ledger's heads."""

from django.db import models

from hengjian.core.wording import said


class CheckKind(models.TextChoices):
    """How much a check looked at."""

    WHOLE = "whole", said("全部", "everything")
    SINCE = "since", said("上次以后的", "what is new")


class SelfCheck(models.Model):
    """One check of the ledger by itself. ``problems``: code, Chinese and English of each."""

    kind = models.CharField(max_length=8, choices=CheckKind)
    at = models.DateTimeField()
    seconds = models.FloatField()
    size = models.BigIntegerField()
    root = models.CharField(max_length=64)
    frontier = models.BinaryField()  # of the tree over the entries that were found right
    whole = models.BooleanField()
    heads_outside = models.IntegerField(default=0)  # heads kept elsewhere that it was held against
    problems = models.JSONField(default=list)
    notes = models.JSONField(default=list)

    class Meta:
        ordering = ["-id"]


class Sending(models.Model):
    """A head that went, or should have gone, to a witness."""

    witness = models.CharField(max_length=64)
    way = models.CharField(max_length=16)
    size = models.BigIntegerField()
    at = models.DateTimeField()
    day = models.DateField()
    arrived = models.BooleanField()
    fault = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["day", "witness"], name="sending_of_day")]


class Confirmation(models.Model):
    """What a witness answered: the head as he holds it, verbatim, and whether it is ours."""

    witness = models.CharField(max_length=64)
    size = models.BigIntegerField()
    at = models.DateTimeField()
    agrees = models.BooleanField()
    text = models.TextField()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["witness", "-size"], name="confirmation_of_witness")]
