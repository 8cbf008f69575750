"""Limits of the articles, judged one dossier at a time: what the simulator must keep and break.

Serves the tests. Each function says whether a case breaks its rule; the last day of a term rolls
over where it is off, so that nothing in the disputed zone counts as broken.
"""

from datetime import date, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hengjian.simulator.tests.dossier import Dossier, Judge
from hengjian.terms import Stop
from hengjian.terms.period import corresponding_day

JUDGES: dict[str, Judge] = {}
HEAVY = {"revoke_permit", "stop_business", "close_business", "downgrade", "bar_from_trade"}
EXTENDING = {"market", "agriculture", "housing", "transport"}


def judge(rule: str):
    def register(function: Judge) -> Judge:
        JUDGES[rule] = function
        return function

    return register


def penalised(d: Dossier) -> bool:
    return d.case["result"] == "penalised"


@judge("A01")
def standing(d: Dossier) -> bool:
    """罚§17; a visit by somebody who is no subject at all is K02."""
    if d.case["kind"] == "inspection" and d.body["kind"] in ("third_party", "coordination"):
        return False
    since, until = d.body["qualified_from"], d.body["qualified_to"]
    acts = [
        e["moment_day"]
        for e in d.events
        if e["activity"] in ("decided", "decided_on_spot", "inspected")
    ]
    return any(since is None or on < since or (until is not None and on > until) for on in acts)


@judge("C03")
def prescription(d: Dossier) -> bool:
    """罚§36."""
    if not penalised(d):
        return False
    years = 5 if "health_safety" in d.flags and "harmful" in d.flags else 2
    return d.case["found_on"] > corresponding_day(d.case["violation_ended_on"], 12 * years)


@judge("C04")
def age(d: Dossier) -> bool:
    """罚§30, 31."""
    if not penalised(d):
        return False
    born, acted = d.case["party_birth"], d.case["violation_on"]
    if "incapable" in d.flags:
        return True
    if born is None:
        return False
    if corresponding_day(born, 168) >= acted:
        return True
    lenient = d.flags & {"mitigating", "reduced"}
    return corresponding_day(born, 216) >= acted and not lenient


@judge("D03")
def preserved(d: Dossier) -> bool:
    """罚§56, 85."""
    since = d.day("preserved")
    return since is not None and d.law.over(d.law.working(since, 7), d.day("preservation_handled"))


@judge("E02")
def notice(d: Dossier) -> bool:
    """罚§44, 45, 62."""
    if not (d.ordinary and penalised(d)):
        return False
    told, decided = d.time("notified"), d.time("decided")
    return told is None or decided is None or told > decided


@judge("E04")
def no_heavier(d: Dossier) -> bool:
    """罚§45.2."""
    told = d.all("notified")
    if not penalised(d) or not told:
        return False
    more = (d.case["fine"] or 0) > (told[-1]["amount"] or 0)
    return more or bool(d.kinds - set(told[-1]["kinds"]))


@judge("E07")
def hearing_term(d: Dossier) -> bool:
    """罚§64(1), 85."""
    told, decided = d.day("hearing_told"), d.day("decided")
    if told is None or decided is None or d.day("hearing_waived") or not d.ordinary:
        return False
    return decided <= d.law.working(told, 5)


@judge("E08")
def hearing_summons(d: Dossier) -> bool:
    """罚§64(2), 85."""
    told, held = d.day("hearing_notified"), d.day("hearing_held")
    if told is None or held is None or not d.ordinary:
        return False
    return held < d.law.working(told, 7)


def review_due(d: Dossier) -> bool:
    """罚§58: the cases that the law itself wants reviewed."""
    heard = "major_rights" in d.flags and d.day("hearing_held") is not None
    return heard or bool(d.flags & {"complex", "public_interest"})


@judge("F01")
def review(d: Dossier) -> bool:
    """罚§58."""
    if not (review_due(d) and penalised(d) and d.ordinary):
        return False
    decided = d.time("decided")
    passed = [e for e in d.all("legally_reviewed") if e["mode"] == "passed"]
    return not any(e["moment"] <= decided for e in passed)


