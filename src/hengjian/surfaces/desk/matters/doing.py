"""What is done with a matter on the desk: it is opened, a step is taken, given to somebody, who complained is read."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from hengjian.content.errors import PlainError
from hengjian.content.matters import Asked
from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.matters import access, actions
from hengjian.domain.supervision.matters.answers import AnswerError, merged
from hengjian.domain.supervision.matters.clock import length_words
from hengjian.domain.supervision.matters.conditions import conditions_of
from hengjian.domain.supervision.matters.kinds import kind_named, kinds_offered
from hengjian.domain.supervision.matters.models import Matter, MatterTerm
from hengjian.domain.supervision.matters.queries import terms_of
from hengjian.domain.supervision.matters.timing.actions import extend_term, resume_term, stop_term
from hengjian.domain.supervision.papers.documents import document
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.attached import handed_out
from hengjian.surfaces.desk.matters import words
from hengjian.surfaces.desk.matters.form import Asking
from hengjian.surfaces.desk.matters.page import shown
from hengjian.surfaces.desk.posted import taken_on, text, version


@login_required
def open_matter(request: StaffRequest, code: str) -> HttpResponse:
    """Begin a matter of a kind."""
    at = clock.now()
    post, day = acting_post(request, at=at), clock.day_of(at)
    kind = next((one for one in kinds_offered(day) if one.code == code), None)
    if kind is None or not access.may_open(kind, post, at):
        raise Http404
    data = request.POST if request.method == "POST" else None
    asking = Asking(
        kind.opens.fields, post=post, at=at, body=None, data=data, files=request.FILES or None
    )
    if data is not None:
        try:
            made = actions.open_matter(code, asking.given(), files=asking.arrived(), by=post, at=at)
        except PlainError as error:
            _refused(asking, error)
        else:
            messages.success(request, say(f"已登记：{made.number}。", f"Entered: {made.number}."))
            return redirect("desk:matter", pk=made.pk)
    terms = [(one.name, length_words(one)) for one in kind.terms if one.code in kind.opens.starts]
    told = {
        "kind": kind, "asking": asking, "parts": asking.parts(), "terms": terms,
        "power": words.power(kind.power, day),
    }  # fmt: skip
    return render(request, "desk/matters/open.html", told)


@login_required
def step(request: StaffRequest, pk: int, code: str) -> HttpResponse:
    """One step of the kind's table: what it needs, and the form."""
    at = clock.now()
    post, day = acting_post(request, at=at), clock.day_of(at)
    found = access.matter_seen(pk, post, at)
    kind = kind_named(found.kind)
    one = kind.step(code) if kind is not None else None
    if kind is None or one is None or not access.may_take(one, found, post):
        raise Http404
    data = request.POST if request.method == "POST" else None
    asking = Asking(
        one.fields,
        post=post,
        at=at,
        body=found.body,
        data=data,
        files=request.FILES or None,
        first=_first(one.fields, found) | _days(one.fields, post, day),
    )
    if data is not None:
        try:
            actions.take(
                found,
                code,
                asking.given(),
                files=asking.arrived(),
                seen=version(request),
                by=post,
                at=at,
            )
        except PlainError as error:
            _refused(asking, error)
        else:
            messages.success(request, say(f"已办理：{one.name}。", f"Done: {one.name}."))
            return redirect("desk:matter", pk=pk)
    told = {
        "matter": found, "kind": kind, "step": one, "asking": asking, "parts": asking.parts(),
        "conditions": conditions_of(kind, one, found, post, day),
        "open": found.state in one.from_,
        "version": request.POST.get("seen") or found.version,
        "terms": [(term.name, length_words(term)) for term in kind.terms if term.code in one.starts],
        "paper_kind": document(one.paper).name
        if one.paper and access.on_side_of_bureau(post) else "",
        "power": words.power(kind.power, day),
        **({} if access.on_side_of_bureau(post) else _asked(found, post, day)),
    }  # fmt: skip
    return render(request, "desk/matters/step.html", told)


def _asked(found: Matter, post: Post, day: date) -> dict[str, Any]:
    """What the bureau asked of the reader, in its own words, and until when."""
    steps = access.steps_seen(found, post=post)
    last = next(
        (one for one in reversed(steps) if one.post and one.post.unit_id != post.unit_id), None
    )
    kind = kind_named(found.kind)
    running = [
        one for one in terms_of(found) if one.of_body and one.state == MatterTerm.State.RUNNING
    ]
    return {
        "asked_by": words.story(found, [last], post=post, day=day)[0] if last is not None else None,
        "asked_until": [words.term(one, kind, day=day) for one in running],
    }


