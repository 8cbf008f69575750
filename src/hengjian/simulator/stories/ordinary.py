"""The penalty by ordinary procedure, from the clue to the decision.

Serves the simulator with the longest story; its parts are told in `investigation`, `hearing` and,
from the decision on, in `aftermath`. Delays are drawn so that the strictest of the sector rules is
kept; nothing here breaks a term unless a plant makes it.
"""

import numpy as np

from hengjian.simulator.batch import Batch, Doc, Step
from hengjian.simulator.days import NONE, latest
from hengjian.simulator.stories import (
    aftermath,
    casting,
    hearing,
    investigation,
    penalty,
    police,
    seizure,
)

EXTENDING = ("market", "agriculture", "housing", "transport")
"""Sectors whose procedure rules allow 30 days more (市监§64, 农业§58, 住建§29, 交通§78)."""

STEPS = (
    *investigation.STEPS,
    *hearing.STEPS,
    Step("review_sent", "review_sent",
         ("investigation_ended", "hearing_reported", "notified", "defence_rechecked")),
    Step("review_failed", "legally_reviewed", ("review_sent",), "reviewer", mode="failed"),
    Step(
        "legally_reviewed", "legally_reviewed", ("review_sent", "review_failed"), "reviewer",
        mode="passed", doc="审核01",
    ),
    Step("discussed", "discussed", ("legally_reviewed",), doc="讨论01"),
    Step(
        "decided", "decided",
        ("legally_reviewed", "discussed", "defence_waived", "hearing_waived"), doc="决定01",
    ),
    *aftermath.SERVICE,
    *aftermath.DISCLOSURE,
    *aftermath.EXECUTION,
    *seizure.ENDING,
)  # fmt: skip

DOCS = (
    *investigation.DOCS,
    *seizure.TAKING_DOCS,
    *seizure.ENDING_DOCS,
    *hearing.DOCS,
    Doc("审核01", "review_opinion", "legally_reviewed", ("facts", "basis", "organ_and_date")),
    Doc("讨论01", "meeting_record", "discussed", ("facts", "basis", "organ_and_date")),
    *aftermath.DECISIONS,
    *aftermath.DOCS,
)  # fmt: skip


def draw(b: Batch) -> None:
    """Cast, traits, sums and delays of each case."""
    casting.begin(b)
    share = b.rng.random(b.size)
    classes = np.select(
        [share < 0.11, share < 0.25, share < 0.29], ["heavy", "fixed", "monitored"], "graded"
    )
    for wants, rows in b.wants:
        classes[rows] = wants.get("class", "graded")
    casting.cast(b, classes)
    penalty.draw(b)
    _traits(b)
    investigation.draw(b)
    seizure.draw(b)
    hearing.draw(b)
    for name, low, high in (
        ("end", 2, 18), ("send", 0, 1), ("review", 0, 2), ("discuss", 0, 2), ("decide", 0, 2),
        ("tests", 8, 35), ("long", 80, 85), ("extend_on", 70, 75),
    ):  # fmt: skip
        b.draw_delay(name, low, high)
    _keep_short(b)
    aftermath.draw(b)


