"""Limits of the articles from the decision on, judged one dossier at a time with all its papers.

Serves the tests as `limits` does: service, publication, payment, what papers must say, and what the
police are told. Nothing here shares arithmetic with the simulator.
"""

from datetime import timedelta

from hengjian.simulator.tests.dossier import Dossier
from hengjian.simulator.tests.limits import JUDGES, judge, penalised

__all__ = ["JUDGES"]

SIX_ITEMS = {
    "party", "facts", "kind_and_basis", "performance", "remedies", "organ_and_date", "seal",
}  # fmt: skip


def reviewed(d: Dossier, before: str) -> bool:
    done = d.time(before)
    passed = [e["moment"] for e in d.all("legally_reviewed") if e["mode"] == "passed"]
    return done is None or any(moment <= done for moment in passed)


@judge("F02")
def major_review(d: Dossier) -> bool:
    """118号（十二）, beyond what 罚§58 itself asks of penalties."""
    grave = {"social_risk"} if d.case["kind"] == "penalty" else {"social_risk", "public_interest"}
    needed = d.item["major"] or d.flags & grave
    step = "enforcement_decided" if d.case["kind"] == "coercion" else "decided"
    if not needed or d.simple or d.case["result"] in ("transferred", "deemed_granted"):
        return False
    return d.day(step) is not None and not reviewed(d, step)


@judge("F06")
def review_term(d: Dossier) -> bool:
    """农业§53: five days and fifteen more at the most."""
    sent, done = d.day("review_sent"), d.day("legally_reviewed")
    if sent is None or d.body["sector"] != "agriculture" or not d.ordinary:
        return False
    return d.law.over(d.law.plain(sent, 20), done)


@judge("F07")
def discussion(d: Dossier) -> bool:
    """罚§57.2: the heads never met on it; a meeting after the decision is out of order (F04)."""
    if not (d.ordinary and penalised(d) and d.flags & {"complex", "major"}):
        return False
    return d.day("decided") is not None and d.day("discussed") is None


@judge("F09")
def six_items(d: Dossier) -> bool:
    """罚§59."""
    if not (d.ordinary and penalised(d)):
        return False
    paper = d.paper("decision")
    return paper is None or not paper >= SIX_ITEMS


@judge("F10")
def remedies(d: Dossier) -> bool:
    """罚§59(5), 52; 复§20, 23; 诉§44, 46: remedies told wrongly; a paper without any is F09."""
    if not penalised(d):
        return False
    paper = d.paper("on_spot_decision" if d.simple else "decision") or set()
    if d.simple and d.day("decided_on_spot").year >= 2024:
        return "reconsideration_first" not in paper or "either_route" in paper
    if d.ordinary and "remedies" not in paper:
        return False
    return not {"reconsideration_term", "lawsuit_term"} <= paper


@judge("F12")
def form(d: Dossier) -> bool:
    """罚§52."""
    if not d.simple:
        return False
    paper = d.paper("on_spot_decision") or set()
    late = d.day("served") != d.day("decided_on_spot")
    unsigned = "officers_signed" not in paper or not paper & {"party_signed", "refusal_noted"}
    return late or unsigned or not d.case["decision_no"] or d.day("filed_back") is None


@judge("F14")
def tier(d: Dossier) -> bool:
    """罚§34, 黑裁§8, 11."""
    bounds = d.tiers.get((d.case["item_id"], d.case["tier"]))
    fine = d.case["fine"]
    if bounds is None or fine is None or bounds[0] <= fine <= bounds[1]:
        return False
    return not ("departure_reasoned" in d.flags and d.day("discussed"))


@judge("F17")
def correction(d: Dossier) -> bool:
    """罚§28.1."""
    return penalised(d) and d.day("correction_ordered") is None


@judge("F18")
def gain(d: Dossier) -> bool:
    """罚§28.2."""
    found = d.case["illegal_gain"] or 0
    return found > (d.case["confiscated"] or 0) and "restitution_due" not in d.flags


@judge("F19")
def spared(d: Dossier) -> bool:
    """罚§33; a first offence is only a hint."""
    slight = d.flags >= {"minor_offence", "corrected", "no_harm"}
    first = d.flags >= {"first_offence", "minor_offence", "corrected"}
    return penalised(d) and (slight or first or "no_fault" in d.flags)


@judge("F20")
def transfer(d: Dossier) -> bool:
    """310号§5, 11."""
    if "crime_suspected" not in d.flags:
        return False
    told, decided, sent = (
        d.time(f"crime_{step}") for step in ("reported", "decided", "transferred")
    )
    if told is None:
        return penalised(d)
    if decided is None or decided.date() > told.date() + timedelta(3):
        return True
    refused = d.first("crime_decided")["mode"] == "failed"
    return not refused and (sent is None or sent > decided + timedelta(hours=24))


@judge("F21")
def refusal(d: Dossier) -> bool:
    """310号§9, 10."""
    noted, asked = d.day("police_not_filed"), d.day("police_reconsideration_asked")
    if noted is None:
        return False
    return (asked is not None and asked > noted + timedelta(3)) or d.day("decided") is None


@judge("F22")
def goods_to_the_police(d: Dossier) -> bool:
    """310号§12."""
    noted = d.day("police_filed")
    return noted is not None and d.law.over(noted + timedelta(3), d.day("goods_handed_over"))


@judge("F24")
def emergency(d: Dossier) -> bool:
    """罚§49."""
    return "emergency_rules" in d.flags and "emergency_declared" not in d.flags


