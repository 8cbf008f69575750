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
    Step("not_accepted", "not_accepted", ("applied",), "one", doc="受理02",
         note="不属于本机关职权范围，已告知向有关机关申请"),
    Step("test_assigned", "test_assigned", ("accepted",), "handlers"),
    Step("card_shown", "certificate_shown", ("accepted",), "handlers"),
    Step("verified_on_site", "verified_on_site", ("accepted", "card_shown"), "handlers", doc="核查01"),
    Step("clock_stopped", "clock_stopped", ("accepted", "test_assigned")),
    Step("stop_told", "stop_told", ("clock_stopped",), "one", mode="written", doc="告知01"),
    Step("passed_up", "passed_up", ("verified_on_site", "accepted"), doc="初审01",
         note="初步审查意见和全部申请材料直接报送上级机关"),
    Step("resubmission_demanded", "resubmission_demanded", ("passed_up",)),
    Step("permit_extended", "permit_extended", (), doc="延期01", note="经批准，延长理由已告知申请人"),
    Step("hearing_told", "hearing_told", ("accepted",), "one", mode="written"),
    Step("hearing_requested", "hearing_requested", ("hearing_told",), mode="written"),
    Step("hearing_stop", "clock_stopped", ("hearing_requested",), mode="hearing"),
    Step("hearing_stop_told", "stop_told", ("hearing_stop",), "one", mode="written", doc="告知02"),
    Step("hearing_notified", "hearing_notified", ("hearing_requested",), doc="听通01"),
    Step(
        "hearing_held", "hearing_held", (), "host", mode="public", doc="听证01", present=True, lasts=100,
        latest=9 * 60 + 30,
    ),
    Step("hearing_fee_charged", "hearing_fee_charged", ("hearing_held",)),
    Step("hearing_reported", "hearing_reported", ("hearing_held",), "host"),
    Step("legally_reviewed", "legally_reviewed", ("hearing_reported", "verified_on_site", "accepted"),
         "reviewer", mode="passed", doc="审核01"),
    Step("decided", "decided", ("verified_on_site", "accepted", "legally_reviewed", "passed_up"),
         doc="决定01"),
    Step("permit_fee_charged", "permit_fee_charged", ("decided",)),
    Step("served", "served", ("decided",), mode="direct", doc="决定01"),
    Step("licence_issued", "licence_issued", ("decided", "served"), doc="证件01"),
    Step("published", "published", ("decided",)),
    Step("decision_changed", "decision_changed", (), note="经行政复议、行政诉讼或者依法撤销"),
    Step("unpublished", "unpublished", ("published", "decision_changed")),
    Step("closed", "closed", ("licence_issued", "served", "not_accepted")),
    Step("archived", "archived", ("closed",)),
    Step("cancel_ground_arisen", "cancel_ground_arisen", (), note="已查明存在应当注销许可的情形"),
    Step("permit_cancelled", "permit_cancelled", ("cancel_ground_arisen", "decision_changed"), doc="注销01"),
)  # fmt: skip

