"""The truth: which subject breaks, keeps or is exempt from which rule, by the articles.

Serves whoever holds the rule book against the simulation. It says nothing of what was not planted;
open terms are judged as of the day on which the data were drawn.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import NONE, Ints, year_of
from hengjian.simulator.events import Happened
from hengjian.simulator.plants.plant import Plant

SCHEMA: dict[str, pl.DataType] = {
    "rule": pl.String(),
    "subject": pl.String(),
    "occurrence": pl.String(),
    "verdict": pl.String(),
    "how": pl.String(),
}
_MARK = "〔模拟数据〕"
_YEAR_END = 21
"""Days before the end of a year in which one may differ on the year to which a case belongs."""


@dataclass
class Truth:
    """Verdicts, one after the other. ``occurrence``: the subject's key, joined by "/"."""

    rows: list[tuple[str, str, str, str, str]] = field(default_factory=list)
    _yearly: list[tuple[str, str, int, str, str, bool]] = field(default_factory=list)
    _met: set[tuple[str, int]] = field(default_factory=set)
    _inspecting: set[tuple[str, int]] = field(default_factory=set)

    def tell(self, rule: str, subject: str, occurrence: str, verdict: str, how: str) -> None:
        self.rows.append((rule, subject, occurrence, verdict, f"{how}{_MARK}"))

    def tell_years(
        self,
        rule: str,
        body: str,
        years: Iterable[int],
        verdict: str,
        how: str,
        *,
        inspecting: bool = False,
    ) -> None:
        """As `tell`, about a body's years; years in which the body has no case are left out.

        ``inspecting``: so are years in which it began no inspection.
        """
        self._yearly += [(rule, body, year, verdict, how, inspecting) for year in years]

    def meet(self, b: Batch) -> None:
        """Remember in which years the bodies of this batch had a case, wherever it is counted."""
        root = b.day["root"]
        sure = year_of(root) == year_of(root + _YEAR_END)
        bodies = [body.id for body in b.registry.bodies]
        pairs = np.unique(np.stack([b.value["body"][sure], year_of(root[sure])]), axis=1)
        self._met |= {(bodies[body], year) for body, year in pairs.T.tolist()}
        if b.story == "inspection":
            began = _began(b)
            known = began <= b.registry.as_of
            pairs = np.unique(np.stack([b.value["body"][known], year_of(began[known])]), axis=1)
            self._inspecting |= {(bodies[body], year) for body, year in pairs.T.tolist()}

    def table(self) -> pl.DataFrame:
        """All verdicts; a subject that several plants share is told once for each rule."""
        told = Truth(self.rows.copy())
        for rule, body, year, verdict, how, inspecting in self._yearly:
            if (body, year) in (self._inspecting if inspecting else self._met):
                told.tell(rule, "body_year", f"{body}/{year}", verdict, how)
        frame = pl.DataFrame(told.rows, schema=SCHEMA, orient="row")
        return frame.unique(["rule", "subject", "occurrence"], keep="first", maintain_order=True)


def _began(b: Batch) -> Ints:
    """The day of the first step of each case."""
    later = b.registry.as_of + 1
    first: Ints = np.minimum.reduce([np.where(d == NONE, later, d) for d in b.day.values()])
    return first


@dataclass(frozen=True)
class Keys:
    """How the subjects of a batch are called once its events are numbered."""

    b: Batch
    done: Happened
    case_ids: list[str]
    party_ids: list[str]

    def _case(self, row: int) -> str:
        return f"{self._body(row)}/{self.case_ids[row]}"

    def _body(self, row: int) -> str:
        return self.b.registry.bodies[int(self.b.value["body"][row])].id

    def _year(self, row: int) -> int:
        return int(year_of(np.array([self.b.day["root"][row]]))[0])

    def of(self, subject: str, rows: Ints, group: int) -> list[tuple[str, str]]:
        """The subject's name and key for each of these cases, or group of cases."""
        name, _, step = subject.partition(":")
        if name == "act":
            place = [s.name for s in self.b.steps].index(step)
            seq = self.done.seq_of(place, rows)
            return [(name, f"{self._case(row)}/{seq[row]}") for row in rows.tolist()]
        if name == "act_pair":
            return self._act_pairs(step, rows)
        if name in ("case_pair", "matter_pair", "visit_pair"):
            pairs = zip(rows[1::2].tolist(), rows[0::2].tolist(), strict=True)
            return [(name, f"{self._case(late)}/{self._case(early)}") for late, early in pairs]
        if name == "enterprise_year":
            return [
                (name, f"{self._body(row)}/{self.party_ids[row]}/{self._year(row)}")
                for row in rows[::group].tolist()
            ]
        if name == "body_year":
            return [(name, f"{self._body(row)}/{self._year(row)}") for row in rows.tolist()]
        some = {"first": rows[::group], "last": rows[group - 1 :: group]}.get(step, rows)
        return [(name, self._case(row)) for row in some.tolist()]

    def _act_pairs(self, step: str, rows: Ints) -> list[tuple[str, str]]:
        """The officers whom two acts share; the later act first, of equal ones the later number."""
        place = [s.name for s in self.b.steps].index(step)
        seq = self.done.seq_of(place, rows)
        ids = self.b.registry.people.ids()
        teams = {
            row: {int(self.b.value[name][row]) for name in ("handler", "handler2")}
            for row in rows.tolist()
        }
        found = []
        for pair in zip(rows[0::2].tolist(), rows[1::2].tolist(), strict=True):
            early, late = sorted(
                pair, key=lambda row: (self.b.minute[step][row], self.case_ids[row])
            )
            acts = "/".join(f"{self._case(row)}/{seq[row]}" for row in (late, early))
            shared = sorted(teams[late] & teams[early])
            found += [("act_pair", f"{acts}/{ids[number]}") for number in shared]
        return found


def tell(truth: Truth, keys: Keys, planted: list[tuple[Plant, Ints]]) -> None:
    """Write down what was planted into one batch, with what was broken along with it."""
    for plant, rows in planted:
        for name, key in keys.of(plant.subject, rows, plant.group):
            truth.tell(plant.rule, name, key, plant.verdict, plant.how)
        for also in plant.also:
            told, _, verdict = also.partition("!")
            rule, _, subject = told.partition("@")
            for name, key in keys.of(subject or "case", rows, plant.group):
                truth.tell(rule, name, key, verdict or plant.verdict, f"{plant.how}，一并违反")
