"""Plants about whose case it is: A06, A07, A08, A09, A14.

Serves the truth about bodies that seize without being able to, act in other people's area, take up
what another body has filed already, lock somebody up, or keep what is not theirs. Whether a township
may take measures with a power of 罚§24 is disputed, and left out.
"""

from typing import Any

import numpy as np

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import NONE, Ints
from hengjian.simulator.plants.plant import BREAKS, EXEMPT, NEAR, plant
from hengjian.simulator.stories import ordinary

_HEAVY: dict[str, Any] = {"class": "heavy"}
_MANDATE: dict[str, Any] = {
    "body": "entrusted_urban", "since": "2022-03-01", "until": "2024-03-01",
}  # fmt: skip


@plant("A06", BREAKS, "ordinary", "受委托组织实施扣押", measure=True, **_MANDATE)
def seized_by_an_entrusted_body(b: Batch, rows: Ints) -> None:
    """强§17.1: 行政强制措施权不得委托; the letter covers the penalty and no more."""


@plant(
    "A06",
    NEAR,
    "ordinary",
    "受委托组织只作先行登记保存，没有实施强制措施",
    preserve=True,
    **_MANDATE,
)
def preserved_by_an_entrusted_body(b: Batch, rows: Ints) -> None:
    """罚§20, 56; 强§9: registering evidence is part of the inquiry and no measure of 强§9."""


@plant("A06", EXEMPT, "ordinary", "法律法规授权的组织在授权范围内实施扣押",
       body="authorized", measure=True)  # fmt: skip
def seized_by_an_authorized_body(b: Batch, rows: Ints) -> None:
    """强§70: an organization authorized by law is treated as an agency."""


def _elsewhere(b: Batch, rows: Ints) -> None:
    """The act was done in the next county."""
    divisions = [county.division for county in b.registry.recipe.counties]
    own = b.registry.body_county[b.value["body"][rows]]
    b.write(rows, "place_division", [divisions[(county + 1) % len(divisions)] for county in own])


@plant("A07", BREAKS, "ordinary", "违法行为发生在邻县，本县机关立案处罚", county=True)
def in_the_next_county(b: Batch, rows: Ints) -> None:
    """罚§22: 由违法行为发生地的行政机关管辖; the place lies in another county."""
    _elsewhere(b, rows)


@plant("A07", BREAKS, "simple", "在邻县当场处罚", county=True)
def on_the_spot_in_the_next_county(b: Batch, rows: Ints) -> None:
    """罚§22 holds for penalties on the spot too."""
    _elsewhere(b, rows)


@plant("A07", BREAKS, "ordinary", "违法行为发生在外市，本市机关立案处罚", sector=("maritime",))
def in_another_city(b: Batch, rows: Ints) -> None:
    """罚§22: a city's department has the area of that city."""
    b.write(rows, "place_division", "990301")


@plant("A07", NEAR, "ordinary", "违法行为发生在本县所辖乡镇", county=True)
def in_a_town_of_the_county(b: Batch, rows: Ints) -> None:
    """罚§22: a town's code begins with that of its county."""
    own = [b.registry.bodies[body].division for body in b.value["body"][rows].tolist()]
    b.write(rows, "place_division", [f"{division}103" for division in own])


@plant("A07", EXEMPT, "ordinary", "部门规章对地域管辖另有规定", county=True)
def place_by_rule(b: Batch, rows: Ints) -> None:
    """罚§22: 法律、行政法规、部门规章另有规定的，从其规定."""
    _elsewhere(b, rows)
    b.mark(rows, "jurisdiction_by_rule")


@plant("A07", EXEMPT, "ordinary", "共同的上一级机关指定管辖", county=True)
def place_by_designation(b: Batch, rows: Ints) -> None:
    """罚§25: who is designated by the common superior has the case."""
    _elsewhere(b, rows)
    b.mark(rows, "designated")


@plant("A07", EXEMPT, "simple", "乡镇在赋权期间就赋权事项处罚，级别管辖另有依据",
       town=True, item="later", since="2023-04-03")  # fmt: skip
def level_by_power(b: Batch, rows: Ints) -> None:
    """罚§23, 24: below the county only with a power handed down, and this one was."""


_TWO_BODIES: dict[str, Any] = {
    "subject": "matter_pair", "group": 2, "county": True, "other": {"county": True},
}  # fmt: skip
_AFTER_FILING = tuple(
    step.name
    for step in ordinary.STEPS[[step.name for step in ordinary.STEPS].index("filed") + 1 :]
    if step.name not in ("closed", "archived")
)


def _one_matter(b: Batch, rows: Ints) -> tuple[Ints, Ints]:
    """The second of each pair files some days after the first, on the same act of one party."""
    first, second = rows[0::2], rows[1::2]
    b.restart(second, b.days.add(b.day["filed"][first], b.rng.integers(3, 10, len(first))))
    for name in ("violation_on", "violation_ended_on"):
        b.value[name][second] = b.value[name][first]
    of = b.value.setdefault("party_of", np.arange(b.size))
    of[second] = first
    matters = b.value.setdefault("matter", np.full(b.size, NONE))
    matters[first] = matters[second] = b.value["serial"][first]
    return first, second


def _spare(b: Batch, rows: Ints) -> None:
    b.trait["spared"][rows] = True
    for trait in ("told", "discussed"):
        b.trait[trait][rows] = False


