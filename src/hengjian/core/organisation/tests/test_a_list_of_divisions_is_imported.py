"""A list of divisions tells its differences first, then enters them; nothing is ever removed."""

from pathlib import Path

import pytest

from hengjian.content import loader
from hengjian.content.errors import PlainError
from hengjian.core.entries.models import LedgerEntry
from hengjian.core.organisation.actions import add_unit, import_divisions
from hengjian.core.organisation.lists import Change, differences, read_list
from hengjian.core.organisation.models import Division, DivisionAlias, Level, UnitKind
from hengjian.core.organisation.queries import division_of_code, divisions_above, units_in
from hengjian.core.tests.small_city import AT

HEAD = "code,name,level,kind,above,aliases,note\n"
LIST = HEAD + (
    "990100,甲市,city,地级市,,,\n"
    "990101,乙县,county,县,990100,,\n"
    "990101100000,丙镇,township,镇,990101,民政=990101001000,两处代码不同\n"
    "990102,丁县,county,县,990100,,\n"
)  # fmt: skip
OWN = Path(loader.__file__).parent / "codes" / "divisions" / "2310.csv"


def changes(text: str) -> list[tuple[Change, str, str, str]]:
    return [(one.change, one.code, one.before, one.after) for one in differences(read_list(text))]


@pytest.mark.django_db
def test_it_is_told_first_and_then_entered_once() -> None:
    assert [change for change, *_ in changes(LIST)] == [Change.NEW] * 4
    assert Division.objects.count() == 0
    done = import_divisions(read_list(LIST), by=None, at=AT)
    assert len(done) == 4
    town = Division.objects.get(code="990101100000")
    assert [one.name for one in divisions_above(town)] == ["甲市", "乙县"]
    assert (town.level, town.kind) == (Level.TOWNSHIP, "镇")
    assert changes(LIST) == []
    assert import_divisions(read_list(LIST), by=None, at=AT) == []
    assert LedgerEntry.objects.filter(kind="divisions.imported").count() == 1


@pytest.mark.django_db
def test_a_changed_list_changes_names_and_places_and_removes_nothing() -> None:
    import_divisions(read_list(LIST), by=None, at=AT)
    town = Division.objects.get(code="990101100000")
    station = add_unit(UnitKind.JUSTICE_STATION, "司法所", division=town, by=None, at=AT)
    changed = (
        LIST.replace("丙镇", "新丙镇")
        .replace(",镇,990101,", ",镇,990102,")
        .replace("990101,乙县,county,县,990100,,\n", "")
    )
    assert changes(changed) == [
        (Change.RENAMED, "990101100000", "丙镇", "新丙镇"),
        (Change.MOVED, "990101100000", "990101", "990102"),
        (Change.UNLISTED, "990101", "乙县", ""),
    ]
    import_divisions(read_list(changed), by=None, at=AT)
    assert Division.objects.filter(code="990101").exists()
    assert station in units_in(Division.objects.get(code="990102"))
    assert station not in units_in(Division.objects.get(code="990101"))


@pytest.mark.django_db
def test_a_place_is_found_by_any_of_its_codes() -> None:
    import_divisions(read_list(LIST), by=None, at=AT)
    for code in ("990101100000", "990101100", "990101001000", " 990101001 "):
        found = division_of_code(code)
        assert found is not None, code
        assert found.name == "丙镇", code
    assert division_of_code("990101000000") == Division.objects.get(code="990101")
    assert division_of_code("990109") is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("99010,戊县,county,县,990100,,", "第 3 行 code：代码应为 6 位数字"),
        ("990103,戊县,land,县,990100,,", "第 3 行 level：没有层级“land”"),
        ("990103,,county,县,990100,,", "第 3 行 name：没有名称"),
        ("990103,戊县,county,县,990199,,", "第 3 行 above：没有上级 990199"),
        ("990103,戊县,county,县,,,", "第 3 行 above：没有写上级"),
        ("990100,戊市,city,市,,,", "第 3 行 code：这个代码前面已有"),
        ("990103,戊县", "第 3 行：应有 7 列"),
    ],
)
def test_a_faulty_line_is_told_and_nothing_is_read(line: str, told: str) -> None:
    good = HEAD + "990100,甲市,city,地级市,,,\n"
    assert len(read_list(good + "990103,戊县,county,县,990100,,\n")) == 2
    with pytest.raises(PlainError, match=told):
        read_list(good + line + "\n")


@pytest.mark.django_db
def test_another_file_is_told_by_its_head() -> None:
    with pytest.raises(PlainError, match="表头应为"):
        read_list("PK\x03\x04")


@pytest.mark.django_db
def test_our_own_list_of_2310_is_whole() -> None:
    """Counts as the source gives them (facts.md §6), and one town that another source adds."""
    listed = read_list(OWN.read_text(encoding="utf-8"))
    import_divisions(listed, by=None, at=AT)
    count = {level: Division.objects.filter(level=level).count() for level in Level}
    assert count == {Level.CITY: 1, Level.COUNTY: 10, Level.TOWNSHIP: 93, Level.VILLAGE: 1386}
    villages = Division.objects.filter(code__startswith="231085", kind="村民委员会")
    assert villages.count() == 127
    assert DivisionAlias.objects.count() == 4
    assert all(one.note for one in listed if one.aliases)
