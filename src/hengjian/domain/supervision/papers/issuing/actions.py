"""A signed paper gets its number and its seal; scans are bound to it.

Serves pages and the founding. Each file is kept by its hash.
"""

from datetime import datetime

from django.db import transaction

from hengjian.content.errors import PlainError
from hengjian.core.clock import day_of
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.numbers import next_number
from hengjian.domain.supervision.papers import access, making, sealing, store, telling
from hengjian.domain.supervision.papers.documents import document
from hengjian.domain.supervision.papers.models import Paper, PaperFile, Sealing
from hengjian.domain.supervision.papers.refusing import held
from hengjian.domain.supervision.papers.steps.actions import issue, keep, note
from hengjian.domain.supervision.papers.workflow import (
    State,
    after_number,
    after_seal,
    is_served,
)

SEAL_MARK = "用印"
"""The series of the seal register."""


@transaction.atomic
def give_number(paper: Paper, *, seen: int, by: Post, at: datetime) -> Paper:
    """The next number of the bureau, the kind and the year; the file is made with it. A file that cannot
    be made gives its number back."""
    now = held(paper, seen, {State.NUMBER}, by=by, may=access.may_issue)
    found, year = document(now.kind), day_of(at).year
    serial = next_number(now.bureau, found.abbreviation or "", year, by=by, at=at)
    now.mark, now.year, now.serial = found.abbreviation or "", year, serial
    now.number = found.numbered(year, serial, place=making.office_word(now.bureau))
    now.template = making.template_in_use(now.bureau, now.kind)
    now.state = after_number(found)
    note(now, "numbered", by=by, at=at, words=now.number)
    issue(now, by=by, at=at)
    return now


@transaction.atomic
def seal(paper: Paper, *, copies: int = 1, seen: int, by: Post, at: datetime) -> Paper:
    """Seal it by the unified e-seal, at the place that the layout keeps for it."""
    now = held(paper, seen, {State.SEAL}, by=by, may=access.may_issue)
    name = making.seal_name(now.bureau)
    issued = now.files.filter(role=PaperFile.Role.ISSUED).last()
    if issued is None:
        raise PlainError(say("没有要用印的正本", "there is nothing to be sealed"))
    place = making.pdf_of(now).seal
    sealed = sealing.applied(
        store.read(issued.sha256), name=name, place=place, person=by.person.name
    )
    file = keep(now, PaperFile.Role.SEALED, "pdf", sealed.data, by=by, at=at)
    return _sealed(now, Sealing.Way.ELECTRONIC, file, copies, sealed.receipt, by=by, at=at)


@transaction.atomic
def seal_by_hand(
    paper: Paper, scan: bytes, *, copies: int = 1, seen: int, by: Post, at: datetime
) -> Paper:
    """It was printed and sealed by hand; its scan is bound to the paper by its hash."""
    now = held(paper, seen, {State.SEAL}, by=by, may=access.may_issue)
    kind = store.scan_kind(scan)
    file = keep(now, PaperFile.Role.SEALED, kind, scan, by=by, at=at)
    return _sealed(now, Sealing.Way.SCAN, file, copies, "", by=by, at=at)


def _sealed(
    paper: Paper, way: Sealing.Way, file: PaperFile, copies: int, receipt: str, *, by: Post,
    at: datetime,
) -> Paper:  # fmt: skip
    year, name = day_of(at).year, making.seal_name(paper.bureau)
    serial = next_number(paper.bureau, SEAL_MARK, year, by=by, at=at)
    Sealing.objects.create(
        bureau=paper.bureau, paper=paper, year=year, serial=serial, way=way, seal_name=name,
        pages=telling.pages(store.read(file.sha256), file.kind), copies=copies, file=file, by=by, at=at,
    )  # fmt: skip
    paper.state = after_seal(document(paper.kind))
    words = f"{name}，{way.label}，用印登记第{year}-{serial}号"
    note(paper, "sealed", by=by, at=at, words=f"{words}，{receipt}" if receipt else words,
          more={"sealing": f"{year}-{serial}", "sha256": file.sha256})  # fmt: skip
    return paper


@transaction.atomic
def add_scan(
    paper: Paper, scan: bytes, role: PaperFile.Role, *, seen: int, by: Post, at: datetime
) -> PaperFile:
    """The signed scan of a record, or a receipt of service, is bound to the paper by its hash."""
    now = held(paper, seen, {State.FILED, State.SERVE, State.SERVED}, by=by, may=access.may_scan)
    if role not in (PaperFile.Role.SCAN, PaperFile.Role.RECEIPT):
        raise PlainError(say("只能补签字件和送达回证", "only signed scans and receipts are added"))
    if role == PaperFile.Role.SCAN and is_served(document(now.kind)):
        raise PlainError(
            say("已用印的文书不能换文件", "a sealed paper keeps its file"),
            say("内容有误的，请另发更正文书。", "Correct it by another paper."),
        )
    file = keep(now, role, store.scan_kind(scan), scan, by=by, at=at)
    note(now, "scanned", by=by, at=at, words=str(role.label), more={"sha256": file.sha256})
    return file
