"""The list of what was handed in, as it is asked for, and what is told of one submission.

Serves pages and the API.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import polars as pl
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from hengjian.core import keyset
from hengjian.core.entries.models import LedgerEntry
from hengjian.core.entries.queries import entries_about
from hengjian.core.keyset import PAGE, Page
from hengjian.domain.records.models import OPEN, Submission
from hengjian.domain.records.place import problems_of
from hengjian.standard.problems import SCHEMA
from hengjian.standard.tables import TABLES

ORDER = ("-received_at", "-id")
KIND = ("file", "field", "reason", "refused")
"""What is the same of all problems of one kind."""


@dataclass(frozen=True)
class Asked:
    """What the list is narrowed to. ``faulty``: only those of which rows went back."""

    q: str = ""
    body: int | None = None
    state: str = ""
    channel: str = ""
    faulty: bool = False
    since: date | None = None
    until: date | None = None

    @property
    def narrowed(self) -> bool:
        return self != Asked()


def narrowed(rows: QuerySet[Submission], asked: Asked) -> QuerySet[Submission]:
    """``rows`` as they are asked for, the newest first."""
    if asked.q:
        q = asked.q.strip()
        rows = rows.filter(
            Q(file_name__icontains=q) | Q(body__name__icontains=q) | Q(body__code__iexact=q)
            | Q(sha256__startswith=q.lower()) | Q(batch_id__startswith=q.lower())
        )  # fmt: skip
    if asked.body is not None:
        rows = rows.filter(body=asked.body)
    if asked.state == "open":
        rows = rows.filter(state__in=OPEN)
    elif asked.state:
        rows = rows.filter(state=asked.state)
    if asked.channel:
        rows = rows.filter(channel=asked.channel)
    if asked.faulty:
        rows = rows.filter(refused__gt=0)
    if asked.since:
        rows = rows.filter(received_at__date__gte=asked.since)
    if asked.until:
        rows = rows.filter(received_at__date__lte=asked.until)
    return rows.order_by(*ORDER)


def page_of(rows: QuerySet[Submission], after: str = "") -> Page[Submission]:
    """Fifty of them, after the row of which ``after`` is the mark."""
    return keyset.page_of(rows, ORDER, after=after)


def lately_wrong(rows: QuerySet[Submission], *, at: datetime) -> QuerySet[Submission]:
    """What failed, was refused or sent rows back within a week, and nothing was handed in since."""
    lately = rows.filter(received_at__gt=at - timedelta(days=7))
    later = Submission.objects.filter(
        unit=OuterRef("unit"), received_at__gt=OuterRef("received_at")
    )
    wrong = Q(state__in=(Submission.State.REFUSED, Submission.State.FAILED)) | Q(refused__gt=0)
    return lately.filter(wrong).exclude(Exists(later))


def entry_of(submission: Submission) -> LedgerEntry | None:
    """The ledger's entry that says what became of it."""
    rows = entries_about(submission).filter(
        kind__in=("submission.accepted", "submission.refused", "submission.repeated")
    )
    return rows.order_by(F("pk").desc()).first()


# --- problems, line by line -------------------------------------------------------------------------


@dataclass(frozen=True)
class Lines:
    """A page of problems: lines as dicts, how many problems were kept, how many lines fit, which kinds
    there are, which of them was chosen."""

    rows: list[dict[str, Any]]
    kept: int
    fitting: int
    kinds: list[dict[str, Any]]
    kind: int | None = None


def problems(
    submission: Submission,
    *,
    kind: int | None = None,
    personal: bool,
    start: int = 0,
    size: int = PAGE,
) -> Lines:
    """What was said of rows, or that of one of its kinds, by its place among them; without ``personal``
    what stood in personal fields is hidden."""
    try:
        table = pl.read_parquet(problems_of(submission.pk))
    except (OSError, pl.exceptions.PolarsError):
        table = pl.DataFrame(schema=SCHEMA)
    kinds = (
        table.group_by(KIND, maintain_order=True)
        .len("count")
        .sort("refused", "count", descending=[True, True])
    )
    rows = table
    if kind is not None and kind < kinds.height:
        chosen = kinds.row(kind, named=True)
        rows = rows.filter(pl.col(name).eq_missing(chosen[name]) for name in KIND)
    else:
        kind = None
    lines = _joined(rows)
    told = lines.slice(start, size).to_dicts()
    if not personal:
        told = [one | {"value": None, "hidden": True} if _tells_who(one) else one for one in told]
    return Lines(told, table.height, lines.height, kinds.to_dicts(), kind)


def _joined(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows that follow one another and of which the same is said, as one line from `row` to `last`."""
    told = [name for name in SCHEMA if name != "row"]
    other = pl.any_horizontal(pl.col(name).ne_missing(pl.col(name).shift(1)) for name in told)
    gap = pl.col("row").ne_missing(pl.col("row").shift(1) + 1)
    return (
        rows.with_columns((other | gap).cum_sum().alias("__run"))
        .group_by("__run", maintain_order=True)
        .agg(*(pl.col(name).first() for name in SCHEMA), pl.col("row").last().alias("last"))
        .drop("__run")
    )


def _tells_who(problem: dict[str, Any]) -> bool:
    """Whether the value may be a person's: of a personal field, or of one that nobody knows."""
    return problem["value"] is not None and not _known_as_plain(problem["field"])


@cache
def _plain_names() -> frozenset[str]:
    plain: set[str] = set()
    personal: set[str] = set()
    for table in TABLES:
        for field in table.fields:
            (personal if field.personal else plain).update((field.name, field.label))
    return frozenset(plain - personal)


def _known_as_plain(field: str) -> bool:
    return field.strip().rstrip("*＊").strip() in _plain_names()
