"""The list of rules: what is checked, on what basis, how often it is broken, what is switched off."""

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.wording import said, say
from hengjian.domain.findings.access import concerned
from hengjian.domain.findings.rules import queries
from hengjian.domain.findings.rules.access import writes_rules
from hengjian.domain.findings.rules.queries import Asked, Line, lines, narrowed
from hengjian.rulebook.entries import GROUPS
from hengjian.rules.rule import Severity
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.findings.words import SEVERITIES
from hengjian.surfaces.desk.joining import Found, Hit
from hengjian.surfaces.desk.sheet import Column, Table, exports

TONES = {
    queries.RUNS: "good", queries.OFF: "bad", queries.LOWERED: "warn", queries.ELSEWHERE: "quiet",
    queries.BY_PERSON: "quiet", queries.DRAFT: "note", queries.RETIRED: "quiet",
}  # fmt: skip
STATES = {
    queries.RUNS: said("检查中", "in use"),
    queries.OFF: said("已停用", "switched off"),
    queries.LOWERED: said("已调低", "lowered"),
    queries.ELSEWHERE: said("外地规范", "from elsewhere"),
    queries.BY_PERSON: said("由人判断", "judged by people"),
    queries.DRAFT: said("草稿", "draft"),
    queries.RETIRED: said("停止使用", "retired"),
}


@login_required
def rules(request: StaffRequest) -> HttpResponse:
    at = clock.now()
    post = acting_post(request, at=at)
    found, asked = lines(post, at=at), asked_of(request)
    kept = narrowed(found, asked)
    told = {
        "rows": [_row(line) for line in kept],
        "asked": asked,
        "all": len(found),
        "hits": f"{sum(line.hits for line in kept):,}",
        "families": [
            (family, family_words(family)) for family in sorted({line.family for line in found})
        ],
        "severities": [(one.value, one.label) for one in Severity],
        "laws": sorted({law for line in found for law in line.laws}),
        "states": [
            *STATES.items(),
            ("hits", say("有线索的", "with findings")),
            ("custom", say("自定规则", "custom rules")),
        ],
        "writes": writes_rules(post),
        "counts": concerned(post),
    }
    return render(request, "desk/rules/list.html", told)


def asked_of(request: HttpRequest) -> Asked:
    """What the address asks for."""
    names = ("q", "family", "severity", "law", "state", "sort")
    return Asked(**{name: request.GET.get(name, "").strip()[:80] for name in names})


def family_words(family: str) -> str:
    """A family of rules in words."""
    if family == "Z":
        return say("自定规则", "Custom rules")
    return say(*GROUPS[family]) if family in GROUPS else family


def _row(line: Line) -> dict[str, object]:
    return {
        "line": line,
        "url": reverse("desk:rule", args=[line.id]),
        "tone": TONES[line.state],
        "state": STATES[line.state],
        "family": family_words(line.family),
        "hits": f"{line.hits:,}",
        "severity_tone": SEVERITIES[line.severity.value],
    }


COLUMNS = [
    Column(said("规则", "Rule"), lambda line: line.id, 10),
    Column(said("问题", "Title"), lambda line: line.title, 40),
    Column(said("分组", "Group"), lambda line: family_words(line.family)),
    Column(said("严重程度", "Severity"), lambda line: line.severity.label),
    Column(said("依据", "Basis"), lambda line: line.basis, 50),
    Column(said("状态", "State"), lambda line: str(STATES[line.state])),
    Column(said("说明", "Why"), lambda line: line.why, 40),
    Column(said("线索", "Findings"), lambda line: line.hits, 10),
]


def tables(request: StaffRequest, at: datetime) -> list[Table]:
    """What is taken away: the rules of the list."""
    post = acting_post(request, at=at)
    return [Table(say("规则", "Rules"), COLUMNS, narrowed(lines(post, at=at), asked_of(request)))]


def find_rules(words: str, post: Post, at: datetime, limit: int) -> Found:
    """Rules by number, title or norm."""
    found = narrowed(lines(post, at=at), Asked(q=words))
    hits = [
        Hit(f"{line.id} {line.title}", reverse("desk:rule", args=[line.id]), line.basis)
        for line in found[:limit]
    ]
    return Found(hits, len(found), url=f"{reverse('desk:rules')}?q={words}")


urlpatterns = [path("rules/", rules, name="rules"), *exports("rules/", "rules", tables)]
