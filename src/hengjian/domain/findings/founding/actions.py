"""Founds what people did with the demo's findings: some dismissed, asked, answered, appealed.

Serves `make demo`, by the actions that people use. Each finding is dated as if it had been found when its
month came in, so that lists and charts show two years and not one day.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Least

from hengjian.core.people.models import Post
from hengjian.domain.findings import actions
from hengjian.domain.findings.models import Finding
from hengjian.domain.findings.workflow import Reason
from hengjian.domain.records.models import Record
from hengjian.domain.registry.models import Body

QUESTION = "请说明该案件办理经过，并提交有关材料。（模拟数据）"
ANSWER = "已核对案卷，情况说明如下，有关材料附后。（模拟数据）"
APPEAL = "该期限因委托检测依法扣除，没有超期。（模拟数据）"
PER_BODY = 6


def date_findings(*, by: Post | None = None, at: datetime) -> None:
    """Each finding appeared a day after its record came in."""
    received = Record.objects.filter(findings=OuterRef("pk")).values("received_at")[:1]
    dated = Finding.objects.filter(record__isnull=False)
    dated.update(appeared_at=Subquery(received), changed_at=Subquery(received))
    Finding.objects.update(appeared_at=Least(F("appeared_at"), at))


def found_triage(supervisor: Post, clerk: Post, *, by: Post | None = None, at: datetime) -> int:
    """A supervisor works through findings of the clerk's body and of others in his reach."""
    mine = Body.objects.get(unit=clerk.unit)
    others = Body.objects.filter(unit__division=clerk.unit.division).exclude(pk=mine.pk)
    done = 0
    for body in [mine, *others.order_by("code")[:8]]:
        for place, finding in enumerate(_open(body)):
            moment = max(finding.appeared_at + timedelta(days=2), at - timedelta(days=40 - place))
            _act(finding, place, supervisor, clerk if body == mine else None, min(moment, at))
            done += 1
    return done


def _open(body: Body) -> Iterator[Finding]:
    rows = Finding.objects.filter(body=body, stands=True, state=Finding.State.OPEN, person=False)
    return rows.order_by("weight", "-appeared_at", "-id")[3 : 3 + PER_BODY].iterator()


def _act(finding: Finding, place: int, supervisor: Post, clerk: Post | None, at: datetime) -> None:
    seen = finding.version
    if place % 3 == 0:
        reason = (Reason.LAWFUL, Reason.MENDED)[place // 3 % 2].value
        actions.dismiss(finding, seen=seen, reason=reason, by=supervisor, at=at)
        return
    asked = actions.ask(finding, seen=seen, question=QUESTION, by=supervisor, at=at)
    if clerk is None or place == 1:
        return
    told = actions.appeal if place % 2 else actions.answer
    words = APPEAL if place % 2 else ANSWER
    told(asked, seen=asked.version, words=words, by=clerk, at=at)
