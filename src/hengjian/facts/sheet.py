"""Facts of some rows, of which what is the same in all rows is held once, and texts of few as numbers.

Serves the judging of kept facts. Of the hundreds of columns that a sort of case has, half say nothing,
and of the others the rules look at half: what nobody asks for is neither filled nor copied.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import polars as pl

Places = pl.Series | slice


class Held(Protocol):
    """A column as it is held."""

    def __len__(self) -> int: ...

    @property
    def written(self) -> pl.Series:
        """Its values: one for each row, or a single one that all rows have."""
        ...

    @property
    def size(self) -> int:
        """Bytes that it takes, about."""
        ...

    def at(self, places: Places) -> "Held":
        """The rows at these places."""
        ...


@dataclass(frozen=True)
class Plain:
    """Values as they are."""

    written: pl.Series

    def __len__(self) -> int:
        return len(self.written)

    @property
    def size(self) -> int:
        return int(self.written.estimated_size())

    def at(self, places: Places) -> "Plain":
        return Plain(self.written[places])


@dataclass(frozen=True)
class Numbered:
    """Texts: ``numbers`` has for each row the place of its text among ``texts``."""

    numbers: pl.Series
    texts: pl.Series

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def written(self) -> pl.Series:
        return self.texts[self.numbers]

    @property
    def size(self) -> int:
        return int(self.numbers.estimated_size())

    def at(self, places: Places) -> "Numbered":
        return Numbered(self.numbers[places], self.texts)


@dataclass
class Stacked:
    """Several columns one below the other, each with its rows; put in one piece when somebody asks."""

    parts: list[tuple[Held, int]]
    height: int = field(init=False)

    def __post_init__(self) -> None:
        self.height = sum(height for _, height in self.parts)

    def __len__(self) -> int:
        return self.height

    @property
    def written(self) -> pl.Series:
        if len(self.parts) > 1:
            own = (for_each(part.written, height) for part, height in self.parts)
            self.parts = [(Plain(pl.concat(own, rechunk=True)), self.height)]
        return self.parts[0][0].written

    @property
    def size(self) -> int:
        return sum(part.size for part, _ in self.parts)

    def at(self, places: Places) -> Plain:
        return Plain(self.written[places])


@dataclass(frozen=True)
class Sheet:
    """So many rows; ``held``: their columns by name, in order."""

    height: int
    held: dict[str, Held]

    @classmethod
    def of(cls, facts: "pl.DataFrame | Sheet") -> "Sheet":
        if isinstance(facts, Sheet):
            return facts
        return cls(facts.height, {column.name: Plain(column) for column in facts.iter_columns()})

    @property
    def columns(self) -> list[str]:
        return list(self.held)

    @property
    def cells(self) -> int:
        """How many values are held."""
        return sum(map(len, self.held.values()))

    @property
    def size(self) -> int:
        """Bytes that are held, about."""
        return sum(column.size for column in self.held.values())

    def column(self, name: str) -> pl.Series:
        """The value of each row, or the one that all have."""
        return self.held[name].written

    def select(self, names: Iterable[str]) -> "Sheet":
        return Sheet(self.height, {name: self.held[name] for name in names})

    def at(self, places: pl.Series) -> "Sheet":
        """The rows at these places."""
        return self._only(places, len(places))

    def span(self, first: int, height: int) -> "Sheet":
        """So many rows from the first on."""
        return self._only(slice(first, first + height), height)

    def _only(self, places: Places, height: int) -> "Sheet":
        own = {
            name: column if len(column) == 1 != self.height else column.at(places)
            for name, column in self.held.items()
        }
        return Sheet(height, own)

    def frame(self, names: Sequence[str] | None = None) -> pl.DataFrame:
        """Every row with all that is told of it; ``names``: these columns, in this order."""
        columns = self.held.values() if names is None else (self.held[name] for name in names)
        return pl.DataFrame(for_each(column.written, self.height) for column in columns)


def below(sheets: Sequence[Sheet]) -> Sheet:
    """Sheets of the same columns one below the other."""
    if len(sheets) == 1:
        return sheets[0]
    heights = [sheet.height for sheet in sheets]
    columns = {name: [sheet.held[name] for sheet in sheets] for name in sheets[0].columns}
    return Sheet(sum(heights), {name: _joined(own, heights) for name, own in columns.items()})


def _joined(columns: list[Held], heights: list[int]) -> Held:
    """What all say alike once, else one below the other."""
    first = columns[0]
    if all(len(one) == 1 and one.written.equals(first.written) for one in columns):
        return first
    return Stacked([*zip(columns, heights, strict=True)])


def for_each(value: pl.Series, rows: int) -> pl.Series:
    """The value of each row, where there may be a single one for all."""
    return value if len(value) == rows else value.new_from_index(0, rows)
