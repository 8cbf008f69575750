"""Who acted in a case, and what his certificate was on each day on which he did.

Serves the page of a record. The state is taken from the version of the register that held on that day,
as it is known now; whom no register knows is said to be unregistered, not uncertified.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any, cast

from hengjian.core.wording import said
from hengjian.domain.records.story import Event
from hengjian.domain.registry.columns import card_state
from hengjian.domain.registry.lists import labels
from hengjian.domain.registry.models import Certificate, Officer, Version

ORDER = ("valid", "suspended", "expired", "withdrawn", "early", "none", "unregistered")
"""From the best to the worst: one good certificate is enough."""
WORDS = {
    "valid": said("证件有效", "valid certificate"),
    "suspended": said("证件暂扣", "certificate suspended"),
    "expired": said("证件过期", "certificate expired"),
    "withdrawn": said("证件已注销", "certificate withdrawn"),
    "early": said("证件尚未生效", "certificate not yet valid"),
    "none": said("没有证件", "no certificate"),
    "unregistered": said("名录中没有此人", "not registered"),
}
_DAYS = ("valid_from", "valid_to", "suspended_from", "suspended_to", "withdrawn_on")


@dataclass(frozen=True)
class Act:
    """What an officer did on a day, and his certificate's state then."""

    day: date
    words: str
    state: str
    needed: bool

    @property
    def bad(self) -> bool:
        return self.needed and self.state != "valid"


@dataclass(frozen=True)
class Acting:
    """An officer in a case. ``pk``: of his row in the register, if there is one."""

    code: str
    name: str
    kind: str
    pk: int | None
    acts: tuple[Act, ...]

    @property
    def state(self) -> str:
        """The worst state of any act that wanted a certificate, else of any."""
        wanted = [one for one in self.acts if one.needed] or list(self.acts)
        return max((one.state for one in wanted), key=ORDER.index)

    @property
    def words(self) -> Any:
        """Who did nothing that wants a certificate is not said to lack one."""
        wanted = any(one.needed for one in self.acts) or self.state in ("valid", "unregistered")
        return WORDS[self.state] if wanted else said("所办活动不须证件", "no certificate needed")

    @property
    def tone(self) -> str:
        if self.state == "valid":
            return "good"
        needed = any(one.needed for one in self.acts)
        return "bad" if needed and self.state != "unregistered" else "warn" if needed else "quiet"

    @property
    def bad_acts(self) -> list[Act]:
        return [one for one in self.acts if one.bad]


def acting_in(events: Sequence[Event]) -> list[Acting]:
    """The officers of these events, in the order in which they appear."""
    codes = list(dict.fromkeys(code for event in events for code in event.officers))
    if not codes:
        return []
    known = {one.code: one for one in Officer.objects.filter(code__in=codes)}
    cards: dict[int, list[Certificate]] = {}
    for card in Certificate.objects.filter(officer__in=known.values()):
        cards.setdefault(card.officer_id, []).append(card)
    versions: dict[int, list[Version]] = {}
    rows = [card.pk for held in cards.values() for card in held]
    for version in Version.objects.filter(register="certificates", row__in=rows, known_to=None):
        versions.setdefault(version.row, []).append(version)
    kinds = labels("person_kinds")
    found = []
    for code in codes:
        officer = known.get(code)
        held = cards.get(officer.pk, []) if officer else None
        acts = tuple(
            Act(event.day, event.words, _state(held, versions, event.day), "needs_cert" in event.marks)
            for event in events if code in event.officers
        )  # fmt: skip
        name = officer.name if officer else ""
        kind = kinds.get(officer.kind, officer.kind) if officer else ""
        found.append(Acting(code, name or code, kind, officer.pk if officer else None, acts))
    return found


def _state(
    held: Sequence[Certificate] | None, versions: Mapping[int, Sequence[Version]], day: date
) -> str:
    """The best state of any of his certificates on that day."""
    if held is None:
        return "unregistered"
    states = [_state_of(card, versions.get(card.pk, ()), day) for card in held]
    return min(states, key=ORDER.index, default="none")


def _state_of(card: Certificate, versions: Sequence[Version], day: date) -> str:
    told: Any = card
    for one in versions:
        begun = one.valid_from is None or one.valid_from <= day
        if begun and (one.valid_to is None or day < one.valid_to):
            told = SimpleNamespace(**{name: _day(one.values.get(name)) for name in _DAYS})
    state = card_state(cast(Certificate, told), day, 0)
    return "valid" if state == "expiring" else state


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if value else None
