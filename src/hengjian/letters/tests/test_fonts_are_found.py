"""Which font plays which part; none at all is an error that says what to install."""

from pathlib import Path

import pytest

from hengjian.letters import FontsMissingError, fonts
from hengjian.letters.fonts import PARTS, Fonts, _found, folders


def test_every_part_has_a_font_here() -> None:
    found = fonts()
    assert set(found.parts()) == set(PARTS)
    assert all(found.parts().values())


def test_without_a_chinese_font_it_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(FontsMissingError) as error:
        _found((str(tmp_path),), system=False)
    assert "fonts-noto-cjk" in error.value.remedy
    assert "HENGJIAN_FONTS" in error.value.remedy


def test_the_deployments_own_folder_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, other = tmp_path / "own", tmp_path / "other"
    own.mkdir()
    monkeypatch.setenv("HENGJIAN_FONTS", f"{own}:{other}")
    assert folders()[0] == str(own)
    assert str(other) not in folders()


def test_what_stands_in_is_told() -> None:
    bare = Fonts(None, frozenset({"Noto Serif CJK SC", "FandolHei"}))
    assert bare.standing_in()["仿宋"] == "Noto Serif CJK SC"
    assert "黑体" not in bare.standing_in()
    licensed = Fonts(None, frozenset({"方正小标宋_GBK", "仿宋_GB2312", "Noto Serif CJK SC"}))
    assert licensed.of("fang") == ["仿宋_GB2312", "Noto Serif CJK SC"]
    assert licensed.of("title")[0] == "方正小标宋_GBK"