_SEAL = ("organ_and_date", "seal")
DECISION = ("party", "facts", "basis", "reasons", "performance", "remedies", *_SEAL)
DOCS = (
    Doc("补正01", "other", "supplement_told", ("party", "reasons", "term", *_SEAL)),
    Doc("补正02", "other", "told_again", ("party", "reasons", "term", *_SEAL)),
    Doc("受理01", "permit_receipt", "accepted", ("party", *_SEAL)),
    Doc("受理02", "permit_receipt", "not_accepted", ("party", "reasons", "remedies", *_SEAL)),
    Doc("初审01", "other", "passed_up", ("party", "facts", "reasons", *_SEAL)),
    Doc("注销01", "other", "permit_cancelled", ("party", "reasons", "basis", *_SEAL)),
    Doc("核查01", "site_record", "verified_on_site",
        ("party", "facts", "officers_signed", "party_signed", "organ_and_date")),
    Doc("告知01", "other", "stop_told", ("party", "reasons", "term", *_SEAL)),
    Doc("告知02", "other", "hearing_stop_told", ("party", "reasons", "term", *_SEAL)),
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
    unaccepted = b.draw_trait("unaccepted", 0.02, ~renewal)
    b.draw_trait("supplement", 0.25, ~renewal & ~unaccepted)
    b.draw_trait("told_twice", 0.0)
    b.draw_trait("verified", 0.5)
    stopped = b.draw_trait("stopped", 0.12, ~renewal)
    b.draw_trait("hearing", 0.02, ~renewal & ~stopped)
    b.draw_trait("hearing_fee", 0.0)
    b.draw_trait("extended", 0.05, ~renewal & ~stopped & ~b.trait["hearing"])
    refused = b.draw_trait("refused", 0.06, ~renewal & ~unaccepted)
    b.flags["false_material"] = b.draw_trait("false_material", 0.15, refused)
    b.draw_trait("deemed", 0.0)
    b.draw_trait("passed_up", 0.03, ~renewal & ~stopped & ~b.trait["hearing"])
    charged = b.draw_trait("charged", 0.02)
    b.flags["fee_by_law"] = b.draw_trait("fee_by_law", 1.0, charged)
    b.draw_trait("cancelled", 0.03, ~refused & ~unaccepted)
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
        ("close", 0, 3), ("archive", 2, 20), ("old_permit", 60, 100), ("assign", 0, 3),
        ("pass_up", 1, 6), ("turn_away", 0, 2), ("ground", 120, 700), ("cancel", 1, 10),
    ):  # fmt: skip
        b.draw_delay(name, low, high)
    b.value["stop_mode"] = b.rng.integers(0, 2, size)
    for wants, rows in b.wants:
        if "stop" in wants:
            b.value["stop_mode"][rows] = STOPS.index(wants["stop"])


def schedule(b: Batch) -> None:
    """The day of every step."""
    applied = b.at("applied", b.day["root"])
    told = b.at("supplement_told", b.wd(applied, "tell"), only=b.trait["supplement"])
    again = b.at("told_again", b.wd(told, "tell_again"), only=b.trait["told_twice"])
    complete = b.at("supplemented", b.wd(latest(told, again), "supplement"))
    accepted = b.at(
        "accepted", b.wd(latest(applied, complete), "accept"), only=~b.trait["unaccepted"]
    )
    b.at("not_accepted", b.wd(applied, "turn_away"), only=b.trait["unaccepted"])
    verified = b.at("verified_on_site", b.wd(accepted, "verify"), only=b.trait["verified"])
    b.at("card_shown", verified)
    stop, over = _stop(b, accepted)
    reviewed = _hearing(b, accepted)
    lost = np.where(present(stop), b.days.between(np.maximum(stop, 0), np.maximum(over, 0)), 0)
    late = b.days.add(accepted, b.delay["decide_extended"])
    passed = b.at("passed_up", b.wd(accepted, "pass_up"), only=b.trait["passed_up"])
    b.at("resubmission_demanded", np.full(b.size, NONE))
    least = np.where(b.trait["stopped"], b.delay["stop_from"] + 1, 0)
    regular = b.days.add(accepted, np.maximum(b.delay["decide"], least) + lost)
    joint = b.wd(accepted, "decide_joint")
    on = np.select([b.trait["extended"], b.trait["joint"]], [late, joint], regular)
    decided = b.at("decided", np.where(present(reviewed), reviewed, latest(on, verified, passed)))
    listed = b.registry.item_major[b.value["item"]] & present(decided) & ~present(reviewed)
    own = latest(accepted, verified, b.days.back(decided, 1))
    b.at("legally_reviewed", np.where(listed, own, reviewed))
    late_on = b.days.add(accepted, b.delay["extend_on"] + np.where(b.trait["joint"], 25, 0))
    b.at("permit_extended", late_on, only=b.trait["extended"])
    b.days_written["permit_extended"] = np.where(b.trait["joint"], 15, 10)
    _aftermath(b, decided)


