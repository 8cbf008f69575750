"""What is searched: one folded text for each row that can be found.

The index over it holds pairs of characters and lies beside it, as each database has it: an FTS5 table in
SQLite, a `tsvector` under GIN in PostgreSQL (the migration makes them). It knows no rights: nouns do.
"""

from django.db import models


class Sought(models.Model):
    """The text under which the row ``key`` of the noun ``kind`` is found."""

    kind = models.CharField(max_length=24)
    key = models.BigIntegerField()
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="sought_once")]

    def __str__(self) -> str:
        return self.text
