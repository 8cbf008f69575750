"""How measures are shown: the tone of a state, a row of the list, a step of the story."""

from datetime import date
from typing import Any

from hengjian.core.wording import say
from hengjian.domain.supervision.measures.models import Measure, MeasureStep
from hengjian.domain.supervision.measures.workflow import State, step_label
from hengjian.domain.supervision.warning import due_words

_TONES = {
    State.PROPOSED: "warn", State.REPORTED: "warn", State.CLOSED: "good", State.REFUSED: "quiet",
    State.WITHDRAWN: "quiet",
}  # fmt: skip


def state(measure: Measure) -> tuple[str, str]:
    """Tone and words of its state."""
    now = State(measure.state)
    return _TONES.get(now, "note"), str(now.label)


def row(measure: Measure, day: date) -> dict[str, Any]:
    tone, words = state(measure)
    return {"one": measure, "tone": tone, "state": words, "due": due_words(measure.due_on, day)}


def step(one: MeasureStep) -> dict[str, Any]:
    by = f"{one.post.person.name}（{one.post.unit}）" if one.post else say("系统", "system")
    return {
        "at": one.at, "words": step_label(one.move), "by": by, "note": one.words, "tone": "",
    }  # fmt: skip
