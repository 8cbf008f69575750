"""The case that turns out to be a crime, or another body's business.

Serves the simulator with 国务院令310号: what the police take over goes to them with its goods within
three days of their note; and with cases that are passed on to the body that is competent, without
being filed (黑程§9). A case that the police refuse goes on as an ordinary one and is told there.
"""

import numpy as np

from hengjian.simulator.batch import Batch, Doc, Step
from hengjian.simulator.days import NONE, latest, plus, present
from hengjian.simulator.stories import casting, penalty, police, seizure

STEPS = (
    Step("clue_received", "clue_received"),
    Step("clue_checked", "clue_checked", ("clue_received",), "handlers"),
    Step("incompetence_found", "incompetence_found", ("clue_checked",), "handlers"),
    Step("transferred", "transferred", ("incompetence_found",), doc="移送01"),
    Step("transfer_told", "transfer_told", ("transferred",), "one", mode="written"),
    Step("filing_approved", "filing_approved", ("clue_checked",), doc="立案01"),
    Step("filed", "filed", ("filing_approved",), doc="立案01"),
    Step("card_at_site", "certificate_shown", ("filed",), "handlers"),
    Step("site_examined", "site_examined", ("card_at_site",), "handlers", doc="勘验01"),
    *seizure.TAKING,
    Step("card_at_inquiry", "certificate_shown", ("filed",), "handlers"),
    Step("inquired", "inquired", ("card_at_inquiry",), "handlers", doc="询问01"),
    *police.STEPS,
    Step("measure_handled", "measure_handled", ("crime_transferred",), doc="处理01",
         note="查封扣押的财物随案移送公安机关"),
    Step("police_filed", "police_filed", ("crime_transferred",)),
    Step("goods_handed_over", "goods_handed_over", ("police_filed",), "handlers", doc="移交01"),
    Step("goods_handover_told", "goods_handover_told", ("goods_handed_over",), "one", mode="written"),
    Step("closed", "closed", ("goods_handed_over", "goods_handover_told", "transfer_told")),
    Step("archived", "archived", ("closed",)),
)  # fmt: skip

_SEAL = ("organ_and_date", "seal")
DOCS = (
    Doc("移送01", "transfer_letter", "transferred", ("party", "facts", "basis", *_SEAL)),
    Doc("立案01", "filing_form", "filed", ("party", "facts", "basis", "organ_and_date")),
    Doc("勘验01", "site_record", "site_examined",
        ("party", "facts", "officers_signed", "party_signed", "organ_and_date")),
    *seizure.TAKING_DOCS,
    Doc("处理01", "other", "measure_handled", ("party", "object", "basis", *_SEAL)),
    Doc("询问01", "inquiry_record", "inquired",
        ("party", "facts", "officers_signed", "party_signed", "organ_and_date")),
    *police.DOCS,
    Doc("移交01", "other", "goods_handed_over", ("party", "object", *_SEAL)),
)  # fmt: skip


def draw(b: Batch) -> None:
    """Cast and course of each case."""
    casting.begin(b)
    casting.cast(b, np.full(b.size, "graded"))
    penalty.draw(b)
    passed_on = b.draw_trait("passed_on", 0.4)
    b.trait["suspected"] = ~passed_on
    b.trait["returned"] = np.zeros(b.size, dtype=bool)
    b.trait["told"] = np.zeros(b.size, dtype=bool)
    b.flags["crime_suspected"] = ~passed_on
    measured = b.registry.item_measured[b.value["item"]]
    department = np.array([x.kind == "agency" for x in b.registry.bodies])[b.value["body"]]
    measure = b.draw_trait("measure", 0.4, measured & department & ~passed_on)
    seizure.draw(b)
    police.draw(b, returned="returned")
    for name, low, high in (
        ("check", 0, 2), ("file", 0, 2), ("inquiry", 1, 5), ("report", 3, 15), ("goods", 0, 1),
        ("close", 0, 3), ("archive", 2, 20), ("pass", 1, 2),
    ):  # fmt: skip
        b.draw_delay(name, low, high)
    b.delay["report"] = np.where(measure, 3 + b.delay["report"] % 4, b.delay["report"])


def schedule(b: Batch) -> None:
    """The day of every step."""
    passed_on = b.trait["passed_on"]
    clue = b.at("clue_received", b.day["root"])
    checked = b.at("clue_checked", b.capped(clue, "check", most=5))
    found = b.at("incompetence_found", checked, only=passed_on)
    passed = b.at("transferred", b.capped(found, "pass", most=5))
    b.at("transfer_told", passed)
    approved = b.at(
        "filing_approved", b.capped(checked, "file", most=6, since=clue), only=~passed_on
    )
    filed = b.at("filed", approved)
    for step in ("card_at_site", "site_examined"):
        b.at(step, filed, only=b.trait["measure"])
    seizure.take(b, filed)
    inquired = b.at("inquired", b.wd(filed, "inquiry"))
    b.at("card_at_inquiry", inquired)
    police.schedule(b, inquired, suspected="suspected", returned="returned")
    sent = b.day["crime_transferred"]
    b.at("measure_handled", sent, only=b.trait["measure"])
    noted = b.at("police_filed", b.wd(sent, "police"))
    goods = b.at("goods_handed_over", b.capped(noted, "goods", most=2))
    b.at("goods_handover_told", goods)
    closed = b.at("closed", b.wd(latest(goods, passed), "close"))
    archived = b.at("archived", b.days.settle(plus(closed, b.delay["archive"])))
    b.day["archived"] = np.where(present(archived), latest(archived, closed), NONE)


def fill(b: Batch) -> None:
    """The columns of the case, once all days stand."""
    for column in ("fine", "confiscated", "illegal_gain"):
        b.case[column] = np.full(b.size, penalty.ABSENT)
    b.value["kinds"] = np.full(b.size, NONE)
    b.case["result"] = np.full(b.size, "transferred")
    b.case["procedure"] = np.where(b.trait["passed_on"], "", "ordinary")
