"""Plants among the recordings themselves: L03, L04, L05.

Serves the truth about originals that were altered or deleted (118号（九）). When a recording must be
handed in, and what a gap in it needs, is said for another province alone, and is no finding here.
"""

from datetime import timedelta
from typing import Any

import numpy as np
import polars as pl

from hengjian.simulator.papers import hashes
from hengjian.simulator.plants.plant import BREAKS, NEAR
from hengjian.simulator.registry import Registry
from hengjian.simulator.truth import Truth

_BY_CIRCUMSTANCES = ("site_examined", "decided_on_spot", "inspected")
_CHECKED_SHARE, _GAP_SHARE = 0.4, 0.02
_GAP_NOTE = "更换电池中断，重新开始时已语音说明"

WAYS = (
    # 118号（九）: 防删改; whoever checks it finds another file than the one that was taken in.
    ("L04", BREAKS, "核验时音像记录的散列值与原始散列值不一致"),
    # 118号（九）, 罚§47: 归档保存; it was deleted weeks after it was taken.
    ("L04", BREAKS, "音像记录在录制后二十日被删除"),
    ("L04", NEAR, "核验时音像记录的散列值与原始散列值一致"),
    ("L04", NEAR, "音像记录仍在保存，尚未核验"),
    # 内蒙古三项§20: within twenty-four hours, but only there.
    ("L03", NEAR, "录制结束三日后才上传，只有外省规定了二十四小时，仅供参考"),
    # 内蒙古三项§19: a break is explained, but only there.
    ("L05", NEAR, "录制中断一次没有说明，只有外省规定要求说明，仅供参考"),
    ("L05", NEAR, "录制中断一次，已作语音说明"),
)


def put(
    registry: Registry, truth: Truth, films: pl.DataFrame, copies: int, rng: Any
) -> pl.DataFrame:
    """The recordings, some of them checked, with all ways among those that need not have been made."""
    films = _looked_after(films, rng)
    ordinary = [body.id for body in registry.bodies if body.ordinary]
    among = films.with_row_index("_place").filter(
        pl.col("activity").is_in(_BY_CIRCUMSTANCES),
        pl.col("body_id").is_in(ordinary),
        pl.col("until_day") < registry.recipe.timeline.as_of - timedelta(days=120),
    )["_place"]
    places = iter(rng.permutation(among.to_numpy()).tolist())
    changes: dict[int, dict[str, Any]] = {}
    for number, (rule, verdict, how) in enumerate(WAYS):
        for _ in range(copies):
            place = next(places, None)
            if place is None:
                break
            row = films.row(place, named=True)
            changes[place] = _changed(row, number, rng)
            truth.tell(rule, "recording", row["recording_id"], verdict, how)
    return _applied(films, changes)


def _looked_after(films: pl.DataFrame, rng: Any) -> pl.DataFrame:
    """Many were checked and found unaltered; a few have a gap that was explained at once."""
    checked = pl.Series(rng.random(films.height) < _CHECKED_SHARE)
    broken = pl.Series(rng.random(films.height) < _GAP_SHARE)
    return films.with_columns(
        pl.when(checked).then("sha256").alias("checked_sha256"),
        pl.when(broken).then(pl.lit(1)).otherwise("gaps").alias("gaps"),
        pl.when(broken).then(pl.lit(_GAP_NOTE)).alias("gap_note"),
    )


def _changed(row: dict[str, Any], way: int, rng: Any) -> dict[str, Any]:
    late = timedelta(days=3)
    return (
        {"checked_sha256": hashes(rng, 1)[0]},
        {"deleted_on": row["until_day"] + timedelta(days=20)},
        {"checked_sha256": row["sha256"]},
        {"checked_sha256": None},
        {"uploaded": row["until"] + late, "uploaded_day": row["until_day"] + late},
        {"gaps": 1, "gap_note": None},
        {"gaps": 1, "gap_note": _GAP_NOTE},
    )[way]


def _applied(films: pl.DataFrame, changes: dict[int, dict[str, Any]]) -> pl.DataFrame:
    names = {name for change in changes.values() for name in change}
    for name in sorted(names):
        rows = {place: change[name] for place, change in changes.items() if name in change}
        new = pl.Series(name, list(rows.values()), dtype=films.schema[name])
        place = np.arange(films.height)
        place[list(rows)] = films.height + np.arange(len(rows))
        films = films.with_columns(pl.concat([films[name], new]).gather(place))
    return films
