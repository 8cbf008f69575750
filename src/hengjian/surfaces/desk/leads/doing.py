"""What is done with a lead on the desk: a step of the table, many assigned at once, summary and files."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from hengjian.content.errors import PlainError
from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.wording import said, say
from hengjian.domain.supervision.access import lead_seen
from hengjian.domain.supervision.leads import access, actions
from hengjian.domain.supervision.leads.alike import alike
from hengjian.domain.supervision.leads.merging.actions import merge, unmerge
from hengjian.domain.supervision.leads.workflow import CHECK_RUNS, MOVES, Move, State
from hengjian.domain.supervision.models import Lead
from hengjian.domain.supervision.papers.documents import document
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.cases.words import power
from hengjian.surfaces.desk.findings.asking import chosen
from hengjian.surfaces.desk.leads import words
from hengjian.surfaces.desk.posted import LONGEST, taken_on, text, version

MOST = 200
HINTS = {
    "check": said(
        "核对了什么、是否属实、是否属本机关管辖", "what was looked at, is it so, is it ours"
    ),
    "refuse": said(
        "不予立案的理由；有反映人的，另在“反映人”栏答复", "why; the reporters are answered apart"
    ),
    "transfer": said("移送的理由和依据", "why it is transferred"),
    "settle": said("怎样办结的", "how it was settled"),
    "merge": said("为什么是同一件事", "why it is the same matter"),
    "unmerge": said("为什么不是同一件事", "why it is not"),
    "reopen": said("为什么重新办理", "why it is taken up again"),
}


class MoveForm(forms.Form):
    """The words of a step and what else it asks for."""

    post = forms.ChoiceField(label=said("承办人", "Who handles it"))
    main = forms.CharField(label=said("主线索的线索号", "Number of the main lead"), max_length=32)
    receiver = forms.CharField(label=said("移送给哪个机关", "To whom"), max_length=128)
    words = forms.CharField(
        label=said("情况或者理由", "Words"), widget=forms.Textarea(attrs={"rows": 5}),
        max_length=LONGEST,
    )  # fmt: skip

    def __init__(self, move: Move, people: list[tuple[str, str]], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in ("post", "main", "receiver"):
            if name not in move.asks:
                del self.fields[name]
        if "post" in self.fields:
            self.fields["post"].choices = [("", say("请选择", "choose")), *people]  # type: ignore[attr-defined]
        self.fields["words"].required = move.words
        if move.code in HINTS:
            self.fields["words"].help_text = HINTS[move.code]


@login_required
def step(request: StaffRequest, pk: int, code: str) -> HttpResponse:
    """One step of the table: the form, and the step."""
    at = clock.now()
    post, day = acting_post(request, at=at), clock.day_of(at)
    found, move = lead_seen(pk, post=post, at=at), MOVES.get(code)
    if move is None or not access.may_take(move, found, post):
        raise Http404
    first = {"main": request.GET.get("main", "")}
    form = MoveForm(move, _people(found, at, move), request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            _done(request, found, move, form, post, at)
        except PlainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, say(f"已办理：{move.label}。", f"Done: {move.label}."))
            return redirect("desk:lead", pk=pk)
    suggests = move.code == "merge" and State(found.state) in CHECK_RUNS
    told = {
        "lead": found, "move": move, "form": form,
        "open": State(found.state) in move.frm,
        "version": request.POST.get("seen") or found.version,
        "power": power(move.power, day),
        "paper_kind": document(move.paper).name if move.paper else "",
        "alike": alike(found, post=post, at=at) if suggests else [],
    }  # fmt: skip
    return render(request, "desk/leads/step.html", told)


def _people(lead: Lead, at: Any, move: Move) -> list[tuple[str, str]]:
    if "post" not in move.asks:
        return []
    return [
        (str(one.pk), f"{one.person.name}（{one.unit}）") for one in access.handlers_of(lead, at=at)
    ]


def _done(
    request: StaffRequest, lead: Lead, move: Move, form: MoveForm, post: Post, at: Any
) -> None:
    given: dict[str, Any] = {"seen": version(request), "words": form.cleaned_data["words"]}
    given |= {"by": post, "at": at}
    if move.code == "assign":
        to = access.post_chosen(int(form.cleaned_data["post"]), lead, at=at)
        actions.assign(lead, to, **given)
    elif move.code == "merge":
        number = form.cleaned_data["main"]
        main = access.main_wanted(number, lead, post=post, at=at)
        if main is None:
            raise PlainError(
                say(f"没有找到线索 {number}", f"there is no lead {number}"),
                say("请照线索页上的线索号填写。", "Write the number as it stands on its page."),
            )
        merge(lead, main, **given)
    elif move.code == "unmerge":
        unmerge(lead, **given)
    else:
        actions.take(lead, move.code, receiver=form.cleaned_data.get("receiver", ""), **given)


@login_required
def assign_many(request: StaffRequest) -> HttpResponse:
    """Assign those that were chosen in the inbox, and tell of each what became of it."""
    at = clock.now()
    post = acting_post(request, at=at)
    given = request.POST if request.method == "POST" else request.GET
    versions = chosen(given.getlist("chosen")[:MOST])
    rows = access.leads_chosen(list(versions), post=post, at=at)
    if not rows:
        messages.warning(request, say("没有选择线索。", "No lead was chosen."))
        return redirect("desk:leads")
    pairs = [(one, versions[one.pk]) for one in rows]
    move = MOVES["assign"]
    form = MoveForm(move, _people(rows[0], at, move), request.POST or None)
    outcomes: list[actions.Outcome] = []
    if request.method == "POST" and form.is_valid():
        to = access.post_chosen(int(form.cleaned_data["post"]), rows[0], at=at)
        outcomes = actions.assign_all(pairs, to, words=form.cleaned_data["words"], by=post, at=at)
    told = {
        "form": form,
        "rows": [{"lead": one, "chosen": f"{one.pk}.{seen}", "state": words.state(one)}
                 for one, seen in pairs],
        "outcomes": [{"lead": one.lead, "error": one.error} for one in outcomes],
        "done": sum(not one.error for one in outcomes),
        "refused": sum(bool(one.error) for one in outcomes),
    }  # fmt: skip
    return render(request, "desk/leads/assign.html", told)


_side = taken_on("desk:lead", lambda pk, post, at: lead_seen(pk, post=post, at=at))


@_side
def summary(request: StaffRequest, lead: Lead, by: Post, at: Any) -> str:
    actions.rewrite_summary(lead, text(request, "summary"), seen=version(request), by=by, at=at)
    return say("摘要已改写。", "Rewritten.")


@_side
def add_file(request: StaffRequest, lead: Lead, by: Post, at: Any) -> str:
    files = request.FILES.getlist("files")
    if not files:
        raise PlainError(say("请选择文件", "choose a file"))
    for file in files:
        actions.keep_file(lead, file.name or "", file.read(), by=by, at=at)
    return say(f"已收存 {len(files)} 个文件。", f"{len(files)} kept.")


urlpatterns = [
    path("leads/assign/", assign_many, name="leads_assign"),
    path("leads/<int:pk>/step/<slug:code>/", step, name="lead_step"),
    path("leads/<int:pk>/summary/", summary, name="lead_summary"),
    path("leads/<int:pk>/files/", add_file, name="lead_add_file"),
]
