"""Switches, severities, values and custom rules: who may, what follows, what the ledger keeps."""

from datetime import date, timedelta

import pytest

from hengjian.content.errors import PlainError
from hengjian.core.entries.models import LedgerEntry
from hengjian.core.jobs import actions as jobs
from hengjian.core.jobs.models import Job, JobState
from hengjian.core.jobs.worker import drain
from hengjian.core.people.duties import RefusedError
from hengjian.core.people.models import Post
from hengjian.domain.findings.models import CheckRun, Finding
from hengjian.domain.findings.rules import actions
from hengjian.domain.findings.rules.access import keeps_rules, writes_rules
from hengjian.domain.findings.rules.in_force import in_force
from hengjian.domain.findings.rules.models import RuleTrial, RuleVersion
from hengjian.domain.findings.rules.tests.keepers import FINES, general_section
from hengjian.domain.findings.tests.checked import AT, DAY, Checked
from hengjian.domain.findings.tests.test_rows_follow_what_stands import (
    counted,
    decided,
    rows,
    tallied,
)
from hengjian.rules.custom import CustomRuleError, Definition

WHY = "本市试点，另有规定"


@pytest.fixture
def keeper(checked: Checked) -> Post:
    return general_section(checked.city)


def work() -> None:
    """The jobs that wait are done."""
    drain(clock=lambda: AT)
    assert not Job.objects.filter(state=JobState.FAILED).exists()


def standing(rule: str) -> set[str]:
    return set(Finding.objects.filter(rule=rule, stands=True).values_list("code", flat=True))


def kinds() -> list[str]:
    return list(LedgerEntry.objects.order_by("pk").values_list("kind", flat=True))


def tried(by: Post, definition: Definition = FINES) -> RuleVersion:
    version = actions.write_rule(definition, by=by, at=AT)
    actions.try_rule(version, by=by, at=AT)
    work()
    version.refresh_from_db()
    return version


# --- switches ---------------------------------------------------------------------------------------------


def test_a_rule_is_off_for_a_reason_and_a_term_and_comes_back_the_same(
    checked: Checked, keeper: Post
) -> None:
    before = standing("B02")
    assert before
    last = AT.date() + timedelta(days=10)
    switch = actions.switch_off("B02", reason=WHY, until=last, by=keeper, at=AT)
    work()
    assert standing("B02") == set()
    assert tallied() == counted()
    assert in_force(AT).book["B02"].off_because == f"{WHY}（停用至 {last}）"
    run = CheckRun.objects.first()
    assert run is not None
    assert (run.cause, run.vanished) == ("rules", len(before))
    actions.end_switch(switch, by=keeper, at=AT)
    work()
    assert standing("B02") == before
    assert {"rule.switched_off", "rule.switched_on"} <= set(kinds())


def test_a_switch_ends_by_itself_after_its_last_day(checked: Checked, keeper: Post) -> None:
    before = standing("B02")
    actions.switch_off("B02", reason=WHY, until=AT.date(), by=keeper, at=AT)
    work()
    assert standing("B02") == set()
    checked.check(at=AT + DAY, cause="night")
    assert before <= standing("B02")


def test_a_lowered_severity_weighs_its_findings_anew(checked: Checked, keeper: Post) -> None:
    found = Finding.objects.filter(stands=True, weight__lt=3).order_by("weight", "rule").first()
    assert found is not None
    switch = actions.lower(found.rule, severity="N", reason=WHY, by=keeper, at=AT)
    work()
    found.refresh_from_db()
    assert (found.severity, found.weight) == ("N", 3)
    assert tallied() == counted()
    actions.end_switch(switch, by=keeper, at=AT)
    work()
    found.refresh_from_db()
    assert found.severity != "N"
    assert {"rule.lowered", "rule.restored"} <= set(kinds())