@plant(
    "A08",
    BREAKS,
    "ordinary",
    "他机关已先立案，后立案的机关没有移送，自行作出不予处罚决定",
    **_TWO_BODIES,
)
def later_body_decides(b: Batch, rows: Ints) -> None:
    """罚§25.1, 黑程§8: 由最先立案的行政机关管辖; the later one kept the case to its end."""
    _, second = _one_matter(b, rows)
    _spare(b, second)


@plant(
    "A08", BREAKS, "ordinary", "先立案的机关不予处罚，后立案的机关又对同一行为处罚", **_TWO_BODIES
)
def later_body_fines(b: Batch, rows: Ints) -> None:
    """罚§25.1: the case was the first body's; that only one of them fined changes nothing."""
    first, _ = _one_matter(b, rows)
    _spare(b, first)


@plant("A08", NEAR, "ordinary", "发现他机关已先立案，随即撤销自己的立案", **_TWO_BODIES)
def later_body_withdraws(b: Batch, rows: Ints) -> None:
    """罚§25.1: the first to file keeps the case, and the other one let go of it at once."""
    _, second = _one_matter(b, rows)
    b.drop(second, *_AFTER_FILING)
    b.quick(second, "check", "file")
    b.pin("closed", second, b.days.add(b.day["root"][second], 1))

    def withdraw() -> None:
        b.case["result"][second] = "case_withdrawn"

    b.finish(withdraw)


@plant("A08", EXEMPT, "ordinary", "后立案的机关经共同的上一级机关指定管辖", **_TWO_BODIES)
def later_body_designated(b: Batch, rows: Ints) -> None:
    """罚§25.2, 黑程§10: a designation goes before the order of filing; the first one lets go."""
    first, second = _one_matter(b, rows)
    _spare(b, first)
    b.mark(second, "designated")


def _detain(b: Batch, rows: Ints) -> None:
    """The decision, and the notice before it, hold detention beside the fine."""

    def change() -> None:
        both = b.registry.combination("fine", "detention")
        b.value["kinds"][rows] = both
        b.kinds["notified"][rows] = both

    b.finish(change)


@plant("A09", BREAKS, "ordinary", "城市管理机关决定行政拘留", told=True, sector=("urban",))
def detained_by_a_department(b: Batch, rows: Ints) -> None:
    """罚§18.3: 限制人身自由的行政处罚权只能由公安机关和法律规定的其他机关行使."""
    _detain(b, rows)


@plant("A09", BREAKS, "ordinary", "法律法规授权的组织决定行政拘留", told=True, body="authorized")
def detained_by_an_organization(b: Batch, rows: Ints) -> None:
    """罚§18.3, 19: no authorization reaches as far as personal liberty."""
    _detain(b, rows)


@plant("A09", NEAR, "ordinary", "决定责令停产停业、吊销许可等，没有限制人身自由",
       told=True, **_HEAVY)  # fmt: skip
def heavy_but_free(b: Batch, rows: Ints) -> None:
    """罚§18.3 speaks of personal liberty only; other heavy kinds are a department's business."""


@plant("A09", EXEMPT, "ordinary", "公安机关决定行政拘留", told=True, body="police", item="detained")
def detained_by_the_police(b: Batch, rows: Ints) -> None:
    """罚§18.3: for the police this power is reserved."""
    _detain(b, rows)


_PASSED_ON: dict[str, Any] = {"passed_on": True}


@plant("A14", BREAKS, "referral", "发现不属本机关管辖，一直没有移送",
       sector=("urban", "emergency", "culture", "labour", "forestry", "water"), **_PASSED_ON)  # fmt: skip
def never_passed_on(b: Batch, rows: Ints) -> None:
    """黑程§9: 应当及时移送有管辖权的行政执法单位; years have gone by without it.

    In sectors with a term for filing that term would be broken as well.
    """
    b.drop(rows, "transferred", "transfer_told")


@plant("A14", BREAKS, "referral", "移送有管辖权的机关，没有通知当事人", **_PASSED_ON)
def passed_on_in_silence(b: Batch, rows: Ints) -> None:
    """黑程§9: 并通知行政相对人; nobody told the party where the case had gone."""
    b.drop(rows, "transfer_told")


@plant("A14", BREAKS, "referral", "受移送的机关又自行移送", **_PASSED_ON)
def passed_on_again(b: Batch, rows: Ints) -> None:
    """黑程§9: 受移送的行政执法单位不得再自行移送."""
    b.mark(rows, "received_by_transfer")


@plant("A14", NEAR, "referral", "发现不属管辖当日移送并通知当事人", **_PASSED_ON)
def passed_on_the_same_day(b: Batch, rows: Ints) -> None:
    """黑程§9: at once, and with word to the party."""
    b.quick(rows, "pass")


@plant("A14", NEAR, "ordinary", "他机关移送而来，本机关自己办到作出决定")
def received_and_kept(b: Batch, rows: Ints) -> None:
    """黑程§9: who received the case handles it."""
    b.mark(rows, "received_by_transfer")


@plant("A14", EXEMPT, "referral", "受移送的机关报请指定管辖后移送被指定的机关", **_PASSED_ON)
def passed_on_by_designation(b: Batch, rows: Ints) -> None:
    """黑程§9, 10: what is forbidden is to pass it on 自行; here the superior decided."""
    b.mark(rows, "received_by_transfer", "designated")
