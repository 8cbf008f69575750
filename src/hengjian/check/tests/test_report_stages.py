"""Bodies against stages: every lead is counted once, at the stage of its rule."""

from dataclasses import replace

import polars as pl

from hengjian.check.report.overview import Overview
from hengjian.check.report.stages import LOCAL, StageGrid, stage_names, stage_of
from hengjian.check.run import Run
from hengjian.rules import findings as found


def test_it_knows_the_stage_of_every_rule_of_the_book(run: Run) -> None:
    for rule in run.book.rules.values():
        assert stage_of(rule) == rule.id[0].lower()
    assert {stage_of(rule) for rule in run.book.rules.values()} == {*stage_names()} - {LOCAL}


def test_it_counts_every_lead_once(run: Run) -> None:
    view = Overview.of(run)
    grid = StageGrid.of(view, most=1_000)
    assert sum(grid.totals) == view.counts.leads
    assert {line.body_id: sum(row) for line, row in grid.bodies} == {
        line.body_id: line.counts.leads for line in view.bodies if line.counts.leads
    }


def test_it_shows_the_gravest_bodies_and_counts_all(run: Run) -> None:
    view = Overview.of(run)
    grid = StageGrid.of(view, most=3)
    assert [line for line, _ in grid.bodies] == view.bodies[:3]
    assert sum(grid.totals) == view.counts.leads


def test_it_shades_by_the_fullest_cell(run: Run) -> None:
    grid = StageGrid.of(Overview.of(run), most=12)
    fullest = max(count for _, row in grid.bodies for count in row)
    assert grid.depth(0) == 0
    assert grid.depth(1) >= 1
    assert grid.depth(fullest) == 4


def test_it_is_empty_where_there_is_no_lead(run: Run) -> None:
    hints = replace(run, findings=run.findings.filter(pl.col("nature") != "violation"))
    for without in (hints, replace(run, findings=found.empty())):
        grid = StageGrid.of(Overview.of(without), most=12)
        assert (list(grid.stages), list(grid.bodies), list(grid.totals)) == ([], [], [])
