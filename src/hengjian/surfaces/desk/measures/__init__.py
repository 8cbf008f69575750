"""Measures on the desk: talks, circulars, suggestions, transfers; typical cases; how much was corrected."""

from hengjian.core.people.models import Post
from hengjian.core.wording import said
from hengjian.domain.supervision.measures import access
from hengjian.surfaces.desk.joining import Entry, Finder, Group, Waits
from hengjian.surfaces.desk.measures import doing, lists, page, proposing


def _shown(post: Post) -> bool:
    return access.concerned(post)


urlpatterns = [
    *lists.urlpatterns, *proposing.urlpatterns, *page.urlpatterns, *doing.urlpatterns,
]  # fmt: skip
menu = [
    Entry(
        Group.WORK, said("约谈通报建议", "Measures"), "desk:measures", "report", 46,
        shown=_shown,
    ),
]  # fmt: skip
finders = [Finder(said("约谈通报建议", "Measures"), "report", lists.find_measures, 27)]
waits = [Waits("measures", said("约谈通报建议", "Measures"), "report", lists.waits, 40)]
