"""What `hengjian check` prints for a person: readable at any width, and honest about its data."""

from pathlib import Path

import pytest

from hengjian.cli.tests.conftest import Call
from hengjian.standard.tests.folders import EVENTS, write

LATE = EVENTS.replace("C1,2,decided,2024-04-01", "C1,2,decided,2024-07-01")
TITLE = "普通程序逾期未作出处罚决定"


@pytest.mark.parametrize("width", [44, 60, 100])
def test_a_title_is_wrapped_and_never_cut(
    call: Call, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    answer = call("check", write(Path("data"), events=LATE), "--as-of", "2024-08-01",
                  "--rule", "F08")  # fmt: skip
    table = answer.out.partition("规则  ")[2]
    words = "".join(sign for sign in table if "一" <= sign <= "龥")
    assert "…" not in table
    assert TITLE[:6] in words
    assert TITLE[-4:] in words
    assert ("未判断" in table) == (width >= 80)


def test_it_says_that_a_city_is_simulated(call: Call) -> None:
    call("simulate", "city", "--cases", 60)
    assert call("check", "city").out.startswith("【模拟数据】")
    real = call("check", write(Path("data"), events=LATE), "--rule", "F08")
    assert "模拟" not in real.out


def test_a_check_that_judged_nothing_is_no_success(call: Call) -> None:
    answer = call("check", write(Path("data"), events=LATE), "--rule", "J03")
    assert answer.code == 3
    assert "本次检查没有结论" in answer.err
