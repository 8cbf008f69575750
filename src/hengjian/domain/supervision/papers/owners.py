"""What a paper hangs on: a case, or another row of supervision that registers here how it has papers.

Serves every action, list and page of papers, which ask the owner who may draft, who it is for and what it
is filled with. A noun registers one subclass of `Owner` in its app's `ready`; it changes nothing here.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import Model, Q, QuerySet

from hengjian.content.documents import Document
from hengjian.core.organisation.models import Unit
from hengjian.core.people.models import Post
from hengjian.core.rights.once import forget, written
from hengjian.domain.registry.models import Body

if TYPE_CHECKING:
    from hengjian.domain.supervision.papers.documents import Offer
    from hengjian.domain.supervision.papers.models import Paper

Fields = dict[str, Any]


class Owner(ABC):
    """A row as the owner of papers. ``kind`` is the row's label, ``word`` what such a row is called."""

    kind: ClassVar[str]
    word: ClassVar[Any]

    def __init__(self, row: Any) -> None:
        self.row = row

    @classmethod
    @abstractmethod
    def rows(cls) -> QuerySet[Any]:
        """All rows, with what the methods below ask of them."""

    @classmethod
    @abstractmethod
    def seen(cls, *, post: Post, at: datetime) -> QuerySet[Any]:
        """The rows that the post may see: who supervises and sees one reads its papers."""

    @classmethod
    def seen_inside(cls, *, post: Post, at: datetime) -> QuerySet[Any] | None:
        """The rows whose papers for the 副卷 the post reads, too; None: those of all rows that it sees.
        Drafter and asked ones read theirs."""
        return None

    @property
    def bureau(self) -> Unit:
        """The bureau in whose name its papers are, and which numbers, seals and serves them."""
        bureau: Unit = self.row.bureau
        return bureau

    @property
    def number(self) -> str:
        """Its number, for lists; empty where it has none yet."""
        number: str = self.row.number
        return number

    @property
    def title(self) -> str:
        title: str = self.row.title
        return title

    @property
    @abstractmethod
    def page(self) -> str:
        """The address of its page on the desk."""

    @abstractmethod
    def may_draft(self, post: Post) -> bool:
        """Whether the post begins papers of it."""

    @property
    def body(self) -> Body | None:
        """The body that it is about, if it is about one."""
        return None

    @property
    def papers_page(self) -> str:
        """Where its papers are listed."""
        return self.page

    def may_write(self, post: Post) -> bool:
        """Who writes a draft beside its drafter: those who handle the matter."""
        return self.may_draft(post)

    def fields(self, found: Document, *, move: str, at: datetime) -> Mapping[str, object]:
        """What a new draft is filled with, by the names of the document's fields."""
        return {}

    def offers(self) -> "list[Offer]":
        """Which documents may be drafted now."""
        return []

    def approved_on(self, day: date) -> bool:
        """Whether the government's approval, which some kinds need, is there on that day."""
        return False

    def receivers(self, paper: "Paper") -> list[Unit]:
        """The units to which the paper may be sent through the system: they open it on their desk."""
        from hengjian.domain.supervision.papers.documents import for_the_body

        to_body = self.body is not None and for_the_body(paper.kind) and not paper.inside
        return [self.body.unit] if self.body is not None and to_body else []

    def served(  # noqa: B027  # most owners do nothing
        self, paper: "Paper", words: str, *, whose: bool, on: date, by: Post, at: datetime
    ) -> None:
        """The paper was served for the first time. ``whose``: on the body that it is about."""

    def __str__(self) -> str:
        return self.number or self.title


_KINDS: dict[str, type[Owner]] = {}


def has_papers(kind: type[Owner]) -> None:
    """Register a noun whose rows have papers."""
    _KINDS[kind.kind] = kind
    forget()


def kinds() -> Mapping[str, type[Owner]]:
    return _KINDS


def owner_of(row: Model) -> Owner:
    """The row as an owner; KeyError where its noun never registered."""
    return _KINDS[row._meta.label_lower](row)


def named(row: Model) -> dict[str, Any]:
    """The columns that say of a paper what it hangs on: a case has its own, all others share three."""
    owner = owner_of(row)
    if owner.kind == "supervision.case":
        return {"case": row}
    return {
        "owner_kind": owner.kind, "owner_id": row.pk, "body": owner.body,
        "about": (owner.number or owner.title)[:120],
    }  # fmt: skip


def of_row(row: Model) -> Q:
    """The papers of a row, as a condition."""
    if row._meta.label_lower == "supervision.case":
        return Q(case=row)
    return Q(owner_kind=row._meta.label_lower, owner_id=row.pk)


def among_seen(*, post: Post, at: datetime) -> Q:
    """The papers of all rows that the post may see, as a condition."""
    here = Q()
    for kind, owner in _KINDS.items():
        seen = written(owner.seen(post=post, at=at))
        row = "case" if kind == "supervision.case" else "owner_id"
        mine = Q(**{f"{row}__in": seen})
        inside = owner.seen_inside(post=post, at=at)
        if inside is not None:
            annex = Q(**{f"{row}__in": written(inside), "inside": True})
            mine = mine & Q(inside=False) | annex
        here |= mine if kind == "supervision.case" else Q(owner_kind=kind) & mine
    return here
