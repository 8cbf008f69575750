"""被监督机关一页: everything about one body that the reader may know, with ways to the lists.

Serves supervisors before they go there, heads and leaders, and the body itself, which reads what it was
told. It changes nothing and prints on A4.
"""

from datetime import date, datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.rights.wording import why_words
from hengjian.core.wording import say
from hengjian.domain.findings.access import concerned as reads_findings
from hengjian.domain.records.models import Reported
from hengjian.domain.records.reporting import queries as reporting
from hengjian.domain.records.submissions.access import body_seen as reports_seen
from hengjian.domain.registry.lists import labels, warning_days
from hengjian.domain.registry.models import Body
from hengjian.domain.registry.queries import cards_expiring, children_of, officers_uncarded
from hengjian.domain.supervision import access as leads
from hengjian.domain.supervision.boards import bodies
from hengjian.domain.supervision.boards.access import body_seen
from hengjian.domain.supervision.boards.bodies import Findings
from hengjian.domain.supervision.cases.access import concerned as reads_cases
from hengjian.domain.supervision.cases.queries import ORDERS as CASE_ORDERS
from hengjian.domain.supervision.duties.access import concerned as reads_duties
from hengjian.domain.supervision.duties.access import duties_seen
from hengjian.domain.supervision.duties.models import OPEN
from hengjian.domain.supervision.matters.access import concerned as reads_matters
from hengjian.domain.supervision.matters.access import matters_seen
from hengjian.domain.supervision.matters.kinds import kind_title
from hengjian.domain.supervision.matters.queries import Wanted as Matters
from hengjian.domain.supervision.matters.queries import listed
from hengjian.domain.supervision.measures.access import measures_seen
from hengjian.domain.supervision.papers.access import papers_seen
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.board import bar, link, number
from hengjian.surfaces.desk.cases import words as case_words
from hengjian.surfaces.desk.duties_words import power_words
from hengjian.surfaces.desk.findings import words
from hengjian.surfaces.desk.matters import words as matter_words
from hengjian.surfaces.desk.measures import words as measure_words
from hengjian.surfaces.desk.papers import words as paper_words
from hengjian.surfaces.desk.submission_months import TONES, WORDS

FEW = 6
"""So many rows of each kind stand on the page; the others are in the list."""


@login_required
def body_page(request: StaffRequest, pk: int) -> HttpResponse:
    at = clock.now()
    post, day = acting_post(request, at=at), clock.day_of(at)
    body = body_seen(pk, post=post, at=at)
    told = {
        "body": body,
        "why": why_words(body.why),  # type: ignore[attr-defined]
        "facts": _facts(body),
        "registers": _registers(body, post, at),
        "months": _months(body, post, at, day),
        "day": day,
        **(_findings(body, post, at) if reads_findings(post) else {}),
        **(_cases(body, post, at, day) if reads_cases(post) else {}),
        **(_beside(body, post, at, day) if reads_matters(post) else {}),
        **(_supervision(body, post, at, day) if reads_duties(post) else {}),
    }
    return render(request, "desk/one_body/page.html", told)


def _facts(body: Body) -> list[tuple[str, object]]:
    """What the register says of it."""
    told = [
        (say("编码", "Code"), body.code),
        (say("类别", "Kind"), labels("body_kinds").get(body.kind, body.kind)),
        (say("层级", "Level"), labels("levels").get(body.level, body.level)),
        (say("领域", "Sector"), labels("sectors").get(body.sector, body.sector)),
        (say("管理体制", "Management"), labels("management").get(body.management, body.management)),
        (say("区划", "Division"), body.unit.division),
    ]
    return [(label, value) for label, value in told if value]


def _registers(body: Body, post: Post, at: datetime) -> list[dict[str, Any]]:
    """Officers, certificates, items; what ends soon or lacks is coloured."""
    counts, within = children_of(body), warning_days()
    ending = cards_expiring(post, at=at, within=within).filter(body=body).order_by().count()
    lacking = officers_uncarded(post, at=at).filter(body=body).order_by().count()
    told = (
        (say("执法人员", "Officers"), counts["officers"], link("desk:officers", body=body.pk), ""),
        (say("没有有效证件", "Without certificate"), lacking,
         link("desk:officers", body=body.pk, state="uncarded", kind="enforcement"), "bad"),
        (say("执法证件", "Certificates"), counts["certificates"],
         link("desk:certificates", body=body.pk), ""),
        (say(f"{within} 日内到期", f"End within {within} days"), ending,
         link("desk:certificates", body=body.pk, within=within), "warn"),
        (say("权责事项", "Items"), counts["items"], link("desk:items", body=body.pk), ""),
    )  # fmt: skip
    return [
        {"label": label, "tone": tone if count else "", **number(count, url)}
        for label, count, url, tone in told
    ]


def _months(body: Body, post: Post, at: datetime, day: date) -> dict[str, Any] | None:
    """The last twelve months that it handed in, by right."""
    if reports_seen(body.code, post=post, at=at) is None:
        return None
    rows: list[Reported] = list(reporting.months_of_body(body)[:12])
    wrong = reporting.wrongs(rows, day=day)
    late = sum(bool(wrong[row.pk]) for row in rows)
    return {
        "url": reverse("desk:months_of", args=[body.code]),
        "rows": [
            {"row": row, "marks": [(TONES[one], WORDS[one]) for one in wrong[row.pk]]}
            for row in reversed(rows)
        ],
        "whole": len(rows) - late,
        "all": len(rows),
    }


