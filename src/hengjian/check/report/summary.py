"""The run in figures, for programs: what `check --json` prints.

Serves scripts, monitors and other systems. Keys are stable and documented by its tests; names and
titles follow the reader's language; there is nothing in it that the page does not say.
"""

from typing import Any

from hengjian.check.report.lines import RuleLine
from hengjian.check.report.overview import Overview
from hengjian.check.run import Run
from hengjian.rules.rule import Nature, Severity


def summary(run: Run) -> dict[str, Any]:
    """The run in figures, fit for JSON; keys are stable, texts follow the reader's language."""
    view = Overview.of(run)
    return {
        "source": run.submission.path.name,
        "as_of": run.as_of.isoformat(),
        "territory": run.content.profile.territory,
        "simulated": view.simulated,
        "cases": run.records.case_count,
        "events": run.records.event_count,
        "bodies": view.body_count,
        "rules": len(view.rules) + len(view.rules_not_run),
        "rules_run": len(view.rules),
        "rules_idle": [rule.id for rule in view.idle_rules],
        "rows_looked_at": run.rows_looked_at,
        "findings": view.findings.height,
        "leads": view.counts.leads,
        "not_judged": run.not_judged,
        "verdicts": view.verdicts,
        "by_severity": {s.value: _sum(view, severity=s.value) for s in Severity},
        "by_nature": {n.value: _sum(view, nature=n.value) for n in Nature},
        "by_rule": {line.rule.id: _rule_summary(line) for line in view.rules_in_order},
        "by_body": {
            line.body_id: {
                "name": line.name,
                "cases": line.cases,
                "findings": line.counts.findings,
                "leads": line.counts.leads,
                "fatal": line.counts.fatal,
                "serious": line.counts.serious,
                "general": line.counts.general,
                "per_hundred_cases": line.per_hundred,
            }
            for line in sorted(view.bodies, key=lambda line: line.body_id)
        },
        "missing": {label: rows for label, rows, _ in view.missing},
        "refused_rows": run.submission.refused_rows,
        "faulty_rows": run.submission.faulty_rows,
        "held_back_cases": run.submission.held_back,
        "warnings": view.warnings,
    }


def _sum(view: Overview, *, severity: str | None = None, nature: str | None = None) -> int:
    return sum(
        count
        for (of_severity, of_nature), count in view.by_weight.items()
        if severity in (None, of_severity) and nature in (None, of_nature)
    )


def _rule_summary(line: RuleLine) -> dict[str, Any]:
    tally = line.tally
    return {
        "title": line.rule.title,
        "severity": line.rule.severity.value,
        "articles": line.rule.cited(),
        "rows": tally.rows,
        "concerned": tally.concerned,
        "fine": tally.fine,
        "exempt": tally.exempt,
        "not_judged": tally.not_judged,
        "clashes": tally.clashes,
        "findings": line.counts.findings,
        "leads": line.counts.leads,
        "missing": tally.missing,
    }
