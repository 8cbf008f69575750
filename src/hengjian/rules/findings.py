"""Findings: the rows that break a rule, each with what proves it and what would have been right.

Serves reports, worklists and exports. A finding's identity is rule, subject and occurrence, not the
version of the rule; so a re-run recognises it. The sum of a term is written out for each finding.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

import numpy as np
import polars as pl

from hengjian.content import models, say
from hengjian.content.citation import Citation
from hengjian.content.speech import language, speaking
from hengjian.facts import Column, Type
from hengjian.facts.sheet import for_each
from hengjian.rules import verdicts
from hengjian.rules.engine import Hits
from hengjian.rules.expressions import Context, Fact, Node
from hengjian.rules.parameters import Choice
from hengjian.rules.reckoning.alike import Alike
from hengjian.rules.reckoning.logic import chosen, one, settled
from hengjian.rules.reckoning.periods import position
from hengjian.rules.reckoning.rows import Rows
from hengjian.rules.rule import Rule
from hengjian.rules.shown import (
    Filling,
    Manner,
    Way,
    lacking,
    listed,
    same,
    sentences,
    shown,
)
from hengjian.rules.sums import Sums

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
    """Writes the findings of one rule."""

    def __init__(self, rule: Rule, context: Context) -> None:
        self.rule, self._context = rule, context
        self.texts, self._sums = Texts(rule, context), Sums(rule, context)
        self._alike = Alike()
        self.weights = verdicts.weights_of(rule)
        self._options = [
            pl.Series([describe(node.parameter, choice) for choice in node.choices])
            for node in rule.chosen
        ]

    def __call__(self, hits: Hits) -> pl.DataFrame:
        return written([(self, hits)])

    def draft(self, hits: Hits) -> "Draft":
        """What the findings say, before it is put in words."""
        # Node by node, without planning a query: a book has many rules, most find little.
        with Rows(hits.facts, self._context, self._alike) as rows:
            return Draft(
                self,
                hits,
                for_each(rows.value(self.rule.at), rows.height),
                for_each(self._sums(self._sums.read(rows)), rows.height),
                self.texts.read(rows, hits.facts),
                self._parameters(rows),
            )

    def _parameters(self, rows: Rows) -> list[pl.Series]:
        """The values chosen for each row, in words; of a parameter without one nothing is said."""
        places = (position(node, rows) for node in self.rule.chosen)
        return [
            options[for_each(place, rows.height).cast(pl.UInt32)]
            for options, place in zip(self._options, places, strict=True)
        ]


@dataclass(frozen=True)
class Draft:
    """The findings of one rule in some rows, but for their texts.

    ``on`` and ``sum`` as in `SCHEMA` · ``values``: what the texts are to tell · ``parameters``: the
    values chosen, in words.
    """

    writer: Writer
    hits: Hits
    on: pl.Series
    sum: pl.Series
    values: "dict[Asked, pl.Series]"
    parameters: list[pl.Series]

    @property
    def height(self) -> int:
        return self.hits.facts.height


def written(asked: Sequence[tuple[Writer, Hits]]) -> pl.DataFrame:
    """The findings of several rules on one subject, in the order of the rules and of the rows of each.

    Most rules find a few rows, and to write those of all takes little longer than those of one.
    """
    with speaking(language()):
        drafts = [writer.draft(hits) for writer, hits in asked if hits.facts.height]
        if not drafts:
            return empty()
        columns = _named(drafts) | _weighed(drafts) | _told(drafts)
    return pl.DataFrame([columns[name].alias(name) for name in SCHEMA])


def _each(drafts: Sequence[Draft]) -> pl.Series:
    """For each row the number of its draft."""
    heights = [draft.height for draft in drafts]
    return pl.Series(np.repeat(np.arange(len(drafts), dtype=np.uint32), heights))


def _named(drafts: Sequence[Draft]) -> dict[str, pl.Series]:
    """Which rule was broken, where and when."""
    which, rules = _each(drafts), [draft.writer.rule for draft in drafts]
    subject = rules[0].subject
    facts = {
        name: pl.concat([draft.hits.facts[name] for draft in drafts]) for name in subject.named
    }
    occurrence = subject.occurrences(pl.DataFrame(facts))
    nobody = same(None).new_from_index(0, len(which))
    ids = pl.Series([rule.id for rule in rules])[which]
    named = map(identity_of, ids.to_list(), occurrence.to_list())
    return {
        "finding": pl.Series([*named], dtype=pl.String),
        "rule": ids,
        "title": pl.Series([rule.title for rule in rules])[which],
        "subject": same(subject.name).new_from_index(0, len(which)),
        "body_id": facts[subject.body] if subject.body else nobody,
        "case_id": facts[subject.case] if subject.case else nobody,
        "occurrence": occurrence,
        "on": for_each(_dated(pl.concat([draft.on for draft in drafts])), len(which)),
        "articles": pl.Series([rule.cited() for rule in rules])[which],
    }


def _weighed(drafts: Sequence[Draft]) -> dict[str, pl.Series]:
    """How much each breach weighs, and why."""
    weights = [draft.writer.weights for draft in drafts]
    firsts = np.cumsum([0, *map(len, weights)])[:-1] - verdicts.BREAKS
    numbers = pl.concat([draft.hits.numbers for draft in drafts]).cast(pl.Int64)
    which = pl.Series(firsts)[_each(drafts)] + numbers
    every = list(chain.from_iterable(weights))
    return {
        "severity": pl.Series([weight.severity.value for weight in every])[which],
        "nature": pl.Series([weight.nature.value for weight in every])[which],
        "because": pl.Series([weight.because for weight in every], dtype=pl.String)[which],
    }


def _told(drafts: Sequence[Draft]) -> dict[str, pl.Series]:
    """What is said of each breach, and what proves it."""
    values, ways = dict[Any, pl.Series](), dict[Any, Way]()
    for place, draft in enumerate(drafts):
        for asked, value in draft.values.items():
            values[place, asked], ways[place, asked] = value, draft.writer.texts.ways[asked]
    told = shown(values, ways)
    fillings, evidence = [], []
    for place, draft in enumerate(drafts):
        own = {asked: told[place, asked] for asked in draft.values}
        fillings.append(draft.writer.texts.filling(draft.values, own))
        evidence.append(draft.writer.texts.evidence(own, draft.height))
    heights, writers = [draft.height for draft in drafts], [draft.writer for draft in drafts]
    judged = [writer.rule.judgement for writer in writers]
    return {
        "says": sentences([told.says for told in judged], fillings, heights),
        "right": sentences([told.right for told in judged], fillings, heights),
        "sum": pl.concat([draft.sum for draft in drafts]),
        "evidence": listed(evidence, heights, [writer.texts.labels for writer in writers]),
        "parameters": listed([draft.parameters for draft in drafts], heights),
    }


def identity_of(rule: str, occurrence: str) -> str:
    """A short stable name for (rule, subject and occurrence)."""
    return hashlib.blake2b(f"{rule}\x1f{occurrence}".encode(), digest_size=8).hexdigest()


OPEN_END = date(9000, 1, 1)
"""From here on a date only says that there is no end."""


def _dated(at: pl.Series) -> pl.Series:
    """The date of a finding; an end that is open is none."""
    return chosen(settled(at < one(OPEN_END, pl.Date())), at, one(None, pl.Date()))


# --- text -----------------------------------------------------------------------------------------------

Asked = tuple[str, Manner, bool]
"""A text that is to be made: of which column, how its language speaks, and whether it is personal."""


class Texts:
    """What the findings of one rule say of its facts: two sentences, in Chinese, and the evidence."""

    def __init__(self, rule: Rule, context: Context) -> None:
        self._rule, self._context = rule, context
        self.ways: dict[Asked, Way] = {}
        self._reckoned: dict[str, Node] = {}
        self._shows = {name: self._show(name, node) for name, node in rule.judgement.shows.items()}
        self._free = [
            name
            for name, node in rule.judgement.shows.items()
            if node.type in (Type.TEXT, Type.CODES)
        ]
        columns = _evidence(rule)
        own = Manner.of(context)
        self._evidence = [
            None if column.personal else self._ask(name, column.type, own, column)
            for name, column in columns.items()
        ]
        self.labels = [say(column.label, column.name) + "：" for column in columns.values()]
        self._hidden = same(own.hidden)

    def _show(self, name: str, node: Node) -> Asked:
        manner = Manner.chinese(self._context, self._rule.content.profile.currency)
        if isinstance(node, Fact):
            return self._ask(node.column.name, node.type, manner, node.column, node.column.personal)
        self._reckoned[f"shown {name}"] = node
        return self._ask(f"shown {name}", node.type, manner)

    def _ask(
        self,
        name: str,
        type_: Type,
        manner: Manner,
        column: Column | None = None,
        personal: bool = False,
    ) -> Asked:
        labels = column.labels if column is not None else None
        asked = (name, manner, personal)
        self.ways[asked] = Way(type_, manner, labels or {}, personal)
        return asked

    def read(self, rows: Rows, facts: pl.DataFrame) -> dict[Asked, pl.Series]:
        """The values that are to be told; ``rows`` are those of ``facts``."""
        made = {name: rows(node) for name, node in self._reckoned.items()}
        return {
            asked: made[asked[0]] if asked[0] in made else facts[asked[0]] for asked in self.ways
        }

    def filling(
        self, values: Mapping[Asked, pl.Series], told: Mapping[Asked, pl.Series]
    ) -> Filling:
        """What the sentences of the rule are filled with; ``told``: the values as texts."""
        texts = {name: told[asked] for name, asked in self._shows.items()}
        lack = {name for name in texts if values[self._shows[name]].null_count()}
        return Filling(texts, lacking({name: texts[name] for name in self._free}) | lack)

    def evidence(self, texts: Mapping[Asked, pl.Series], rows: int) -> list[pl.Series]:
        """Every fact of the evidence, in each row, to be told after its label."""
        hidden = self._hidden.new_from_index(0, rows)
        return [texts[asked] if asked is not None else hidden for asked in self._evidence]


def _evidence(rule: Rule) -> dict[str, Column]:
    """Every fact that a finding rests on, apart from technical ones."""
    judgement = rule.judgement
    columns: dict[str, Column] = {**judgement.breaks.columns}
    for node in judgement.shows.values():
        columns |= node.columns
    columns |= judgement.applies.columns
    for grade in judgement.grades:
        columns |= grade.when.columns
    return {
        name: column
        for name, column in columns.items()
        if not name.endswith(".known_until") and not name.startswith("stops.")
    }


# --- parameters ------------------------------------------------------------------------------------------


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
