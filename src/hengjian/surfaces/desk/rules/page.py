"""A rule's page: what it requires and on what basis, its numbers, its hits, its switches and versions.

Everybody with a post reads it, so that a body that is accused sees exactly why. What changes the rule
is offered only to whom it is given; who that is, the page says.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from hengjian.content.errors import PlainError
from hengjian.content.territory import territory_names
from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.findings.access import concerned, reads
from hengjian.domain.findings.models import Finding
from hengjian.domain.findings.queries import false_hits
from hengjian.domain.findings.rules import actions, queries
from hengjian.domain.findings.rules.access import (
    custom_rule_named,
    custom_rule_seen,
    findings_of,
    keeps_rules,
    switch_kept,
    version_written,
    writes_rules,
)
from hengjian.domain.findings.rules.forms import LowerForm, OffForm, ReasonForm
from hengjian.domain.findings.rules.in_force import (
    InForce,
    custom,
    declared_severity,
    in_force,
    switched,
)
from hengjian.domain.findings.rules.models import CustomRule, RuleSwitch, RuleVersion
from hengjian.rulebook.entries import Entry, entry_of, unwritten_entry
from hengjian.rules.custom import CustomRuleError
from hengjian.rules.rule import Rule, Severity
from hengjian.standard.wording import places
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.findings.words import SEVERITIES
from hengjian.surfaces.desk.rules.lists import family_words

CASES = 8
WIDTH, HEIGHT = 720, 120
"""Of the drawing of hits by month, in its own units."""
VERSION_TONES = {"draft": "note", "tried": "note", "enabled": "good", "retired": "quiet"}


@login_required
def rule(request: StaffRequest, code: str) -> HttpResponse:
    at = clock.now()
    post = acting_post(request, at=at)
    now = in_force(at)
    own = custom_rule_named(code, post=post)
    versions = list(queries.versions_of(own)) if own is not None else []
    found = now.book.rules.get(code) or _of_version(versions, now)
    entry = _entry(code, found, now)
    if entry is None and own is None:
        raise Http404(say("没有这条规则。", "There is no such rule."))
    told: dict[str, object] = {
        "code": code,
        "rule": found,
        "entry": entry,
        "title": found.title if found is not None else (entry.title if entry else code),
        "family": family_words(code.rstrip("0123456789")),
        "right": _filled(found) if found is not None else "",
        "articles": _articles(entry, now),
        "cases": entry.cases[:CASES] if entry else (),
        "more_cases": max(0, len(entry.cases) - CASES) if entry else 0,
        "keeps": keeps_rules(post),
        "writes": writes_rules(post),
        "broken": now.broken.get(code, ""),
        "in_book": code in now.book.rules,
    }
    told |= _severity(found)
    told |= _switching(code, found, at)
    told |= _custom(own, versions)
    if concerned(post):
        told |= _hits(code, post, at)
    return render(request, "desk/rules/page.html", told)


def _of_version(versions: list[RuleVersion], now: InForce) -> Rule | None:
    """What the newest version of a custom rule says, where it is in no check."""
    if not versions:
        return None
    try:
        return custom(versions[0], now.content)
    except CustomRuleError:
        return None


def _entry(code: str, found: Rule | None, now: InForce) -> Entry | None:
    if found is not None:
        return entry_of(found, now.content)
    unwritten = now.book.unwritten.get(code)
    return unwritten_entry(unwritten, now.content) if unwritten is not None else None


def _filled(found: Rule) -> str:
    """What would have been right, with words for the values of a case."""
    text = found.judgement.right
    for name in places(text):
        text = text.replace(f"{{{name}}}", f"〔{found.judgement.shows[name].words()}〕")
    return text


def _articles(entry: Entry | None, now: InForce) -> list[dict[str, object]]:
    if entry is None:
        return []
    country = now.content.profile.country
    return [
        {
            "it": article,
            "territory": say("全国", "national")
            if article.territory == country
            else territory_names({article.territory}),
        }
        for article in (*entry.articles, *entry.behind)
    ]


def _severity(found: Rule | None) -> dict[str, object]:
    if found is None:
        return {}
    declared = declared_severity(found)
    return {
        "severity": found.severity.label,
        "severity_tone": SEVERITIES[found.severity.value],
        "declared": declared if declared is not found.severity else None,
        "lower_form": LowerForm(now=declared) if declared is not Severity.NOTE else None,
    }


def _switching(code: str, found: Rule | None, at: datetime) -> dict[str, object]:
    if found is None:
        return {}
    day = clock.day_of(at)
    here = list(switched(day).filter(rule=code).select_related("by__person", "by__unit"))
    off = next((s for s in here if s.kind == RuleSwitch.Kind.OFF), None)
    return {
        "off": off,
        "lowered": next((s for s in here if s.kind == RuleSwitch.Kind.LOWERED), None),
        "elsewhere": found.off_because if off is None else None,
        "off_form": OffForm(),
        "switches": [_switch_step(one, day) for one in queries.switches_of(code)],
    }


def _switch_step(one: RuleSwitch, day: date) -> dict[str, object]:
    words = one.get_kind_display()
    if one.kind == RuleSwitch.Kind.LOWERED:
        words = say(
            f"调低为{Severity(one.severity).label}", f"lowered to {Severity(one.severity).label}"
        )
    until = say(f"至 {one.until}", f"until {one.until}") if one.until else ""
    note = f"{one.reason} {until}"
    if one.ended_at is not None:
        who = one.ended_by.person.name if one.ended_by else ""
        note += say(f" · {who}恢复", f" · ended by {who}")
    elif one.until and one.until < day:
        note += say(" · 到期恢复", " · over")
    return {"at": one.at, "words": words, "by": one.by.person.name, "note": note}


def _custom(own: CustomRule | None, versions: list[RuleVersion]) -> dict[str, object]:
    if own is None:
        return {"own": None}
    return {
        "own": own,
        "versions": [{"it": one, "tone": VERSION_TONES[one.state]} for one in versions],
        "newest": versions[0] if versions else None,
        "enabled": next((one for one in versions if one.state == "enabled"), None),
        "trials": list(queries.trials_of(own)[:5]),
        "reason_form": ReasonForm(),
    }


# --- hits -------------------------------------------------------------------------------------------------


def _hits(code: str, post: Post, at: datetime) -> dict[str, object]:
    rows = findings_of(code, post=post, at=at)
    numbers = queries.numbers_of(rows)
    bodies = queries.by_body(rows) if numbers["all"] else []
    most = max((n for _, _, n in bodies), default=1)
    return {
        "numbers": numbers,
        "chart": _chart(rows, clock.day_of(at)) if numbers["all"] else None,
        "bodies": [
            {"name": name or say("不属于某一机关", "of no body"), "n": n, "share": 100 * n // most,
             "url": _worklist(code, unit)}
            for unit, name, n in bodies
        ],
        "more_bodies": numbers["bodies"] - len(bodies),
        "worklist": _worklist(code),
        "false_hits": false_hits(code) if reads(post) else None,
    }  # fmt: skip


def _worklist(code: str, body: int | None = None) -> str:
    """The worklist of the rule's findings."""
    return f"{reverse('desk:findings')}?state=all&rule={code}" + (f"&body={body}" if body else "")


