"""What the cases say: one or two Chinese sentences on the facts, different in each sector.

Serves the table of cases and the tickets of the hotline. Every text begins with 〔模拟数据〕 and
names nobody; it is put together from the phrases of the recipe, whole columns at a time.
"""

import numpy as np
import polars as pl

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import NONE
from hengjian.simulator.events import chosen, dates
from hengjian.standard.wording import filled

_PATTERNS = {
    "penalty": "{mark}{opening}当事人于{on}{phrase}，地点为{county}某{place}{ending}",
    "permit": "{mark}申请人于{on}{opening}申请{phrase}，拟用场所为{county}某{place}{ending}",
    "inspection": "{mark}{on}，{opening}{county}某单位实施{phrase}{ending}",
    "coercion": "{mark}{opening}当事人于{on}在{county}某{place}{phrase}{ending}",
}
_OPENINGS = {
    "penalty": (
        "执法人员检查时发现，",
        "根据群众举报，经核查，",
        "根据其他机关移送的线索，经核查，",
    ),
    "permit": ("到政务服务窗口", "通过网上办事大厅"),
    "inspection": ("按照年度检查计划，对", "根据随机抽查结果，对"),
    "coercion": ("巡查发现，",),
}
_ENDINGS = {
    "penalty": (
        "，有现场笔录、询问笔录和照片为证。",
        "，当事人对上述事实予以承认。",
        "，有书证、视听资料在案佐证。",
    ),
    "permit": ("，所附材料目录在卷。", "，并提交了场所和人员证明。"),
    "inspection": ("，制作现场检查笔录。", "，当事人到场配合。"),
    "coercion": ("，责令清理后逾期未自行履行，由机关",),
}
_DATED = {"permit": "applied", "inspection": "inspected"}
"""Whose day the text names; all others begin on the day of the case, penalties with the act."""

_AT_ONCE = "，当事人不能立即清除，决定立即实施代履行。"
_MONITORED = "，有经审核的电子技术监控记录为证。"


def facts(b: Batch, kind: str) -> pl.Series:
    """The fact of each case."""
    registry = b.registry
    phrases: list[str] = []
    first, count = [], []
    for known in registry.items:
        first.append(len(phrases))
        phrases += known.acts or (known.name,)
        count.append(len(phrases) - first[-1])
    sectors = list(registry.recipe.sectors)
    places = [place for code in sectors for place in registry.recipe.sectors[code].places]
    sizes = [len(registry.recipe.sectors[code].places) for code in sectors]
    offsets = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    item = b.value["item"]
    sector = np.array([sectors.index(i.sector) for i in registry.items])[item]
    spot = offsets[sector] + b.rng.integers(0, 1 << 20, b.size) % np.array(sizes)[sector]
    said = np.array(first)[item] + b.rng.integers(0, 1 << 20, b.size) % np.array(count)[item]
    openings, endings = _OPENINGS[kind], _ENDINGS[kind]
    day = b.value["violation_on"] if kind == "penalty" else b.day[_DATED.get(kind, "root")]
    frame = pl.DataFrame(
        {
            "on": dates(np.where(day == NONE, b.day["root"], day)),
            "opening": chosen(
                list(openings), b.rng.integers(0, len(openings), b.size), pl.String()
            ),
            "county": chosen(
                [place.name for place in registry.recipe.counties], b.value["county"], pl.String()
            ),
            "place": chosen(places, spot, pl.String()),
            "phrase": chosen(phrases, said, pl.String()),
            "ending": chosen(list(endings), b.rng.integers(0, len(endings), b.size), pl.String()),
        }
    )
    for trait, ending in (("monitored", _MONITORED), ("at_once", _AT_ONCE)):
        if trait in b.trait:
            seen = pl.Series(b.trait[trait])
            frame = frame.with_columns(
                pl.when(seen).then(pl.lit(ending)).otherwise("ending").alias("ending")
            )
    columns = {name: pl.col(name) for name in frame.columns}
    columns["on"] = pl.col("on").dt.strftime("%Y年%-m月%-d日")
    columns["mark"] = pl.lit(registry.recipe.mark)
    return frame.select(filled(_PATTERNS[kind], columns).alias("fact"))["fact"]
