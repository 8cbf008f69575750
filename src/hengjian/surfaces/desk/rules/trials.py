"""A trial of a custom rule: how far it is, what it found, what could not be judged and why."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from hengjian.core import clock
from hengjian.core.jobs.access import job_seen_by
from hengjian.core.jobs.models import JobState
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.findings.access import bodies_seen
from hengjian.domain.findings.rules.access import keeps_rules, trial_seen
from hengjian.domain.findings.rules.models import RuleTrial
from hengjian.surfaces.desk.acting import StaffRequest, acting_post

LIVE = (JobState.READY, JobState.RUNNING)


@login_required
def trial(request: StaffRequest, pk: int) -> HttpResponse:
    at = clock.now()
    post = acting_post(request, at=at)
    row = trial_seen(pk, post=post)
    names = dict(bodies_seen(post=post, at=at).order_by().values_list("code", "name"))
    told = {
        "trial": row,
        "version": row.version,
        "rule": row.version.rule,
        "title": row.version.definition["title"],
        "live": row.result is None and row.job is not None and row.job.state in LIVE,
        "may_stop": row.job is not None and job_seen_by(post, row.job.pk) is not None,
        "keeps": keeps_rules(post),
        "newest": not row.version.rule.versions.filter(number__gt=row.version.number).exists(),
        "result": _result(row, post, names) if row.result is not None else None,
    }
    partial = bool(request.headers.get("HX-Request"))
    return render(request, f"desk/rules/{'_trial' if partial else 'trial'}.html", told)


def _result(row: RuleTrial, post: Post, names: dict[str, str]) -> dict[str, Any]:
    """What the reader may see of it: counts of the whole city for who keeps its rules, else of the
    bodies he reaches; findings always only of these."""
    result = dict(row.result or {})
    bodies = {code: n for code, n in result["per_body"].items() if code in names or not code}
    ranked = sorted(bodies.items(), key=lambda one: -one[1])
    most = max(bodies.values(), default=1)
    return result | {
        "whole": keeps_rules(post),
        "mine": sum(bodies.values()),
        "bodies": [
            {"name": names.get(code) or say("不属于某一机关", "of no body"), "n": n,
             "share": 100 * n // most}
            for code, n in ranked[:12]
        ],
        "hits": [
            hit | {"name": names.get(hit["body"], "")}
            for hit in result["hits"]
            if hit["body"] in names or not hit["body"]
        ],
        "stopped_words": _stopped(result),
        "missing": sorted(result["missing"].items(), key=lambda one: -one[1]),
    }  # fmt: skip


def _stopped(result: dict[str, Any]) -> str:
    cases, of, seconds = f"{result['cases']:,}", f"{result['of']:,}", result["seconds"]
    if result["stopped"] == "all":
        return say(
            f"看了全部记录，用 {seconds} 秒。", f"All records were looked at, in {seconds} s."
        )
    if result["stopped"] == "rows":
        return say(
            f"只看了最新受理的 {cases} 件（共 {of} 件），用 {seconds} 秒；实际的线索会更多。",
            f"Only the newest {cases} of {of} cases were looked at, in {seconds} s; there are more.",
        )
    return say(
        f"时间到了：看了最新受理的 {cases} 件（共 {of} 件）；实际的线索会更多。",
        f"Time was over: the newest {cases} of {of} cases were looked at; there are more.",
    )


urlpatterns = [path("rules/trials/<int:pk>/", trial, name="rule_trial")]
