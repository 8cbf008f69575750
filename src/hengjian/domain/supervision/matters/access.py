"""Who sees which matters, and who takes which step of them.

Supervisors and heads see those of their own bureau and of bodies within their reach; a body sees its own
from when it was told, or from the start where it asked; an invited supervisor sees the tasks given to him.
Who complained is shown to whoever handles the matter, by an action of its own, and to nobody else.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from hengjian.content.matters import Doer, MatterKind, Step
from hengjian.core.clock import day_of
from hengjian.core.organisation.models import Unit, UnitKind
from hengjian.core.people.models import Post, Role
from hengjian.core.rights.once import built_once
from hengjian.core.rights.queries import within_reach
from hengjian.domain.registry.access import bodies_reached
from hengjian.domain.registry.models import Body, Officer
from hengjian.domain.supervision.cases.access import heads as heads
from hengjian.domain.supervision.cases.access import speaks_for_body as speaks_for_body
from hengjian.domain.supervision.cases.access import supervises as supervises
from hengjian.domain.supervision.duties.owing import root_of
from hengjian.domain.supervision.matters.models import Matter, MatterFile, MatterParty, MatterStep

RELATED = ("body", "unit", "bureau", "handler__person", "invited__person", "opened_by__person")


def leads_government(post: Post) -> bool:
    return post.role == Role.LEADER and post.unit.kind == UnitKind.GOVERNMENT


def is_invited(post: Post) -> bool:
    return post.role == Role.INVITED_SUPERVISOR


def on_side_of_bureau(post: Post) -> bool:
    """Whether the post reads what is inside: who supervises, heads the bureau or leads its government."""
    return supervises(post) or heads(post) or leads_government(post)


def concerned(post: Post) -> bool:
    """Whether matters are any business of this post."""
    return on_side_of_bureau(post) or speaks_for_body(post) or is_invited(post)


@built_once
def matters_seen(*, post: Post, at: datetime) -> QuerySet[Matter]:
    """The matters that the post may see."""
    rows = Matter.objects.select_related(*RELATED)
    if not post.held_on(day_of(at)):
        return rows.none()
    if on_side_of_bureau(post):
        here = within_reach(Matter.objects.all(), unit="place", post=post, at=at)
        reached = within_reach(MatterParty.objects.all(), unit="body__unit", post=post, at=at)
        shared = Q(told=True, pk__in=reached.order_by().values("matter"))
        mine = Q(bureau=root_of(post.unit))
        return rows.filter(mine | Q(pk__in=here.order_by().values("pk")) | shared)
    if speaks_for_body(post):
        party = Exists(MatterParty.objects.filter(matter=OuterRef("pk"), body=post.unit_id))
        asked = Q(opened_by__unit=post.unit_id)
        return rows.filter(asked | (Q(told=True) & (Q(body=post.unit_id) | Q(party))))
    if is_invited(post):
        return rows.filter(invited=post)
    return rows.none()


def matter_seen(pk: int, post: Post, at: datetime) -> Matter:
    """That matter; to whom it is not shown it does not exist."""
    return get_object_or_404(matters_seen(post=post, at=at), pk=pk)


def steps_seen(matter: Matter, *, post: Post) -> list[MatterStep]:
    """The steps as this post reads them: what is inside is the bureau's, and of what others wrote a body
    reads only what all of them share."""
    rows = matter.steps.select_related("post__person", "post__unit", "body")
    rows = rows.prefetch_related("files")
    if on_side_of_bureau(post):
        return list(rows)
    rows = rows.filter(inside=False)
    if is_invited(post):
        return list(rows)
    return [one for one in rows if one.body_id in (None, post.unit_id) or _shared(matter, one)]


def _shared(matter: Matter, step: MatterStep) -> bool:
    from hengjian.domain.supervision.matters.kinds import kind_named  # kinds read the models

    kind = kind_named(matter.kind)
    found = kind.step(step.step) if kind is not None else None
    return found is not None and found.shared


def rows_read(
    rows: list[dict[str, Any]], types: Mapping[str, str], *, post: Post
) -> list[dict[str, Any]]:
    """A table as the post reads it: a body reads the lines about itself and its own officers."""
    if on_side_of_bureau(post) or not speaks_for_body(post):
        return rows
    own = Body.objects.filter(unit=post.unit_id).values_list("code", flat=True).first()
    by_body = next((name for name, type_ in types.items() if type_ == "body"), None)
    if by_body is not None:
        return [one for one in rows if one.get(by_body) == own]
    by_officer = next((name for name, type_ in types.items() if type_ == "officer"), None)
    if by_officer is None:
        return rows
    named = [one.get(by_officer) for one in rows]
    ours = set(
        Officer.objects.filter(body=post.unit_id, code__in=named).values_list("code", flat=True)
    )
    return [one for one in rows if one.get(by_officer) in ours]


def file_seen(matter: Matter, pk: int, *, post: Post) -> MatterFile:
    """A file of a step that the post reads; any other is not there."""
    keys = [one.pk for one in steps_seen(matter, post=post)]
    return get_object_or_404(MatterFile, pk=pk, step__in=keys)


# --- who does something ------------------------------------------------------------------------------


def doers_as(matter: Matter, post: Post) -> set[Doer]:
    """As whom the post takes steps of this matter."""
    found: set[Doer] = set()
    if speaks_for_body(post) and (matter.told or (matter.opened_by_id and _asked_by(matter, post))):
        if post.unit_id == matter.body_id:
            found.add("body")
        if matter.parties.filter(body=post.unit_id).exists():
            found.add("party")
    if heads(post) and post.unit_id == matter.bureau_id:
        found.add("chief")
    if supervises(post) and root_of(post.unit) == matter.bureau_id:
        found.add("handler")
    if leads_government(post) and post.unit.division_id == matter.bureau.division_id:
        found.add("government")
    if is_invited(post) and post.pk == matter.invited_id:
        found.add("invited")
    return found


def _asked_by(matter: Matter, post: Post) -> bool:
    return matter.opened_by is not None and matter.opened_by.unit_id == post.unit_id


def may_take(step: Step, matter: Matter, post: Post) -> bool:
    """Whether the post is one of those who take this step."""
    return step.by in doers_as(matter, post)


def may_open(kind: MatterKind, post: Post, at: datetime) -> bool:
    """Whether the post may begin such a matter."""
    if not post.held_on(day_of(at)):
        return False
    handler = "handler" in kind.opens.by and supervises(post)
    body = "body" in kind.opens.by and speaks_for_body(post) and not leads_government(post)
    return handler or (body and Body.objects.filter(unit=post.unit_id).exists())


def reads_secret(matter: Matter, post: Post) -> bool:
    """Who may ask who complained: whoever handles the matter now, and nobody else."""
    return supervises(post) and matter.handler is not None and matter.handler_id == post.pk


def may_take_over(matter: Matter, post: Post) -> bool:
    """Whether a supervisor of the bureau may take the matter over; the head may give it to one."""
    return not matter.ended and doers_as(matter, post) & {"handler", "chief"} != set()


def heads_it(matter: Matter, post: Post) -> bool:
    """Whether the post heads the bureau that has it."""
    return "chief" in doers_as(matter, post)


# --- what may be chosen ------------------------------------------------------------------------------


def bodies_to_choose(*, post: Post, at: datetime) -> QuerySet[Body]:
    """Bodies that a matter may be about: within reach; a body names others of its city, which are no
    secret, in a dispute."""
    if speaks_for_body(post) and not leads_government(post):
        top = post.unit.division.path.split("/")[0]
        return Body.objects.filter(unit__division__path__startswith=f"{top}/").order_by("code")
    return bodies_reached(post=post, at=at).order_by("code")


def invited_to_choose(*, post: Post, at: datetime) -> QuerySet[Post]:
    """Invited supervisors in post at the points of the bureau's place and below."""
    path = post.unit.division.path
    rows = Post.objects.filter(role=Role.INVITED_SUPERVISOR, unit__division__path__startswith=path)
    return rows.on(day_of(at)).select_related("person", "unit").order_by("unit__path", "pk")


def supervisors_of(bureau: Unit, at: datetime) -> QuerySet[Post]:
    """Who may be given a matter of the bureau."""
    rows = Post.objects.filter(unit__path__startswith=bureau.path, role=Role.SUPERVISOR)
    rows = rows.exclude(unit__kind=UnitKind.LEGAL_SECTION)
    return rows.on(day_of(at)).select_related("person", "unit").order_by("unit__path", "pk")


def invited_post(pk: int) -> Post | None:
    return Post.objects.filter(pk=pk).first()


def supervisor_chosen(matter: Matter, pk: int, at: datetime) -> Post:
    """One of the bureau's supervisors; any other is not there."""
    return get_object_or_404(supervisors_of(matter.bureau, at), pk=pk)


def may_see_history(post: Post, key: str, at: datetime) -> bool:
    """Whether a post may read the ledger's history of a matter."""
    inside = on_side_of_bureau(post)
    return (
        inside and key.isdecimal() and matters_seen(post=post, at=at).filter(pk=int(key)).exists()
    )
