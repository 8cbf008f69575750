"""The city as a whole: the same twice, well-formed, fictitious, and visibly so."""

from pathlib import Path

import polars as pl
import pytest

from hengjian import simulator
from hengjian.content import Content
from hengjian.simulator import City, simulate, write_city
from hengjian.simulator.plan import made
from hengjian.simulator.plants import PLANTS
from hengjian.simulator.recipe import Recipe
from hengjian.simulator.writing import FORMATS
from hengjian.standard.records import schema_of
from hengjian.standard.tables import TABLES

PLANTED = """
A01 A02 A03 A04 A05 A06 A07 A08 A09 A10 A11 A12 A13 A14 B01 B02 B03 B04 B05 B06 B07 B08 B09 B10 B12
B13 B14 B15 C01 C02 C03 C04 C05 C06 D01 D02 D03 D04 D05 D07 D08 E01 E02 E03 E04 E05 E06 E07 E08 E09
E10 E11 F01 F02 F03 F04 F05 F06 F07 F08 F09 F10 F11 F12 F13 F14 F15 F16 F17 F18 F19 F20 F21 F22 F23
F24 G01 G02 G03 G04 G05 G06 G07 G08 G10 G11 G12 G13 H01 H02 H03 H04 H05 H06 H07 H08 H10 H11 H12 H13
I01 I02 I03 I04 I05 I06 I07 I09 I10 I11 I12 I13 I14 I15 I16 I17 I18 I19 I20 I21 J01 J02 J03 J04 J05
J06 J07 J08 J09 J10 J11 J12 J13 J14 J15 J16 J17 J18 K01 K02 K03 K04 K05 K06 K08 K09 K10 K11 K12 K13
K14 K15 K16 K17 L01 L02 L03 L04 L05 L06 L07 L08 M01 M02 M03 M04 M05 M06 M07 M08 M09 M10 M11
"""
REFERENCE_ONLY = {
    "A11", "B03", "B10", "B12", "B13", "B14", "E06", "G07", "K15", "K16", "L03", "L05", "L06", "L08", "M05",
    "M11",
}  # fmt: skip
"""Only another province's norm, an unverified figure or a clash of norms would call these a breach."""

PROVINCES = """
河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南
陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆
"""


@pytest.fixture(scope="module")
def city() -> City:
    return simulate(1_500, every_way=True)


@pytest.fixture(scope="module")
def shown() -> City:
    """As the demonstration is: large enough to break every rule, too small for every way."""
    return simulate(3_000)


@pytest.mark.parametrize("form", FORMATS)
def test_it_is_the_same_twice(form: str, tmp_path: Path) -> None:
    for place in ("once", "again"):
        write_city(simulate(90, seed=3), tmp_path / place, form)
    written = [path for path in (tmp_path / "once").rglob("*.*") if path.is_file()]
    assert written
    for path in written:
        other = tmp_path / "again" / path.relative_to(tmp_path / "once")
        assert path.read_bytes() == other.read_bytes(), path.name


def test_it_is_another_city_with_another_seed(city: City) -> None:
    assert not simulate(1_500, seed=8).tables["cases"].equals(city.tables["cases"])


@pytest.mark.parametrize("cases", [1, 2, 9, 60, 299])
def test_it_has_as_many_cases_as_asked_for(cases: int) -> None:
    assert simulate(cases).tables["cases"].height == cases


def test_it_simulates_large_cities_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hengjian.simulator.city.CHUNK", 150)
    tables = simulate(400).tables
    assert tables["cases"].height == 400
    for name in ("cases", "events", "recordings", "outcomes"):
        key = next(table.key for table in TABLES if table.name == name)
        assert tables[name].select(key).is_duplicated().sum() == 0, name
    numbers = tables["cases"].drop_nulls("decision_no").select("body_id", "decision_no")
    assert numbers.is_duplicated().sum() == 0


def test_it_refuses_a_city_without_cases() -> None:
    with pytest.raises(ValueError, match="at least one"):
        simulate(0)


def test_it_keeps_the_schema_of_accepted_records(city: City) -> None:
    assert set(city.tables) == {table.name for table in TABLES}
    for table in TABLES:
        assert dict(city.tables[table.name].schema) == schema_of(table), table.name


def test_it_has_unique_keys_and_valid_references(city: City) -> None:
    for table in TABLES:
        frame = city.tables[table.name]
        assert frame.select(table.key).is_duplicated().sum() == 0, table.name
        for field in table.fields:
            if field.refers and field.required is not None:
                known = city.tables[field.refers][
                    field.name if field.refers != "bodies" else "body_id"
                ]
                given = frame[field.name].drop_nulls()
                assert set(given) <= set(known) | {"*"}, f"{table.name}.{field.name}"
    cases = city.tables["cases"].select("body_id", "case_id")
    for name in ("events", "documents", "recordings"):
        mine = city.tables[name].drop_nulls("case_id").select("body_id", "case_id")
        assert mine.join(cases, on=["body_id", "case_id"], how="anti").is_empty(), name
    officers = city.tables["events"]["officers"].explode().drop_nulls()
    assert set(officers) <= set(city.tables["officers"]["officer_id"])


