"""Chooses the findings that a page carries, and packs them into a compact block of JSON.

Serves the list of leads, which the browser searches without a server. A page carries at most
`MOST` findings: the gravest, spread so that no rule and no body is left out; it says how many of
how many. Packed by column with one dictionary of texts, for the same words recur in thousands.
"""

import json
from typing import Any

import polars as pl

from hengjian.check.report.overview import Overview
from hengjian.check.report.stages import stage_of
from hengjian.rules.rule import Rule

MOST = 20_000
_AT_LEAST = 20
"""So many findings of each rule and of each body are carried in any case, the gravest of them."""


def chosen(findings: pl.DataFrame, most: int = MOST, *, at_least: int = _AT_LEAST) -> pl.DataFrame:
    """The gravest findings in the order of the report, of each weight some of every rule and body.

    ``at_least``: so many of each rule and of each body come before all others.
    """
    if findings.height <= most:
        return findings
    at_least = min(at_least, assured(findings, most))
    within = pl.int_range(pl.len())
    weight = pl.col("severity").replace_strict({"F": 0, "S": 1, "G": 2, "N": 3}, default=4)
    ranked = findings.with_row_index("row").with_columns(
        kept=(within.over("rule") < at_least) | (within.over("body_id") < at_least),
        weight=weight,
        turn=within.over("rule", "body_id"),
    )
    return (
        ranked.sort("kept", "weight", "turn", "row", descending=[True, False, False, False])
        .head(most)
        .sort("row")
        .select(findings.columns)
    )


def assured(findings: pl.DataFrame, most: int = MOST) -> int:
    """How many of each rule and of each body are sure to be carried, if there are as many."""
    return min(
        _AT_LEAST, most // max(1, findings["rule"].n_unique() + findings["body_id"].n_unique())
    )


class _Words:
    """Texts by number, each kept once."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def __call__(self, text: str | None) -> int:
        return self.numbers.setdefault(text or "", len(self.numbers))

    @property
    def list(self) -> list[str]:
        return list(self.numbers)


def packed(view: Overview, findings: pl.DataFrame) -> dict[str, Any]:
    """Columns of numbers into ``texts``; rules and bodies as tables of their own."""
    words, rules, bodies = _Words(), _Words(), _Words()
    names: dict[str, str] = {}
    columns: dict[str, list[Any]] = {
        name: [] for name in ("id", "rule", "body", "matter", "on", "says", "right", "because",
                              "sum", "evidence", "parameters")
    }  # fmt: skip
    severities: list[str] = []
    natures: list[str] = []
    for row in findings.iter_rows(named=True):
        names.setdefault(row["body_id"] or "", row["body"])
        severities.append(row["severity"])
        natures.append(row["nature"][0])
        columns["id"].append(row["finding"])
        columns["rule"].append(rules(row["rule"]))
        columns["body"].append(bodies(row["body_id"]))
        columns["on"].append(words(row["on"].isoformat() if row["on"] else ""))
        for name in ("matter", "says", "right", "because", "sum"):
            columns[name].append(words(row[name]))
        for name in ("evidence", "parameters"):
            columns[name].append([words(part) for entry in row[name] for part in _split(entry)])
    return {
        "rules": [_rule(view.run.book.rules[id_]) for id_ in rules.list],
        "bodies": [[id_, names[id_]] for id_ in bodies.list],
        "texts": words.list,
        "severity": "".join(severities),
        "nature": "".join(natures),
        **columns,
    }


def _rule(rule: Rule) -> list[str]:
    """What every finding of a rule shares."""
    return [rule.id, rule.title, rule.cited(), rule.statement, stage_of(rule)]


def _split(entry: str) -> tuple[str, str]:
    label, _, value = entry.partition("：")
    return label, value


def script_json(data: object) -> str:
    """JSON that may stand inside a script element: nothing in it can end the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text