@judge("F04")
def order(d: Dossier) -> bool:
    """罚§57, 58."""
    if not (d.ordinary and penalised(d)):
        return False
    passed = [e["moment"] for e in d.all("legally_reviewed") if e["mode"] == "passed"]
    steps = [
        d.time("hearing_held"),
        passed[-1] if passed else None,
        d.time("discussed"),
        d.time("decided"),
    ]
    known = [step for step in steps if step is not None]
    return any(a > b for a, b in pairwise(known))


@judge("F08")
def term(d: Dossier) -> bool:
    """罚§60; 黑程§33; 市监§64, 农业§58, 住建§29, 交通§78; 自然资源§32.

    A case that the police gave back and nobody took up again is F21.
    """
    filed = d.day("filed")
    if not d.ordinary or filed is None or d.case["result"] in ("transferred", "case_withdrawn"):
        return False
    if d.day("police_not_filed") and d.day("decided") is None:
        return False
    days = 60 if d.body["sector"] == "natural_resources" else 90
    if d.day("decision_extended") and d.body["sector"] in EXTENDING:
        days += 30
    return d.law.over(d.law.plain(filed, days, d.stops()), d.day("decided"))


@judge("F11")
def on_the_spot(d: Dossier) -> bool:
    """罚§51."""
    limit = 3_000_00 if d.case["party_kind"] == "organization" else 200_00
    return d.simple and ((d.case["fine"] or 0) > limit or not d.kinds <= {"fine", "warning"})


@judge("F13")
def statutory_range(d: Dossier) -> bool:
    """罚§5, 32."""
    fine = d.case["fine"]
    if fine is None:
        return False
    low, high = d.item["fine_min"], d.item["fine_max"]
    return fine > high or (fine < low and "reduced" not in d.flags)


@judge("G01")
def service(d: Dossier) -> bool:
    """罚§61, 85; posting and public notice count from dispatch."""
    decided = d.day("decided") or d.day("decided_on_spot")
    if decided is None or d.case["kind"] != "penalty":
        return False
    return d.law.over(d.law.working(decided, 7), d.day("dispatched") or d.day("served"))


@judge("G06")
def publication(d: Dossier) -> bool:
    """罚§48, 118号（六）; of penalties, where the law itself asks for it; permits are J15."""
    decided = d.day("decided")
    if decided is None or "social_impact" not in d.flags or not penalised(d):
        return False
    return d.law.over(d.law.working(decided, 7), d.day("published"))


@judge("H04")
def cash(d: Dossier) -> bool:
    """罚§71, 85."""
    start = d.day("landed") or d.day("cash_collected")
    if start is None:
        return False
    handed = d.day("cash_handed_in")
    late = d.law.over(d.law.working(start, 2), handed)
    return late or (
        handed is not None and d.law.over(d.law.working(handed, 2), d.day("cash_banked"))
    )


@judge("H05")
def surcharge(d: Dossier) -> bool:
    """罚§72, 强§45."""
    claimed, fine = d.case["surcharge"], d.case["fine"]
    if claimed is None:
        return False
    due = d.law.plain(d.day("served"), 15)
    days = (d.day("surcharged") - due).days
    return claimed > fine or claimed > fine * 3 * days // 100


@judge("H11")
def court_term(d: Dossier) -> bool:
    """强§53; 诉§46; 复§20, 23; 罚§72.2."""
    served = d.day("served")
    if (
        served is None
        or not penalised(d)
        or d.case["fine"] is None
        or d.day("paid")
        or d.day("cash_collected")
    ):
        return False
    deferred = d.first("deferred")
    spot_first = d.simple and served.year >= 2024
    end = served + timedelta(60) if spot_first else d.law.months(served, 6)
    if deferred:
        end = max(end, deferred["until_day"])
    return d.law.over(d.law.months(end, 3), d.day("court_applied"))


@judge("H12")
def reminder(d: Dossier) -> bool:
    """强§54, 69."""
    asked, told = d.day("court_applied"), d.day("demand_served")
    return asked is not None and (told is None or asked <= d.law.working(told, 10))


@judge("I02")
def approval(d: Dossier) -> bool:
    """强§18, 19."""
    return _late_approval(d, "measure_taken", "measure_approved")


