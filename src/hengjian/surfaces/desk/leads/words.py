"""How leads are shown: the tone of a state, a warning's colour, a masked name."""

from datetime import date
from typing import Any

from hengjian.core.wording import say
from hengjian.domain.supervision.leads.models import Reporter
from hengjian.domain.supervision.leads.workflow import State
from hengjian.domain.supervision.models import Lead
from hengjian.domain.supervision.warning import due_words

_TONES = {
    State.NEW: "warn", State.CHECKED: "note", State.HANDED: "note", State.PROPOSED: "note",
    State.CASE: "good", State.REFUSED: "quiet", State.TRANSFERRED: "quiet", State.SETTLED: "good",
    State.MERGED: "quiet",
}  # fmt: skip


def state(lead: Lead) -> tuple[str, str]:
    """Tone and words of a lead's state."""
    now = State(lead.state)
    return _TONES[now], str(now.label)


def reporter(one: Reporter, lead: Lead, day: date) -> dict[str, Any]:
    """A reporter as the lead's page shows him: his dates, not himself."""
    told: dict[str, Any] = {
        "one": one, "name": one.masked, "from": one.lead if one.lead_id != lead.pk else None,
        "waits": one.waits,
    }  # fmt: skip
    if one.answered_on is not None:
        late = one.due_on is not None and one.answered_on > one.due_on
        words = say(f"{one.answered_on} 已答复", f"answered on {one.answered_on}")
        return told | {"tone": "warn" if late else "good", "words": words, "on": one.due_on}
    if not one.wants_answer:
        return told | {"tone": "quiet", "words": say("不要求答复", "no answer wanted"), "on": None}
    return told | due_words(one.due_on, day)
