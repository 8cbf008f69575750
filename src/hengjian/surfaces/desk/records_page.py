"""The page of a record: who, what, when against the statutory terms, by whom with which certificate.

Serves whoever reaches the body. Findings stand above records, so this page joins them; the party is
named to the body's own posts, and to a supervisor who said what for.
"""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_POST

from hengjian.archive.errors import ArchiveError
from hengjian.content.errors import PlainError
from hengjian.core import clock
from hengjian.core.notices.quiet import calendar
from hengjian.core.people.models import Post
from hengjian.core.rights.wording import why_words
from hengjian.core.wording import say
from hengjian.domain.findings.access import concerned as sees_findings
from hengjian.domain.findings.rules.in_force import book_in_force
from hengjian.domain.records.access import record_seen
from hengjian.domain.records.masking import ORGANIZATION, parties_shown
from hengjian.domain.records.models import Record, Unmasking
from hengjian.domain.records.officers import acting_in
from hengjian.domain.records.story import Story, reader, story_of
from hengjian.domain.records.submissions.access import submissions_seen
from hengjian.domain.records.unmasking.access import may_unmask, parties_of
from hengjian.domain.records.unmasking.actions import unmask
from hengjian.domain.registry.lists import labels
from hengjian.domain.registry.models import Item
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.records_drawing import drawing
from hengjian.surfaces.desk.records_lines import TONES, may_see_findings_of


@login_required
def record(request: StaffRequest, pk: int) -> HttpResponse:
    """One case."""
    at = clock.now()
    post = acting_post(request, at=at)
    row = _seen(pk, post, at)
    day = clock.day_of(at)
    parties = parties_of([row])
    party = parties_shown([row], post=post, at=at, parties=parties)[row.pk]
    held = parties.get(row.pk)
    secret = (held.name, held.number) if held else ("", "")
    fault = None
    story: Story | None = None
    try:
        story = story_of(row, party, secret, book_in_force(at)[0], calendar(), today=day)
    except ArchiveError as error:
        fault = error
    events = story.events if story else ()
    shown = [one for one in story.periods if one.state != "moot"] if story else []
    told = {
        "row": row,
        "number": row.number,
        "kind": labels("item_kinds").get(row.kind, row.kind),
        "item": Item.objects.filter(code=row.item).first() if row.item else None,
        "party": party,
        "party_kind": labels("party_kinds").get(row.party_kind, row.party_kind),
        "organization": row.party_kind == ORGANIZATION,
        "may_unmask": party.masked and may_unmask(post),
        "purposes": Unmasking.Purpose.choices,
        "story": story,
        "fault": fault,
        "drawing": drawing(events, shown, today=day),
        "periods": shown,
        "days": _by_day(events),
        "officers": acting_in(events),
        "findings": _findings(row, post, at) if sees_findings(post) else [],
        "sees_findings": sees_findings(post),
        "submission": submissions_seen(post=post, at=at).filter(seq=row.batch).first(),
        "why": why_words(row.why),  # type: ignore[attr-defined]
    }
    return render(request, "desk/records/one.html", told)


def _seen(pk: int, post: Post, at: Any) -> Record:
    row = record_seen(pk, post=post, at=at)
    if row is None:
        raise Http404
    return row


def _findings(row: Record, post: Post, at: Any) -> list[dict[str, Any]]:
    found = may_see_findings_of(row, post, at)
    return [
        {"one": one, "tone": TONES.get(one.weight, "quiet") if one.stands else "quiet"}
        for one in found
    ]  # fmt: skip


def _by_day(events: Any) -> list[tuple[date, list[Any]]]:
    days: dict[date, list[Any]] = {}
    for one in events:
        days.setdefault(one.day, []).append(one)
    return list(days.items())


@login_required
@require_POST
def show_party(request: StaffRequest, pk: int) -> HttpResponse:
    """Name the party of this record, for a purpose and a day."""
    at = clock.now()
    post = acting_post(request, at=at)
    row = _seen(pk, post, at)
    purpose, words = request.POST.get("purpose", ""), request.POST.get("words", "")
    try:
        unmask(row, purpose=purpose, words=words, by=post, at=at)
    except PlainError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request,
            say(
                "已显示当事人，24 小时内有效，已记入账本。",
                "Shown for 24 hours; it is in the ledger.",
            ),
        )
    return redirect("desk:record", pk=pk)


def read_rules_and_archive() -> None:
    """The rules in force, the code lists, the calendar; of the archive its files, batches and outcomes."""
    book_in_force(clock.now())
    labels("results")
    calendar()
    snapshot = reader().look()
    _ = snapshot.batches, snapshot.register("outcomes")


beforehand = [read_rules_and_archive]
urlpatterns = [
    path("records/<int:pk>/", record, name="record"),
    path("records/<int:pk>/party/", show_party, name="record_show_party"),
]
