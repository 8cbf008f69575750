"""An explanation on the screen: all rules in one line each, or one rule part by part.

Serves whoever must answer for a case. Each row that a rule judged is called by what it is: an activity
by its name, day and number in the file.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click
import polars as pl

from hengjian.cli.look import colon
from hengjian.content import Content, say
from hengjian.content.wording import installed
from hengjian.rules.explain import VERDICT_WORDS, passages
from hengjian.rules.parameters import unverified
from hengjian.rules.rule import Nature, Severity
from hengjian.standard.records import Records, day_column

if TYPE_CHECKING:
    from hengjian.rules.explain import Explanation, Part

_ORDER = ["breaks", "clash", "not judged", "exempt", "fine", "not concerned"]
_COLOURS = {"breaks": "red", "not judged": "yellow", "clash": "red"}
_ONE_OF_A_CASE = ("case", "like_case", "numbered_decision")
"""Subjects with one row a case: that row needs no name of its own."""


@dataclass(frozen=True)
class Told:
    """Prints explanations of rows of these records."""

    records: Records
    content: Content

    def overview(self, found: "list[Explanation]", everything: bool) -> None:
        """One line for each rule and row; rows of one rule that came out alike share a line."""
        shown = [e for e in found if everything or e.verdict != "not concerned"]
        lines: dict[tuple[object, ...], list[Explanation]] = {}
        for explanation in sorted(shown, key=lambda e: (_ORDER.index(e.verdict), e.rule.id)):
            own = explanation.occurrence if explanation.finding is not None else ""
            key = (explanation.rule.id, explanation.verdict, _more(explanation), own)
            lines.setdefault(key, []).append(explanation)
        one_row = len({e.occurrence for e in found}) == 1
        for alike in lines.values():
            self._line(alike, named=not one_row or alike[0].rule.subject.name == "act")
        rest = {e.rule.id for e in found} - {e.rule.id for e in shown}
        if rest:
            click.echo(
                say(
                    f"  另有 {len(rest)} 条规则不涉及本案或者本对象（--all 列出）。",
                    f"  {len(rest)} rules do not apply (--all).",
                )
            )

    def _line(self, alike: "list[Explanation]", *, named: bool) -> None:
        first = alike[0]
        word = say(*VERDICT_WORDS[first.verdict])
        grade = f"{_grade(first.finding)}  " if first.finding is not None else ""
        click.secho(f"  {first.rule.id}  {word}  {grade}", fg=_COLOURS.get(first.verdict), nl=False)
        names = [name for name in map(self.row, alike) if name and named]
        some = names[:4] + (
            [say(f"等 {len(names)} 项", f"{len(names)} in all")] if names[4:] else []
        )
        which = say(f"（{'；'.join(some)}）", f" ({'; '.join(some)})") if some else ""
        more = _more(first)
        click.echo(f"{first.rule.title}{which}" + (f" — {more}" if more else ""))

    def in_full(self, explanation: "Explanation") -> None:
        """The rule, its condition part by part with every value, and what was found."""
        rule = explanation.rule
        click.echo()
        verdict = say(*VERDICT_WORDS[explanation.verdict])
        click.secho(f"{rule.id} {rule.title}{colon()}{verdict}", bold=True)
        name = self.row(explanation)
        if name:
            click.secho(say(f"判断的是：{name}", f"what was judged: {name}"), bold=True)
        click.echo(rule.statement)
        click.echo(say("依据：", "Basis: ") + rule.cited())
        for words, text in passages(rule.binding or rule.basis, installed()):
            click.secho(f"  {words}", bold=True)
            for line in text.split("\n"):
                click.echo(f"    {line}")
        if explanation.in_force is False:
            click.echo(
                say("所依据的规范在该日期没有施行。", "The norm was not in force on that date.")
            )
        of_case = rule.subject.case is not None
        _tree(say("涉及本案" if of_case else "涉及这一对象", "applies"), explanation.applies)
        _tree(say("不符合的条件", "broken if"), explanation.breaks)
        for exception, part in explanation.exceptions.items():
            _tree(say(f"例外：{exception}", f"exception: {exception}"), part)
        if explanation.missing:
            click.echo(_missing(explanation, say("缺少的数据：", "Missing: "), "\n"))
        if explanation.finding is not None:
            _finding(explanation.finding)

    def row(self, explanation: "Explanation") -> str:
        """What the rule judged, in words; nothing where that is the case itself."""
        subject = explanation.rule.subject
        if subject.name in _ONE_OF_A_CASE:
            return ""
        if subject.name == "act":
            return self._activity(explanation.occurrence)
        label = say(subject.label, subject.name.replace("_", " "))
        return f"{label} {explanation.occurrence}"

    def _activity(self, occurrence: str) -> str:
        """第 3 项活动 调查询问，2024-03-01，文书号 …"""
        key = pl.concat_str("body_id", "case_id", pl.col("seq").cast(pl.String), separator="/")
        event = self.records["events"].filter(key == occurrence).row(0, named=True)
        number = say(f"第 {event['seq']} 项活动", f"event {event['seq']}")
        codes = {code.code: code for code in self.content.code_lists["activities"].codes}
        code = event["activity"]
        name = say(codes[code].label, code) if code in codes else code
        day = event[day_column("moment")]
        told = [f"{number} {name}", str(day) if day is not None else say("日期无记载", "no date")]
        if event["doc_no"]:
            told.append(say(f"文书号 {event['doc_no']}", f"document {event['doc_no']}"))
        return say("，", ", ").join(told)


def _more(explanation: "Explanation") -> str:
    if explanation.finding is not None:
        return str(explanation.finding["says"])
    if explanation.verdict == "not judged":
        return _missing(explanation, say("缺：", "missing: "), say("；", "; "))
    return explanation.exception or ""


def _missing(explanation: "Explanation", head: str, joint: str) -> str:
    """Why nothing is judged: the parameters that nobody entered, then the data that are missing."""
    unentered = {unverified(chosen.parameter) for chosen in explanation.rule.chosen}
    reasons = [label for label in explanation.missing if label in unentered]
    data = [label for label in explanation.missing if label not in unentered]
    return joint.join([*reasons, *([head + say("、", ", ").join(data)] if data else [])])


def _grade(finding: dict[str, object]) -> str:
    """程度·性质: 严重·违法线索"""
    severity, nature = Severity(finding["severity"]), Nature(finding["nature"])
    return f"{severity.label}·{nature.label}"


def _finding(finding: dict[str, object]) -> None:
    click.echo()
    click.echo(say("程度：", "Severity: ") + _grade(finding))
    for head, name in (
        (say("定级说明", "Why graded so"), "because"),
        (say("事实", "What happened"), "says"),
        (say("应当", "What would be right"), "right"),
        (say("算法", "The sum"), "sum"),
        (say("线索编号", "Finding"), "finding"),
    ):
        if finding[name]:
            click.echo(f"{head}{colon()}{finding[name]}")


def _tree(head: str, part: "Part") -> None:
    click.echo()
    click.secho(head, bold=True)
    _branch(part, 1)


def _branch(part: "Part", depth: int) -> None:
    from hengjian.facts import Type

    mark = {True: "✔", False: "✘", None: "?"}[part.state] if part.type is Type.BOOLEAN else "="
    colour = {"✔": "green", "✘": None, "?": "yellow"}.get(mark)
    value = "" if part.type is Type.BOOLEAN else f"{colon()}{part.value}"
    click.secho("  " * depth + f"{mark} ", fg=colour, nl=False)
    click.echo(f"{part.words}{value}")
    for below in part.parts:
        _branch(below, depth + 1)
