"""Duties arise: of something that happened, of facts that stand today, of the year.

Serves the actions of other nouns and the nightly job. A duty arises once for a fact: whoever tells the
same again changes nothing. What ends by itself ends because its fact ended.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models, transaction

from hengjian.content import powers as content_powers
from hengjian.content.powers import Power, PowerList
from hengjian.core.clock import day_of
from hengjian.core.entries.actions import record
from hengjian.core.people.models import Post
from hengjian.domain.registry.models import Body
from hengjian.domain.supervision.duties.actions import end
from hengjian.domain.supervision.duties.counting import due_of
from hengjian.domain.supervision.duties.models import OPEN, Duty
from hengjian.domain.supervision.duties.owing import Bureaus, Owing
from hengjian.domain.supervision.duties.powers import list_in_force

REMEMBERED = timedelta(days=400)
"""So long a person's word that a fact needs nothing more holds for that fact."""


@dataclass(frozen=True)
class Standing:
    """Facts of one kind that stand today about one body or bureau: what `keep_in_step` compares.

    ``facts`` names the rows; where they are too many to name, ``number`` and ``since`` are told.
    ``power``: the one power that they are about; None: all that the list names for the event.
    """

    key: str
    facts: tuple[str, ...] = ()
    number: int = 0
    since: date | None = None
    power: str | None = None
    body: Body | None = None
    whose: Owing | None = None
    words: str = ""


@dataclass
class _Arising:
    """What a duty is made with, once it is known that it arises."""

    powers: PowerList
    bureaus: Bureaus
    by: Post | None
    at: datetime
    made: list[Duty] = field(default_factory=list)

    def put(
        self, power: Power, duty: content_powers.Duty, owing: Owing, *, start: date, **more: Any
    ) -> Duty:
        due = due_of(duty, start, listed=self.powers.title)
        row = Duty(
            list_id=self.powers.id, power=power.code, says=duty.says, event=duty.event,
            unit=owing.bureau, handler=owing.handler, start=start, due_on=due.due, sum=due.sum,
            source=due.source[:300], arose_at=self.at, **more,
        )  # fmt: skip
        row.save()
        payload = {
            "power": row.power, "event": row.event, "unit": row.unit_id, "due": str(row.due_on)
        }  # fmt: skip
        payload |= {"body": row.body_id} if row.body_id else {}
        record("duty.arose", subject=row, payload=payload, by=self.by, at=self.at)
        self.made.append(row)
        return row

    def owing(self, power: Power, body: Body | None, whose: Owing | None) -> Owing | None:
        """Who owes it: who has the matter, if its tier leads in this power, else the next that does."""
        if whose is None:
            if body is None:
                return None
            return self.bureaus.owing(power, body.unit.division, body.unit)
        if power.tiers.get(whose.bureau.division.level) == "lead":  # type: ignore[call-overload]
            return whose
        return self.bureaus.owing(power, whose.bureau.division)


@transaction.atomic
def arose(
    event: str,
    *,
    about: models.Model | None = None,
    key: str = "",
    body: Body | None = None,
    whose: Owing | None = None,
    rule: str = "",
    words: str = "",
    start: date | None = None,
    by: Post | None,
    at: datetime,
) -> list[Duty]:
    """Something happened in which the list of powers sees duties: a complaint came, a talk was held.

    ``body`` is whom it concerns, ``whose`` the bureau and section that have the matter (without it they
    are found from the body), ``about`` its row. The same ``key`` (usually from ``about``) gives rise to a
    duty once; gives those that are new.
    """
    day = start or day_of(at)
    arising = _Arising(list_in_force(day_of(at)), Bureaus(), by, at)
    named = key or _key(about, body, whose)
    place = f"{event}:{named}"
    had = set(Duty.objects.filter(key__startswith=place).values_list("power", "key"))
    for power, duty, mark in _marked(arising.powers.raised_by(event, rule or None), place):
        owing = arising.owing(power, body, whose)
        if (power.code, mark) in had or owing is None:
            continue
        arising.put(
            power, duty, owing, start=day, key=mark, body=body, words=words[:300],
            about_type=about._meta.label_lower if about is not None else "",
            about_id=about.pk if about is not None else None,
        )  # fmt: skip
    return arising.made


@transaction.atomic
def keep_in_step(
    event: str,
    standing: Iterable[Standing],
    *,
    of_body: int | None = None,
    by: Post | None,
    at: datetime,
) -> list[Duty]:
    """Bring the duties of an event in step with the facts that stand today: new ones arise, the number
    of open ones grows or falls, those whose facts are gone end. Gives the new ones.

    A duty is as old as its oldest fact: when that one is gone, the duty is done, and what is left is a
    new one with a term of its own. ``of_body``: only those of one body are looked at.
    """
    day = day_of(at)
    arising = _Arising(list_in_force(day), Bureaus(), by, at)
    rows = Duty.objects.filter(event=event).select_for_update(of=("self",))
    if of_body is not None:
        rows = rows.filter(body=of_body)
    is_open = {(one.power, one.key): one for one in rows.filter(state__in=OPEN)}
    settled = _settled(rows, day)
    named = arising.powers.raised_by_event(event)
    for one in standing:
        for power, duty, mark in _marked(named, f"{event}:{one.key}"):
            if one.power is not None and power.code != one.power:
                continue
            place = (power.code, mark)
            owed = _Owed(one, power, duty, mark, is_open.pop(place, None), settled.get(place))
            _follow(arising, owed, day)
    for row in is_open.values():
        end(row, "", dropped=False, by=by, at=at)
    return arising.made


