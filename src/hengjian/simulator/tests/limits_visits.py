"""Limits of inspections, judged one dossier at a time: 54号, 营商条例, 黑程.

Serves `test_lawful` as the last of the limits. What 54号 asks for is asked of visits since 2025.
"""

from datetime import date

from hengjian.simulator.tests.dossier import Dossier
from hengjian.simulator.tests.limits import judge
from hengjian.simulator.tests.limits_permits import JUDGES, off_the_list

__all__ = ["JUDGES"]

BANNED = {"favour_taken", "inspection_fee", "inspection_quota", "disguised_inspection",
          "campaign_inspection", "inspection_outsourced"}  # fmt: skip
SAFETY = {"emergency", "health"}


def visited(d: Dossier) -> date | None:
    return d.day("inspected") if d.case["kind"] == "inspection" else None


def since_2025(d: Dossier) -> bool:
    on = visited(d)
    return on is not None and on.year >= 2025


@judge("K01")
def listed(d: Dossier) -> bool:
    """54号."""
    return since_2025(d) and off_the_list(d, d.day("inspected"))


@judge("K08")
def bans(d: Dossier) -> bool:
    """54号; handing visits to an agency is conduct as well."""
    return since_2025(d) and bool(d.flags & BANNED)


@judge("K09")
def visit_papers(d: Dossier) -> bool:
    """54号, 1999年规定§8, 黑程§19."""
    if visited(d) is None:
        return False
    notice, record = d.paper("inspection_notice"), d.paper("site_record")
    return notice is None or record is None or not {"basis", "object", "term"} <= notice or (
        not record & {"party_signed", "refusal_noted"}
    )  # fmt: skip


@judge("K10")
def double_random(d: Dossier) -> bool:
    """营商§54, 黑程§42.2."""
    on = visited(d)
    if on is None or d.case["inspection_kind"] == "individual":
        return False
    if "double_random" not in d.flags:
        return d.body["sector"] not in SAFETY
    drawn, shown = d.time("drawn"), d.day("result_published")
    return drawn is None or drawn > d.time("inspected") or d.law.over(d.law.working(on, 30), shown)


@judge("K12")
def area(d: Dossier) -> bool:
    """54号."""
    if not since_2025(d) or "cross_region_assist" in d.flags or not d.case["place_division"]:
        return False
    return not d.case["place_division"].startswith(d.body["division"])


@judge("K13")
def code(d: Dossier) -> bool:
    """司法部解答, published on 2025-04-18."""
    on = visited(d)
    if on is None or on < date(2025, 4, 18) or d.first("inspected")["mode"] == "remote":
        return False
    scanned = d.time("code_scanned")
    return scanned is None or scanned > d.time("inspected")


@judge("K17")
def shutdown(d: Dossier) -> bool:
    """营商§59.2."""
    return "blanket_shutdown" in d.flags and "shutdown_approved" not in d.flags
