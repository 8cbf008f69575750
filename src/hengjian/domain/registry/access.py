"""Who sees which row of the registers, and why; who may change one.

Serves every page and action that starts from a person's post. Rows are reached through the unit of
their body; a shared item belongs to no single body and is shown to whoever supervises or enforces.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, cast

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from hengjian.core.organisation.models import Division, Level, Unit, UnitKind
from hengjian.core.people.models import ADMINISTRATORS, Post, Role
from hengjian.core.rights.once import built_once
from hengjian.core.rights.policy import GRANTS, Scope
from hengjian.core.rights.queries import within_reach
from hengjian.core.rights.wording import why_words
from hengjian.core.wording import say
from hengjian.domain.registry.checking import Fault
from hengjian.domain.registry.models import (
    Body,
    Certificate,
    Delegation,
    Item,
    Occupancy,
    Officer,
    StaffingEntry,
    SupervisionBody,
    Upload,
)
from hengjian.domain.registry.registers import Register

OUTSIDE = ADMINISTRATORS | {Role.PROCURATOR, Role.COURT}
"""Roles that no register's business concerns."""

_EDITS: dict[str, frozenset[str]] = {
    Role.SUPERVISOR: frozenset(
        {"bodies", "officers", "certificates", "items", "discretion", "delegations"}
    ),
    Role.BODY_CLERK: frozenset({"officers", "items", "discretion"}),
}
"""Which registers each role changes, within its reach: the bureau all, a body its own people and items."""


WIDE_SCOPES = frozenset({Scope.HERE, Scope.BELOW, Scope.ALL})
STAFFED = (
    UnitKind.BUREAU,
    UnitKind.SECTION_GENERAL,
    UnitKind.SECTION_DIRECT,
    UnitKind.SECTION_COUNTY,
    UnitKind.JUSTICE_STATION,
)
"""Units whose staffing is kept here."""


def concerned(post: Post) -> bool:
    """Whether the registers are any business of this post."""
    return post.role not in OUTSIDE


def reaches_bodies(post: Post) -> bool:
    """Whether the policy gives the post any body at all; a liaison office alone is none."""
    grants = [one for one in GRANTS.get(post.unit.kind, ()) if one.role == post.role]
    own = post.unit.kind in (UnitKind.BODY, UnitKind.GOVERNMENT)
    return any(own or one.scope is not Scope.OWN for one in grants)


def reads_staffing(post: Post) -> bool:
    """Whose business the staffing of the bureaus is: their own people, and who leads them."""
    if post.unit.kind == UnitKind.GOVERNMENT:
        return post.role == Role.LEADER
    return concerned(post) and post.unit.kind in STAFFED


def may_edit(register: Register, post: Post) -> bool:
    """Whether a post of this role changes this register at all."""
    if post.role == Role.SUPERVISOR and post.unit.kind == UnitKind.LEGAL_SECTION:
        return register.name in {"officers", "items", "discretion"}
    return register.name in _EDITS.get(post.role, frozenset())


def seen(
    register: Register, *, post: Post, at: datetime, rows: QuerySet[Any] | None = None
) -> QuerySet[Any]:
    """The rows that the post may see, each with the reason code as `why`."""
    rows = register.rows() if rows is None else rows
    if register.model is Item:
        return _with_shared(rows, "body", post=post, at=at)
    if register.name == "discretion":
        return _with_shared(rows, "item__body", post=post, at=at)
    if register.model is Delegation:
        return _of_either(rows, ("to_body", "from_body"), post=post, at=at)
    return within_reach(rows, unit=register.unit, post=post, at=at)


def listable(
    register: Register, *, post: Post, at: datetime, counted: bool = False, rare: bool = False
) -> QuerySet[Any]:
    """The same rows as `seen`, for lists: without the reason, and so that an index gives their order.

    A post in a body is led by its body to the few rows. For one that looks over a division the rows
    are walked in the order of the list and asked whose they are: many are shown, so that a page is full
    at once. (`body_id + 0` keeps the database from the first way, where it would sort them all.)
    Where rows are only ``counted`` nobody sorts, and bodies always lead. Where few rows of any body are
    asked for (``rare``), a county's bodies lead to them too: a walk would pass those of all others.
    """
    if register.model not in (Officer, Certificate):
        return seen(register, post=post, at=at)
    bodies = bodies_reached.keys(post=post, at=at)
    rows = register.rows()
    in_county = post.unit.division.level != Level.CITY
    if counted or (rare and in_county) or not _looks_over_much(post):
        return rows.filter(body__in=bodies)
    return cast(QuerySet[Any], rows.alias(whose=F("body_id") + 0).filter(whose__in=bodies))


