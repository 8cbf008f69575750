"""Every workflow action exercises a power of the list; what the list still lacks stands here, and shrinks."""

import ast
from datetime import date
from pathlib import Path

import pytest

from hengjian.content import Content
from hengjian.core.tests.small_city import SmallCity
from hengjian.domain.findings.workflow import MOVES as DEEDS
from hengjian.domain.findings.workflow import Side
from hengjian.domain.supervision import cases, kinds
from hengjian.domain.supervision.actions import open_lead
from hengjian.domain.supervision.cases.tests.little_case import LittleCase
from hengjian.domain.supervision.cases.wording import SIDE_STEPS
from hengjian.domain.supervision.cases.workflow import TABLE
from hengjian.domain.supervision.duties import exercising
from hengjian.domain.supervision.duties.actions import perform
from hengjian.domain.supervision.duties.arising.actions import arose
from hengjian.domain.supervision.duties.comparing import COMPARED
from hengjian.domain.supervision.duties.exercising import (
    exercised,
    powers_of_kinds,
    unnamed_kinds,
)
from hengjian.domain.supervision.duties.powers import power_of_triage
from hengjian.domain.supervision.models import Lead

CONTENT = Content.installed()
LIST = CONTENT.power_list(date(2026, 11, 26))
CODES = {one.code for one in LIST.powers}

WITHOUT_ACTION: dict[str, str] = {}
"""Powers that nothing in the program exercises yet, with the reason. Whoever builds one takes it out."""
WITHOUT_DOCUMENT = {"daily"}  # its special report (专报) names other powers only
"""Powers for which `content/documents` has no kind of document. Whoever writes one takes it out."""
UNTOLD: set[str] = set()
"""Events that no noun tells of yet (`duties.arising.actions.arose`). Whoever builds one takes it out."""


def side_powers() -> dict[str, str]:
    """Side step → power, as written where the step is made."""
    rooms = sorted(Path(cases.__path__[0]).rglob("actions.py"))
    return {
        node.args[1].value: node.args[2].value
        for room in rooms
        for node in ast.walk(ast.parse(room.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") in ("stepped", "told")
        and all(isinstance(one, ast.Constant) for one in node.args[1:3])
        and len(node.args) > 2
    }  # type: ignore[misc]


def exercising_now() -> set[str]:
    """Every power that an action of the program exercises."""
    rules = {rule for one in LIST.powers for duty in one.duties for rule in duty.rules}
    triaged = {power_of_triage(LIST, rule) for rule in [*rules, "none of them"]}
    moves = {move.power for move in TABLE}
    matters = {kind.power for kind in CONTENT.matters.values()}
    return matters | moves | set(side_powers().values()) | set(powers_of_kinds().values()) | triaged


@pytest.mark.parametrize("move", TABLE, ids=lambda move: move.code)
def test_a_step_of_a_case_names_a_power(move: object) -> None:
    assert move.power in CODES  # type: ignore[attr-defined]


@pytest.mark.parametrize("step", SIDE_STEPS)
def test_a_side_step_of_a_case_names_a_power(step: str) -> None:
    assert side_powers().get(step) in CODES, (
        f'write: told(case, "{step}", "a power of the list", …)'
    )


@pytest.mark.parametrize(
    "deed", [deed for deed, move in DEEDS.items() if move.side is Side.SUPERVISOR]
)
def test_a_decision_about_a_finding_is_of_a_power(deed: object) -> None:
    for rule in ("F01", "G06", "K01", "L03", "A01", "a rule of one's own"):
        assert power_of_triage(LIST, rule) in CODES


def test_an_entry_of_supervision_names_its_power_or_says_why_none() -> None:
    unnamed = [one for one in unnamed_kinds() if one in kinds.KINDS]
    told = "\n".join(f'domain/supervision/kinds.py, POWERS: "{one}": "a power",' for one in unnamed)
    assert not unnamed, f"write, or into NO_POWER with the reason:\n{told}"


def test_an_entry_that_names_none_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(kinds.KINDS, "camel.ridden", "骑骆驼")
    assert "camel.ridden" in unnamed_kinds()


def test_named_powers_are_of_the_list() -> None:
    assert set(powers_of_kinds().values()) <= CODES


def test_the_list_of_what_is_missing_is_right() -> None:
    missing = CODES - exercising_now()
    forgotten = sorted(missing - set(WITHOUT_ACTION))
    built = sorted(set(WITHOUT_ACTION) - missing)
    assert not forgotten, f"nothing exercises: {forgotten}"
    assert not built, f"exercised now, take out of WITHOUT_ACTION: {built}"


def test_each_power_has_a_kind_of_document() -> None:
    """A document names its powers by their numbers in the list."""
    written = {number for one in CONTENT.documents.values() for number in one.powers}
    lacking = {one.code for one in LIST.powers if one.number not in written}
    assert lacking == WITHOUT_DOCUMENT


def test_each_event_of_the_list_is_told_by_somebody() -> None:
    events = {duty.event for one in LIST.powers for duty in one.duties}
    source = Path(exercising.__file__).parent.parent
    texts = [
        path.read_text(encoding="utf-8")
        for path in source.rglob("*.py")
        if "tests" not in path.parts
    ]
    told = {one for one in events if any(f'"{one}"' in text for text in texts)} | {"yearly"}
    told |= {event for kind in CONTENT.matters.values() for event in kind.events}
    assert set(COMPARED) <= told
    assert events - told == UNTOLD


def test_what_a_bureau_did_is_counted_for_it_and_for_nobody_else(
    small_city: SmallCity, little: LittleCase
) -> None:
    case = little.opened()
    little.take(case, "notify")
    little.take(case, "explain")  # the body's own step is no exercise of a power
    open_lead(
        source=Lead.Source.FINDING, title="超期", body=little.body, by=little.first, at=little.at
    )
    (duty,) = arose("ticket_received", key="t:1", body=little.body, by=None, at=little.at)
    perform(duty, words="已研判并转办", by=little.first, at=little.at)
    bureaus = [small_city.bureau, small_city.bureau_a]
    found = exercised(bureaus, 2026)
    # propose, approve, two appointments, notify; the lead
    assert found[small_city.bureau_a.pk, "cases"].number == 6
    assert found[small_city.bureau_a.pk, "cases"].last == little.at
    assert found[small_city.bureau_a.pk, "hotline"].number == 1
    assert not [key for key in found if key[0] == small_city.bureau.pk]
    assert not exercised(bureaus, 2025)
    assert set(exercised(bureaus, 2026, power="cases")) == {(small_city.bureau_a.pk, "cases")}
