"""Small facts that papers tell: who of a body is told, how many pages a file has, what a step is called."""

import io
from datetime import datetime

from hengjian.core.clock import day_of
from hengjian.core.organisation.models import Unit, UnitKind
from hengjian.core.people.models import Post, Role
from hengjian.core.wording import say
from hengjian.domain.supervision.papers.workflow import STEPS

TOLD_FIRST = (Role.BODY_CLERK, Role.LEGAL_REVIEWER, Role.LEADER)


def clerks_of(unit: Unit, *, at: datetime) -> list[Post]:
    """The body's clerks; where it has none its reviewers, else its leaders."""
    held = list(Post.objects.filter(unit=unit).on(day_of(at)).select_related("person", "unit"))
    for role in TOLD_FIRST:
        found = [post for post in held if post.role == role]
        if found:
            return found
    return []


def openers_of(unit: Unit, *, at: datetime) -> list[Post]:
    """Who is told that something was sent to the unit: a body's clerks, a bureau's supervisors."""
    found = clerks_of(unit, at=at)
    if unit.kind != UnitKind.BUREAU:
        return found
    here = Post.objects.filter(unit__path__startswith=unit.path, role=Role.SUPERVISOR)
    return list(here.on(day_of(at)).select_related("person", "unit")) or found


def pages(data: bytes, kind: str) -> int:
    """How many pages a file has; a picture is one. 0 where a PDF cannot be counted."""
    if kind != "pdf":
        return 1
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        return len(PdfReader(io.BytesIO(data)).pages)
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError, OSError):
        return 0


def step_label(step: str) -> str:
    """What a step is called."""
    return say(*STEPS.get(step, (step, step)))
