"""What the cases say: one or two Chinese sentences on the facts, different in each sector.

Serves the table of cases. Every text begins with 〔模拟数据〕 and names nobody; it is put together from
the phrases of the recipe, whole columns at a time, and says no more than the columns beside it: the
evidence is that of the case, the result of a visit is its result.
"""

from collections.abc import Sequence

import numpy as np
import polars as pl

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import NONE, Bools, Ints
from hengjian.simulator.events import chosen, dates
from hengjian.standard.wording import filled

_OFFENCE = "{mark}{opening}当事人于{on}{phrase}，地点为{county}某{place}。{ending}"
_PATTERNS = {
    "permit": "{mark}申请人于{on}{opening}{phrase}，地点为{county}某{place}。{ending}",
    "inspection": "{mark}{on}，{opening}对{county}某{place}实施{phrase}。{ending}",
}
_DATED = {"permit": "applied", "inspection": "inspected"}
"""Whose day the text names; all others begin on the day of the case, penalties with the act."""

_FOUND = ("执法人员检查时发现，", "根据群众举报，经核查，", "根据上级交办的线索，经核查，")
_FROM_ELSEWHERE, _BY_CAMERA = "根据其他机关移送的线索，经核查，", "电子技术监控设备记录显示，"
_ON_THE_SPOT = (
    "执法人员巡查时当场发现，",
    "执法人员检查时当场发现，",
    "执法人员处理举报时当场发现，",
)
_CLUES = ("群众举报称，", "政务服务便民热线转办的工单反映，", "上级交办的线索反映，")
_REQUESTS = ("请求依法查处。", "请求核实处理。", "要求核实处理。")
"""Who brought the clue, and what he asks for, side by side."""

_COUNTERS = ("到政务服务窗口申请", "通过网上办事大厅申请")
_YEARLY, _SPECIAL, _DRAWN = "按照年度检查计划，", "按照专项检查部署，", "经随机抽取，"
_COMPLAINED_OF = "根据投诉举报线索，"
_PATROLS = ("执法人员巡查时发现，", "根据群众举报，经核查，")
_AUDITED = "经稽核，"

_MATERIALS = ("申请书和所附材料已登记。", "申请材料目录在卷。")
_CRIME, _OTHERS_MATTER = "当事人的行为涉嫌犯罪。", "该事项不属于本机关管辖。"
_PROBLEM, _NO_PROBLEM = "检查发现存在问题。", "检查未发现问题。"
_AT_ONCE = "当事人不能立即清除，决定立即实施代履行。"
_ORDERS = {
    "demolish": ("责令限期拆除", "当事人逾期未拆除"),
    "transfer_deposit": ("责令限期缴纳", "当事人逾期未缴纳"),
}
_ORDER = ("责令限期清除", "当事人逾期未清除")
_AFTER_THE_ORDER = ("demanded", "enforcement_decided", "enforced", "substituted")
_EVIDENCE = {
    "documentary": "书证",
    "physical": "物证",
    "audiovisual": "视听资料",
    "electronic": "电子数据",
    "testimony": "证人证言",
    "statement": "当事人陈述",
    "expert": "鉴定意见",
    "site": "现场笔录",
}


def facts(b: Batch, kind: str) -> pl.Series:
    """The fact of each case."""
    recipe = b.registry.recipe
    places = [recipe.sectors[i.sector].places_of(i.name) for i in b.registry.items]
    phrases = [item.acts or (item.name,) for item in b.registry.items]
    turns = b.rng.integers(0, 1 << 20, b.size)
    day = b.value["violation_on"] if kind == "penalty" else b.day[_DATED.get(kind, "root")]
    frame = pl.DataFrame(
        {
            "on": dates(np.where(day == NONE, b.day["root"], day)),
            "county": chosen([c.name for c in recipe.counties], b.value["county"], pl.String()),
            "place": _of_item(b, places),
            "phrase": _of_item(b, phrases),
            "opening": _openings(b, turns),
            "ending": _endings(b, turns),
        }
    )
    columns = {name: pl.col(name) for name in frame.columns}
    columns["on"] = pl.col("on").dt.strftime("%Y年%-m月%-d日")
    columns["mark"] = pl.lit(recipe.mark)
    return frame.select(filled(_PATTERNS.get(kind, _OFFENCE), columns).alias("fact"))["fact"]