@pytest.mark.parametrize("state", ["dismissed", "raised", "asked"])
def test_a_lowered_severity_leaves_what_people_decided(
    checked: Checked, keeper: Post, state: str
) -> None:
    found = Finding.objects.filter(stands=True, weight__lt=3).order_by("weight", "rule").first()
    assert found is not None
    decided(found, state)
    switch = actions.lower(found.rule, severity="N", reason=WHY, by=keeper, at=AT)
    work()
    found.refresh_from_db()
    assert (found.severity, found.state, found.version) == ("N", state, 1)
    actions.end_switch(switch, by=keeper, at=AT)
    work()
    found.refresh_from_db()
    assert (found.state, found.version) == (state, 1)
    told = found.steps.filter(kind="noted").order_by("pk").values_list("words", flat=True)
    assert [words.partition("：")[0] for words in told] == ["严重程度", "严重程度"]
    assert not found.steps.filter(kind="reopened").exists()
    assert tallied() == counted()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"reason": " 无 "}, "理由"),
        ({"until": AT.date() - timedelta(days=1)}, "过去"),
        ({"until": AT.date() + timedelta(days=1000)}, "两年"),
        ({"rule": "F999"}, "没有规则"),
    ],
)
def test_it_refuses_a_switch_that_is_not_whole(
    keeper: Post, change: dict[str, object], told: str
) -> None:
    asked = {"rule": "F08", "reason": WHY, "until": AT.date()} | change
    rule = str(asked.pop("rule"))
    with pytest.raises(PlainError, match=told):
        actions.switch_off(rule, **asked, by=keeper, at=AT)  # type: ignore[arg-type]
    with pytest.raises(PlainError, match="调低"):
        actions.lower("F08", severity="F", reason=WHY, by=keeper, at=AT)


def test_only_the_general_section_of_the_city_keeps_rules(checked: Checked, keeper: Post) -> None:
    city = checked.city
    assert keeps_rules(keeper)
    for post in (city.city, city.county_a, city.leader, city.clerk_a, city.system_admin):
        assert not keeps_rules(post)
        with pytest.raises(RefusedError):
            actions.switch_off("F08", reason=WHY, until=AT.date(), by=post, at=AT)
        with pytest.raises(RefusedError):
            actions.set_value(
                "penalty.decision", value=30, source=WHY, since=AT.date(), by=post, at=AT
            )
    for post in (city.city, city.county_a):
        assert writes_rules(post)
        with pytest.raises(RefusedError):
            actions.enable(tried(post), by=post, at=AT)
    for post in (city.leader, city.clerk_a, city.system_admin):
        with pytest.raises(RefusedError):
            actions.write_rule(FINES, by=post, at=AT)


# --- values -----------------------------------------------------------------------------------------------


def test_a_value_of_the_bureau_counts_with_its_source_and_is_withdrawn(
    checked: Checked, keeper: Post
) -> None:
    before = standing("F08")
    row = actions.set_value(
        "penalty.decision", value=20, unit="day", source="某市政府令第 3 号", since=date(2024, 1, 1),
        by=keeper, at=AT,
    )  # fmt: skip
    work()
    more = standing("F08") - before
    assert more
    new = Finding.objects.filter(code__in=more).first()
    assert new is not None
    assert "某市政府令第 3 号" in " ".join(new.parameters)
    actions.withdraw_value(row, reason="误录，已更正", by=keeper, at=AT)
    work()
    assert standing("F08") == before
    assert {"parameter.set", "parameter.withdrawn"} <= set(kinds())


@pytest.mark.parametrize(
    ("name", "change", "told"),
    [
        ("penalty.decision", {"source": ""}, "来源"),
        ("penalty.decision", {"value": -1}, "整数"),
        ("penalty.decision", {"value": "ninety"}, "整数"),
        ("no.such", {}, "没有参数"),
        ("findings.open_to_bodies", {"value": True}, "没有规则用到"),
        ("penalty.decision", {"when": {"planet": "x"}}, "区分"),
    ],
)
def test_it_refuses_a_value_that_does_not_fit(
    keeper: Post, name: str, change: dict[str, object], told: str
) -> None:
    asked = {"value": 30, "source": "某市政府令第 3 号", "since": AT.date()} | change
    with pytest.raises(PlainError, match=told):
        actions.set_value(name, **asked, by=keeper, at=AT)  # type: ignore[arg-type]


# --- custom rules -----------------------------------------------------------------------------------------


