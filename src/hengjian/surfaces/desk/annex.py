"""The 副卷 of a case on the desk: opened for a purpose and an hour; and the list of who opened which.

Serves handlers and heads; the audit administrator reads the list. To everybody else the pages do not
exist, and no name ever stands in an address.
"""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from hengjian.content.errors import PlainError
from hengjian.core import clock
from hengjian.core.files.guard import HEARD
from hengjian.core.keyset import page_of
from hengjian.core.people.models import Post
from hengjian.core.wording import said, say
from hengjian.domain.supervision.access import lead_seen
from hengjian.domain.supervision.cases.access import reads_inside
from hengjian.domain.supervision.cases.models import Case
from hengjian.domain.supervision.leads.access import reads_reporters, reporter_of
from hengjian.domain.supervision.leads.models import Reporter
from hengjian.domain.supervision.models import Lead
from hengjian.domain.supervision.secrecy import access, actions
from hengjian.domain.supervision.secrecy.behind import reporters_behind
from hengjian.domain.supervision.secrecy.models import Reading, ReporterFile
from hengjian.domain.supervision.secrecy.queries import READINGS, WantedReadings, readings_listed
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.asking import LONGEST, MARK, plain
from hengjian.surfaces.desk.attached import handed_out, links, uploads
from hengjian.surfaces.desk.cases.page import seen
from hengjian.surfaces.desk.foot import foot
from hengjian.surfaces.desk.joining import Entry, Group
from hengjian.surfaces.desk.posted import taken_on, text
from hengjian.surfaces.desk.sheet import Column, Table, exports


@login_required
def annex(request: StaffRequest, pk: int) -> HttpResponse:
    """Who reported the case, once a purpose was given; before that the question what for."""
    at = clock.now()
    post = acting_post(request, at=at)
    case = _read_by(pk, post, at)
    told: dict[str, Any] = {
        "case": case,
        "purposes": Reading.Purpose.choices,
        "given": request.POST,
    }
    reading = access.own_reading(post, case=case, at=at)
    if request.method == "POST" and reading is None:
        try:
            actions.open_annex(
                case, purpose=request.POST.get("purpose", ""), words=text(request, "words", 200),
                by=post, at=at,
            )  # fmt: skip
        except PlainError as error:
            told["error"] = error
        else:
            return redirect("desk:annex", pk=pk)
    if reading is not None:
        reporters = reporters_behind(case).select_related("lead").prefetch_related("files")
        told |= {
            "reading": reading,
            "reporters": [_reporter(one, case) for one in reporters],
            "dossiers": list(case.dossiers.filter(annex=True)[:10]),
            "accepts": ",".join(f".{one}" for one in sorted(HEARD)),
        }
    status = 422 if "error" in told else 200
    return render(request, "desk/cases/annex.html", told, status=status)


def _read_by(pk: int, post: Post, at: datetime) -> Case:
    """The case, to those who read its 副卷."""
    case = seen(pk, post, at)
    if not access.reads_annex(case, post):
        raise Http404
    return case


def _reporter(one: Reporter, case: Case) -> dict[str, Any]:
    return {
        "one": one,
        "files": links(
            one.files.all(), lambda file: reverse("desk:annex_file", args=[case.pk, file.pk])
        ),
    }


def _opened(pk: int, post: Post, at: datetime) -> Case:
    """The case, to whoever opened its 副卷 within the hour."""
    case = _read_by(pk, post, at)
    if access.own_reading(post, case=case, at=at) is None:
        raise PermissionDenied(
            say(
                "请先在“副卷”页写明用途。",
                "Say on the page of the 副卷 first what you need it for.",
            )
        )
    return case


@login_required
def file(request: StaffRequest, pk: int, number: int) -> HttpResponse:
    """What a reporter brought."""
    at = clock.now()
    found = access.file_behind(_opened(pk, acting_post(request, at=at), at), number)
    return _handed(request, found)


def _handed(request: StaffRequest, found: ReporterFile | None) -> HttpResponse:
    if found is None:
        raise Http404
    return handed_out(found, away=request.GET.get("download") == "1")


@taken_on("desk:annex", _opened)
def bring(request: StaffRequest, case: Case, by: Post, at: datetime, reporter: int) -> str:
    """Keep what a reporter brought."""
    one = next((row for row in reporters_behind(case) if row.pk == reporter), None)
    if one is None:
        raise Http404
    return _brought(request, one, by, at)


def _brought(request: StaffRequest, one: Reporter, by: Post, at: datetime) -> str:
    made = actions.bring(one, uploads(request, HEARD), by=by, at=at)
    return say(f"已存入副卷 {len(made)} 个文件。", f"{len(made)} files kept.")


