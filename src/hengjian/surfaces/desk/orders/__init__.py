"""Orders on the desk: those that I got and those that I gave, an order as a story, how one is given."""

from hengjian.core.wording import said
from hengjian.domain.supervision.orders import access
from hengjian.surfaces.desk.joining import Entry, Finder, Group, Waits
from hengjian.surfaces.desk.orders import doing, giving, home, lists, page

urlpatterns = [
    *lists.urlpatterns, *giving.urlpatterns, *page.urlpatterns, *doing.urlpatterns,
]  # fmt: skip
menu = [
    Entry(Group.WORK, said("交办督办", "Orders"), "desk:orders", "flag", 35, shown=access.concerned)
]
concerns = [home.due, home.to_decide]
finders = [Finder(said("交办督办", "Orders"), "report", lists.find_orders, 28)]
waits = [Waits("orders", said("交办督办", "Orders"), "report", home.waits, 30)]