def _traits(b: Batch) -> None:
    registry, body, item = b.registry, b.value["body"], b.value["item"]
    sector = registry.item_sector[item]
    monitored = registry.item_class[item] == "monitored"
    b.trait["monitored"] = monitored
    spared = b.draw_trait("spared", 0.05, ~monitored & ~b.trait["heavy"])
    for flag in ("corrected", "minor_offence", "no_harm"):
        b.flags[flag] = spared.copy()
    on_spot = ~monitored
    department = np.array([x.kind == "agency" for x in registry.bodies])[body]
    measure = b.draw_trait(
        "measure", 0.35, registry.item_measured[item] & department & on_spot & ~spared
    )
    hearing = b.draw_trait("hearing", 0.1, ~spared & ~monitored & (sector != "natural_resources"))
    told = (b.trait["heavy"] | b.trait["large"] | hearing) & ~spared
    for wants, rows in b.wants:
        if "told" in wants:
            told[rows] = wants["told"]
    b.trait["told"] = told
    b.draw_trait("tested", 0.12, ~measure & ~hearing & on_spot & ~spared)
    b.draw_trait("preserve", 0.15, ~measure & on_spot & ~spared)
    may_extend = np.isin(registry.body_sector[body], EXTENDING) & ~monitored & ~spared
    b.draw_trait("extended", 0.05, may_extend & ~hearing & ~measure & ~b.trait["tested"])
    quiet = ~hearing & ~b.trait["tested"] & ~b.trait["extended"] & on_spot & ~spared
    suspected = b.draw_trait("suspected", 0.006, quiet & ~measure & (sector != "natural_resources"))
    b.flags["crime_suspected"] = suspected.copy()
    police.draw(b, returned="suspected")
    b.draw_trait("defended", 0.25, ~spared)
    b.draw_trait("waived", 0.3, ~spared & ~b.trait["defended"] & ~hearing)
    b.draw_trait("hearing_waived", 0.3, told & ~hearing)
    b.draw_trait("seized_longer", 0.3, measure)
    b.draw_trait("goods", 0.5, measure & registry.item_has("confiscate_goods")[item])
    for flag, share in (
        ("complex", 0.05), ("major", 0.03), ("public_interest", 0.01), ("social_impact", 0.06),
        ("health_safety", 0.03),
    ):  # fmt: skip
        b.flags[flag] = b.draw_trait(flag, share, ~spared)
    b.flags["mitigating"] = b.trait["mitigating"]
    b.flags["major_rights"] = hearing
    b.flags["e_monitoring"] = monitored
    heavy = b.trait["heavy"] | b.trait["large"]
    grave = told | heavy | b.flags["complex"] | b.flags["major"] | b.flags["public_interest"]
    b.trait["discussed"] = grave | b.draw_trait("talked_over", 0.08)
    b.draw_trait("warned", 0.25, registry.item_has("warning")[item])
    for name in ("refailed", "renotice", "unarchived", "brief"):
        b.draw_trait(name, 0.0)


def _keep_short(b: Batch) -> None:
    """Hearings leave less time to investigate; 自然资源 decides in 60 days (办法§32).

    Where the term was extended, what is left after it is enough only without delay.
    """
    for name, most in (
        ("notice", 1),
        ("window", 6),
        ("send", 0),
        ("review", 1),
        ("discuss", 1),
        ("decide", 1),
    ):
        shorter = np.minimum(b.delay[name], most)
        b.delay[name] = np.where(b.trait["extended"], shorter, b.delay[name])
    land = b.registry.item_sector[b.value["item"]] == "natural_resources"
    end = b.delay["end"]
    brief = b.trait["brief"] | b.trait["suspected"]
    b.delay["end"] = np.select(
        [brief, b.trait["hearing"], land], [1 + end % 2, 1 + end % 6, 1 + end % 5], end
    )


def schedule(b: Batch) -> None:
    """The day of every step."""
    ended = investigation.investigate(b, investigation.begin(b))
    ready = hearing.hear(b, ended)
    sent = b.at("review_sent", b.wd(ready, "send"))
    b.at("review_failed", sent, only=b.trait["refailed"])
    reviewed = b.at("legally_reviewed", b.capped(sent, "review", most=4))
    discussed = b.at(
        "discussed", b.wd(reviewed, "discuss"), only=b.trait["discussed"] & ~b.trait["spared"]
    )
    decided = b.at("decided", b.wd(latest(sent, reviewed, discussed), "decide"))
    seizure.end(b, decided)
    aftermath.schedule(b, decided)


def fill(b: Batch) -> None:
    """The columns of the case, once all days stand."""
    spared = b.trait["spared"]
    kinds = penalty.kinds_of(
        b, confiscated_goods=b.trait["goods_taken"], fined=np.ones(b.size, dtype=bool)
    )
    b.value["kinds"] = np.where(spared, NONE, kinds)
    for column in ("fine", "confiscated", "illegal_gain"):
        b.case[column] = np.where(spared, penalty.ABSENT, b.case[column])
    for step in ("notified", "renotified"):
        b.amount[step] = b.case["fine"].copy()
        b.kinds[step] = b.value["kinds"].copy()
    b.case["result"] = np.where(spared, "not_penalised", "penalised").astype("U20")
    b.case["procedure"] = np.full(b.size, "ordinary")
    b.value["evidence"] = investigation.evidence(b)
    investigation.film(b)
    seizure.fill(b)
    aftermath.fill(b)
