"""One run of the book over accepted records: tallies of every rule, and the findings."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from hengjian.content import Content, say
from hengjian.facts import Bucket
from hengjian.rules import findings as found
from hengjian.rules.engine import Tally, context_of, evaluate
from hengjian.rules.findings import findings_of
from hengjian.rules.loading import Book
from hengjian.standard import gaps
from hengjian.standard.records import Records
from hengjian.standard.submission import Submission

Progress = Callable[[str, float], None]
"""Called with what is being done and how much of the run is behind (0 to 1)."""


@dataclass
class Run:
    """What a run found. ``findings`` has the columns of `rules.findings.SCHEMA`, gravest first."""

    content: Content
    book: Book
    submission: Submission
    as_of: date
    tallies: list[Tally]
    findings: pl.DataFrame
    warnings: list[str] = field(default_factory=list)

    @property
    def records(self) -> Records:
        return self.submission.records

    @property
    def rows_looked_at(self) -> int:
        return sum(tally.concerned for tally in self.tallies)

    @property
    def not_judged(self) -> int:
        return sum(tally.not_judged for tally in self.tallies)

    @property
    def simulated(self) -> bool:
        """Whether the records say of themselves that they are simulated."""
        return any(
            bool(self.records[table][column].str.contains("模拟数据", literal=True).any())
            for table, column in (("bodies", "confirmation"), ("cases", "fact"))
        )

    def body_name(self, body_id: str | None) -> str:
        return self._body_names.get(body_id or "", body_id or "")

    @property
    def _body_names(self) -> dict[str, str]:
        bodies = self.records["bodies"].select("body_id", "name")
        return {body: name or body for body, name in bodies.iter_rows()}


def check(
    submission: Submission,
    content: Content,
    *,
    as_of: date,
    book: Book | None = None,
    progress: Progress | None = None,
) -> Run:
    """Judge a submission's records by the book as on the day ``as_of``.

    ``book``: the rules to run, if not all of the content. Every result is a function of the
    records, the content and ``as_of`` alone.
    """
    tell = progress or (lambda doing, share: None)
    tell(say("读入规则", "loading the rule book"), 0.0)
    book = book or Book.load(content)
    context = context_of(content, as_of)
    tell(say("整理案情", "making facts"), 0.1)
    # Again, because all may have been declared covered since the records were taken in.
    records = gaps.without(submission.records, submission.gaps)
    evaluation = evaluate(book, Bucket(records), context)
    tell(say("写出线索", "writing findings"), 0.7)
    frames = [findings_of(hits) for hits in evaluation.hits]
    findings = pl.concat(frames) if frames else found.empty()
    return Run(
        content,
        book,
        submission,
        as_of,
        evaluation.tallies,
        sorted_by_weight(findings),
        _warnings(submission, evaluation.tallies),
    )


def sorted_by_weight(findings: pl.DataFrame) -> pl.DataFrame:
    """Gravest first, then by rule, body and occurrence, so that equal input gives equal output."""
    weight = pl.col("severity").replace_strict({"F": 0, "S": 1, "G": 2, "N": 3}, default=4)
    return findings.sort(weight, "rule", "body_id", "occurrence", maintain_order=True)


def nothing_judged() -> str:
    """The warning of a run in which no rule met a row: silence must not pass for success."""
    return say(
        "没有一行数据符合任何一条规则的适用条件：本次检查没有结论，不表示没有问题。",
        "no rule met a row it concerns: this run concludes nothing; it is no success.",
    )


def held_back(submission: Submission) -> str:
    """The warning that some cases were not judged at all, because rows of theirs were refused."""
    held = submission.held_back
    return say(
        f"{held:,} 件案件因有行被退回而整案退回，没有一条规则判断它们。",
        f"{held:,} cases were held back whole, because rows of theirs were refused; no rule judged "
        "them.",
    )


def _warnings(submission: Submission, tallies: list[Tally]) -> list[str]:
    warnings: list[str] = []
    if submission.records.case_count == 0:
        warnings.append(say("没有一件案件可以检查", "there was not a single case to check"))
    if not any(tally.concerned for tally in tallies):
        warnings.append(nothing_judged())
    if submission.records["coverage"].is_empty():
        warnings.append(
            say(
                "没有 coverage（报送范围）表：凡须以“没有记录”为依据的判断一律不作出。",
                "no coverage table: nothing is concluded from the absence of a record.",
            )
        )
    if submission.held_back:
        warnings.append(held_back(submission))
    names = dict(submission.records["bodies"].select("body_id", "name").iter_rows())
    warnings += gaps.told(submission.gaps, names)
    warnings += [
        say(
            f"规则 {tally.rule.id} 有 {tally.clashes} 行同时符合两项例外，未定先后，未作判断",
            f"rule {tally.rule.id}: {tally.clashes} rows meet two exceptions at once; not judged",
        )
        for tally in tallies
        if tally.clashes
    ]
    return warnings
