"""The beginning of a penalty case by ordinary procedure: clue, filing, site, tests, inquiry.

Serves the story `ordinary` with its first half. Cards are shown before every act, records are signed
or say why not, samples are paid for, and what a device saw is reviewed and told (罚§41, 42, 54–56;
黑程§16–21).
"""

import numpy as np

from hengjian.simulator.batch import Batch, Doc, Step
from hengjian.simulator.days import NONE, Ints, latest, plus, present
from hengjian.simulator.stories import police, seizure

PRICE = 20_00
"""What samples cost at least; bodies buy them (黑程§20)."""

STEPS = (
    Step("clue_received", "clue_received"),
    Step("clue_checked", "clue_checked", ("clue_received",), "handlers"),
    Step("check_stopped", "clock_stopped", ("clue_checked",), mode="testing"),
    Step("filing_extended", "filing_extended", ("clue_checked",), note="情况特殊，经负责人批准"),
    Step("filing_approved", "filing_approved", ("clue_checked",), doc="立案01"),
    Step("filed", "filed", ("clue_checked", "filing_approved"), doc="立案01"),
    Step("monitoring_reviewed", "monitoring_reviewed", ("filed",), "one", mode="passed"),
    Step("monitoring_told", "monitoring_told", ("monitoring_reviewed",), mode="electronic",
         note="已告知违法事实，提供网上查询和陈述申辩途径"),
    Step("card_at_site", "certificate_shown", ("filed",), "handlers"),
    Step("site_examined", "site_examined", ("card_at_site",), "handlers", doc="勘验01"),
    Step("preservation_approved", "preservation_approved", ("site_examined",)),
    Step("preserved", "preserved", ("preservation_approved",), "handlers", doc="保存01"),
    Step("preservation_handled", "preservation_handled", ("preserved",)),
    *seizure.TAKING,
    Step("sampled", "sampled", ("site_examined",), "handlers", doc="抽样01"),
    Step("clock_stopped", "clock_stopped", ("sampled",), mode="testing", doc="检测01"),
    Step("stop_told", "stop_told", ("clock_stopped",), mode="written", doc="检测01"),
    Step("tested", "tested", ("clock_stopped", "stop_told"), mode="testing"),
    Step("testing_fee_charged", "testing_fee_charged", ("tested",)),
    Step("test_told", "test_told", ("tested",), mode="written", doc="检告01"),
    Step("correction_ordered", "correction_ordered", ("site_examined",), doc="改正01"),
    Step("card_at_inquiry", "certificate_shown", ("filed", "site_examined"), "handlers"),
    Step("inquired", "inquired", ("card_at_inquiry",), "handlers", doc="询问01"),
    Step("recusal_requested", "recusal_requested", ("inquired",), mode="oral"),
    Step("recusal_decided", "recusal_decided", ("recusal_requested",), "one", mode="failed",
         note="经审查不具有应当回避的情形，已口头告知当事人"),
    *police.STEPS,
    Step("decision_extended", "decision_extended", ("inquired",)),
    Step(
        "investigation_ended", "investigation_ended",
        ("inquired", "test_told", "monitoring_told", "police_reconsideration_asked"), "handlers",
    ),
)  # fmt: skip

_SEAL = ("organ_and_date", "seal")
_RECORD = ("party", "facts", "officers_signed", "organ_and_date")

DOCS = (
    Doc("立案01", "filing_form", "filed", ("party", "facts", "basis", "organ_and_date")),
    Doc(
        "勘验01", "site_record", "site_examined", _RECORD,
        (("signed_site", "party_signed"), ("refused_site", "refusal_noted")),
    ),
    Doc("保存01", "preservation_list", "preserved", ("party", "object", "party_signed", *_SEAL)),
    Doc("抽样01", "sample_list", "sampled", ("party", "object", "party_signed", "handed_over", *_SEAL)),
    Doc("检测01", "other", "clock_stopped", ("party", "reasons", "term", *_SEAL)),
    Doc("检告01", "test_notice", "test_told", ("party", "facts", "retest_right", *_SEAL)),
    Doc("改正01", "correction_order", "correction_ordered", ("party", "facts", "basis", "term", *_SEAL)),
    Doc(
        "询问01", "inquiry_record", "inquired", _RECORD,
        (("signed_inquiry", "party_signed"), ("refused_inquiry", "refusal_noted")),
    ),
    *police.DOCS,
)  # fmt: skip