def _days(fields: tuple[Asked, ...], post: Post, day: date) -> dict[str, Any]:
    """An invited supervisor tells what he saw today, unless he says otherwise."""
    return (
        {one.name: day for one in fields if one.type == "date"} if access.is_invited(post) else {}
    )


def _first(fields: tuple[Asked, ...], found: Matter) -> dict[str, Any]:
    """What a field of the same name said before stands in it already; results begin as the sample."""
    before = merged(found)
    first = {one.name: before[one.name] for one in fields if one.name in before}
    for one in fields:
        if one.type == "rows" and one.name not in first:
            source = next((name for name in ROWS_FROM.get(one.name, ()) if name in before), None)
            if source is not None:
                names = {column.name for column in one.columns}
                rows = [{k: v for k, v in row.items() if k in names} for row in before[source]]
                first[one.name] = rows
    return first


ROWS_FROM = {"results": ("sample", "people"), "checked": ("officers",)}
"""Tables whose lines are those of an earlier one, with more to fill in."""


def _refused(asking: Asking, error: PlainError) -> None:
    if isinstance(error, AnswerError):
        asking.refused(error)
        asking.form.add_error(None, say("有几处要改正，见下面。", "Some fields are to be mended."))
    else:
        asking.form.add_error(None, str(error))


@login_required
def matter_file(request: StaffRequest, pk: int, number: int) -> HttpResponse:
    """A file that came with a step which the reader reads."""
    at = clock.now()
    post = acting_post(request, at=at)
    found = access.matter_seen(pk, post, at)
    return handed_out(access.file_seen(found, number, post=post), away="away" in request.GET)


_side = taken_on("desk:matter", access.matter_seen)


@_side
def give(request: StaffRequest, found: Matter, by: Post, at: datetime) -> str:
    chosen = request.POST.get("post", "")
    if not chosen.isdecimal() or len(chosen) > 11:
        raise PlainError(say("请选择承办人", "choose somebody"))
    handler = access.supervisor_chosen(found, int(chosen), at)
    actions.give_to(found, handler, seen=version(request), by=by, at=at)
    return say(f"承办人：{handler.person.name}。", f"Handled by {handler.person.name}.")


@_side
def stop(request: StaffRequest, found: Matter, by: Post, at: datetime) -> str:
    term = stop_term(found, text(request, "term", 24), reason=text(request, "reason", 500),
                     seen=version(request), by=by, at=at)  # fmt: skip
    return say(f"已中止，从 {clock.day_of(at)} 起不计入期限。", f"{term.term} stands still.")


@_side
def resume(request: StaffRequest, found: Matter, by: Post, at: datetime) -> str:
    term = resume_term(found, text(request, "term", 24), seen=version(request), by=by, at=at)
    return say(f"已恢复计算，{term.due_on} 到期。", f"It goes on, due on {term.due_on}.")


@_side
def extend(request: StaffRequest, found: Matter, by: Post, at: datetime) -> str:
    days = text(request, "more", 5)
    term = extend_term(
        found, text(request, "term", 24), more=int(days) if days.isdecimal() else 0,
        reason=text(request, "reason", 500), seen=version(request), by=by, at=at,
    )  # fmt: skip
    return say(f"已延长，{term.due_on} 到期。", f"Extended, due on {term.due_on}.")


@never_cache
@require_POST
@login_required
def secret(request: StaffRequest, pk: int) -> HttpResponse:
    """Who complained, on this answer alone; the asking is in the ledger."""
    at = clock.now()
    post = acting_post(request, at=at)
    found = access.matter_seen(pk, post, at)
    try:
        values = actions.read_secret(found, purpose=text(request, "purpose", 200), by=post, at=at)
    except PlainError as error:
        messages.error(request, str(error))
        return redirect("desk:matter", pk=pk)
    kind = kind_named(found.kind)
    labels = {one.name: one.label for one in (kind.fields if kind is not None else ())}
    lines = [(labels.get(name, name), str(value)) for name, value in values.items()]
    return shown(request, found, post, at, secret=lines)


urlpatterns = [
    path("matters/open/<slug:code>/", open_matter, name="open_matter"),
    path("matters/<int:pk>/step/<slug:code>/", step, name="matter_step"),
    path("matters/<int:pk>/files/<int:number>/", matter_file, name="matter_file"),
    path("matters/<int:pk>/give/", give, name="matter_give"),
    path("matters/<int:pk>/secret/", secret, name="matter_secret"),
    path("matters/<int:pk>/term/stop/", stop, name="matter_term_stop"),
    path("matters/<int:pk>/term/resume/", resume, name="matter_term_resume"),
    path("matters/<int:pk>/term/extend/", extend, name="matter_term_extend"),
]