@judge("G02")
def online(d: Dossier) -> bool:
    """罚§61.2."""
    if not any(e["mode"] == "electronic" for e in d.all("served")):
        return False
    return "party_signed" not in (d.paper("electronic_consent") or set())


@judge("G03")
def left(d: Dossier) -> bool:
    """民诉§89."""
    if not any(e["mode"] == "left" for e in d.all("served")):
        return False
    paper = d.paper("service_receipt") or set()
    return not ({"witness", "refusal_noted"} <= paper or "served" in d.filmed)


@judge("G04")
def notice(d: Dossier) -> bool:
    """民诉§95: the reason in the file, and thirty days, whose last may be a day off.

    Whether somebody was looked for at home first is not asked: who is missing need not be tried.
    """
    served = next((e for e in d.all("served") if e["mode"] == "announcement"), None)
    if served is None:
        return False
    paper = d.paper("service_receipt") or set()
    short = served["moment_day"] < d.day("dispatched") + timedelta(30)
    return short or "announcement_reason" not in paper


@judge("G05")
def in_person_first(d: Dossier) -> bool:
    """强§38."""
    for activity in ("demand_served", "enforcement_decision_served"):
        for event in d.all(activity):
            tried = any(e["moment_day"] <= event["moment_day"] for e in d.all("service_attempted"))
            if event["mode"] in ("post", "announcement", "electronic") and not tried:
                return True
    return False


@judge("G08")
def withdrawal(d: Dossier) -> bool:
    """罚§48.2, 85."""
    changed, shown = d.day("decision_changed"), d.day("published")
    if changed is None or shown is None:
        return False
    return d.law.over(d.law.working(changed, 3), d.day("unpublished"))


@judge("G12")
def shown_too_long(d: Dossier) -> bool:
    """公示规定§13: three years are the most, unless somebody is barred for longer."""
    shown = d.day("published")
    if shown is None or d.body["sector"] != "market" or d.case["kind"] != "penalty":
        return False
    if "bar_from_trade" in d.kinds:
        return False
    return d.law.over(d.law.months(shown, 36), d.day("unpublished"))


@judge("H01")
def paid_late(d: Dossier) -> bool:
    """罚§67.3; 罚§66.2."""
    served, deferred = d.day("served"), d.first("deferred")
    if served is None or not d.case["fine"] or d.day("cash_collected"):
        return False
    due = deferred["until_day"] if deferred else d.law.plain(served, 15)
    return d.law.over(due, d.day("paid"))


@judge("H02")
def cash_on_the_spot(d: Dossier) -> bool:
    """罚§68, 69."""
    if d.day("cash_collected") is None or d.flags >= {"remote_area", "asked_to_pay_on_spot"}:
        return False
    return not (d.simple and (d.case["fine"] <= 100_00 or "hard_to_collect" in d.flags))


@judge("H03")
def receipt(d: Dossier) -> bool:
    """罚§70."""
    collected = d.first("cash_collected")
    if collected is None:
        return False
    return "special_receipt" not in (d.paper("receipt") or set())


@judge("H06")
def surcharge_meanwhile(d: Dossier) -> bool:
    """罚§73.3."""
    claimed = d.case["surcharge"]
    if claimed is None:
        return False
    due, until = d.law.plain(d.day("served"), 15), d.day("surcharged")
    pending = {
        row["copy_received_on"] + timedelta(n)
        for row in d.outcomes
        for n in range((row["decided_on"] - row["copy_received_on"]).days + 1)
    }
    days = [due + timedelta(n) for n in range(1, (until - due).days + 1)]
    counted = sum(day not in pending for day in days)
    return bool(pending & set(days)) and claimed > d.case["fine"] * 3 * counted // 100


@judge("H07")
def deferral(d: Dossier) -> bool:
    """罚§66.2."""
    granted, asked = d.time("deferred"), d.time("deferral_applied")
    return granted is not None and (asked is None or asked > granted)


@judge("H08")
def own_counter(d: Dossier) -> bool:
    """罚§67, 235号令§3."""
    return any(e["mode"] == "cash" for e in d.all("paid"))


@judge("H10")
def goods(d: Dossier) -> bool:
    """罚§74."""
    if "confiscate_goods" not in d.kinds:
        return False
    ended = d.first("goods_disposed")
    lawful = {"auction", "state_disposal", "destroyed"}
    return d.paper("confiscation_list") is None or (
        ended is not None and ended["mode"] not in lawful
    )


@judge("H13")
def collecting_bank(d: Dossier) -> bool:
    """235号令§7: the bank and the surcharge; manner and term of performance are F09."""
    if not penalised(d) or not d.case["fine"]:
        return False
    paper = d.paper("on_spot_decision" if d.simple else "decision") or set()
    return not {"bank", "surcharge_clause"} <= paper


@judge("M07")
def remedies_untold(d: Dossier) -> bool:
    """解释§64, and since 2024 复§20.3: whoever is not told how long he may object has a year."""
    penalty, decided = d.paper("decision"), d.day("decided")
    terms = {"lawsuit_term"} | (
        {"reconsideration_term"} if decided is not None and decided.year >= 2024 else set()
    )
    if penalty is not None and not terms <= penalty:
        return True
    kinds = ("measure_decision", "enforcement_decision", "refusal_decision")
    return any("remedies" not in paper for kind in kinds if (paper := d.paper(kind)) is not None)
