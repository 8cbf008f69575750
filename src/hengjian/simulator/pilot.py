"""The demo city in the pilot's shape: ten counties, one of them known down to its villages.

Serves the founding of the demo's web part with all tables of two years. Its recipe says only what differs
from the simulator's city; it names nobody, and invented persons have ordinals for given names.
"""

from datetime import date, timedelta
from itertools import product

import polars as pl
from pydantic import Field

from hengjian.content import Content, ContentError, say
from hengjian.content.loader import read_model
from hengjian.content.models import Model, Text
from hengjian.simulator import bodies, items
from hengjian.simulator import delegations as handed
from hengjian.simulator.bodies import Body
from hengjian.simulator.city import simulate
from hengjian.simulator.items import Item
from hengjian.simulator.recipe import Penalty, Place, Recipe, Timeline

FILE = "pilot"
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_DUAL = frozenset({"environment", "natural_resources"})
_VERTICAL = frozenset({"maritime"})


class HandedDown(Model):
    """The penalties that one town of the deep county may impose."""

    town: int
    document: str
    from_: date = Field(alias="from")
    fields: tuple[str, ...]
    acts: tuple[str, ...]
    items: int
    fine: tuple[int, int]


class Supervision(Model):
    """The bureau as a supervision body, and the figures of its three staffing ledgers."""

    sign: str
    document: str
    sign_since: date
    approvals_document: str
    posts: int
    leadership: int
    approvals: int
    counties: "CountyStaff"
    stations: "CountyStaff"


class CountyStaff(Model):
    """The same figures of each bureau or station, and who fills its posts: one by one, the head first."""

    posts: int
    leadership: int
    approvals: int
    people: tuple[tuple[str, ...], ...]


class DemoPerson(Model):
    """Somebody to log in as. ``place``: `city` or a division's code; ``sector``: of his body."""

    login: str
    name: str
    role: str
    unit: str
    place: Text
    zh: str
    en: str
    sector: str = ""


class Pilot(Model):
    """What the demo city has beyond the simulator's."""

    counties: tuple[Place, ...]
    cases: int
    days: int
    settled: int
    deep_county: int
    villages: tuple[int, ...]
    village_first: str
    village_second: tuple[str, ...]
    handed_down: HandedDown
    supervision: Supervision
    password: str
    people: tuple[DemoPerson, ...]

    @classmethod
    def of(cls, content: Content) -> "Pilot":
        path = content.files("demo").get(FILE)
        if path is None:
            raise ContentError([say("缺少 demo/pilot.yaml", "demo/pilot.yaml is missing")])
        return read_model(path, cls)

    def recipe(self, content: Content) -> Recipe:
        """The simulator's recipe with this city's counties."""
        return Recipe.of(content).model_copy(update={"counties": self.counties})

    def village_names(self) -> list[list[str]]:
        """The villages of each town of the deep county; no name twice within a town."""
        first, second = self.village_first, self.village_second
        every = [f"{a}{b}村" for b, a in product(second, first)]
        names, begun = [], 0
        for count in self.villages:
            names.append([every[(begun + place) % len(every)] for place in range(count)])
            begun += count
        return names


def city(content: Content, pilot: Pilot, cases: int, today: date) -> dict[str, pl.DataFrame]:
    """All tables of the city with so many cases of the two years until ``today``.

    Its registers are alive on that day; where the calendar ends before it, the calendar's last day
    takes its place.
    """
    as_of = min(today, date(max(content.calendar_years), 12, 31))
    recipe = pilot.recipe(content)
    timeline = Timeline(
        first=as_of - timedelta(days=pilot.days), last=as_of - timedelta(days=1), as_of=as_of,
        settled=pilot.settled,
    )  # fmt: skip
    recipe = recipe.model_copy(update={"timeline": timeline})
    tables = simulate(cases, content=content, recipe=recipe).tables
    made = bodies.made(recipe)
    town, by = _town(pilot, made), _giver(pilot, made)
    known = tables["delegations"].filter(to_body=town.id)["item_id"]
    extra = _handed_down(pilot, tables["items"].height)[: pilot.handed_down.items - len(known)]
    added = {
        "items": items.table(extra),
        "discretion": items.discretion_table(extra),
        "delegations": handed.table(_delegated(pilot, extra, by, town)),
    }
    tables |= {name: pl.concat([tables[name], rows]) for name, rows in added.items()}
    supervisors = [one.name for one in pilot.people if one.role == "supervisor"]
    near = [body.id for body in made if body.county == pilot.deep_county]
    at_work = pl.col("body_id").is_in(near) & (pl.col("kind") != "supervisor")
    of_near = tables["officers"].filter(at_work)["officer_id", "body_id"]
    aged = _aged(tables["certificates"], tables["officers"], as_of)
    return tables | {
        "bodies": _managed(tables["bodies"]),
        "officers": _named(tables["officers"], supervisors),
        "certificates": _one_to_renew(aged, of_near, as_of),
        "delegations": _unevaluated(tables["delegations"]),
    }


