"""What a merger is made of, and what its signature covers.

Serves merging, the page that shows who is missing, and whoever checks a signed merger again.
"""

from typing import Any

from hengjian.domain.supervision.reports.merging.adding import Part
from hengjian.domain.supervision.reports.models import ReportAnswer, ReportTask


def parts_of(task: ReportTask) -> tuple[list[Part], list[str]]:
    """What was submitted, and the names of units that have not, or have to mend it."""
    parts: list[Part] = []
    missing: list[str] = []
    for one in task.answers.select_related("unit").prefetch_related("editions"):
        if one.state != ReportAnswer.State.SUBMITTED:
            missing.append(str(one.unit))
            continue
        last = next(edition for edition in one.editions.all() if edition.number == one.edition)
        parts.append(
            Part(
                one.unit_id,
                str(one.unit),
                last.values,
                last.number,
                last.sha256,
                last.figures,
                last.reasons,
            )
        )
    return parts, missing


def parts_kept(task: ReportTask) -> list[Part]:
    """The very editions that the merger was made of, whatever was submitted since."""
    of = {one["unit"]: one for one in (task.merged or {}).get("of", [])}
    found: list[Part] = []
    for one in task.answers.filter(unit__in=of).prefetch_related("editions"):
        named = of[one.unit_id]
        kept = next(edition for edition in one.editions.all() if edition.number == named["edition"])
        found.append(
            Part(
                one.unit_id,
                named["name"],
                kept.values,
                kept.number,
                kept.sha256,
                kept.figures,
                kept.reasons,
            )
        )
    return found


def sealed_of(task: ReportTask) -> dict[str, Any]:
    """What a signature covers."""
    period = [str(task.period_from), str(task.period_to)]
    return {"number": task.number, "design": task.design, "period": period, "merged": task.merged}
