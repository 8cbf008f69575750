"""The job that tries a custom rule on past records.

Serves the editor. It writes one result at its end; cancelled, it says how far it came. What it finds is
masked before it is stored, as findings are.
"""

from typing import Any

from hengjian.check.standing import Standing
from hengjian.check.trial import Limits, Trial, trial
from hengjian.content import Content
from hengjian.content.speech import speaking
from hengjian.core.clock import day_of
from hengjian.core.jobs.task import Run, task
from hengjian.core.wording import said, say
from hengjian.domain.findings.applied.masking import Masking
from hengjian.domain.findings.rules.access import trial_of_job
from hengjian.domain.findings.rules.actions import end_trial
from hengjian.domain.findings.rules.in_force import custom, in_force
from hengjian.domain.records import place
from hengjian.rules.custom import CustomRule
from hengjian.rules.engine import context_of
from hengjian.rules.loading import Book

LIMITS = Limits(cases=50_000, seconds=60.0, hits=100)
"""What a trial may cost: the newest cases, a minute of work."""


@task(title=said("试运行自定规则", "try a custom rule"), attempts=2, long=True, takes_context=True)
def try_on_records(context: Run, trial: int) -> dict[str, Any]:
    """Judge the newest records by the version, and keep what it says."""
    row = trial_of_job(trial)
    now = in_force(context.at)
    rule = custom(row.version, now.content)
    day = day_of(context.at)
    with speaking("zh"):
        told = _tried(context, rule, now.content)
        result = _result(told, rule, now.content)
    with context.step(1, 1):
        end_trial(row, result=result, as_of=day, by=row.by, at=context.at)
    return {"trial": row.pk, "broken": result["broken"]}


def _tried(context: Run, rule: CustomRule, content: Content) -> Trial:
    def progress(done: int, of: int) -> None:
        context.say(done, of, say("已看案件", "cases looked at"))

    snapshot = place.archive().snapshot()
    today = context_of(content, day_of(context.at))
    return trial(rule, snapshot, today, LIMITS, progress=progress)


def _result(told: Trial, rule: CustomRule, content: Content) -> dict[str, Any]:
    tally = told.tally
    book = Book(content, [rule], [])
    hits = Masking(Standing(place.archive(), content, book))(told.hits)
    return {
        "stopped": told.stopped,
        "cases": told.cases,
        "of": told.of,
        "seconds": round(told.seconds, 1),
        "rows": tally.rows,
        "concerned": tally.concerned,
        "broken": tally.broken,
        "fine": tally.fine,
        "exempt": tally.exempt,
        "not_judged": tally.not_judged,
        "missing": dict(list(tally.missing.items())[:8]),
        "exempt_by": tally.exempt_by,
        "per_body": told.per_body,
        "hits": [
            {
                "body": hit["body_id"] or "",
                "case": hit["case_id"] or hit["occurrence"],
                "on": hit["on"].isoformat() if hit["on"] else "",
                "says": hit["says"],
                "right": hit["right"],
            }
            for hit in hits.iter_rows(named=True)
        ],
    }
