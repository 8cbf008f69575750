"""Many cities, one after the other: as many cases as are asked for, in the memory of one city.

Serves measurements at scale. Each city has its own bodies, people, items and parties; their ids carry
the city's number, so that all can lie in one archive.
"""

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from hengjian.content import Content
from hengjian.simulator.city import City, simulate

PER_CITY = 100_000
_IDS = frozenset(
    [
        "body_id", "officer_id", "cert_no", "item_id", "case_id", "device_id", "recording_id",
        "outcome_id", "ticket_id", "party_id", "matter_id", "parent_id", "from_body", "to_body",
        "replaced_by",
    ]
)  # fmt: skip


def cities(
    cases: int, seed: int = 7, content: Content | None = None, *, per_city: int = PER_CITY
) -> Iterator[City]:
    """Cities that together have so many cases. A single one keeps its plain ids."""
    content = content or Content.installed()
    whole, rest = divmod(cases, per_city)
    sizes = [per_city] * whole + ([rest] if rest else [])
    for number, size in enumerate(sizes, start=1):
        city = simulate(size, seed + number - 1, content)
        yield city if len(sizes) == 1 else _marked(city, f"{number:03d}")


def _marked(city: City, mark: str) -> City:
    """The city with its number in front of every id; its truth is left out."""
    tables = {name: _with_mark(frame, mark) for name, frame in city.tables.items()}
    tables["bodies"] = tables["bodies"].with_columns(
        pl.format("{}（模拟城市{}）", "name", pl.lit(mark))
    )
    return replace(city, tables=tables, truth=city.truth.clear())


def _with_mark(frame: pl.DataFrame, mark: str) -> pl.DataFrame:
    changes = []
    for name, dtype in frame.schema.items():
        column = pl.col(name)
        if name in _IDS:
            marked = pl.concat_str(pl.lit(f"{mark}-"), column)
            changes.append(pl.when(column == "*").then(column).otherwise(marked).alias(name))
        elif name == "officers" and dtype == pl.List(pl.String):
            marked = column.list.eval(pl.concat_str(pl.lit(f"{mark}-"), pl.element()))
            changes.append(marked.alias(name))
    return frame.with_columns(changes)