@judge("K03")
def inspection_approval(d: Dossier) -> bool:
    """54号; 黑程§16."""
    return _late_approval(d, "inspected", "inspection_approved")


def _late_approval(d: Dossier, act: str, approval: str) -> bool:
    done, allowed = d.time(act), d.time(approval)
    if done is None:
        return False
    grace = timedelta(hours=24 if "urgent" in d.flags else 0)
    return allowed is None or allowed > done + grace


def end_of_seizure(d: Dossier) -> date | None:
    """强§25; a limit on power does not roll over, but the plants keep clear of it."""
    taken, extended = d.day("measure_taken"), d.day("measure_extended")
    if taken is None or "freeze" in d.case["measure_kinds"]:
        return None
    days = 60 if extended and extended <= taken + timedelta(30) else 30
    lost = sum((stop.until - stop.since).days + 1 for stop in d.stops() if isinstance(stop, Stop))
    return taken + timedelta(days + lost)


@judge("I05")
def seizure(d: Dossier) -> bool:
    """强§25: ended, and too late; what never ended is told of under I07."""
    due, handled = end_of_seizure(d), d.day("measure_handled")
    return due is not None and handled is not None and handled > due


@judge("I14")
def by_night(d: Dossier) -> bool:
    """强§43."""
    done = d.first("enforced")
    if done is None or "urgent" in d.flags:
        return False
    since, until = (
        done[name].astimezone(ZoneInfo("Asia/Shanghai")) for name in ("moment", "until")
    )
    night = since.hour < 6 or until.hour >= 22 or until.date() > since.date()
    return night or d.law.calendar.statutory(since.date()) is not None


@judge("J01")
def supplement(d: Dossier) -> bool:
    """许§32(4), 82."""
    told = d.all("supplement_told")
    if not told:
        return False
    return len(told) > 1 or told[0]["moment_day"] > d.law.working(d.day("applied"), 5)


@judge("J03")
def permit_term(d: Dossier) -> bool:
    """许§42, 45, 82."""
    accepted, decided = d.day("accepted"), d.day("decided")
    if d.case["kind"] != "permit" or accepted is None or "joint_permit" in d.flags:
        return False
    days = 30 if d.day("permit_extended") else 20
    if d.day("hearing_held"):
        days += 20
    for stop in d.stops():
        on = stop.since
        while on <= (stop.until or stop.since):
            days += d.law.calendar.is_working(on)
            on += timedelta(1)
    return d.law.over(d.law.working(accepted, days), decided)


@judge("J04")
def joint_term(d: Dossier) -> bool:
    """许§42.2, 82."""
    accepted = d.day("accepted")
    if "joint_permit" not in d.flags or accepted is None:
        return False
    days = 60 if d.day("permit_extended") else 45
    return d.law.over(d.law.working(accepted, days), d.day("decided"))


@judge("J06")
def licence(d: Dossier) -> bool:
    """许§44, 82."""
    decided = d.day("decided")
    if d.case["kind"] != "permit" or decided is None or d.case["result"] == "refused":
        return False
    return d.law.over(d.law.working(decided, 10), d.day("licence_issued"))


@judge("J07")
def renewal(d: Dossier) -> bool:
    """许§50."""
    ends, applied = d.case["permit_valid_to"], d.day("applied")
    if d.case["kind"] != "permit" or ends is None or (ends - applied).days > 400:
        return False
    return d.law.over(ends, d.day("decided"))


@judge("L01")
def record(d: Dossier) -> bool:
    """罚§47: of what has come so far, each stage has a record; what is closed is kept.

    Review is a stage only where 罚§58 asks for it; what only 118号 asks to be reviewed is F02.
    """
    if not (d.ordinary and penalised(d)):
        return False
    stages: list[tuple[str, ...]] = [
        ("filing_approved", "filed"),
        ("inquired", "site_examined", "investigation_ended", "monitoring_reviewed"),
        ("decided",),
    ]
    if review_due(d):
        stages.append(("legally_reviewed",))
    missing = any(not any(d.day(step) for step in stage) for stage in stages)
    if d.day("closed"):
        missing |= d.day("served") is None
        missing |= d.law.over(d.day("closed") + timedelta(365), d.day("archived"))
    return missing
