"""The ledger as an auditor reads it: what happened, the history of one row, what an entry proves."""

import tempfile
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_POST

from hengjian.content.errors import PlainError
from hengjian.core import clock
from hengjian.core.audit.access import (
    ERASURE_ROLES,
    entries_seen_by,
    entry_seen_by,
    history_seen_by,
    keeps_ledger,
    posts_behind,
    reads_all,
    subject_of,
)
from hengjian.core.audit.actions import ask_erasure, export_ledger
from hengjian.core.audit.queries import (
    Asked,
    erasure_of,
    head_over,
    kinds_seen,
    ledger_state,
    narrowed,
)
from hengjian.core.audit.wording import field_words, kind_words, noun_words, nouns
from hengjian.core.entries.models import LedgerEntry
from hengjian.core.entries.proofs import path_to, proves, receipt
from hengjian.core.people.models import Post, Role
from hengjian.core.wording import said, say
from hengjian.domain.registry.registers import REGISTERS
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.joining import Concern, Entry, Group, Section, Tone
from hengjian.surfaces.desk.sheet import Column, Table, exports

ON_A_PAGE = 50


@login_required
def ledger(request: StaffRequest) -> HttpResponse:
    at = clock.now()
    post = acting_post(request, at=at)
    asked, wrong = _asked(request)
    rows = narrowed(entries_seen_by(post), asked)
    told = _listed(request, rows) | {
        "asked": asked,
        "wrong": wrong,
        "state": ledger_state(at),
        "kinds": sorted(((one, kind_words(one)) for one in kinds_seen()), key=lambda pair: pair[1]),
        "nouns": sorted(nouns().items(), key=lambda pair: str(pair[1])),
        "all": reads_all(post),
        "keeps": keeps_ledger(post),
        "erases": post.role in ERASURE_ROLES,
        "narrowed": asked != Asked(),
    }
    return render(request, "desk/ledger/page.html", told)


@login_required
def ledger_of(request: StaffRequest, noun: str, key: str) -> HttpResponse:
    """The history of one row: linked from its page by `{% url "desk:ledger_of" noun id %}`."""
    at = clock.now()
    rows = history_seen_by(acting_post(request, at=at), noun, key, at=at)
    told = _listed(request, rows)
    told["about"] = told["rows"][0]["subject"] if told["rows"] else f"{noun_words(noun)} {key}"
    return render(request, "desk/ledger/history.html", told)


@login_required
def ledger_entry(request: StaffRequest, number: int) -> HttpResponse:
    post = acting_post(request, at=clock.now())
    entry = _seen(post, number)
    head = None if entry.position is None else head_over(entry.position)
    path_up = [] if head is None else path_to(entry, head)
    erasure = erasure_of(entry)
    told = {
        "entry": entry,
        "row": _row(entry, posts_behind([entry.actor_post_id])),
        "subject": subject_of(entry),
        "payload": None if entry.payload is None else _flat(entry.payload),
        "leaf": bytes(entry.leaf).hex(),
        "head": head,
        "path": [one.hex() for one in path_up],
        "proved": head is not None and proves(entry, head, path_up),
        "erasure": erasure,
        "may_erase": post.role in ERASURE_ROLES and entry.content is not None,
    }
    return render(request, "desk/ledger/entry.html", told)


