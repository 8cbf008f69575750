"""A typical case on the desk: its text, what the check points at, and what may be done with it."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_POST

from hengjian.content.errors import PlainError
from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.wording import said, say
from hengjian.domain.supervision.typical import access, actions
from hengjian.domain.supervision.typical.checking import traces
from hengjian.domain.supervision.typical.models import TypicalCase
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.cases.page import seen as case_seen
from hengjian.surfaces.desk.posted import taken_on, version, worded
from hengjian.surfaces.desk.typical.lists import state

S = TypicalCase.State


def _area(zh: str, en: str, rows: int) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=said(zh, en), widget=area, max_length=4000, required=False)


class TextForm(forms.Form):
    """What is published, part by part."""

    title = forms.CharField(label=said("标题", "Title"), max_length=100)
    facts = _area("基本案情", "The case", 7)
    handling = _area("监督情况（怎样查清、怎样监督）", "How it was handled", 6)
    result = _area("处理结果", "What came of it", 4)
    meaning = _area("典型意义", "What it teaches", 4)
    body_named = forms.BooleanField(
        label=said("保留机关名称（一般不保留）", "The body is named"), required=False
    )


def seen(pk: int, post: Post, at: datetime) -> TypicalCase:
    """That one; to whom it is not shown it does not exist."""
    found = access.one_seen(pk, post=post)
    if found is None:
        raise Http404
    return found


@login_required
def one(request: StaffRequest, pk: int) -> HttpResponse:
    at = clock.now()
    post = acting_post(request, at=at)
    found = seen(pk, post, at)
    now = S(found.state)
    sent = request.POST if request.method == "POST" else None
    form = TextForm(sent, initial={name: getattr(found, name) for name in TextForm.base_fields})
    if sent is not None and now is S.DRAFT and form.is_valid():
        texts = {name: form.cleaned_data[name] for name in ("title", *actions.PARTS)}
        try:
            actions.write(
                found, texts, body_named=form.cleaned_data["body_named"], seen=version(request),
                by=post, at=at,
            )  # fmt: skip
        except PlainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, say("已保存。", "Saved."))
            return redirect("desk:typical_one", pk=pk)
    told: dict[str, Any] = {
        "one": found, "state": state(found), "form": form, "parts": parts(found),
        "writes": now is S.DRAFT, "own": (own := access.owns(found, post)),
        "traces": traces(found.text, found.case, body_named=found.body_named) if own else [],
        "reviews": now is S.REVIEW and access.reviews(found, post),
        "version": request.POST.get("seen") or found.version,
    }  # fmt: skip
    return render(request, "desk/typical/page.html", told)


def parts(found: TypicalCase) -> list[tuple[Any, str]]:
    """Heading and text of each part, in their order."""
    return [(actions.PARTS[name], getattr(found, name)) for name in actions.PARTS]


@require_POST
@login_required
def begin(request: StaffRequest, pk: int) -> HttpResponse:
    """Begin one from a closed case."""
    at = clock.now()
    post = acting_post(request, at=at)
    case = case_seen(pk, post, at)
    try:
        made = actions.begin(case, by=post, at=at)
    except PlainError as error:
        messages.error(request, str(error))
        return redirect("desk:case", pk=pk)
    told = say("已起草，姓名、电话和地名已替换，请改写、核对。", "Begun; names were replaced.")
    messages.success(request, told)
    return redirect("desk:typical_one", pk=made.pk)


_done = taken_on("desk:typical_one", seen)


@_done
def submit(request: StaffRequest, one: TypicalCase, by: Post, at: Any) -> str:
    actions.submit(one, seen=version(request), by=by, at=at)
    return say("已送审，请由另一人审核。", "Submitted.")


send_back = _done(worded(actions.send_back, said("已退回。", "Returned.")))
publish = _done(worded(actions.publish, said("已发布到公开页面。", "Published.")))
withdraw = _done(worded(actions.withdraw, said("已撤下。", "Withdrawn."), longest=400))


@_done
def drop(request: StaffRequest, one: TypicalCase, by: Post, at: Any) -> str:
    actions.drop(one, seen=version(request), by=by, at=at)
    return say("已放弃。", "Given up.")


urlpatterns = [
    path("typical/<int:pk>/", one, name="typical_one"),
    path("cases/<int:pk>/typical/", begin, name="typical_begin"),
    path("typical/<int:pk>/submit/", submit, name="typical_submit"),
    path("typical/<int:pk>/back/", send_back, name="typical_back"),
    path("typical/<int:pk>/publish/", publish, name="typical_publish"),
    path("typical/<int:pk>/withdraw/", withdraw, name="typical_withdraw"),
    path("typical/<int:pk>/drop/", drop, name="typical_drop"),
]
