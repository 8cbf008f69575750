"""Heads for everybody, without login, and for the audit administrator who keeps them outside."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from hengjian.content.errors import PlainError
from hengjian.core import clock
from hengjian.core.audit.access import keeps_ledger, reads_all
from hengjian.core.audit.actions import keep_confirmation, send_heads
from hengjian.core.audit.queries import (
    confirmations,
    heads_published,
    ledger_state,
    sendings,
    witness_states,
)
from hengjian.core.entries.heads.queries import statements
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.surfaces.desk.acting import StaffRequest, acting_post

PUBLISHED = 100


def heads(request: HttpRequest) -> HttpResponse:
    """The newest heads and the keys: nothing that names anybody, so it is open to all."""
    found = heads_published(PUBLISHED)
    told = {"heads": found, "newest": found[0] if found else None, "statements": statements()}
    return render(request, "desk/ledger/heads.html", told)


def heads_text(request: HttpRequest) -> HttpResponse:
    """The same as plain text, for programs that keep it."""
    texts = [one.text for one in heads_published(PUBLISHED)]
    texts += [one.text for one in statements()]
    return HttpResponse("\n".join(texts), content_type="text/plain; charset=utf-8")


@login_required
def witness_list(request: StaffRequest) -> HttpResponse:
    at = clock.now()
    post = acting_post(request, at=at)
    if not reads_all(post):
        raise PermissionDenied(say("见证情况由安全审计员查看。", "For the audit administrator."))
    if request.method == "POST":
        return _post(request, post)
    try:
        states, wrong = witness_states(), ""
    except PlainError as error:
        states, wrong = [], str(error)
    told = {
        "states": states,
        "wrong": wrong,
        "sendings": sendings(),
        "confirmations": confirmations(),
        "keeps": keeps_ledger(post),
        "state": ledger_state(at),
    }
    return render(request, "desk/ledger/witnesses.html", told)


def _post(request: StaffRequest, post: Post) -> HttpResponse:
    """Send heads now, or keep an answer that came by mail or on paper."""
    at = clock.now()
    if not keeps_ledger(post):
        raise PermissionDenied(say("由安全审计员办理。", "For the audit administrator."))
    try:
        if "text" in request.POST:
            kept = keep_confirmation(
                request.POST.get("witness", ""), request.POST["text"], by=post, at=at
            )
            if all(one.agrees for one in kept):
                messages.success(request, say("相符，已保存。", "It is ours; kept."))
            else:
                messages.error(
                    request,
                    say("见证方所持的账头与本账本不符！已保存，请立即查明。",
                        "The head that the witness holds is NOT of this ledger! It is kept; find out why."),
                )  # fmt: skip
        else:
            for one in send_heads(by=post, at=at):
                if one.arrived:
                    messages.success(
                        request, say(f"已送{one.witness}。", f"Sent to {one.witness}.")
                    )
                else:
                    messages.error(request, one.fault)
    except PlainError as error:
        messages.error(request, str(error))
    return redirect("desk:witnesses")


urlpatterns = [
    path("ledger/heads/", heads, name="ledger_heads"),
    path("ledger/heads.txt", heads_text, name="ledger_heads_text"),
    path("ledger/witnesses/", witness_list, name="witnesses"),
]
