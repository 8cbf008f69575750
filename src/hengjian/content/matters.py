"""A small workflow of coordination or filing as content: who asks, who decides, by which steps, in what time.

Serves the matters of supervision, which know one engine and no kind by name: a bureau adds a kind by one
file. It holds no wording of documents (`content/documents`) and judges nothing.
"""

import re
from collections.abc import Iterable
from typing import Literal

from pydantic import Field, model_validator

from hengjian.content.citation import Citation
from hengjian.content.models import Confidence, Model, Text

FieldType = Literal[
    "line", "text", "date", "number", "choice", "yes",
    "body", "bodies", "item", "officer", "certificate", "invited", "rows",
]  # fmt: skip
"""line: one line · text: paragraphs · body, item, officer, certificate: the number of a register's row ·
bodies: several · invited: the post of an invited supervisor · rows: a table."""
ColumnType = Literal["line", "date", "number", "choice", "yes", "body", "item", "officer"]
Doer = Literal["body", "party", "handler", "chief", "government", "invited"]
"""body: whom the matter concerns or who asks · party: each of several bodies · handler: a supervisor of
the bureau · chief: its head · government: who leads the government of its place · invited: the invited
supervisor who was given it."""
OPEN = "open"
"""The opening, where it is named among the steps."""
_NAME = re.compile(r"^[a-z][a-z0-9_]*$")


class Column(Model):
    """One column of a table that is filled in."""

    name: str
    label: str
    type: ColumnType = "line"
    required: bool = False
    max: int = Field(default=200, gt=0)
    choices: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> "Column":
        if (self.type == "choice") != bool(self.choices):
            raise ValueError(f"{self.name}: a choice has choices, nothing else has")
        return self


class Asked(Model):
    """Something that is asked for at a step. ``secret``: who complained and in which own words; it is kept
    apart, and only whoever handles the matter reads it."""

    name: str
    label: str
    type: FieldType = "line"
    required: bool = True
    max: int = Field(default=200, gt=0)
    choices: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    help: str = ""
    secret: bool = False

    @model_validator(mode="after")
    def _whole(self) -> "Asked":
        if not _NAME.match(self.name):
            raise ValueError(f"not a field's name: {self.name}")
        if (self.type == "choice") != bool(self.choices):
            raise ValueError(f"{self.name}: a choice has choices, nothing else has")
        if (self.type == "rows") != bool(self.columns):
            raise ValueError(f"{self.name}: a table has columns, nothing else has")
        if self.secret and self.type not in ("line", "text"):
            raise ValueError(f"{self.name}: only words are secret")
        return self


class State(Model):
    """Where a matter may stand. ``ended``: nothing moves it from here. ``counts_as``: what else a matter
    is that ended so, such as an assessment of the bodies it was about."""

    code: str
    name: str
    ended: bool = False
    counts_as: Literal["assessment"] | None = None

    @model_validator(mode="after")
    def _whole(self) -> "State":
        if self.counts_as and not self.ended:
            raise ValueError(f"{self.code}: only what ended counts")
        return self


class Term(Model):
    """A term that a step begins: so many days, the step of the deadline profile, or the day that a field
    names. ``whose``: who must act in it. ``duty``: what gives rise to a duty that is due with it."""

    code: str
    name: str
    whose: Literal["bureau", "body"] = "bureau"
    days: int | None = Field(default=None, gt=0)
    unit: Literal["working_day", "calendar_day"] | None = None
    profile: str | None = None
    until: str | None = None
    duty: str | None = None
    basis: tuple[Text, ...] = ()
    confidence: Confidence = "constructed"

    @model_validator(mode="after")
    def _one(self) -> "Term":
        given = [self.days is not None, self.profile is not None, self.until is not None]
        if sum(given) != 1 or (self.days is None) != (self.unit is None):
            raise ValueError(f"{self.code}: days with their unit, or a profile's step, or a field")
        if self.days is not None and (self.confidence == "read") != bool(self.basis):
            raise ValueError(f"{self.code}: what was read has its basis, nothing else has")
        return self


class Step(Model):
    """One step. ``to`` None: the matter stays where it is. ``inside``: bodies do not read it. ``tells``:
    from here on the bodies see the matter. ``shared``: what one body writes, the others read. ``not_by``: steps whose doer may not take this one. ``when_all``:
    the state changes once every party has taken it. ``needs``: conditions of the engine by their codes.
    ``mends``: something that it asks for must differ from what was said before. ``does``: what it changes in a register; ``source``: as what a lead is opened. ``paper``: the document made with it, ``fills``: what its
    fields say, with fields in braces. ``approves``: the government's approval is entered here."""

    code: str
    name: str
    by: Doer
    from_: tuple[str, ...] = Field(alias="from")
    to: str | None = None
    fields: tuple[Asked, ...] = ()
    inside: bool = False
    tells: bool = False
    shared: bool = False
    when_all: bool = False
    not_by: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    mends: bool = False
    does: str | None = None
    source: str | None = None
    paper: str | None = None
    starts: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    approves: bool = False
    fills: dict[str, str] = Field(default_factory=dict)
    arises: str | None = None
    fulfils: tuple[str, ...] = ()
    help: str = ""

    @property
    def label(self) -> str:
        return self.name


