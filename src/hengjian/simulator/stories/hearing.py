"""Notice, defence and hearing of a penalty case by ordinary procedure.

Serves the story `ordinary` between the investigation and the review (罚§44, 45, 62–65; 黑程§23–27).
Hearings are public unless a secret is at stake, free of charge, and reported within three days.
"""

import numpy as np

from hengjian.simulator.batch import Batch, Doc, Step
from hengjian.simulator.days import Ints, latest

STEPS = (
    Step("card_at_notice", "certificate_shown", ("investigation_ended",), "handlers"),
    Step("notified", "notified", ("investigation_ended", "card_at_notice"), "handlers", doc="告知01"),
    Step("hearing_told", "hearing_told", ("notified",), "handlers", doc="告知01"),
    Step("defence_waived", "defence_waived", ("notified",), mode="written"),
    Step("hearing_waived", "hearing_waived", ("hearing_told",), mode="written"),
    Step("defended", "defended", ("notified",), mode="written"),
    Step("defence_rechecked", "defence_rechecked", ("defended",), "handlers", note="复核意见已说明理由"),
    Step("hearing_requested", "hearing_requested", ("hearing_told",), mode="written"),
    Step("hearing_notified", "hearing_notified", ("hearing_requested",), doc="听通01"),
    Step(
        "hearing_held", "hearing_held", (), "host", doc="听证01", present=True, lasts=110,
        latest=9 * 60 + 30, note="当事人委托一名代理人参加",
    ),
    Step("hearing_fee_charged", "hearing_fee_charged", ("hearing_held",)),
    Step("hearing_reported", "hearing_reported", ("hearing_held",), "host"),
    Step("renotified", "notified", (), "handlers", doc="告知02"),
)  # fmt: skip

_SEAL = ("organ_and_date", "seal")
_NOTICE = ("party", "proposed_penalty", "facts", "reasons", "basis", "defence_right", *_SEAL)

DOCS = (
    Doc("告知01", "notice", "notified", _NOTICE, (("told", "hearing_right"),)),
    Doc("告知02", "notice", "renotified", _NOTICE, (("told", "hearing_right"),)),
    Doc("听通01", "hearing_notice", "hearing_notified", ("party", "term", *_SEAL)),
    Doc(
        "听证01", "hearing_record", "hearing_held",
        ("party", "facts", "officers_signed", "organ_and_date"),
        (("signed_hearing", "party_signed"), ("refused_hearing", "refusal_noted")),
    ),
)  # fmt: skip


def draw(b: Batch) -> None:
    """Whether the hearing is public and its record signed; after the case's own traits."""
    secret = b.draw_trait("secret", 0.05, b.trait["hearing"])
    b.flags["secret"] = secret
    b.mode["hearing_held"] = np.where(secret, "closed", "public")
    refused = b.draw_trait("refused_hearing", 0.04, b.trait["hearing"])
    b.trait["signed_hearing"] = ~refused
    b.draw_trait("hearing_fee", 0.0)
    for name, low, high in (
        ("notice", 1, 4), ("waive", 0, 2), ("defend", 1, 4), ("recheck", 1, 2), ("request", 0, 4),
        ("summon", 1, 2), ("hearing", 9, 12), ("report", 1, 1), ("window", 6, 8),
    ):  # fmt: skip
        b.draw_delay(name, low, high)


def hear(b: Batch, ended: Ints) -> Ints:
    """Notice, defence, hearing; the day from which the review may begin."""
    spared, hearing = b.trait["spared"], b.trait["hearing"]
    notified = b.at("notified", b.wd(ended, "notice"), only=~spared)
    b.at("card_at_notice", notified)
    told = b.at("hearing_told", notified, only=b.trait["told"])
    b.at("defence_waived", b.wd(notified, "waive"), only=b.trait["waived"])
    b.at("hearing_waived", b.wd(told, "waive"), only=b.trait["hearing_waived"])
    defended = b.at("defended", b.wd(notified, "defend"), only=b.trait["defended"])
    rechecked = b.at("defence_rechecked", b.wd(defended, "recheck"))
    requested = b.at("hearing_requested", b.wd(told, "request"), only=hearing)
    summoned = b.at("hearing_notified", b.wd(requested, "summon"))
    held = b.at("hearing_held", b.wd(summoned, "hearing"))
    b.at("hearing_fee_charged", held, only=b.trait["hearing_fee"])
    reported = b.at("hearing_reported", b.capped(held, "report", most=3))
    again = b.at("renotified", b.days.add(notified, 2), only=b.trait["renotice"])
    window = b.wd(latest(notified, again), "window")
    return np.where(spared, ended, latest(window, rechecked, held, reported))
