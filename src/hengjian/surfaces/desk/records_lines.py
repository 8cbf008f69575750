"""A record as a line of a list: with its party as one may be shown it, its item, its findings.

Serves the list, its exports, the searches by party and the search in the bar; and the findings on one
record, for its page.
"""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Min

from hengjian.core.people.models import Post
from hengjian.domain.findings.access import concerned as sees_findings
from hengjian.domain.findings.access import findings_seen, shown_to
from hengjian.domain.findings.models import Finding
from hengjian.domain.records.masking import Shown, parties_shown
from hengjian.domain.records.models import Record
from hengjian.domain.registry.lists import labels
from hengjian.domain.registry.models import Item

TONES = {0: "bad", 1: "bad", 2: "warn", 3: "note"}
"""Of a finding's weight."""


class Line(NamedTuple):
    """A row of the list, with what its cells say."""

    row: Record
    party: Shown
    item: str
    findings: int
    tone: str

    @property
    def kind(self) -> str:
        return labels("item_kinds").get(self.row.kind, self.row.kind)

    @property
    def procedure(self) -> str:
        return labels("procedures").get(self.row.procedure, self.row.procedure)

    @property
    def result(self) -> str:
        return labels("results").get(self.row.result, self.row.result)

    @property
    def fine(self) -> str:
        return "" if self.row.fine is None else f"{self.row.fine / 100:,.2f}".removesuffix(".00")


def dressed(rows: list[Record], post: Post, at: datetime) -> list[Line]:
    """Rows with party, item and findings: a query for each, however many rows."""
    parties = parties_shown(rows, post=post, at=at)
    codes = {row.item for row in rows if row.item}
    items = dict(Item.objects.filter(code__in=codes).values_list("code", "name")) if codes else {}
    found: dict[int, tuple[int, int]] = {}
    if rows and sees_findings(post):
        standing = Finding.objects.filter(
            shown_to(post, at=at), record__in=rows, stands=True
        ).order_by()
        counted = standing.values_list("record").annotate(n=Count("pk"), gravest=Min("weight"))
        found = {pk: (count, weight) for pk, count, weight in counted}
    return [
        Line(
            row, parties[row.pk], items.get(row.item, row.item),
            found.get(row.pk, (0, 9))[0], TONES.get(found.get(row.pk, (0, 9))[1], "quiet"),
        )
        for row in rows
    ]  # fmt: skip


def may_see_findings_of(row: Record, post: Post, at: datetime) -> list[Finding]:
    """The findings on a record that the post may see, the gravest first."""
    rows = findings_seen(post=post, at=at).filter(record=row).order_by("-stands", "weight", "pk")
    return list(rows)
