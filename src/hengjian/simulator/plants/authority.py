"""Plants about who may act: A01, A03, A04.

Serves the truth about bodies without standing, beyond their mandate or before their power began.
What these bodies do is otherwise in order, so that only the question of power is left.
"""

import numpy as np

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import Ints
from hengjian.simulator.plants.plant import BREAKS, EXEMPT, NEAR, plant

_SAME_DAY = ("hand_in", "bank", "file_back", "publish", "pay", "close", "archive")


def _on(b: Batch, rows: Ints, day: str) -> None:
    """All steps of an on-the-spot case on this one day."""
    on = int(np.datetime64(day, "D").astype(np.int64))
    b.restart(rows, np.full(len(rows), on))
    b.quick(rows, *_SAME_DAY)


@plant(
    "A01", BREAKS, "ordinary", "执法主体资格2023年6月1日才取得，立案、调查、决定均在此前",
    body="newborn", since="2021-09-01", until="2022-06-30",
)  # fmt: skip
def before_standing(b: Batch, rows: Ints) -> None:
    """罚§17, 38: only a body that has the power may punish; this one did not exist as such yet."""


@plant(
    "A01", BREAKS, "simple", "执法主体2023年12月29日后已不再具有资格，仍当场作出处罚决定",
    body="dissolved", since="2024-03-01", until="2024-12-31",
)  # fmt: skip
def after_standing(b: Batch, rows: Ints) -> None:
    """罚§17, 38: the body was dissolved; what it decides afterwards is void."""


@plant(
    "A01", BREAKS, "ordinary", "立案时尚有主体资格，决定作出时资格已经终止",
    body="dissolved", since="2023-12-04", until="2023-12-15",
)  # fmt: skip
def standing_lost_on_the_way(b: Batch, rows: Ints) -> None:
    """罚§17, 38: standing must last until the decision; the investigation runs past its end."""
    b.delay["end"][rows] = 18


@plant(
    "A01", NEAR, "inspection", "取得主体资格当日即实施检查",
    body="newborn", since="2023-05-30", until="2023-06-05",
)  # fmt: skip
def on_the_first_day(b: Batch, rows: Ints) -> None:
    """罚§17, 黑程§15: on 2023-06-01 the body has its standing; that very day is lawful."""
    b.restart(rows, np.full(len(rows), int(np.datetime64("2023-06-01", "D").astype(np.int64))))
    b.quick(rows, "approve", "visit")


@plant(
    "A01", NEAR, "simple", "主体资格的最后一日当场处罚、备案、公开、缴款",
    body="dissolved", since="2023-11-01", until="2023-12-20",
)  # fmt: skip
def on_the_last_day(b: Batch, rows: Ints) -> None:
    """罚§17: the last day of standing is included, and everything is done on it."""
    _on(b, rows, "2023-12-29")


@plant(
    "A03", BREAKS, "simple", "委托期限2024年12月31日届满，届满后仍以受委托组织名义处罚",
    body="entrusted_urban", since="2025-02-05", until="2025-06-20",
)  # fmt: skip
def after_the_mandate(b: Batch, rows: Ints) -> None:
    """罚§20: an entrusted organization acts within the term of the letter of entrustment."""


@plant(
    "A03", BREAKS, "simple", "委托自2022年1月4日起，此前已经实施处罚",
    body="entrusted_market", since="2021-09-01", until="2021-12-20",
)  # fmt: skip
def before_the_mandate(b: Batch, rows: Ints) -> None:
    """罚§20: before the letter takes effect the organization has no mandate."""


@plant(
    "A03", BREAKS, "ordinary", "所办事项不在委托书列明的事项之内",
    body="entrusted_farm", foreign=True, since="2022-03-01", until="2024-03-01",
)  # fmt: skip
def beyond_the_mandate(b: Batch, rows: Ints) -> None:
    """罚§20: 委托书应当载明委托的具体事项; an item that is not named was not entrusted."""


