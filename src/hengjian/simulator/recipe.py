"""The recipe of the demo city (`content/demo/city.yaml`) as checked, immutable values.

Serves the simulator, which takes from it every name, text and share. It holds no term, limit or
threshold of law: those are written into the stories, from the articles.
"""

from datetime import date

from pydantic import Field

from hengjian.content import Content, ContentError, say
from hengjian.content.loader import read_model
from hengjian.content.models import Model, Text

FILE = "city"
CITY, EVERYDAY = MIXES = ("city", "everyday")
"""What a city's cases are made up of: many penalties by ordinary procedure, or what fills most days."""

_TITLES = {
    "law": "法",
    "admin_regulation": "条例",
    "local_regulation": "条例",
    "department_rule": "规定",
    "local_rule": "办法",
    "normative": "通知",
}
_ARTICLES = ("八", "十一", "十五", "十九", "二十三", "二十七", "三十二")


class Place(Model):
    """The city or one of its counties; ``stem`` begins the names of its towns."""

    name: str
    short: str
    division: Text
    weight: float
    towns: int = 0
    stem: str = ""


class Timeline(Model):
    """When cases begin, and the day on which the data are drawn. ``settled``: planted cases begin so
    many days before it. The truth about them is told only if all their terms are over by then."""

    first: date
    last: date
    as_of: date
    settled: int = 500

    @property
    def over(self) -> bool:
        """Whether every term of the planted cases is over."""
        return self.settled >= 500


class Plants(Model):
    """How often a rule is broken; ``common`` breaks so many times as often as the others."""

    per_ten_thousand: float
    most: float
    common: dict[str, int] = Field(default_factory=dict)


class Empowered(Model):
    from_: date = Field(alias="from")
    to: date | None = None
    document: str


class Penalty(Model):
    """A penalty item. ``class``: graded, simple, heavy, fixed or monitored."""

    name: str
    class_: str = Field(alias="class")
    basis: str
    level: str
    fine: tuple[int, int]
    kinds: tuple[str, ...]
    party: str
    acts: tuple[str, ...]
    measures: tuple[str, ...] = ()
    town: bool = False
    entrusted: bool = False
    afloat: bool = False


class SpecialItem(Penalty):
    """A penalty item that only plants use: changed norms, kinds that few may decide."""

    key: str
    sector: str
    from_: date | None = Field(default=None, alias="from")
    to: date | None = None
    replaced_by: str = ""
    still_unlawful: bool | None = None


class Execution(Model):
    """Something the body may carry out itself; ``kind`` is a code of enforcement_kinds."""

    name: str
    kind: str
    acts: tuple[str, ...] = ()


class RegisterItem(Model):
    """What an item that exists for the register only is about: its field and its act."""

    field: str
    act: str

    def norm(self, level: str, number: int) -> str:
        """An article of the field's norm of this level."""
        return f"《{self.field}{_TITLES[level]}（模拟）》第{_ARTICLES[number % len(_ARTICLES)]}条"


class Unlisted(Model):
    """A permit or inspection that only plants use: on no public list, or without a yearly cap.

    ``class``: permit or inspection, which is the kind of the item as well.
    """

    key: str
    class_: str = Field(alias="class")
    sector: str
    name: str
    basis: str
    cap: int | None = None
    listed_from: date | None = None
    listed_to: date | None = None


class Sector(Model):
    """What one kind of body does, and where. ``sites``: own places of items, by their name."""

    body: str
    short: str
    weight: float
    places: tuple[str, ...]
    sites: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    penalties: tuple[Penalty, ...]
    permits: tuple[str, ...] = ()
    major_permits: tuple[str, ...] = ()
    inspections: tuple[str, ...] = ()
    coercions: tuple[Execution, ...] = ()
    city_only: bool = False

    def places_of(self, item: str) -> tuple[str, ...]:
        """Where the item of this name comes up."""
        return self.sites.get(item, self.places)


class Other(Model):
    """A body outside the pattern of one body per sector and county."""

    key: str
    name: str
    kind: str
    sector: str
    county: int | None = None
    from_: date | None = Field(default=None, alias="from")
    to: date | None = None
    staff: tuple[int, int] | None = None
    supervisors: int = 0


class TownItem(Model):
    key: str
    name: str
    from_: date | None = Field(default=None, alias="from")
    to: date | None = None
    route: str = "empowered"
    by_city: bool = False


class Narrow(Model):
    """A body that reports only some tables and activities."""

    sector: str
    county: int
    tables: tuple[str, ...]
    events: tuple[str, ...]
    dates_only: bool = False


class Tickets(Model):
    per_case: float
    channels: tuple[str, ...]
    texts: dict[str, str]
    kinds: dict[str, str]


class Recipe(Model):
    """The whole recipe. ``stories`` and ``everyday``: the shares of the kinds of cases in each mix."""

    mark: str
    city: Place
    counties: tuple[Place, ...]
    numerals: str
    timeline: Timeline
    months: tuple[float, ...]
    growth: float
    stories: dict[str, float]
    everyday: dict[str, float] = Field(default_factory=dict)
    plants: Plants
    empowered: Empowered
    entrusted: Empowered
    sectors: dict[str, Sector]
    others: tuple[Other, ...]
    town_items: tuple[TownItem, ...]
    special_items: tuple[SpecialItem, ...]
    unlisted_items: tuple[Unlisted, ...]
    register_items: tuple[RegisterItem, ...]
    narrow: tuple[Narrow, ...]
    tickets: Tickets

    @classmethod
    def of(cls, content: Content) -> "Recipe":
        path = content.files("demo").get(FILE)
        if path is None:
            raise ContentError([say("缺少 demo/city.yaml", "demo/city.yaml is missing")])
        return read_model(path, cls)

    def mixed(self, mix: str) -> "Recipe":
        """The recipe with the shares of this mix, one of ``MIXES``; those of the city are its own."""
        if mix == CITY or not self.everyday:
            return self
        return self.model_copy(update={"stories": self.everyday})
