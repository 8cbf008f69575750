"""Findings: the rows that break a rule, each with what proves it and what would have been right.

Serves reports, worklists and exports. A finding's identity is rule, subject and occurrence, not the
version of the rule; so a re-run recognises it. The sum of a term is written out for each finding.
"""

import hashlib
from collections.abc import Mapping
from datetime import date

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
from hengjian.rules.shown import Manner, Way, lacking, listed, same, sentence, shown
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
        self._rule, self._context = rule, context
        self._texts, self._sums = Texts(rule, context), Sums(rule, context)
        self._alike = Alike()
        weights = verdicts.weights_of(rule)
        self._weights = {
            "severity": pl.Series([weight.severity.value for weight in weights]),
            "nature": pl.Series([weight.nature.value for weight in weights]),
            "because": pl.Series([weight.because for weight in weights]),
        }
        self._same = {
            "rule": same(rule.id),
            "title": same(rule.title),
            "subject": same(rule.subject.name),
            "articles": same(rule.cited()),
            "body_id": same(None),
            "case_id": same(None),
        }
        self._owner = {
            name: column
            for name, column in (("body_id", rule.subject.body), ("case_id", rule.subject.case))
            if column
        }
        self._options = [
            pl.Series([describe(node.parameter, choice) for choice in node.choices])
            for node in rule.chosen
        ]

    def __call__(self, hits: Hits) -> pl.DataFrame:
        facts = hits.facts
        if facts.is_empty():
            return empty()
        # Node by node, without planning a query: a book has many rules, most find little.
        with speaking(language()), Rows(facts, self._context, self._alike) as rows:
            columns = self._columns(hits, rows)
        return pl.DataFrame([for_each(columns[n], facts.height).alias(n) for n in SCHEMA])

    def _columns(self, hits: Hits, rows: Rows) -> dict[str, pl.Series]:
        """A value for each row, or one that all have."""
        rule, facts = self._rule, hits.facts
        weighed = hits.numbers.cast(pl.UInt32) - verdicts.BREAKS
        occurrence = rule.subject.occurrences(facts)
        named = [identity_of(rule.id, told) for told in occurrence.to_list()]
        return {
            **self._same,
            **{name: facts[column] for name, column in self._owner.items()},
            "finding": pl.Series(named, dtype=pl.String),
            **{name: kinds[weighed] for name, kinds in self._weights.items()},
            "occurrence": occurrence,
            "on": _dated(rows.value(rule.at)),
            "sum": self._sums(self._sums.read(rows)),
            "parameters": self._parameters(rows),
            **self._texts(rows, facts),
        }

    def _parameters(self, rows: Rows) -> pl.Series:
        """The values chosen for each row, in words; of a parameter without one nothing is said."""
        places = (position(node, rows) for node in self._rule.chosen)
        told = [
            options[for_each(place, rows.height).cast(pl.UInt32)]
            for options, place in zip(self._options, places, strict=True)
        ]
        lists = listed(told, rows.height)
        return lists.list.drop_nulls() if any(part.null_count() for part in told) else lists


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
        self._ways: dict[Asked, Way] = {}
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
        self._labels = pl.Series(
            [say(column.label, column.name) + "：" for column in columns.values()], dtype=pl.String
        )
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
        self._ways[asked] = Way(type_, manner, labels or {}, personal)
        return asked

    def __call__(self, rows: Rows, facts: pl.DataFrame) -> dict[str, pl.Series]:
        """``rows`` are those of ``facts``."""
        made = {name: rows(node) for name, node in self._reckoned.items()}
        values = {
            asked: made[asked[0]] if asked[0] in made else facts[asked[0]] for asked in self._ways
        }
        texts = shown(values, self._ways)
        named = {name: texts[asked] for name, asked in self._shows.items()}
        lack = lacking(named, self._free)
        judgement = self._rule.judgement
        return {
            "says": sentence(judgement.says, named, lack),
            "right": sentence(judgement.right, named, lack),
            "evidence": self._listed(texts, facts.height),
        }

    def _listed(self, texts: Mapping[Asked, pl.Series], rows: int) -> pl.Series:
        """“label：value” of every fact of the evidence, for each row."""
        hidden = self._hidden.new_from_index(0, rows)
        told = [texts[asked] if asked is not None else hidden for asked in self._evidence]
        return listed(told, rows, self._labels)


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
