"""Findings: the rows that break a rule, each with what proves it and what would have been right.

Serves reports, worklists and exports. A finding's identity is rule, subject and occurrence, not the
version of the rule; so a re-run recognises it. The sum of a term is written out for each finding.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl

from hengjian.content import models, say
from hengjian.content.citation import Citation
from hengjian.content.speech import language, speaking
from hengjian.facts import Column, Type
from hengjian.rules import verdicts
from hengjian.rules.engine import Hits
from hengjian.rules.expressions import Context, Fact
from hengjian.rules.parameters import (
    Choice,
    Term,
)
from hengjian.rules.rule import Rule
from hengjian.standard.wording import filled, places
from hengjian.terms import Length, Stop, count
from hengjian.terms.period import Roll

SCHEMA: dict[str, pl.DataType] = {
    "finding": pl.String(),
    "rule": pl.String(),
    "title": pl.String(),
    "severity": pl.String(),
    "nature": pl.String(),
    "subject": pl.String(),
    "body_id": pl.String(),
    "case_id": pl.String(),
    "occurrence": pl.String(),
    "on": pl.Date(),
    "says": pl.String(),
    "right": pl.String(),
    "because": pl.String(),
    "articles": pl.String(),
    "sum": pl.String(),
    "evidence": pl.List(pl.String),
    "parameters": pl.List(pl.String),
}
"""The columns of a findings table, one row per finding. ``on``: the date the rule goes by;
none where that is an open end."""


def empty() -> pl.DataFrame:
    return pl.DataFrame(schema=SCHEMA)


def findings_of(hits: Hits) -> pl.DataFrame:
    """The findings of one rule, in the order of the rows."""
    return Writer(hits.rule, hits.context)(hits)


class Writer:
    """Writes the findings of one rule; what it says of one term it says again without reckoning."""

    def __init__(self, rule: Rule, context: Context) -> None:
        self._rule, self._context = rule, context
        self._columns = _columns(rule, context)
        weights = verdicts.weights_of(rule)
        self._weights = {
            "severity": pl.Series([weight.severity.value for weight in weights]),
            "nature": pl.Series([weight.nature.value for weight in weights]),
            "because": pl.Series([weight.because for weight in weights]),
        }
        self._options = [
            pl.Series([describe(node.parameter, choice) for choice in node.choices])
            for node in rule.chosen
        ]
        self._known: dict[Any, str | None] = {}

    def __call__(self, hits: Hits) -> pl.DataFrame:
        with speaking(language()):
            # One select for all that is made of columns: a book has many rules, most find little.
            made = hits.facts.select(**self._columns)
            weighed = hits.numbers.cast(pl.UInt32) - verdicts.BREAKS
            named = [identity_of(self._rule.id, occurrence) for occurrence in made["occurrence"]]
            sums = _sums(self._rule, made, self._context, self._known)
            told = {
                "finding": pl.Series(named, dtype=pl.String),
                **{name: texts.gather(weighed) for name, texts in self._weights.items()},
                "sum": pl.Series(sums, dtype=pl.String),
                "parameters": self._parameters(made),
            }
        return pl.DataFrame(
            {name: told[name] if name in told else made[name] for name in SCHEMA}, schema=SCHEMA
        )

    def _parameters(self, made: pl.DataFrame) -> pl.Series:
        """The values chosen for each row, in words; of a parameter without one nothing is said."""
        chosen = [
            options.gather(made[f"choice {i}"].cast(pl.UInt32)).alias(f"choice {i}")
            for i, options in enumerate(self._options)
        ]
        if not chosen:
            return pl.Series([[]], dtype=pl.List(pl.String)).new_from_index(0, made.height)
        return pl.DataFrame(chosen).select(pl.concat_list(pl.all()).list.drop_nulls()).to_series()


def _columns(rule: Rule, context: Context) -> dict[str, pl.Expr]:
    """All of a finding that is made of the facts' columns, and what the rest is made from."""
    judgement = rule.judgement
    body, case = rule.subject.body, rule.subject.case
    nothing = pl.lit(None, dtype=pl.String)
    shown = _shown(rule, context)
    return {
        "rule": pl.lit(rule.id),
        "title": pl.lit(rule.title),
        "subject": pl.lit(rule.subject.name),
        "articles": pl.lit(rule.cited()),
        "body_id": pl.col(body) if body else nothing,
        "case_id": pl.col(case) if case else nothing,
        "occurrence": rule.subject.occurrence,
        "on": _dated(rule.at.compile(context)),
        "says": sentence(judgement.says, shown),
        "right": sentence(judgement.right, shown),
        "evidence": _evidence(rule, context),
        **_choices(rule, context),
        **_term(rule, context),
    }


