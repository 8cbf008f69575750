"""What every step of a lead writes: its story, its next version, the day that is next, the ledger's entry.

Serves the actions of leads, and those of cases and orders when they decide what becomes of a lead. It asks
nobody's right: whoever calls it did.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from hengjian.content.errors import PlainError
from hengjian.core.entries.actions import record
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.leads.models import LeadStep
from hengjian.domain.supervision.leads.terms import next_due
from hengjian.domain.supervision.leads.workflow import State, step_label
from hengjian.domain.supervision.models import Lead
from hengjian.domain.supervision.refusing import need_unchanged


def held(lead: Lead, seen: int | None, *, by: Post | None, at: datetime) -> Lead:
    """The lead, locked; refused where it is no longer the one that was on the screen."""
    now = Lead.objects.select_for_update(of=("self",)).select_related("body__unit", "bureau").get(
        pk=lead.pk
    )  # fmt: skip
    need_unchanged(now, seen, step_label)
    return now


def told(
    lead: Lead,
    move: str,
    *,
    to: State | None = None,
    words: str = "",
    kind: str = "",
    more: Mapping[str, Any] | None = None,
    by: Post | None,
    at: datetime,
) -> Lead:
    """A step of its story, its next version and the entry: codes and ids, no words."""
    was = State(lead.state)
    now = to or was
    lead.state = now
    lead.version += 1
    lead.due_on = next_due(lead)
    lead.save()
    LeadStep.objects.create(
        lead=lead, move=move, frm=was, to=now, words=words.strip(), post=by, at=at
    )
    payload = {"was": str(was), "is": str(now), "version": lead.version} | dict(more or {})
    record(kind or f"lead.{move}", subject=lead, payload=payload, by=by, at=at)
    return lead


def proposed(leads: Iterable[Lead], *, by: Post | None, at: datetime) -> None:
    """A case was proposed on them."""
    for one in leads:
        now = held(one, None, by=by, at=at)
        if State(now.state) is not State.CHECKED:
            raise PlainError(
                say(
                    f"{now.number} 现在是“{State(now.state).label}”，不能提请立案",
                    f"{now.number} is “{State(now.state).label}”: no case can be proposed on it",
                ),
                say("请看线索页上可以办理的步骤。", "See its page for what may be done."),
            )
        told(now, "proposed", to=State.PROPOSED, by=by, at=at)


def case_decided(
    leads: Iterable[Lead], *, opened: bool, words: str, by: Post | None, at: datetime
) -> None:
    """The head opened the case, or did not."""
    for one in leads:
        now = held(one, None, by=by, at=at)
        now.decided_at, now.outcome = at, words.strip()
        to, move = (State.CASE, "case_opened") if opened else (State.REFUSED, "not_opened")
        told(now, move, to=to, words=words, by=by, at=at)


def handed(lead: Lead, number: str, *, by: Post | None, at: datetime) -> None:
    """An order about it went out; the lead is locked by the caller."""
    told(lead, "handed", to=State.HANDED, words=number, by=by, at=at)


def order_moved(lead: Lead, *, by: Post | None, at: datetime) -> None:
    """The term of an order about it changed: the day that is next may be another."""
    now = held(lead, None, by=by, at=at)
    now.due_on = next_due(now)
    now.save(update_fields=["due_on"])


def handed_back(lead: Lead, words: str, *, by: Post | None, at: datetime) -> None:
    """The last order about it ended: it is decided about again."""
    now = held(lead, None, by=by, at=at)
    to = State.CHECKED if now.state == State.HANDED else None
    if to is not None:
        now.check_due = None
    told(now, "handed_back", to=to, words=words, by=by, at=at)
