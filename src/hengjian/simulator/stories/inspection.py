"""The inspection of an enterprise: approval, notice, card and code shown, visit, result.

Serves the simulator with visits that the head approved beforehand and that stay below the yearly
cap (国办发〔2024〕54号): an enterprise is visited once in a year. Only plants send somebody twice.
"""

import numpy as np

from hengjian.simulator.batch import Batch, Doc, Step
from hengjian.simulator.days import NONE, latest, plus, present
from hengjian.simulator.stories import casting

KINDS = ("daily", "special", "individual")

STEPS = (
    Step("drawn", "drawn", (), "one", note="检查对象和检查人员随机抽取，抽取过程留痕"),
    Step("inspection_approved", "inspection_approved", ("drawn",)),
    Step("inspection_notified", "inspection_notified", ("inspection_approved",), doc="检通01"),
    Step("card_shown", "certificate_shown", ("inspection_approved", "inspection_notified"), "handlers"),
    Step("code_scanned", "code_scanned", ("card_shown",), "handlers"),
    Step(
        "inspected", "inspected", ("code_scanned",), "handlers", mode="on_site", doc="检查01",
        present=True, lasts=50,
    ),
    Step("correction_ordered", "correction_ordered", ("inspected",), doc="改正01"),
    Step("result_published", "result_published", ("inspected",)),
    Step("published", "published", ("inspected", "result_published")),
    Step("closed", "closed", ("result_published",)),
    Step("archived", "archived", ("closed",)),
)  # fmt: skip

_SEAL = ("organ_and_date", "seal")
DOCS = (
    Doc("检通01", "inspection_notice", "inspection_notified",
        ("party", "basis", "object", "term", *_SEAL)),
    Doc(
        "检查01", "site_record", "inspected", ("party", "facts", "officers_signed", "organ_and_date"),
        (("signed", "party_signed"), ("refused", "refusal_noted")),
    ),
    Doc("改正01", "correction_order", "correction_ordered", ("party", "facts", "basis", "term", *_SEAL)),
)  # fmt: skip


def draw(b: Batch) -> None:
    """Cast and course of each visit."""
    casting.begin(b)
    casting.cast(b, np.full(b.size, "inspection"))
    kind = b.rng.choice(3, b.size, p=(0.55, 0.25, 0.2))
    kind[b.planted] = 0
    for wants, rows in b.wants:
        if "kind" in wants:
            kind[rows] = KINDS.index(wants["kind"])
    b.value["inspection_kind"] = kind
    b.flags["by_superior"] = b.draw_trait("by_superior", 0.3, kind == 1)
    b.flags["urgent"] = b.draw_trait("urgent", 0.02, kind == 2)
    b.draw_trait("problem", 0.3)
    b.draw_trait("undrawn", 0.0)
    refused = b.draw_trait("refused", 0.03)
    b.trait["signed"] = ~refused
    b.film(np.flatnonzero(refused), "inspected")
    for name, low, high in (
        ("approve", 0, 5), ("visit", 0, 1), ("publish", 2, 12), ("close", 0, 3), ("archive", 2, 20),
    ):  # fmt: skip
        b.draw_delay(name, low, high)


def schedule(b: Batch) -> None:
    """The day of every step; an urgent visit is approved afterwards, within the day."""
    root = b.day["root"]
    individual = b.value["inspection_kind"] == KINDS.index("individual")
    drawn = ~individual & ~b.trait["undrawn"]
    b.flags["double_random"] = drawn
    b.at("drawn", root, only=drawn)
    notified = b.wd(root, "approve")
    visit = b.at("inspected", b.wd(notified, "visit"))
    urgent = b.flags["urgent"]
    b.at("inspection_approved", np.where(urgent, visit, root))
    b.at("inspection_notified", np.where(urgent, visit, notified))
    for step in ("card_shown", "code_scanned"):
        b.at(step, visit)
    b.at("correction_ordered", visit, only=b.trait["problem"])
    result = b.at("result_published", b.wd(visit, "publish"))
    b.at("published", result)
    closed = b.at("closed", b.wd(result, "close"))
    archived = b.at("archived", b.days.settle(plus(closed, b.delay["archive"])))
    b.day["archived"] = np.where(present(archived), latest(archived, closed), NONE)


def settle(b: Batch) -> None:
    """The papers of an urgent visit are made up two hours after it began."""
    urgent = b.flags["urgent"] & (b.day["inspection_approved"] == b.day["inspected"])
    after = b.minute["inspected"] + 120
    b.minute["inspection_approved"] = np.where(urgent, after, b.minute["inspection_approved"])


def fill(b: Batch) -> None:
    """The columns of the case, once all days stand."""
    b.case["result"] = np.where(b.trait["problem"], "problem_found", "no_problem")
    b.case["inspection_kind"] = np.array(KINDS)[b.value["inspection_kind"]]