def draw(b: Batch) -> None:
    """Signatures, samples, recusals and the delays of this part; after the case's own traits."""
    on_spot = ~b.trait["monitored"]
    for place in ("site", "inquiry"):
        refused = b.draw_trait(f"refused_{place}", 0.02, on_spot)
        b.trait[f"signed_{place}"] = ~refused
    b.flags["free_sample_by_law"] = b.draw_trait("free_sample", 0.15, b.trait["tested"])
    price = PRICE + 10_00 * b.rng.integers(0, 40, b.size)
    b.amount["sampled"] = np.where(b.trait["free_sample"], NONE, price)
    b.draw_trait("recusal", 0.02, on_spot)
    b.value["device"] = np.where(
        on_spot, NONE, b.registry.devices.of(b.value["body"], b.rng.integers(0, 1 << 20, b.size))
    )
    for trait in ("stopped_check", "filing_late", "fee_charged"):
        b.draw_trait(trait, 0.0)
    for name, low, high in (
        ("check", 0, 2), ("file", 0, 2), ("site", 0, 3), ("inquiry", 1, 6), ("handle", 1, 4),
        ("test_from", 1, 3), ("told_test", 0, 2), ("recuse", 0, 1), ("tell_seen", 0, 2),
    ):  # fmt: skip
        b.draw_delay(name, low, high)


def begin(b: Batch) -> Ints:
    """From the clue to the filing; the day of the filing."""
    clue = b.at("clue_received", b.day["root"])
    checked = b.at("clue_checked", b.capped(clue, "check", most=5))
    stopped = b.at("check_stopped", checked, only=b.trait["stopped_check"])
    b.until["check_stopped"] = plus(stopped, 20)
    b.at("filing_extended", checked, only=b.trait["filing_late"])
    approved = b.at("filing_approved", b.capped(checked, "file", most=6, since=clue))
    return b.at("filed", approved)


def investigate(b: Batch, filed: Ints) -> Ints:
    """From the filing to the end of the investigation; its day."""
    on_spot = ~b.trait["monitored"]
    site = b.wd(filed, "site")
    seen = b.at("monitoring_reviewed", site, only=~on_spot)
    b.at("monitoring_told", b.wd(seen, "tell_seen"))
    for step in ("card_at_site", "site_examined"):
        b.at(step, site, only=on_spot)
    for step in ("preservation_approved", "preserved"):
        b.at(step, site, only=b.trait["preserve"])
    b.at("preservation_handled", b.wd(b.day["preserved"], "handle"))
    seizure.take(b, site)
    told = _test(b, site)
    b.at("correction_ordered", np.where(on_spot, site, filed))
    inquiry = b.wd(site, "inquiry")
    for step in ("card_at_inquiry", "inquired"):
        b.at(step, inquiry, only=on_spot)
    asked = b.at("recusal_requested", b.day["inquired"], only=b.trait["recusal"])
    b.at("recusal_decided", b.wd(asked, "recuse"))
    back = police.schedule(b, b.day["inquired"], suspected="suspected", returned="suspected")
    regular = b.wd(latest(inquiry, told, b.day["monitoring_told"], back), "end")
    long = b.days.roll(plus(filed, b.delay["long"]))
    b.at(
        "decision_extended",
        b.days.roll(plus(filed, b.delay["extend_on"])),
        only=b.trait["extended"],
    )
    b.days_written["decision_extended"] = np.full(b.size, 30)
    return b.at("investigation_ended", np.where(b.trait["extended"], long, regular))


def _test(b: Batch, site: Ints) -> Ints:
    """Sample, test, result told in writing; the day on which it was told."""
    tested = b.trait["tested"]
    b.at("sampled", site, only=tested)
    stopped = b.at("clock_stopped", b.wd(site, "test_from"), only=tested)
    over = b.days.roll(plus(stopped, b.delay["tests"]))
    b.at("stop_told", stopped)
    b.until["clock_stopped"] = b.until["stop_told"] = over
    b.at("tested", over)
    b.at("testing_fee_charged", over, only=b.trait["fee_charged"])
    return b.at("test_told", b.wd(over, "told_test"))


def film(b: Batch) -> None:
    """Who refuses to sign is filmed (黑程§19)."""
    b.film(np.flatnonzero(b.trait["refused_site"]), "site_examined")
    b.film(np.flatnonzero(b.trait["refused_inquiry"]), "inquired")


def evidence(b: Batch) -> Ints:
    """Which kinds of evidence (罚§46) each case has gathered, as numbers of combinations."""
    seen, tested = b.trait["monitored"], present(b.day["tested"])
    preserved = present(b.day["preserved"]) | present(b.day["measure_taken"])
    kinds = (
        ("documentary", b.rng.random(b.size) < 0.7),
        ("physical", preserved),
        ("audiovisual", seen),
        ("electronic", seen | (b.rng.random(b.size) < 0.2)),
        ("testimony", ~seen & (b.rng.random(b.size) < 0.15)),
        ("statement", present(b.day["inquired"])),
        ("expert", tested),
        ("site", present(b.day["site_examined"])),
    )
    code = np.zeros(b.size, dtype=np.int64)
    for bit, (_, there) in enumerate(kinds):
        code |= there.astype(np.int64) << bit
    found = np.full(b.size, NONE)
    for value in np.unique(code):
        names = [name for bit, (name, _) in enumerate(kinds) if value >> bit & 1]
        if names:
            found[code == value] = b.registry.combination(*names)
    return np.where(present(b.day["investigation_ended"]), found, NONE)
