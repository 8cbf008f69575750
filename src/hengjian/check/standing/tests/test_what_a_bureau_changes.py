"""What a bureau adds, switches off, lowers or sets is judged again, and nothing else is.

A rule that is switched on again brings back the same findings, and what people decided about them.
"""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from hengjian.check.standing import Standing, TriageState
from hengjian.check.tests.simulated import CONTENT, NOON, archived, simulated
from hengjian.content import Content, ContentError, models
from hengjian.rules.custom import CustomRule, Definition
from hengjian.rules.custom.tests.fines import FINES
from hengjian.rules.loading import Book
from hengjian.rules.rule import Severity
from hengjian.simulator import City

BOOK = Book.load(CONTENT)
Bureau = Callable[..., Standing]


@pytest.fixture(scope="module")
def city() -> City:
    return simulated()


@pytest.fixture
def bureau(tmp_path: Path, city: City) -> Bureau:
    """The standing check of one archive, under whatever book and content."""
    archive = archived(tmp_path)

    def under(book: Book = BOOK, content: Content = CONTENT) -> Standing:
        return Standing(archive, content, book)

    under().check(city.as_of)
    return under


def test_a_custom_rule_on_known_facts_is_judged_alone(bureau: Bureau, city: City) -> None:
    before = bureau().findings()
    rule = CustomRule(FINES, CONTENT)
    changes = bureau(BOOK.with_rules([rule])).check(city.as_of)
    assert "Z001" in changes.why
    assert set(changes.appeared["rule"]) == {"Z001"}
    assert changes.vanished.is_empty()
    after = bureau(BOOK.with_rules([rule])).findings()
    assert after.height == before.height + changes.appeared.height
    generation = bureau().about()
    assert generation is not None
    assert generation.generation == 1


def test_one_that_reads_facts_never_made_has_them_made(bureau: Bureau, city: City) -> None:
    unread = Definition.from_data(
        FINES.as_data() | {"id": "Z002", "breaks": "罚款 ≥ 1000 且 归档次数 ≥ 0"}
    )
    book = BOOK.with_rules([CustomRule(unread, CONTENT)])
    changes = bureau(book).check(city.as_of)
    assert "全部重新判断" in changes.why
    assert set(changes.appeared["rule"]) == {"Z002"}
    assert changes.vanished.is_empty()


@pytest.mark.parametrize(
    ("applies", "breaks"),
    [
        ("", "日数(立案日期, 检查日) > 90"),
        ("", "立案日期 + 200 日 < 检查日"),
        ("日数(立案日期, 检查日) > 300", "罚款 > 0"),
        ("检查日 > 2026-11-30", "罚款 > 0"),
        ("", "逾期(送达日期, 作出决定日期 + 7 个工作日)"),
    ],
)
def test_one_that_reads_the_day_changes_as_days_pass(
    bureau: Bureau, city: City, applies: str, breaks: str
) -> None:
    told = Definition.from_data(
        FINES.as_data() | {"id": "Z003", "applies": applies, "breaks": breaks}
    )
    book = BOOK.limited_to(frozenset({"F13"})).with_rules([CustomRule(told, CONTENT)])
    bureau(book).check(city.as_of, full=True)
    for days in (1, 2, 30):
        bureau(book).check(city.as_of + timedelta(days=days))
    stood = set(bureau(book).findings()["finding"])
    bureau(book).check(city.as_of + timedelta(days=30), full=True)
    assert stood == set(bureau(book).findings()["finding"])
    assert stood


def test_a_changed_custom_rule_is_judged_again(bureau: Bureau, city: City) -> None:
    bureau(BOOK.with_rules([CustomRule(FINES, CONTENT)])).check(city.as_of)
    stricter = Definition.from_data(FINES.as_data() | {"breaks": "罚款 ≥ 20000"})
    book = BOOK.with_rules([CustomRule(stricter, CONTENT)])
    changes = bureau(book).check(city.as_of)
    assert changes.vanished.height > 0
    assert set(changes.vanished["rule"]) == {"Z001"}
    assert bureau(book).check(city.as_of).judged == 0


def test_what_is_switched_off_vanishes_and_comes_back_the_same(bureau: Bureau, city: City) -> None:
    found = bureau().findings().filter(rule="F08")
    assert found.height > 1
    bureau().triage.decide(
        found.head(1), TriageState.DISMISSED, reason="已核实有延期审批", by="甲", at=NOON
    )
    off = BOOK.adjusted(off={"F08": "本市试点，至年底"})
    changes = bureau(off).check(city.as_of)
    assert set(changes.vanished["finding"]) == set(found["finding"])
    assert changes.appeared.is_empty()
    assert bureau(off).findings().filter(rule="F08").is_empty()
    back = bureau().check(city.as_of)
    assert set(back.appeared["finding"]) == set(found["finding"])
    state = dict(bureau().findings().filter(rule="F08").select("finding", "state").iter_rows())
    assert state[found["finding"][0]] == "dismissed"


def test_a_lowered_severity_weighs_its_findings_anew(bureau: Bureau, city: City) -> None:
    found = bureau().findings().filter(rule="F13")
    assert set(found["severity"]) == {"F"}
    lowered = BOOK.adjusted(severity={"F13": Severity.GENERAL})
    changes = bureau(lowered).check(city.as_of)
    assert set(changes.changed["rule"]) == {"F13"}
    assert changes.appeared.is_empty()
    assert changes.vanished.is_empty()
    again = bureau(lowered).findings().filter(rule="F13")
    assert set(again["severity"]) == {"G"}
    assert set(again["finding"]) == set(found["finding"])


def test_an_entered_value_judges_its_rules_from_its_day_on(bureau: Bureau, city: City) -> None:
    source = "某省人大 2024 年第 5 号公告"
    since = date(2025, 6, 1)
    value = models.Value(
        **{"from": since}, value=30, unit="day", basis=("行政处罚法#60",), confidence="read",
        source=source,
    )  # fmt: skip
    content = CONTENT.with_entered({"penalty.decision": [value]})
    changes = bureau(Book.load(content), content).check(city.as_of)
    users = {rule.id for rule in BOOK.executable if "penalty.decision" in rule.parameters}
    assert changes.appeared.height > 0
    assert set(changes.appeared["rule"]) <= users
    assert changes.vanished.is_empty()
    assert min(changes.appeared["on"]) >= since
    assert all(source in " ".join(told) for told in changes.appeared["parameters"])


def test_a_value_without_source_is_refused() -> None:
    value = models.Value(value=30, unit="day", confidence="read")
    with pytest.raises(ContentError, match="来源"):
        CONTENT.with_entered({"penalty.decision": [value]})
    with pytest.raises(ContentError, match="没有参数"):
        CONTENT.with_entered({"no.such": [value]})
