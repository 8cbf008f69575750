"""Designated, escalated and joint supervision on the desk: asked for on the case's page, decided here."""

from hengjian.core.people.models import Post
from hengjian.core.wording import said
from hengjian.domain.supervision.modes import access
from hengjian.surfaces.desk.joining import Entry, Finder, Group, Waits
from hengjian.surfaces.desk.modes import asking, doing, home, lists, page


def _shown(post: Post) -> bool:
    return access.concerned(post)


urlpatterns = [
    *lists.urlpatterns, *page.urlpatterns, *asking.urlpatterns, *doing.urlpatterns,
]  # fmt: skip
menu = [
    Entry(Group.WORK, said("指定·提级·协同", "Modes"), "desk:modes", "map", 44, shown=_shown),
]
concerns = [home.concerns_of]
finders = [Finder(said("指定·提级·协同", "Modes"), "map", lists.find, 28)]
waits = [Waits("modes", said("指定·提级·协同", "Modes"), "map", home.waits, 15)]
