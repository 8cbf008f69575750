"""What the registers do by themselves: each morning they tell whose certificates are about to end.

Serves the clerk, who has them renewed, and whoever sees to it: supervisor, legal section, station. A post is told again only when
there is something new: another number, or a sooner day.
"""

from datetime import datetime

from django.urls import reverse

from hengjian.core.jobs.schedules import every
from hengjian.core.jobs.task import Run, task
from hengjian.core.notices.actions import notify
from hengjian.core.notices.notice_kinds import kind
from hengjian.core.people.models import Post, Role
from hengjian.core.people.queries import posts_in_roles
from hengjian.core.wording import said
from hengjian.domain.registry.lists import warning_days
from hengjian.domain.registry.queries import cards_expiring

expiring = kind(
    "certificates.expiring",
    "有 {count} 本执法证件将在 {days} 日内到期，最早 {due}",
    "{count} certificates end within {days} days, the first on {due}",
    climbs_after=5,
)


WARNED = (Role.BODY_CLERK, Role.SUPERVISOR, Role.LEGAL_REVIEWER, Role.STATION_OFFICER)


@task(title=said("提醒即将到期的证件", "warn of certificates that end"), takes_context=True)
def warn_of_expiry(context: Run) -> int:
    """How many posts were warned."""
    return sum(_warn(post, context.at) for post in posts_in_roles(WARNED, at=context.at))


def _warn(post: Post, at: datetime) -> bool:
    """Tell one post, if anything of what it reaches ends soon."""
    within = warning_days()
    ending = cards_expiring(post, at=at, within=within).order_by("valid_to")
    days = list(ending.values_list("valid_to", flat=True))
    if not days:
        return False
    notify(
        expiring,
        to=post,
        facts={"count": len(days), "days": within},
        url=f"{reverse('desk:certificates')}?within={within}&sort=valid_to",
        due=days[0],
        key=f"{expiring.code}:{post.pk}:{len(days)}:{days[0]}",
        by=None,
        at=at,
    )
    return True


every("registry.warn_of_expiry", "10 8 * * *", warn_of_expiry)
