"""The penalty by ordinary procedure, from the clue to the decision.

Serves the simulator with the longest story: inquiry, preservation, seizure, tests, notice, hearing,
review, discussion. What follows the decision is told in `aftermath`. Delays are drawn so that the
strictest of the sector rules is kept; nothing here breaks a term unless a plant makes it.
"""

import numpy as np

from hengjian.simulator.batch import Batch, Doc, Step
from hengjian.simulator.days import NONE, Bools, Ints, latest, plus, present
from hengjian.simulator.stories import aftermath, casting, penalty

EXTENDING = ("market", "agriculture", "housing", "transport")
"""Sectors whose procedure rules allow 30 days more (市监§64, 农业§58, 住建§29, 交通§78)."""

STEPS = (
    Step("clue_received", "clue_received"),
    Step("clue_checked", "clue_checked", ("clue_received",), "handlers"),
    Step("filing_approved", "filing_approved", ("clue_checked",), doc="立案01"),
    Step("filed", "filed", ("filing_approved",), doc="立案01"),
    Step("monitoring_reviewed", "monitoring_reviewed", ("filed",), "one", mode="passed"),
    Step("card_at_site", "certificate_shown", ("filed",), "handlers"),
    Step("site_examined", "site_examined", ("card_at_site",), "handlers", doc="勘验01"),
    Step("preservation_approved", "preservation_approved", ("site_examined",)),
    Step("preserved", "preserved", ("preservation_approved",), "handlers", doc="保存01"),
    Step("preservation_handled", "preservation_handled", ("preserved",)),
    Step("measure_approved", "measure_approved", ("site_examined",)),
    Step(
        "measure_taken", "measure_taken", ("measure_approved",), "handlers", doc="查扣01",
        present=True, note="已当场告知理由、依据、权利和救济途径，听取陈述申辩",
    ),
    Step("sampled", "sampled", ("site_examined",), "handlers", doc="抽样01"),
    Step("clock_stopped", "clock_stopped", ("sampled",), mode="testing", doc="检测01"),
    Step("tested", "tested", ("clock_stopped",), mode="testing"),
    Step("test_told", "test_told", ("tested",), mode="written"),
    Step("correction_ordered", "correction_ordered", ("site_examined",), doc="改正01"),
    Step("card_at_inquiry", "certificate_shown", ("filed", "site_examined"), "handlers"),
    Step("inquired", "inquired", ("card_at_inquiry",), "handlers", doc="询问01"),
    Step("decision_extended", "decision_extended", ("inquired",)),
    Step("investigation_ended", "investigation_ended", ("inquired", "test_told"), "handlers"),
    Step("notified", "notified", ("investigation_ended",), "handlers", doc="告知01"),
    Step("hearing_told", "hearing_told", ("notified",), "handlers", doc="告知01"),
    Step("defence_waived", "defence_waived", ("notified",), mode="written"),
    Step("hearing_waived", "hearing_waived", ("hearing_told",), mode="written"),
    Step("defended", "defended", ("notified",), mode="written"),
    Step("defence_rechecked", "defence_rechecked", ("defended",), "handlers", note="复核意见已说明理由"),
    Step("hearing_requested", "hearing_requested", ("hearing_told",), mode="written"),
    Step("hearing_notified", "hearing_notified", ("hearing_requested",), doc="听通01"),
    Step(
        "hearing_held", "hearing_held", (), "host", doc="听证01", present=True, lasts=110,
        latest=9 * 60 + 30,
    ),
    Step("hearing_reported", "hearing_reported", ("hearing_held",), "host"),
    Step("renotified", "notified", (), "handlers", doc="告知02"),
    Step("review_sent", "review_sent", ("investigation_ended", "hearing_reported", "notified")),
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
    Step(
        "measure_extended", "measure_extended", (), doc="延期01",
        note="情况复杂，已书面告知当事人并说明理由",
    ),
    Step("measure_handled", "measure_handled", ("decided",), doc="处理01"),
    Step("measure_lifted", "measure_lifted", ("measure_handled",), "handlers"),
)  # fmt: skip

