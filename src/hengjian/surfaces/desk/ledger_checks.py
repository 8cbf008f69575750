"""The ledger's checks of itself, and the erasures that two administrators decide."""

from collections.abc import Iterator
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from hengjian.content.errors import PlainError
from hengjian.core import clock
from hengjian.core.audit.access import (
    DECIDES,
    ERASURE_ROLES,
    erasure_seen_by,
    erasures_for,
    erasures_seen_by,
    keeps_ledger,
    posts_behind,
    reads_all,
)
from hengjian.core.audit.actions import confirm_erasure, refuse_erasure
from hengjian.core.audit.queries import checks, ledger_state
from hengjian.core.audit.tasks import check_ledger
from hengjian.core.entries.models import ErasureState
from hengjian.core.jobs.actions import start
from hengjian.core.people.models import Post, Role
from hengjian.core.wording import say
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.joining import Concern, Section, Tone

TONES = {ErasureState.ASKED: "warn", ErasureState.DONE: "good", ErasureState.REFUSED: "quiet"}


@login_required
def check_list(request: StaffRequest) -> HttpResponse:
    at = clock.now()
    post = acting_post(request, at=at)
    if not reads_all(post):
        raise PermissionDenied(say("核对情况由安全审计员查看。", "For the audit administrator."))
    if request.method == "POST" and keeps_ledger(post):
        job = start(check_ledger, by=post, at=at)
        messages.success(
            request, say("已开始核对，完成后在这里显示。", "Begun; the result shows here.")
        )
        return redirect("desk:job", job.pk)
    language = "en" if (get_language() or "").startswith("en") else "zh"
    rows = [
        {"check": one, "problems": [problem[language] for problem in one.problems],
         "notes": [note[language] for note in one.notes]}
        for one in checks()
    ]  # fmt: skip
    told = {"rows": rows, "state": ledger_state(at), "keeps": keeps_ledger(post)}
    return render(request, "desk/ledger/checks.html", told)


@login_required
def erasure_list(request: StaffRequest) -> HttpResponse:
    post = acting_post(request, at=clock.now())
    if post.role not in ERASURE_ROLES:
        raise PermissionDenied(
            say("由安全保密管理员和安全审计员办理。", "For the security and audit administrators.")
        )
    found = list(erasures_seen_by(post)[:200])
    posts = posts_behind(
        number for one in found for number in (one.asked_by_post_id, one.decided_by_post_id)
    )
    rows = []
    for one in found:
        asker = posts.get(one.asked_by_post_id)
        mine = one.state == ErasureState.ASKED and asker is not None
        rows.append(
            {
                "erasure": one,
                "tone": TONES[ErasureState(one.state)],
                "asker": asker,
                "decider": posts.get(one.decided_by_post_id or 0),
                "may_decide": mine
                and asker is not None
                and asker.person_id != post.person_id
                and DECIDES.get(Role(asker.role)) == post.role,
            }
        )
    return render(request, "desk/ledger/erasures.html", {"rows": rows})


@login_required
@require_POST
def decide(request: StaffRequest, number: int) -> HttpResponse:
    at = clock.now()
    post = acting_post(request, at=at)
    asked = erasure_seen_by(post, number)
    if asked is None:
        raise Http404
    try:
        if request.POST.get("answer") == "yes":
            confirm_erasure(asked, by=post, at=at)
            messages.success(
                request, say("内容已删除，证明不受影响。", "Erased; every proof stays.")
            )
        else:
            refuse_erasure(asked, request.POST.get("note", ""), by=post, at=at)
            messages.success(request, say("已记下不同意的理由。", "Refused; the reason is kept."))
    except PlainError as error:
        messages.error(request, str(error))
    return redirect("desk:erasures")


def waiting(post: Post, at: datetime) -> Iterator[Concern]:
    """On the home page of whoever decides: erasures that wait for him."""
    if post.role in ERASURE_ROLES:
        count = erasures_for(post).count()
        if count:
            title = say("待确认的删除申请", "Erasures to be decided")
            yield Concern(Section.TODAY, Tone.WARN, title, reverse("desk:erasures"), count)


concerns = [waiting]
urlpatterns = [
    path("ledger/checks/", check_list, name="ledger_checks"),
    path("ledger/erasures/", erasure_list, name="erasures"),
    path("ledger/erasures/<int:number>/", decide, name="decide_erasure"),
]
