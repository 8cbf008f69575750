"""All writes of leads: one is opened, from findings or from another source.

Numbers are given in the opening's own transaction, per bureau and year and without a gap: whoever fails
gives his number back, and whoever comes at the same time waits for it.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from hengjian.core.clock import CHINA, day_of
from hengjian.core.people.duties import RefusedError
from hengjian.core.people.models import Post
from hengjian.core.rights.routing import section_for
from hengjian.core.wording import say
from hengjian.domain.findings.actions import Outcome, mark_raised, tried
from hengjian.domain.findings.models import Finding
from hengjian.domain.findings.workflow import one_by_one
from hengjian.domain.registry.models import Body
from hengjian.domain.supervision.duties.following import lead_opened
from hengjian.domain.supervision.leads.access import bureau_of, enters
from hengjian.domain.supervision.leads.marking.actions import told
from hengjian.domain.supervision.leads.reporting.actions import Told, put_reporters
from hengjian.domain.supervision.leads.telling import tell_urgent
from hengjian.domain.supervision.leads.terms import check_term
from hengjian.domain.supervision.leads.workflow import State
from hengjian.domain.supervision.models import Lead
from hengjian.domain.supervision.numbers import next_number
from hengjian.domain.supervision.refusing import need

MARK = "线索"
"""The series of leads."""
OPENED: dict[str, str] = {
    Lead.Source.HOTLINE: "lead.ticket_entered",
    Lead.Source.REPORT: "lead.report_entered",
}
"""Entries that exercise another power than a lead of any other source."""


@dataclass(frozen=True)
class Raised:
    """A lead with the findings that went into it, and those that could not."""

    lead: Lead | None
    outcomes: list[Outcome] = field(default_factory=list)


def raise_as_lead(
    chosen: Sequence[tuple[Finding, int]],
    *,
    words: str,
    title: str = "",
    looked: str = "",
    by: Post,
    at: datetime,
) -> list[Raised]:
    """Open a lead for each body whose findings were chosen; each finding with the version that was seen.

    Findings that another was quicker with stay out of it and say so; where none is left no lead is
    opened. Those about a person are raised one by one.
    """
    groups: dict[int | None, list[tuple[Finding, int]]] = defaultdict(list)
    for finding, seen in chosen:
        groups[finding.body_id].append((finding, seen))
    alone = len(chosen) == 1
    return [
        _raised(group, words=words, title=title, looked=looked, alone=alone, by=by, at=at)
        for group in groups.values()
    ]


def _raised(
    group: Sequence[tuple[Finding, int]],
    *,
    words: str,
    title: str,
    looked: str,
    alone: bool,
    by: Post,
    at: datetime,
) -> Raised:
    outcomes: list[Outcome] = []
    with transaction.atomic():
        for finding, seen in group:
            if finding.person and not alone:
                outcomes.append(Outcome(finding, one_by_one()))
                continue
            given = {"seen": seen, "words": words, "looked": looked}
            outcomes.append(tried(finding, mark_raised, **given, by=by, at=at))
        into = [one.finding for one in outcomes if not one.error]
        if not into:
            return Raised(None, outcomes)
        gravest = min(into, key=lambda one: (one.weight, one.pk))
        lead = open_lead(
            source=Lead.Source.FINDING, title=title.strip() or _title(into, gravest), words=words,
            body=gravest.body, severity=gravest.severity, by=by, at=at,
        )  # fmt: skip
        lead.findings.set(into)
    return Raised(lead, outcomes)


@transaction.atomic
def open_lead(
    *,
    source: str,
    title: str,
    words: str = "",
    summary: str = "",
    kind: str = Lead.Kind.ORDINARY,
    reference: str = "",
    reporters: Sequence[Told] = (),
    body: Body | None,
    severity: str = "",
    by: Post,
    at: datetime,
) -> Lead:
    """A lead with its number, in charge of the section that handles the body's matters.

    ``summary`` is what a body or another unit may read of it, ``reference`` its number at the source,
    ``reporters`` who reported it. One that findings gave was looked at; all others are to be checked.
    """
    bureau = bureau_of(by) if enters(by) else None
    if bureau is None:
        raise RefusedError(
            say("您的岗位不能登记监督线索", "your post opens no leads"),
            say("请联系负责的监督机关。", "Ask the bureau in charge."),
        )
    need(title, say("事由", "the title"))
    own = by.unit if by.unit.as_bureau == bureau else bureau
    section = section_for(body.unit, tier=bureau.division) if body is not None else None
    year = at.astimezone(CHINA).year
    serial = next_number(bureau, MARK, year, by=by, at=at)
    term = check_term(day_of(at))
    lead = Lead(
        bureau=bureau, year=year, serial=serial, number=f"线索〔{year}〕{serial:04d}号",
        source=source, kind=kind, title=title.strip()[:200], words=words.strip(),
        summary=summary.strip(), reference=reference.strip()[:64], body=body, unit=section or own,
        severity=severity, opened_by=by, opened_at=at, check_due=term.due, check_sum=term.sum,
        check_source=term.source[:300], due_on=term.due,
        state=State.CHECKED if source == Lead.Source.FINDING else State.NEW,
    )  # fmt: skip
    lead.save()
    put_reporters(lead, reporters, by=by, at=at)
    payload = {"bureau": bureau.pk, "year": year, "serial": serial, "source": str(source)}
    payload |= {"body": body.pk} if body is not None else {}
    told(lead, "opened", kind=OPENED.get(source, "lead.opened"), more=payload, by=by, at=at)
    lead_opened(lead, by=by, at=at)
    if lead.is_retaliation:
        tell_urgent(lead, by=by, at=at)
    return lead


def _title(into: Sequence[Finding], gravest: Finding) -> str:
    more = len({one.rule for one in into}) - 1
    whose = f"{gravest.body}：" if gravest.body else ""
    rest = say(f"等 {more + 1} 类问题", f" and {more} more") if more else ""
    return f"{whose}{gravest.title}{rest}"
