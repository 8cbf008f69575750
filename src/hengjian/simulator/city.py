"""The whole city: registers, cases, outcomes, tickets, and the truth about what was planted.

Serves demonstrations, tests and measurements. Equal ``cases`` and ``seed`` give equal tables; it
never asks the rule book anything.
"""

from dataclasses import dataclass
from datetime import date
from zlib import crc32

import numpy as np
import polars as pl

from hengjian.content import Content
from hengjian.simulator import (
    arrears,
    events,
    films,
    numbers,
    outcomes,
    papers,
    parties,
    plan,
    reports,
    tickets,
)
from hengjian.simulator import cases as case_table
from hengjian.simulator.batch import Batch
from hengjian.simulator.diary import Diary, hours_changed
from hengjian.simulator.outcomes import Outcomes
from hengjian.simulator.plan import Share
from hengjian.simulator.plants import footage, hotline, openness, remedies, rolls
from hengjian.simulator.recipe import Recipe
from hengjian.simulator.registry import Registry
from hengjian.simulator.stories import STORIES, Story
from hengjian.simulator.truth import Keys, Truth, tell
from hengjian.standard.records import schema_of, shaped
from hengjian.standard.tables import TABLES

CHUNK = 250_000
"""So many cases are simulated at a time, so that memory holds a million of them."""

_NARROW_COLUMNS = ("found_on", "violation_on", "place_division", "tier")
"""What a narrow body leaves out of its cases."""


@dataclass(frozen=True)
class City:
    """Accepted tables by name and the truth about them, as of the day the data were drawn."""

    tables: dict[str, pl.DataFrame]
    truth: pl.DataFrame
    as_of: date
    seed: int


def simulate(
    cases: int,
    seed: int = 7,
    content: Content | None = None,
    *,
    recipe: Recipe | None = None,
    every_way: bool = False,
) -> City:
    """A city with so many cases. ``recipe``: another one than the content's own · ``every_way``: it
    breaks each rule in all ways, even if small."""
    if cases < 1:
        raise ValueError("at least one case")
    content = content or Content.installed()
    registry, diary = Registry.of(content, cases, recipe), Diary.of(content)
    truth, results = Truth(), Outcomes()
    copies = plan.copies(cases, registry.recipe)
    rolls.put(registry, truth, min(copies, 20))
    openness.put(registry, truth, copies)
    parts: dict[str, list[pl.DataFrame]] = {
        name: [] for name in ("cases", "events", "documents", "recordings")
    }
    for chunk, first in enumerate(range(0, cases, CHUNK)):
        size = min(CHUNK, cases - first)
        serials = _rng(seed, chunk, "serials").permutation(size) + first + 1
        used = 0
        for name, share in plan.made(size, registry.recipe, every_way=every_way).items():
            if share.size:
                own = serials[used : used + share.size]
                used += share.size
                made = _batch(
                    STORIES[name], share, registry, own, seed, chunk, truth, results, diary
                )
                for table, frame in made.items():
                    parts[table].append(frame)
    remedies.put(registry, truth, results, min(copies, 50), _rng(seed, 0, "outcomes"))
    registry.people.balance()
    tables = registry.tables()
    numbered = numbers.numbered(pl.concat(parts.pop("cases")), registry)
    tables["cases"] = numbered.sort("case_id")
    tables |= {name: pl.concat(frames) for name, frames in parts.items()}
    tables["outcomes"] = results.table()
    tables["tickets"] = tickets.table(registry, cases, _rng(seed, 0, "tickets"))
    for table, put in (("tickets", hotline.put), ("recordings", footage.put)):
        tables[table] = put(
            registry, truth, tables[table], min(copies, 50), _rng(seed, 0, f"planted {table}")
        )
    tables["coverage"] = reports.coverage(registry)
    complete = {
        table.name: shaped(tables[table.name], table)
        if table.name in tables
        else pl.DataFrame(schema=schema_of(table))
        for table in TABLES
    }
    return City(complete, truth.table(), registry.recipe.timeline.as_of, seed)


def _rng(seed: int, chunk: int, name: str) -> np.random.Generator:
    return np.random.default_rng([seed, chunk, crc32(name.encode())])


def _batch(
    story: Story,
    share: Share,
    registry: Registry,
    serials: np.ndarray,
    seed: int,
    chunk: int,
    truth: Truth,
    results: Outcomes,
    diary: Diary,
) -> dict[str, pl.DataFrame]:
    """All cases of one story in one chunk, as tables."""
    b = Batch(
        story=story.name,
        steps=story.steps,
        docs=story.docs,
        registry=registry,
        rng=_rng(seed, chunk, story.name),
        size=share.size,
        wants=[(plant.wants, rows) for plant, rows in share.planted],
        planted=np.arange(share.size) < share.size - share.plain,
        double_booked=np.zeros(share.size, dtype=bool),
    )
    b.value["serial"] = serials
    story.draw(b)
    story.schedule(b)
    case_table.violations(b)
    parties.cast(b)
    for plant, rows in share.planted:
        plant.alter(b, rows)
    story.schedule(b)
    story.fill(b)
    _set_hours(b, story, share.size - share.plain, diary)
    parties.number(b, chunk)
    ids = pl.Series(serials).cast(pl.String).str.zfill(8)
    case_ids = pl.DataFrame({"n": ids}).select(pl.format("M{}", "n").alias("case_id"))["case_id"]
    outcomes.attach(b, case_ids.to_list(), results)
    outcomes.explain(b)
    done = events.happened(b)
    made = case_table.table(b, story.kind, case_ids)
    keys = Keys(b, done, case_ids.to_list(), made["party_id"].to_list())
    if share.planted and registry.recipe.timeline.over:
        tell(truth, keys, share.planted)
    arrears.tell(b, truth, keys)
    truth.meet(b)
    return {
        "cases": _narrowed(made, registry),
        "events": events.table(b, done, case_ids),
        "documents": papers.documents(b, case_ids),
        "recordings": films.table(b, case_ids, f"{story.name[0].upper()}{chunk}"),
    }


def _set_hours(b: Batch, story: Story, planted: int, diary: Diary) -> None:
    """The hours of all steps, so that no officer is at two places; planted hours stand."""
    b.set_hours()
    story.settle(b)
    names = [step.name for step in b.steps]
    before = [table[name][:planted].copy() for name in names for table in (b.day, b.minute)]
    b.close()
    after = [table[name] for name in names for table in (b.day, b.minute)]
    moved = np.zeros(b.size, dtype=bool)
    moved[:planted] = hours_changed(before, after, planted)

    def redraw(rows: np.ndarray) -> None:
        kept = dict(b.minute)
        b.set_hours(rows)
        story.settle(b)  # puts new arrays in the place of those it changes, for all cases
        for name, minutes in kept.items():
            if b.minute[name] is not minutes:
                minutes[rows] = b.minute[name][rows]
                b.minute[name] = minutes

    diary.settle(b, moved, redraw)


def _narrowed(cases: pl.DataFrame, registry: Registry) -> pl.DataFrame:
    """Narrow bodies leave some columns empty."""
    narrow = [body.id for body in registry.bodies if body.narrow is not None]
    left_out = pl.col("body_id").is_in(narrow)
    return cases.with_columns(
        pl.when(~left_out).then(pl.col(name)).alias(name) for name in _NARROW_COLUMNS
    )
