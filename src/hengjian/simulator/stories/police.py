"""What passes between an enforcement body and the police when an act may be a crime.

Serves the stories of ordinary cases and of referrals with 国务院令310号: a written report, the
head's decision within three days, the transfer within twenty-four hours, a request to think again
within three days of a refusal. What the police themselves do is theirs.
"""

import numpy as np

from hengjian.simulator.batch import Batch, Doc, Step
from hengjian.simulator.days import NONE, Ints, latest, present

STEPS = (
    Step("crime_reported", "crime_reported", ("inquired",), "handlers", doc="报告01"),
    Step("crime_decided", "crime_decided", ("crime_reported",)),
    Step("crime_transferred", "crime_transferred", ("crime_decided",), "handlers", doc="移送02"),
    Step("police_not_filed", "police_not_filed", ("crime_transferred",), doc="公安01"),
    Step(
        "police_reconsideration_asked", "police_reconsideration_asked", ("police_not_filed",),
        "handlers", doc="复议01",
    ),
)  # fmt: skip

_SEAL = ("organ_and_date", "seal")
DOCS = (
    Doc("报告01", "other", "crime_reported", ("party", "facts", "basis", "organ_and_date")),
    Doc("移送02", "transfer_letter", "crime_transferred", ("party", "facts", "object", *_SEAL)),
    Doc("公安01", "other", "police_not_filed", ("party", "reasons", *_SEAL)),
    Doc("复议01", "other", "police_reconsideration_asked", ("party", "facts", "reasons", *_SEAL)),
)


def draw(b: Batch, *, returned: str) -> None:
    """How long each step takes. ``returned``: the trait of cases that the police do not take."""
    b.draw_trait("unapproved", 0.0)
    b.draw_trait("asked_again", 0.5, b.trait[returned])
    for name, low, high in (
        ("report", 1, 4), ("approve", 0, 1), ("police", 1, 3), ("ask", 0, 1), ("police_again", 2, 3),
    ):  # fmt: skip
        b.draw_delay(name, low, high)


def schedule(b: Batch, after: Ints, *, suspected: str, returned: str) -> Ints:
    """The day of every step; the day from which the body may go on by itself."""
    reported = b.at("crime_reported", b.wd(after, "report"), only=b.trait[suspected])
    approved = b.at("crime_decided", b.capped(reported, "approve", most=2))
    refused = b.trait["unapproved"]
    b.mode["crime_decided"] = np.where(refused, "failed", "passed")
    b.note["crime_decided"] = np.where(refused, "不批准移送，理由已记录在案", "批准移送")
    sent = b.at("crime_transferred", approved, only=~refused)
    noted = b.wd(sent, "police")
    back = b.at("police_not_filed", noted, only=b.trait[returned] & present(sent))
    asked = b.at(
        "police_reconsideration_asked", b.capped(back, "ask", most=2), only=b.trait["asked_again"]
    )
    kept = b.wd(np.where(present(asked), asked, NONE), "police_again")
    return latest(approved, back, kept)