class Opening(Model):
    """How a matter begins: by whom, in which state, with what. ``told``: the bodies see it from the start."""

    name: str
    by: tuple[Literal["body", "handler"], ...]
    to: str
    fields: tuple[Asked, ...]
    told: bool = True
    inside: bool = False
    starts: tuple[str, ...] = ()
    arises: str | None = None
    help: str = ""


class MatterKind(Model):
    """One kind of matter. ``heading``: its title, with fields in braces. ``mark``: before its numbers."""

    code: str
    title: str
    power: str
    group: Literal["approval", "filing", "coordination", "supervision", "assessment"]
    about: str
    mark: str = Field(max_length=16)
    heading: str
    order: int = 100
    opens: Opening
    states: tuple[State, ...]
    steps: tuple[Step, ...]
    terms: tuple[Term, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> "MatterKind":
        faults = [*self._unknown(), *self._twice(), *self._lost()]
        if faults:
            raise ValueError(f"{self.code}: {'; '.join(faults)}")
        return self

    def _unknown(self) -> Iterable[str]:
        states = {one.code for one in self.states}
        terms = {one.code for one in self.terms}
        steps = {one.code for one in self.steps} | {OPEN}
        used = [self.opens.to, *(code for one in self.steps for code in one.from_)]
        used += [one.to for one in self.steps if one.to is not None]
        yield from (f"no state {code}" for code in used if code not in states)
        begun = [*self.opens.starts, *(code for one in self.steps for code in one.starts)]
        ended = [code for one in self.steps for code in one.ends]
        yield from (f"no term {code}" for code in (*begun, *ended) if code not in terms)
        yield from (f"term {code} never begins" for code in terms - set(begun))
        yield from (
            f"no step {code}" for one in self.steps for code in one.not_by if code not in steps
        )
        arisen = {self.opens.arises, *(one.arises for one in self.steps)}
        yield from (
            f"nothing gives rise to {one.duty}"
            for one in self.terms
            if one.duty not in {None, *arisen}
        )
        named = {one.name for one in self.fields}
        yield from (
            f"no field {one.until}" for one in self.terms if one.until and one.until not in named
        )
        asked = set(re.findall(r"\{(\w+)\}", self.heading))
        opening = {one.name for one in self.opens.fields if not one.secret}
        yield from (f"no field {name} for the heading" for name in asked - opening - {"body"})

    def _twice(self) -> Iterable[str]:
        for what, codes in (
            ("state", [one.code for one in self.states]),
            ("step", [OPEN, *(one.code for one in self.steps)]),
            ("term", [one.code for one in self.terms]),
        ):
            yield from (f"{what} {code} twice" for code in set(codes) if codes.count(code) > 1)
        types: dict[str, str] = {}
        for one in self.fields:
            if types.setdefault(one.name, one.type) != one.type:
                yield f"field {one.name} has two types"

    def _lost(self) -> Iterable[str]:
        """States that nothing leads to, or that nothing leads out of though they are no end."""
        reached = {self.opens.to}
        while True:
            more = {one.to for one in self.steps if one.to is not None and reached & set(one.from_)}
            if more <= reached:
                break
            reached |= more
        for state in self.states:
            if state.code not in reached:
                yield f"nothing leads to {state.code}"
            out = any(state.code in one.from_ and one.to for one in self.steps)
            if out == state.ended:
                yield f"{state.code} is {'ended and left' if out else 'no end and never left'}"

    @property
    def fields(self) -> tuple[Asked, ...]:
        """All that is asked for on the way."""
        return (*self.opens.fields, *(field for one in self.steps for field in one.fields))

    def state(self, code: str) -> State:
        return next(one for one in self.states if one.code == code)

    def step(self, code: str) -> Step | None:
        return next((one for one in self.steps if one.code == code), None)

    def term(self, code: str) -> Term | None:
        return next((one for one in self.terms if one.code == code), None)

    def steps_from(self, state: str) -> list[Step]:
        return [one for one in self.steps if state in one.from_]

    @property
    def ended(self) -> frozenset[str]:
        return frozenset(one.code for one in self.states if one.ended)

    @property
    def cited(self) -> list[Citation]:
        return [Citation.parse(text) for term in self.terms for text in term.basis]

    @property
    def events(self) -> set[str]:
        """Events of the list of powers that it tells of."""
        told = [self.opens.arises, *(one.arises for one in self.steps)]
        return {one for one in told if one}
