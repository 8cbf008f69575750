"""Measures in the course of a penalty case: sealing, detaining, freezing, restraint of a person.

Serves the story `ordinary` with 强制法 chapter 3: approved first, told and heard on the spot, a record
that is signed, a decision and a list handed over (§18, 24), frozen money notified within three
working days (§31), and an end in time (§25, 27). Freezing and restraint come with plants alone.
"""

import numpy as np

from hengjian.simulator.batch import Batch, Doc, Step
from hengjian.simulator.days import NONE, Bools, Ints, plus, present

TAKING = (
    Step("measure_approved", "measure_approved", ("site_examined",)),
    Step(
        "measure_told", "measure_told", ("site_examined", "measure_approved"), "handlers",
        mode="oral", present=True, note="已当场告知理由、依据、权利和救济途径",
    ),
    Step(
        "measure_heard", "measure_heard", ("measure_told",), "handlers", mode="oral", present=True,
        note="听取陈述申辩并记入现场笔录",
    ),
    Step(
        "measure_taken", "measure_taken", ("measure_approved", "measure_heard"), "handlers",
        doc="查扣01", present=True,
    ),
    Step("card_at_delivery", "certificate_shown", (), "handlers"),
    Step(
        "measure_served", "measure_served", ("measure_taken", "card_at_delivery"), "handlers", mode="direct",
        doc="查扣01",
    ),
    Step("family_told", "family_told", ("measure_taken",), "one", mode="oral",
         note="已告知家属实施机关、地点和期限"),
)  # fmt: skip

ENDING = (
    Step("measure_extended", "measure_extended", (), doc="延期01",
         note="情况复杂，已书面告知当事人并说明理由"),
    Step("measure_handled", "measure_handled", ("decided",), doc="处理01"),
    Step("measure_lifted", "measure_lifted", ("measure_handled",), "handlers"),
    Step("storage_fee_charged", "storage_fee_charged", ("measure_lifted",)),
)  # fmt: skip

_SEAL = ("organ_and_date", "seal")
_MEASURE = ("party", "reasons", "basis", "measure_term", "object", "remedies", *_SEAL)
_RECORD = ("party", "facts", "object", "officers_signed", "organ_and_date")
TAKING_DOCS = (
    Doc("查扣01", "measure_decision", "measure_taken", _MEASURE, (("seized", "handed_over"),)),
    Doc(
        "查扣02", "measure_list", "measure_taken",
        ("party", "object", "officers_signed", "party_signed", "handed_over", *_SEAL),
        only="seized",
    ),
    Doc(
        "查扣03", "site_record", "measure_taken", _RECORD,
        (
            ("signed_measure", "party_signed"), ("refused_measure", "refusal_noted"),
            ("witnessed_measure", "witness"),
        ),
    ),
)  # fmt: skip
ENDING_DOCS = (
    Doc("延期01", "measure_extension", "measure_extended",
        ("party", "reasons", "basis", "term", "remedies", "handed_over", *_SEAL)),
    Doc("处理01", "other", "measure_handled", ("party", "object", "basis", *_SEAL)),
)  # fmt: skip


def draw(b: Batch) -> None:
    """Which measure it is, who signs the record, and how long things take."""
    first = np.array([(*item.measures, "")[0] for item in b.registry.items])[b.value["item"]]
    b.trait["frozen"] = b.trait["measure"] & (first == "freeze")
    b.trait["restrained"] = b.trait["measure"] & (first == "liberty")
    b.trait["seized"] = b.trait["measure"] & np.isin(first, ("seal", "detain"))
    refused = b.draw_trait("refused_measure", 0.05, b.trait["measure"] & ~b.trait["frozen"])
    b.trait["signed_measure"] = ~refused & ~b.trait["frozen"]
    b.draw_trait("witnessed_measure", 0.0)
    b.draw_trait("storage_charged", 0.0)
    b.value["frozen_sum"] = 10_000_00 + 1_000_00 * b.rng.integers(0, 200, b.size)
    for name, low, high in (
        ("seized", 8, 27), ("seized_long", 34, 57), ("seize_more", 21, 26), ("tell_frozen", 0, 2),
        ("restrained", 3, 9),
    ):  # fmt: skip
        b.draw_delay(name, low, high)


def take(b: Batch, site: Ints) -> None:
    """The measure on the day on which the site was examined."""
    hands_on = b.trait["measure"] & ~b.trait["frozen"]
    for step in ("measure_told", "measure_heard"):
        b.at(step, site, only=hands_on)
    for step in ("measure_approved", "measure_taken"):
        b.at(step, site, only=b.trait["measure"])
    taken = b.day["measure_taken"]
    notified = b.wd(taken, "tell_frozen")
    brought = b.at("measure_served", np.where(b.trait["frozen"], notified, taken))
    b.at("card_at_delivery", np.where(brought == taken, NONE, brought))
    b.at("family_told", taken, only=b.trait["restrained"])
    b.amount["measure_taken"] = np.where(b.trait["frozen"], b.value["frozen_sum"], NONE)


def confiscates_goods(b: Batch) -> Bools:
    """Goods under seizure are confiscated only if the decision comes within its term (强§27)."""
    limit = np.where(b.trait["seized_longer"], 58, 28)
    passed = b.day["decided"] - b.day["measure_taken"]
    return b.trait["goods"] & (passed <= limit) & present(b.day["measure_taken"])


def end(b: Batch, decided: Ints) -> None:
    """Extension, decision on what was seized, and its return on the same day (强§25, 27, 28)."""
    taken = b.day["measure_taken"]
    longer = b.trait["seized_longer"] & ~b.trait["restrained"]
    more = b.days.settle(plus(taken, b.delay["seize_more"]))
    b.at("measure_extended", more, only=longer & ((decided > more) | ~present(decided)))
    b.days_written["measure_extended"] = np.full(b.size, 30)
    held = np.where(longer, b.delay["seized_long"], b.delay["seized"])
    held = np.where(b.trait["restrained"], b.delay["restrained"], held)
    released = b.days.settle(plus(taken, held))
    goods = confiscates_goods(b)
    b.trait["goods_taken"] = goods
    handled = np.where(present(decided) & (goods | (decided < released)), decided, released)
    b.at("measure_handled", np.where(present(taken), handled, NONE))
    lifted = b.at("measure_lifted", b.day["measure_handled"], only=~goods)
    b.at("storage_fee_charged", lifted, only=b.trait["storage_charged"])


def fill(b: Batch) -> None:
    """Sums that were at stake where money was frozen."""
    rows = np.flatnonzero(b.trait["frozen"] & present(b.day["measure_taken"]))
    if len(rows):
        b.write(rows, "sum_involved", b.value["frozen_sum"][rows].tolist())
        b.leave_unfilmed(rows, "measure_taken")
