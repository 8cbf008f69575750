"""Supervision cases on the desk: the list, the calendar of deadlines, the case as one story, its steps."""

from hengjian.core.people.models import Post
from hengjian.core.wording import said
from hengjian.domain.supervision.cases import access
from hengjian.surfaces.desk.cases import calendar, doing, home, lists, page, recounts, terms
from hengjian.surfaces.desk.joining import Entry, Finder, Group, Waits


def _shown(post: Post) -> bool:
    return access.concerned(post)


urlpatterns = [
    *lists.urlpatterns, *calendar.urlpatterns, *terms.urlpatterns, *page.urlpatterns, *doing.urlpatterns,
    *recounts.urlpatterns,
]  # fmt: skip
menu = [
    Entry(Group.WORK, said("监督案件", "Cases"), "desk:cases", "supervision", 40, shown=_shown),
    Entry(
        Group.WORK, said("期限日历", "Deadlines"), "desk:deadlines", "calendar", 42, shown=_shown
    ),
]
concerns = [home.deadlines, home.waiting, recounts.waiting]
figures = [home.counted]
finders = [Finder(said("监督案件", "Cases"), "supervision", lists.find_cases, 25)]
waits = [Waits("cases", said("监督案件", "Cases"), "supervision", home.waits, 10),
         Waits("recounts", said("期限重算", "Deadlines counted anew"), "calendar", recounts.waits, 12)]  # fmt: skip
