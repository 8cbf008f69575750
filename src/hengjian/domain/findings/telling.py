"""Telling the sections of new grave findings: one notice a run and post, however many there are.

Serves the end of a check run. Whose remit a body is, the materialised reach says; a general section is
told only of what no other section of its bureau handles.
"""

from collections import Counter
from datetime import datetime

from django.db.models import Count

from hengjian.core.clock import day_of
from hengjian.core.notices.actions import notify
from hengjian.core.notices.notice_kinds import kind
from hengjian.core.organisation.models import UnitKind
from hengjian.core.people.models import Post, Role
from hengjian.core.rights.models import Reach
from hengjian.domain.findings.models import CheckRun, Finding

grave = kind(
    "findings.grave",
    "检查新发现致命问题线索 {count} 条，请处理",
    "{count} new fatal findings to look at",
    climbs_after=3,
)
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
