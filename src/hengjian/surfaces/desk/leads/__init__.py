"""Leads on the desk: the one inbox, a lead as a story, what is done with it, and how one is entered."""

from hengjian.core.wording import said
from hengjian.domain.supervision import access
from hengjian.surfaces.desk.joining import Entry, Finder, Group, Waits
from hengjian.surfaces.desk.leads import doing, entering, home, lists, page, people

urlpatterns = [
    *lists.urlpatterns, *entering.urlpatterns, *page.urlpatterns, *doing.urlpatterns,
    *people.urlpatterns,
]  # fmt: skip
menu = [
    Entry(Group.WORK, said("监督线索", "Leads"), "desk:leads", "lead", 30, shown=access.concerned)
]
concerns = [home.due]
figures = [home.of_the_year]
finders = [Finder(said("监督线索", "Leads"), "report", lists.find_leads, 27)]
waits = [Waits("leads", said("监督线索", "Leads"), "report", home.waits, 40)]
