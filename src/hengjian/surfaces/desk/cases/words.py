"""How cases and deadlines are shown: the tone of a state, a severity, a due day."""

from datetime import date
from typing import Any

from hengjian.content.citation import Citation, together
from hengjian.core.wording import say
from hengjian.domain.registry.lists import labels
from hengjian.domain.supervision.cases.deadlines import RIGHTS
from hengjian.domain.supervision.cases.models import Bar, Case, Deadline
from hengjian.domain.supervision.cases.queries import SOON
from hengjian.domain.supervision.cases.workflow import ENDED, Move, State
from hengjian.domain.supervision.duties.powers import list_to_show

_TONES = {
    State.PROPOSED: "warn",
    State.PASSING: "warn",
    State.CLOSING: "warn",
    State.REFUSED: "quiet",
}


def state(case: Case) -> tuple[str, str]:
    """Tone and words of a case's state."""
    now = State(case.state)
    tone = _TONES.get(now, "good" if now in ENDED else "note")
    return tone, str(now.label)


def due(on: date | None, *, day: date) -> dict[str, Any]:
    """A due day: its tone, the days left in words."""
    if on is None:
        return {"on": None, "tone": "quiet", "words": ""}
    left = (on - day).days
    if left < 0:
        return {"on": on, "tone": "bad", "words": say(f"逾期 {-left} 日", f"{-left} days late")}
    words = (
        say("今天到期", "due today") if left == 0 else say(f"还有 {left} 日", f"{left} days left")
    )
    return {"on": on, "tone": "warn" if left <= SOON else "quiet", "words": words}


def deadline(one: Deadline, *, day: date) -> dict[str, Any]:
    """A deadline as a line: what, whose, when, how counted."""
    shown = due(one.due_on, day=day)
    if one.state != Deadline.State.RUNNING:
        tones = {Deadline.State.MISSED: "bad", Deadline.State.MET: "good"}
        tone = tones.get(Deadline.State(one.state), "quiet")
        shown = {"on": one.due_on, "tone": tone, "words": one.get_state_display()}
    elif one.step in RIGHTS and one.due_on < day:
        shown = {"on": one.due_on, "tone": "quiet", "words": say("期限已过", "over")}
    return {
        "one": one,
        "right": one.step in RIGHTS,
        "name": labels("supervision_steps").get(one.step, one.step),
        **shown,
    }


def asked_by(case: Case, move: Move, *, inside: bool, day: date) -> list[dict[str, Any]]:
    """What a step answers: the deadlines that it ends, each with the words that asked for it."""
    rows = case.deadlines.filter(step__in=move.ends, state=Deadline.State.RUNNING)
    return [
        deadline(one, day=day)
        | {"why": one.started_by.words if inside or not one.started_by.inside else ""}
        for one in rows.select_related("started_by")
    ]


def bar(one: Bar) -> dict[str, Any]:
    """A reconsideration or lawsuit as a line, and whether it stands in the way."""
    told = (
        say("审理中", "pending") if one.until is None
        else say("已维持", "upheld") if one.upheld
        else say("已终结，未维持", "ended, not upheld")
    )  # fmt: skip
    return {
        "one": one, "kind_words": labels("outcome_kinds").get(one.kind, one.kind),
        "tone": "bad" if one.bars else "quiet", "words": told,
    }  # fmt: skip


def power(code: str, day: date) -> dict[str, Any] | None:
    """A power of the list in force: its number and name, what it rests on, what follows if not; None
    where a city's own list has no such line."""
    found = list_to_show(day).named(code)
    if found is None:
        return None
    return {
        "number": found.number,
        "name": found.name,
        "basis": together(map(Citation.parse, found.basis)),
        "consequence": found.consequence,
    }
