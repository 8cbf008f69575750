"""Limits of the articles from the clue to the hearing, judged one dossier at a time.

Serves `test_lawful` beside `limits` and `limits_after`. Whose case it is, when it begins, how evidence
is taken and what the party is told: read from papers and events as a clerk reads them.
"""

from datetime import date, timedelta

from hengjian.simulator.tests.dossier import Dossier
from hengjian.simulator.tests.limits import HEAVY, judge, penalised
from hengjian.simulator.tests.limits_after import JUDGES

__all__ = ["JUDGES"]

EIGHT = {"documentary", "physical", "audiovisual", "electronic", "testimony", "statement", "expert",
         "site"}  # fmt: skip


@judge("A06")
def seized_by_mandate(d: Dossier) -> bool:
    """强§17.1."""
    return d.day("measure_taken") is not None and d.body["kind"] == "entrusted"


@judge("A07")
def place_and_level(d: Dossier) -> bool:
    """罚§22–25; what a township may decide is asked of its delegation alone (A04)."""
    place = d.case["place_division"]
    if d.case["kind"] != "penalty" or d.case["procedure"] is None or not place:
        return False
    if d.flags & {"jurisdiction_by_rule", "designated"}:
        return False
    too_low = d.body["level"] == "township" and d.body["kind"] != "township"
    return not place.startswith(d.body["division"]) or too_low


@judge("A09")
def liberty(d: Dossier) -> bool:
    """罚§18.3."""
    return "detention" in d.kinds and d.body["sector"] not in ("public_security", "state_security")


@judge("A12")
def norm_in_time(d: Dossier) -> bool:
    """罚§37."""
    acted, decided = d.case["violation_on"], d.day("decided") or d.day("decided_on_spot")
    if not penalised(d) or acted is None or decided is None:
        return False
    since, until = d.item["in_force_from"], d.item["in_force_to"] or date.max
    if acted < since:
        return "lighter_new_law" not in d.flags
    if acted > until:
        return True
    new = d.items.get(d.item["replaced_by"])
    lighter = new is not None and new["fine_max"] < d.item["fine_max"]
    return decided > until and (lighter or d.item["still_unlawful"] is False)


@judge("A14")
def passing_on(d: Dossier) -> bool:
    """黑程§9."""
    if d.day("incompetence_found") is None:
        return False
    again = "received_by_transfer" in d.flags and "designated" not in d.flags
    return d.day("transferred") is None or d.day("transfer_told") is None or again


@judge("B06")
def recusal(d: Dossier) -> bool:
    """罚§43; 黑程§12."""
    asked, answer = d.day("recusal_requested"), d.first("recusal_decided")
    if asked is None:
        return False
    decided = d.time("decided")
    if answer is None:
        return decided is not None
    if decided is not None and answer["moment"] > decided:
        return True
    gone = set(answer["officers"]) if answer["mode"] == "passed" else set()
    later = [e for e in d.events if e["moment"] > answer["moment"]]
    return any(gone & set(e["officers"] or ()) for e in later)


@judge("C01")
def filing_term(d: Dossier) -> bool:
    """市监§18; 农业§29; 住建§15; 自然资源§12; 环境§22 (2010)."""
    clue, sector = d.day("clue_received"), d.body["sector"]
    if clue is None:
        return False
    done = d.day("filed") or d.day("not_filed") or d.day("transferred")
    more = next((e["days"] for e in d.all("filing_extended")), 0)
    if sector == "market":
        stop = next((s for s in d.stops() if done is None or s.since < done), None)
        lost = (
            (stop.until - stop.since).days + 1 if stop and stop.since < clue + timedelta(21) else 0
        )
        return d.law.over(d.law.working(clue + timedelta(lost), 15 + more), done)
    if sector == "agriculture" and clue >= date(2022, 2, 1):
        return d.law.over(d.law.working(clue, 7 + more), done)
    if sector == "housing" and clue >= date(2022, 5, 1):
        return d.law.over(d.law.plain(clue, 15 + more), done)
    if sector == "natural_resources" and clue < date(2024, 5, 1):
        return d.law.over(d.law.working(clue, 10), done)
    if sector == "environment" and clue < date(2023, 1, 1):
        return d.law.over(d.law.working(clue, 7), done)
    return False


@judge("C02")
def left_unfiled(d: Dossier) -> bool:
    """罚§54.2, 76.2; 自然资源§12.2."""
    small = d.flags >= {"minor_offence", "corrected", "no_harm"}
    exempt = small and d.body["sector"] == "natural_resources"
    clue = d.day("clue_received")
    recent = clue is not None and (d.law.as_of - clue).days < 7 and d.day("not_filed") is None
    return "meets_criteria" in d.flags and not (d.day("filed") or exempt or recent)


@judge("C05")
def head_approval(d: Dossier) -> bool:
    """黑程§16, of penalties and coercion alike; a filing without any record is L01."""
    filed, allowed = d.time("filed"), d.time("filing_approved")
    if filed is None or not (d.ordinary or d.case["kind"] == "coercion"):
        return False
    grace = timedelta(hours=24 if "urgent" in d.flags else 0)
    return allowed is None or allowed > filed + grace


