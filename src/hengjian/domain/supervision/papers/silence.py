"""Whether a paper that others will read tells who reported the matter.

Serves drafting, which warns, and the actions that close a draft, which refuse it unless the drafter says
why it must stand. Papers of the 副卷 are not asked.
"""

from hengjian.core.wording import say
from hengjian.domain.supervision.leads.models import Reporter
from hengjian.domain.supervision.models import Lead
from hengjian.domain.supervision.papers.models import Paper
from hengjian.domain.supervision.secrecy.behind import flat, reporters_behind, tells
from hengjian.domain.supervision.secrecy.guarding import TellsError

LEAST_WORDS = 4


def told_in(paper: Paper) -> list[str]:
    """What of a reporter stands in a paper that is not for the 副卷."""
    if paper.inside:
        return []
    reporters = _behind(paper)
    if not reporters:
        return []
    return tells("\n".join([paper.title, *paper.copies, flat(paper.fields)]), reporters)


def need_silence(paper: Paper, aware: str) -> None:
    """Refuse it unless it is silent, or ``aware`` says why what it tells must stand there."""
    told = told_in(paper)
    if told and len("".join(aware.split())) < LEAST_WORDS:
        named = say("、", ", ").join(told)
        raise TellsError(
            say(f"文书里写有反映人的{named}，被监督机关会看到", f"it tells a reporter's {named}"),
            say("请删去，或者归入副卷；确须写明的（如反映人就是当事人），写明理由。",
                "Take it out or keep it inside; where it must stand, say why."),
        )  # fmt: skip


def _behind(paper: Paper) -> list[Reporter]:
    """Who reported what the paper is about: its case, its lead, or the lead of its order."""
    if paper.case is not None:
        return list(reporters_behind(paper.case))
    row = paper.owner.row
    lead = row if isinstance(row, Lead) else getattr(row, "lead", None)
    case = getattr(row, "case", None)
    found = list(reporters_behind(case)) if case is not None else []
    if isinstance(lead, Lead):
        found += Reporter.objects.filter(lead=lead) | Reporter.objects.filter(lead__into=lead)
    return found
