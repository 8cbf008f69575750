"""Submissions on the desk: hand a file in, see what becomes of it, take refused rows away to mend.

Serves the clerk of a body and the supervisors who hand in for several. What is shown here of single
rows hides persons from whoever does not work where they come from.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from hengjian.content.errors import PlainError
from hengjian.core import clock
from hengjian.core.keyset import COUNTED, PAGE, counted
from hengjian.core.people.models import Post
from hengjian.core.wording import said, say
from hengjian.domain.records import actions
from hengjian.domain.records.arriving import arrive, most_bytes
from hengjian.domain.records.models import Submission
from hengjian.domain.records.place import refused_of
from hengjian.domain.records.submissions import access
from hengjian.domain.records.submissions.forms import HandInForm, month_before
from hengjian.domain.records.submissions.queries import (
    Asked,
    entry_of,
    lately_wrong,
    narrowed,
    page_of,
    problems,
)
from hengjian.domain.records.submissions.receipt import receipt_of, template_workbook
from hengjian.domain.registry.access import concerned
from hengjian.standard.fields import column_in_full
from hengjian.standard.reading.limits import human
from hengjian.standard.tables import BY_NAME
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.asking import LONGEST, day, number, plain
from hengjian.surfaces.desk.joining import Concern, Entry, Group, Section, Tone
from hengjian.surfaces.desk.sheet import XLSX, Column, Table, exports, workbook_answer

State = Submission.State
TONES = {
    State.WAITING: "quiet", State.READING: "note", State.ACCEPTING: "note", State.CHECKING: "note",
    State.DONE: "good", State.REFUSED: "bad", State.FAILED: "bad",
}  # fmt: skip


@login_required
def submissions(request: StaffRequest) -> HttpResponse:
    """What was handed in, the newest first."""
    at = clock.now()
    post = acting_post(request, at=at)
    asked, seen = _asked(request), access.submissions_seen(post=post, at=at)
    rows = narrowed(seen, asked)
    page = page_of(rows, request.GET.get("after", ""))
    count, more = counted(rows)
    told = {
        "rows": [_line(one) for one in page.rows],
        "after": page.after,
        "total": say(f"{COUNTED:,}+ 次", f"{COUNTED:,}+") if more else (
            say(f"共 {count} 次", f"{count} in all")
        ),
        "asked": asked,
        "states": [("open", say("处理中", "in progress")), *(
            (one.value, one.label) for one in (State.DONE, State.REFUSED, State.FAILED)
        )],
        "channels": Submission.Channel.choices[:3],
        "several": not access.speaks_for_own(post),
        "may_submit": access.may_submit(post),
        "keeps_tokens": access.may_keep_tokens(post),
        "live": any(one.is_open for one in page.rows),
    }  # fmt: skip
    partial = request.headers.get("HX-Request")
    return render(request, f"desk/submissions/{'_list' if partial else 'page'}.html", told)


@login_required
def hand_in(request: StaffRequest) -> HttpResponseBase:
    """Hand a file in; `?mends=` is the submission whose refused rows were mended."""
    at = clock.now()
    post = acting_post(request, at=at)
    if not access.may_submit(post):
        raise PermissionDenied(say("您的岗位不能报送数据。", "Your post may not hand in data."))
    several = access.speaks_for_several(post)
    bodies = list(access.bodies_to_submit_for(post, at=at).order_by("code"))
    if not several:
        bodies = [body for body in bodies if body.pk == post.unit_id]
        if not bodies:
            raise PermissionDenied(say("本单位还没有登记为执法主体，请联系司法局。",
                                       "Your unit is not registered as a body."))  # fmt: skip
    mended = _mended(request, post, at)
    sent = request.method == "POST"
    form = HandInForm(
        request.POST if sent else None, request.FILES if sent else None, bodies=bodies, several=several,
        initial=_initial(mended, clock.day_of(at)),
    )  # fmt: skip
    by_script = "X-Uploading" in request.headers
    if request.method == "POST" and form.is_valid():
        try:
            received = _received(request, form, post, at)
        except PlainError as error:
            form.add_error("file", str(error))
        else:
            url = reverse("desk:submission", args=[received.submission.pk])
            if not received.new:
                messages.info(request, say(
                    "这个文件刚刚已经收到，正在处理，没有收第二次。",
                    "This very file was just received and is being worked at.",
                ))  # fmt: skip
            return JsonResponse({"url": url}, status=201) if by_script else redirect(url)
    if by_script:
        return JsonResponse({"errors": _told(form)}, status=422)
    told = {
        "form": form, "mended": mended, "body": None if several else bodies[0],
        "most": most_bytes(), "most_words": f"{settings.UPLOAD_MB} MB",
    }  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/submissions/new.html", told, status=status)


def _received(request: StaffRequest, form: HandInForm, post: Post, at: datetime) -> Any:
    file = form.cleaned_data["file"]
    body = form.chosen_body
    return actions.receive(
        arrive(file.chunks(), file.name),
        channel=Submission.Channel.UPLOAD,
        unit=post.unit if body is None else body.unit,
        body=body,
        period=form.period,
        whole_period=form.cleaned_data["whole_period"],
        strict=form.cleaned_data["strict"],
        by=post,
        at=at,
    )


def _told(form: HandInForm) -> list[str]:
    return [str(error) for errors in form.errors.values() for error in errors]


def _mended(request: StaffRequest, post: Post, at: datetime) -> Submission | None:
    mends = number(request.GET.get("mends"))
    return None if mends is None else access.submission_seen(mends, post=post, at=at)


def _initial(mended: Submission | None, day: date) -> dict[str, Any]:
    if mended is None:
        begin, end = month_before(day)
        return {"period_from": begin, "period_to": end}
    told: dict[str, Any] = {"period_from": mended.period_from, "period_to": mended.period_to}
    return told | ({"body": mended.body.code} if mended.body else {})


# --- one submission -----------------------------------------------------------------------------------


@login_required
def submission(request: StaffRequest, number: int) -> HttpResponse:
    """What becomes of it; the part that changes asks for itself while it is worked at."""
    at = clock.now()
    post = acting_post(request, at=at)
    found = _seen(number, post, at)
    told = _page(request, found, post)
    partial = request.headers.get("HX-Request")
    name = "page"
    if partial:
        name = "_lines" if request.headers.get("HX-Target") == "lines" else "_state"
    return render(request, f"desk/submissions/{'one' if name == 'page' else name}.html", told)


def _page(request: StaffRequest, found: Submission, post: Post) -> dict[str, Any]:
    mends = access.may_mend(found, post)
    told = _line(found) | {
        "stages": _stages(found),
        "entry": None if found.is_open else entry_of(found),
        "may_mend": mends,
        "may_retry": found.state == State.FAILED and access.may_retry(found, post),
        "refused_file": bool(found.refused) and refused_of(found.pk).exists(),
        "tables": [one | {"label": _label(one["table"])} for one in found.tables],
        "job": found.job if found.is_open else None,
    }
    if not found.is_open and found.problems:
        told |= _lines(request, found, personal=mends)
    return told


def _lines(request: StaffRequest, found: Submission, *, personal: bool) -> dict[str, Any]:
    """The problems as they are asked for: `?kind=` a number of a kind, `?from=` the first row."""
    kind, first = number(request.GET.get("kind")), number(request.GET.get("from")) or 0
    shown = problems(found, kind=kind, personal=personal, start=first)
    end = first + len(shown.rows)
    of = {one["file"]: [BY_NAME[t["table"]] for t in found.tables if t["file"] == one["file"]]
          for one in found.tables}  # fmt: skip

    def named(one: dict[str, Any]) -> dict[str, Any]:
        return {**one, "field": column_in_full(one["field"], of.get(one["file"], []))}

    return {
        "lines": [named(one) for one in shown.rows],
        "kinds": [named(one) | {"number": n} for n, one in enumerate(shown.kinds)],
        "kind": "" if shown.kind is None else shown.kind,
        "first": first + 1,
        "last": end,
        "fitting": shown.fitting,
        "kept": shown.kept,
        "next": end if end < shown.fitting else None,
        "previous": max(0, first - PAGE) if first else None,
        "hides": any(one.get("hidden") for one in shown.rows),
    }


def _stages(found: Submission) -> list[dict[str, Any]]:
    """What it has gone through and what is still before it."""
    order = [State.WAITING, State.READING, State.ACCEPTING, State.CHECKING, State.DONE]
    if found.state in (State.REFUSED, State.FAILED):
        return []
    words = {
        State.WAITING: say("收到", "received"), State.READING: say("读取核对", "read"),
        State.ACCEPTING: say("入库", "stored"), State.CHECKING: say("检查", "checked"),
        State.DONE: say("完成", "done"),
    }  # fmt: skip
    now = order.index(State(found.state))
    return [
        {"words": words[one], "done": n < now or found.state == State.DONE, "now": n == now}
        for n, one in enumerate(order)
    ]


@login_required
def refused_rows(request: StaffRequest, number: int) -> HttpResponseBase:
    """The refused rows as a workbook, with what is wrong beside each, to mend and hand in again."""
    at = clock.now()
    post = acting_post(request, at=at)
    found = _seen(number, post, at)
    if not access.may_mend(found, post):
        raise PermissionDenied(say(
            "退回的行含有当事人的信息，只有报送单位可以取回。",
            "Refused rows name persons; only who handed them in takes them back.",
        ))  # fmt: skip
    place = refused_of(found.pk)
    if not place.exists():
        raise Http404(say("没有退回的行。", "No row was refused."))
    return FileResponse(
        place.open("rb"), as_attachment=True, filename=f"退回-{found.pk}.xlsx", content_type=XLSX
    )


@login_required
def receipt(request: StaffRequest, number: int) -> HttpResponse:
    """The receipt on paper."""
    at = clock.now()
    found = _seen(number, acting_post(request, at=at), at)
    told = _line(found) | {"receipt": _receipt(request, found), "at": at}
    told["tables"] = [one | {"label": _label(one["table"])} for one in found.tables]
    return render(request, "desk/submissions/receipt.html", told)


@login_required
def receipt_json(request: StaffRequest, number: int) -> HttpResponse:
    """The receipt for programs."""
    at = clock.now()
    found = _seen(number, acting_post(request, at=at), at)
    answer = JsonResponse(
        _receipt(request, found), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    answer["Content-Disposition"] = f'attachment; filename="receipt-{found.pk}.json"'
    return answer


def _receipt(request: StaffRequest, found: Submission) -> dict[str, Any]:
    if found.is_open and found.state != State.CHECKING:
        raise Http404(say("还没有处理完，没有回执。", "There is no receipt yet."))
    return receipt_of(found)


@login_required
@require_POST
def retry(request: StaffRequest, number: int) -> HttpResponse:
    at = clock.now()
    post = acting_post(request, at=at)
    found = _seen(number, post, at)
    if not access.may_retry(found, post):
        raise PermissionDenied
    try:
        actions.retry(found, by=post, at=at)
        messages.success(request, say("已重新排队。", "Queued again."))
    except PlainError as error:
        messages.error(request, str(error))
    return redirect("desk:submission", number=number)


@login_required
def template(request: StaffRequest) -> HttpResponse:
    """The empty workbook, with what each column means; registers are kept elsewhere and not in it."""
    return workbook_answer(template_workbook(), say("报送模板.xlsx", "template.xlsx"))


def _seen(number: int, post: Post, at: datetime) -> Submission:
    found = access.submission_seen(number, post=post, at=at)
    if found is None:
        raise Http404(say("没有这次报送，或者不在您的范围内。", "No such submission within reach."))
    return found


def _label(table: str) -> str:
    return say(BY_NAME[table].label, table) if table in BY_NAME else table


def _line(one: Submission) -> dict[str, Any]:
    """What a line of the list and the head of the page say."""
    return {
        "one": one,
        "tone": "warn" if one.state == State.DONE and one.refused else TONES[State(one.state)],
        "state": one.get_state_display(),
        "whose": one.body or one.unit,
        "size": human(one.size) if one.size else "",  # a program hands in no file
        "who": one.post.person.name if one.post else (one.token.name if one.token else ""),
    }


# --- taking the list away -----------------------------------------------------------------------------


def _asked(request: StaffRequest) -> Asked:
    asked = request.GET
    state, channel = asked.get("state", ""), asked.get("channel", "")
    return Asked(
        q=plain(asked.get("q", ""), LONGEST),
        body=number(asked.get("body")),
        state=state if state in {*State.values, "open"} else "",
        channel=channel if channel in Submission.Channel.values else "",
        faulty=asked.get("faulty") == "1",
        since=day(asked.get("since")),
        until=day(asked.get("until")),
    )


def _tables(request: StaffRequest, at: datetime) -> list[Table]:
    post = acting_post(request, at=at)
    rows = narrowed(access.submissions_seen(post=post, at=at), _asked(request))
    columns = [
        Column(said("报送号", "number"), lambda one: one.pk, 10),
        Column(said("机关", "body"), lambda one: str(one.body or one.unit), 30),
        Column(said("文件", "file"), lambda one: one.file_name, 30),
        Column(said("方式", "channel"), lambda one: one.get_channel_display()),
        Column(said("状态", "state"), lambda one: one.get_state_display()),
        Column(said("期间起", "period from"), lambda one: one.period_from, 12),
        Column(said("期间止", "period to"), lambda one: one.period_to, 12),
        Column(said("收到", "received"), lambda one: one.received_at, 20),
        Column(said("案件", "cases"), lambda one: one.cases, 10),
        Column(said("新增", "new"), lambda one: one.new, 10),
        Column(said("更正", "corrected"), lambda one: one.changed, 10),
        Column(said("退回行", "refused rows"), lambda one: one.refused, 10),
        Column(said("批号", "batch"), lambda one: one.seq, 10),
        Column(said("文件散列值", "file hash"), lambda one: one.sha256, 66),
        Column(said("回执散列值", "receipt hash"), lambda one: one.batch_id, 66),
    ]
    return [Table(say("数据报送", "Submissions"), columns, rows)]


def failed(post: Post, at: datetime) -> Iterator[Concern]:
    """On the home page of whoever hands in: what failed or went back lately and waits for him."""
    if not access.may_submit(post):
        return
    rows = lately_wrong(access.submissions_of_unit(post), at=at)
    count = rows.count()
    if count:
        title = say("报送的数据被退回或者没有处理成", "What you handed in went back or failed")
        yield Concern(Section.TODAY, Tone.BAD, title, reverse("desk:submissions"), count)


def shown(post: Post) -> bool:
    """Whose business submissions are."""
    return concerned(post)


urlpatterns = [
    path("submissions/", submissions, name="submissions"),
    path("submissions/new/", hand_in, name="hand_in"),
    path("submissions/template.xlsx", template, name="submission_template"),
    path("submissions/<int:number>/", submission, name="submission"),
    path("submissions/<int:number>/refused.xlsx", refused_rows, name="submission_refused"),
    path("submissions/<int:number>/receipt/", receipt, name="submission_receipt"),
    path("submissions/<int:number>/receipt.json", receipt_json, name="submission_receipt_json"),
    path("submissions/<int:number>/retry/", retry, name="submission_retry"),
    *exports("submissions/", "submissions", _tables),
]
menu = [
    Entry(
        Group.DATA, said("数据报送", "Submissions"), "desk:submissions", "upload", 20, shown=shown
    )
]
concerns = [failed]
