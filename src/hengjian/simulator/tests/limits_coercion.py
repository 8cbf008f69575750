"""Limits of 强制法, judged one dossier at a time: measures, execution, and what must be filmed.

Serves `test_lawful` beside the other limits. Papers are read field by field, as a clerk reads them.
"""

from datetime import timedelta

from hengjian.simulator.tests.dossier import Dossier
from hengjian.simulator.tests.limits import end_of_seizure, judge
from hengjian.simulator.tests.limits_before import JUDGES
from hengjian.terms.period import corresponding_day

__all__ = ["JUDGES"]

MAY_SET = {
    "law": {"liberty", "seal", "detain", "freeze", "other"},
    "admin_regulation": {"seal", "detain", "other"},
    "local_regulation": {"seal", "detain"},
}
MEASURE_PAPER = {"party", "reasons", "basis", "measure_term", "object", "remedies", "organ_and_date",
                 "seal", "handed_over"}  # fmt: skip
ORDER_PAPER = {"party", "reasons", "basis", "remedies", "organ_and_date", "seal"}


def measures(d: Dossier) -> set[str]:
    return set(d.case["measure_kinds"] or ()) if d.day("measure_taken") else set()


def way(d: Dossier) -> set[str]:
    return set(d.case["enforcement_kinds"] or ()) if d.case["kind"] == "coercion" else set()


def executed(d: Dossier) -> bool:
    return bool(d.day("enforced") or d.day("substituted"))


def papers(d: Dossier, kind: str, of: str) -> set[str] | None:
    """What the papers of this kind that came with this activity state."""
    numbers = {event["doc_no"] for event in d.all(of)}
    found = [set(p["fields"]) for p in d.papers if p["kind"] == kind and p["doc_no"] in numbers]
    return found[-1] if found else None


@judge("I01")
def basis(d: Dossier) -> bool:
    """强§10, 16."""
    return bool(measures(d) - MAY_SET.get(d.item["basis_level"], set()))


@judge("I03")
def ten_steps(d: Dossier) -> bool:
    """强§18(4)–(9); of freezing only the record is asked for (§30)."""
    taken = d.first("measure_taken")
    if taken is None:
        return False
    record = next((set(p["fields"]) for p in d.papers if p["doc_no"] == "查扣03"), None)
    if record is None or "officers_signed" not in record:
        return True
    if "freeze" in measures(d):
        return False
    if not taken["party_present"]:
        return "witness" not in record
    return not (record & {"party_signed", "refusal_noted"}) or any(
        d.time(step) is None or d.time(step) > d.time("measure_taken")
        for step in ("measure_told", "measure_heard")
    )


@judge("I04")
def seizure_papers(d: Dossier) -> bool:
    """强§24."""
    if not measures(d) & {"seal", "detain"}:
        return False
    decision, listed = d.paper("measure_decision"), d.paper("measure_list")
    return decision is None or listed is None or not decision >= MEASURE_PAPER or (
        not {"party", "object", "handed_over"} <= listed
    )  # fmt: skip


@judge("I06")
def tests_told(d: Dossier) -> bool:
    """强§25.3."""
    tests = [e for e in d.all("clock_stopped") if e["mode"] in ("testing", "appraisal")]
    if not measures(d) or not tests:
        return False
    told = d.first("stop_told")
    if told is None or told["until_day"] < tests[-1]["until_day"]:
        return True
    return d.day("testing_fee_charged") is not None


@judge("I07")
def given_back(d: Dossier) -> bool:
    """强§27, 28; told of seizures only, and of the day on which the goods went back."""
    handled, lifted = d.day("measure_handled"), d.day("measure_lifted")
    due = end_of_seizure(d)
    if due is None or d.case["result"] == "transferred":
        return False
    if handled is None:
        return d.law.over(due, lifted)
    kept = "confiscate_goods" in d.kinds
    return not kept and d.law.over(handled + timedelta(2), lifted)


@judge("I09")
def storage(d: Dossier) -> bool:
    """强§26.3."""
    return d.day("storage_fee_charged") is not None