def identity_of(rule: str, occurrence: str) -> str:
    """A short stable name for (rule, subject and occurrence)."""
    return hashlib.blake2b(f"{rule}\x1f{occurrence}".encode(), digest_size=8).hexdigest()


OPEN_END = date(9000, 1, 1)
"""From here on a date only says that there is no end."""


def _dated(at: pl.Expr) -> pl.Expr:
    """The date of a finding; an end that is open is none."""
    return pl.when(at < pl.lit(OPEN_END)).then(at)


# --- text -----------------------------------------------------------------------------------------------


def shown_value(
    value: pl.Expr,
    type_: Type,
    context: Context,
    labels: dict[str, str] | None = None,
    *,
    say: Callable[[str, str], str] = say,
) -> pl.Expr:
    """A value as a person reads it; missing ones as （无记载）. ``say`` chooses the language."""
    nothing = pl.lit(say(_NOT_STATED, "(not stated)"))
    match type_:
        case Type.MONEY:
            sign = pl.when(value < 0).then(pl.lit("-")).otherwise(pl.lit(""))
            cents = (value.abs() % 100).cast(pl.String).str.zfill(2)
            text = pl.concat_str(sign, (value.abs() // 100).cast(pl.String), pl.lit("."), cents)
            text = text + (f" {context.currency}" if context.currency else "")
        case Type.DATE:
            text = value.dt.to_string("%Y-%m-%d")
        case Type.MOMENT:
            text = value.dt.convert_time_zone(context.timezone).dt.to_string("%Y-%m-%d %H:%M")
        case Type.BOOLEAN:
            text = (
                pl.when(value)
                .then(pl.lit(say("是", "yes")))
                .when(~value)
                .then(pl.lit(say("否", "no")))
            )
        case Type.CODES:
            element = pl.element().replace(labels) if labels else pl.element()
            text = value.list.eval(element).list.join(say("、", ", "))
            text = pl.when(text == "").then(pl.lit(say("（空）", "(none)"))).otherwise(text)
        case Type.DATES:
            text = value.list.eval(pl.element().dt.to_string("%Y-%m-%d")).list.join(say("、", ", "))
            text = pl.when(text == "").then(pl.lit(say("（无）", "(none)"))).otherwise(text)
        case Type.TEXT:
            text = value.replace(labels) if labels else value
        case Type.NUMBER:
            text = value.round(2).cast(pl.String)
        case _:
            text = value.cast(pl.String)
    return text.fill_null(nothing)


def chinese(zh: str, en: str) -> str:
    """The Chinese wording, for sentences that are Chinese in whatever language a report is."""
    return zh


_NOT_STATED = "（无记载）"
_ASIDE = re.compile("(（[^（）]*）)")


def sentence(template: str, shown: Mapping[str, pl.Expr]) -> pl.Expr:
    """The template with its values. An aside in brackets is left out where none of its values is
    stated; a single one that is not stated needs no brackets of its own there."""
    parts = []
    for piece in _ASIDE.split(template):
        named = places(piece)
        if _ASIDE.match(piece) and named:
            bare = {name: shown[name].replace(_NOT_STATED, _NOT_STATED[1:-1]) for name in named}
            empty = pl.all_horizontal(shown[name] == _NOT_STATED for name in named)
            parts.append(pl.when(empty).then(pl.lit("")).otherwise(filled(piece, bare)))
        elif piece:
            parts.append(filled(piece, shown))
    return pl.concat_str(parts).str.replace_all(f" *{_NOT_STATED} *", _NOT_STATED)


def masked(value: pl.Expr, *, say: Callable[[str, str], str] = say) -> pl.Expr:
    """A personal value in a finding: only its last four signs, enough to tell two parties apart."""
    return (
        pl.when(value.str.len_chars() > 8)
        .then(pl.lit("…") + value.str.tail(4))
        .otherwise(pl.lit(say("（已隐去）", "(masked)")))
    )


def _labels(column: Column | None) -> dict[str, str] | None:
    return dict(column.labels) if column is not None and column.labels else None


def _shown(rule: Rule, context: Context) -> dict[str, pl.Expr]:
    """The values that a finding's texts name, as these say them: in Chinese."""
    context = replace(context, currency=rule.content.profile.currency)
    values: dict[str, pl.Expr] = {}
    for name, node in rule.judgement.shows.items():
        column = node.column if isinstance(node, Fact) else None
        value = shown_value(node.compile(context), node.type, context, _labels(column), say=chinese)
        personal = column is not None and column.personal
        values[name] = masked(value, say=chinese) if personal else value
    return values


def _evidence(rule: Rule, context: Context) -> pl.Expr:
    """“label：value” of every fact the finding rests on, apart from technical ones."""
    judgement = rule.judgement
    columns: dict[str, Column] = {**judgement.breaks.columns}
    for node in judgement.shows.values():
        columns |= node.columns
    columns |= judgement.applies.columns
    for grade in judgement.grades:
        columns |= grade.when.columns
    parts = [
        pl.concat_str(
            pl.lit(say(column.label, column.name) + "："),
            masked(pl.lit(""))
            if column.personal
            else shown_value(pl.col(name), column.type, context, _labels(column)),
        )
        for name, column in columns.items()
        if not name.endswith(".known_until") and not name.startswith("stops.")
    ]
    return pl.concat_list(parts) if parts else pl.lit([], dtype=pl.List(pl.String))


# --- parameters and sums ------------------------------------------------------------------------------------


def _choices(rule: Rule, context: Context) -> dict[str, pl.Expr]:
    """Which value of each of the rule's parameters was chosen."""
    return {f"choice {i}": node.position(context) for i, node in enumerate(rule.chosen)}


def describe(parameter: models.Parameter, choice: Choice) -> str:
    """A parameter's chosen value with its source, and a warning where no law says it."""
    value = choice.value
    amount = say(*amount_words(value))
    cited = say("、", ", ").join(Citation.parse(text).words() for text in value.basis)
    source = value.source or cited
    since = say(f"{value.from_} 起", f"from {value.from_}") if value.from_ else ""
    made = {
        "read": "",
        "excerpt": say("只读到摘录", "only an excerpt was read"),
        "constructed": say("本系统设定，法律未规定", "set by this system, not by law"),
        "unverified": say("未核实", "unverified"),
    }[value.confidence]
    notes = say("；", "; ").join(part for part in (source, since, made) if part)
    return f"{parameter.label}：{amount}" + (say(f"（{notes}）", f" ({notes})") if notes else "")


_UNITS = {
    "day": ("日", "days"),
    "working_day": ("个工作日", "working days"),
    "calendar_day": ("日（自然日）", "calendar days"),
    "hour": ("小时", "hours"),
    "month": ("个月", "months"),
    "year": ("年", "years"),
    "yuan": ("元", "yuan"),
}


def amount_words(value: models.Value) -> tuple[str, str]:
    zh, en = _UNITS.get(value.unit or "", ("", ""))
    if value.value == 0 and value.unit in ("day", "working_day", "calendar_day"):
        return "以记载的日数为准", "as many days as the record states"
    if isinstance(value.value, bool):
        return ("是", "yes") if value.value else ("否", "no")
    return f"{value.value} {zh}".strip(), f"{value.value} {en}".strip()


_ROLLS: dict[str, Roll] = {"never": "no", "disputed": "perhaps", "always": "yes"}


_TERM = ("term start", "term which", "term more", "term since", "term until")


def _term(rule: Rule, context: Context) -> dict[str, pl.Expr]:
    """What the sum of the rule's term is reckoned from."""
    term = rule.judgement.term
    if term is None:
        return {}
    parts = (
        term.start.compile(context),
        term.amount.position(context),
        term.extended.compile(context) if term.extended is not None else pl.lit(0),
        *(stop.compile(context) for stop in term.stops or ()),
    )
    return dict(zip(_TERM, parts, strict=False))


def _sums(
    rule: Rule, made: pl.DataFrame, context: Context, known: dict[Any, str | None]
) -> list[str | None]:
    """The sum of the rule's term for each row; each different period is reckoned once."""
    term = rule.judgement.term
    if term is None:
        return [None] * made.height
    sums: list[str | None] = []
    for start, which, more, *spans in made.select(
        name for name in _TERM if name in made.columns
    ).iter_rows():
        since, until = spans or ((), ())
        stops = tuple(zip(since or (), until or (), strict=True))
        key = (start, which, more, stops)
        if key not in known:
            known[key] = _sum(rule, term, start, which, more, stops, context)
        sums.append(known[key])
    return sums


def _sum(
    rule: Rule,
    term: Term,
    start: date | None,
    which: int | None,
    more: int,
    stops: tuple[tuple[date, date | None], ...],
    context: Context,
) -> str | None:
    if start is None or which is None:
        return None
    choice = term.amount.choices[which]
    law = rule.content.law(choice.law) if choice.law else None
    due = count(
        start,
        Length(int(choice.value.value) + (more or 0), choice.value.unit or "day"),
        context.calendar.calendar,
        law=law,
        counting=choice.counting,
        stops=[Stop(since, until or context.as_of) for since, until in stops],
    )
    words = due.explain(_ROLLS[term.due.parameter.roll])
    if more and choice.value.value:  # else the record states the whole length
        words += say(f"（其中延长 {more}）", f" ({more} of it by extension)")
    return words
