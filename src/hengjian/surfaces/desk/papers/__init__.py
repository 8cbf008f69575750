"""Papers on the desk: of a case, on one's desk, registers of numbers and seals, templates, what was served."""

from hengjian.core.people.models import Post
from hengjian.core.wording import said
from hengjian.domain.supervision.papers import access
from hengjian.surfaces.desk.joining import Entry, Finder, Group, Waits
from hengjian.surfaces.desk.papers import (
    beside,
    doing,
    dossiers,
    home,
    lists,
    page,
    received,
    registers,
    sending,
    templates,
    writing,
)


def _keeps(post: Post) -> bool:
    return access.keeps(post)


def _receives(post: Post) -> bool:
    return access.receives(post)


urlpatterns = [
    *lists.urlpatterns, *registers.urlpatterns, *templates.urlpatterns, *received.urlpatterns,
    *dossiers.urlpatterns, *page.urlpatterns, *writing.urlpatterns, *beside.urlpatterns, *doing.urlpatterns,
    *sending.urlpatterns,
]  # fmt: skip
menu = [
    Entry(Group.WORK, said("监督文书", "Papers"), "desk:papers", "paper", 44, shown=_keeps),
    Entry(
        Group.WORK, said("收到的文书", "Papers received"), "desk:papers_received", "inbox", 45,
        shown=_receives,
    ),
]  # fmt: skip
concerns = [home.turns, home.to_issue, home.unopened]
finders = [Finder(said("监督文书", "Papers"), "certificate", lists.find_papers, 26)]
waits = [Waits("papers", said("监督文书", "Papers"), "certificate", home.waits, 20)]