_SEAL = ("organ_and_date", "seal")
_NOTICE = ("party", "proposed_penalty", "facts", "reasons", "basis", "defence_right", *_SEAL)
_MEASURE = ("party", "reasons", "basis", "measure_term", "object", "remedies", *_SEAL)

DOCS = (
    Doc("立案01", "filing_form", "filed", ("party", "facts", "basis", "organ_and_date")),
    Doc("勘验01", "site_record", "site_examined", ("party", "facts", "organ_and_date")),
    Doc("保存01", "preservation_list", "preserved", ("party", "object", *_SEAL)),
    Doc("查扣01", "measure_decision", "measure_taken", _MEASURE),
    Doc("查扣02", "measure_list", "measure_taken", ("party", "object", *_SEAL)),
    Doc("查扣03", "site_record", "measure_taken", ("party", "facts", "object", "organ_and_date")),
    Doc("抽样01", "other", "sampled", ("party", "object", *_SEAL)),
    Doc("检测01", "other", "clock_stopped", ("party", "reasons", "term", *_SEAL)),
    Doc("改正01", "correction_order", "correction_ordered", ("party", "facts", "basis", "term", *_SEAL)),
    Doc("询问01", "inquiry_record", "inquired", ("party", "facts", "organ_and_date")),
    Doc("告知01", "notice", "notified", _NOTICE, (("told", "hearing_right"),)),
    Doc("告知02", "notice", "renotified", _NOTICE, (("told", "hearing_right"),)),
    Doc("听通01", "hearing_notice", "hearing_notified", ("party", "term", *_SEAL)),
    Doc("听证01", "other", "hearing_held", ("party", "facts", "organ_and_date")),
    Doc("审核01", "review_opinion", "legally_reviewed", ("facts", "basis", "organ_and_date")),
    Doc("讨论01", "meeting_record", "discussed", ("facts", "basis", "organ_and_date")),
    Doc(
        "决定01", "decision", "decided",
        ("party", "facts", "reasons", "basis", "kind_and_basis", "performance", "remedies", "bank", *_SEAL),
    ),
    *aftermath.DOCS,
    Doc("延期01", "other", "measure_extended", ("party", "reasons", "term", "remedies", *_SEAL)),
    Doc("处理01", "other", "measure_handled", ("party", "object", "basis", *_SEAL)),
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
    for name, low, high in (
        ("check", 0, 2), ("file", 0, 2), ("site", 0, 3), ("inquiry", 1, 6), ("handle", 1, 4),
        ("test_from", 1, 3), ("told_test", 0, 2), ("end", 2, 18), ("notice", 1, 4), ("waive", 0, 2),
        ("defend", 1, 4), ("recheck", 1, 2), ("request", 0, 4), ("summon", 1, 2), ("hearing", 9, 12),
        ("report", 1, 1), ("window", 6, 8), ("send", 0, 1), ("review", 0, 2), ("discuss", 0, 2),
        ("decide", 0, 2), ("tests", 8, 35), ("long", 80, 85), ("extend_on", 70, 75),
        ("seized", 8, 27), ("seized_long", 34, 57), ("seize_more", 21, 26),
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
    b.flags["corrected"] = b.flags["minor_offence"] = b.flags["no_harm"] = spared
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
    b.delay["end"] = np.select(
        [b.trait["brief"], b.trait["hearing"], land], [1 + end % 2, 1 + end % 6, 1 + end % 5], end
    )


def schedule(b: Batch) -> None:
    """The day of every step."""
    filed = _beginning(b)
    ended = _investigation(b, filed)
    ready = _hearing_of_the_party(b, ended)
    sent = b.at("review_sent", b.wd(ready, "send"))
    b.at("review_failed", sent, only=b.trait["refailed"])
    reviewed = b.at("legally_reviewed", b.capped(sent, "review", most=4))
    discussed = b.at(
        "discussed", b.wd(reviewed, "discuss"), only=b.trait["discussed"] & ~b.trait["spared"]
    )
    decided = b.at("decided", b.wd(latest(sent, reviewed, discussed), "decide"))
    _measures(b, decided)
    aftermath.schedule(b, decided)


def _beginning(b: Batch) -> Ints:
    clue = b.at("clue_received", b.day["root"])
    checked = b.at("clue_checked", b.capped(clue, "check", most=5))
    approved = b.at("filing_approved", b.capped(checked, "file", most=6, since=clue))
    return b.at("filed", approved)


def _investigation(b: Batch, filed: Ints) -> Ints:
    on_spot = ~b.trait["monitored"]
    b.at("monitoring_reviewed", b.wd(filed, "site"), only=~on_spot)
    site = b.wd(filed, "site")
    for step in ("card_at_site", "site_examined"):
        b.at(step, site, only=on_spot)
    for step in ("preservation_approved", "preserved"):
        b.at(step, site, only=b.trait["preserve"])
    b.at("preservation_handled", b.wd(b.day["preserved"], "handle"))
    for step in ("measure_approved", "measure_taken"):
        b.at(step, site, only=b.trait["measure"])
    tested = b.trait["tested"]
    b.at("sampled", site, only=tested)
    stopped = b.at("clock_stopped", b.wd(site, "test_from"), only=tested)
    over = b.days.roll(plus(stopped, b.delay["tests"]))
    b.until["clock_stopped"] = over
    b.at("tested", over)
    told = b.at("test_told", b.wd(over, "told_test"))
    b.at("correction_ordered", np.where(on_spot, site, filed))
    inquiry = b.wd(site, "inquiry")
    for step in ("card_at_inquiry", "inquired"):
        b.at(step, inquiry, only=on_spot)
    regular = b.wd(latest(inquiry, told), "end")
    long = b.days.roll(plus(filed, b.delay["long"]))
    b.at(
        "decision_extended",
        b.days.roll(plus(filed, b.delay["extend_on"])),
        only=b.trait["extended"],
    )
    b.days_written["decision_extended"] = np.full(b.size, 30)
    return b.at("investigation_ended", np.where(b.trait["extended"], long, regular))


def _hearing_of_the_party(b: Batch, ended: Ints) -> Ints:
    """Notice, defence, hearing; the day from which the review may begin."""
    spared, hearing = b.trait["spared"], b.trait["hearing"]
    notified = b.at("notified", b.wd(ended, "notice"), only=~spared)
    told = b.at("hearing_told", notified, only=b.trait["told"])
    b.at("defence_waived", b.wd(notified, "waive"), only=b.trait["waived"])
    b.at("hearing_waived", b.wd(told, "waive"), only=b.trait["hearing_waived"])
    defended = b.at("defended", b.wd(notified, "defend"), only=b.trait["defended"])
    rechecked = b.at("defence_rechecked", b.wd(defended, "recheck"))
    requested = b.at("hearing_requested", b.wd(told, "request"), only=hearing)
    summoned = b.at("hearing_notified", b.wd(requested, "summon"))
    held = b.at("hearing_held", b.wd(summoned, "hearing"))
    reported = b.at("hearing_reported", b.capped(held, "report", most=3))
    again = b.at("renotified", b.days.add(notified, 2), only=b.trait["renotice"])
    window = b.wd(latest(notified, again), "window")
    return np.where(spared, ended, latest(window, rechecked, reported))


def confiscates_goods(b: Batch) -> Bools:
    """Goods under seizure are confiscated only if the decision comes within its term (强§27)."""
    limit = np.where(b.trait["seized_longer"], 58, 28)
    passed = b.day["decided"] - b.day["measure_taken"]
    return b.trait["goods"] & (passed <= limit) & present(b.day["measure_taken"])


def _measures(b: Batch, decided: Ints) -> None:
    taken, longer = b.day["measure_taken"], b.trait["seized_longer"]
    more = b.days.settle(plus(taken, b.delay["seize_more"]))
    b.at("measure_extended", more, only=longer & ((decided > more) | ~present(decided)))
    b.days_written["measure_extended"] = np.full(b.size, 30)
    held = np.where(longer, b.delay["seized_long"], b.delay["seized"])
    released = b.days.settle(plus(taken, held))
    goods = confiscates_goods(b)
    b.trait["goods_taken"] = goods
    done = present(decided)
    handled = np.where(done & (goods | (decided < released)), decided, released)
    b.at("measure_handled", np.where(present(taken), handled, NONE))
    b.at("measure_lifted", b.day["measure_handled"], only=~goods)


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
    aftermath.fill(b)
