"""Runs a book over the facts of one bucket: one select per subject, findings are true positions.

Serves the bulk run and the check of one case alike. It reports rules planned and run, rows looked
at and rows not judged with what was missing; a rule that looked at no row is said so.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import polars as pl

from hengjian.content import Content, say
from hengjian.facts import Bucket, Subject, build_facts
from hengjian.facts.sheet import Sheet
from hengjian.rules import verdicts
from hengjian.rules.concerns import sorted_by
from hengjian.rules.expressions import Context
from hengjian.rules.judging import Judge, Verdict, most_stops
from hengjian.rules.loading import Book
from hengjian.rules.parameters import unverified
from hengjian.rules.reckoning.rows import Rows
from hengjian.rules.rule import Rule
from hengjian.terms.columns import columns_of


def context_of(content: Content, as_of: date) -> Context:
    """What a run on the day ``as_of`` is judged by."""
    profile = content.profile
    return Context(
        as_of,
        columns_of(content),
        profile.timezone,
        say(profile.currency, profile.currency_en),
    )


@dataclass
class Tally:
    """What one rule did in one run. ``missing``: what was missing → rows not judged for want of it."""

    rule: Rule
    rows: int = 0
    concerned: int = 0
    fine: int = 0
    exempt: int = 0
    not_judged: int = 0
    broken: int = 0
    clashes: int = 0
    missing: dict[str, int] = field(default_factory=dict)
    exempt_by: dict[str, int] = field(default_factory=dict)

    def add(self, other: "Tally") -> None:
        for name in ("rows", "concerned", "fine", "exempt", "not_judged", "broken", "clashes"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for mine, theirs in ((self.missing, other.missing), (self.exempt_by, other.exempt_by)):
            for label, count in theirs.items():
                mine[label] = mine.get(label, 0) + count


@dataclass(frozen=True)
class Hits:
    """The rows that break one rule: their facts, verdict numbers, and what they were judged by.

    ``places``: where each row stood in the frame that was judged, where that is asked for.
    """

    rule: Rule
    facts: pl.DataFrame
    numbers: pl.Series
    context: Context
    places: pl.Series = field(default_factory=pl.Series)


@dataclass(frozen=True)
class Evaluation:
    """One bucket judged: a tally per rule and the hits of those that were broken."""

    tallies: list[Tally]
    hits: list[Hits]


def together(parts: list[Evaluation]) -> Evaluation:
    """What was judged frame by frame as one: a tally and the hits of each rule."""
    tallies: dict[str, Tally] = {}
    hits: dict[str, list[Hits]] = {}
    for part in parts:
        for tally in part.tallies:
            tallies.setdefault(tally.rule.id, Tally(tally.rule)).add(tally)
        for hit in part.hits:
            hits.setdefault(hit.rule.id, []).append(hit)
    return Evaluation(list(tallies.values()), [_joined(found) for found in hits.values()])


def _joined(hits: list[Hits]) -> Hits:
    if len(hits) == 1:
        return hits[0]
    return Hits(
        hits[0].rule,
        pl.concat([hit.facts for hit in hits], rechunk=True),
        pl.concat([hit.numbers for hit in hits]),
        max((hit.context for hit in hits), key=lambda context: context.most_stops),
        pl.concat([hit.places for hit in hits]),
    )


def evaluate(book: Book, bucket: Bucket, context: Context) -> Evaluation:
    """Judge every executable rule of ``book`` on ``bucket``."""
    tallies: list[Tally] = []
    hits: list[Hits] = []
    for subject in book.subjects:
        rules = book.of_subject(subject.name)
        facts, local = facts_for(subject, bucket, rules, context)
        part = judge(rules, facts, local)
        tallies += part.tallies
        hits += part.hits
    return Evaluation(tallies, hits)


def judge(rules: list[Rule], facts: pl.DataFrame, context: Context) -> Evaluation:
    """Judge ``rules`` of one subject on its facts."""
    return evaluated(Judge(rules, context), facts)


def evaluated(
    judge: Judge, facts: pl.DataFrame | Sheet, *, tell_missing: bool = True
) -> Evaluation:
    """What a judge finds in ``facts``; ``tell_missing``: also what the open rows lack."""
    tallies: list[Tally] = []
    hits: list[Hits] = []
    for verdict in judge.verdicts(facts):
        tallies.append(_tally(verdict, facts.height, tell_missing=tell_missing))
        broken = verdict.numbers >= verdicts.BREAKS
        if broken.any():
            hits.append(
                Hits(
                    verdict.rule,
                    verdict.facts(broken),
                    verdict.numbers.filter(broken),
                    verdict.context,
                    verdict.places.filter(broken),
                )
            )
    return Evaluation(tallies, hits)


def judged(rule: Rule, facts: pl.DataFrame, context: Context) -> pl.Series:
    """The verdict numbers of one rule on every row, as a run gives them."""
    (verdict,) = Judge([rule], context).verdicts(facts)
    return verdict.of_every_row.alias(rule.id)


def facts_for(
    subject: Subject, bucket: Bucket, rules: list[Rule], context: Context
) -> tuple[pl.DataFrame, Context]:
    """The facts that ``rules`` read, and the context with the number of stops to reckon with."""
    facts = build_facts(subject, bucket, facts_read(subject, rules))
    return facts, with_stops(facts, context)


def facts_read(subject: Subject, rules: list[Rule]) -> list[str]:
    """The fact columns that ``rules`` read, with those that name and sort the subject's rows."""
    read = {name for rule in rules for name in rule.columns}
    return sorted({*subject.named, *sorted_by(subject), *read})


