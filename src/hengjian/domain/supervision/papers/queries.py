"""All lists of papers: of a case, on somebody's desk, the registers of numbers and seals."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet

from hengjian.core.keyset import Page, page_of
from hengjian.core.people.models import Post
from hengjian.domain.supervision.papers.access import own_selves
from hengjian.domain.supervision.papers.models import Delivery, Paper, Turn
from hengjian.domain.supervision.papers.owners import of_row
from hengjian.domain.supervision.papers.workflow import ENDED, SIGNED, TURNS, State

ORDER = ("-drafted_at", "-id")
LINE = (
    "case__number", "case__due_on", "case__body__name", "body__name", "about", "kind", "title", "number",
    "state", "inside", "drafted_at", "signed_at", "dated", "served_on",
)  # fmt: skip
BY_NUMBER = ("-year", "mark", "-serial", "id")
BY_SEAL = ("-year", "-serial", "id")


@dataclass(frozen=True)
class Wanted:
    """What a list of papers or of a register is asked for."""

    q: str = ""
    state: str = ""
    kind: str = ""
    year: int | None = None
    mark: str = ""
    way: str = ""
    void: bool = False
    after: str = ""
    before: str = ""

    @property
    def narrowed(self) -> bool:
        return bool(
            self.q or self.state or self.kind or self.year or self.mark or self.way or self.void
        )


def papers_of(row: Model) -> QuerySet[Paper]:
    """The papers of a case, or of another row that has papers; the caller has looked who may see it."""
    return Paper.objects.filter(of_row(row))


def unfinished(row: Model) -> list[Paper]:
    """The papers of a row that are still on their way."""
    return list(papers_of(row).exclude(state__in=sorted(ENDED)))


def turns_open(*, post: Post) -> QuerySet[Turn]:
    """Whose turn it is: the post's own, and those of the one for whom it stands in."""
    rows = Turn.objects.filter(open=True, post__in=own_selves(post), paper__state__in=sorted(TURNS))
    here = Q()
    for stage in TURNS:
        here |= Q(stage=stage, paper__state=stage)
    rows = rows.filter(here).select_related("paper__case__body", "paper__body", "post__person")
    return rows.only("stage", "post__person__name", *(f"paper__{one}" for one in LINE))


def to_issue(rows: QuerySet[Paper]) -> QuerySet[Paper]:
    """Signed ones that wait for their number, their seal or their service."""
    return rows.filter(state__in=sorted(SIGNED))


def as_lines(rows: QuerySet[Paper]) -> QuerySet[Paper]:
    """With what a line of a list shows, and no more: neither what a paper says nor who signed it."""
    return rows.select_related(None).select_related("case__body", "body").only(*LINE)


def listed(rows: QuerySet[Any], wanted: Wanted, *, through: str = "") -> QuerySet[Any]:
    """``rows`` as filtered; ``through`` leads from a row to its paper."""
    if wanted.q:
        word, t = wanted.q, through
        rows = rows.filter(
            Q(**{f"{t}number__icontains": word}) | Q(**{f"{t}title__icontains": word})
            | Q(**{f"{t}case__number__icontains": word})
            | Q(**{f"{t}case__body__name__icontains": word})
            | Q(**{f"{t}about__icontains": word}) | Q(**{f"{t}body__name__icontains": word})
        )  # fmt: skip
    for name in ("state", "kind", "mark"):
        if value := getattr(wanted, name):
            rows = rows.filter(**{f"{through}{name}": value})
    if wanted.year:
        rows = rows.filter(year=wanted.year)
    if wanted.void:
        rows = rows.filter(**{f"{through}state": State.VOID})
    if wanted.way:
        rows = rows.filter(way=wanted.way)
    return rows


def received_as(rows: QuerySet[Delivery], *, q: str = "", show: str = "") -> QuerySet[Delivery]:
    """What was sent to somebody: all, what waits to be opened, or what was; a title only counts once read."""
    if q:
        opened = Q(served_on__isnull=False, paper__title__icontains=q)
        rows = rows.filter(Q(paper__number__icontains=q) | opened)
    if show == "open":
        return rows.filter(served_on=None).exclude(paper__state=State.VOID)
    return rows.filter(served_on__isnull=False) if show == "served" else rows


def papers_page(rows: QuerySet[Any], wanted: Wanted, order: tuple[str, ...] = ORDER) -> Page[Any]:
    """The page after or before the mark, or the first."""
    return page_of(rows, order, after=wanted.after, before=wanted.before)


def gaps(rows: QuerySet[Paper]) -> list[str]:
    """Numbers that are missing between the first and the last of each series; there should be none."""
    series: dict[tuple[str, int, int], list[int]] = {}
    found: Any = rows.values_list("mark", "year", "bureau_id", "serial")
    for mark, year, bureau, serial in found:
        series.setdefault((mark, year, bureau), []).append(serial)
    return [
        f"{mark}〔{year}〕{missing}号"
        for (mark, year, _), given in sorted(series.items())
        for missing in sorted(set(range(1, max(given) + 1)) - set(given))
    ]
