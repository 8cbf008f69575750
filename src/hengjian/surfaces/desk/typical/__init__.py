"""Typical cases: written and reviewed on the desk, read by everybody on the public pages."""

from hengjian.core.people.models import Post
from hengjian.core.wording import said
from hengjian.domain.supervision.typical import access
from hengjian.surfaces.desk.joining import Entry, Group
from hengjian.surfaces.desk.typical import lists, page, public


def _shown(post: Post) -> bool:
    return access.keeps(post)


urlpatterns = [*lists.urlpatterns, *page.urlpatterns, *public.urlpatterns]
menu = [
    Entry(Group.WORK, said("典型案例", "Typical cases"), "desk:typical", "item", 47, shown=_shown)
]
