"""How pages of findings say severities and states."""

from hengjian.core.wording import say
from hengjian.domain.findings.models import Finding
from hengjian.rules.rule import Severity

State = Finding.State
SEVERITIES = {"F": "bad", "S": "warn", "G": "note", "N": "quiet"}
STATES = {
    State.OPEN: "note",
    State.REOPENED: "warn",
    State.ASKED: "quiet",
    State.ANSWERED: "note",
    State.APPEALED: "warn",
    State.DISMISSED: "quiet",
    State.RAISED: "good",
}

SHORT: dict[State, tuple[str, str]] = {
    State.OPEN: ("待处理", "open"),
    State.REOPENED: ("数据有变", "data changed"),
    State.ASKED: ("已请说明", "asked"),
    State.ANSWERED: ("机关已说明", "answered"),
    State.APPEALED: ("机关有异议", "appealed"),
    State.DISMISSED: ("不予处理", "dismissed"),
    State.RAISED: ("已转线索", "lead"),
}


def severity(code: str) -> tuple[str, str]:
    """Tone and words."""
    known = code in SEVERITIES
    return SEVERITIES.get(code, "quiet"), Severity(code).label if known else code


def state(finding: Finding) -> tuple[str, str]:
    """Tone and words; one that the data have settled says so."""
    if not finding.stands:
        return "good", say("数据已消除", "settled by the data")
    return STATES[State(finding.state)], say(*SHORT[State(finding.state)])
