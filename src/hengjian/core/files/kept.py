"""A file that is kept with a row of some noun: its name, what it is, its hash, who brought it when.

Serves nouns as the base of their own table, so that each file hangs on exactly one row of theirs and is
seen by whoever sees that row.
"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models

from hengjian.core.files import store
from hengjian.core.files.guard import Arrived
from hengjian.core.wording import said


class KeptFile(models.Model):
    """The base; a noun adds the row that it hangs on."""

    name = models.CharField(said("文件名", "name"), max_length=200)
    kind = models.CharField(max_length=4)  # a key of guard.TYPES
    sha256 = models.CharField(said("散列", "hash"), max_length=64, db_index=True)
    size = models.PositiveIntegerField(said("字节数", "bytes"))
    by = models.ForeignKey("people.Post", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(said("上传时间", "uploaded"))

    class Meta:
        """No table of its own."""

        abstract = True
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name

    def data(self) -> bytes:
        """Its bytes, compared with the hash. Raises PlainError where they are gone or altered."""
        return store.read(self.sha256, folder())


def folder() -> Path:
    return Path(settings.ATTACHMENTS)


def stored(one: Arrived) -> dict[str, Any]:
    """The bytes are kept; what the row says of them."""
    return {
        "name": one.name, "kind": one.kind, "sha256": store.put(one.data, folder()),
        "size": len(one.data),
    }  # fmt: skip
