"""How requests for another mode of supervision are shown: tone and words of a state, lines of the file."""

from datetime import date
from typing import Any

from hengjian.core.wording import said, say
from hengjian.domain.supervision.modes.files import added, counts
from hengjian.domain.supervision.modes.grounds import GROUNDS
from hengjian.domain.supervision.modes.models import ModeRequest, ModeStep
from hengjian.domain.supervision.modes.workflow import State, step_label
from hengjian.surfaces.desk.cases import words as cases

_TONES = {
    State.ASKED: "warn", State.DECIDED: "warn", State.HANDED: "warn", State.REPORTED: "warn",
    State.GOING_BACK: "warn", State.HANDED_BACK: "warn", State.ENDED: "good",
    State.REFUSED: "quiet", State.WITHDRAWN: "quiet",
}  # fmt: skip
PIECES = {
    "lead": said("线索", "leads"), "paper": said("文书", "papers"),
    "step": said("办理记录", "steps"), "deadline": said("在计算的期限", "running terms"),
}  # fmt: skip


def state(one: ModeRequest) -> tuple[str, str]:
    """Tone and words."""
    now = State(one.state)
    return _TONES.get(now, "note"), str(now.label)


def due_of(one: ModeRequest) -> date | None:
    """Until when the next step is due."""
    return {
        State.ASKED: one.decide_by, State.DECIDED: one.hand_over_by,
        State.HANDED: one.hand_over_by, State.GOING_BACK: one.hand_over_by,
        State.HANDED_BACK: one.hand_over_by, State.HANDLING: one.report_by,
    }.get(State(one.state))  # fmt: skip


def row(one: ModeRequest, day: date) -> dict[str, Any]:
    """A request as a line of a list."""
    tone, label = state(one)
    return {
        "one": one, "tone": tone, "state": label, "due": cases.due(due_of(one), day=day),
        "to": one.target or "—",
    }  # fmt: skip


def grounds(one: ModeRequest) -> list[dict[str, Any]]:
    """The grounds as they stood when it was asked for."""
    return [
        {**kept, "label": GROUNDS[kept["code"]].label}
        for kept in one.grounds
        if kept["code"] in GROUNDS
    ]


def file(kept: dict[str, Any], before: dict[str, Any] | None = None) -> dict[str, Any] | None:
    """A list of the file: how many of each, the pieces by kind, and what is new since ``before``."""
    if not kept:
        return None
    new = {(one["kind"], one["key"]) for one in added(before, kept)} if before else set()
    numbers = counts(kept)
    return {
        "digest": kept["digest"],
        "summary": "，".join(f"{PIECES[kind]} {number}" for kind, number in numbers.items() if number),
        "new": len(new),
        "pieces": [
            {**one, "sort": PIECES[one["kind"]], "new": (one["kind"], one["key"]) in new}
            for one in kept["pieces"]
        ],
    }  # fmt: skip


def told(step: ModeStep) -> dict[str, Any]:
    """A step as a line of the story."""
    into = f" → {State(step.to).label}" if step.to and step.to != step.frm else ""
    by = f"{step.post.person.name}（{step.post.unit}）" if step.post else say("系统", "system")
    return {"at": step.at, "words": f"{step_label(step.move)}{into}", "by": by, "note": step.words}