def _of_item(b: Batch, texts: Sequence[Sequence[str]]) -> pl.Series:
    """For each case one of the texts of its item."""
    size = np.array([len(own) for own in texts])
    first = np.cumsum(size) - size
    item = b.value["item"]
    place = first[item] + b.rng.integers(0, 1 << 20, b.size) % size[item]
    return chosen([text for own in texts for text in own], place, pl.String())


def _in_turn(texts: Sequence[str], turns: Ints) -> np.ndarray:
    return np.array(texts)[turns % len(texts)]


def _openings(b: Batch, turns: Ints) -> pl.Series:
    """How the body came to know of it, or the party to the body."""
    found: np.ndarray
    if b.story == "permit":
        found = np.strings.add(_in_turn(_COUNTERS, turns), np.where(b.trait["renewal"], "延续", ""))
    elif b.story == "inspection":
        kinds = b.case["inspection_kind"]
        planned = np.where(kinds == "special", _SPECIAL, _YEARLY)
        planned = np.strings.add(planned, np.where(b.flags["double_random"], _DRAWN, ""))
        found = np.where(kinds == "individual", _COMPLAINED_OF, planned)
    elif b.story == "coercion":
        found = np.where(b.trait["transfer_deposit"], _AUDITED, _in_turn(_PATROLS, turns))
    elif b.story == "simple":
        found = _in_turn(_ON_THE_SPOT, turns)
    elif b.story == "clue":
        found = _in_turn(_CLUES, turns)
    else:
        moved = b.flags.get("received_by_transfer", np.zeros(b.size, dtype=bool))
        seen = b.trait.get("monitored", np.zeros(b.size, dtype=bool))
        found = np.select([seen, moved], [_BY_CAMERA, _FROM_ELSEWHERE], _in_turn(_FOUND, turns))
    return pl.Series(found.tolist(), dtype=pl.String)


def _endings(b: Batch, turns: Ints) -> pl.Series:
    """What is said of it beyond the act: evidence, result, what was ordered."""
    found: np.ndarray
    if b.story == "permit":
        found = _in_turn(_MATERIALS, turns)
    elif b.story == "inspection":
        found = np.where(b.case["result"] == "problem_found", _PROBLEM, _NO_PROBLEM)
    elif b.story == "coercion":
        found = _orders(b)
    elif b.story == "clue":
        found = _in_turn(_REQUESTS, turns)
    elif b.story == "referral":
        found = np.where(b.trait["passed_on"], _OTHERS_MATTER, _CRIME)
    else:
        said = [_proof(codes) for codes in b.registry.combinations]
        return chosen(said, b.value["evidence"], pl.String()).fill_null("")
    return pl.Series(found.tolist(), dtype=pl.String)


def _proof(codes: Sequence[str]) -> str:
    """Which kinds of evidence bear the facts; nothing where there are none."""
    names = [_EVIDENCE[code] for code in codes if code in _EVIDENCE]
    return f"以上事实有{'、'.join(names)}为证。" if names else ""


def _orders(b: Batch) -> np.ndarray:
    """What the party was told to do, and whether the time for it has run out undone."""
    overdue: Bools = np.zeros(b.size, dtype=bool)
    for step in _AFTER_THE_ORDER:
        day: Ints = b.day[step]
        overdue |= (day != NONE) & (day <= b.registry.as_of)
    ways = [_ORDERS.get(item.execution, _ORDER) for item in b.registry.items]
    running, undone = (
        np.array([text.format(*way) for way in ways])[b.value["item"]]
        for text in ("{0}。", "{0}，{1}。")
    )
    return np.where(b.trait["at_once"], _AT_ONCE, np.where(overdue, undone, running))