def _chart(rows: QuerySet[Finding], day: date) -> dict[str, object]:
    """Bars, one a month, in the drawing's own units."""
    months = queries.by_month(rows, day=day)
    most = max((n for _, n in months), default=0) or 1
    step = WIDTH / len(months)
    bars: list[dict[str, Any]] = []
    for place, (month, n) in enumerate(months):
        height = round(HEIGHT * n / most, 1)
        bars.append({
            "x": round(place * step + 2, 1), "y": round(HEIGHT - height, 1), "height": height,
            "width": round(step - 4, 1), "middle": round(place * step + step / 2, 1), "n": n,
            "month": f"{month:%Y-%m}",
            "label": f"{month:%Y-%m}" if month.month in (1, 7) or place == 0 else "",
        })  # fmt: skip
    if bars[1]["label"] or bars[2]["label"]:
        bars[0]["label"] = ""
    return {"bars": bars, "most": most, "total": sum(n for _, n in months), "months": len(months)}


# --- deeds ------------------------------------------------------------------------------------------------


@login_required
@require_POST
def switch(request: StaffRequest, code: str) -> HttpResponse:
    """Switch off, lower, or end one of these."""
    at = clock.now()
    post = acting_post(request, at=at)
    asked = request.POST

    def off() -> str:
        form = OffForm(asked)
        told = _entered(form)
        actions.switch_off(code, **told, by=post, at=at)
        return say("已停用，正在重新判断。", "Switched off; it is being judged again.")

    def lower() -> str:
        form = LowerForm(asked, now=Severity.FATAL)
        told = _entered(form)
        actions.lower(code, **told, by=post, at=at)
        return say("已调低，正在重新判断。", "Lowered; it is being judged again.")

    def end() -> str:
        actions.end_switch(switch_kept(int(asked["end"]), post=post), by=post, at=at)
        return say("已恢复，正在重新判断。", "Restored; it is being judged again.")

    deeds: dict[str, Callable[[], str]] = {"off": off, "lower": lower, "end": end}
    deed = next((name for name in deeds if name in asked), "")
    return _done(request, code, deeds[deed] if deed else None)


@login_required
@require_POST
def version(request: StaffRequest, code: str, pk: int) -> HttpResponse:
    """Try, enable or retire a version of a custom rule."""
    at = clock.now()
    post = acting_post(request, at=at)
    custom_rule_seen(code, post=post)
    one, asked = version_written(pk, post=post), request.POST
    if "try" in asked:
        try:
            trial = actions.try_rule(one, by=post, at=at)
        except PlainError as error:
            messages.error(request, str(error))
            return redirect("desk:rule", code=code)
        return redirect("desk:rule_trial", pk=trial.pk)

    def enable() -> str:
        actions.enable(one, by=post, at=at)
        return say("已启用，正在按它判断。", "Enabled; records are being judged by it.")

    def retire() -> str:
        actions.retire(one, **_entered(ReasonForm(asked)), by=post, at=at)
        return say("已停止使用，它的线索将消失。", "Retired; its findings will vanish.")

    return _done(request, code, enable if "enable" in asked else retire)


def _entered(form: Any) -> dict[str, Any]:
    if not form.is_valid():
        first = next(iter(form.errors.values()))[0]
        raise PlainError(str(first))
    return dict(form.cleaned_data)


def _done(request: StaffRequest, code: str, deed: Callable[[], str] | None) -> HttpResponse:
    try:
        if deed is not None:
            messages.success(request, deed())
    except (PlainError, CustomRuleError) as error:
        messages.error(request, str(error))
    return redirect("desk:rule", code=code)


urlpatterns = [
    path("rules/<str:code>/", rule, name="rule"),
    path("rules/<str:code>/switch/", switch, name="switch_rule"),
    path("rules/<str:code>/versions/<int:pk>/", version, name="rule_version"),
]
