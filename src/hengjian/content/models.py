"""The shape of every content file. A file that does not fit is refused with its name and place.

Each model is frozen: what a run was judged on cannot change while it runs.
"""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


def _as_text(value: object) -> object:
    """YAML reads an unquoted `60` as a number; article and code keys are text."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Text = Annotated[str, BeforeValidator(_as_text)]

Rank = Literal[
    "law",  # 法律
    "admin_regulation",  # 行政法规
    "local_regulation",  # 地方性法规
    "department_rule",  # 部门规章
    "local_rule",  # 地方政府规章
    "judicial",  # 司法解释
    "normative",  # 其他规范性文件
]
Confidence = Literal["read", "excerpt", "constructed", "unverified"]
"""read: the article itself was read · excerpt: only a quotation of it was read · constructed: our
own choice, no law says it · unverified: recalled, nothing seen; never the basis of a finding."""


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


# --- calendars ---------------------------------------------------------------------------------


class Week(Model):
    """Which weekdays are off (0 = Monday), and whether a yearly notice moves days about."""

    weekend: tuple[int, ...] = (5, 6)
    announced_yearly: bool = True


class CalendarYear(Model):
    """One yearly notice. It may name days of the year before or after."""

    year: int
    announced: bool = True
    sources: tuple[str, ...] = ()
    off_days: dict[date, str] = {}
    working_days: dict[date, str] = {}


class Festivals(Model):
    years: dict[int, dict[str, date]]


class StatutoryDay(Model):
    name: str
    day: str | None = None
    festival: str | None = None
    shift: tuple[int, ...] = (0,)


class StatutoryRevision(Model):
    from_: date = Field(alias="from")
    days: tuple[StatutoryDay, ...]


class Statutory(Model):
    law: str
    article: Text
    english: dict[str, str] = {}
    revisions: tuple[StatutoryRevision, ...]


# --- laws ----------------------------------------------------------------------------------------


class Version(Model):
    from_: date = Field(alias="from")
    until: date | None = None
    confidence: Confidence = "read"
    note: str | None = None


class DayCounting(Model):
    """Which of a law's periods are working days; all others are calendar days.

    ``lengths``: only these numbers of days (罚§85) · ``up_to``: all up to this number (强§69) ·
    ``all``: every period (许§82) · ``none``: no clause.
    """

    lengths: tuple[int, ...] = ()
    up_to: int = 0
    all: bool = False
    article: Text | None = None


class Law(Model):
    id: str
    names: tuple[str, ...] = ()
    short: str | None = None
    number: str | None = None
    rank: Rank
    territory: Text = "CN"
    versions: tuple[Version, ...]
    day_counting: DayCounting = DayCounting()
    articles: dict[Text, str] = {}


# --- parameters ----------------------------------------------------------------------------------


class Value(Model):
    """One dated value. Inside its dates the most specific one whose ``when`` fits is used.

    ``source``: where a bureau found it, for a value that somebody entered here.
    """

    from_: date | None = Field(default=None, alias="from")
    until: date | None = None
    when: dict[str, Text | tuple[str, ...]] = {}
    value: Any
    unit: Literal["day", "working_day", "calendar_day", "hour", "month", "year", "yuan"] | None = (
        None
    )
    basis: tuple[str, ...] = ()
    confidence: Confidence
    note: str | None = None
    source: str | None = None


class Parameter(Model):
    id: str
    label: str
    kind: Literal["term", "money", "number", "count", "switch"]
    law: str | None = None
    roll: Literal["never", "disputed", "always"] = "never"
    why_roll: str | None = None
    values: tuple[Value, ...]


class ParameterFile(Model):
    parameters: tuple[Parameter, ...]


# --- codes ---------------------------------------------------------------------------------------


class Code(Model):
    code: str
    label: str
    aliases: tuple[str, ...] = ()
    note: str | None = None
    marks: tuple[str, ...] = ()
    group: str | None = None


class CodeList(Model):
    id: str
    label: str
    codes: tuple[Code, ...]


# --- deadlines of the supervision procedure -------------------------------------------------------


class ProfileTerm(Model):
    """The term of one step; ``basis`` is empty where this system set it."""

    step: str
    value: int
    unit: Literal["working_day", "calendar_day"]
    basis: tuple[str, ...] = ()
    confidence: Confidence
    note: str | None = None


class DeadlineProfile(Model):
    """The terms of a supervision procedure in one territory (facts differ from province to province).

    ``default``: the profile used here until the bureau enters another · ``from``: the day it is in
    force, where that is known; ``edition`` is the year of the text.
    """

    id: str
    title: str
    territory: Text
    edition: int
    from_: date | None = Field(default=None, alias="from")
    default: bool = False
    note: str | None = None
    terms: tuple[ProfileTerm, ...]


# --- profile and overlay -------------------------------------------------------------------------


class Profile(Model):
    """Where this installation stands: whose law applies, which clock, which money.

    ``country``: the territory code of norms that hold everywhere in the country.
    """

    name: str
    name_en: str | None = None
    country: str = "CN"
    territory: Text
    timezone: str = "Asia/Shanghai"
    currency: str = "元"
    currency_en: str = "yuan"


class Overlay(Model):
    """``overlay.yaml`` at the root of an overlay folder."""

    title: str
    title_en: str | None = None
    inherits: bool = True
    mapping: str | None = None
    note: str | None = None


# --- extension fields, mappings --------------------------------------------------------------------


class ExtraField(Model):
    label: str
    type: Literal["text", "number", "integer", "money", "date", "moment", "boolean"] = "text"
    note: str | None = None


class ExtraFields(Model):
    tables: dict[str, dict[str, ExtraField]]


class FieldMap(Model):
    """Where one standard field comes from. Exactly one source; the rest says how to read it."""

    column: str | tuple[str, ...] | None = None
    case: str | None = None
    event: str | tuple[str, ...] | None = None
    first_of: str | None = None
    last_of: str | None = None
    constant: Text | None = None
    template: str | None = None
    unit: Literal["万元", "元", "分"] | None = None
    values: dict[Text, Text] | None = None
    split: str | None = None
    prefix: str | None = None


class EventMap(Model):
    """One event made from each source row (table sources) or each source event (XES)."""

    only_if: str | None = None
    fields: dict[str, FieldMap]


class TableMap(Model):
    rows: Literal["row", "distinct", "case", "event"] = "row"
    fields: dict[str, FieldMap]


class CoverageMap(Model):
    table: str
    names: tuple[str, ...] = ("*",)


class Mapping(Model):
    """How the columns of an outside system become tables of the standard."""

    id: str
    title: str
    source: Literal["table", "xes"]
    recognise: tuple[str, ...] = ()
    tables: dict[str, TableMap] = {}
    events: tuple[EventMap, ...] = ()
    coverage: tuple[CoverageMap, ...] = ()
    note: str | None = None
