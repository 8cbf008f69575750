"""What a run comes to, counted once: by weight, rule, body, month and case.

Serves every form of the report, so that page, workbook and JSON cannot disagree. It counts leads
apart from what is only to be looked at, and keeps “not judged” beside them: silence is no success.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import polars as pl

from hengjian.check.report.lines import (
    LEAD_SEVERITIES,
    BodyLine,
    CaseLine,
    Counts,
    RuleLine,
    RuleNotRun,
)
from hengjian.check.report.masking import masked
from hengjian.check.run import Run, held_back, nothing_judged
from hengjian.content import say
from hengjian.content.citation import Citation
from hengjian.rules.rule import Nature, Rule, Severity
from hengjian.standard.records import day_column
from hengjian.standard.submission import Submission
from hengjian.standard.wording import filled

NOBODY = ""
"""Key of findings that name no body: an item of the list of powers belongs to nobody in particular."""

_A_YEAR = timedelta(days=366)
MOST_PERIODS = 72
"""A chart shows months up to six years; beyond that quarters, then years."""


@dataclass(frozen=True)
class Overview:
    """A run and its counts. ``findings``: masked, with ``body`` and ``matter`` in words beside."""

    run: Run
    findings: pl.DataFrame

    @classmethod
    def of(cls, run: Run) -> "Overview":
        return cls(run, _in_words(masked(run), run))

    # --- totals -------------------------------------------------------------------------------------

    @cached_property
    def by_weight(self) -> dict[tuple[str, str], int]:
        """(severity, nature) → findings."""
        groups = self.findings.group_by("severity", "nature").len()
        return {(severity, nature): count for severity, nature, count in groups.iter_rows()}

    @cached_property
    def counts(self) -> Counts:
        counts = Counts()
        for (severity, nature), count in self.by_weight.items():
            counts.add(severity, nature, count)
        return counts

    def of_nature(self, nature: Nature) -> int:
        return sum(n for (_, of), n in self.by_weight.items() if of == nature.value)

    @cached_property
    def verdicts(self) -> dict[str, int]:
        """How the rows that rules looked at were judged."""
        names = ("fine", "exempt", "broken", "not_judged", "clashes")
        return {name: sum(getattr(t, name) for t in self.run.tallies) for name in names}

    @cached_property
    def cases_with_leads(self) -> int:
        return self._of_cases.select("body_id", "case_id").n_unique()

    @cached_property
    def body_count(self) -> int:
        return len(self.bodies) - any(line.body_id == NOBODY for line in self.bodies)

    @cached_property
    def bodies_with_leads(self) -> int:
        return sum(bool(line.body_id and line.counts.leads) for line in self.bodies)

    def row_of(self, severity: Severity) -> list[int]:
        """Findings of one severity, by nature."""
        return [self.by_weight.get((severity.value, nature.value), 0) for nature in Nature]

    @cached_property
    def simulated(self) -> bool:
        return self.run.simulated

    # --- by rule --------------------------------------------------------------------------------------

    @cached_property
    def rules(self) -> list[RuleLine]:
        """Executed rules, those with the gravest and most findings first."""
        counts = self._counted("rule")
        lines = [
            RuleLine(tally.rule, tally, counts.get(tally.rule.id, Counts()))
            for tally in self.run.tallies
        ]
        return sorted(lines, key=lambda line: (*line.counts.order, line.rule.id))

    @property
    def rules_in_order(self) -> list[RuleLine]:
        return sorted(self.rules, key=lambda line: line.rule.id)

    @cached_property
    def rules_not_run(self) -> list[RuleNotRun]:
        """Every rule of the book that was not executed, in the order of ids."""
        book = self.run.book
        ran = {tally.rule.id for tally in self.run.tallies}
        left_out = say("未列入本次检查", "not part of this run")
        elsewhere = say(
            "依据均为外地规范，只作参考", "their only basis is from elsewhere: reference only"
        )
        by_person = say(
            "须由人判断，或者数据标准不载所需的资料",
            "they need a person's judgement, or data that the standard does not hold",
        )
        off = [
            RuleNotRun(
                rule.id, rule.title, rule.severity, rule.cited(), rule.off_because or left_out,
                elsewhere if rule.off_because else left_out,
            )
            for rule in book.rules.values()
            if rule.id not in ran
        ]  # fmt: skip
        unwritten = [
            RuleNotRun(u.id, u.title, u.severity, _cited(u.basis), u.why, by_person)
            for u in book.unwritten.values()
        ]
        return sorted([*off, *unwritten], key=lambda entry: entry.id)

    @cached_property
    def reasons_not_run(self) -> list[tuple[str, int]]:
        """On what grounds rules of the book were not executed, with how many; the most first."""
        reasons = Counter(entry.ground for entry in self.rules_not_run)
        return sorted(reasons.items(), key=lambda entry: (-entry[1], entry[0]))

    @property
    def idle_rules(self) -> list[Rule]:
        """Rules that ran and met no row they concern."""
        return [line.rule for line in self.rules_in_order if not line.tally.concerned]

    @cached_property
    def missing(self) -> list[tuple[str, int, int]]:
        """What was missing, rows not judged for want of it, rules concerned; the most first."""
        found: dict[str, tuple[int, int]] = {}
        for tally in self.run.tallies:
            for label, rows in tally.missing.items():
                before, rules = found.get(label, (0, 0))
                found[label] = before + rows, rules + 1
        return sorted(((label, *n) for label, n in found.items()), key=lambda e: (-e[1], e[0]))

    # --- by body, month, case --------------------------------------------------------------------------

    @cached_property
    def bodies(self) -> list[BodyLine]:
        """Every body of the register, of a case or of a finding; the gravest first, nobody last."""
        records = self.run.records
        cases = dict(records["cases"].group_by("body_id").len().iter_rows())
        counts = self._counted("body_id")
        case_leads = dict(self._of_cases.group_by("body_id").len().iter_rows())
        names = _names(self.run)
        lines = [
            BodyLine(
                body,
                names.get(body) or _body_words(body),
                cases.get(body, 0),
                counts.get(body, Counts()),
                case_leads.get(body, 0),
            )
            for body in {*names, *cases, *counts}
        ]
        return sorted(
            lines,
            key=lambda line: (
                line.body_id == NOBODY,
                *line.counts.order,
                -line.cases,
                line.body_id,
            ),
        )

    @cached_property
    def months(self) -> list[tuple[str, Counts]]:
        """Period → counts, without gaps: months, or what `MOST_PERIODS` leaves of them."""
        dated = self._dated
        if dated.is_empty():
            return []
        month = pl.col("on").dt.year().cast(pl.Int32) * 12 + pl.col("on").dt.month() - 1
        groups = dated.group_by(month.alias("month"), "severity", "nature").len()
        span = int(str(groups["month"].max())) - int(str(groups["month"].min())) + 1
        unit = next((months for months in (1, 3) if span <= MOST_PERIODS * months), 12)
        periods: dict[int, Counts] = {}
        for at, severity, nature, count in groups.iter_rows():
            periods.setdefault(at // unit, Counts()).add(severity, nature, count)
        return [
            (_period_words(at, unit), periods.get(at, Counts()))
            for at in range(min(periods), max(periods) + 1)
        ]

    @cached_property
    def undated(self) -> Counts:
        """Findings without a date of their own, so that they belong to no period."""
        counts = Counts()
        for (severity, nature), count in self.by_weight.items():
            counts.add(severity, nature, count)
        for severity, nature, count in self._dated.group_by("severity", "nature").len().iter_rows():
            counts.add(severity, nature, -count)
        return counts

    @cached_property
    def _dated(self) -> pl.DataFrame:
        """Findings that happened at a time. A rule about the state of a register (the list of
        items, say) goes by the day of the check, which is no date of what it finds; and a date
        long before the first record or after the day of the check is none either."""
        standing = [id_ for id_, rule in self.run.book.rules.items() if not rule.declaration.at]
        happened = pl.col("on") <= self.run.as_of
        first = self.run.records["events"][day_column("moment")].min()
        if isinstance(first, date):
            happened = happened & (pl.col("on") >= first - _A_YEAR)
        return self.findings.filter(happened & pl.col("rule").is_in(standing).not_())

    def worst_cases(self, most: int) -> list[CaseLine]:
        """The cases with the gravest and most leads, each with all that was found in it."""
        keys = ["body_id", "case_id"]
        grave = [
            (pl.col("severity") == severity.value).sum().alias(severity.value)
            for severity in LEAD_SEVERITIES
        ]
        order = ["F", "S", "G"]
        worst = (
            self._of_cases.group_by(keys)
            .agg(grave)
            .sort([*order, *keys], descending=[True] * 3 + [False] * 2)
            .head(most)
        )
        rows = worst.select(keys).join(
            self.findings, on=keys, how="left", maintain_order="left_right"
        )
        lines: dict[tuple[str, str], CaseLine] = {}
        for row in rows.iter_rows(named=True):
            key = row["body_id"], row["case_id"]
            line = lines.setdefault(key, CaseLine(key[0], row["body"], key[1], Counts()))
            line.counts.add(row["severity"], row["nature"], 1)
            line.findings.append(row)
        return list(lines.values())

    # --- warnings ---------------------------------------------------------------------------------------

    @cached_property
    def warnings(self) -> list[str]:
        """What a reader must know before he believes a figure."""
        warnings = list(self.run.warnings)
        if not self.run.rows_looked_at:
            warnings = list(dict.fromkeys([*warnings, nothing_judged()]))
        elif idle := len(self.idle_rules):
            warnings.append(
                say(
                    f"{idle} 条规则没有遇到可适用的记录，对相关行为没有结论。",
                    f"{idle} rules met no row they concern and conclude nothing.",
                )
            )
        if self.run.submission.refused_rows:
            told = held_back(self.run.submission)  # in the same breath, not twice
            warnings = [warning for warning in warnings if warning != told]
            warnings.append(_refused(self.run.submission))
        return warnings

    # --- counting -----------------------------------------------------------------------------------------

    @cached_property
    def _of_cases(self) -> pl.DataFrame:
        return self.findings.filter(
            (pl.col("nature") == Nature.VIOLATION.value)
            & pl.col("severity").is_in([s.value for s in LEAD_SEVERITIES])
            & pl.col("case_id").is_not_null()
        )

    def _counted(self, key: str) -> dict[str, Counts]:
        groups = self.findings.group_by(key, "severity", "nature").len()
        counted: dict[str, Counts] = {}
        for value, severity, nature, count in groups.iter_rows():
            counted.setdefault(value or NOBODY, Counts()).add(severity, nature, count)
        return counted


def _refused(submission: Submission) -> str:
    refused, faulty = submission.refused_rows, submission.faulty_rows
    held = submission.held_back
    if not held:
        return say(
            f"{refused:,} 行数据未予受理，不在检查之内；原因和改法见附录。",
            f"{refused:,} rows were refused and not checked; see the appendix.",
        )
    return say(
        f"{refused:,} 行数据未予受理，其中有错的 {faulty:,} 行；{held:,} 件案件因此整案退回，没有一条规则"
        "判断它们；原因和改法见附录。",
        f"{refused:,} rows were refused, {faulty:,} of them faulty; {held:,} cases were held back whole "
        "and judged by no rule; see the appendix.",
    )


# --- words -------------------------------------------------------------------------------------------------


def _in_words(findings: pl.DataFrame, run: Run) -> pl.DataFrame:
    """``body``: its name · ``matter``: the case, or what else the finding is about."""
    labels = {s.name: say(s.label, s.name.replace("_", " ")) for s in run.book.subjects}
    names = _names(run) | {NOBODY: _body_words(NOBODY)}
    body_id = pl.col("body_id").fill_null(NOBODY)
    # An occurrence is the subject's key joined by “/”; what body and case already say is left out.
    rest = (
        pl.col("occurrence")
        .str.strip_prefix(pl.col("body_id").fill_null("\n") + "/")
        .str.strip_suffix("/" + pl.col("body_id").fill_null("\n"))
    )
    within = rest.str.strip_prefix(pl.col("case_id").fill_null("\n") + "/")
    parts = {"case": pl.col("case_id"), "seq": within}
    matter = (
        pl.when(pl.col("subject") == "act")
        .then(filled(say("{case} 第 {seq} 项活动", "{case}, event {seq}"), parts))
        .when(pl.col("subject") == "case_pair")
        .then(filled(say("{case} 与 {seq}", "{case} and {seq}"), parts))
        .when((pl.col("subject") == "recording") & pl.col("case_id").is_not_null())
        .then(filled(say("{case} 的音像记录 {seq}", "{case}, recording {seq}"), parts))
        .when(pl.col("case_id").is_not_null())
        .then(pl.col("case_id"))
        .otherwise(pl.concat_str(pl.col("subject").replace(labels), pl.lit(" "), rest))
    )
    # A rule may grade a violation down to a note: then it is no lead but something to look at.
    noted = (pl.col("severity") == Severity.NOTE.value) & (
        pl.col("nature") == Nature.VIOLATION.value
    )
    return findings.with_columns(
        body=body_id.replace(names).fill_null(body_id),
        matter=matter.fill_null(rest),
        nature=pl.when(noted).then(pl.lit(Nature.HINT.value)).otherwise("nature"),
    )


def _cited(basis: Sequence[str]) -> str:
    return say("、", ", ").join(Citation.parse(text).words() for text in basis)


def _names(run: Run) -> dict[str, str]:
    bodies = run.records["bodies"].select("body_id", "name")
    return {body: name or body for body, name in bodies.iter_rows()}


def _body_words(body_id: str) -> str:
    return body_id or say("（不属某一机关）", "(no particular body)")


def _period_words(at: int, unit: int) -> str:
    if unit == 12:
        return str(at)
    if unit == 3:
        return f"{at // 4}-Q{at % 4 + 1}"
    return f"{at // 12}-{at % 12 + 1:02}"