def _looks_over_much(post: Post) -> bool:
    """Whether the policy gives the post a county or more."""
    if post.unit.division.level not in (Level.CITY, Level.COUNTY):
        return False
    grants = GRANTS.get(post.unit.kind, ())
    return any(one.role == post.role and one.scope in WIDE_SCOPES for one in grants)


def row_seen(register: Register, pk: int, *, post: Post, at: datetime) -> Any:
    """That row with its reason, or None: to whom it is not shown it does not exist."""
    return seen(register, post=post, at=at).filter(pk=pk).first()


def may_see_history(register: Register) -> Callable[[Post, str, datetime], bool]:
    """Whether a post may read the ledger's history of a row: as it may see the row itself."""

    def may_see(post: Post, key: str, at: datetime) -> bool:
        return key.isdecimal() and row_seen(register, int(key), post=post, at=at) is not None

    return may_see


def editable(register: Register, *, post: Post, at: datetime) -> QuerySet[Any]:
    """The rows that the post may change; nobody changes what several bodies share but supervisors."""
    rows = seen(register, post=post, at=at)
    if not may_edit(register, post):
        return rows.none()
    if post.role != Role.SUPERVISOR and register.name in {"items", "discretion"}:
        return rows.exclude(why="shared")
    return rows


def row_editable(register: Register, pk: int, *, post: Post, at: datetime) -> Any:
    """That row, if the post may change it."""
    return editable(register, post=post, at=at).filter(pk=pk).first()


@built_once
def bodies_reached(*, post: Post, at: datetime) -> QuerySet[Body]:
    """The bodies that the post reaches."""
    return within_reach(Body.objects.all(), unit="unit", post=post, at=at)


def may_keep_staffing(post: Post) -> bool:
    """Who writes the staffing ledgers: the bureaus themselves."""
    return post.role == Role.SUPERVISOR and post.unit.kind != UnitKind.LEGAL_SECTION


def staffing_seen(*, post: Post, at: datetime) -> QuerySet[StaffingEntry]:
    """Ledger lines of one's own bureau and of the units that the post reaches."""
    rows = StaffingEntry.objects.select_related("unit__division", "reversed_by")
    return rows.filter(unit__in=_own_and_reached(post, at))


def occupancies_seen(*, post: Post, at: datetime) -> QuerySet[Occupancy]:
    """Who fills posts in one's own bureau and in the units that the post reaches."""
    rows = Occupancy.objects.select_related("unit")
    return rows.filter(unit__in=_own_and_reached(post, at))


def staffing_line(pk: int, *, post: Post, at: datetime) -> StaffingEntry | None:
    """That line, if it may be reversed by this post."""
    return staffing_seen(post=post, at=at).filter(pk=pk).first()


def occupancy_of(pk: int, *, post: Post, at: datetime) -> Occupancy | None:
    """That occupancy, if it may be ended by this post."""
    return occupancies_seen(post=post, at=at).filter(pk=pk).first()


def units_staffed(*, post: Post, at: datetime) -> QuerySet[Unit]:
    """The units whose staffing this post keeps or reads."""
    return Unit.objects.filter(pk__in=_own_and_reached(post, at), kind__in=STAFFED)


def unit_staffed(pk: int, *, post: Post, at: datetime) -> Unit | None:
    """That unit, if its staffing is this post's business."""
    return units_staffed(post=post, at=at).filter(pk=pk).first()


def supervision_bodies_seen(*, post: Post, at: datetime) -> QuerySet[SupervisionBody]:
    """Those over the post's division and within it: a sign and a telephone are there to be known."""
    rows = SupervisionBody.objects.select_related("unit__division")
    if not concerned(post):
        return rows.none()
    place = post.unit.division
    above = [int(key) for key in place.path.split("/") if key]
    return rows.filter(Q(unit__division__in=above) | Q(unit__division__path__startswith=place.path))


