"""Where in the procedure the leads lie: bodies against the stages of enforcement.

Serves the leader who asks not how many but where: one body fails at notice, another at coercion.
The stages are those of the rule book's folders; rules of local content stand in a column of their own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from hengjian.check.report.lines import LEAD_SEVERITIES, BodyLine
from hengjian.check.report.overview import Overview
from hengjian.content import say
from hengjian.rules.rule import Nature, Rule

_BOOK = "hengjian.rules.book."
LOCAL = "local"


def stage_names() -> dict[str, str]:
    """Key → name, in the order of the procedure. Chinese names have four characters: two lines."""
    return {
        "a": say("主体权限", "Competence"),
        "b": say("执法人员", "Officers"),
        "c": say("立案时效", "Filing"),
        "d": say("调查取证", "Evidence"),
        "e": say("告知听证", "Hearing"),
        "f": say("审核决定", "Decision"),
        "g": say("送达公开", "Service"),
        "h": say("执行罚没", "Execution"),
        "i": say("行政强制", "Coercion"),
        "j": say("行政许可", "Permits"),
        "k": say("行政检查", "Inspection"),
        "l": say("三项制度", "Records"),
        "m": say("救济衔接", "Remedies"),
        "n": say("数据报送", "Submissions"),
        LOCAL: say("本地规则", "Local rules"),
    }


def stage_of(rule: Rule) -> str:
    """The key of a rule's stage: the letter of its folder in the book."""
    module = rule.declaration.function.__module__
    folder = module.removeprefix(_BOOK) if module.startswith(_BOOK) else ""
    return folder[0] if folder and folder[0] in stage_names() else LOCAL


@dataclass(frozen=True)
class StageGrid:
    """Leads of some bodies at each stage at which anything was found, and of all bodies together."""

    stages: Sequence[str]
    bodies: Sequence[tuple[BodyLine, Sequence[int]]]
    totals: Sequence[int]

    @classmethod
    def of(cls, view: Overview, most: int) -> "StageGrid":
        """``most``: so many bodies, the gravest."""
        stages = {rule.id: stage_of(rule) for rule in view.run.book.rules.values()}
        counted = (
            view.findings.filter(
                (pl.col("nature") == Nature.VIOLATION.value)
                & pl.col("severity").is_in([severity.value for severity in LEAD_SEVERITIES])
            )
            .with_columns(stage=pl.col("rule").replace_strict(stages, default=LOCAL))
            .group_by("body_id", "stage")
            .len()
        )
        cells = {(body or "", stage): count for body, stage, count in counted.iter_rows()}
        met = {stage for _, stage in cells}
        shown = [stage for stage in stage_names() if stage in met]
        lines = [line for line in view.bodies if line.counts.leads][:most]
        return cls(
            shown,
            [(line, [cells.get((line.body_id, stage), 0) for stage in shown]) for line in lines],
            [sum(n for (_, of), n in cells.items() if of == stage) for stage in shown],
        )

    def depth(self, count: int) -> int:
        """How dark a cell is: 0 for none, 1 to 4 by its share of the fullest cell."""
        fullest = max((n for _, row in self.bodies for n in row), default=0)
        return 0 if not count else max(1, -(-4 * count // max(fullest, 1)))
