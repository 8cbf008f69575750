"""Opening the 副卷 for a purpose, and keeping what a reporter brought.

Each is one transaction with its ledger entry, which names case or lead and no person.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from hengjian.content.errors import PlainError
from hengjian.core.entries.actions import record
from hengjian.core.files.guard import Arrived
from hengjian.core.files.kept import stored
from hengjian.core.people.duties import RefusedError
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.cases.models import Case
from hengjian.domain.supervision.leads.models import Reporter
from hengjian.domain.supervision.secrecy import access
from hengjian.domain.supervision.secrecy.models import LASTS, Reading, ReporterFile

LEAST_WORDS = 4


@transaction.atomic
def open_annex(case: Case, *, purpose: str, words: str, by: Post, at: datetime) -> Reading:
    """A handler or the head reads who reported the case, for an hour."""
    if not access.reads_annex(case, by):
        raise _not_yours()
    if purpose not in Reading.Purpose.values or len("".join(words.split())) < LEAST_WORDS:
        raise PlainError(
            say("请写明查看反映人的用途", "say what you need it for"),
            say("选择用途，并写明做什么（至少四个字）。",
                "Choose a purpose and say what you will do (four characters at least)."),
        )  # fmt: skip
    made = Reading.objects.create(
        case=case, post=by, purpose=purpose, words=words.strip()[:200], at=at, until=at + LASTS
    )
    payload = {"case": case.pk, "purpose": purpose, "until": made.until.isoformat()}
    record("annex.read", subject=made, payload=payload, by=by, at=at)
    return made


@transaction.atomic
def put_away(case: Case, *, by: Post, at: datetime) -> None:
    """Who read it is done before the hour is over: the next reading needs its purpose again."""
    for one in Reading.objects.filter(case=case, post=by, until__gt=at):
        one.until = at
        one.save(update_fields=["until"])
        record("annex.put_away", subject=one, payload={"case": case.pk}, by=by, at=at)


@transaction.atomic
def bring(
    reporter: Reporter, files: Iterable[Arrived], *, by: Post, at: datetime
) -> list[ReporterFile]:
    """Keep what a reporter brought: photos, recordings, letters."""
    if not access.may_bring(reporter, by):
        raise _not_yours()
    made = [ReporterFile(reporter=reporter, **stored(one), by=by, at=at) for one in files]
    if not made:
        raise PlainError(say("没有选择文件", "no file was chosen"))
    ReporterFile.objects.bulk_create(made)
    payload = {"reporter": reporter.pk, "files": [one.sha256 for one in made]}
    record("annex.brought", subject=reporter.lead, payload=payload, by=by, at=at)
    return made


def _not_yours() -> RefusedError:
    return RefusedError(
        say(
            "副卷只由本案承办人和监督机构负责人查看", "only the handlers and the head read the 副卷"
        ),
        say("确有需要的，请由承办人查看后告知必要的内容。", "Ask a handler for what you need."),
    )
