"""Subjects and their columns: what can be said about a case, an act, an officer, an item…

A column is declared once, with its type, its Chinese label and the fields it is made from; rules may
name only declared columns, so a typing error is found when the book is loaded.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum

import polars as pl

from hengjian.facts.bucket import Bucket
from hengjian.standard.fields import Field, Kind


class Type(Enum):
    """The type of a fact. Types keep a rule from comparing a date with a sum of money."""

    BOOLEAN = "boolean"
    INTEGER = "integer"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    MOMENT = "moment"
    TEXT = "text"
    CODES = "codes"
    DATES = "dates"

    @property
    def dtype(self) -> pl.DataType:
        return _DTYPES[self]


_DTYPES: dict[Type, pl.DataType] = {
    Type.BOOLEAN: pl.Boolean(),
    Type.INTEGER: pl.Int64(),
    Type.NUMBER: pl.Float64(),
    Type.MONEY: pl.Int64(),
    Type.DATE: pl.Date(),
    Type.MOMENT: pl.Datetime("us", "UTC"),
    Type.TEXT: pl.String(),
    Type.CODES: pl.List(pl.String),
    Type.DATES: pl.List(pl.Date),
}

TYPE_OF_KIND: dict[Kind, Type] = {
    Kind.ID: Type.TEXT,
    Kind.TEXT: Type.TEXT,
    Kind.CODE: Type.TEXT,
    Kind.CODES: Type.CODES,
    Kind.IDS: Type.CODES,
    Kind.DATE: Type.DATE,
    Kind.MOMENT: Type.MOMENT,
    Kind.MONEY: Type.MONEY,
    Kind.NUMBER: Type.NUMBER,
    Kind.INTEGER: Type.INTEGER,
    Kind.BOOLEAN: Type.BOOLEAN,
    Kind.USCC: Type.TEXT,
    Kind.HASH: Type.TEXT,
}


def label_of(field: Field, owner: str) -> str:
    """A field of another table in words: 机关的层级, but 事项名称 and 事项失效后仍属违法."""
    if field.label.startswith(owner):
        return field.label
    return owner + ("" if field.kind is Kind.BOOLEAN else "的") + field.label


Maker = Callable[[Bucket, pl.DataFrame], pl.Series]
"""Makes one column: the bucket and the subject's rows in, one value per row out."""


@dataclass(frozen=True)
class Column:
    """One fact.

    ``reads``: the standard fields (`table.field`) it is made from, so that a change of those tells
    what to recompute. ``absent_is``: what an additive column means where nothing was recorded.
    ``codes``: the code list of its values, ``labels`` the Chinese label of each. ``personal``: it
    tells of a person and is masked wherever a finding is written down.
    """

    name: str
    type: Type
    label: str
    reads: tuple[str, ...]
    make: Maker
    doc: str = ""
    absent_is: int | None = None
    codes: str | None = None
    labels: Mapping[str, str] = field(default_factory=dict, compare=False)
    personal: bool = False


GROUP = "group"
"""Beside facts across cases: a number that rows share exactly if they must be seen together."""


@dataclass(frozen=True)
class Gathered:
    """How the rows of a subject across cases come about, so that few cases can be judged anew.

    ``by``: what cases share that must be seen together; every row of the subject has it too · ``gives``:
    what each case gives, in narrow rows that rest on this case alone · ``met``: the subject's rows, from
    all that was given of whole groups; of other records only registers may be asked.
    """

    by: tuple[str, ...]
    gives: Callable[[Bucket], pl.DataFrame]
    met: Callable[[Bucket, pl.DataFrame], pl.DataFrame]

    def rows(self, bucket: Bucket) -> pl.DataFrame:
        return self.met(bucket, self.gives(bucket))

    def groups(self, rows: pl.DataFrame) -> pl.Series:
        """The group of each row. Groups that share a number by chance are only judged together."""
        return rows.select(self.by).hash_rows().alias(GROUP)


@dataclass
class Subject:
    """What a rule is about.

    ``key``: the columns that identify a row · ``body``: the column naming the accountable body ·
    ``case``: the column naming the case that a row belongs to, if to any · ``rows``: makes the key columns (and what makers need beside them) from a bucket · ``families``:
    what stands before a dot in a column's name, such as an activity · ``tables``: from which its columns
    are made · ``gathered``: of a subject
    across cases, how its ``rows`` come about · ``register``: the register of which it has a row for each
    entry, if of any.
    """

    name: str
    label: str
    key: tuple[str, ...]
    body: str | None
    rows: Callable[[Bucket], pl.DataFrame]
    columns: dict[str, Column] = field(default_factory=dict)
    activities: frozenset[str] = frozenset()
    families: set[str] = field(default_factory=set)
    tables: set[str] = field(default_factory=set)
    case: str | None = None
    gathered: Gathered | None = None
    register: str | None = None

    def __post_init__(self) -> None:
        if self.case is None and "case_id" in self.key:
            self.case = "case_id"

    @property
    def named(self) -> list[str]:
        """The columns that name a row, its body and its case: every frame of facts has them."""
        others = [name for name in (self.body, self.case) if name is not None]
        return list(dict.fromkeys([*self.key, *others]))

    @property
    def occurrence(self) -> pl.Expr:
        """What a finding calls a row: its key joined by “/”."""
        return pl.concat_str([pl.col(name).cast(pl.String) for name in self.key], separator="/")

    def occurrences(self, facts: pl.DataFrame) -> pl.Series:
        """The `occurrence` of each row, for which no query is planned."""
        first, *others = (facts[name].cast(pl.String) for name in self.key)
        for key in others:
            first = first + "/" + key
        return first

    def add(self, column: Column) -> None:
        if column.name in self.columns:
            raise ValueError(f"{self.name}.{column.name} is declared twice")
        self.columns[column.name] = column
        self.tables.update(field.partition(".")[0] for field in column.reads)
        family = column.name
        while "." in family:
            family = family.rpartition(".")[0]
            self.families.add(family)

    def add_all(self, columns: Iterable[Column]) -> None:
        for column in columns:
            self.add(column)
