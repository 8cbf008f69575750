"""What a decided matter changes elsewhere: a register's row, a sample that is drawn, a lead that is opened.

Serves the actions of matters, in their transaction: what a register refuses is refused with its own
sentence, and the step is not taken. Which step does what is content; here stands only how.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from hengjian.content.errors import PlainError
from hengjian.content.matters import Step
from hengjian.core.clock import day_of
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.records.models import Record
from hengjian.domain.registry.actions import amend_row, end_row, enter_row
from hengjian.domain.registry.lists import labels
from hengjian.domain.registry.models import Body, Certificate, Delegation, Item, Officer
from hengjian.domain.registry.registers import (
    BODIES,
    CERTIFICATES,
    DELEGATIONS,
    ITEMS,
    OFFICERS,
)
from hengjian.domain.supervision.actions import open_lead
from hengjian.domain.supervision.cases.access import supervises
from hengjian.domain.supervision.leads.reporting.actions import Told
from hengjian.domain.supervision.matters.models import Matter, MatterSecret
from hengjian.domain.supervision.matters.secrets import reporter_of

Values = dict[str, Any]
MOST_DRAWN = 50


@dataclass(frozen=True)
class Doing:
    """A step that changes something: the matter, all that was filled in so far, who, when."""

    matter: Matter
    step: Step
    values: Values
    by: Post | None
    at: datetime

    @property
    def today(self) -> date:
        return day_of(self.at)

    def day(self, name: str) -> date | None:
        value = self.values.get(name)
        return date.fromisoformat(value) if value else None

    def past(self, name: str) -> date:
        """The day that was filled in, if it is not to come; a register changes today at the latest."""
        return min(self.day(name) or self.today, self.today)


@transaction.atomic
def carry_out(
    matter: Matter, step: Step, values: Values, *, by: Post | None, at: datetime
) -> Values:
    """Do what the step does; gives what is to be written into the step beside what was filled in."""
    if step.does is None:
        return {}
    return EFFECTS[step.does](Doing(matter, step, values, by, at))


def _confirm_body(do: Doing) -> Values:
    """The government confirmed a body: the register of bodies says so."""
    body = Body.objects.select_for_update(of=("self",)).get(pk=do.matter.body_id)
    changes = {"confirmation": do.values["confirmation"]}
    for name in ("qualified_from", "qualified_to"):
        if do.values.get(name):
            changes[name] = do.values[name]
    amend_row(
        BODIES, body, changes, seen=body.version, since=do.past("confirmed_on"), by=do.by, at=do.at
    )
    return {}


def _issue_certificate(do: Doing) -> Values:
    """The issuing body issued a certificate, or extended one of the same number."""
    number, old = do.values["cert_no"], do.values.get("certificate")
    if number == old:
        card = Certificate.objects.select_for_update(of=("self",)).get(code=old)
        changes = {"valid_to": do.values["valid_to"]}
        amend_row(
            CERTIFICATES, card, changes, seen=card.version, since=do.today, by=do.by, at=do.at
        )
        return {}
    kinds = {label: code for code, label in labels("certificate_kinds").items()}
    values = {
        "cert_no": number, "officer_id": do.values["officer"],
        "kind": kinds.get(do.values["cert_kind"], "enforcement"),
        "valid_from": do.values["valid_from"], "valid_to": do.values["valid_to"],
    }  # fmt: skip
    enter_row(CERTIFICATES, values, by=do.by, at=do.at)
    if old:
        card = Certificate.objects.select_for_update(of=("self",)).get(code=old)
        if card.withdrawn_on is None:
            last = max(do.today, card.valid_from)
            end_row(CERTIFICATES, card, last, seen=card.version, by=do.by, at=do.at)
    return {}


def _pass_exam(do: Doing) -> Values:
    """Who passed the examination: the register of officers names the day."""
    day = do.values.get("held_on") or do.today.isoformat()
    codes = [row["officer"] for row in do.values.get("results", ()) if row.get("passed")]
    if do.values.get("form") == "培训":
        return {}
    for officer in Officer.objects.select_for_update(of=("self",)).filter(code__in=codes):
        amend_row(
            OFFICERS, officer, {"exam_passed_on": day}, seen=officer.version,
            since=do.past("held_on"), by=do.by, at=do.at,
        )  # fmt: skip
    return {}


def _enter_delegation(do: Doing) -> Values:
    """An entrustment was filed: the register of delegations has it, or has it anew."""
    given = do.values
    own = Body.objects.get(pk=do.matter.body_id)
    changes = {
        name: given.get(name)
        for name in ("document", "scope", "valid_from", "valid_to", "published_on")
    }
    changes |= {"from_body": own.code, "route": "entrusted"}
    row = (
        Delegation.objects.select_for_update(of=("self",))
        .filter(item__code=given["item"], to_body__code=given["to_body"])
        .first()
    )
    if row is None:
        key = {"item_id": given["item"], "to_body": given["to_body"]}
        enter_row(DELEGATIONS, key | changes, by=do.by, at=do.at)
    else:
        amend_row(
            DELEGATIONS, row, changes, seen=row.version, since=do.past("valid_from"), by=do.by,
            at=do.at,
        )  # fmt: skip
    return {}


def _publish_discretion(do: Doing) -> Values:
    """A standard of discretion was filed: its items say when it was made and published."""
    codes = [row["item"] for row in do.values.get("items", ())]
    changes = {
        "discretion_made_on": do.values["made_on"],
        "discretion_published_on": do.values["published_on"],
    }
    for item in Item.objects.select_for_update(of=("self",)).filter(code__in=codes):
        amend_row(
            ITEMS, item, changes, seen=item.version, since=do.past("published_on"), by=do.by,
            at=do.at,
        )  # fmt: skip
    return {}


def _draw_dossiers(do: Doing) -> Values:
    """So many cases of each body, drawn by the seed: whoever draws again from the same cases gets the same."""
    each = min(int(do.values["each"]), MOST_DRAWN)
    found: list[Values] = []
    for party in do.matter.parties.select_related("body").order_by("body__code"):
        rows = Record.objects.filter(
            body=party.body_id, on__range=(do.day("from_day"), do.day("to_day"))
        )
        cases = sorted(rows.order_by().values_list("case_id", flat=True))
        dice = random.Random(f"{do.values['seed']}:{party.body.code}")  # noqa: S311 - to be repeated
        drawn = sorted(dice.sample(cases, min(each, len(cases))))
        found += [
            {"body": party.body.code, "case": one, "note": f"抽自 {len(cases)} 件"} for one in drawn
        ]
    if not found:
        raise PlainError(
            say("这些机关在这段时间没有案卷可以抽取", "there are no cases to draw from"),
            say("请改用“指定案卷”，或者取消后重新制定方案。", "Name the dossiers, or plan anew."),
        )
    return {"sample": found}


def _open_lead(do: Doing) -> Values:
    """What came out is a lead; who handles the matter opens it where the step is the head's."""
    opener = do.by if do.by is not None and supervises(do.by) else do.matter.handler
    if opener is None:
        raise PlainError(
            say("这件事项还没有承办人，不能登记线索", "nobody handles it, so nobody opens a lead"),
            say("请先指定承办人。", "Appoint somebody first."),
        )
    body = do.matter.body
    if do.values.get("lead_body"):
        body = Body.objects.get(code=do.values["lead_body"])
    lead = open_lead(
        source=do.step.source or "order", title=do.matter.title, words=do.values.get("facts", ""),
        summary=do.values.get("facts", ""), reference=do.matter.number, reporters=_reporters(do),
        body=body, by=opener, at=do.at,
    )  # fmt: skip
    return {"lead": lead.pk, "lead_number": lead.number}


def _reporters(do: Doing) -> list[Told]:
    """Who complained keeps his claim to an answer: he goes with the lead, and stays as secret there."""
    known = MatterSecret.objects.filter(matter=do.matter).first()
    if known is None:
        return []
    one = reporter_of(known.values)
    return [Told(name=one.name[:64], phone=one.phone[:32], words=one.words, place=one.place,
                 received_on=do.day("received_on"))]  # fmt: skip


EFFECTS: dict[str, Callable[[Doing], Values]] = {
    "confirm_body": _confirm_body,
    "issue_certificate": _issue_certificate,
    "pass_exam": _pass_exam,
    "enter_delegation": _enter_delegation,
    "publish_discretion": _publish_discretion,
    "draw_dossiers": _draw_dossiers,
    "open_lead": _open_lead,
}
"""What a step may do, by the code that content names it with; a test holds the two together."""
