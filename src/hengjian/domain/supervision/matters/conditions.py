"""What stands in the way of a step: conditions by their codes, which kinds of matter name in content.

Serves the actions and the page, which shows the same. Each says what is missing and what to do about it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from hengjian.content.matters import MatterKind, Step
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.matters.models import Matter, MatterTerm


@dataclass(frozen=True)
class Condition:
    words: str
    holds: bool
    remedy: str = ""


def conditions_of(
    kind: MatterKind, step: Step, matter: Matter, post: Post | None, day: date
) -> list[Condition]:
    """All that the step needs, met or not."""
    found = [CHECKS[name](matter, day) for name in step.needs]
    if step.not_by and post is not None:
        found.append(_another(kind, step, matter, post))
    if step.by == "party" and step.when_all and post is not None:
        found.append(_not_yet(step, matter, post))
    return found


def _another(kind: MatterKind, step: Step, matter: Matter, post: Post) -> Condition:
    did = matter.steps.filter(step__in=step.not_by, post__person=post.person_id).exists()
    names = "、".join(one.name for one in kind.steps if one.code in step.not_by) or kind.opens.name
    return Condition(
        say(f"由没有办理“{names}”的人办理", f"another person than who did: {names}"),
        not did,
        say("请本机关另一名有权的人员办理。", "Let somebody else do it."),
    )


def _not_yet(step: Step, matter: Matter, post: Post) -> Condition:
    since = last_entered(matter, step)
    rows = matter.steps.filter(step=step.code, body=post.unit_id)
    done = rows.filter(pk__gt=since).exists()
    return Condition(
        say("本机关还没有办理过这一步", "your body has not done it yet"), not done,
        say("其他机关办理后自动进入下一步。", "It goes on once all have done it."),
    )  # fmt: skip


def last_entered(matter: Matter, step: Step) -> int:
    """The key of the step by which the matter last came to where this step is taken."""
    rows = matter.steps.filter(to__in=step.from_).exclude(frm__in=step.from_).order_by("-pk")
    return rows.values_list("pk", flat=True).first() or 0


def two_parties(matter: Matter, day: date) -> Condition:
    return Condition(
        say("争议各方有两个以上机关", "there are two bodies or more"),
        matter.parties.count() > 1,
        say("请退回申请机关补写争议各方。", "Let them name the other side."),
    )


def somebody_objected(matter: Matter, day: date) -> Condition:
    return Condition(
        say("有机关提出异议", "somebody objected"), matter.steps.filter(step="object").exists()
    )


def objections_settled(matter: Matter, day: date) -> Condition:
    objected = matter.steps.filter(step="object").count()
    settled = matter.steps.filter(step="settle_objection").count()
    return Condition(
        say(f"提出的异议（{objected} 件）都已复核", f"all {objected} objections are settled"),
        settled >= objected and _term_over(matter, day),
        say(
            "异议期没有过或者还有异议没有复核的，不能办结。", "Wait for the term, settle the rest."
        ),
    )


def objection_term_over(matter: Matter, day: date) -> Condition:
    return Condition(
        say("异议期已过，或者异议已经复核", "the term to object is over, or it was settled"),
        _term_over(matter, day) or matter.steps.filter(step="review").exists(),
        say("请等到异议期满。", "Wait for the term to end."),
    )


def _term_over(matter: Matter, day: date) -> bool:
    stopped = Q(state=MatterTerm.State.STOPPED)
    running = Q(state=MatterTerm.State.RUNNING, due_on__gte=day)
    return not matter.terms.filter(stopped | running, term="object").exists()


CHECKS: dict[str, Callable[[Matter, date], Condition]] = {
    "two_parties": two_parties,
    "somebody_objected": somebody_objected,
    "objections_settled": objections_settled,
    "objection_term_over": objection_term_over,
}
"""Condition → how it is looked up. A kind names them in content; a test holds the two together."""
