"""What happens to dossiers: one is asked for, and the job keeps what it has bound."""

from datetime import datetime

from django.db import transaction

from hengjian.content.errors import PlainError
from hengjian.core.entries.actions import record
from hengjian.core.jobs.actions import start
from hengjian.core.jobs.models import Job
from hengjian.core.people.duties import RefusedError
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.cases.access import reads_annex, reads_inside
from hengjian.domain.supervision.cases.models import Case
from hengjian.domain.supervision.papers import store
from hengjian.domain.supervision.papers.models import Dossier


@transaction.atomic
def ask_for_dossier(case: Case, *, annex: bool, by: Post, at: datetime) -> Job:
    """Put the binding into the queue. Refuses a case of which no paper is signed yet."""
    from hengjian.domain.supervision.papers.dossiers.tasks import bind_dossier

    if not reads_inside(by):
        raise RefusedError(say("卷宗由监督机关装订", "the supervision bureau binds dossiers"))
    if annex and not reads_annex(case, by):
        raise RefusedError(
            say("副卷由本案承办人或者监督机构负责人装订", "handlers or the head bind the 副卷")
        )
    if not case.papers.filter(signed_at__isnull=False).exists():
        raise PlainError(
            say("本案还没有签发的文书，没有可以装订的", "no paper of this case is signed yet"),
            say("签发、编号以后再装订。", "Bind it once there is one."),
        )
    arguments = {"case": case.pk, "annex": annex, "post": by.pk}
    return start(bind_dossier, arguments, by=by, at=at)


@transaction.atomic
def keep_dossier(
    case: Case, data: bytes, *, annex: bool, pages: int, pieces: int, by: Post | None, at: datetime
) -> Dossier:
    """The dossier that a job has bound."""
    made = Dossier(
        case=case, annex=annex, sha256=store.put(data), size=len(data), pages=pages, pieces=pieces,
        by=by, at=at,
    )  # fmt: skip
    made.save()
    payload = {"annex": annex, "sha256": made.sha256, "pages": pages, "pieces": pieces}
    record("dossier.bound", subject=case, payload=payload, by=by, at=at)
    return made