def _handed_down(pilot: Pilot, before: int) -> list[Item]:
    down = pilot.handed_down
    return [
        items.penalty_item(
            f"I{before + number:03d}",
            "urban",
            Penalty.model_validate(
                {
                    "name": f"对{field}{act}的处罚",
                    "class": "simple",
                    "basis": f"《{field}管理条例（模拟）》第{number % 40 + 10}条",
                    "level": "local_regulation",
                    "fine": down.fine,
                    "kinds": ("warning", "fine"),
                    "party": "citizen",
                    "acts": (act,),
                }
            ),
        )
        for number, (field, act) in enumerate(product(down.fields, down.acts), start=1)
    ]


def _town(pilot: Pilot, made: list[Body]) -> Body:
    """The town that was given the many items."""
    towns = [b for b in made if b.kind == "township" and b.county == pilot.deep_county]
    return towns[pilot.handed_down.town]


def _giver(pilot: Pilot, made: list[Body]) -> Body:
    """The department of that town's county whose powers they are."""
    return next(
        b for b in made if b.sector == "urban" and b.county == pilot.deep_county and not b.key
    )


def _delegated(pilot: Pilot, extra: list[Item], by: Body, town: Body) -> list[handed.Row]:
    down = pilot.handed_down
    return [
        {
            "item_id": item.id,
            "to_body": town.id,
            "from_body": by.id,
            "route": "empowered",
            "document": f"{down.document}〔模拟数据〕",
            "scope": f"{item.name}权",
            "valid_from": down.from_,
            "valid_to": None,
            "published_on": down.from_ + timedelta(days=12),
            "last_evaluated_on": handed.EVALUATED_ON,
        }
        for item in extra
    ]


def _managed(table: pl.DataFrame) -> pl.DataFrame:
    """Some sectors are led from above, or from both sides."""
    sector = pl.col("sector")
    management = (
        pl.when(sector.is_in(sorted(_VERTICAL)))
        .then(pl.lit("vertical"))
        .when(sector.is_in(sorted(_DUAL)))
        .then(pl.lit("dual"))
        .otherwise(pl.col("management"))
    )
    return table.with_columns(
        management.alias("management"), pl.col("name").str.replace("（模拟）", "")
    )


def _named(table: pl.DataFrame, supervisors: list[str]) -> pl.DataFrame:
    """Invented names: a surname, a stem and a branch of the calendar; nobody is called so. The
    supervisors are those whom one can log in as."""
    invented = [
        _SURNAMES[n * 7 % len(_SURNAMES)] + _STEMS[n % 10] + _BRANCHES[n // 10 % 12]
        for n in range(table.height)
    ]
    rows = (table["kind"] == "supervisor").arg_true().to_list()
    for row, name in zip(rows, supervisors, strict=False):
        invented[row] = name
    return table.with_columns(pl.Series("name", invented))


def _aged(table: pl.DataFrame, officers: pl.DataFrame, today: date) -> pl.DataFrame:
    """Cards as a bureau has them: some run out soon, some lately, a few are suspended. Those of the
    supervisors are in order."""
    n = pl.int_range(pl.len())
    kept = officers.filter(kind="supervisor")["officer_id"].to_list()
    open_ = ~pl.col("officer_id").is_in(kept) & _open(today)
    soon = pl.lit(today) + pl.duration(days=n % 89 + 1)
    lately = pl.lit(today) - pl.duration(days=n % 40 + 1)
    return table.with_columns(
        pl.when(open_ & (n % 37 == 5))
        .then(soon.cast(pl.Date))
        .when(open_ & (n % 211 == 7))
        .then(lately.cast(pl.Date))
        .otherwise(pl.col("valid_to"))
        .alias("valid_to"),
        pl.when(open_ & (n % 307 == 11)).then(pl.lit(today - timedelta(days=20)))
        .otherwise(pl.col("suspended_from")).alias("suspended_from"),
        pl.when(open_ & (n % 307 == 11)).then(pl.lit(today - timedelta(days=18)))
        .otherwise(pl.col("suspension_told_on")).alias("suspension_told_on"),
    )  # fmt: skip


def _one_to_renew(table: pl.DataFrame, officers: pl.DataFrame, today: date) -> pl.DataFrame:
    """In each body of these officers one card ends within a month: its clerk has something to do."""
    rows = table.join(officers, on="officer_id", how="left", maintain_order="left")
    known = _open(today) & pl.col("body_id").is_not_null()
    first = known & (known.cast(pl.UInt32).cum_sum().over("body_id") == 1)
    soon = pl.lit(today) + pl.duration(days=pl.int_range(pl.len()) % 23 + 4)
    ends = pl.when(first).then(soon.cast(pl.Date)).otherwise(pl.col("valid_to"))
    return rows.with_columns(ends.alias("valid_to")).drop("body_id")


def _open(today: date) -> pl.Expr:
    """Cards that nothing ends or limits."""
    return (
        (pl.col("valid_to") > today)
        & (pl.col("valid_from") < today - timedelta(days=60))
        & pl.col("withdrawn_on").is_null()
        & pl.col("suspended_from").is_null()
    )


def _unevaluated(table: pl.DataFrame) -> pl.DataFrame:
    """A few delegations were never evaluated."""
    never = pl.int_range(pl.len()) % 17 == 3
    evaluated = pl.when(~never).then(pl.col("last_evaluated_on"))
    return table.with_columns(evaluated.alias("last_evaluated_on"))