def _own_and_reached(post: Post, at: datetime) -> QuerySet[Unit]:
    """What the post reaches, and the whole of the unit in which it works: a section its bureau."""
    if not concerned(post):
        return Unit.objects.none()
    top = post.unit.path.split("/")[0]
    reached = within_reach(Unit.objects.all(), unit="", post=post, at=at)
    return Unit.objects.filter(
        Q(path__startswith=f"{top}/") | Q(pk__in=reached.values("pk"))
    ).order_by()


def uploads_seen(register: Register | None, *, post: Post) -> QuerySet[Upload]:
    """The uploads of this post's unit: colleagues continue one another's work."""
    rows = Upload.objects.filter(post__unit=post.unit_id).select_related("post__person")
    return rows if register is None else rows.filter(register=register.name)


def upload_seen(pk: int, *, post: Post) -> Upload | None:
    """That upload, if it is of this post's unit."""
    return uploads_seen(None, post=post).filter(pk=pk).first()


def why_seen(code: str) -> str:
    """The reason in words."""
    if code == "shared":
        return say(
            "多家机关共用的事项，监督和执法岗位都能看到",
            "An item that several bodies share is shown to all who supervise or enforce",
        )
    return why_words(code)


def _with_shared(rows: QuerySet[Any], path: str, *, post: Post, at: datetime) -> QuerySet[Any]:
    """Rows of reached bodies, and rows of no body in particular."""
    if not concerned(post):
        return within_reach(rows, unit=f"{path}__unit", post=post, at=at)
    reached = bodies_reached(post=post, at=at)
    why = _why(reached, path)
    mine = rows.filter(Q(**{path: None}) | Q(**{f"{path}__in": reached.values("pk")}))
    reason = Coalesce(Subquery(why), Value("shared"))
    return cast(QuerySet[Any], mine.annotate(why=reason))


def _of_either(
    rows: QuerySet[Any], paths: tuple[str, str], *, post: Post, at: datetime
) -> QuerySet[Any]:
    """Rows either body of which is reached; the reason is that of the first."""
    reached = bodies_reached(post=post, at=at)
    either = Q()
    for path in paths:
        either |= Q(**{f"{path}__in": reached.values("pk")})
    first, second = (Subquery(_why(reached, path)) for path in paths)
    return cast(QuerySet[Any], rows.filter(either).annotate(why=Coalesce(first, second)))


def _why(reached: QuerySet[Body], path: str) -> QuerySet[Any, Any]:
    return reached.filter(pk=OuterRef(path)).values(reason=F("why"))[:1]


def outside_reach(
    register: Register, rows: list[dict[str, Any]], *, post: Post, at: datetime
) -> dict[int, Fault]:
    """Place of each row that would belong where the post may not write → what to say of it."""
    if not rows:
        return {}
    if register.model is Body:
        here = post.unit.division.path
        inside = set(Division.objects.filter(path__startswith=here).values_list("code", flat=True))
        return {
            place: _not_yours("division", values["division"])
            for place, values in enumerate(rows)
            if values["division"] not in inside
        }
    name = {"certificates": "officer_id", "discretion": "item_id", "delegations": "to_body"}.get(
        register.name, "body_id"
    )
    reached = set(_numbers_reached(name, post=post, at=at))
    shared = post.role == Role.SUPERVISOR and name in {"body_id", "item_id"}
    return {
        place: _not_yours(name, values[name])
        for place, values in enumerate(rows)
        if values[name] not in reached and not (shared and values[name] is None)
    }


def _numbers_reached(name: str, *, post: Post, at: datetime) -> Iterable[str]:
    if name == "officer_id":
        rows: QuerySet[Any] = within_reach(
            Officer.objects.order_by(), unit="body__unit", post=post, at=at
        )
    elif name == "item_id":
        rows = _with_shared(Item.objects.order_by(), "body", post=post, at=at)
        if post.role != Role.SUPERVISOR:
            rows = rows.exclude(body=None)
    else:
        rows = bodies_reached(post=post, at=at)
    return rows.values_list("code", flat=True)


def _not_yours(name: str, number: Any) -> Fault:
    return Fault(
        name,
        say(
            f"{number or '（空）'} 不在您的管辖范围",
            f"{number or '(empty)'} is not within your reach",
        ),
        say("请核对编号，或者请其主管机关登记", "check it, or ask whoever is in charge"),
    )
