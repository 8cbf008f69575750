"""Facts of some rows, of which what is the same in all rows is held once, and texts of few as numbers.

Serves the judging of kept facts. Of the hundreds of columns that a sort of case has, half say nothing,
and of the others the rules look at half: what nobody asks for is neither filled nor copied.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
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
class Single:
    """One value that all rows have."""

    written: pl.Series
    size = 0

    def __len__(self) -> int:
        return 1

    def at(self, places: Places) -> "Single":
        return self


@dataclass(frozen=True)
class Numbered:
    """Texts: ``numbers`` has for each row the place of its text among ``texts``."""

    numbers: pl.Series
    texts: pl.Series

    def __len__(self) -> int:
        return len(self.numbers)

    @cached_property
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
    def whole(self) -> Held:
        """The same in one piece."""
        if len(self.parts) > 1:
            self.parts = [(_numbered(self.parts) or _plain(self.parts), self.height)]
        return self.parts[0][0]

    @property
    def written(self) -> pl.Series:
        return self.whole.written

    @property
    def size(self) -> int:
        return sum(part.size for part, _ in self.parts)

    def at(self, places: Places) -> Held:
        return self.whole.at(places)


def _plain(parts: list[tuple[Held, int]]) -> Plain:
    own = (for_each(part.written, height) for part, height in parts)
    return Plain(pl.concat(own, rechunk=True))


def _numbered(parts: list[tuple[Held, int]]) -> Numbered | None:
    """Texts of few as numbers of all lists one below the other, where no part has many texts."""
    numbers, texts, first = [], [], 0
    for part, height in parts:
        if isinstance(part, Numbered):
            own = part.numbers.cast(pl.UInt32) + first
            listed = part.texts
        elif isinstance(part, Single) and part.written.dtype == pl.String:
            missing = part.written.null_count() == 1
            own = pl.Series([None if missing else first], dtype=pl.UInt32).new_from_index(0, height)
            listed = part.written
        else:
            return None
        numbers.append(own)
        texts.append(listed)
        first += len(listed)
    return Numbered(pl.concat(numbers, rechunk=True), pl.concat(texts, rechunk=True))


@dataclass(frozen=True)
class Sheet:
    """So many rows; ``held``: their columns by name, in order. Columns that say the same may be one."""

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
        return sum(map(len, _each(self.held.values())))

    @property
    def size(self) -> int:
        """Bytes that are held, about."""
        return sum(column.size for column in _each(self.held.values()))

    def column(self, name: str) -> pl.Series:
        """The value of each row, or the one that all have."""
        return self.held[name].written

    def numbered(self, name: str) -> Numbered | None:
        """A column as numbers of its texts, if it is held so."""
        held = self.held[name]
        whole = held.whole if isinstance(held, Stacked) else held
        return whole if isinstance(whole, Numbered) else None

    def select(self, names: Iterable[str]) -> "Sheet":
        return Sheet(self.height, {name: self.held[name] for name in names})

    def at(self, places: pl.Series) -> "Sheet":
        """The rows at these places."""
        return self._only(places, len(places))

    def span(self, first: int, height: int) -> "Sheet":
        """So many rows from the first on."""
        return self._only(slice(first, first + height), height)

    def _only(self, places: Places, height: int) -> "Sheet":
        some = {id(column): column.at(places) for column in _each(self.held.values())}
        return Sheet(height, {name: some[id(column)] for name, column in self.held.items()})

    def frame(self, names: Sequence[str] | None = None) -> pl.DataFrame:
        """Every row with all that is told of it; ``names``: these columns, in this order."""
        asked = self.held if names is None else names
        columns = ((name, self.held[name].written) for name in asked)
        return pl.DataFrame([for_each(own, self.height).alias(name) for name, own in columns])


def below(sheets: Sequence[Sheet]) -> Sheet:
    """Sheets of the same columns one below the other."""
    if len(sheets) == 1:
        return sheets[0]
    heights = [sheet.height for sheet in sheets]
    joined: dict[tuple[int, ...], Held] = {}
    columns: dict[str, Held] = {}
    for name in sheets[0].columns:
        own = [sheet.held[name] for sheet in sheets]
        same = tuple(map(id, own))
        if same not in joined:
            joined[same] = _joined(own, heights)
        columns[name] = joined[same]
    return Sheet(sum(heights), columns)


def _joined(columns: list[Held], heights: list[int]) -> Held:
    """What all say alike once, else one below the other."""
    first = columns[0]
    if all(len(one) == 1 and _equal(one, first) for one in columns):
        return Single(first.written)
    return Stacked([*zip(columns, heights, strict=True)])


def _equal(one: Held, other: Held) -> bool:
    return one.written is other.written or one.written.equals(other.written)


def _each(columns: Iterable[Held]) -> Iterable[Held]:
    """Every column once."""
    return {id(column): column for column in columns}.values()


def for_each(value: pl.Series, rows: int) -> pl.Series:
    """The value of each row, where there may be a single one for all."""
    return value if len(value) == rows else value.new_from_index(0, rows)
