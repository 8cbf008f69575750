"""Limits of 许可法, judged one dossier at a time.

Serves `test_lawful` beside the other limits. All periods are working days (许§82).
"""

from datetime import timedelta

from hengjian.simulator.tests.dossier import Dossier
from hengjian.simulator.tests.limits import judge
from hengjian.simulator.tests.limits_coercion import JUDGES

__all__ = ["JUDGES"]


def permit(d: Dossier) -> bool:
    return d.case["kind"] == "permit"


@judge("J02")
def receipt(d: Dossier) -> bool:
    """许§32.2."""
    if not (d.day("accepted") or d.day("not_accepted")) or not permit(d):
        return False
    paper = d.paper("permit_receipt")
    return paper is None or not {"organ_and_date", "seal"} <= paper


@judge("J05")
def lower_body(d: Dossier) -> bool:
    """许§35, 43."""
    passed = d.day("passed_up")
    if d.day("resubmission_demanded"):
        return True
    return passed is not None and passed > d.law.working(d.day("accepted"), 20)


@judge("J08")
def refusal(d: Dossier) -> bool:
    """许§38.2."""
    if d.case["result"] != "refused":
        return False
    paper = d.paper("refusal_decision")
    return paper is None or not {"reasons", "remedies"} <= paper


@judge("J09")
def hearing(d: Dossier) -> bool:
    """许§47, 48; who presides is B09."""
    told, asked = d.day("hearing_told"), d.day("hearing_requested")
    if not permit(d) or told is None or asked is None or asked > d.law.working(told, 5):
        return False
    held, summoned = d.day("hearing_held"), d.day("hearing_notified")
    if held is None:
        return d.law.over(d.law.working(asked, 20), None)
    record = d.paper("hearing_record") or set()
    return (
        held > d.law.working(asked, 20)
        or held < d.law.working(summoned, 7)
        or not record & {"party_signed", "refusal_noted"}
    )


@judge("J10")
def verification(d: Dossier) -> bool:
    """许§34.3."""
    return any(len(set(e["officers"] or ())) < 2 for e in d.all("verified_on_site"))


@judge("J11")
def testers(d: Dossier) -> bool:
    """许§55.2."""
    if not permit(d) or not any(stop["mode"] == "testing" for stop in d.all("clock_stopped")):
        return False
    assigned = d.first("test_assigned")
    if assigned is None or len(assigned["officers"]) < 2:
        return True
    return assigned["moment_day"] > d.law.working(d.day("accepted"), 5)


@judge("J12")
def fee(d: Dossier) -> bool:
    """许§58."""
    return d.day("permit_fee_charged") is not None and "fee_by_law" not in d.flags


@judge("J13")
def stops_told(d: Dossier) -> bool:
    """许§45."""
    if not permit(d):
        return False
    told = [e for e in d.all("stop_told") if e["mode"] == "written"]
    return len(told) < len(d.all("clock_stopped"))


@judge("J14")
def on_the_list(d: Dossier) -> bool:
    """营商§69(8)."""
    on = d.day("accepted")
    return permit(d) and on is not None and off_the_list(d, on)


def off_the_list(d: Dossier, on) -> bool:
    since, until = d.item["listed_from"], d.item["listed_to"]
    return since is None or on < since or (until is not None and on > until)


@judge("J15")
def published(d: Dossier) -> bool:
    """许§40, 118号（六）."""
    decided = d.day("decided")
    if not permit(d) or decided is None or d.case["result"] != "granted":
        return False
    return d.law.over(d.law.working(decided, 7), d.day("published"))


@judge("J16")
def cancelled(d: Dossier) -> bool:
    """许§70; half a year is more than anybody needs."""
    ground = d.day("cancel_ground_arisen")
    return ground is not None and d.law.over(ground + timedelta(180), d.day("permit_cancelled"))


@judge("J17")
def deceived(d: Dossier) -> bool:
    """许§69.2, 78."""
    if "false_material" not in d.flags or d.day("decision_changed"):
        return False
    return d.case["result"] == "granted" or "warning" not in d.kinds


@judge("J18")
def promise(d: Dossier) -> bool:
    """黑程§32.2, 33."""
    days, accepted = d.case["promised_days"], d.day("accepted")
    if days is None or accepted is None:
        return False
    for stop in d.stops():
        on = stop.since + timedelta(1)
        while on <= stop.until:
            days += d.law.calendar.is_working(on)
            on += timedelta(1)
    return d.law.over(d.law.working(accepted, days), d.day("decided"))
