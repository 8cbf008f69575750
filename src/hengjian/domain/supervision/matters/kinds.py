"""The kinds of matter that this installation has, and their names.

Serves actions, lists and pages. A kind whose power the list in force does not have is not offered: a
city's own list may be shorter.
"""

from datetime import date

from hengjian.content.matters import OPEN, MatterKind
from hengjian.core.wording import say
from hengjian.domain.registry.lists import content, labels
from hengjian.domain.supervision.duties.powers import list_to_show
from hengjian.domain.supervision.matters.models import Matter


def kind_named(code: str) -> MatterKind | None:
    """The kind of a code; None where its file is no longer there."""
    return content().matters.get(code)


def all_kinds() -> list[MatterKind]:
    return list(content().matters.values())


def kinds_offered(day: date) -> list[MatterKind]:
    """Those that can be opened: the list of powers of the day has their power."""
    powers = {one.code for one in list_to_show(day).powers}
    return [one for one in all_kinds() if one.power in powers]


def kind_title(code: str) -> str:
    found = kind_named(code)
    return found.title if found is not None else code


def state_name(matter: Matter) -> str:
    """Where it stands, in words."""
    return state_named(matter.kind, matter.state)


def state_named(kind: str, state: str) -> str:
    found = kind_named(kind)
    names = {one.code: one.name for one in found.states} if found is not None else {}
    return names.get(state, state)


def step_name(kind: MatterKind | None, code: str) -> str:
    """What a step is called; a step of a former edition of its kind by its code."""
    if kind is None:
        return code
    if code == OPEN:
        return kind.opens.name
    step = kind.step(code)
    other = {
        "take_over": say("接办", "taken over"),
        "stop_term": say("中止期限", "term stopped"),
        "resume_term": say("恢复计算期限", "term goes on"),
        "extend_term": say("延长期限", "term extended"),
        "read_secret": say("查看投诉人", "reporter read"),
    }
    return step.name if step is not None else other.get(code, code)


def group_title(code: str) -> str:
    return labels("matter_groups").get(code, code)
