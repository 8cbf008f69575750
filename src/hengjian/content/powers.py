"""The list of powers and duties of a supervision body: who may do what, must do what, on what basis.

Serves every action of supervision, which names its power, and the pages that answer the four questions:
what may be done, what must be done, on what basis, what follows if it is not. A norm of another province
is a `reference`: it may be read beside the power, and is never printed on a document.
"""

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from hengjian.content.citation import Citation
from hengjian.content.models import Confidence, Model, Text

Tier = Literal["city", "county", "township", "village"]
Part = Literal["lead", "join", "assist"]


class Duty(Model):
    """Something that must be done once ``event`` happened: in so many days, in the term that a
    deadline profile gives ``step``, or each year ``by`` a day (month-day)."""

    event: str
    says: str
    rules: tuple[str, ...] = ()
    days: int | None = None
    unit: Literal["working_day", "calendar_day"] | None = None
    step: str | None = None
    by: Text | None = None
    confidence: Confidence = "constructed"

    @model_validator(mode="after")
    def _one_term(self) -> "Duty":
        given = [self.days is not None, self.step is not None, self.by is not None]
        if sum(given) != 1 or (self.days is None) != (self.unit is None):
            raise ValueError("a duty has days with their unit, or a step, or a day of the year")
        if (self.event == "yearly") != (self.by is not None):
            raise ValueError("a yearly duty has its day, and no other")
        if self.by is not None:
            date.fromisoformat(f"2025-{self.by}")
        return self


class Power(Model):
    """One line of the list. ``documents``: what is written in exercising it."""

    number: int
    code: str
    name: str
    group: str
    tiers: dict[Tier, Part]
    duty: str
    may: tuple[str, ...]
    manner: str
    basis: tuple[Text, ...]
    reference: tuple[Text, ...] = ()
    consequence: str
    consequence_basis: tuple[Text, ...] = ()
    duties: tuple[Duty, ...]
    documents: tuple[str, ...]


class Common(Model):
    """What follows for all lines alike where a duty is not done."""

    consequence: str
    basis: tuple[Text, ...]


class PowerList(Model):
    """One list with its dates in force. ``confidence``: of its selection and wording."""

    id: str
    title: str
    territory: Text
    from_: date = Field(alias="from")
    until: date | None = None
    confidence: Confidence
    common: Common
    powers: tuple[Power, ...]

    @model_validator(mode="after")
    def _numbered(self) -> "PowerList":
        numbers = [power.number for power in self.powers]
        if numbers != list(range(1, len(numbers) + 1)):
            raise ValueError("the powers are numbered 1, 2, 3, … in order")
        if len({power.code for power in self.powers}) != len(numbers):
            raise ValueError("two powers have one code")
        return self

    def __getitem__(self, code: str) -> Power:
        for power in self.powers:
            if power.code == code:
                return power
        raise KeyError(code)

    def named(self, code: str) -> Power | None:
        """That line; None where this list, perhaps a city's own, has none of this code."""
        return next((power for power in self.powers if power.code == code), None)

    def of_tier(self, tier: str) -> list[Power]:
        """The powers in which a tier has a part, in the order of the list."""
        return [power for power in self.powers if tier in power.tiers]

    def raised_by(self, event: str, rule: str | None = None) -> list[tuple[Power, Duty]]:
        """The duties that an event gives rise to; for findings those about this rule."""
        return [
            (power, duty)
            for power, duty in self.raised_by_event(event)
            if event != "finding" or rule in duty.rules
        ]

    def raised_by_event(self, event: str) -> list[tuple[Power, Duty]]:
        """The duties of an event, whatever rule it is about."""
        return [(one, duty) for one in self.powers for duty in one.duties if duty.event == event]

    @property
    def cited(self) -> list[Citation]:
        """Every norm that the list rests on; references are none of them."""
        texts = [*self.common.basis]
        for power in self.powers:
            texts += [*power.basis, *power.consequence_basis]
        return [Citation.parse(text) for text in texts]