@judge("C06")
def steps_in_order(d: Dossier) -> bool:
    """罚§54–57: filing, investigation, notice; the decision last. A notice after it is E02."""
    if not (d.ordinary and penalised(d)):
        return False
    filed, told, decided = d.time("filed"), d.time("notified"), d.time("decided")
    asked = [e["moment"] for e in d.events if e["activity"] in ("inquired", "investigation_ended")]
    if filed is not None and any(on < filed for on in (*asked, *filter(None, [told]))):
        return True
    return any(on > later for on in asked for later in (told, decided) if later is not None)


@judge("D01")
def records(d: Dossier) -> bool:
    """罚§55.2; 黑程§19."""
    if d.case["kind"] != "penalty":
        return False
    for activity, kind in (("inquired", "inquiry_record"), ("site_examined", "site_record")):
        if d.day(activity) is None:
            continue
        said = d.paper(kind)
        if said is None or not said & {"party_signed", "refusal_noted"}:
            return True
        if "party_signed" not in said and activity not in d.filmed:
            return True
    return False


@judge("D02")
def preservation_approval(d: Dossier) -> bool:
    """罚§56; 市监§33.2."""
    done, allowed = d.time("preserved"), d.time("preservation_approved")
    if done is None:
        return False
    grace = d.body["sector"] == "market" and "urgent" in d.flags
    return allowed is None or allowed > done + timedelta(hours=24 if grace else 0)


@judge("D04")
def samples(d: Dossier) -> bool:
    """黑程§20."""
    taken = d.first("sampled")
    if taken is None:
        return False
    said = d.paper("sample_list")
    free = "free_sample_by_law" in d.flags
    charged = d.day("testing_fee_charged") is not None and "fee_by_law" not in d.flags
    unpaid = not taken["amount"] and not free
    return charged or unpaid or said is None or not said >= {"party_signed", "handed_over"}


@judge("D05")
def test_results(d: Dossier) -> bool:
    """黑程§21."""
    if d.day("tested") is None or d.day("decided") is None:
        return False
    told, said = d.first("test_told"), d.paper("test_notice")
    if told is None or told["mode"] != "written" or said is None:
        return True
    return "retest_right" not in said or told["moment"] > d.time("decided")


@judge("D07")
def cameras(d: Dossier) -> bool:
    """罚§41."""
    if "e_monitoring" not in d.flags or not penalised(d):
        return False
    device, acted = d.devices.get(d.case["device_id"]), d.case["violation_on"]
    ready = device is not None and device["marked"] and all(
        device[name] is not None and device[name] <= acted
        for name in ("legally_reviewed_on", "technically_reviewed_on", "site_published_on")
    )  # fmt: skip
    looked = d.first("monitoring_reviewed")
    if not ready or looked is None or looked["mode"] != "passed":
        return True
    return d.day("monitoring_told") is None or d.item["basis_level"] not in (
        "law", "admin_regulation",
    )  # fmt: skip


@judge("D08")
def some_evidence(d: Dossier) -> bool:
    """罚§40, 46."""
    return (
        penalised(d)
        and (d.day("decided") or d.day("decided_on_spot")) is not None
        and not set(d.case["evidence_kinds"] or ()) & EIGHT
    )


@judge("E01")
def notice_says(d: Dossier) -> bool:
    """罚§44: of a notice given in time; none, or a late one, is E02, the hearing right E05."""
    told, decided = d.time("notified"), d.time("decided")
    if not (d.ordinary and penalised(d)) or told is None or decided is None or told > decided:
        return False
    said = d.paper("notice")
    wanted = {"proposed_penalty", "facts", "reasons", "basis", "defence_right"}
    return said is None or not said >= wanted


@judge("E05")
def hearing_right(d: Dossier) -> bool:
    """罚§63, 交通§80: told by itself or in the notice; only maritime bodies have a large sum."""
    if not (d.ordinary and penalised(d)) or d.day("decided") is None:
        return False
    fine, party = d.case["fine"] or 0, d.case["party_kind"]
    large = d.body["sector"] == "maritime" and fine >= (
        10_000_00 if party == "citizen" else 100_000_00
    )
    if not (large or d.kinds & HEAVY):
        return False
    return d.day("hearing_told") is None and "hearing_right" not in (d.paper("notice") or set())


@judge("E03")
def recheck(d: Dossier) -> bool:
    """罚§45.1."""
    if not d.ordinary or d.day("defended") is None or d.day("decided") is None:
        return False
    done = d.time("defence_rechecked")
    return done is None or done > d.time("decided")


@judge("E09")
def open_hearing(d: Dossier) -> bool:
    """罚§64(3), (8)."""
    held = d.first("hearing_held")
    if held is None or d.case["kind"] != "penalty":
        return False
    said = d.paper("hearing_record")
    closed = held["mode"] != "public" and "secret" not in d.flags
    return closed or said is None or not said & {"party_signed", "refusal_noted"}


@judge("E10")
def hearing_report(d: Dossier) -> bool:
    """黑程§27."""
    held = d.day("hearing_held")
    return held is not None and d.law.over(d.law.plain(held, 3), d.day("hearing_reported"))


@judge("E11")
def hearing_fee(d: Dossier) -> bool:
    """罚§63.2; 许§47.2."""
    return d.day("hearing_fee_charged") is not None
