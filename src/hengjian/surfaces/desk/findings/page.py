"""One finding: what is wrong, the article, what proves it, what would have been right, and its story.

Serves whoever decides about it and whoever must answer. What a body sees is the same page; what one may
do next is what the workflow allows his side.
"""

from datetime import datetime
from functools import lru_cache
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from hengjian.content import wording
from hengjian.content.wording import LawText
from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.findings import access, queries
from hengjian.domain.findings.models import Finding, Step
from hengjian.domain.findings.rules.in_force import book_in_force
from hengjian.domain.findings.workflow import (
    MOVES,
    REASONS,
    UNDECIDED,
    Deed,
    Reason,
    deeds,
    was_heard,
)
from hengjian.domain.registry.lists import labels
from hengjian.rules.rule import Nature, Rule
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.attached import handed_out, links
from hengjian.surfaces.desk.findings import words

OTHERS = 20
FIRST = (Deed.RAISE, Deed.UPHOLD, Deed.ANSWER, Deed.ASK)
"""Of the deeds that are offered, the one that is the button of the page."""


@login_required
def finding(request: StaffRequest, pk: int) -> HttpResponse:
    at = clock.now()
    post = acting_post(request, at=at)
    found = access.finding_seen(pk, post=post, at=at)
    steps = list(queries.steps_of(found))
    heard = not found.person or was_heard(found, [one.kind for one in steps], at=at)
    rule = book_in_force(at)[1].rules.get(found.rule)
    seen = access.findings_seen(post=post, at=at)
    tone, severity = words.severity(found.severity)
    state_tone, state = words.state(found)
    return render(
        request,
        "desk/findings/page.html",
        {
            "finding": found,
            "severity": {"tone": tone, "words": severity},
            "state": {"tone": state_tone, "words": state},
            "nature": _nature(found.nature),
            "why": access.why_seen(found.why),  # type: ignore[attr-defined]
            "erased": found.person and not found.says,
            "laws": _laws(rule) if rule else [],
            "statement": rule.statement if rule else "",
            "rule_url": reverse("desk:rule", args=[found.rule]),
            "evidence": _pairs(found.evidence),
            "parameters": _pairs(found.parameters),
            "record": _record(found),
            "others": list(queries.others_of_case(found, seen)[:OTHERS]),
            "like_it": queries.like_it(found, post=post, at=at)
            if access.reads(post) and access.decides_about(found)
            else None,
            "like_url": f"{reverse('desk:findings')}?rule={found.rule}&body={found.body_id or ''}",
            "offers": _offers(found, post, heard=heard),
            "waits": _waits(found, at, heard=heard),
            "steps": [_step(one, access.reads(post)) for one in steps] + [_appeared(found)],
            "leads": _leads(found, post),
            "overdue": found.state == Finding.State.ASKED
            and found.due_on is not None
            and found.due_on < clock.day_of(at),
        },
    )


def _nature(code: str) -> str:
    return Nature(code).label if code in {one.value for one in Nature} else code


def _pairs(entries: list[str]) -> list[tuple[str, str]]:
    """“label：value” apart."""
    return [(label, value) for label, _, value in (one.partition("：") for one in entries)]


def _laws(rule: Rule) -> list[dict[str, Any]]:
    """Each article that binds here, with its wording where the law's text is installed."""
    texts = _texts(_state_of_texts())
    return [
        {"words": citation.words(), "text": wording.wording(citation, texts)}
        for citation in rule.binding or rule.basis
    ]


def _state_of_texts() -> tuple[tuple[str, float], ...]:
    folder = wording.home() / "law"
    return tuple((path.name, path.stat().st_mtime) for path in sorted(folder.glob("*.json")))


@lru_cache(maxsize=1)
def _texts(state: tuple[tuple[str, float], ...]) -> dict[str, LawText]:
    """The installed texts, read again only when one of them is another."""
    return wording.installed() if state else {}


def _record(found: Finding) -> dict[str, Any] | None:
    """The record it is about, in a few facts; none names a party."""
    if not found.case_id:
        return None
    record = found.record
    facts = [(say("案件编号", "Case"), found.case_id)]
    if record is not None:
        kinds = labels("item_kinds")
        facts += [
            (say("案件类型", "Kind"), kinds.get(record.kind, record.kind)),
            (say("决定书文号", "Decision"), record.decision_no),
            (say("日期", "Date"), str(record.on)),
            (say("主要事实", "Fact"), record.summary),
        ]
    return {
        "url": reverse("desk:record", args=[record.pk]) if record is not None else "",
        "facts": [(label, text) for label, text in facts if text],
    }