@plant(
    "A03", BREAKS, "simple", "受委托组织将委托事项再委托其他组织实施",
    body="reentrusted", since="2022-03-01", until="2024-03-01",
)  # fmt: skip
def entrusted_again(b: Batch, rows: Ints) -> None:
    """罚§20: 不得再委托其他组织或者个人; the letter comes from an entrusted organization."""


@plant(
    "A03", NEAR, "simple", "委托生效当日实施处罚",
    body="entrusted_urban", since="2022-03-01", until="2022-06-01",
)  # fmt: skip
def on_the_first_day_of_the_mandate(b: Batch, rows: Ints) -> None:
    """罚§20: the day on which the entrustment takes effect is within its term."""
    _on(b, rows, "2022-01-04")


@plant(
    "A03", NEAR, "simple", "委托期限的最后一日实施处罚",
    body="entrusted_market", since="2024-06-03", until="2024-11-01",
)  # fmt: skip
def on_the_last_day_of_the_mandate(b: Batch, rows: Ints) -> None:
    """罚§20: the last day of the term is within it."""
    _on(b, rows, "2024-12-31")


@plant("A04", BREAKS, "simple", "乡镇就从未赋权的事项作出处罚", town=True, item="never")
def town_without_power(b: Batch, rows: Ints) -> None:
    """罚§23, 24: a township punishes only where the province handed the power down.

    What it lacks is the power; that it stands too low (§23) is the same wrong said twice.
    """


@plant(
    "A04", BREAKS, "ordinary", "乡镇对县级部门未下放的处罚事项立案处罚",
    town=True, sector=("housing",), since="2022-03-01",
)  # fmt: skip
def town_on_a_departments_item(b: Batch, rows: Ints) -> None:
    """罚§23, 24: the county department kept this power; the township took it."""


@plant(
    "A04", BREAKS, "simple", "赋权决定2023年3月1日才施行，乡镇此前已处罚",
    town=True, item="later", since="2022-03-01", until="2023-02-10",
)  # fmt: skip
def town_too_early(b: Batch, rows: Ints) -> None:
    """罚§24: the decision of the province works from its day in force, not before."""


@plant(
    "A04", BREAKS, "simple", "赋权2024年6月28日收回，乡镇此后仍处罚",
    town=True, item="ended", since="2024-07-08", until="2025-05-30",
)  # fmt: skip
def town_too_late(b: Batch, rows: Ints) -> None:
    """罚§24: after the power was taken back the township has none."""


@plant(
    "A04", BREAKS, "simple", "下放给乡镇的是市级部门的处罚权，不是县级部门的",
    town=True, item="city_power", since="2022-03-01",
)  # fmt: skip
def town_with_a_city_power(b: Batch, rows: Ints) -> None:
    """罚§24: 县级人民政府部门的行政处罚权 may be handed down; a city department's may not."""


@plant("A04", NEAR, "simple", "赋权决定施行当日处罚", town=True, item="later", since="2023-04-03")
def town_on_the_first_day(b: Batch, rows: Ints) -> None:
    """罚§24: the power exists from the very day in force."""
    _on(b, rows, "2023-03-01")


@plant("A04", NEAR, "simple", "赋权的最后一日处罚", town=True, item="ended", since="2023-04-03")
def town_on_the_last_day(b: Batch, rows: Ints) -> None:
    """罚§24: the last day of the power is included."""
    _on(b, rows, "2024-06-28")


@plant("A04", EXEMPT, "simple", "省政府决定相对集中的处罚权，不属于罚§24的赋权",
       town=True, item="concentrated", since="2022-03-01")  # fmt: skip
def town_with_concentrated_power(b: Batch, rows: Ints) -> None:
    """罚§18.2: powers that the province concentrates in one organ rest on another ground."""


@plant("A04", EXEMPT, "simple", "法律、行政法规直接规定由乡镇行使的处罚权",
       town=True, item="statutory", since="2022-03-01")  # fmt: skip
def town_with_statutory_power(b: Batch, rows: Ints) -> None:
    """罚§23: 法律、行政法规另有规定的，从其规定; nothing need be handed down."""
