"""Plants in the register of disclosures: F03, G10, G11, G13.

Serves the truth about bodies that keep back what everybody may read, or open it late. What is
planted on a body's years holds for every year in which it had a case; years that a case only
touched at their end are left out.
"""

from collections.abc import Callable
from datetime import date

import numpy as np

from hengjian.simulator.bodies import Body
from hengjian.simulator.days import Ints, number
from hengjian.simulator.disclosures import Row, row
from hengjian.simulator.plants.plant import BREAKS, EXEMPT, NEAR
from hengjian.simulator.registry import Registry
from hengjian.simulator.truth import Truth

_NEVER = (
    # 118号（十二）: every body makes a list of the major decisions it has reviewed.
    ("F03", "major_list", "一直没有公布重大执法决定法制审核目录"),
    # 罚§39, 118号（四）: the ways to object are to be open beforehand.
    ("G10", "remedies", "一直没有公开救济渠道"),
    # 罚§39, 118号（四）: and the procedure, with its chart.
    ("G10", "procedure", "一直没有公开执法程序和流程图"),
)
_UNDRAWN = "一直没有公开随机抽查事项清单"
_NO_VISITS = "从不实施检查的乡镇没有公开随机抽查事项清单"
_KEPT = (
    # 118号（四）（十二）: all of it open since before the year began, renewed every spring.
    ("F03", "重大执法决定法制审核目录每年更新并公布"),
    ("G10", "主体、权限、依据、程序、救济、抽查清单全部公开，每年更新"),
)
_LATE_FIGURES = ((2, 20), "年度执法统计在次年二月下旬才公开")
_LAST_DAY = 31
_HOLIDAY, _UNDATED = 3, 4
_FROM, _UNTIL = 2021, 2026
_FIGURES = range(2021, 2025)


def put(registry: Registry, truth: Truth, copies: int) -> None:
    """Change the register: one body for each way, the busiest first, so that all have cases."""
    busiest = sorted(
        (body for body in registry.bodies if body.ordinary), key=lambda body: -body.weight
    )
    found = iter(busiest)
    for rule, kind, how in _NEVER:
        body = next(found)
        _keep_back(registry, body, kind)
        truth.tell_years(rule, body.id, range(_FROM, _UNTIL + 1), BREAKS, how)
    _random_lists(registry, truth, next(found))
    for rule, how in _KEPT:
        truth.tell_years(rule, next(found).id, range(_FROM, _UNTIL + 1), NEAR, how)
    _figures(registry, truth, [next(found) for _ in range(3)])
    for body in registry.bodies:
        if body.narrow is not None:
            for rule in ("F03", "G10", "G11"):
                truth.tell_years(
                    rule, body.id, range(_FROM, _UNTIL + 1), NEAR,
                    "该机关不报送主动公开，没有记录不等于没有公开",
                )  # fmt: skip
    _terms(registry, truth, busiest[-12:], min(copies, 6))


def _random_lists(registry: Registry, truth: Truth, body: Body) -> None:
    """118号（四）: whoever inspects has a list of what is drawn at random; who never does has none."""
    towns = sorted((registry.bodies[town] for town in registry.towns()), key=lambda t: -t.weight)
    for lacking in (body, *towns[:1]):
        _keep_back(registry, lacking, "random_list")
    years = range(_FROM, _UNTIL + 1)
    truth.tell_years("G10", body.id, years, BREAKS, _UNDRAWN, inspecting=True)
    for town in towns[:1]:
        truth.tell_years("G10", town.id, years, NEAR, _NO_VISITS)


def _keep_back(registry: Registry, body: Body, kind: str) -> None:
    """This body never opens anything of this kind."""
    registry.disclosures[:] = [
        known for known in registry.disclosures
        if (known["body_id"], known["kind"]) != (body.id, kind)
    ]  # fmt: skip


def _figures(registry: Registry, truth: Truth, bodies: list[Body]) -> None:
    """118号（六）: the figures of a year are public before the 31st of the next January."""
    late, never, last = bodies
    on, how = _LATE_FIGURES
    for year in _FIGURES:
        _replace(registry, late, year, _worked(registry, date(year + 1, *on)))
        _replace(registry, never, year, None)
        end = date(year + 1, 1, _LAST_DAY)
        if registry.days.working(np.array([number(end)]))[0]:
            _replace(registry, last, year, number(end))
            truth.tell_years("G11", last.id, [year], NEAR, "年度执法统计恰在次年一月三十一日公开")
    truth.tell_years("G11", late.id, _FIGURES, BREAKS, how)
    truth.tell_years("G11", never.id, _FIGURES, BREAKS, "一直没有公开年度执法统计")
    truth.tell_years("G11", last.id, [_UNTIL], EXEMPT, "本年度尚未结束，统计尚未到期")


def _replace(registry: Registry, body: Body, year: int, published: int | None) -> None:
    kept = [
        known for known in registry.disclosures
        if (known["body_id"], known["kind"], known.get("year")) != (body.id, "statistics", year)
    ]  # fmt: skip
    if published is not None:
        formed = int(registry.days.back(np.array([published]), 8)[0])
        kept.append(row(body, "statistics", formed, published, year=year))
    registry.disclosures[:] = kept


def _terms(registry: Registry, truth: Truth, bodies: list[Body], copies: int) -> None:
    """政府信息公开条例§26: twenty working days from the making or the change of the information."""
    days = registry.days
    ways: tuple[tuple[str, str, Callable[[Ints], Ints]], ...] = (
        (BREAKS, "信息形成后超过二十个工作日才公开", lambda formed: days.add(formed, 26)),
        (BREAKS, "信息变更数月后才公开", lambda formed: days.add(formed, 90)),
        (NEAR, "信息形成后恰第二十个工作日公开", lambda formed: days.add(formed, 20)),
        (NEAR, "期间遇国庆假期，第二十个工作日公开", lambda formed: days.add(formed, 20)),
        (NEAR, "形成日期没有记录，期限无从起算", lambda formed: days.add(formed, 60)),
    )
    for place, (verdict, how, published) in enumerate(ways):
        for copy in range(copies):
            body = bodies[(place + copy) % len(bodies)]
            made: Row = _information(registry, body, place, copy, published)
            if place == _UNDATED:
                made["formed_on"] = None
            registry.disclosures.append(made)
            key = f"{body.id}/{made['kind']}/{made['published_on'].isoformat()}"
            truth.tell("G13", "disclosure", key, verdict, how)


def _information(
    registry: Registry, body: Body, place: int, copy: int, published: Callable[[Ints], Ints]
) -> Row:
    """Some other information of the body; each in another year, or in another month."""
    holiday = place == _HOLIDAY
    on = date(2022 + copy % 4, 9 if holiday else 3 + place, 20 if holiday else 4 + copy)
    formed = _worked(registry, on)
    return row(body, "other", formed, int(published(np.array([formed]))[0]))


def _worked(registry: Registry, on: date) -> int:
    return int(registry.days.roll(np.array([number(on)]))[0])
