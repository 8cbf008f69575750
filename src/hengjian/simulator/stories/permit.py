"""The permit: application, supplement, acceptance, review, decision, licence.

Serves the simulator with 许可法's terms, all of them in working days (§82): supplement told within
5, decided within 20 (10 more with approval), the licence within 10. Renewals are decided before the
old permit ends (§50); a refused applicant is told why and how to object (§38).
"""

import numpy as np

from hengjian.simulator.batch import Batch, Doc, Step
from hengjian.simulator.days import NONE, Ints, latest, months_later, plus, present
from hengjian.simulator.stories import casting

TERM = 20
_VALID_MONTHS = 84
STOPS = ("expert_review", "testing", "hearing")

STEPS = (
    Step("applied", "applied", mode="written"),
    Step("supplement_told", "supplement_told", ("applied",), "one", doc="补正01"),
    Step("told_again", "supplement_told", ("supplement_told",), "one", doc="补正02"),
    Step("supplemented", "supplemented", ("supplement_told",)),
    Step("accepted", "accepted", ("applied", "supplemented"), "one", doc="受理01"),
    Step("card_shown", "certificate_shown", ("accepted",), "handlers"),
    Step("verified_on_site", "verified_on_site", ("accepted", "card_shown"), "handlers", doc="核查01"),
    Step("clock_stopped", "clock_stopped", ("accepted",), doc="告知01", note="所需时间已书面告知申请人"),
    Step("permit_extended", "permit_extended", (), doc="延期01", note="负责人批准，延长理由已告知申请人"),
    Step("hearing_told", "hearing_told", ("accepted",), "one", mode="written"),
    Step("hearing_requested", "hearing_requested", ("hearing_told",), mode="written"),
    Step("hearing_notified", "hearing_notified", ("hearing_requested",), doc="听通01"),
    Step(
        "hearing_held", "hearing_held", (), "host", mode="public", doc="听证01", present=True, lasts=100,
        latest=9 * 60 + 30,
    ),
    Step("hearing_fee_charged", "hearing_fee_charged", ("hearing_held",)),
    Step("hearing_reported", "hearing_reported", ("hearing_held",), "host"),
    Step("legally_reviewed", "legally_reviewed", ("hearing_reported", "verified_on_site", "accepted"),
         "reviewer", mode="passed", doc="审核01"),
    Step("decided", "decided", ("verified_on_site", "accepted", "legally_reviewed"), doc="决定01"),
    Step("served", "served", ("decided",), mode="direct", doc="决定01"),
    Step("licence_issued", "licence_issued", ("decided", "served"), doc="证件01"),
    Step("published", "published", ("decided",)),
    Step("closed", "closed", ("licence_issued", "served")),
    Step("archived", "archived", ("closed",)),
)  # fmt: skip

_SEAL = ("organ_and_date", "seal")
DECISION = ("party", "facts", "basis", "reasons", "performance", "remedies", *_SEAL)
DOCS = (
    Doc("补正01", "other", "supplement_told", ("party", "reasons", "term", *_SEAL)),
    Doc("补正02", "other", "told_again", ("party", "reasons", "term", *_SEAL)),
    Doc("受理01", "permit_receipt", "accepted", ("party", *_SEAL)),
    Doc("核查01", "site_record", "verified_on_site", ("party", "facts", "organ_and_date")),
    Doc("告知01", "other", "clock_stopped", ("party", "reasons", "term", *_SEAL)),
    Doc("延期01", "other", "permit_extended", ("party", "reasons", "term", *_SEAL)),
    Doc("听通01", "hearing_notice", "hearing_notified", ("party", "term", *_SEAL)),
    Doc("听证01", "hearing_record", "hearing_held",
        ("party", "facts", "officers_signed", "party_signed", "organ_and_date")),
    Doc("审核01", "review_opinion", "legally_reviewed", ("facts", "basis", "organ_and_date")),
    Doc("决定01", "permit_decision", "decided", DECISION, only="~refused"),
    Doc("决定01", "refusal_decision", "decided", DECISION, only="refused"),
    Doc("证件01", "other", "licence_issued", ("party", "object", "term", *_SEAL)),
)  # fmt: skip


