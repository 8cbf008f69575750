"""What report tasks put on the home page: what is to be filled in, what waits to be signed or is late."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from hengjian.core.clock import day_of
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.duties.owing import root_of
from hengjian.domain.supervision.duties.tasks import last_of_soon
from hengjian.domain.supervision.reports import access
from hengjian.domain.supervision.reports.queries import due_soon, tasks_waiting
from hengjian.surfaces.desk.joining import Concern, Section, Tone


def to_fill_in(post: Post, at: datetime) -> Iterable[Concern]:
    """What the post's own unit is asked."""
    if not access.fills(post):
        return
    day, url = day_of(at), reverse("desk:report_inbox")
    found = due_soon(access.answers_mine(post=post, at=at), day=day, soon=last_of_soon(day))
    if found["late"]:
        yield Concern(Section.LATE, Tone.BAD, say("报表逾期未报送", "Forms are late"),
                      f"{url}?state=late", found["late"])  # fmt: skip
    if found["soon"]:
        yield Concern(
            Section.TODAY, Tone.WARN, say("报表即将到期", "Forms are due soon"), url, found["soon"]
        )
    rest = found["open"] - found["late"] - found["soon"]
    if rest:
        note = (
            say(f"其中退回 {found['back']} 项", f"{found['back']} returned")
            if found["back"]
            else ""
        )
        yield Concern(
            Section.NEW, Tone.NOTE, say("有报表要填报", "Forms to fill in"), url, rest, note=note
        )


def to_run(post: Post, at: datetime) -> Iterable[Concern]:
    """What the bureau's own tasks wait for."""
    if not access.sends(post):
        return
    day, url = day_of(at), reverse("desk:reports")
    found = tasks_waiting(access.tasks_seen(post=post, at=at), root_of(post.unit), day=day)
    if found["sign"]:
        yield Concern(Section.TODAY, Tone.WARN, say("报表汇总待审签", "Mergers wait to be signed"),
                      f"{url}?state=merged", found["sign"])  # fmt: skip
    if found["late"]:
        yield Concern(Section.LATE, Tone.BAD, say("报表任务到期未汇总", "Report tasks are past their day"),
                      f"{url}?state=running", found["late"])  # fmt: skip
