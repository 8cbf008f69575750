"""The pages of rules: the list, one rule, one parameter, the editor of custom rules, their trials.

Each page module stands beside this one; here they join the desk.
"""

from hengjian.core.wording import said
from hengjian.surfaces.desk.joining import Entry, Finder, Group
from hengjian.surfaces.desk.rules import editor, lists, page, parameters, trials
from hengjian.surfaces.desk.rules.lists import find_rules

__all__ = ["finders", "menu", "urlpatterns"]

urlpatterns = [
    *lists.urlpatterns,
    *editor.urlpatterns,
    *trials.urlpatterns,
    *parameters.urlpatterns,
    *page.urlpatterns,
]
menu = [Entry(Group.DATA, said("规则", "Rules"), "desk:rules", "rule", 40)]
finders = [Finder(said("规则", "Rules"), "report", find_rules, 70)]
