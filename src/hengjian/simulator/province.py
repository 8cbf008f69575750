"""Many cities, one after the other: as many cases as are asked for, in the memory of one city.

Serves measurements at scale. Each city has its own bodies, people, items and parties; their ids carry
the city's number, so that all can lie in one archive.
"""

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import islice
from pathlib import Path

import polars as pl

from hengjian.content import Content
from hengjian.simulator.city import City, simulate
from hengjian.simulator.recipe import CITY, EVERYDAY
from hengjian.simulator.registry import recipe_of
from hengjian.simulator.writing import write_city

PER_CITY = 100_000
_IDS = frozenset(
    [
        "body_id", "officer_id", "cert_no", "item_id", "case_id", "device_id", "recording_id",
        "outcome_id", "ticket_id", "party_id", "matter_id", "parent_id", "from_body", "to_body",
        "replaced_by",
    ]
)  # fmt: skip


def cities(
    cases: int,
    seed: int = 7,
    content: Content | None = None,
    *,
    per_city: int = PER_CITY,
    mix: str = CITY,
) -> Iterator[City]:
    """Cities that together have so many cases. A single one keeps its plain ids."""
    content = content or Content.installed()
    for plot in plots(cases, seed, per_city, mix=mix):
        yield plot.city(content)


@dataclass(frozen=True)
class Plot:
    """Where one city of several comes to stand, and of which mix its cases are; ``number`` 0: it is
    the only one."""

    number: int
    cases: int
    seed: int
    mix: str = CITY

    @property
    def name(self) -> str:
        return f"city-{self.number:03d}"

    def city(self, content: Content) -> City:
        recipe = recipe_of(content).mixed(self.mix)
        city = simulate(self.cases, self.seed, content, recipe=recipe)
        return _marked(city, f"{self.number:03d}") if self.number else city


def plots(cases: int, seed: int, per_city: int = PER_CITY, *, mix: str = CITY) -> list[Plot]:
    """The cities that together have so many cases."""
    whole, rest = divmod(cases, per_city)
    sizes = [per_city] * whole + ([rest] if rest else [])
    if len(sizes) == 1:
        return [Plot(0, cases, seed, mix)]
    return [Plot(n, size, seed + n - 1, mix) for n, size in enumerate(sizes, start=1)]


def usual_mix(cases: int) -> str:
    """One city is there to learn from; several are there to be much of what there is every day."""
    return EVERYDAY if cases > PER_CITY else CITY


@dataclass(frozen=True)
class Written:
    """A city that was written, and how much of it there is."""

    cases: int
    events: int
    documents: int
    bodies: int
    truths: int
    as_of: date

    @classmethod
    def of(cls, city: City) -> "Written":
        names = ("cases", "events", "documents", "bodies")
        cases, events, documents, bodies = (city.tables[name].height for name in names)
        return cls(cases, events, documents, bodies, city.truth.height, city.as_of)

    def __add__(self, other: "Written") -> "Written":
        return Written(
            self.cases + other.cases,
            self.events + other.events,
            self.documents + other.documents,
            self.bodies + other.bodies,
            self.truths + other.truths,
            self.as_of,
        )


def write_cities(
    plots: list[Plot], folder: Path, form: str, content: Content, jobs: int
) -> Iterator[Written]:
    """Write a single city into ``folder``, several into a folder each, ``jobs`` of them at a time in
    processes of their own.

    Raises OSError where a folder cannot be written.
    """
    if len(plots) == 1:
        yield _write(plots[0], folder, form, content.overlays)
        return
    # Not forked: this process may hold locks of threads that a fork would take along.
    context = multiprocessing.get_context("spawn")
    tasks = ((plot, folder / plot.name, form, content.overlays) for plot in plots)
    with ProcessPoolExecutor(jobs, context) as pool:
        running: set[Future[Written]] = {pool.submit(_write, *t) for t in islice(tasks, jobs)}
        try:
            while running:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                running |= {pool.submit(_write, *task) for task in islice(tasks, len(done))}
                for future in done:
                    yield future.result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _write(plot: Plot, place: Path, form: str, overlays: tuple[Path, ...]) -> Written:
    city = plot.city(_content(overlays))
    write_city(city, place, form)
    return Written.of(city)


@cache
def _content(overlays: tuple[Path, ...]) -> Content:
    return Content(*overlays)


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
