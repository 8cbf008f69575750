"""The vocabulary of the data standard: field types, fields and tables as plain values.

One declaration (`tables`) written in this vocabulary gives validation, documentation, JSON schema
and the Excel template. It says what a field *is*; how it is read from a file is `parsing`'s work.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from hengjian.content import say


class Kind(Enum):
    """What a field holds; the value is the name used in documents and JSON schema."""

    ID = "id"
    TEXT = "text"
    CODE = "code"
    CODES = "codes"
    IDS = "ids"
    DATE = "date"
    MOMENT = "moment"
    MONEY = "money"
    NUMBER = "number"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    USCC = "uscc"
    HASH = "sha256"


@dataclass(frozen=True, slots=True)
class Field:
    """One column. ``codes`` names a code list; ``refers`` the table whose key it must meet."""

    name: str
    kind: Kind
    label: str
    doc: str
    required: bool = False
    codes: str | None = None
    refers: str | None = None
    personal: bool = False
    example: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table. ``key`` names the fields that together identify a row."""

    name: str
    label: str
    doc: str
    key: tuple[str, ...]
    fields: tuple[Field, ...]

    def __post_init__(self) -> None:
        names = [field.name for field in self.fields]
        if len(set(names)) != len(names):
            raise ValueError(f"{self.name}: a field is declared twice")
        missing = [name for name in self.key if name not in names]
        if missing:
            raise ValueError(f"{self.name}: key fields not declared: {missing}")

    def field(self, name: str) -> Field:
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(f"{self.name} has no field {name}")


def column_in_full(column: str, tables: Iterable[Table]) -> str:
    """A column of a file for its reader: where it bears a field's English name, the Chinese label too."""
    for table in tables:
        for field in table.fields:
            if field.name == column and field.label != column:
                return say(f"{field.label}（{column}）", column)
    return column
