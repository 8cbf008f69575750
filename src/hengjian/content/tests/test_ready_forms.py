"""Ready forms of report tasks are sound, rest on norms that are known, and a wrong one is named."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from hengjian.content import Content, ContentError
from hengjian.content.citation import Citation
from hengjian.content.form_design import FormDesign

CONTENT = Content()
YEARLY = CONTENT.forms["statistics-yearly"]


@pytest.mark.parametrize("design", CONTENT.forms.values(), ids=CONTENT.forms)
def test_it_rests_on_articles_that_are_known(design: FormDesign) -> None:
    assert design.basis
    for text in design.basis:
        cited = Citation.parse(text)
        assert cited.article in CONTENT.law(cited.law).articles


def test_the_yearly_statistics_are_due_when_the_duty_of_its_power_is() -> None:
    power = CONTENT.power_list(date(2026, 11, 26))[YEARLY.fulfils]
    assert YEARLY.due in {duty.by for duty in power.duties}
    assert set(YEARLY.basis) <= {str(one) for one in power.basis} | {"行政执法监督条例#6"}


def test_each_kind_of_enforcement_is_counted() -> None:
    counted = {one.name for one in YEARLY.fields()}
    kinds = {code.code for code in CONTENT.code_lists["item_kinds"].codes} - {"other", "permit"}
    assert kinds <= counted
    assert {"permit_granted", "permit_refused"} <= counted


def test_the_total_of_penalties_is_checked_against_its_parts() -> None:
    parts = {one.name for one in YEARLY.fields() if one.name.startswith("penalty_")}
    assert any(check.left == "penalty" and set(check.right) == parts for check in YEARLY.checks)


def test_every_check_has_words() -> None:
    assert all(YEARLY.check_words(check) for check in YEARLY.checks)
    lost = next(check for check in YEARLY.checks if check.left == "reconsidered_lost")
    assert YEARLY.check_words(lost) == (
        "“撤销、变更、确认违法或者无效、责令履行（复议）”应当不大于“复议审结”"
    )


FIELD = {"name": "a", "label": "甲", "kind": "number"}


def design(*fields: dict[str, Any], checks: tuple[dict[str, Any], ...] = ()) -> FormDesign:
    sections = [{"title": "一", "fields": list(fields)}]
    return FormDesign.model_validate({"name": "表", "sections": sections, "checks": list(checks)})


def test_a_sound_design_is_taken() -> None:
    assert design(FIELD, FIELD | {"name": "b"}, checks=({"left": "a", "right": ["b"]},))


@pytest.mark.parametrize(
    ("fields", "checks", "told"),
    [
        ((FIELD, FIELD), (), "重复：a"),
        ((FIELD | {"name": "甲"},), (), "小写字母"),
        ((FIELD | {"kind": "choice"},), (), "写出选项"),
        ((FIELD | {"choices": ["一"]},), (), "其他类型不写"),
        ((FIELD | {"min": 3, "max": 2},), (), "最小值大于最大值"),
        ((FIELD | {"kind": "table"},), (), "表格要有列"),
        ((FIELD | {"kind": "text", "figure": "officers"},), (), "可以取系统数"),
        ((FIELD,), ({"left": "a", "right": ["b"]},), "“b”不是这张报表的数字项"),
        ((FIELD, FIELD | {"name": "b", "kind": "text"}), ({"left": "b", "right": ["a"]},), "“b”"),
    ],
)
def test_an_unsound_design_is_refused_with_what_is_wrong(
    fields: tuple[dict[str, Any], ...], checks: tuple[dict[str, Any], ...], told: str
) -> None:
    with pytest.raises(ValidationError, match=told):
        design(*fields, checks=checks)


def test_a_city_adds_its_own_form_and_a_broken_one_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "forms"
    folder.mkdir()
    (folder / "own.yaml").write_text("name: 本市月报\n", encoding="utf-8")
    assert Content(tmp_path).forms.keys() == {*CONTENT.forms, "own"}
    (folder / "own.yaml").write_text("name: 本市月报\nsections: 三\n", encoding="utf-8")
    with pytest.raises(ContentError, match=r"own\.yaml: sections"):
        _ = Content(tmp_path).forms