def draw(b: Batch) -> None:
    """Cast and course of each application."""
    casting.begin(b)
    casting.cast(b, np.full(b.size, "permit"))
    size = b.size
    b.value["party_kind"] = b.rng.choice(3, size, p=(0.15, 0.25, 0.6))
    renewal = b.draw_trait("renewal", 0.2)
    b.draw_trait("supplement", 0.25, ~renewal)
    b.draw_trait("told_twice", 0.0)
    b.draw_trait("verified", 0.5)
    stopped = b.draw_trait("stopped", 0.12, ~renewal)
    b.draw_trait("hearing", 0.02, ~renewal & ~stopped)
    b.draw_trait("hearing_fee", 0.0)
    b.draw_trait("extended", 0.05, ~renewal & ~stopped & ~b.trait["hearing"])
    b.draw_trait("refused", 0.06, ~renewal)
    b.draw_trait("deemed", 0.0)
    promised = b.draw_trait("promised", 0.4, ~b.trait["extended"] & ~b.trait["hearing"])
    b.value["promise"] = np.where(promised, 1, NONE)
    b.flags["joint_permit"] = b.draw_trait(
        "joint", 0.01, ~renewal & ~stopped & ~b.trait["hearing"] & ~b.trait["extended"] & ~promised
    )
    for name, low, high in (
        ("tell", 0, 4), ("tell_again", 3, 5), ("supplement", 1, 12), ("accept", 0, 1),
        ("verify", 1, 5), ("decide", 2, 17), ("decide_extended", 21, 28), ("decide_joint", 21, 40),
        ("extend_on", 14, 18), ("stop_from", 1, 3), ("stop_for", 4, 20), ("tell_hearing", 1, 2),
        ("request", 0, 3), ("summon", 0, 1), ("hearing", 8, 10), ("report", 1, 1),
        ("after_hearing", 1, 2), ("serve", 0, 2), ("issue", 0, 7), ("publish", 0, 5),
        ("close", 0, 3), ("archive", 2, 20), ("old_permit", 60, 100),
    ):  # fmt: skip
        b.draw_delay(name, low, high)
    b.value["stop_mode"] = b.rng.integers(0, 2, size)


def schedule(b: Batch) -> None:
    """The day of every step."""
    applied = b.at("applied", b.day["root"])
    told = b.at("supplement_told", b.wd(applied, "tell"), only=b.trait["supplement"])
    again = b.at("told_again", b.wd(told, "tell_again"), only=b.trait["told_twice"])
    complete = b.at("supplemented", b.wd(latest(told, again), "supplement"))
    accepted = b.at("accepted", b.wd(latest(applied, complete), "accept"))
    verified = b.at("verified_on_site", b.wd(accepted, "verify"), only=b.trait["verified"])
    b.at("card_shown", verified)
    stop = b.at("clock_stopped", b.wd(accepted, "stop_from"), only=b.trait["stopped"])
    over = b.days.add(stop, b.delay["stop_for"])
    b.until["clock_stopped"] = over
    b.mode["clock_stopped"] = np.array(STOPS)[b.value["stop_mode"]]
    reviewed = _hearing(b, accepted)
    lost = np.where(present(stop), b.days.between(np.maximum(stop, 0), np.maximum(over, 0)), 0)
    late = b.days.add(accepted, b.delay["decide_extended"])
    regular = b.days.add(accepted, b.delay["decide"] + lost)
    joint = b.wd(accepted, "decide_joint")
    on = np.select([b.trait["extended"], b.trait["joint"]], [late, joint], regular)
    decided = b.at("decided", np.where(present(reviewed), reviewed, latest(on, verified)))
    listed = b.registry.item_major[b.value["item"]] & present(decided) & ~present(reviewed)
    own = latest(accepted, verified, b.days.back(decided, 1))
    b.at("legally_reviewed", np.where(listed, own, reviewed))
    b.at("permit_extended", b.wd(accepted, "extend_on"), only=b.trait["extended"])
    b.days_written["permit_extended"] = np.full(b.size, 10)
    _aftermath(b, decided)


def _hearing(b: Batch, accepted: Ints) -> Ints:
    """许§47, 48; the time of the hearing is not counted (§45) and was told in writing."""
    told = b.at("hearing_told", b.wd(accepted, "tell_hearing"), only=b.trait["hearing"])
    requested = b.at("hearing_requested", b.wd(told, "request"))
    summoned = b.at("hearing_notified", b.wd(requested, "summon"))
    held = b.at("hearing_held", b.wd(summoned, "hearing"))
    b.at("hearing_fee_charged", held, only=b.trait["hearing_fee"])
    reported = b.at("hearing_reported", b.capped(held, "report", most=3))
    return b.at("legally_reviewed", b.wd(reported, "after_hearing"))


def _aftermath(b: Batch, decided: Ints) -> None:
    refused = b.trait["refused"]
    served = b.at("served", b.wd(decided, "serve"))
    issued = b.at("licence_issued", b.wd(decided, "issue"), only=~refused)
    b.at("published", b.wd(decided, "publish"))
    closed = b.at("closed", b.wd(latest(served, issued), "close"))
    archived = b.at("archived", b.days.settle(plus(closed, b.delay["archive"])))
    b.day["archived"] = np.where(present(archived), latest(archived, closed), NONE)
    old = plus(b.day["applied"], b.delay["old_permit"])
    new = months_later(np.where(refused, NONE, decided), _VALID_MONTHS)
    b.value["permit_valid_to"] = np.where(b.trait["renewal"], old, new)


def fill(b: Batch) -> None:
    """The columns of the case, once all days stand."""
    decided, accepted = b.day["decided"], b.day["accepted"]
    b.case["result"] = np.select(
        [b.trait["deemed"], ~present(decided), b.trait["refused"]],
        ["deemed_granted", "", "refused"],
        "granted",
    ).astype("U20")
    b.case["permit_valid_to"] = b.value["permit_valid_to"]
    used = b.days.between(np.maximum(accepted, 0), np.maximum(decided, 0))
    stopped = np.where(b.trait["stopped"], b.delay["stop_for"], 0)
    promise = np.minimum(TERM, np.maximum(used - stopped + 1, 10))
    b.case["promised_days"] = np.where(b.value["promise"] == NONE, NONE, promise)