@login_required
def ledger_receipt(request: StaffRequest, number: int) -> HttpResponse:
    """The receipt of an entry as a text file, to be kept elsewhere."""
    entry = _seen(acting_post(request, at=clock.now()), number)
    head = None if entry.position is None else head_over(entry.position)
    if head is None:
        raise Http404
    answer = HttpResponse(receipt(entry, head), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="receipt-{entry.position}.txt"'
    return answer


@login_required
@require_POST
def ledger_export(request: StaffRequest) -> HttpResponse | FileResponse:
    """The whole ledger as a zip; the taking of it is recorded."""
    at = clock.now()
    post = acting_post(request, at=at)
    if not keeps_ledger(post):
        raise PermissionDenied(say("账本由安全审计员导出。", "The audit administrator exports it."))
    folder = tempfile.TemporaryDirectory(prefix="ledger-")
    place = Path(folder.name) / "ledger.zip"
    try:
        export_ledger(place, payloads="payloads" in request.POST, by=post, at=at)
    except PlainError as error:
        messages.error(request, str(error))
        return redirect("desk:ledger")
    name = f"ledger-{clock.day_of(at)}.zip"
    answer = FileResponse(place.open("rb"), as_attachment=True, filename=name)
    folder.cleanup()  # the open file outlives its name
    return answer


@login_required
@require_POST
def ledger_ask_erasure(request: StaffRequest, number: int) -> HttpResponse:
    at = clock.now()
    post = acting_post(request, at=at)
    entry = _seen(post, number)
    try:
        ask_erasure(entry, request.POST.get("ground", ""), by=post, at=at)
        messages.success(
            request,
            say("已提出申请，等另一位管理员确认。", "Asked; the other administrator decides."),
        )
    except PlainError as error:
        messages.error(request, str(error))
    return redirect("desk:ledger_entry", number)


def _seen(post: Post, number: int) -> LedgerEntry:
    entry = entry_seen_by(post, number, at=clock.now())
    if entry is None:
        raise Http404
    return entry


def _asked(request: StaffRequest) -> tuple[Asked, str]:
    """What the list is narrowed to; a day that is none is told, and narrows nothing."""
    given, wrong, days = request.GET, "", dict[str, date | None]()
    for name in ("since", "until"):
        text = given.get(name, "").strip()
        try:
            days[name] = date.fromisoformat(text) if text else None
        except ValueError:
            days[name] = None
            wrong = say(
                f"“{text}”不是日期，写成 2026-11-20", f"“{text}” is no date; write 2026-11-20"
            )
    noun, kind, actor = (given.get(name, "").strip()[:64] for name in ("noun", "kind", "actor"))
    return Asked(noun, kind, actor, days["since"], days["until"]), wrong


def _listed(request: StaffRequest, rows: Any) -> dict[str, Any]:
    """A page of entries, the newest first, going on by the last one's key."""
    before = request.GET.get("before", "")
    if before.isdecimal():
        rows = rows.filter(id__lt=int(before[:18]))
    found = list(rows.order_by("-id")[: ON_A_PAGE + 1])
    shown = found[:ON_A_PAGE]
    older = request.GET.copy()
    if len(found) > ON_A_PAGE:
        older["before"] = str(shown[-1].pk)
    newest = {key: value for key, value in request.GET.items() if key != "before"}
    return {
        "rows": _rows(shown),
        "older": older.urlencode() if len(found) > ON_A_PAGE else "",
        "newest": f"?{urlencode(newest)}" if before else "",
    }


def _rows(entries: Iterable[LedgerEntry]) -> list[dict[str, Any]]:
    held = list(entries)
    posts = posts_behind(one.actor_post_id for one in held)
    return [_row(one, posts) for one in held]


COLUMNS = [
    Column(said("条号", "No."), lambda row: row["entry"].position, 10),
    Column(said("时刻", "When"), lambda row: row["entry"].moment, 20),
    Column(said("做了什么", "What"), lambda row: row["words"], 30),
    Column(said("行数", "Rows"), lambda row: row["rows"] or None, 8),
    Column(said("对象", "About"), lambda row: noun_words(row["entry"].subject_type)),
    Column(said("对象编号", "Its number"), lambda row: row["entry"].subject_id),
    Column(said("谁", "Who"), lambda row: row["who"]),
    Column(said("岗位", "Post"), lambda row: row["post"], 30),
]


def tables(request: StaffRequest, at: datetime) -> list[Table]:
    """What is taken away of the list: no payloads, and nothing that could be verified."""
    rows = narrowed(entries_seen_by(acting_post(request, at=at)), _asked(request)[0])
    return [Table(say("账本清单", "Ledger list"), COLUMNS, rows.order_by("-id"), _rows)]


def _row(entry: LedgerEntry, posts: dict[int, Post]) -> dict[str, Any]:
    post = posts.get(entry.actor_post_id or 0)
    key = entry.subject_id
    return {
        "entry": entry,
        "words": kind_words(entry.kind),
        "subject": f"{noun_words(entry.subject_type)} {key if len(key) < 20 else key[:8] + '…'}",
        "who": post.person.name if post else say("程序", "the program"),
        "post": str(post) if post else "",
        "rows": entry.row_count,
    }


def _flat(payload: dict[str, Any], above: str = "") -> list[tuple[str, str]]:
    """A payload as lines of field and value."""
    lines = list[tuple[str, str]]()
    for key, value in payload.items():
        if isinstance(value, dict):
            lines += _flat(value, f"{above}{field_words(key)} · ")
        else:
            lines.append((above + field_words(key), _value_words(key, value)))
    return lines


def _value_words(field: str, value: object) -> str:
    """A value as its field calls it: a role and a register by their names."""
    if field == "role" and isinstance(value, str) and value in Role.values:
        return str(Role(value).label)
    if field == "register" and isinstance(value, str) and value in REGISTERS:
        return say(REGISTERS[value].zh, REGISTERS[value].en)
    return _words_of(value)


def _words_of(value: object) -> str:
    if isinstance(value, bool):
        return say("是", "yes") if value else say("否", "no")
    if isinstance(value, list):
        return "、".join(map(str, value)) or "—"
    return "—" if value is None or value == "" else str(value)


def concern(post: Post, at: Any) -> list[Concern]:
    """Is the ledger whole: a line of everybody's home page."""
    state = ledger_state(at)
    note = "；".join(state.problems[:3]) if reads_all(post) and state.tone == "warn" else ""
    tone = {"bad": Tone.BAD, "warn": Tone.WARN, "good": Tone.GOOD}[state.tone]
    if tone is Tone.WARN and not reads_all(post):
        tone = Tone.GOOD
    return [Concern(Section.WHOLE, tone, state.words, "/ledger/heads/", note=note)]


urlpatterns = [
    path("ledger/", ledger, name="ledger"),
    *exports("ledger/", "ledger", tables),
    path("ledger/of/<str:noun>/<str:key>/", ledger_of, name="ledger_of"),
    path("ledger/entries/<int:number>/", ledger_entry, name="ledger_entry"),
    path("ledger/entries/<int:number>/receipt.txt", ledger_receipt, name="ledger_receipt"),
    path("ledger/entries/<int:number>/erase/", ledger_ask_erasure, name="ledger_ask_erasure"),
    path("ledger/export/", ledger_export, name="ledger_export"),
]
menu = [Entry(Group.SYSTEM, said("账本", "Ledger"), "desk:ledger", "ledger", 20, shown=reads_all)]
concerns = [concern]
