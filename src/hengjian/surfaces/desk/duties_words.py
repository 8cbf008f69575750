"""How a duty is told on pages: its state as a coloured word, its power by name, the way to its facts."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from hengjian.core.wording import say
from hengjian.domain.supervision.duties import powers
from hengjian.domain.supervision.duties.comparing import words_of
from hengjian.domain.supervision.duties.models import Duty

PAGES = {
    "supervision.lead": "desk:lead", "supervision.case": "desk:case",
    "supervision.reporter": "desk:lead_of_reporter", "supervision.matter": "desk:matter",
    "supervision.measure": "desk:measure", "supervision.moderequest": "desk:mode",
}  # fmt: skip
SOON = 3


def state_of(duty: Duty, day: date) -> tuple[str, str]:
    """The tone and the words of where it stands."""
    if duty.state == Duty.State.DROPPED:
        return "quiet", str(duty.get_state_display())
    if duty.state == Duty.State.DONE:
        if duty.missed:
            return "warn", say("逾期后履行", "done late")
        return "good", say("按期履行", "done in time")
    if duty.paused:
        return "note", say("期限中止", "clock stopped")
    left = (duty.due_on - day).days
    if left < 0:
        return "bad", say(f"逾期 {-left} 日", f"{-left} days late")
    if left == 0:
        return "warn", say("今天到期", "due today")
    return "warn" if left <= SOON else "note", say(f"还有 {left} 日", f"{left} days left")


def power_words(code: str, day: date) -> tuple[str, bool]:
    """“17. 投诉举报受理处理”, and whether the list of the day has it."""
    for one in powers.list_to_show(day).powers:
        if one.code == code:
            return f"{one.number}. {one.name}", True
    return say(f"{code}（已不在清单中）", f"{code} (no longer listed)"), False


def about(duty: Duty) -> str:
    """What it is about in a few words."""
    parts = [words_of(duty.event, duty.number), duty.words]
    return say("；", "; ").join(one for one in parts if one)


def row_of(duty: Duty, day: date) -> dict[str, Any]:
    """What a line of a list says."""
    tone, state = state_of(duty, day)
    words, listed = power_words(duty.power, day)
    return {
        "duty": duty, "tone": tone, "state": state, "power": words, "listed": listed,
        "event": powers.event_name(duty.event), "about": about(duty),
        "url": reverse("desk:duty", args=[duty.pk]),
    }  # fmt: skip


def way_to_facts(duty: Duty) -> str:
    """Where the facts are that it is about, to do something about them; empty where nowhere yet."""
    page = PAGES.get(duty.about_type)
    if page and duty.about_id:
        return reverse(page, args=[duty.about_id])
    body = {"body": str(duty.body_id)} if duty.body_id else {}
    if duty.event == "yearly":
        way = {"statistics": ("desk:report_new", {"form": "content:statistics-yearly"})}
        page_of, asked = way.get(duty.power, ("", {}))
        return f"{reverse(page_of)}?{urlencode(asked)}" if page_of else ""
    to = {
        "finding": ("desk:findings", {"state": "todo"}),
        "finding_fatal": ("desk:findings", {"state": "todo", "severity": "F"}),
        "certificate_expiring": ("desk:certificates", {"sort": "valid_to"}),
        "discretion_missing": ("desk:items", {}),
        "delegation_unevaluated": ("desk:delegations", {}),
    }.get(duty.event)
    if to is not None:
        return f"{reverse(to[0])}?{urlencode({**body, **to[1]})}"
    if duty.event == "subject_changed" and duty.body_id:
        return reverse("desk:bodies_row", args=[duty.body_id])
    return ""