@judge("I10")
def frozen(d: Dossier) -> bool:
    """强§29, 31, 32."""
    if "freeze" not in measures(d):
        return False
    taken = d.first("measure_taken")
    on, extended = taken["moment_day"], d.day("measure_extended")
    days = 60 if extended and extended <= on + timedelta(30) else 30
    return (
        d.item["basis_level"] != "law"
        or taken["amount"] > d.case["sum_involved"]
        or d.law.over(d.law.working(on, 3), d.day("measure_served"))
        or d.law.over(on + timedelta(days), d.day("measure_handled"))
    )


@judge("I11")
def family(d: Dossier) -> bool:
    """强§20(1)."""
    return "liberty" in measures(d) and d.law.over(d.day("measure_taken"), d.day("family_told"))


@judge("I12")
def goods_with_the_case(d: Dossier) -> bool:
    """强§21."""
    if not measures(d) or not d.day("police_filed"):
        return False
    return not (d.day("goods_handed_over") and d.day("goods_handover_told"))


@judge("I13")
def reminder_and_order(d: Dossier) -> bool:
    """强§35–37; §52 needs neither."""
    if d.case["kind"] != "coercion" or not executed(d) or "immediate_substitution" in d.flags:
        return False
    demand, order = d.paper("demand"), d.paper("enforcement_decision")
    asked, decided = d.time("demanded"), d.time("enforcement_decided")
    if demand is None or order is None or asked is None or decided is None or asked > decided:
        return True
    needed = {"term", "defence_right"} | (
        {"way_and_sum"} if "transfer_deposit" in way(d) else set()
    )
    return not needed <= demand or not order >= ORDER_PAPER


@judge("I15")
def utilities(d: Dossier) -> bool:
    """强§43.2."""
    return "cut_utilities" in way(d) and "residents" in d.flags


@judge("I16")
def demolition(d: Dossier) -> bool:
    """强§44, 诉§46."""
    done = d.day("enforced")
    if "demolish" not in way(d) or done is None:
        return False
    notice = d.first("demolition_announced")
    if notice is None or notice["until_day"] is None or done <= notice["until_day"]:
        return True
    return done <= corresponding_day(d.day("served"), 6)


@judge("I17")
def money(d: Dossier) -> bool:
    """强§46.1."""
    done = d.day("enforced")
    if "transfer_deposit" not in way(d) or done is None:
        return False
    since, asked = d.day("surcharged"), d.day("demanded")
    return since is None or (done - since).days <= 30 or asked is None or asked > done


@judge("I18")
def substitution(d: Dossier) -> bool:
    """强§51, 69; §52 needs only the record and the watch."""
    act = d.first("substituted")
    if act is None:
        return False
    record = d.paper("substitute_record")
    if not act["officers"] or record is None or "officers_signed" not in record:
        return True
    if not record & {"party_signed", "witness"}:
        return True
    if "immediate_substitution" in d.flags:
        return False
    asked, served = d.day("demand_served"), d.day("enforcement_decision_served")
    if asked is None or served is None or served > act["moment_day"]:
        return True
    return act["moment_day"] < d.law.working(asked, 3)


@judge("I19")
def told_afterwards(d: Dossier) -> bool:
    """强§52."""
    if not {"immediate_substitution", "party_absent"} <= d.flags:
        return False
    return d.law.over(d.day("substituted") + timedelta(1), d.day("substitution_told"))


@judge("I20")
def standstill(d: Dossier) -> bool:
    """强§39.2."""
    stopped, again = d.day("enforcement_suspended"), d.day("enforcement_resumed")
    if stopped is None or again is None or "no_harm" not in d.flags:
        return False
    return executed(d) and again >= corresponding_day(stopped, 36)


@judge("I21")
def filmed(d: Dossier) -> bool:
    """118号（八）."""
    if measures(d) - {"freeze"} and "measure_taken" not in d.filmed:
        return True
    return "demolish" in way(d) and d.day("enforced") is not None and "enforced" not in d.filmed


@judge("L02")
def filmed_by_circumstances(d: Dossier) -> bool:
    """118号（八）: hearings, leaving at the door and public notice; unseen leaving is G03."""
    served = d.first("served")
    if d.day("hearing_held") and "hearing_held" not in d.filmed:
        return True
    if served is None or served["mode"] not in ("left", "announcement"):
        return False
    if served["mode"] == "left" and not {"witness", "refusal_noted"} <= d.paper("service_receipt"):
        return False
    return "served" not in d.filmed
