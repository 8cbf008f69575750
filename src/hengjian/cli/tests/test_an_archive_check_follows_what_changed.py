"""A bureau enters a number, a holiday or a certificate: exactly what rests on it is judged again."""

import re
from datetime import date, timedelta
from pathlib import Path
from shutil import copy

import polars as pl
import pytest

import hengjian.content as content_package
from hengjian.cli.tests.conftest import Call
from hengjian.content import Content
from hengjian.simulator import City, simulate, write_city
from hengjian.simulator.writing import submitted

BUILT_IN = Path(str(content_package.__file__)).parent
DAY = "2026-11-20"


@pytest.fixture(scope="module")
def city() -> City:
    return simulate(250, 3, Content())


@pytest.fixture
def checked(call: Call, city: City, monkeypatch: pytest.MonkeyPatch) -> Call:
    """An archive `store` that was checked under an overlay that says nothing yet."""
    Path("own/parameters").mkdir(parents=True)
    Path("own/calendars").mkdir()
    monkeypatch.setenv("HENGJIAN_CONTENT", "own")
    write_city(city, Path("city"), "parquet")
    assert call("import", "city", "--archive", "store").code == 0
    assert call("archive", "check", "store", "--as-of", DAY).code == 0
    return call


def again(call: Call, *options: str) -> tuple[str, pl.DataFrame]:
    """What the next check says, and the rules and cases of findings that moved; a full check after
    it moves nothing more."""
    answer = call("archive", "check", "store", "--as-of", DAY, "--changes", "moved.csv", *options)
    assert answer.code == 0, answer.err
    moved = pl.read_csv("moved.csv", infer_schema=False)
    full = call("archive", "check", "store", "--as-of", DAY, "--full")
    assert "新出现线索 0 条，消失 0 条，依据的数据有变 0 条" in full.out
    return answer.out, moved


def test_nothing_changed_and_nothing_is_judged(checked: Call) -> None:
    said, moved = again(checked)
    assert said.startswith("判断 0 件")
    assert moved.is_empty()


def test_a_number_that_changes_moves_the_rules_that_use_it(checked: Call) -> None:
    text = (BUILT_IN / "parameters/penalty.yaml").read_text(encoding="utf-8")
    shorter, count = re.subn("value: 90, unit: day", "value: 20, unit: day", text)
    assert count
    Path("own/parameters/penalty.yaml").write_text(shorter, encoding="utf-8")
    said, moved = again(checked)
    assert "重新判断 F08" in said
    assert set(moved["规则"]) == {"F08"}


def test_a_working_day_that_changes_moves_the_rules_that_count_days(checked: Call) -> None:
    year = (BUILT_IN / "calendars/2026.yaml").read_text(encoding="utf-8")
    more = "".join(f"  {date(2026, 9, 1) + timedelta(days=n)}: 试验\n" for n in range(14))
    Path("own/calendars/2026.yaml").write_text(
        year.replace("off_days:\n", "off_days:\n" + more), encoding="utf-8"
    )
    said, moved = again(checked)
    assert "放假安排有变" in said
    assert "B01" not in set(moved["规则"])


def test_a_code_that_changes_makes_the_facts_anew(checked: Call) -> None:
    Path("own/codes").mkdir()
    copy(BUILT_IN / "codes/activities.yaml", "own/codes/activities.yaml")
    said, _ = again(checked)
    assert said.startswith("判断 0 件")  # the same codes again
    text = Path("own/codes/activities.yaml").read_text(encoding="utf-8")
    Path("own/codes/activities.yaml").write_text(
        text.replace("label: ", "label: 新", 1), encoding="utf-8"
    )
    said, _ = again(checked)
    assert "全部重新判断" in said


def test_a_certificate_that_changes_moves_the_cases_of_its_officer(
    checked: Call, city: City
) -> None:
    officer = city.tables["events"].filter(activity="inquired")["officers"].explode()[0]
    cards = city.tables["certificates"].filter(officer_id=officer)
    assert cards.height
    withdrawn = cards.with_columns(withdrawn_on=pl.lit(date(2019, 1, 2)))
    Path("cards").mkdir()
    submitted(withdrawn, "certificates").write_csv("cards/certificates.csv")
    assert checked("import", "cards", "--archive", "store").code == 0
    said, moved = again(checked)
    named = city.tables["events"].filter(pl.col("officers").list.contains(officer))
    assert f"判断 {named['case_id'].n_unique()} 件" in said
    assert set(moved["案件编号"].drop_nulls()) <= set(named["case_id"])
    assert "B02" in set(moved["规则"])


def test_another_day_judges_only_the_cases_whose_day_has_come(checked: Call, city: City) -> None:
    later = checked("archive", "check", "store", "--as-of", "2026-12-20")
    assert later.code == 0
    judged = int(re.findall(r"判断 ([\d,]+) 件", later.out)[0])
    assert judged < city.tables["cases"].height / 4
    full = checked("archive", "check", "store", "--as-of", "2026-12-20", "--full")
    assert "新出现线索 0 条，消失 0 条，依据的数据有变 0 条" in full.out