def test_a_custom_rule_is_written_tried_enabled_and_retired(checked: Checked, keeper: Post) -> None:
    version = actions.write_rule(FINES, by=keeper, at=AT)
    with pytest.raises(PlainError, match="先试运行"):
        actions.enable(version, by=keeper, at=AT)
    version = tried(keeper)
    result = RuleTrial.objects.get(version=version).result
    assert result["stopped"] == "all"
    assert result["broken"] >= len(result["hits"]) > 0
    assert standing(version.rule.code) == set()
    actions.enable(version, by=keeper, at=AT)
    work()
    found = standing(version.rule.code)
    assert len(found) == result["broken"]
    assert tallied() == counted()
    actions.retire(version, reason="改由省里的规则判断", by=keeper, at=AT)
    work()
    assert standing(version.rule.code) == set()
    assert [k for k in kinds() if k.startswith("custom_rule.")] == [
        "custom_rule.written", "custom_rule.written", "custom_rule.tried",
        "custom_rule.enabled", "custom_rule.retired",
    ]  # fmt: skip


def test_nobody_is_named_in_what_a_trial_found(checked: Checked, keeper: Post) -> None:
    told = str(RuleTrial.objects.get(version=tried(keeper)).result)
    names = {name for name in checked_names() if len(name) > 1}
    assert "当事人" in told
    assert not any(name in told for name in names)


def checked_names() -> set[str]:
    from hengjian.domain.findings.tests.checked import simulated

    return set(simulated().tables["cases"]["party_name"].drop_nulls())


def test_a_new_version_leaves_the_enabled_one_until_it_is_enabled(
    checked: Checked, keeper: Post
) -> None:
    first = tried(keeper)
    actions.enable(first, by=keeper, at=AT)
    work()
    many = standing(first.rule.code)
    stricter = Definition.from_data(FINES.as_data() | {"breaks": "罚款 ≥ 100000"})
    second = actions.write_rule(stricter, rule=first.rule, by=keeper, at=AT)
    assert (second.number, second.state) == (2, "draft")
    assert standing(first.rule.code) == many
    actions.try_rule(second, by=keeper, at=AT)
    work()
    second.refresh_from_db()
    actions.enable(second, by=keeper, at=AT)
    work()
    first.refresh_from_db()
    assert first.state == "retired"
    assert standing(first.rule.code) < many
    assert rows() >= set()


def test_the_same_text_again_is_the_same_version(checked: Checked, keeper: Post) -> None:
    first = actions.write_rule(FINES, by=keeper, at=AT)
    assert actions.write_rule(FINES, rule=first.rule, by=keeper, at=AT) == first


def test_a_text_that_cannot_be_read_is_not_stored(checked: Checked, keeper: Post) -> None:
    wrong = Definition.from_data(FINES.as_data() | {"breaks": "罚欵 > 1"})
    with pytest.raises(CustomRuleError, match="罚款"):
        actions.write_rule(wrong, by=keeper, at=AT)
    assert not RuleVersion.objects.exists()


def test_a_trial_is_cancelled_and_started_once(checked: Checked, keeper: Post) -> None:
    version = actions.write_rule(FINES, by=keeper, at=AT)
    trial = actions.try_rule(version, by=keeper, at=AT)
    assert actions.try_rule(version, by=keeper, at=AT) == trial
    assert trial.job is not None
    jobs.cancel(trial.job, by=keeper, at=AT)
    work()
    trial.refresh_from_db()
    version.refresh_from_db()
    assert (trial.result, version.state) == (None, "draft")


def test_a_custom_rule_that_can_be_read_no_more_stops_no_check(
    checked: Checked, keeper: Post
) -> None:
    version = tried(keeper)
    actions.enable(version, by=keeper, at=AT)
    RuleVersion.objects.filter(pk=version.pk).update(
        definition=version.definition | {"breaks": "已经没有的字段 > 1"}
    )
    actions.switch_off("B02", reason=WHY, until=date(2027, 1, 1), by=keeper, at=AT)
    now = in_force(AT)
    assert "没有" in now.broken[version.rule.code]
    assert version.rule.code not in now.book.rules
    work()
