"""The first page: what I must do today, what is late, what is new, is the program whole.

It asks every noun that joined the desk (`joining.py`), and knows none of them.
"""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from hengjian.core import clock
from hengjian.core.wording import said, say
from hengjian.surfaces.desk.acting import StaffRequest, chosen_post, posts_of
from hengjian.surfaces.desk.joining import Concern, Entry, Group, Section, joined

TITLES = {
    Section.LATE: (said("已经逾期", "Late"), "late"),
    Section.TODAY: (said("今天要办", "To do today"), "calendar"),
    Section.NEW: (said("新到", "New"), "new"),
    Section.WHOLE: (said("是否完好", "Is all whole"), "shield"),
}
NOTHING = {
    Section.LATE: said("没有逾期的事项。", "Nothing is late."),
    Section.TODAY: said(
        "今天没有要办的事项。需要查什么，用上方的查找。",
        "Nothing is due today. Look things up with the search above.",
    ),
    Section.NEW: said("没有新到的通知和变动。", "No news."),
    Section.WHOLE: said("没有需要您留意的。", "Nothing needs your attention."),
}


@login_required
def home(request: StaffRequest) -> HttpResponse:
    at = clock.now()
    post = chosen_post(request, at=at)
    if post is None:
        return render(request, "desk/home/no_post.html")
    concerns = [one for concerned in joined("concerns") for one in concerned(post, at)]
    return render(
        request,
        "desk/home/page.html",
        {
            "greeting": _greeting(at.astimezone(clock.CHINA).hour),
            "today": clock.day_of(at),
            "figures": [one for counted in joined("figures") for one in counted(post, at)],
            "sections": {section.value: _section(section, concerns) for section in Section},
            "posts": posts_of(request, at=at),
        },
    )


def _section(section: Section, concerns: list[Concern]) -> dict[str, Any]:
    """A card: its concerns, the soonest first, those without a day last."""
    within = [one for one in concerns if one.section is section]
    title, icon = TITLES[section]
    return {
        "title": title,
        "icon": icon,
        "nothing": NOTHING[section],
        "concerns": sorted(within, key=lambda one: (one.due is None, one.due or 0, one.title)),
    }


def _greeting(hour: int) -> str:
    if hour < 12:
        return say("上午好", "Good morning")
    return say("下午好", "Good afternoon") if hour < 18 else say("晚上好", "Good evening")


urlpatterns = [path("", home, name="home")]
menu = [Entry(Group.TOP, said("首页", "Home"), "desk:home", "home", 0)]
