"""The pages of findings: worklist, summary, one finding, what is done with them, check runs.

Each page module stands beside this one; here they join the desk.
"""

from hengjian.core.wording import said
from hengjian.domain.findings.access import concerned, sees_runs
from hengjian.surfaces.desk.findings import deeds, home, lists, page, runs
from hengjian.surfaces.desk.joining import Entry, Finder, Group, Waits

urlpatterns = [
    *lists.urlpatterns,
    *runs.urlpatterns,
    *deeds.urlpatterns,
    *page.urlpatterns,
]
menu = [
    Entry(Group.WORK, said("问题线索", "Findings"), "desk:findings", "warn", 20, shown=concerned),
    Entry(Group.DATA, said("检查记录", "Check runs"), "desk:check_runs", "check", 30,
          shown=sees_runs),
]  # fmt: skip
concerns = [home.todo]
figures = [home.figures]
finders = [Finder(said("问题线索", "Findings"), "warn", home.find, 40)]
waits = [Waits("findings", said("问题线索", "Findings"), "warn", home.waits, 40)]