def test_it_uses_only_codes_of_the_lists(city: City) -> None:
    lists = Content().code_lists
    for table in TABLES:
        for field in table.fields:
            if field.codes:
                values = city.tables[table.name][field.name]
                values = values.explode() if isinstance(values.dtype, pl.List) else values
                known = {code.code for code in lists[field.codes].codes}
                assert set(values.drop_nulls()) <= known, f"{table.name}.{field.name}"


def test_it_numbers_events_in_the_order_of_their_moments(city: City) -> None:
    events = city.tables["events"].sort("body_id", "case_id", "seq")
    same = pl.struct("body_id", "case_id")
    ordered = events.select(
        same=(same == same.shift()).fill_null(False),
        day=pl.col("moment_day") >= pl.col("moment_day").shift(),
        moment=(pl.col("moment") >= pl.col("moment").shift()).fill_null(True),
        next=pl.col("seq") == pl.col("seq").shift() + 1,
    ).filter("same")
    assert ordered.select(pl.all().all()).row(0) == (True, True, True, True)
    assert events.group_by("body_id", "case_id").agg(pl.col("seq").min())["seq"].max() == 1


def test_it_stops_on_the_day_the_data_were_drawn(city: City) -> None:
    for name, column in (("events", "moment_day"), ("documents", "dated_on")):
        assert city.tables[name][column].max() <= city.as_of, name
    unnumbered = city.truth.filter(rule="F12", verdict="breaks")["occurrence"]
    undecided = city.tables["cases"].filter(
        pl.col("decision_no").is_null(),
        ~pl.concat_str("body_id", "case_id", separator="/").is_in(unnumbered.to_list()),
    )
    assert undecided.height
    assert undecided["fine"].null_count() == undecided.height


def test_it_keeps_local_day_and_moment_together(city: City) -> None:
    known = city.tables["events"].drop_nulls("moment")
    local = known["moment"].dt.convert_time_zone("Asia/Shanghai").dt.date()
    assert local.equals(known["moment_day"].rename("moment"))


def test_it_has_whole_and_sensible_sums(city: City) -> None:
    cases, items = city.tables["cases"], city.tables["items"]
    for column in ("fine", "confiscated", "illegal_gain", "surcharge"):
        assert cases[column].dtype == pl.Int64
        assert (cases[column].drop_nulls() > 0).all()
    assert (items["fine_min"].drop_nulls() <= items["fine_max"].drop_nulls()).all()
    fined = cases.drop_nulls("fine")
    assert fined["penalty_kinds"].list.contains("fine").all()


def test_it_works_in_office_hours_on_worked_days(city: City) -> None:
    """Except the executions by night that were planted, and what happens by itself."""
    events = city.tables["events"].drop_nulls("moment").filter(pl.col("activity") != "unpublished")
    hours = events["moment"].dt.convert_time_zone("Asia/Shanghai").dt.hour()
    assert ((hours >= 8) & (hours < 18)).mean() > 0.99
    weekend = events["moment_day"].dt.weekday() >= 6
    assert weekend.mean() < 0.04  # make-up days, deemed service
    assert weekend.any()


def test_it_decides_and_files_without_gaps_in_its_numbers(city: City) -> None:
    odd = city.truth.filter(pl.col("rule").is_in(["F12", "F23"]), verdict="breaks")["occurrence"]
    bodies = odd.str.split("/").list.first().to_list()
    cases = city.tables["cases"].drop_nulls("decision_no")
    cases = cases.filter(~pl.col("body_id").is_in(bodies))
    assert cases.height
    assert cases.select("body_id", "decision_no").is_duplicated().sum() == 0
    parts = cases["decision_no"].str.extract_groups(r"〔(?<year>\d+)〕(?<n>\d+)号").struct.unnest()
    numbers = pl.concat([cases.select("body_id"), parts], how="horizontal").with_columns(
        pl.col("n").cast(pl.Int64)
    )
    runs = numbers.group_by("body_id", "year").agg(most=pl.col("n").max(), count=pl.len())
    assert (runs["most"] == runs["count"]).all()


@pytest.mark.parametrize("which", ["city", "shown"])
def test_it_plants_every_rule(which: str, request: pytest.FixtureRequest) -> None:
    truth = request.getfixturevalue(which).truth
    planted = set(PLANTED.split())
    assert set(truth["rule"]) >= planted
    broken = set(truth.filter(verdict="breaks")["rule"])
    assert broken >= planted - REFERENCE_ONLY
    assert set(truth["verdict"]) <= {"breaks", "near_miss", "exempt", "conflict"}
    told = truth.select("rule", "subject", "occurrence")
    assert told.is_duplicated().sum() == 0


