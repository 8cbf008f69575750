"""Which documents there are for a case: those of the steps that are open or done, and those beside them.

Serves whoever starts a draft. What a document needs — approval, number, seal, service — its folder in
content/documents says.
"""

from dataclasses import dataclass
from functools import cache

from hengjian.content.documents import Document
from hengjian.domain.registry.lists import content
from hengjian.domain.supervision.cases.models import Case
from hengjian.domain.supervision.cases.workflow import CORRECTING, MOVES, State, moves_from
from hengjian.domain.supervision.papers.workflow import State as PaperState
from hengjian.letters import Form

S = State
LOOKING = frozenset({S.NOTIFIED, S.INVESTIGATING, S.DELIBERATING})
BESIDE: tuple[tuple[str, frozenset[State]], ...] = (
    ("explain-notice", frozenset({S.NOTIFIED})),
    ("inquiry-notice", LOOKING),
    ("hearing-notice", LOOKING),
    ("suspend-notice", LOOKING),
    ("resume-notice", LOOKING | CORRECTING),
    ("minutes", LOOKING),
    ("recusal-decision", LOOKING | {S.OPEN}),
    ("extension-approval", LOOKING | CORRECTING),
    ("urge-notice", CORRECTING),
    ("review-decision", CORRECTING | {S.DELIBERATING, S.CLOSING}),
    ("talk-notice", LOOKING | CORRECTING),
    ("talk-record", LOOKING | CORRECTING),
    ("complaint-answer", LOOKING | CORRECTING | {S.CLOSING, S.CLOSED}),
    ("dossier-note", frozenset({S.CLOSED})),
)
"""Documents that no step of the table makes, and the states in which a case may need them."""


@dataclass(frozen=True)
class Offer:
    """A document that may be drafted now. ``move``: the step that it is for; ``done``: which was taken;
    ``note``: for whom, where there are several."""

    kind: str
    document: Document
    move: str = ""
    done: bool = False
    note: str = ""


@cache
def form(kind: str) -> Form:
    """The document with its wording. Raises ContentError where there is none."""
    return Form.load(content(), kind)


@cache
def _documents() -> dict[str, Document]:
    return dict(content().documents)


def exists(kind: str) -> bool:
    return kind in _documents()


def document(kind: str) -> Document:
    return _documents()[kind]


def for_the_body(kind: str) -> bool:
    """Whether it is addressed to the supervised body, and may be served on it."""
    found = document(kind)
    return found.volume == "main" and "{{ body }}" in found.to


def offers(case: Case) -> list[Offer]:
    """What may be drafted in this state: for the next steps, for steps taken that lack theirs, beside."""
    found = [
        Offer(move.paper, document(move.paper), move.code)
        for move in moves_from(State(case.state))
        if move.paper
    ]
    gone = (PaperState.VOID, PaperState.DROPPED)
    there = set(case.papers.exclude(state__in=gone).values_list("kind", flat=True))
    taken = list(case.steps.values_list("move", flat=True))
    for code in dict.fromkeys(reversed(taken)):
        kind = MOVES[code].paper if code in MOVES else ""
        if kind and kind not in there and kind not in {one.kind for one in found}:
            found.append(Offer(kind, document(kind), code, done=True))
    for kind, states in BESIDE:
        if State(case.state) in states and kind not in {one.kind for one in found}:
            found.append(Offer(kind, document(kind)))
    return found
