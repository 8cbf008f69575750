"""All that people do with findings: dismiss, ask, answer, appeal, decide the appeal, raise, reopen, note.

Each deed is one transaction with its step and its ledger entry. Who comes second is told what the first
did. A finding about a person acts only after somebody looked at it himself and the person was heard; its
texts are erased when it is dismissed.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from hengjian.content.errors import PlainError
from hengjian.core.clock import CHINA, day_of
from hengjian.core.entries.actions import record
from hengjian.core.files.guard import Arrived
from hengjian.core.files.kept import stored
from hengjian.core.notices.actions import notify
from hengjian.core.notices.notice_kinds import Kind
from hengjian.core.people.duties import RefusedError
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.findings.access import side_of
from hengjian.domain.findings.applied.actions import Key, tally
from hengjian.domain.findings.following import tell_of_deed
from hengjian.domain.findings.models import AnswerFile, Finding, SavedFilter, Step
from hengjian.domain.findings.notice_kinds import answered, appealed, decided
from hengjian.domain.findings.telling import tell_body
from hengjian.domain.findings.terms import due_from
from hengjian.domain.findings.workflow import (
    MOVES,
    Deed,
    Reason,
    Side,
    State,
    deeds,
    one_by_one,
    was_heard,
)

SHORTEST = 4
"""A reason of fewer signs says nothing."""
LONGEST = 4000
FILTERS_KEPT = 30


class StaleFindingError(PlainError):
    """Somebody else was quicker."""


@dataclass(frozen=True)
class Outcome:
    """What became of one of many; ``refused`` is None where it was done."""

    finding: Finding
    refused: PlainError | None = None

    @property
    def error(self) -> str:
        """Why it was not done, in words."""
        return "" if self.refused is None else self.refused.message


# --- the supervisor's side -----------------------------------------------------------------------------


def dismiss(
    finding: Finding, *, seen: int, reason: str, words: str = "", by: Post, at: datetime
) -> Finding:
    """It is not pursued. About a person, it leaves no text behind."""
    if reason not in {one.value for one in Reason}:
        raise PlainError(
            say("没有选择不予处理的理由", "no reason was chosen"),
            say("请在列出的理由中选择。", "Choose one of the reasons."),
        )
    if reason == Reason.OTHER:
        _need_words(words)
    return _done(Deed.DISMISS, finding, seen=seen, reason=reason, words=words, by=by, at=at)


def ask(
    finding: Finding,
    *,
    seen: int,
    question: str,
    due: date | None = None,
    looked: str = "",
    tell: bool = True,
    by: Post,
    at: datetime,
) -> Finding:
    """The body is to explain by a day; without one, by the term in force."""
    _need_words(question)
    if finding.body is None:
        raise PlainError(
            say("这条线索不属于哪一个机关，没有可以请其说明的对象",
                "this finding is of no body, so nobody can be asked"),
            say("可以不予处理，或者转为监督线索。", "Dismiss it or raise it as a lead."),
        )  # fmt: skip
    last_day = due or due_from(day_of(at))
    if last_day < day_of(at):
        raise PlainError(
            say(f"答复期限 {last_day} 已经过去", f"the day {last_day} is over"),
            say("请写今天以后的日期。", "Give a later day."),
        )
    with transaction.atomic():
        done = _done(
            Deed.ASK, finding, seen=seen, words=question, looked=looked, due=last_day, by=by, at=at
        )
        if tell:
            tell_body(finding.body, count=1, due=last_day, by=by, at=at)
    return done


def uphold(finding: Finding, *, seen: int, words: str, by: Post, at: datetime) -> Finding:
    """The body is right: the finding falls, and counts against its rule."""
    _need_words(words)
    return _told_back(Deed.UPHOLD, decided, finding, seen=seen, words=words, by=by, at=at)


def reject(finding: Finding, *, seen: int, words: str, by: Post, at: datetime) -> Finding:
    """The body is not right: the finding stays, with what the body said."""
    _need_words(words)
    return _told_back(Deed.REJECT, decided, finding, seen=seen, words=words, by=by, at=at)


def reopen(finding: Finding, *, seen: int, words: str, by: Post, at: datetime) -> Finding:
    """A dismissal is taken back."""
    _need_words(words)
    return _done(Deed.REOPEN, finding, seen=seen, words=words, by=by, at=at)


def note(finding: Finding, *, seen: int, words: str, by: Post, at: datetime) -> Finding:
    """Something to remember; changes nothing."""
    _need_words(words)
    return _done(Deed.NOTE, finding, seen=seen, words=words, by=by, at=at)


def mark_raised(
    finding: Finding, *, seen: int, words: str, looked: str = "", by: Post, at: datetime
) -> Finding:
    """It became a lead: called by supervision, in the transaction that opens the lead."""
    return _done(Deed.RAISE, finding, seen=seen, words=words, looked=looked, by=by, at=at)


# --- the body's side ------------------------------------------------------------------------------------


def answer(
    finding: Finding,
    *,
    seen: int,
    words: str,
    files: Iterable[Arrived] = (),
    by: Post,
    at: datetime,
) -> Finding:
    """The body explains, with the files that prove it."""
    _need_words(words)
    return _told_back(
        Deed.ANSWER, answered, finding, seen=seen, words=words, files=files, by=by, at=at
    )


def appeal(
    finding: Finding,
    *,
    seen: int,
    words: str,
    files: Iterable[Arrived] = (),
    by: Post,
    at: datetime,
) -> Finding:
    """The body holds that the finding is wrong."""
    _need_words(words)
    return _told_back(
        Deed.APPEAL, appealed, finding, seen=seen, words=words, files=files, by=by, at=at
    )


# --- many at once ---------------------------------------------------------------------------------------


def dismiss_all(
    chosen: Sequence[tuple[Finding, int]], *, reason: str, words: str = "", by: Post, at: datetime
) -> list[Outcome]:
    """Each for itself: one that another was quicker with does not stop the rest."""
    return [
        tried(finding, dismiss, seen=seen, reason=reason, words=words, by=by, at=at)
        for finding, seen in chosen
    ]


def ask_all(
    chosen: Sequence[tuple[Finding, int]],
    *,
    question: str,
    due: date | None,
    looked: str = "",
    by: Post,
    at: datetime,
) -> list[Outcome]:
    """Each for itself; a body is told once, of how many. Those about persons are asked one by one."""
    last_day = due or due_from(day_of(at))
    told: list[Outcome] = []
    for finding, seen in chosen:
        if finding.person and len(chosen) > 1:
            told.append(Outcome(finding, one_by_one()))
            continue
        told.append(
            tried(
                finding, ask, seen=seen, question=question, due=last_day, looked=looked, tell=False,
                by=by, at=at,
            )
        )  # fmt: skip
    counts = Counter(one.finding.body_id for one in told if not one.error)
    for body in {one.finding.body_id: one.finding.body for one in told if not one.error}.values():
        if body is not None:
            tell_body(body, count=counts[body.pk], due=last_day, by=by, at=at)
    return told


def tried(
    finding: Finding, deed: Callable[..., Finding], *, by: Post, at: datetime, **given: Any
) -> Outcome:
    """What became of one of many, for whom a refusal is no end."""
    try:
        return Outcome(deed(finding, by=by, at=at, **given))
    except PlainError as error:
        return Outcome(finding, error)


# --- saved filters -------------------------------------------------------------------------------------


@transaction.atomic
def save_filter(
    name: str, query: str, *, default: bool = False, noun: str = "findings", by: Post, at: datetime
) -> SavedFilter:
    """Keep a filter under a name; an older one of that name gives way."""
    mine = SavedFilter.objects.filter(person=by.person_id, noun=noun)
    kept = " ".join(name.split())[:40]
    if not kept:
        raise PlainError(
            say("没有写名称", "no name was given"), say("请给这个筛选起个名称。", "Name it.")
        )
    if len(query) > 1000 or mine.exclude(name=kept).count() >= FILTERS_KEPT:
        raise PlainError(
            say(f"条件太长，或者已经保存了 {FILTERS_KEPT} 个", "too long, or too many are kept"),
            say("请删去不用的。", "Delete some."),
        )
    if default:
        mine.update(default=False)
    row, _ = SavedFilter.objects.update_or_create(
        person_id=by.person_id, noun=noun, name=kept, defaults={"query": query, "default": default}
    )
    return row


def delete_filter(row: SavedFilter, *, by: Post, at: datetime) -> None:
    """Forget it."""
    row.delete()


# --- how a deed is done ----------------------------------------------------------------------------------


@transaction.atomic
def _done(
    deed: Deed,
    finding: Finding,
    *,
    seen: int,
    words: str,
    reason: str = "",
    looked: str = "",
    due: date | None = None,
    files: Iterable[Arrived] = (),
    by: Post,
    at: datetime,
) -> Finding:
    """Check, then write row, step, counts and ledger entry."""
    row = Finding.objects.select_for_update(of=("self",)).select_related("body").get(pk=finding.pk)
    _check(deed, row, seen, looked, by, at)
    move, before = MOVES[deed], _key(row)
    becomes = move.becomes or State(row.state)
    if deed is Deed.REJECT and row.leads.exists():
        becomes = State.RAISED
    row.state, row.due_on = becomes, due
    if deed is Deed.NOTE:
        row.due_on = finding.due_on
    else:
        row.version += 1
        row.changed_at = at
    row.told = row.told or deed is Deed.ASK
    if becomes == State.DISMISSED and row.person:
        _erase(row)
    row.save()
    shift = Counter({before: -1})
    shift.update({_key(row): 1})
    tally(shift, by=by, at=at)
    step = Step(
        finding=row, kind=move.kind, words=words.strip()[:LONGEST], reason=reason,
        looked=looked.strip()[:LONGEST] if row.person else "", values=row.values, post=by, at=at,
    )  # fmt: skip
    step.save()
    kept = [AnswerFile(step=step, **stored(one), by=by, at=at) for one in files]
    AnswerFile.objects.bulk_create(kept)
    payload: dict[str, Any] = {
        "finding": row.code,
        "rule": row.rule,
        "state": str(row.state),
        "values": row.values,
    }
    payload |= {"reason": str(reason)} if reason else {}
    payload |= {"due": str(due)} if due else {}
    payload |= {"files": [one.sha256 for one in kept]} if kept else {}
    if row.person and move.looks:
        payload["looked"] = "yes"
    record(f"finding.{move.kind.value}", subject=row, payload=payload, by=by, at=at)
    if deed is not Deed.NOTE:
        tell_of_deed(row, by=by, at=at)
    return row


def _check(deed: Deed, row: Finding, seen: int, looked: str, by: Post, at: datetime) -> None:
    """Whether this post may do it to the finding as it is now."""
    move = MOVES[deed]
    if side_of(by) != move.side:
        raise RefusedError(
            say(f"您的岗位不能办理“{move.words}”", f"your post cannot do this: {move.words}"),
            say("请联系负责的监督机关或者本机关经办人。", "Ask whoever is in charge."),
        )
    if deed is not Deed.NOTE and row.version != seen:
        raise StaleFindingError(*_who_was_quicker(row))
    if deed not in deeds(row, move.side):
        raise PlainError(
            say(f"线索现在是“{row.get_state_display()}”，不能“{move.words}”",
                f"the finding is “{row.get_state_display()}” now; this cannot be done"),
            say("请刷新页面看最新情况。", "Reload the page."),
        )  # fmt: skip
    if row.person and move.looks:
        _need_look(looked)
        if deed is Deed.RAISE:
            _need_hearing(row, at)


def _who_was_quicker(row: Finding) -> tuple[str, str]:
    """What happened to the finding since, in words, and what to do now."""
    step = row.steps.select_related("post__person", "post__unit").last()
    remedy = say("请看过最新情况再决定。", "Look at it again before you decide.")
    if step is None or step.post is None:
        return say("这条线索的数据刚刚有变", "the data of this finding have just changed"), remedy
    moment = f"{step.at.astimezone(CHINA):%m-%d %H:%M}"
    who = f"{step.post.person.name}（{step.post.unit}）"
    did = step.get_kind_display()
    return (
        say(f"{who}已于 {moment} 办理：{did}", f"{who} was quicker, at {moment}: {did}"),
        remedy,
    )


def _need_words(words: str) -> None:
    if len("".join(words.split())) < SHORTEST:
        raise PlainError(
            say(f"说明太短，至少 {SHORTEST} 个字", f"write at least {SHORTEST} signs"),
            say("请写明理由和依据。", "Say why."),
        )


def _need_look(looked: str) -> None:
    if len("".join(looked.split())) < SHORTEST:
        raise PlainError(
            say("这条线索涉及个人，不能由系统自动处理", "about a person: it never acts alone"),
            say(
                "请亲自核对案卷和证件情况，勾选“已人工核查”，写明核查结果。",
                "Look at the file yourself, tick the box and write down what you saw.",
            ),
        )


def _need_hearing(row: Finding, at: datetime) -> None:
    """The body, and through it the person, is heard first, or has let its day go by."""
    if not was_heard(row, row.steps.values_list("kind", flat=True), at=at):
        raise PlainError(
            say("涉及个人的线索，须先听取机关和本人的说明",
                "about a person: the body and the person are heard first"),
            say("请先“请机关说明”；收到说明或者逾期未答复后再转线索。",
                "Ask the body first; raise it once it has answered or let the day pass."),
        )  # fmt: skip


@transaction.atomic
def _told_back(
    deed: Deed,
    kind: Kind,
    finding: Finding,
    *,
    seen: int,
    words: str,
    files: Iterable[Arrived] = (),
    by: Post,
    at: datetime,
) -> Finding:
    """Done, and the post that asked, or appealed, is told what the other side did."""
    row = _done(deed, finding, seen=seen, words=words, files=files, by=by, at=at)
    step = Step.Kind.ASKED if MOVES[deed].side is Side.BODY else Step.Kind.APPEALED
    last = row.steps.filter(kind=step).exclude(post=None).select_related("post__person").last()
    if last is not None and last.post is not None:
        notify(
            kind, to=last.post, about=row, facts={"number": f"{row.rule} {row.case_id}".strip()}, url=f"/findings/{row.pk}/",
            by=by, at=at,
        )  # fmt: skip
    return row


def _erase(row: Finding) -> None:
    """What a program suspected of a person goes, once a person says that it is nothing. The code stays,
    so that the same is not found anew."""
    row.says = row.right = row.because = row.sum = ""
    row.evidence, row.parameters = [], []


def _key(row: Finding) -> Key:
    return Key(row.body_id or 0, row.rule, row.weight, str(row.state))
