"""How papers are shown: the tone of a state, the chain with who is next, what a kind is called."""

from typing import Any

from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.papers.documents import document
from hengjian.domain.supervision.papers.making import who
from hengjian.domain.supervision.papers.models import Paper, PaperStep
from hengjian.domain.supervision.papers.telling import step_label
from hengjian.domain.supervision.papers.workflow import (
    IN_HAND,
    SIGNED,
    State,
    approved_by_somebody,
    is_served,
)

_TONES = {
    State.SERVED: "good", State.FILED: "good", State.VOID: "bad", State.DROPPED: "quiet",
    State.DRAFT: "quiet",
}  # fmt: skip
_PLACES = (State.DRAFT, State.CHECK, State.COUNTERSIGN, State.SIGN, State.NUMBER, State.SEAL,
           State.SERVE)  # fmt: skip
_NAMES = {
    State.DRAFT: ("拟稿", "draft"), State.CHECK: ("核稿", "check"),
    State.COUNTERSIGN: ("会签", "countersign"), State.SIGN: ("签发", "sign"),
    State.NUMBER: ("编号", "number"), State.SEAL: ("用印", "seal"), State.SERVE: ("送达", "serve"),
}  # fmt: skip


def state(paper: Paper) -> tuple[str, str]:
    """Tone and words of a paper's state."""
    now = State(paper.state)
    return _TONES.get(now, "warn" if now in SIGNED | IN_HAND else "note"), str(now.label)


def kind(name: str) -> str:
    return document(name).name


def chain(paper: Paper) -> list[dict[str, Any]]:
    """The stages that this kind passes, which are done, and which it waits for."""
    found, now = document(paper.kind), State(paper.state)
    stages = [State.DRAFT]
    if approved_by_somebody(found):
        asked = set(paper.turns.filter(open=True).values_list("stage", flat=True))
        done = set(paper.steps.values_list("step", flat=True))
        stages += [State.CHECK]
        if State.COUNTERSIGN in asked or "countersigned" in done:
            stages += [State.COUNTERSIGN]
        stages += [State.SIGN]
    stages += [State.NUMBER] if found.abbreviation else []
    stages += [State.SEAL] if found.seal else []
    stages += [State.SERVE] if is_served(found) else []
    here = _PLACES.index(now) if now in _PLACES else len(_PLACES)
    if now in (State.VOID, State.DROPPED):
        here = -1
    return [
        {"name": say(*_NAMES[one]),
         "tone": "now" if one == now else "done" if _PLACES.index(one) < here else ""}
        for one in stages
    ]  # fmt: skip


def step(one: PaperStep) -> dict[str, Any]:
    return {
        "at": one.at, "words": step_label(one.step), "by": who(one), "note": one.words,
        "tone": "late" if one.step in ("returned", "voided") else "",
    }  # fmt: skip


def person(post: Post) -> str:
    return f"{post.person.name}（{post}）"


def row(paper: Paper) -> dict[str, Any]:
    tone, words = state(paper)
    return {"paper": paper, "kind": kind(paper.kind), "tone": tone, "state": words}