def _offers(found: Finding, post: Post, *, heard: bool) -> list[dict[str, Any]]:
    """What the reader may do next; no lead about a person who was not ``heard``."""
    if not access.decides_about(found):
        return []
    offered = [
        deed for deed in deeds(found, access.side_of(post)) if heard or deed is not Deed.RAISE
    ]
    first = next((one for one in FIRST if one in offered), None)
    return [
        {
            "words": MOVES[deed].words,
            "url": f"{reverse('desk:findings_do', args=[deed.value])}?chosen={found.pk}.{found.version}",
            "first": deed is first,
        }
        for deed in offered
    ]


def _waits(found: Finding, at: datetime, *, heard: bool) -> str:
    """Whose turn it is."""
    if not found.stands:
        return say(
            "后来报送的数据中已经没有这个问题，不需要再办理。",
            "Later data no longer show it; nothing is to be done.",
        )
    due = found.due_on
    if found.state == Finding.State.ASKED and due is not None:
        if due < clock.day_of(at):
            return say(f"机关应于 {due} 前说明，已经逾期。", f"The body is late: due {due}.")
        return say(f"等机关在 {due} 前说明。", f"The body is to answer by {due}.")
    if not heard and found.state in UNDECIDED:
        return say(
            "等监督机关办理：先请机关说明，听取机关和本人的意见之后，才可以转为监督线索。",
            "The supervisor's turn: the body and the person are heard before it may become a lead.",
        )
    return {
        Finding.State.OPEN: say("等监督机关办理。", "The supervisor's turn."),
        Finding.State.REOPENED: say(
            "办理之后数据有变，请监督机关再看。", "Its data changed since; look again."
        ),
        Finding.State.ANSWERED: say("机关已说明，等监督机关决定。", "Answered; to be decided."),
        Finding.State.APPEALED: say("机关有异议，等监督机关审查。", "Appealed; to be reviewed."),
        Finding.State.DISMISSED: say("已决定不予处理。", "It was dismissed."),
        Finding.State.RAISED: say("已转为监督线索。", "It became a lead."),
    }.get(Finding.State(found.state), "")


def _step(step: Step, inside: bool) -> dict[str, Any]:
    """A line of the story; what a supervisor noted for himself a body does not read."""
    hidden = step.kind == Step.Kind.NOTED and not inside and step.post is not None
    parts = []
    if step.reason:
        known = {one.value: str(REASONS[one]) for one in Reason}
        parts.append(known.get(step.reason, step.reason))
    if step.words:
        parts.append(step.words)
    if step.looked and inside:
        parts.append(say(f"人工核查：{step.looked}", f"Looked at: {step.looked}"))
    who = f"{step.post.person.name}（{step.post.unit}）" if step.post else say("系统", "system")
    return {
        "at": step.at,
        "words": say("备注", "Note") if hidden else step.get_kind_display(),
        "by": who,
        "note": "" if hidden else "\n".join(parts),
        "tone": "late" if step.kind in (Step.Kind.REOPENED, Step.Kind.APPEALED) else "",
        "files": links(
            step.files.all(),
            lambda one: reverse("desk:finding_file", args=[step.finding_id, one.pk]),
        ),
    }


def _appeared(found: Finding) -> dict[str, Any]:
    return {
        "at": found.appeared_at,
        "words": say("检查发现", "Found by a check"),
        "by": say("系统", "system"),
        "note": "",
        "tone": "",
    }


def _leads(found: Finding, post: Post) -> list[dict[str, str]]:
    """The leads it went into, for who reads leads."""
    if not access.reads(post):
        return []
    return [
        {"words": one.number, "url": reverse("desk:lead", args=[one.pk])}
        for one in found.leads.all()
    ]


@login_required
def file(request: StaffRequest, pk: int, number: int) -> HttpResponse:
    """A file that came with an answer or appeal, to whoever sees the finding."""
    at = clock.now()
    found = access.finding_seen(pk, post=acting_post(request, at=at), at=at)
    return handed_out(access.file_of(found, number), away=request.GET.get("download") == "1")


urlpatterns = [
    path("findings/<int:pk>/", finding, name="finding"),
    path("findings/<int:pk>/files/<int:number>/", file, name="finding_file"),
]
