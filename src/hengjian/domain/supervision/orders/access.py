"""Who sees an order, and who does what with it: who gave it, the units that got it, the tiers above.

A body or a township sees the orders that it got and no others; of the feedback of other units only who
leads sees all. A township assists: it receives, reports and sends back, and gives no orders.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import cast

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When
from django.shortcuts import get_object_or_404

from hengjian.core.clock import day_of
from hengjian.core.organisation.models import Unit, UnitKind
from hengjian.core.people.models import Post, Role
from hengjian.core.rights.once import built_once
from hengjian.core.wording import say
from hengjian.domain.findings.access import supervises
from hengjian.domain.supervision.cases.access import heads, speaks_for_body
from hengjian.domain.supervision.duties.owing import root_of
from hengjian.domain.supervision.orders.models import Order, OrderFile, OrderStep, OrderUnit
from hengjian.domain.supervision.orders.workflow import DOWNWARD, OFF, Doer, Move, Part

OURS = (
    UnitKind.BUREAU, UnitKind.SECTION_GENERAL, UnitKind.SECTION_DIRECT, UnitKind.SECTION_COUNTY,
)  # fmt: skip
GENERAL = (UnitKind.BUREAU, UnitKind.SECTION_GENERAL)
TOWNSHIPS = (UnitKind.JUSTICE_STATION, UnitKind.LIAISON_OFFICE)
"""They assist: they join, and lead nothing."""
GETTING = (
    *OURS,
    UnitKind.BODY,
    UnitKind.GOVERNMENT,
    *TOWNSHIPS,
    UnitKind.PROCURATORATE,
    UnitKind.COURT,
)
ASSISTS = {
    Role.STATION_OFFICER: TOWNSHIPS,
    Role.LIAISON: (UnitKind.LIAISON_OFFICE,),
    Role.PROCURATOR: (UnitKind.PROCURATORATE,),
    Role.COURT: (UnitKind.COURT,),
}


def gives(post: Post) -> bool:
    """Whether the post gives orders: the supervisors of a bureau, and its head."""
    return (supervises(post) or heads(post)) and post.unit.as_bureau.kind == UnitKind.BUREAU


def _leads_government(post: Post) -> bool:
    return post.role == Role.LEADER and post.unit.kind == UnitKind.GOVERNMENT


def got(post: Post) -> Q:
    """Which units' orders the post works on, as a filter on `OrderUnit`."""
    if gives(post):
        return Q(unit__path__startswith=f"{root_of(post.unit)}/")
    if speaks_for_body(post) or post.unit.kind in ASSISTS.get(Role(post.role), ()):
        return Q(unit=post.unit_id)
    return Q(pk__in=[])


def concerned(post: Post) -> bool:
    """Whether orders are any business of this post."""
    assists = post.unit.kind in ASSISTS.get(Role(post.role), ())
    return gives(post) or _leads_government(post) or speaks_for_body(post) or assists


@built_once
def orders_seen(*, post: Post, at: datetime) -> QuerySet[Order]:
    """Orders that the post may see, each with the reason code as `why`."""
    rows = Order.objects.all()
    if not post.held_on(day_of(at)) or not concerned(post):
        rows = rows.none()
    nobody = Q(pk__in=[])
    gave = Q(bureau=root_of(post.unit)) if gives(post) else nobody
    mine = Q(Exists(OrderUnit.objects.filter(got(post), order=OuterRef("pk"))))
    above = nobody
    if gives(post) or _leads_government(post):
        above = Q(bureau__division__path__startswith=post.unit.division.path)
    began = Q(parent__bureau=root_of(post.unit)) if gives(post) else nobody
    why = Case(
        When(gave, then=Value("gave")), When(mine, then=Value("got")), When(began, then=Value("began")),
        default=Value("above"), output_field=CharField(),
    )  # fmt: skip
    return cast(QuerySet[Order], rows.filter(gave | mine | above | began).annotate(why=why))


def order_seen(pk: int, *, post: Post, at: datetime) -> Order:
    """One of them; any other is not there."""
    rows = orders_seen(post=post, at=at).select_related(
        "bureau__division", "body__unit", "lead", "case", "parent", "given_by__person",
        "given_by__unit",
    )  # fmt: skip
    return get_object_or_404(rows, pk=pk)


def given_by(post: Post, rows: QuerySet[Order]) -> QuerySet[Order]:
    """Those that the post's bureau gave."""
    return rows.filter(bureau=root_of(post.unit)) if gives(post) else rows.none()


def got_by(post: Post, rows: QuerySet[Order]) -> QuerySet[Order]:
    """Those that the post's units got and have not sent back."""
    mine = OrderUnit.objects.filter(got(post), order=OuterRef("pk")).exclude(stand__in=sorted(OFF))
    return rows.filter(Exists(mine))


