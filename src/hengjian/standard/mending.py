"""Mended rows stand in for those that had been handed back, when both lie in one submission.

Serves the officer who puts a file of mended rows beside the data that it came from. It never lets a
mended row take the place of one that would be accepted by itself.
"""

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from hengjian.standard.agreement import OWNER
from hengjian.standard.gaps import PARTS_OF_CASES
from hengjian.standard.sheet import REPLACED, Sheet, places
from hengjian.standard.wholeness import NOBODY, of_cases, settle


def let_mended_stand_in(sheets: list[Sheet]) -> dict[str, int]:
    """Pass over rows that would be refused and that mended ones stand in for; how many of each source.

    What would be accepted by itself stays: if a mended row says otherwise, the two are told apart as
    duplicates, because nobody knows which of them is right.
    """
    passed: dict[str, int] = {}
    rounds = _rounds(sheets)
    for number in range(1, max(rounds, default=0) + 1):
        before = [sheet for sheet, own in zip(sheets, rounds, strict=True) if own < number]
        mended = [sheet for sheet, own in zip(sheets, rounds, strict=True) if own == number]
        for sheet, hit in _stand_in(before, mended):
            sheet.state = sheet.state.set(hit, REPLACED)
            passed[sheet.source] = passed.get(sheet.source, 0) + int(hit.sum())
    return passed


def _rounds(sheets: list[Sheet]) -> list[int]:
    """How many times the rows of each sheet were mended, as far as the files before are here."""
    rounds = {sheet.source: int(sheet.mended) for sheet in sheets}
    came = {
        sheet.source: set(sheet.raw.came_from["file"].drop_nulls().unique()) - {sheet.source}
        for sheet in sheets
        if sheet.raw.came_from is not None
    }
    for _ in came:  # at most so many follow upon one another
        for source, files in came.items():
            rounds[source] = 1 + max((rounds.get(file, 0) for file in files), default=0)
    return [min(rounds[sheet.source], len(came)) for sheet in sheets]


def _stand_in(before: list[Sheet], mended: list[Sheet]) -> Iterator[tuple[Sheet, pl.Series]]:
    """The refused rows of ``before`` for which those of ``mended`` stand in: they came from them, have
    their number, or belong to the same case."""
    if not before or not mended:
        return
    trial = [replace(sheet, remarks=[]) for sheet in before]
    settle(trial)
    came = pl.concat([s.raw.came_from for s in mended if s.raw.came_from is not None]).drop_nulls()
    hits = [_stood_in_for(tried, mended, came.unique()) for tried in trial]
    named = [
        sheet.typed.filter(hit).select(OWNER)
        for sheet, hit in zip(before, hits, strict=True)
        if sheet.table.name in PARTS_OF_CASES
    ]
    named += [s.typed.select(OWNER) for s in mended if s.table.name in PARTS_OF_CASES]
    cases = pl.concat([NOBODY.select(OWNER), *named]).drop_nulls().unique()
    for sheet, tried, hit in zip(before, trial, hits, strict=True):
        if sheet.table.name in PARTS_OF_CASES:
            hit = hit | (of_cases(sheet, cases) & tried.given_back)
        if hit.any():
            yield sheet, hit


def _stood_in_for(tried: Sheet, mended: list[Sheet], came: pl.DataFrame) -> pl.Series:
    """Refused rows that a mended row came from, or whose key a mended row has."""
    key = list(tried.table.key)
    own = [sheet.typed.select(key) for sheet in mended if sheet.table.name == tried.table.name]
    rows = (
        tried.typed.select(key)
        .with_columns(tried.raw.rows.alias("__row"))
        .with_row_index("__at")
        .filter(tried.given_back)
    )
    from_here = came.filter(pl.col("file") == tried.source)["row"]
    hit = rows.filter(pl.col("__row").is_in(from_here.implode()))["__at"]
    if own:
        keys = pl.concat(own).drop_nulls().unique()
        hit = pl.concat([hit, rows.join(keys, on=key, how="semi")["__at"]]).unique()
    return places(hit, len(tried.state))
