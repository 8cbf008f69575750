"""What a step of a measure needs, each as one sentence that holds or not, with what to do.

Serves the actions, which refuse with the first that does not hold, and the page, which shows them all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.registry.lists import content
from hengjian.domain.supervision.measures.models import Measure
from hengjian.domain.supervision.measures.workflow import ABOUT_PERSON, PAPERS, Kind, Move, State
from hengjian.domain.supervision.papers.documents import document
from hengjian.domain.supervision.papers.queries import papers_of, unfinished
from hengjian.domain.supervision.papers.workflow import STANDS

HOLDERS = 2


@dataclass(frozen=True)
class Condition:
    """One sentence, whether it holds, and what to do where it does not."""

    holds: bool
    words: str
    remedy: str = ""


def _not_the_proposer(measure: Measure, by: Post | None, at: datetime) -> Condition:
    same = bool(by and measure.proposed_by and by.person_id == measure.proposed_by.person_id)
    return Condition(
        not same, say("提出人不得批准自己提出的措施", "nobody approves what he proposed"),
        say("请由监督机构负责人批准。", "The head decides."),
    )  # fmt: skip


def _person_heard(measure: Measure, by: Post | None, at: datetime) -> Condition | None:
    if measure.kind not in ABOUT_PERSON:
        return None
    return Condition(
        measure.heard_on is not None,
        say("已经听取本人的陈述和申辩", "the person was heard"),
        say("请先办理“听取本人意见”；本人放弃的，写明。", "Hear the person first."),
    )


def _government_consents(measure: Measure, by: Post | None, at: datetime) -> Condition | None:
    needed = bool(content().parameters["measures.circular_consent"].values[-1].value)
    if measure.kind != Kind.CIRCULAR or not needed:
        return None
    return Condition(
        measure.consent_on is not None,
        say("本级政府同意通报", "the government consents to the circular"),
        say("请先办理“录入政府同意文件”。", "Enter its consent first."),
    )


def _paper(measure: Measure, by: Post | None, at: datetime) -> Condition:
    kind = PAPERS[Kind(measure.kind)][0]
    there = papers_of(measure).filter(kind=kind, state__in=sorted(STANDS)).exists()
    name = document(kind).name
    return Condition(
        there, say(f"《{name}》已经签发、编号、用印", f"“{name}” is signed, numbered and sealed"),
        say("请在右边“文书”里起草、送审、用印。", "Draft it under “Papers”."),
    )  # fmt: skip


def _record_filed(measure: Measure, by: Post | None, at: datetime) -> Condition:
    there = papers_of(measure).filter(kind="talk-record", state__in=sorted(STANDS)).exists()
    return Condition(
        there, say("约谈记录已经成文入卷", "the record of the talk is filed"),
        say("请在右边“文书”里起草约谈记录并成文入卷。", "Write the record under “Papers”."),
    )  # fmt: skip


def _papers_done(measure: Measure, by: Post | None, at: datetime) -> Condition:
    waits = unfinished(measure)
    named = "、".join(f"《{one.title}》" for one in waits[:3])
    return Condition(
        not waits,
        say(f"文书都已办完{f'，还有：{named}' if waits else ''}", "its papers are done"),
        say("请办完、撤稿或者作废。", "Finish them, give them up, or make them void."),
    )


def _promises_kept(measure: Measure, by: Post | None, at: datetime) -> Condition:
    left = measure.promises.filter(done_on=None).count()
    return Condition(
        not left, say("承诺事项都填报了落实情况", "what was done of each promise is reported"),
        say(f"还有 {left} 项没有填报。", f"{left} are still open."),
    )  # fmt: skip


def _two_hold(measure: Measure, by: Post | None, at: datetime) -> Condition:
    from hengjian.domain.supervision.measures.queries import supervisors_of

    enough = supervisors_of(measure, at=at).count() >= HOLDERS
    return Condition(
        enough, say("本机关有两名以上监督人员", "the bureau has two supervisors or more"),
        say("请先配备监督人员。", "Give it supervisors first."),
    )  # fmt: skip


def _moment_came(measure: Measure, by: Post | None, at: datetime) -> Condition:
    came = measure.moment is not None and measure.moment <= at
    return Condition(
        came, say("约谈时间已到", "the moment of the talk has come"),
        say("约谈以后再登记；时间有变的，请撤回后重新通知。", "Enter it after the talk."),
    )  # fmt: skip


def _answered(measure: Measure, by: Post | None, at: datetime) -> Condition | None:
    if measure.kind == Kind.CIRCULAR:
        return None
    return Condition(
        measure.state == State.ANSWERED, say("接收机关已经反馈", "the receiver answered"),
        say("请先办理“登记反馈”。", "Enter its answer first."),
    )  # fmt: skip


def _adopted(measure: Measure, by: Post | None, at: datetime) -> Condition:
    return Condition(
        bool(measure.adopted), say("发证机关采纳了建议", "the issuer adopted the suggestion"),
        say("没有采纳的，直接办结。", "If it did not, close the matter."),
    )  # fmt: skip


def _carried_out(measure: Measure, by: Post | None, at: datetime) -> Condition | None:
    if measure.kind != Kind.CARD or not measure.adopted:
        return None
    return Condition(
        measure.carried_out_on is not None,
        say("证件台账已经按发证机关的决定登记", "the register of certificates was changed"),
        say("请先办理“按发证机关决定登记证件”。", "Enter it in the register first."),
    )


def _nothing_sent(measure: Measure, by: Post | None, at: datetime) -> Condition:
    sent = papers_of(measure).filter(deliveries__isnull=False).exists()
    return Condition(
        not sent, say("文书还没有送出", "no paper was sent"),
        say("已经送出的，请办到底。", "Once sent, see it through."),
    )  # fmt: skip


_CHECKS: dict[str, Callable[[Measure, Post | None, datetime], Condition | None]] = {
    "not_the_proposer": _not_the_proposer, "person_heard": _person_heard,
    "government_consents": _government_consents, "paper": _paper, "record_filed": _record_filed,
    "papers_done": _papers_done, "promises_kept": _promises_kept, "two_hold": _two_hold, "moment_came": _moment_came,
    "answered": _answered, "adopted": _adopted, "carried_out": _carried_out,
    "nothing_sent": _nothing_sent,
}  # fmt: skip


def conditions_of(move: Move, measure: Measure, by: Post | None, at: datetime) -> list[Condition]:
    """What the step needs, in the table's order; what this kind need not is left out."""
    found = (_CHECKS[code](measure, by, at) for code in move.needs)
    return [one for one in found if one is not None]