@dataclass
class _Owed:
    """One place of a comparison: the facts that stand, and the duties that there are about them."""

    one: Standing
    power: Power
    duty: content_powers.Duty
    mark: str
    row: Duty | None
    settled: "_Settled | None"

    def facts(self, day: date) -> dict[str, str]:
        """The facts that call for something, each with the day since when it has been seen."""
        known: dict[str, str] = dict(self.row.facts) if self.row is not None else {}
        done = self.settled.facts if self.settled is not None else set()
        left = [fact for fact in self.one.facts if fact in known or fact not in done]
        return {fact: known.get(fact, day.isoformat()) for fact in left}


def _follow(arising: _Arising, owed: _Owed, day: date) -> None:
    one, row = owed.one, owed.row
    facts = owed.facts(day)
    if one.facts and not facts:
        return
    since = one.since or date.fromisoformat(min(facts.values(), default=day.isoformat()))
    number = len(facts) or one.number
    settled = owed.settled
    if row is None and not one.facts and settled is not None and since <= settled.until:
        return
    if row is not None and since <= row.start:
        if (row.number, row.facts) != (number, facts):
            row.number, row.facts = number, facts
            row.save(update_fields=["number", "facts"])
        return
    if row is not None:
        end(row, "", dropped=False, by=arising.by, at=arising.at)
    owing = arising.owing(owed.power, one.body, one.whose)
    start = since if row is not None else _seen_from(arising, owed, since, day)
    if owing is not None:
        arising.put(
            owed.power, owed.duty, owing, start=start, key=owed.mark, body=one.body,
            words=one.words[:300], facts=facts, number=number,
        )  # fmt: skip


def _seen_from(arising: _Arising, owed: _Owed, since: date, day: date) -> date:
    """The day from which the term runs of facts that nobody was told of yet: no term ends before it was
    told, nor begins before the list of powers was in force."""
    start = max(since, arising.powers.from_)
    due = due_of(owed.duty, start, listed=arising.powers.title).due
    return start if due >= day else day


@dataclass
class _Settled:
    """What a person said needs nothing more: these facts, and all up to this day."""

    until: date
    facts: set[str] = field(default_factory=set)


def _settled(rows: models.QuerySet[Duty], day: date) -> dict[tuple[str, str], _Settled]:
    found: dict[tuple[str, str], _Settled] = {}
    ended = rows.filter(ended_by__isnull=False, ended_on__gte=day - REMEMBERED).order_by("ended_on")
    for one in ended:
        place = found.setdefault((one.power, one.key), _Settled(one.ended_on or day))
        place.until = one.ended_on or day
        place.facts |= set(one.facts or ())
    return found


@transaction.atomic
def yearly_due(*, by: Post | None, at: datetime) -> list[Duty]:
    """Each bureau owes this year's work; what was due before anybody could see it is not counted."""
    day = day_of(at)
    arising = _Arising(list_in_force(day), Bureaus(), by, at)
    had = set(Duty.objects.filter(event="yearly", start__year=day.year).values_list("power", "key"))
    for power, duty in arising.powers.raised_by_event("yearly"):
        for bureau in arising.bureaus.leading(power):
            key = f"yearly:{bureau.pk}:{day.year}:{duty.by}"
            due = date.fromisoformat(f"{day.year}-{duty.by}")
            if (power.code, key) not in had and due >= day:
                whose = arising.bureaus.own(bureau)
                arising.put(power, duty, whose, start=date(day.year, 1, 1), key=key)
    return arising.made


def _marked(
    named: Iterable[tuple[Power, content_powers.Duty]], place: str
) -> list[tuple[Power, content_powers.Duty, str]]:
    """Each duty with its key: a second one that a power has for the same event stands apart."""
    seen: Counter[str] = Counter()
    found = []
    for power, duty in named:
        number = seen[power.code]
        seen[power.code] += 1
        found.append((power, duty, f"{place}#{number + 1}" if number else place))
    return found


def _key(about: models.Model | None, body: Body | None, whose: Owing | None) -> str:
    if about is not None:
        return f"{about._meta.label_lower}:{about.pk}"
    if body is not None:
        return f"body:{body.pk}"
    if whose is None:
        raise ValueError("a duty is about a row, a body or a bureau")
    return f"unit:{whose.bureau.pk}"
