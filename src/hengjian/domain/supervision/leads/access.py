"""Who does what with a lead, and who may know who reported it.

The bureau that has a lead works on it: whoever handles it, the section in charge, the head. Who reported
it is read by its handler and the head alone; while nobody handles it, by the section in charge.
"""

from datetime import datetime

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from hengjian.core.clock import day_of
from hengjian.core.organisation.models import Unit, UnitKind
from hengjian.core.people.models import Post, Role
from hengjian.domain.findings.access import supervises
from hengjian.domain.registry.models import Body
from hengjian.domain.supervision.access import FIELD, leads_seen
from hengjian.domain.supervision.cases.access import heads
from hengjian.domain.supervision.duties.owing import root_of
from hengjian.domain.supervision.leads.models import LeadFile, Reporter
from hengjian.domain.supervision.leads.workflow import Doer, Move
from hengjian.domain.supervision.models import Lead

GENERAL = (UnitKind.BUREAU, UnitKind.SECTION_GENERAL)


def enters(post: Post) -> bool:
    """Whether the post enters leads: supervisors, and those who collect them in the field."""
    return supervises(post) or heads(post) or collects(post)


def collects(post: Post) -> bool:
    """Whether the post collects leads for the bureau above, which handles them."""
    return post.role in FIELD


def bureau_of(post: Post) -> Unit | None:
    """The bureau that has what the post enters: its own, for a township's station the nearest above."""
    own = post.unit.as_bureau
    if own.kind == UnitKind.BUREAU:
        return own
    over = [int(key) for key in post.unit.division.path.split("/") if key]
    rows = Unit.objects.filter(kind=UnitKind.BUREAU, parent=None, division__in=over, valid_to=None)
    return rows.select_related("division").order_by("-division__path").first()


def of_bureau(post: Post, lead: Lead) -> bool:
    return root_of(post.unit) == lead.bureau_id


def own_selves(post: Post) -> list[int]:
    """The post, and the one for which it stands in."""
    return [post.pk, *([post.acting_for_id] if post.acting_for_id else [])]


def works(post: Post, lead: Lead) -> bool:
    """Whether the post handles it, or may take it up while nobody does."""
    if not of_bureau(post, lead) or not (supervises(post) or heads(post)):
        return False
    if lead.handler_id is not None:
        return lead.handler_id in own_selves(post) or heads(post)
    return in_charge(post, lead)


def in_charge(post: Post, lead: Lead) -> bool:
    """The section in charge, the general section, the head."""
    if not of_bureau(post, lead):
        return False
    if heads(post):
        return True
    return supervises(post) and (post.unit_id == lead.unit_id or post.unit.kind in GENERAL)


def may_take(move: Move, lead: Lead, post: Post) -> bool:
    """Whether the post is one of those who take this step."""
    if move.by is Doer.CHIEF:
        return heads(post) and of_bureau(post, lead)
    if move.by is Doer.ROUTER:
        return in_charge(post, lead)
    if move.code == "note":
        return in_charge(post, lead) or works(post, lead)
    return works(post, lead)


def reads_words(post: Post, lead: Lead) -> bool:
    """Whether the post reads what was written down, not only the summary for others."""
    return not lead.reported or ((supervises(post) or heads(post)) and of_bureau(post, lead))


def reads_reporters(post: Post, lead: Lead) -> bool:
    """Whether the post may know who reported it."""
    return works(post, lead)


def leads_chosen(keys: list[int], *, post: Post, at: datetime) -> list[Lead]:
    """Those of the chosen ones that the post may see, in the order in which they were chosen."""
    rows = leads_seen(post=post, at=at).select_related("body", "unit", "bureau", "handler__person")
    found = {one.pk: one for one in rows.filter(pk__in=keys)}
    return [found[key] for key in keys if key in found]


def main_wanted(number: str, lead: Lead, *, post: Post, at: datetime) -> Lead | None:
    """The lead of that number in the same bureau, if the post sees it."""
    rows = leads_seen(post=post, at=at).filter(bureau=lead.bureau_id)
    return rows.filter(number=number.strip()).order_by("-year").first()


def adds_files(lead: Lead, post: Post) -> bool:
    """Whether the post may add what came along: who works on it, and who entered it."""
    return works(post, lead) or lead.opened_by_id == post.pk


def lead_of_reporter(pk: int, *, post: Post, at: datetime) -> Lead:
    """The lead that somebody reported; any other is not there."""
    return get_object_or_404(leads_seen(post=post, at=at), reporters=pk)


def reporters_of(lead: Lead) -> QuerySet[Reporter]:
    """Those of the lead and of the leads merged into it."""
    rows = Reporter.objects.select_related("lead", "answered_by__person")
    return (rows.filter(lead=lead) | rows.filter(lead__into=lead)).order_by("due_on", "pk")


def reporter_of(lead: Lead, pk: int) -> Reporter:
    """One of them; any other is not there."""
    return get_object_or_404(reporters_of(lead), pk=pk)


def file_of(lead: Lead, pk: int, *, post: Post) -> LeadFile:
    """One of its files, which may show who reported it."""
    rows = lead.files.all() if reads_words(post, lead) else lead.files.none()
    return get_object_or_404(rows, pk=pk)


def handlers_of(lead: Lead, *, at: datetime) -> QuerySet[Post]:
    """Who can be given it: the supervisors of its bureau."""
    rows = Post.objects.filter(
        unit__path__startswith=f"{lead.bureau_id}/", role=Role.SUPERVISOR
    ).exclude(unit__kind=UnitKind.LEGAL_SECTION)
    return rows.on(day_of(at)).select_related("person", "unit").order_by("unit__path", "pk")


def post_chosen(pk: int, lead: Lead, *, at: datetime) -> Post:
    """One of those who can be given it."""
    return get_object_or_404(handlers_of(lead, at=at), pk=pk)


def body_chosen(pk: int, *, post: Post, at: datetime) -> Body:
    """One of the bodies that the post's leads can be about."""
    return get_object_or_404(bodies_named(post=post, at=at), pk=pk)


def bodies_named(*, post: Post, at: datetime) -> QuerySet[Body]:
    """The bodies within the post's reach; whoever collects leads names any that its bureau supervises."""
    from hengjian.domain.registry.access import bodies_reached

    bureau = bureau_of(post) if collects(post) else None
    if bureau is None:
        return bodies_reached(post=post, at=at)
    return Body.objects.filter(unit__division__path__startswith=bureau.division.path)
