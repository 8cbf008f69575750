"""Matters of coordination and filing on the desk: the list, each as a story, the forms of their steps."""

from hengjian.core.people.models import Post
from hengjian.core.wording import said
from hengjian.domain.supervision.matters import access
from hengjian.surfaces.desk.joining import Entry, Finder, Group, Waits
from hengjian.surfaces.desk.matters import assessments, doing, home, lists, page, subjects


def _shown(post: Post) -> bool:
    return access.concerned(post)


urlpatterns = [
    *lists.urlpatterns, *page.urlpatterns, *doing.urlpatterns, *assessments.urlpatterns,
    *subjects.urlpatterns,
]  # fmt: skip
menu = [
    Entry(
        Group.COORDINATION, said("协调和备案", "Matters"), "desk:matters", "join", 10, shown=_shown
    ),
]
concerns = [home.deadlines, home.turns]
waits = [Waits("matters", said("协调和备案", "Matters"), "inbox", home.waits, 50)]
figures = [home.counted]
finders = [Finder(said("协调和备案事项", "Matters"), "inbox", lists.find_matters, 27)]