def with_stops(facts: pl.DataFrame, context: Context) -> Context:
    """The context with the number of clock stops that the facts hold at most."""
    return replace(context, most_stops=most_stops(facts))


def _tally(verdict: Verdict, rows: int, *, tell_missing: bool) -> Tally:
    rule, numbers = verdict.rule, verdict.numbers
    tally = Tally(rule, rows, verdict.concerned, verdict.fine)
    exceptions = list(rule.judgement.exceptions)
    for number, count in enumerate(np.bincount(numbers.to_numpy()).tolist()):
        if not count:
            continue
        if number == verdicts.FINE:
            tally.fine += count
        elif number == verdicts.NOT_JUDGED:
            tally.not_judged += count
        elif number == verdicts.CLASH:
            tally.clashes += count
        elif number >= verdicts.BREAKS:
            tally.broken += count
        else:
            tally.exempt += count
            name = exceptions[number - verdicts.EXEMPT]
            tally.exempt_by[name] = tally.exempt_by.get(name, 0) + count
    if tally.not_judged and tell_missing:
        open_ = verdict.facts(numbers == verdicts.NOT_JUDGED)
        tally.missing = missing(rule, open_, verdict.context)
    return tally


def missing(rule: Rule, rows: pl.DataFrame, context: Context) -> dict[str, int]:
    """What the rule could not judge ``rows`` for, and in how many of them, the most frequent first.

    A parameter that nobody has entered comes before as many missing facts. Of these only such are
    told as left a condition open: one that is missing beside a false condition changes nothing.
    """
    found: dict[str, pl.Series] = {}
    for label, where in _gaps(rule, rows, context):
        found[label] = found[label] | where if label in found else where
    unentered = {unverified(chosen.parameter) for chosen in rule.chosen}
    counted = {label: int(where.sum()) for label, where in found.items() if where.any()}
    order = sorted(counted, key=lambda label: (-counted[label], label not in unentered))
    return {label: counted[label] for label in order}


def _gaps(rule: Rule, facts: pl.DataFrame, context: Context) -> Iterator[tuple[str, pl.Series]]:
    """What is missing in rows that are not judged: of the rule's date, and of each condition."""
    judgement = rule.judgement
    plain = Rows(facts, context)
    for condition in (judgement.applies, judgement.breaks, *judgement.exceptions.values()):
        yield from condition.gaps(plain, plain(condition).is_null())
    if verdicts.has_two_readings(judgement.breaks):
        rolled = Rows(facts, context.read("rolled"))
        yield from judgement.breaks.gaps(rolled, rolled(judgement.breaks).is_null())
    force = verdicts.in_force(rule)
    if force is not None:
        yield from rule.at.gaps(plain, plain(force).is_null())
