"""Founds a paper of the demo: the way that people take, from the draft as far as it is wanted.

Serves `make demo`. The wording is the document's invented sample under the case's own names; nothing is
sealed: the file that was made stands in for the scan, and every page says 模拟数据.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Model

from hengjian.content.errors import PlainError
from hengjian.core.clock import day_of
from hengjian.core.people.models import Post
from hengjian.domain.supervision.papers import actions, making, store
from hengjian.domain.supervision.papers.chain import actions as chain
from hengjian.domain.supervision.papers.documents import document, form
from hengjian.domain.supervision.papers.filling import fitted
from hengjian.domain.supervision.papers.issuing import actions as issuing
from hengjian.domain.supervision.papers.models import Delivery, Paper
from hengjian.domain.supervision.papers.owners import owner_of
from hengjian.domain.supervision.papers.serving import actions as serving

STAGES = ("draft", "check", "number", "seal", "send", "served")
"""How far a demo paper comes."""


def found_paper(
    about: Model,
    kind: str,
    *,
    move: str,
    upto: str,
    handlers: list[Post],
    head: Post | None,
    clerk: Post | None,
    by: Post,
    at: datetime,
) -> Paper | None:
    """A paper of a case or another row, ``upto`` one of STAGES; none where this machine cannot set it."""
    if head is None or len(handlers) < 2:
        return None
    found = document(kind)
    known = fitted(found, owner_of(about).fields(found, move=move, at=at))
    fields = _plain(form(kind).sample().values) | known
    paper = actions.draft(about, kind, move=move, fields=fields, by=by, at=at)
    try:
        _go(paper, STAGES.index(upto), handlers[1], head, clerk, by=by, at=at)
    except PlainError:  # no fonts, or no typst: a draft left behind would keep its case open
        paper.refresh_from_db()
        actions.drop(paper, words="本机不能排版。", seen=paper.version, by=by, at=at)
        return None
    return paper


def _go(
    paper: Paper, far: int, checker: Post, head: Post, clerk: Post | None, *, by: Post, at: datetime
) -> None:
    def then(minutes: int) -> dict[str, Any]:
        paper.refresh_from_db()
        return {"seen": paper.version, "at": at + timedelta(minutes=minutes)}

    if far >= 1:
        chain.submit(paper, checker=checker, signer=head, words="请审核。", by=by, **then(5))
    if far >= 2:
        chain.agree(paper, words="同意。", by=checker, **then(25))
        chain.agree(paper, words="同意，请印发。", by=head, **then(50))
    if far >= 3:
        issuing.give_number(paper, by=by, **then(60))
    if far >= 4:
        made = making.best_file(paper.files.all())
        scan = store.read(made.sha256) if made is not None else b""
        issuing.seal_by_hand(paper, scan, by=by, **then(70))
        receivers = paper.owner.receivers(paper)
        if receivers and (far == 4 or clerk is not None):
            sent = serving.send(paper, by=by, **then(80))
            if far >= 5 and clerk is not None:
                serving.receive(sent, by=clerk, at=at + timedelta(minutes=90))
        else:  # nobody of the body works with the system: it is handed over, perhaps after midnight
            handed = then(90)
            serving.enter_service(
                paper, way=Delivery.Way.PERSON, receiver=str(paper.owner.body or "收件单位"), signer="收发室",
                served_on=day_of(handed["at"]), by=by, **handed,
            )  # fmt: skip


def _plain(values: Any) -> Any:
    """The sample's values as JSON."""
    if isinstance(values, dict):
        return {name: _plain(value) for name, value in values.items()}
    if isinstance(values, list | tuple):
        return [_plain(value) for value in values]
    return values.isoformat() if isinstance(values, date) else values