def why_order(code: str) -> str:
    """The reason in words."""
    told = {
        "gave": say("由您所在的监督机关交办", "Your bureau gave it"),
        "got": say("交给您的单位办理", "Your unit got it"),
        "began": say("由您交办的事项转交而来", "It hands on an order that your bureau gave"),
        "above": say("下级监督机构交办，您所在的上级可以查看", "A bureau below gave it"),
    }
    return told.get(code, code)


def acts_for(post: Post, unit: Unit) -> bool:
    """Whether the post does what a unit is asked."""
    if unit.kind in OURS:
        whole = unit.kind == UnitKind.BUREAU or post.unit_id == unit.pk or post.unit.kind in GENERAL
        return gives(post) and root_of(post.unit) == root_of(unit) and whole
    if post.unit_id != unit.pk:
        return False
    return speaks_for_body(post) or unit.kind in ASSISTS.get(Role(post.role), ())


def is_giver(order: Order, post: Post) -> bool:
    """Whether the post decides about it: of the giving bureau the section that gave it, the general
    section and the head."""
    if not gives(post) or root_of(post.unit) != order.bureau_id:
        return False
    own = order.given_by is not None and order.given_by.unit_id == post.unit_id
    return own or heads(post) or post.unit.kind in GENERAL


def may_take(move: Move, order: Order, row: OrderUnit | None, post: Post) -> bool:
    """Whether the post is one of those who take this step."""
    if move.by is Doer.GIVER:
        return is_giver(order, post)
    return row is not None and acts_for(post, row.unit)


def rows_of(order: Order, post: Post) -> list[OrderUnit]:
    """The rows of the order for which the post acts."""
    return [one for one in order.units.select_related("unit") if acts_for(post, one.unit)]


def reads_all(order: Order, post: Post, rows: Iterable[OrderUnit]) -> bool:
    """Whether the post reads every unit's part: the giver, the tiers above, who leads it."""
    mine = [one for one in rows if acts_for(post, one.unit)]
    if gives(post) and root_of(post.unit) == order.bureau_id:
        return True
    return not mine or any(one.part == Part.LEAD for one in mine)


def row_of(order: Order, pk: int) -> OrderUnit:
    """One of its units' rows; any other is not there."""
    return get_object_or_404(OrderUnit.objects.select_related("unit"), pk=pk, order=order)


def file_of(order: Order, pk: int, *, post: Post) -> OrderFile:
    """One of its files, if the post reads that unit's part."""
    file = get_object_or_404(OrderFile.objects.select_related("unit"), pk=pk, order=order)
    rows = list(order.units.select_related("unit"))
    hidden = file.unit is not None and not reads_all(order, post, rows)
    if hidden and not acts_for(post, file.unit):  # type: ignore[arg-type]
        return get_object_or_404(OrderFile, pk=None)
    return file


def steps_seen(order: Order, *, post: Post, rows: list[OrderUnit]) -> QuerySet[OrderStep]:
    """Its story as this post reads it: a unit that joins reads its own part and the giver's."""
    steps = order.steps.select_related("post__person", "post__unit", "unit")
    if reads_all(order, post, rows):
        return steps
    mine = [one.unit_id for one in rows if acts_for(post, one.unit)]
    return steps.filter(Q(unit=None) | Q(unit__in=mine))


def units_to_give(kind: str, *, by: Post, parent: Order | None = None) -> QuerySet[Unit]:
    """To whom an order of this kind may go: those of the giver's area; a passing on to bureaus anywhere."""
    bureau = by.unit.as_bureau
    below = Q(division__path__startswith=bureau.division.path, kind__in=GETTING)
    own_government = Q(kind=UnitKind.GOVERNMENT, division=bureau.division_id)
    wanted = below & ~own_government
    if kind not in DOWNWARD:
        wanted |= Q(kind=UnitKind.BUREAU)
    rows = Unit.objects.filter(wanted, valid_to=None).exclude(pk=bureau.pk)
    if parent is not None:
        rows = rows.exclude(pk=parent.bureau_id)
    return rows.select_related("division__parent").order_by("division__path", "kind", "pk")


def units_chosen(
    keys: Iterable[int], kind: str, *, by: Post, parent: Order | None = None
) -> list[Unit]:
    """Those of the chosen ones that may get it, in the order of their choice."""
    rows = units_to_give(kind, by=by, parent=parent).filter(pk__in=list(keys))
    found = {one.pk: one for one in rows}
    return [found[key] for key in keys if key in found]


def bureau_above(post: Post) -> Unit | None:
    """The bureau of the tier above, to which a matter is handed up."""
    over = [int(key) for key in post.unit.division.path.split("/") if key][:-1]
    rows = Unit.objects.filter(kind=UnitKind.BUREAU, parent=None, division__in=over, valid_to=None)
    return rows.order_by("-division__path").first()


def may_see_history(post: Post, key: str, at: datetime) -> bool:
    """Whether a post may read the ledger's history of an order: who gave it, or a tier above."""
    if not key.isdecimal() or not (gives(post) or _leads_government(post)):
        return False
    return orders_seen(post=post, at=at).filter(pk=int(key)).exists()
