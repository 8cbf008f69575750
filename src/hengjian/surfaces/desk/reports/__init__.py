"""Report tasks on the desk: tasks and their units, what one's own unit is asked, mergers, forms."""

from hengjian.core.people.models import ADMINISTRATORS, Post
from hengjian.core.wording import said
from hengjian.domain.supervision.reports import access
from hengjian.surfaces.desk.joining import Entry, Finder, Group, Waits
from hengjian.surfaces.desk.reports import (
    answers,
    building,
    filling,
    forms,
    home,
    inbox,
    known,
    lists,
    merged,
    planning,
    running,
    task,
)


def _sees_tasks(post: Post) -> bool:
    return access.reads(post)


def _is_asked(post: Post) -> bool:
    return access.fills(post) and post.role not in ADMINISTRATORS


urlpatterns = [
    *lists.urlpatterns, *inbox.urlpatterns, *forms.urlpatterns, *building.urlpatterns,
    *known.urlpatterns, *planning.urlpatterns, *task.urlpatterns, *running.urlpatterns,
    *merged.urlpatterns, *answers.urlpatterns, *filling.urlpatterns,
]  # fmt: skip
menu = [
    Entry(
        Group.COORDINATION,
        said("报表任务", "Report tasks"),
        "desk:reports",
        "report",
        60,
        shown=_sees_tasks,
    ),
    Entry(
        Group.COORDINATION,
        said("报表填报", "Forms to fill in"),
        "desk:report_inbox",
        "edit",
        62,
        shown=_is_asked,
    ),
]
concerns = [home.to_fill_in, home.to_run]
waits = [Waits("reports", said("报表", "Forms"), "report", home.waits, 70)]
finders = [Finder(said("报表任务", "Report tasks"), "report", lists.find_tasks, 60)]
