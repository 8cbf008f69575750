"""Tokens by which a body's own system hands in: given by its clerk, shown once, revoked at any time."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_POST

from hengjian.content.errors import PlainError
from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.records import actions
from hengjian.domain.records.submissions import access
from hengjian.domain.records.submissions.forms import TokenForm
from hengjian.domain.records.tokens import is_valid
from hengjian.surfaces.desk.acting import StaffRequest, acting_post

ONCE = "token_given"


@login_required
def tokens(request: StaffRequest) -> HttpResponse:
    """The tokens of one's body, and the form that gives another; a new one is shown this once."""
    at = clock.now()
    post = acting_post(request, at=at)
    keeps = access.may_keep_tokens(post)
    form = TokenForm(request.POST if request.method == "POST" else None, day=clock.day_of(at))
    if request.method == "POST" and form.is_valid():
        body = access.own_body(post) if keeps else None
        if body is None:
            raise PermissionDenied(
                say("只有机关的经办人可以发放令牌。", "Only a body's clerk gives tokens.")
            )
        try:
            given = actions.give_token(
                body, name=form.cleaned_data["name"], valid_to=form.cleaned_data["valid_to"],
                by=post, at=at,
            )  # fmt: skip
        except PlainError as error:
            form.add_error("valid_to", str(error))
        else:
            request.session[ONCE] = given.secret
            return redirect("desk:tokens")
    return _page(request, form, post, at)


def _page(request: StaffRequest, form: TokenForm, post: Post, at: datetime) -> HttpResponse:
    day = clock.day_of(at)
    rows = access.tokens_seen(post=post, at=at)[:200]
    told = {
        "rows": [
            {"one": one, "valid": is_valid(one, day=day), "revoked": one.revoked_at is not None}
            for one in rows
        ],
        "form": form,
        "keeps": access.may_keep_tokens(post),
        "secret": request.session.pop(ONCE, ""),
        "address": request.build_absolute_uri("/api/v1/submissions"),
    }
    answer = render(
        request, "desk/submissions/tokens.html", told,
        status=422 if request.method == "POST" else 200,
    )  # fmt: skip
    answer.headers["Cache-Control"] = "no-store"
    return answer


@login_required
@require_POST
def revoke(request: StaffRequest, number: int) -> HttpResponse:
    at = clock.now()
    post = acting_post(request, at=at)
    token = access.token_kept(number, post=post, at=at)
    if token is None:
        raise Http404(say("没有这个令牌，或者不归您管。", "No such token, or it is not yours."))
    actions.revoke_token(token, by=post, at=at)
    messages.success(request, say("已撤销，用它的系统不能再报送。", "Revoked."))
    return redirect("desk:tokens")


urlpatterns = [
    path("submissions/tokens/", tokens, name="tokens"),
    path("submissions/tokens/<int:number>/revoke/", revoke, name="token_revoke"),
]
