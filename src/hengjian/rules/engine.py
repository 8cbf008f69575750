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
from hengjian.rules import verdicts
from hengjian.rules.expressions import READINGS, Context, Reading, Rows
from hengjian.rules.loading import Book
from hengjian.rules.parameters import unverified
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
    """The rows that break one rule: their facts, verdict numbers, and what they were judged by."""

    rule: Rule
    facts: pl.DataFrame
    numbers: pl.Series
    context: Context


@dataclass(frozen=True)
class Evaluation:
    """One bucket judged: a tally per rule and the hits of those that were broken."""

    tallies: list[Tally]
    hits: list[Hits]


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
    """Judge ``rules`` of one subject on its facts, all at once: what they share is reckoned once."""
    dated, local = with_due_dates(facts, rules, context)
    numbers = _settled(facts, rules, _numbers(dated, rules, local), context)
    tallies: list[Tally] = []
    hits: list[Hits] = []
    for rule in rules:
        column = numbers[rule.id]
        own = dated[_columns_of(rule, local)]  # the book may read hundreds, a rule reads a few
        tallies.append(_tally(rule, own, column, local))
        broken = column >= verdicts.BREAKS
        if broken.any():
            hits.append(Hits(rule, own.filter(broken), column.filter(broken), local))
    return Evaluation(tallies, hits)


def _columns_of(rule: Rule, context: Context) -> list[str]:
    """The columns of a frame `with_due_dates` that the rule and its findings read."""
    dues = verdicts.due_dates([rule])
    made = {context.made[id(due), reading] for due in dues for reading in READINGS}
    return sorted(rule.columns | set(rule.subject.named) | made)


def facts_for(
    subject: Subject, bucket: Bucket, rules: list[Rule], context: Context
) -> tuple[pl.DataFrame, Context]:
    """The facts that ``rules`` read, and the context with the number of stops to reckon with."""
    facts = build_facts(subject, bucket, facts_read(subject, rules))
    return facts, with_stops(facts, context)


def facts_read(subject: Subject, rules: list[Rule]) -> list[str]:
    """The fact columns that ``rules`` read, with the key and the body of their subject."""
    always = [*subject.key, *([subject.body] if subject.body else [])]
    return sorted({*always, *(name for rule in rules for name in rule.columns)})


def with_stops(facts: pl.DataFrame, context: Context) -> Context:
    """The context with the number of clock stops that the facts hold at most."""
    stops = [name for name in facts.columns if name.endswith("stops.since")]
    most = max((facts[name].list.len().max() or 0 for name in stops), default=0)
    return replace(context, most_stops=int(str(most)))


def judged(rule: Rule, facts: pl.DataFrame, context: Context) -> pl.Series:
    """The verdict numbers of one rule, as a run gives them."""
    return _settled(facts, [rule], numbers_of(facts, [rule], context), context)[rule.id]


def numbers_of(facts: pl.DataFrame, rules: list[Rule], context: Context) -> pl.DataFrame:
    """One column of verdict numbers per rule.

    In three steps, each reading columns of the one before, so that nothing is reckoned twice: the
    due dates, the conditions of each rule, its verdict.
    """
    dated, local = with_due_dates(facts, rules, context)
    return _numbers(dated, rules, local)


def _numbers(dated: pl.DataFrame, rules: list[Rule], context: Context) -> pl.DataFrame:
    conditions = [
        expression.alias(name)
        for rule in rules
        for name, expression in verdicts.parts(rule, context).items()
    ]
    # Lazily, because rules share conditions and Polars then finds each of them once.
    held = dated.lazy().select(conditions).collect()
    return held.select(verdicts.verdict(rule).alias(rule.id) for rule in rules)


def with_due_dates(
    facts: pl.DataFrame, rules: list[Rule], context: Context
) -> tuple[pl.DataFrame, Context]:
    """The facts with a column for each due date in both readings, and the context that knows them."""
    made: dict[tuple[int, Reading], str] = {}
    columns: list[pl.Expr] = []
    for number, due in enumerate(verdicts.due_dates(rules)):
        for reading in READINGS if due.parameter.roll == "disputed" else READINGS[:1]:
            name = f"due {number} {reading}"
            columns.append(due.compile(context.read(reading)).alias(name))
            made[id(due), reading] = name
        made.setdefault((id(due), "rolled"), made[id(due), "plain"])
    return facts.with_columns(columns), replace(context, made=made)


def _settled(
    facts: pl.DataFrame, rules: list[Rule], numbers: pl.DataFrame, context: Context
) -> pl.DataFrame:
    """Judges what is open only because a date rests on an unannounced year, where it cannot matter.

    A term that has plainly not run out yet is *fine* whatever next year's notice says; only a breach
    may not rest on a provisional date.
    """
    unknown = {
        rule.id: numbers[rule.id] == verdicts.NOT_JUDGED
        for rule in rules
        if verdicts.counts_days(rule)
    }
    unknown = {id_: column for id_, column in unknown.items() if column.any()}
    if not unknown:
        return numbers
    rows = pl.DataFrame(unknown).select(pl.any_horizontal(pl.all()).arg_true()).to_series()
    provisional = replace(context, calendar=context.calendar.provisional)
    asked = [rule for rule in rules if rule.id in unknown]
    read = sorted({name for rule in asked for name in rule.columns})
    again = numbers_of(facts[rows, read], asked, provisional)
    return numbers.with_columns(
        numbers[id_].scatter(
            rows.filter((again[id_] == verdicts.FINE) & column[rows]), verdicts.FINE
        )
        for id_, column in unknown.items()
    )


def _tally(rule: Rule, facts: pl.DataFrame, numbers: pl.Series, context: Context) -> Tally:
    counts = np.bincount(numbers.to_numpy()).tolist()
    tally = Tally(rule, rows=facts.height)
    exceptions = list(rule.judgement.exceptions)
    for number, count in enumerate(counts):
        if number == verdicts.NOT_CONCERNED or not count:
            continue
        tally.concerned += count
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
    if tally.not_judged:
        tally.missing = missing(rule, facts.filter(numbers == verdicts.NOT_JUDGED), context)
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
    force = verdicts.in_force(rule, context)
    if force is not None:
        yield from rule.at.gaps(plain, plain.reckoned(force).is_null())
