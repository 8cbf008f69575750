"""Who handles a case: supervisors are appointed on their certificates, and leave by recusal.

Serves the desk, and `modes` where a case changes hands. Who is appointed holds a supervision certificate in
force; who asked for a recusal does not decide it.
"""

from datetime import datetime

from django.db import transaction

from hengjian.content.errors import PlainError
from hengjian.core.clock import day_of
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.registry.models import Certificate
from hengjian.domain.supervision.cases import access
from hengjian.domain.supervision.cases.models import Case, Handler, Recusal
from hengjian.domain.supervision.cases.refusing import held, not_yours, under_way
from hengjian.domain.supervision.cases.steps.actions import told
from hengjian.domain.supervision.refusing import ChangedError, need


@transaction.atomic
def appoint(
    case: Case,
    post: Post,
    certificate: Certificate,
    *,
    leading: bool = False,
    seen: int,
    by: Post | None,
    at: datetime,
) -> Handler:
    """A supervisor handles the case from now on, on this supervision certificate."""
    case, day = held(case, seen), day_of(at)
    under_way(case)
    if by is not None and not access.may_appoint(case, by):
        raise not_yours()
    if not access.supervises(post) or not post.held_on(day):
        raise PlainError(say("承办人须是在岗的监督人员", "a handler must be a supervisor in post"))
    if (
        certificate.kind != "supervision"
        or not certificate.valid_from <= day <= certificate.valid_to
    ):
        raise PlainError(
            say(
                f"证件 {certificate.code} 不是有效的行政执法监督证件",
                f"{certificate.code} is no supervision certificate in force",
            ),
            say("请另选持有效监督证件的人员。", "Choose somebody who holds one."),
        )
    if case.handlers.filter(post__person=post.person_id, until=None).exists():
        raise PlainError(say("此人已是承办人", "this person handles the case already"))
    if leading:
        case.handlers.filter(until=None, leading=True).update(leading=False)
    handler = Handler.objects.create(
        case=case, post=post, certificate=certificate, leading=leading, since=at
    )
    who = f"{post.person.name}（{certificate.code}）"
    told(case, "appoint", "cases", words=who, inside=True, by=by, at=at)
    return handler


@transaction.atomic
def ask_recusal(handler: Handler, *, ground: str, by: Post, at: datetime) -> Recusal:
    """The handler himself, or the body, asks that he leaves the case."""
    case = access.locked(handler.case_id)
    under_way(case)
    need(ground, say("回避理由", "the ground"))
    own = by.person_id == handler.post.person_id
    if not own and not (access.speaks_for_body(by) and by.unit_id == case.body_id):
        raise not_yours()
    if handler.until is not None or handler.recusals.filter(granted=None).exists():
        raise PlainError(
            say("此人已不承办，或者回避申请正待决定", "he left already, or it is being decided")
        )
    asked = Recusal.objects.create(handler=handler, ground=ground.strip(), asked_by=by, asked_at=at)
    told(case, "ask_recusal", "cases", words=ground, by=by, at=at)
    return asked


@transaction.atomic
def decide_recusal(recusal: Recusal, *, granted: bool, why: str, by: Post, at: datetime) -> Recusal:
    """The head of the bureau decides; who leaves no longer handles the case."""
    case = access.locked(recusal.handler.case_id)
    if not access.heads(by) or by.unit_id != case.bureau_id:
        raise not_yours()
    if recusal.granted is not None:
        raise ChangedError(say("回避申请已经决定", "the recusal is decided already"))
    need(why, say("决定理由", "the reason"))
    recusal.granted, recusal.why = granted, why.strip()
    recusal.decided_by, recusal.decided_at = by, at
    recusal.save()
    if granted:
        Handler.objects.filter(pk=recusal.handler_id).update(until=at, leading=False)
    told(case, "decide_recusal", "cases", words=why, by=by, at=at)
    return recusal
