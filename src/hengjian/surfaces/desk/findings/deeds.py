"""Doing something with findings: one page for every deed, for one finding as for fifty.

Serves supervisors and bodies. It shows what will happen to which findings, asks for what the deed needs,
and tells of each what became of it; whoever was second is told who was quicker.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse

from hengjian.content.errors import PlainError
from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.findings import access, actions
from hengjian.domain.findings.actions import Outcome, StaleFindingError
from hengjian.domain.findings.forms import DeedForm
from hengjian.domain.findings.models import Finding
from hengjian.domain.findings.terms import due_from
from hengjian.domain.findings.workflow import MOVES, Deed
from hengjian.domain.supervision.actions import raise_as_lead
from hengjian.domain.supervision.models import Lead
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.attached import FilesField
from hengjian.surfaces.desk.findings import words
from hengjian.surfaces.desk.findings.asking import chosen

MOST = 200
"""So many findings are decided about at once."""
PLAIN: dict[Deed, Callable[..., Finding]] = {
    Deed.ANSWER: actions.answer,
    Deed.APPEAL: actions.appeal,
    Deed.UPHOLD: actions.uphold,
    Deed.REJECT: actions.reject,
    Deed.REOPEN: actions.reopen,
    Deed.NOTE: actions.note,
}
WITH_FILES = frozenset({Deed.ANSWER, Deed.APPEAL})
"""What a body says with files that prove it."""


@login_required
def do(request: StaffRequest, name: str) -> HttpResponse:
    """The page of a deed, and the deed."""
    if name not in {one.value for one in Deed}:
        raise Http404
    deed, at = Deed(name), clock.now()
    post = acting_post(request, at=at)
    if access.side_of(post) != MOVES[deed].side:
        raise PermissionDenied(
            say("您的岗位不能办理这一步，请联系负责的监督机关或者本机关经办人。",
                "This is not for your post; ask whoever is in charge.")
        )  # fmt: skip
    given = request.POST if request.method == "POST" else request.GET
    versions = chosen(given.getlist("chosen")[:MOST])
    rows = access.findings_chosen(list(versions), post=post, at=at)
    if not rows:
        if len(versions) == 1:
            raise Http404
        messages.warning(request, say("没有选择线索。", "No finding was chosen."))
        return redirect("desk:findings")
    if len(rows) > 1 and not MOVES[deed].bulk:
        raise Http404
    pairs = [(row, versions[row.pk]) for row in rows]
    form = _form(deed, request, rows, at)
    if request.method == "POST" and form.is_valid():
        if len(pairs) > 1:
            return _many(request, deed, pairs, form, post, at)
        return _one(request, deed, pairs[0], form, post, at)
    status = 422 if request.method == "POST" else 200
    return _page(request, deed, pairs, form, status=status)


def _form(deed: Deed, request: StaffRequest, rows: list[Finding], at: datetime) -> DeedForm:
    person = MOVES[deed].looks and len(rows) == 1 and rows[0].person
    data = request.POST if request.method == "POST" else None
    form = DeedForm(
        deed, data, request.FILES or None, person=person, due=due_from(clock.day_of(at))
    )
    if deed in WITH_FILES:
        form.fields["attached"] = FilesField()
    return form


def _page(
    request: StaffRequest,
    deed: Deed,
    pairs: list[tuple[Finding, int]],
    form: DeedForm,
    *,
    error: PlainError | None = None,
    status: int = 200,
) -> HttpResponse:
    move, single = MOVES[deed], len(pairs) == 1
    left_out = [row for row, _ in pairs if row.person and move.looks and not single]
    shown = {
        "title": move.words,
        "form": form,
        "rows": [_row(row, seen) for row, seen in pairs],
        "number": len(pairs) - len(left_out),
        "left_out": len(left_out),
        "single": single,
        "back": reverse("desk:finding", args=[pairs[0][0].pk])
        if single
        else reverse("desk:findings"),
        "bodies": len({row.body_id for row, _ in pairs if row not in left_out}),
        "raises": deed is Deed.RAISE,
        "danger": deed is Deed.DISMISS,
        "erases": deed in (Deed.DISMISS, Deed.UPHOLD) and any(row.person for row, _ in pairs),
        "error": error,
    }
    return render(request, "desk/findings/deed.html", shown, status=status)


def _row(row: Finding, seen: int, outcome: str | None = None) -> dict[str, Any]:
    tone, severity = words.severity(row.severity)
    state_tone, state = words.state(row)
    return {
        "finding": row, "chosen": f"{row.pk}.{seen}", "tone": tone, "severity": severity,
        "state_tone": state_tone, "state": state, "outcome": outcome,
    }  # fmt: skip


def _one(
    request: StaffRequest,
    deed: Deed,
    pair: tuple[Finding, int],
    form: DeedForm,
    post: Post,
    at: datetime,
) -> HttpResponse:
    """Do it to one, and go to where it is seen."""
    row, seen = pair
    try:
        where = _done(deed, row, seen, form, post, at)
    except StaleFindingError as error:
        fresh = access.finding_seen(row.pk, post=post, at=at)
        return _page(request, deed, [(fresh, fresh.version)], form, error=error, status=409)
    except PlainError as error:
        return _page(request, deed, [pair], form, error=error, status=409)
    messages.success(request, say(f"已办理：{MOVES[deed].words}。", f"Done: {MOVES[deed].words}."))
    return redirect(where)


def _done(deed: Deed, row: Finding, seen: int, form: DeedForm, post: Post, at: datetime) -> str:
    """Where to look now."""
    by: dict[str, Any] = {"by": post, "at": at}
    text, looked = form.said_of("words"), form.said_of("looked")
    if deed is Deed.RAISE:
        (raised,) = raise_as_lead(
            [(row, seen)], words=text, title=form.said_of("title"), looked=looked, **by
        )
        if raised.lead is None:
            raise raised.outcomes[0].refused or StaleFindingError("")
        return reverse("desk:lead", args=[raised.lead.pk])
    if deed is Deed.DISMISS:
        actions.dismiss(row, seen=seen, reason=form.said_of("reason"), words=text, **by)
    elif deed is Deed.ASK:
        due = form.said_of("due")
        actions.ask(row, seen=seen, question=text, due=due, looked=looked, **by)
    elif deed in WITH_FILES:
        PLAIN[deed](row, seen=seen, words=text, files=form.said_of("attached") or (), **by)
    else:
        PLAIN[deed](row, seen=seen, words=text, **by)
    return reverse("desk:finding", args=[row.pk])


def _many(
    request: StaffRequest,
    deed: Deed,
    pairs: list[tuple[Finding, int]],
    form: DeedForm,
    post: Post,
    at: datetime,
) -> HttpResponse:
    """Do it to each, and tell of each what became of it."""
    by: dict[str, Any] = {"by": post, "at": at}
    text = form.said_of("words")
    leads: list[Lead] = []
    if deed is Deed.RAISE:
        told = raise_as_lead(pairs, words=text, title=form.said_of("title"), **by)
        outcomes: list[Outcome] = [out for one in told for out in one.outcomes]
        leads = [one.lead for one in told if one.lead is not None]
    elif deed is Deed.ASK:
        outcomes = actions.ask_all(pairs, question=text, due=form.said_of("due"), **by)
    else:
        reason = form.said_of("reason")
        outcomes = actions.dismiss_all(pairs, reason=reason, words=text, **by)
    fresh = {
        row.pk: row
        for row in access.findings_chosen([one.finding.pk for one in outcomes], post=post, at=at)
    }
    refused = [one for one in outcomes if one.error]
    ordered = sorted(outcomes, key=lambda one: not one.error)
    return render(
        request,
        "desk/findings/done.html",
        {
            "title": MOVES[deed].words,
            "rows": [_row(fresh.get(one.finding.pk, one.finding), 0, one.error) for one in ordered],
            "done": len(outcomes) - len(refused),
            "refused": len(refused),
            "leads": leads,
        },
    )


urlpatterns = [path("findings/do/<str:name>/", do, name="findings_do")]
