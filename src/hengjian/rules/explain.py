"""Why, and why not: one rule on one row, each part of the condition with its value.

Serves the officer who is accused and the supervisor who must answer him. It reckons the very nodes
that the bulk run does, so the explanation cannot differ from the verdict. Beside the rule's
articles stands what they say, where the user has installed their texts.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from hengjian.content import say
from hengjian.content.citation import Citation, arabic_number
from hengjian.content.wording import LawText, wording
from hengjian.facts import Bucket, Type
from hengjian.rules import verdicts
from hengjian.rules.engine import Hits, facts_for, judged, missing
from hengjian.rules.expressions import Constant, Context, Fact, Node
from hengjian.rules.findings import findings_of
from hengjian.rules.reckoning.rows import Rows
from hengjian.rules.rule import Rule
from hengjian.rules.shown import Manner, Way, shown_value


@dataclass(frozen=True)
class Part:
    """One part of a condition: what it says, its value, and the parts it is made of.

    ``state``: True, False, or None (unknown) for yes/no parts; ``value`` as a person reads it.
    """

    words: str
    type: Type
    state: bool | None
    value: str
    parts: tuple["Part", ...]


@dataclass(frozen=True)
class Explanation:
    """One rule on one row. ``verdict``: breaks, fine, exempt, not judged or not concerned."""

    rule: Rule
    occurrence: str
    verdict: str
    exception: str | None
    in_force: bool | None
    applies: Part
    breaks: Part
    exceptions: dict[str, Part]
    finding: dict[str, object] | None
    missing: tuple[str, ...]


OPEN_YEAR = 2050
"""Coverage that ends in this year or later has no stated end."""

VERDICT_WORDS = {
    "breaks": ("不符合", "breaks"),
    "fine": ("符合", "fine"),
    "exempt": ("例外", "exempt"),
    "not judged": ("不作判断", "not judged"),
    "not concerned": ("不涉及", "not concerned"),
    "clash": ("两项例外并存", "two exceptions at once"),
}


def explain(
    rule: Rule, bucket: Bucket, context: Context, occurrences: pl.Expr
) -> list[Explanation]:
    """The explanations of ``rule`` for the rows of its subject that ``occurrences`` selects."""
    facts, local = facts_for(rule.subject, bucket, [rule], context)
    rows = facts.filter(occurrences)
    return [_explained(rule, rows.slice(i, 1), local) for i in range(rows.height)]


def _explained(rule: Rule, row: pl.DataFrame, context: Context) -> Explanation:
    judgement = rule.judgement
    numbers = judged(rule, row, context)
    number = int(numbers[0])
    broken = number >= verdicts.BREAKS
    finding = findings_of(Hits(rule, row, numbers, context)).row(0, named=True) if broken else None
    exceptions = list(judgement.exceptions)
    named = exceptions[number - verdicts.EXEMPT] if verdicts.EXEMPT <= number < 100 else None
    force = verdicts.in_force(rule)
    rows = Rows(row, context)
    held = rows(force)[0] if force is not None else True
    occurrence = "/".join(str(row[key][0]) for key in rule.subject.key)
    applies = _part(judgement.applies, rows)
    breaks = _part(judgement.breaks, rows)
    excused = {name: _part(node, rows) for name, node in judgement.exceptions.items()}
    lacking = tuple(missing(rule, row, context)) if number == verdicts.NOT_JUDGED else ()
    return Explanation(
        rule,
        occurrence,
        _verdict_name(number),
        named,
        held,
        applies,
        breaks,
        excused,
        finding,
        lacking,
    )


def _verdict_name(number: int) -> str:
    if number >= verdicts.BREAKS:
        return "breaks"
    if number >= verdicts.EXEMPT:
        return "exempt"
    return {0: "not concerned", 1: "fine", 2: "not judged", 3: "clash"}[number]


def _part(node: Node, rows: Rows) -> Part:
    value = rows(node)
    labels = node.column.labels if isinstance(node, Fact) else {}
    shown = shown_value(value, Way(node.type, Manner.of(rows.context), labels))
    state = value[0] if node.type is Type.BOOLEAN else None
    text = str(shown[0])
    if isinstance(node, Fact) and node.column.name.endswith(".known_until") and value[0]:
        text = say("持续报送", "open-ended") if value[0].year >= OPEN_YEAR else text
    below: dict[str, Part] = {}
    for part in node.parts:
        if not isinstance(part, Constant):
            below.setdefault(part.words(), _part(part, rows))
    return Part(node.words(), node.type, state, text, tuple(below.values()))


# --- what the law says ------------------------------------------------------------------------------------


def passages(citations: Iterable[Citation], texts: Mapping[str, LawText]) -> list[tuple[str, str]]:
    """Citations whose law is installed, in words, each with the very passage that it names."""
    quoted = ((citation.words(), passage(citation, texts)) for citation in citations)
    return [(words, text) for words, text in quoted if text is not None]


def passage(citation: Citation, texts: Mapping[str, LawText]) -> str | None:
    """The cited paragraph, or the cited item below the sentence it continues; the whole article where
    the citation names no less, or where the installed text is not divided so."""
    whole = wording(citation, dict(texts))
    if whole is None or not (citation.paragraph or citation.item):
        return whole
    paragraphs: list[list[str]] = []
    for line in whole.split("\n"):
        if _ITEM.match(line) and paragraphs:
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    if citation.paragraph:
        paragraphs = paragraphs[citation.paragraph - 1 : citation.paragraph]
    if citation.item is None:
        return "\n".join(paragraphs[0]) if paragraphs else whole
    for head, *items in paragraphs:
        for item in items:
            match = _ITEM.match(item)
            if match and arabic_number(match[1]) == citation.item:
                return f"{head}\n{item}"
    return whole


_ITEM = re.compile("（([零一二三四五六七八九十百]+)）")