def _opened_lead(pk: int, post: Post, at: datetime) -> Lead:
    """The lead, to whoever said within the hour what he needs its reporters for."""
    lead = lead_seen(pk, post=post, at=at)
    if not reads_reporters(post, lead) or access.own_reading(post, lead=lead, at=at) is None:
        raise Http404
    return lead


@login_required
def file_of_lead(request: StaffRequest, pk: int, number: int) -> HttpResponse:
    """What a reporter of a lead brought, before there is a case."""
    at = clock.now()
    found = access.file_of_lead(_opened_lead(pk, acting_post(request, at=at), at), number)
    return _handed(request, found)


@taken_on("desk:lead", _opened_lead)
def bring_to_lead(request: StaffRequest, lead: Lead, by: Post, at: datetime, reporter: int) -> str:
    """Keep what a reporter brought."""
    return _brought(request, reporter_of(lead, reporter), by, at)


@require_POST
@login_required
def close(request: StaffRequest, pk: int) -> HttpResponse:
    """Put it away before the hour is over."""
    at = clock.now()
    post = acting_post(request, at=at)
    actions.put_away(_read_by(pk, post, at), by=post, at=at)
    messages.success(request, say("副卷已合上。", "It is put away."))
    return redirect("desk:case", pk=pk)


# --- who read which ---------------------------------------------------------------------------------------


@login_required
def readings(request: StaffRequest) -> HttpResponse:
    at = clock.now()
    post = acting_post(request, at=at)
    wanted = _wanted(request)
    rows = _rows(post, wanted)
    page = page_of(rows, READINGS, after=wanted.after, before=wanted.before)
    told = {
        "rows": page.rows, "wanted": wanted, "purposes": Reading.Purpose.choices,
        "everybody": access.reads_readings(post), "narrowed": wanted.q or wanted.purpose,
        **foot(request, page, rows, measure="次"),
    }  # fmt: skip
    return render(request, "desk/cases/readings.html", told)


def _wanted(request: StaffRequest) -> WantedReadings:
    given = request.GET
    purpose = given.get("purpose", "")
    return WantedReadings(
        q=plain(given.get("q", ""), LONGEST),
        purpose=purpose if purpose in Reading.Purpose.values else "",
        after=plain(given.get("after", ""), MARK), before=plain(given.get("before", ""), MARK),
    )  # fmt: skip


def _rows(post: Post, wanted: WantedReadings) -> Any:
    if not (access.reads_readings(post) or reads_inside(post)):
        raise PermissionDenied(
            say("副卷由监督机关的承办人和负责人查看。", "The 副卷 is the handlers' and heads'.")
        )
    return readings_listed(access.readings_seen(post=post), wanted)


def tables(request: StaffRequest, at: datetime) -> list[Table]:
    """The lines of the list."""
    post = acting_post(request, at=at)
    columns = [
        Column(said("时间", "Moment"), lambda one: one.at, 20),
        Column(said("人员", "Person"), lambda one: one.post.person.name, 14),
        Column(said("单位", "Unit"), lambda one: str(one.post.unit), 30),
        Column(said("案件、线索", "Case or lead"), lambda one: str(one.case or one.lead), 30),
        Column(said("用途", "Purpose"), lambda one: one.get_purpose_display(), 18),
        Column(said("说明", "Details"), lambda one: one.words, 50),
        Column(said("有效至", "Until"), lambda one: one.until, 20),
    ]
    rows = _rows(post, _wanted(request)).order_by(*READINGS)
    return [Table(say("副卷查看记录", "Readings of the 副卷"), columns, rows)]


urlpatterns = [
    path("cases/<int:pk>/annex/", annex, name="annex"),
    path("cases/<int:pk>/annex/close/", close, name="annex_close"),
    path("cases/<int:pk>/annex/files/<int:number>/", file, name="annex_file"),
    path("cases/<int:pk>/annex/reporters/<int:reporter>/", bring, name="annex_bring"),
    path("leads/<int:pk>/reporters/files/<int:number>/", file_of_lead, name="reporter_file"),
    path("leads/<int:pk>/reporters/<int:reporter>/files/", bring_to_lead, name="reporter_bring"),
    path("annex/readings/", readings, name="readings"),
    *exports("annex/readings/", "readings", tables),
]
menu = [
    Entry(Group.SYSTEM, said("副卷查看记录", "Readings of the 副卷"), "desk:readings", "shield", 26,
          shown=access.reads_readings)
]  # fmt: skip
