"""Telling posts what awaits them: sections of new grave findings, bodies of what they are asked.

Serves check runs and triage: one notice for each run or asking and post, however many findings there
are. Whose remit a body is, the materialised reach says; general sections look at the list instead.
"""

from collections import Counter
from datetime import date, datetime

from django.db.models import Count

from hengjian.core.clock import day_of
from hengjian.core.notices.actions import notify
from hengjian.core.organisation.models import UnitKind
from hengjian.core.people.models import Post, Role
from hengjian.core.rights.models import Reach
from hengjian.domain.findings.models import CheckRun, Finding
from hengjian.domain.findings.notice_kinds import asked, grave
from hengjian.domain.registry.models import Body

HANDLING = (UnitKind.SECTION_DIRECT, UnitKind.SECTION_COUNTY, UnitKind.BUREAU)
PATH = "/findings/?severity=F&state=todo&sort=new"


def tell_of_grave(run: CheckRun, *, at: datetime) -> int:
    """Tell each supervisor's post how many fatal findings of its remit the run brought."""
    new = Finding.objects.filter(
        appeared_at=run.began_at, weight=0, stands=True, state=Finding.State.OPEN
    )
    by_body = dict(new.order_by().values_list("body_id").annotate(Count("pk")))
    homes: Counter[int] = Counter()
    reached = Reach.objects.filter(
        unit__in=[body for body in by_body if body], role=Role.SUPERVISOR, home__kind__in=HANDLING
    )
    for home, unit in reached.values_list("home", "unit"):
        homes[home] += by_body[unit]
    posts = Post.objects.filter(unit__in=homes, role=Role.SUPERVISOR).on(day_of(at))
    for post in posts.select_related("person", "unit"):
        notify(
            grave, to=post, about=run, facts={"count": homes[post.unit_id]}, url=PATH,
            key=f"{grave.code}:{run.pk}:{post.pk}", by=None, at=at,
        )  # fmt: skip
    return len(posts)


def tell_body(body: Body, *, count: int, due: date, by: Post | None, at: datetime) -> int:
    """Tell a body's clerk that it is asked; where it has none its reviewer, else its leader."""
    held = Post.objects.filter(unit=body.unit_id).on(day_of(at)).select_related("person", "unit")
    for role in (Role.BODY_CLERK, Role.LEGAL_REVIEWER, Role.LEADER):
        posts = [post for post in held if post.role == role]
        for post in posts:
            notify(
                asked, to=post, facts={"count": count}, due=due, url="/findings/?state=asked",
                by=by, at=at,
            )  # fmt: skip
        if posts:
            return len(posts)
    return 0
