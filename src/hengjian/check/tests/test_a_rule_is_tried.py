"""A trial looks at the newest cases first, within its limits, and says where it stopped."""

from collections.abc import Iterator

import pytest

from hengjian.archive import Archive, Snapshot
from hengjian.check import trial as trying
from hengjian.check.standing import Standing
from hengjian.check.tests.simulated import CONTENT, archived, simulated
from hengjian.check.trial import Limits, trial
from hengjian.rules.custom import CustomRule, Definition
from hengjian.rules.custom.tests.fines import FINES
from hengjian.rules.engine import context_of
from hengjian.rules.expressions import Context
from hengjian.rules.loading import Book
from hengjian.simulator import City


@pytest.fixture(scope="module")
def city() -> City:
    return simulated()


@pytest.fixture(scope="module")
def context(city: City) -> Context:
    return context_of(CONTENT, city.as_of)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return archived(tmp_path_factory.mktemp("a")).snapshot()


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trying, "AT_ONCE", 50)


def test_it_counts_what_a_check_finds(snapshot: Snapshot, context: Context, city: City) -> None:
    rule = CustomRule(FINES, CONTENT)
    told = trial(rule, snapshot, context)
    assert (told.stopped, told.cases) == ("all", told.of)
    fines = city.tables["cases"].filter(kind="penalty")["fine"]
    assert told.tally.broken == (fines >= 100_000).sum()
    assert told.hits.height == min(50, told.tally.broken)
    assert "罚款" in told.hits["says"][0]
    assert sum(told.per_body.values()) == told.tally.broken


def test_it_agrees_with_the_standing_check(snapshot: Snapshot, context: Context) -> None:
    book = Book.load(CONTENT)
    archive = Archive.at(snapshot.layout.root)
    standing = Standing(archive, CONTENT, book)
    standing.check(context.as_of)
    counted = standing.findings()["rule"].value_counts()
    found = dict(counted.iter_rows())
    for id_ in ("F08", "F13", "B02"):
        assert trial(book[id_], snapshot, context).tally.broken == found.get(id_, 0)


def test_it_looks_at_the_newest_first_and_stops_at_the_limit(
    snapshot: Snapshot, context: Context
) -> None:
    heard: list[tuple[int, int]] = []
    told = trial(
        CustomRule(FINES, CONTENT),
        snapshot,
        context,
        Limits(cases=120),
        progress=lambda done, of: heard.append((done, of)),
    )
    assert (told.stopped, told.cases) == ("rows", 120)
    assert told.of == snapshot.case_count
    assert heard[-1] == (120, 120)
    newest = snapshot.cases(snapshot.buckets[-1])["case_id"].tail(120)
    assert set(told.hits["case_id"]) <= set(newest)


def test_it_stops_when_its_time_is_over(snapshot: Snapshot, context: Context) -> None:
    ticks: Iterator[float] = iter(range(0, 1000, 25))
    told = trial(
        CustomRule(FINES, CONTENT), snapshot, context, Limits(seconds=60), clock=lambda: next(ticks)
    )
    assert told.stopped == "time"
    assert told.cases == 150


def test_somebody_can_stop_it(snapshot: Snapshot, context: Context) -> None:
    told = trial(CustomRule(FINES, CONTENT), snapshot, context, cancelled=lambda: True)
    assert (told.stopped, told.cases) == ("cancelled", 50)


def test_a_rule_on_a_register_sees_all_of_it(
    snapshot: Snapshot, context: Context, city: City
) -> None:
    data = FINES.as_data() | {"subject": "officer", "applies": "", "breaks": "人员编号 不为空"}
    told = trial(CustomRule(Definition.from_data(data), CONTENT), snapshot, context)
    assert told.stopped == "all"
    assert told.tally.rows == city.tables["officers"].height


def test_every_subject_offered_can_be_tried(snapshot: Snapshot, context: Context) -> None:
    from hengjian.rules.custom import subjects_for, vocabulary_of

    for subject in subjects_for(CONTENT):
        vocabulary = vocabulary_of(CONTENT, subject.name)
        label = vocabulary.label(vocabulary.columns[0])
        data = FINES.as_data() | {
            "subject": subject.name,
            "applies": "",
            "breaks": f"{label} 不为空 或 {label} 为空",
        }
        told = trial(CustomRule(Definition.from_data(data), CONTENT), snapshot, context)
        assert told.tally.rows > 0, subject.name
        assert told.tally.concerned == told.tally.rows, subject.name
        assert told.tally.broken + told.tally.not_judged == told.tally.rows, subject.name
