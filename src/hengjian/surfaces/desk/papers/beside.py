"""The papers of a matter that is no case, on that matter's own page: what there is, and what may be drafted.

Serves the pages of nouns that registered in `papers.owners`: they add `beside(row, …)` to what they render
and include `desk/papers/_of_owner.html`.
"""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST

from hengjian.content.errors import PlainError
from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.papers import access, actions
from hengjian.domain.supervision.papers.owners import of_row, owner_of
from hengjian.domain.supervision.papers.queries import as_lines
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.papers import words

MOST = 200
IN_TURN = ("drafted_at", "id")


def beside(row: Model, post: Post, at: datetime) -> dict[str, Any]:
    """What `desk/papers/_of_owner.html` asks for; the caller has found ``row`` for the post."""
    owner = owner_of(row)
    papers = as_lines(access.papers_seen(post=post, at=at).filter(of_row(row)))
    return {
        "papers_owner": owner, "papers_key": row.pk,
        "paper_rows": [words.row(one) for one in papers.order_by(*IN_TURN)[:MOST]],
        "paper_offers": owner.offers() if owner.may_draft(post) else [],
    }  # fmt: skip


@require_POST
@login_required
def begin(request: StaffRequest, owner: str, pk: int) -> HttpResponse:
    """Start a draft of a document that the matter offers."""
    at = clock.now()
    post = acting_post(request, at=at)
    found = access.owner_seen(owner, pk, post=post, at=at)
    if found is None:
        raise Http404
    kind, _, move = request.POST.get("kind", "").partition(":")
    if not any((one.kind, one.move) == (kind, move) for one in found.offers()):
        messages.error(request, say("请选择文书", "Choose a document"))
        return redirect(found.page)
    try:
        made = actions.draft(found.row, kind, move=move, by=post, at=at)
    except PlainError as error:
        messages.error(request, str(error))
        return redirect(found.page)
    messages.success(request, say("已按事项内容预填，请核对、补充。", "Prefilled from the matter."))
    return redirect("desk:paper_write", pk=made.pk)


urlpatterns = [path("papers/new/<str:owner>/<int:pk>/", begin, name="paper_begin_of")]
