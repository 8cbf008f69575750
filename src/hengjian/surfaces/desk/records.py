"""Records on the desk: the list with its filters, taking it away, and what the search in the bar finds.

Serves whoever reaches a body. Parties stand here as the post may be shown them; no filter, order or
count touches them, so nobody finds a masked name by guessing.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.db.models import OuterRef, Subquery
from django.db.models.lookups import IsNull
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.wording import said, say
from hengjian.domain.findings.access import concerned as sees_findings
from hengjian.domain.findings.access import shown_to
from hengjian.domain.findings.models import Finding
from hengjian.domain.records.access import reads_records
from hengjian.domain.records.models import Record
from hengjian.domain.records.queries import COUNTED, Page, everything, page_of
from hengjian.domain.records.seeking import Wanted
from hengjian.domain.records.unmasking.access import in_body, may_unmask
from hengjian.domain.registry.access import bodies_reached
from hengjian.domain.registry.lists import labels
from hengjian.domain.registry.models import Officer
from hengjian.domain.registry.queries import Place, divisions_to_choose
from hengjian.surfaces.desk import records_table
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.asking import LONGEST, day, number, plain
from hengjian.surfaces.desk.joining import Entry, Finder, Found, Group, Hit
from hengjian.surfaces.desk.records_lines import Line, dressed
from hengjian.surfaces.desk.sheet import Column, Table, exports

NAMESAKES = 30
"""So many officers of one name are looked for."""
PLACES = frozenset({"from", "skip", "page"})


@login_required
def records(request: StaffRequest) -> HttpResponse:
    """The list, the newest first."""
    at = clock.now()
    post = acting_post(request, at=at)
    divisions = divisions_to_choose(post)
    asked = wanted(request.GET, divisions, post, at)
    page = page_of(asked, post=post, at=at) if reads_records(post) else Page([])
    told = {
        "body": records_table.body(dressed(page.rows, post, at), findings=sees_findings(post)),
        "page": page,
        "asked": request.GET,
        "narrowed": asked.narrowed,
        "short": asked.q and not asked.words,
        "total": _total(page, first=not asked.start),
        "next": page.next and address(request.GET, page.next),
        "previous": page.previous is not None and address(request.GET, page.previous),
        "turned": address(request.GET, sort="" if asked.oldest else "on"),
        "oldest": asked.oldest,
        "choices": _choices(request.GET, divisions),
        "body_chosen": _body(asked, post, at),
        "by_party": may_unmask(post) or in_body(post),
        "with_findings": sees_findings(post),
    }
    return render(request, "desk/records/page.html", told)


def wanted(asked: Mapping[str, str], divisions: list[Place], post: Post, at: datetime) -> Wanted:
    """The filters of the address; what is no sense is as if not asked."""
    text = {
        name: plain(asked.get(name, ""), LONGEST)
        for name in ("q", "number", "item", "kind", "procedure", "result")
    }
    place = next((one.path for one in divisions if one.code == asked.get("division", "")), "")
    return Wanted(
        **text,
        officers=officers_named(asked.get("officer", ""), post, at),
        body=number(asked.get("body")),
        division=place,
        since=day(asked.get("since")),
        until=day(asked.get("until")),
        found=_found(post, at) if asked.get("found") and sees_findings(post) else None,
        oldest=asked.get("sort") == "on",
        start=asked.get("from", "")[:40],
        skip=min(number(asked.get("skip")) or 0, COUNTED),
    )


def officers_named(named: str, post: Post, at: datetime) -> tuple[str, ...]:
    """The numbers of the officers of this name in the bodies that the post reaches, and the name as a
    number, for a record may name officers whom no register knows."""
    name = " ".join(named.replace("\0", "").split())[:32]
    if not name:
        return ()
    bodies = bodies_reached.keys(post=post, at=at)
    rows = Officer.objects.filter(name=name, body__in=bodies).order_by("code")
    return (name, *rows.values_list("code", flat=True)[:NAMESAKES])


def _found(post: Post, at: datetime) -> IsNull:
    """Whether a finding stands on a record, looked up row by row: as EXISTS the database would rather
    gather all findings first."""
    standing = Finding.objects.filter(
        shown_to(post, at=at), record=OuterRef("pk"), stands=True
    ).order_by()
    return IsNull(Subquery(standing.values("pk")[:1]), False)


def address(asked: Mapping[str, str], place: tuple[str, int] | None = None, **changes: str) -> str:
    """The query string with another place in the list, or another order from its beginning."""
    kept = {name: asked[name] for name in asked if name not in PLACES}
    if place is not None:
        changes |= {"from": place[0], "skip": str(place[1] or "")}
    return urlencode({name: value for name, value in {**kept, **changes}.items() if value})


def _total(page: Page, *, first: bool) -> str:
    if page.more:
        return say(f"{page.count:,} 件以上", f"more than {page.count:,}")
    if page.until is not None:
        return say(
            f"查到 {page.until} 为止：{page.count:,} 件", f"{page.count:,} as far as {page.until}"
        )
    if not first:
        return say(f"从此处起 {page.count:,} 件", f"{page.count:,} from here on")
    return say(f"共 {page.count:,} 件", f"{page.count:,} in all")


def _choices(asked: Mapping[str, str], divisions: list[Place]) -> list[dict[str, Any]]:
    """The filters to choose from."""
    lists = [
        ("kind", say("类型", "Kind"), labels("item_kinds").items()),
        ("procedure", say("程序", "Procedure"), labels("procedures").items()),
        ("result", say("结果", "Result"), labels("results").items()),
    ]
    if len(divisions) > 1:
        places = {one.code: one.name for one in divisions}
        lists.insert(0, ("division", say("区划", "Division"), places.items()))
    return [
        {"name": name, "label": label, "options": list(options), "chosen": asked.get(name, "")}
        for name, label, options in lists
    ]


def _body(asked: Wanted, post: Post, at: datetime) -> Any:
    if asked.body is None:
        return None
    return bodies_reached(post=post, at=at).filter(unit=asked.body).first()


# --- taking it away ----------------------------------------------------------------------------------------


def tables(request: StaffRequest, at: datetime) -> list[Table]:
    """The rows of the list. Parties are masked on paper, even where the page shows them."""
    post = acting_post(request, at=at)
    asked = wanted(request.GET, divisions_to_choose(post), post, at)
    rows = everything(asked, post=post, at=at) if reads_records(post) else Record.objects.none()

    def lines(some: list[Any]) -> Iterable[Line]:
        return dressed(some, post, at)

    columns = [
        Column(said("日期", "Date"), lambda one: one.row.on, 12),
        Column(said("案件编号", "Case"), lambda one: one.row.case_id),
        Column(said("立案号", "Filing number"), lambda one: one.row.filing_no, 26),
        Column(said("决定书文号", "Decision number"), lambda one: one.row.decision_no, 28),
        Column(said("机关", "Body"), lambda one: one.row.body.name, 30),
        Column(said("类型", "Kind"), lambda one: one.kind, 12),
        Column(said("程序", "Procedure"), lambda one: one.procedure, 12),
        Column(said("事项", "Item"), lambda one: one.item, 34),
        Column(said("主要事实", "Fact"), lambda one: one.row.summary, 70),
        Column(said("当事人", "Party"), lambda one: one.party.masked_name, 24),
        Column(said("罚款（元）", "Fine (yuan)"), lambda one: one.fine, 14),
        Column(said("结果", "Result"), lambda one: one.result, 14),
    ]
    if sees_findings(post):
        columns.append(Column(said("线索", "Findings"), lambda one: one.findings, 8))
    return [Table(say("执法案件", "Records"), columns, rows, lines)]


# --- the search in the bar -----------------------------------------------------------------------------------


def find(words: str, post: Post, at: datetime, limit: int) -> Found:
    """Records of this number, else those whose summary holds the words."""
    if not reads_records(post) or len(words) < 2:
        return Found([], 0)
    base = reverse("desk:records")
    for name, asked in (("number", Wanted(number=words)), ("q", Wanted(q=words))):
        page = page_of(asked, post=post, at=at, size=limit)
        if page.rows:
            hits = [
                Hit(one.row.number, f"{base}{one.row.pk}/",
                    f"{one.row.on} {one.row.body.name}：{one.row.summary[:40]}")
                for one in dressed(page.rows, post, at)
            ]  # fmt: skip
            more = page.more or page.until is not None
            return Found(hits, page.count, more, f"{base}?{urlencode({name: words})}")
    return Found([], 0)


urlpatterns = [path("records/", records, name="records"), *exports("records/", "records", tables)]
menu = [
    Entry(
        Group.DATA, said("执法案件", "Records"), "desk:records", "folder", 10, shown=reads_records
    )
]
finders = [Finder(said("执法案件", "Records"), "report", find, 50)]
