"""Who sees a request, and who takes which step of it.

Whoever sees the case as a supervisor, and the bureaus that the request names, also before they have the
case. Bodies see none: they are told by papers.
"""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from hengjian.core.clock import day_of
from hengjian.core.organisation.models import Unit, UnitKind
from hengjian.core.people.models import Post
from hengjian.core.rights.once import built_once
from hengjian.domain.supervision.cases import access as cases
from hengjian.domain.supervision.cases.models import Case
from hengjian.domain.supervision.modes.models import ModeRequest, Part
from hengjian.domain.supervision.modes.superiors import bureau_of, common_superior
from hengjian.domain.supervision.modes.workflow import MOVABLE, OVER, Doer, Mode, Move, State

BUREAU_WIDE = (UnitKind.BUREAU, UnitKind.SECTION_GENERAL)


def concerned(post: Post) -> bool:
    """Whether requests are any business of this post."""
    return cases.reads_inside(post)


@built_once
def requests_seen(*, post: Post, at: datetime) -> QuerySet[ModeRequest]:
    """The requests that the post may see."""
    rows = ModeRequest.objects.select_related(
        "case__body", "case__bureau__division", "case__unit", "asking", "origin", "superior",
        "target__division", "asked_by__person", "decided_by__person",
    )  # fmt: skip
    if not concerned(post) or not post.held_on(day_of(at)):
        return rows.none()
    part = Part.objects.filter(inside(post, "unit"), request=OuterRef("pk"), until=None)
    named = inside(post, "asking", "origin", "superior", "target")
    seen = cases.cases_seen.keys(post=post, at=at)
    return rows.filter(named | Q(case__in=seen) | Exists(part))


def request_seen(pk: int, *, post: Post, at: datetime) -> ModeRequest:
    """One of them; any other is not there."""
    return get_object_or_404(requests_seen(post=post, at=at), pk=pk)


def requests_of(case: Case, *, post: Post, at: datetime) -> QuerySet[ModeRequest]:
    """All requests about a case that `case_seen` gave the post."""
    rows = ModeRequest.objects.filter(case=case).select_related("origin", "target")
    return rows if concerned(post) and post.held_on(day_of(at)) else rows.none()


def locked(pk: int) -> ModeRequest:
    """The request, locked until the action ends, with what actions ask of it."""
    rows = ModeRequest.objects.select_for_update(of=("self",)).select_related(
        "case__body__unit", "case__bureau__division", "case__unit", "origin__division",
        "origin_unit", "superior__division", "target__division", "asked_by",
    )  # fmt: skip
    return rows.get(pk=pk)


def may_ask(mode: Mode, case: Case, post: Post) -> bool:
    """The bureau that has the case, or the one above it, asks."""
    if not cases.reads_inside(post) or case.state not in MOVABLE:
        return False
    above = superior_of(mode, case)
    if above is None:
        return False
    return cases.of_bureau(post, case) or of(post, above)


def superior_of(mode: Mode, case: Case) -> Unit | None:
    """Who decides: the common superior of the bureau that has the case and whoever may get it. A bureau
    with others below it convenes them itself."""
    return common_superior([case.bureau], own=mode == Mode.JOINT and _has_below(case.bureau))


def _has_below(bureau: Unit) -> bool:
    from hengjian.domain.supervision.modes.superiors import below

    return bool(below(bureau))


def inside(post: Post, *names: str) -> Q:
    """The rows of which one of these units is inside the post's own bureau."""
    top = f"{post.unit.path.split('/')[0]}/"
    return Q(*((f"{name}__path__startswith", top) for name in names), _connector=Q.OR)


def of(post: Post, bureau: Unit) -> bool:
    """Whether the post is of this bureau."""
    return bureau.path.split("/")[0] == post.unit.path.split("/")[0]


def bureau_wide(post: Post, bureau: Unit) -> bool:
    """Whether the post acts for the whole bureau: its head, its general section."""
    wide = cases.supervises(post) and post.unit.kind in BUREAU_WIDE
    return of(post, bureau) and (cases.heads(post) or wide)


def receiver_of(request: ModeRequest) -> Unit | None:
    """Who receives the file now."""
    if request.state == State.HANDED:
        return request.target
    return request.origin if request.state == State.HANDED_BACK else None


def doers_as(request: ModeRequest, post: Post) -> set[Doer]:
    """As whom the post takes steps of this request."""
    found = set()
    if concerned(post) and of(post, request.asking):
        found.add(Doer.ASKER)
    if cases.heads(post) and post.unit_id == request.superior_id:
        found.add(Doer.SUPERIOR)
    case = request.case
    if bureau_wide(post, case.bureau) or (
        cases.supervises(post) and cases.of_bureau(post, case) and cases.handles(case, post)
    ):
        found.add(Doer.HOLDER)
    receiver = receiver_of(request)
    if receiver is not None and bureau_wide(post, receiver):
        found.add(Doer.RECEIVER)
    return found


def may_take(move: Move, request: ModeRequest, post: Post) -> bool:
    return move.by in doers_as(request, post)


def own_part(request: ModeRequest, post: Post) -> Part | None:
    """What the post's bureau does in a joint supervision."""
    rows = request.parts.filter(until=None, leading=False).select_related("unit")
    return next((one for one in rows if bureau_wide(post, bureau_of(one.unit))), None)


def may_plan(request: ModeRequest, post: Post) -> bool:
    """The leading bureau changes who does what."""
    joint = request.mode == Mode.JOINT and State(request.state) not in OVER
    return joint and Doer.HOLDER in doers_as(request, post)


def bureau_chosen(pk: int, among: list[Unit]) -> Unit | None:
    """A bureau as a form names it, of those that may be chosen."""
    return next((one for one in among if one.pk == pk), None)


def may_see_history(post: Post, key: str, at: datetime) -> bool:
    """Whether a post may read the ledger's history of a request."""
    return key.isdecimal() and requests_seen(post=post, at=at).filter(pk=int(key)).exists()