def _stop(b: Batch, accepted: Ints) -> tuple[Ints, Ints]:
    """许§45, 55: expert review or a test by two who were assigned; from when to when."""
    stop = b.at("clock_stopped", b.wd(accepted, "stop_from"), only=b.trait["stopped"])
    over = b.days.add(stop, b.delay["stop_for"])
    b.until["clock_stopped"] = over
    b.mode["clock_stopped"] = np.array(STOPS)[b.value["stop_mode"]]
    b.at("stop_told", stop)
    b.until["stop_told"] = over.copy()
    testing = b.trait["stopped"] & (b.value["stop_mode"] == STOPS.index("testing"))
    soon = np.minimum(b.delay["assign"], b.delay["stop_from"])
    b.at("test_assigned", b.days.add(accepted, soon), only=testing)
    return stop, over


def _hearing(b: Batch, accepted: Ints) -> Ints:
    """许§47, 48; the time of the hearing is not counted (§45) and was told in writing."""
    told = b.at("hearing_told", b.wd(accepted, "tell_hearing"), only=b.trait["hearing"])
    requested = b.at("hearing_requested", b.wd(told, "request"))
    summoned = b.at("hearing_notified", b.wd(requested, "summon"))
    held = b.at("hearing_held", b.wd(summoned, "hearing"))
    stop = b.at("hearing_stop", np.where(present(held), requested, NONE))
    b.at("hearing_stop_told", stop)
    b.until["hearing_stop"] = held
    b.until["hearing_stop_told"] = held.copy()
    b.at("hearing_fee_charged", held, only=b.trait["hearing_fee"])
    reported = b.at("hearing_reported", b.capped(held, "report", most=3))
    return b.at("legally_reviewed", b.wd(reported, "after_hearing"))


def _aftermath(b: Batch, decided: Ints) -> None:
    refused = b.trait["refused"]
    served = b.at("served", b.wd(decided, "serve"))
    issued = b.at("licence_issued", b.wd(decided, "issue"), only=~refused)
    b.at("published", b.wd(decided, "publish"))
    closed = b.at("closed", b.wd(latest(served, issued, b.day["not_accepted"]), "close"))
    archived = b.at("archived", b.days.settle(plus(closed, b.delay["archive"])))
    b.day["archived"] = np.where(present(archived), latest(archived, closed), NONE)
    b.at("permit_fee_charged", decided, only=b.trait["charged"])
    b.at("decision_changed", np.full(b.size, NONE))
    b.at("unpublished", np.full(b.size, NONE))
    _cancelling(b, decided)
    old = plus(b.day["applied"], b.delay["old_permit"])
    new = months_later(np.where(refused, NONE, decided), _VALID_MONTHS)
    b.value["permit_valid_to"] = np.where(b.trait["renewal"], old, new)


def _cancelling(b: Batch, decided: Ints) -> None:
    """许§70: what ends a permit, and its removal soon after; none that is still to come."""
    ground = b.days.roll(plus(decided, b.delay["ground"]))
    over = b.wd(ground, "cancel")
    known = b.trait["cancelled"] & (over <= b.registry.as_of)
    b.at("cancel_ground_arisen", ground, only=known)
    b.at("permit_cancelled", over, only=known)


def fill(b: Batch) -> None:
    """The columns of the case, once all days stand."""
    decided, accepted = b.day["decided"], b.day["accepted"]
    b.case["result"] = np.select(
        [b.trait["deemed"], b.trait["unaccepted"], ~present(decided), b.trait["refused"]],
        ["deemed_granted", "other", "", "refused"],
        "granted",
    ).astype("U20")
    b.case["permit_valid_to"] = b.value["permit_valid_to"]
    used = b.days.between(np.maximum(accepted, 0), np.maximum(decided, 0))
    stopped = np.where(b.trait["stopped"], b.delay["stop_for"], 0)
    promise = np.minimum(TERM, np.maximum(used - stopped + 1, 10))
    b.case["promised_days"] = np.where(b.value["promise"] == NONE, NONE, promise)
    warned = b.trait["false_material"] & b.trait["refused"]
    b.value["kinds"] = np.where(warned, b.registry.combination("warning"), NONE)
    b.amount["permit_fee_charged"] = np.full(b.size, 120_00)
