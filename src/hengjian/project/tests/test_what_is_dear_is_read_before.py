"""What the first reader after a start would wait for is read before the server answers."""

import gc
import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from django.template import engines

from hengjian.domain.findings.rules import in_force
from hengjian.domain.records import story
from hengjian.project import beforehand
from hengjian.surfaces.desk import joining, records_page


def bring(monkeypatch: pytest.MonkeyPatch, *brought: Callable[[], object]) -> None:
    monkeypatch.setattr(beforehand, "_addresses", lambda: None)
    monkeypatch.setattr(joining, "joined", {"beforehand": brought}.__getitem__)


def test_it_compiles_every_template_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(engines["django"], "get_template", asked.append)
    bring(monkeypatch)
    beforehand.read_all()
    assert {"desk/records/one.html", "desk/refused.html"} <= set(asked)
    assert not [name for name in asked if name.startswith("admin/")]


def test_one_that_fails_holds_up_no_other(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[str] = []

    def broken() -> None:
        raise OSError("the archive is away")

    monkeypatch.setattr(beforehand, "_templates", lambda: done.append("templates"))
    bring(monkeypatch, broken, lambda: done.append("after"))
    with caplog.at_level(logging.WARNING, beforehand.__name__):
        beforehand.read_all()
    assert done == ["templates", "after"]
    assert [record.getMessage() for record in caplog.records] == ["broken was not made ready"]


@pytest.mark.django_db
def test_the_page_of_a_record_finds_rules_and_archive_read(
    settings: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings.ARCHIVE = str(tmp_path / "archive")
    assert records_page.read_rules_and_archive in joining.joined("beforehand")
    records_page.read_rules_and_archive()
    assert in_force.installed_book.cache_info().currsize == 1
    snapshot = story.reader().look()
    assert snapshot is story.reader().look()
    assert snapshot.register("outcomes") is snapshot.registers["outcomes"]


def test_what_stays_for_good_is_not_searched_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beforehand, "_apart", lambda: None)
    before = gc.get_freeze_count()
    try:
        beforehand.make_ready()
        assert gc.get_freeze_count() > before
    finally:
        gc.unfreeze()