def _findings(body: Body, post: Post, at: datetime) -> dict[str, Any]:
    found = bodies.findings_of(body, post=post, at=at)
    most = max((count for *_, count in found.by_rule), default=1)
    where = {"body": body.pk, "state": "all"}
    return {
        "findings": {
            "all": number(sum(found.by_state.values()), link("desk:findings", **where)),
            "severities": _severities(found, where),
            "rules": [
                {
                    "rule": rule, "title": title, "bar": bar(count / most),
                    "tone": words.SEVERITIES["FSGN"[weight]],
                    "number": number(count, link("desk:findings", rule=rule, **where)),
                }
                for rule, title, weight, count in found.by_rule
            ],
            "drawn": months_drawn(found.by_month),
        }
    }  # fmt: skip


def _severities(found: Findings, where: dict[str, Any]) -> list[dict[str, Any]]:
    told = []
    for weight, code in enumerate("FSGN"):
        count = sum(n for (_, w), n in found.by_state.items() if w == weight)
        tone, label = words.severity(code)
        url = link("desk:findings", severity=code, **where)
        told.append({"label": label, "tone": tone, **number(count, url)})
    return told


def months_drawn(months: list[tuple[date, int]]) -> SafeString:
    """A column for each month, its number over it and the month below."""
    most = max((count for _, count in months), default=0) or 1
    step = 600 / max(len(months), 1)
    parts = format_html_join(
        "",
        '<rect x="{}" y="{}" width="{}" height="{}"></rect><text x="{}" y="{}" text-anchor="middle">{}'
        '</text><text x="{}" y="118" text-anchor="middle">{}</text>',
        (
            (
                round(n * step + 6, 1), round(100 - 80 * count / most, 1), round(step - 12, 1),
                round(80 * count / most, 1), round((n + 0.5) * step, 1),
                round(96 - 80 * count / most, 1), f"{count:,}" if count else "",
                round((n + 0.5) * step, 1), say(f"{month.month}月", f"{month:%b}"),
            )
            for n, (month, count) in enumerate(months)
        ),
    )  # fmt: skip
    return format_html(
        '<svg class="months-drawn" viewBox="0 0 600 124" role="img" aria-label="{}">{}</svg>',
        say("各月新出现的问题线索", "Findings that appeared, by month"), parts,
    )  # fmt: skip


def _cases(body: Body, post: Post, at: datetime, day: date) -> dict[str, Any]:
    """Cases, corrections, and the papers that the reader may read."""
    rows, counts = bodies.cases_of(body, post=post, at=at)
    terms = bodies.corrections_of(body, post=post, at=at)
    papers = papers_seen(post=post, at=at).filter(case__body=body)
    shown = papers.select_related(None).select_related("case").order_by("-drafted_at", "-id")
    return {
        "cases": {
            "rows": [
                {"case": one, "state": case_words.state(one), "due": case_words.due(one.due_on, day=day)}
                for one in rows.order_by(*CASE_ORDERS[""])[:FEW]
            ],
            "under": number(counts["under"], link("desk:cases", body=body.pk)),
            "late": number(counts["late"], link("desk:cases", body=body.pk, late=1)),
            "ended": number(counts["ended"], link("desk:cases", body=body.pk, event="ended")),
        },
        "corrections": {
            name: number(
                terms[name],
                link("desk:deadline_list", body=body.pk, step="correction",
                     **({"late": 1} if name == "late" else {"state": name})),
            )
            for name in ("running", "late", "met", "missed")
        },
        "papers": [paper_words.row(one) for one in shown[:FEW]],
    }  # fmt: skip


def _beside(body: Body, post: Post, at: datetime, day: date) -> dict[str, Any]:
    """Matters of coordination and filing, and what followed a case: talks, circulars, suggestions."""
    matters = listed(
        matters_seen(post=post, at=at), Matters(ended=True, body=body.pk), post=post, day=day
    )
    measures = measures_seen(post=post, at=at).filter(body=body).order_by("-proposed_at", "-id")
    return {
        "matters": [
            {"matter": one, "kind": kind_title(one.kind), "state": matter_words.state(one)}
            for one in matters.order_by("-opened_at", "-id")[:FEW]
        ],
        "matters_url": link("desk:matters", body=body.pk, ended=1),
        "measures": [measure_words.row(one, day) for one in measures[:FEW]],
        "measures_url": link("desk:measures", body=body.pk, ended=1),
    }  # fmt: skip


def _supervision(body: Body, post: Post, at: datetime, day: date) -> dict[str, Any]:
    """What only those who supervise read: leads, duties about it, powers exercised."""
    about = leads.leads_seen(post=post, at=at).filter(body=body)
    duties = (
        duties_seen(post=post, at=at).filter(body=body, state__in=OPEN).order_by("due_on", "id")
    )
    return {
        "supervises": True,
        "leads": list(about.order_by("-opened_at", "-id")[:FEW]),
        "duties": [
            {"duty": one, "due": case_words.due(one.due_on, day=day)} for one in duties[:FEW]
        ],
        "powers": [
            (power_words(code, day)[0], count)
            for code, count in bodies.powers_exercised(body, post=post, at=at)
        ],
    }


urlpatterns = [path("bodies/<int:pk>/", body_page, name="body_page")]