def test_it_breaks_rules_in_a_few_of_a_hundred_cases(shown: City) -> None:
    """Whoever pays late (H01) breaks no rule of the body, and many do."""
    broken = shown.truth.filter(pl.col("verdict") == "breaks", pl.col("rule") != "H01")
    cases = broken.filter(pl.col("subject").is_in(["case", "act"]))["occurrence"]
    touched = cases.str.split("/").list.head(2).list.join("/").n_unique()
    assert 0.03 < touched / shown.tables["cases"].height < 0.08


def test_it_breaks_common_rules_more_often(shown: City) -> None:
    common = Recipe.of(Content()).plants.common
    assert set(common) <= {plant.rule for plant in PLANTS if plant.verdict == "breaks"}
    told = shown.truth.filter(verdict="breaks")["rule"].value_counts()
    often = dict(told.iter_rows())
    assert all(often[rule] >= times for rule, times in common.items())


def test_it_breaks_rules_in_every_way(city: City) -> None:
    """Each way leaves its words in the truth, and a large city knows them all."""
    ways = {f"{plant.how}〔模拟数据〕" for plant in PLANTS}
    assert ways <= set(city.truth["how"])
    shares = made(100_000, Recipe.of(Content())).values()
    assert {plant.how for share in shares for plant, _ in share.planted} == {p.how for p in PLANTS}


def test_it_knows_neither_rule_nor_parameter() -> None:
    """The truth is written from the articles; the rules and their terms come from elsewhere."""
    package = Path(simulator.__file__).parent
    for path in package.rglob("*.py"):
        if "tests" not in path.parts:
            text = path.read_text(encoding="utf-8")
            for word in ("hengjian.rules", "hengjian.facts", "hengjian.check", ".parameters"):
                assert word not in text, path.relative_to(package)


def test_it_names_the_article_of_every_plant() -> None:
    for plant in PLANTS:
        assert "§" in (plant.alter.__doc__ or "") or "号" in (plant.alter.__doc__ or ""), plant.how


def test_it_puts_the_truth_on_subjects_that_exist(city: City) -> None:
    cases = {f"{b}/{c}" for b, c in city.tables["cases"].select("body_id", "case_id").rows()}
    of_cases = city.truth.filter(subject="case")["occurrence"]
    assert set(of_cases) <= cases
    acts = city.truth.filter(subject="act")["occurrence"]
    known = city.tables["events"].select(
        pl.concat_str("body_id", "case_id", pl.col("seq").cast(pl.String), separator="/")
    )
    assert set(acts) <= set(known.to_series())
    for subject, table, column in (
        ("officer", "officers", "officer_id"),
        ("item", "items", "item_id"),
        ("outcome", "outcomes", "outcome_id"),
    ):
        told = city.truth.filter(subject=subject)["occurrence"]
        assert len(told)
        assert set(told) <= set(city.tables[table][column]), subject


def test_it_lets_narrow_bodies_report_only_what_they_say(city: City) -> None:
    coverage = city.tables["coverage"]
    whole = coverage.filter(table="events", name="*")["body_id"]
    narrow = city.tables["events"].filter(~pl.col("body_id").is_in(whole.to_list()))
    assert narrow.height
    named = coverage.filter(table="events").select("body_id", activity="name")
    assert narrow.join(named, on=["body_id", "activity"], how="anti").is_empty()
    dates_only = narrow.filter(pl.col("moment").is_null())
    assert dates_only["moment_day"].null_count() == 0


def test_it_says_everywhere_that_it_is_simulated(city: City, tmp_path: Path) -> None:
    tables = city.tables
    assert tables["cases"]["fact"].str.starts_with("〔模拟数据〕").all()
    assert tables["cases"]["party_name"].str.contains("模拟").all()
    assert tables["bodies"]["name"].str.contains("模拟").all()
    assert tables["bodies"]["confirmation"].drop_nulls().str.ends_with("〔模拟数据〕").all()
    assert tables["officers"]["name"].str.contains("模拟").all()
    assert tables["items"]["basis"].str.contains("模拟").all()
    assert tables["tickets"]["text"].str.starts_with("〔模拟数据〕").all()
    assert city.truth["how"].str.ends_with("〔模拟数据〕").all()
    write_city(city, tmp_path / "city")
    assert "模拟数据" in (tmp_path / "city" / "说明.txt").read_text(encoding="utf-8")


def test_it_names_nothing_real(city: City) -> None:
    real = PROVINCES.split() + list(Content().laws)
    for name, frame in city.tables.items():
        for column in frame.select(pl.col(pl.String)).columns:
            for word in real:
                assert not frame[column].str.contains(word, literal=True).any(), f"{name}: {word}"
    divisions = city.tables["bodies"]["division"]
    assert divisions.str.starts_with("99").all()
