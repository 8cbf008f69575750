"""Plants among the tickets of the hotline: M08–M11.

Serves the truth about complaints nobody took up, reports nobody looked into, authors nobody told, and
petitions without an end. The sixty days that other provinces give to complaints about enforcement are
no finding here.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from hengjian.simulator.bodies import Body
from hengjian.simulator.days import NONE, Ints, months_later
from hengjian.simulator.events import dates, moments
from hengjian.simulator.plants.plant import BREAKS, EXEMPT, NEAR
from hengjian.simulator.registry import Registry
from hengjian.simulator.truth import Truth
from hengjian.standard.records import shaped
from hengjian.standard.tables import TICKETS

NEVER = -1
_CHANNEL, _OFFICE = "电话", 10 * 60
_PETITIONS_SINCE = int(np.datetime64("2022-05-05", "D").astype(np.int64))
"""信访工作条例 is in force from May 2022."""
_STEPS = ("received", "dispatched", "accepted", "verified", "told", "answered", "closed")
_CATEGORIES = {
    "complaint": "消费投诉", "report": "违法举报", "duty": "不作为", "petition": "信访",
    "enforcement_complaint": "执法不公", "inquiry": "咨询",
}  # fmt: skip


@dataclass(frozen=True)
class Way:
    """One way: after how many working days each step came, the told one after the verified one.

    ``days`` counts plain days instead, ``months`` months until the ticket was closed. NEVER: not at
    all; None: as quick as usual, or not a step of this kind. ``ago``: it came in so few working days
    before the day of the data that its term is not over.
    """

    rule: str
    verdict: str
    how: str
    kind: str
    accepted: int | None = None
    verified: int | None = None
    told: int | None = None
    closed: int | None = None
    months: int | None = None
    days: bool = False
    real_name: bool = True
    extended: int | None = None
    market: bool = False
    ago: int | None = None


WAYS = (
    # 投诉举报办法§14: seven working days to take a complaint up or not.
    Way("M08", BREAKS, "市场监管投诉收到后超过七个工作日才决定受理", "complaint", accepted=10, market=True),
    Way("M08", BREAKS, "市场监管投诉收到后一直没有决定是否受理", "complaint", accepted=NEVER, market=True),
    Way("M08", NEAR, "市场监管投诉收到后恰第七个工作日决定受理", "complaint", accepted=7, market=True),
    Way("M08", NEAR, "市场监管投诉三个工作日前收到，尚未决定受理", "complaint", accepted=NEVER,
        closed=NEVER, market=True, ago=3),
    Way("M08", EXEMPT, "其他部门收到的投诉，不适用市场监管的七个工作日", "complaint", accepted=10),
    # 市监程序§18: fifteen working days to look into it and decide, fifteen more with approval.
    Way("M08", BREAKS, "市场监管举报超过十五个工作日才核查完毕", "report", verified=19, market=True),
    Way("M08", BREAKS, "市场监管举报一直没有核查", "report", verified=NEVER, market=True),
    Way("M08", BREAKS, "市场监管举报延长十五个工作日后仍超期", "report", verified=34, extended=15,
        market=True),
    Way("M08", NEAR, "市场监管举报恰第十五个工作日核查完毕", "report", verified=15, market=True),
    Way("M08", EXEMPT, "市场监管举报经批准延长，恰第三十个工作日核查完毕", "report", verified=30,
        extended=15, market=True),
    # 投诉举报办法§31: a named author is told within five working days of the decision.
    Way("M08", BREAKS, "实名举报，决定后超过五个工作日才告知举报人", "report", told=9, market=True),
    Way("M08", BREAKS, "实名举报，一直没有告知举报人是否立案", "report", told=NEVER, market=True),
    Way("M08", NEAR, "实名举报，决定后恰第五个工作日告知举报人", "report", told=5, market=True),
    Way("M08", EXEMPT, "匿名举报，无从告知", "report", told=NEVER, real_name=False, market=True),
    # 诉§47: two months to do what one is bound to do.
    Way("M09", BREAKS, "履职申请收到后超过两个月才办结", "duty", months=3),
    Way("M09", BREAKS, "履职申请一直没有办结", "duty", closed=NEVER),
    Way("M09", NEAR, "履职申请收到后恰满两个月办结", "duty", months=2),
    Way("M09", NEAR, "履职申请二十个工作日前收到，期限未满尚未办结", "duty", closed=NEVER, ago=20),
    Way("M09", EXEMPT, "咨询不是履职申请，三个月后才关闭工单", "inquiry", months=3),
    # 信访条例§22, 23: registered and told within fifteen days.
    Way("M10", BREAKS, "信访事项收到后超过十五日才告知是否受理", "petition", accepted=24, days=True),
    Way("M10", BREAKS, "信访事项一直没有告知是否受理", "petition", accepted=NEVER, days=True),
    Way("M10", NEAR, "信访事项收到后恰第十五日告知受理", "petition", accepted=15, days=True),
    # 信访条例§34: closed within sixty days of acceptance, thirty more with approval.
    Way("M10", BREAKS, "信访事项受理后超过六十日才办结，没有延期", "petition", closed=75, days=True),
    Way("M10", BREAKS, "信访事项经延期三十日仍未按期办结", "petition", closed=105, days=True, extended=30),
    Way("M10", BREAKS, "信访事项受理后一直没有办结", "petition", closed=NEVER, days=True),
    Way("M10", NEAR, "信访事项受理后恰第六十日办结", "petition", closed=60, days=True),
    Way("M10", NEAR, "信访事项受理未满六十日，尚未办结", "petition", closed=NEVER, days=True, ago=25),
    Way("M10", EXEMPT, "信访事项经批准延期三十日，恰第九十日办结", "petition", closed=90, days=True,
        extended=30),
    # 辽宁§19 gives sixty days to complaints about enforcement; no norm does so here.
    Way("M11", NEAR, "对执法行为的投诉九十日后才办结，只有外省规定了六十日，仅供参考",
        "enforcement_complaint", closed=90, days=True),
)  # fmt: skip


def put(
    registry: Registry, truth: Truth, tickets: pl.DataFrame, copies: int, rng: Any
) -> pl.DataFrame:
    """The tickets with all ways among them, ``copies`` of each."""
    made: list[dict[str, Any]] = []
    ordinary = [body for body in registry.bodies if body.ordinary]
    for way in WAYS:
        fitting = [body for body in ordinary if (body.sector == "market") == way.market]
        for _ in range(copies):
            ticket_id = f"T{tickets.height + len(made) + 1:07d}"
            body = fitting[int(rng.integers(0, len(fitting)))]
            made.append(_ticket(registry, way, body, rng) | {"ticket_id": ticket_id})
            truth.tell(way.rule, "ticket", ticket_id, way.verdict, way.how)
    return pl.concat([tickets, shaped(_frame(made), TICKETS).select(tickets.columns)])


def _frame(made: list[dict[str, Any]]) -> pl.DataFrame:
    """Days become moments of office hours, one step after the other."""
    frame = pl.DataFrame(
        [{name: value for name, value in row.items() if name not in _STEPS} for row in made],
        infer_schema_length=None,
    )
    for place, name in enumerate(_STEPS):
        days = np.array([row[name] for row in made])
        minutes = np.full(len(days), _OFFICE + 20 * place)
        frame = frame.with_columns(
            moments(days, minutes).alias(name), dates(days).alias(f"{name}_day")
        )
    return frame


def _ticket(registry: Registry, way: Way, body: Body, rng: Any) -> dict[str, Any]:
    text = registry.recipe.tickets.texts[_CATEGORIES[way.kind]]
    return {
        "channel": _CHANNEL,
        "kind": way.kind,
        "real_name": way.real_name,
        "category": _CATEGORIES[way.kind],
        "division": body.division,
        "body_id": body.id,
        "text": f"{registry.recipe.mark}{text}",
        "extended_days": way.extended,
        **_days(registry, way, rng),
    }


def _days(registry: Registry, way: Way, rng: Any) -> dict[str, int]:
    """The day of each step; the body had it on the day on which the hotline took it."""
    days = registry.days

    def after(start: int, wait: int | None, usual: int) -> int:
        if wait == NEVER or start == NONE:
            return NONE
        span = usual if wait is None else wait
        if way.days and wait is not None:
            return start + span
        return int(days.add(np.array([start]), span)[0])

    received = _received(registry, way, rng)
    quick = way.kind in ("complaint", "report", "duty", "petition")
    accepted = after(received, way.accepted, 2) if quick else NONE
    verified = after(received, way.verified, 6) if way.kind == "report" else NONE
    told = after(verified, way.told, 2) if way.kind == "report" else NONE
    since = accepted if way.kind == "petition" and accepted != NONE else received
    over = after(since, way.closed, 12)
    if way.months is not None:
        over = int(days.roll(months_later(np.array([received]), way.months))[0])
    closed = over if over == NONE else max(over, accepted, verified, told)
    return {
        "received": received,
        "dispatched": received,
        "accepted": accepted,
        "verified": verified,
        "told": told,
        "answered": closed,
        "closed": closed,
    }


def _received(registry: Registry, way: Way, rng: Any) -> int:
    """A worked day from which the terms of this way end on worked days."""
    days = registry.days
    if way.ago is not None:
        return int(days.back(np.array([registry.as_of]), way.ago)[0])
    since = max(registry.first_day + 200, _PETITIONS_SINCE if way.kind == "petition" else 0)
    begun = np.array([int(rng.integers(since, registry.as_of - 400))])

    def fits(on: Ints) -> Any:
        found = days.working(on)
        if way.days and way.accepted not in (None, NEVER):
            found = found & days.working(on + way.accepted)
        if way.days and way.closed not in (None, NEVER):
            begin = days.add(on, 2) if way.kind == "petition" else on
            found = found & days.working(begin + way.closed)
        if way.months is not None:
            found = found & days.working(months_later(on, way.months))
        return found

    return int(days.first_where(begun, fits)[0])
