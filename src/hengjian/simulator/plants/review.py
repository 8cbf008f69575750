"""Plants about legal review and the heads' discussion: F02, F05, F06, F07, and F04 of the latter.

Serves the truth about major decisions of every kind that nobody reviewed, reviews by those who
handled the case, reviews that took too long, and grave penalties that one person decided. What
罚§58 itself asks of penalties is planted in `decision`.
"""

from datetime import date
from typing import Any

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import NONE, Ints
from hengjian.simulator.plants.plant import BREAKS, EXEMPT, NEAR, plant

_MAJOR: dict[str, Any] = {"listed_major": True}
_PLAIN: dict[str, Any] = {"listed_major": False}
_HEAVY: dict[str, Any] = {"class": "heavy"}
_SMALL: dict[str, Any] = {"class": "fixed", "sector": ("market", "urban", "transport")}
_REVIEW = ("review_sent", "legally_reviewed")
_CARD = (date(2018, 8, 1), date(2028, 7, 31))


def _never_reviewed(b: Batch, rows: Ints) -> None:
    """The review did not take place; everything else stays where it is."""

    def change() -> None:
        for step in _REVIEW:
            if step in b.day:
                b.day[step][rows] = NONE

    b.finish(change)


@plant("F02", BREAKS, "permit", "列入重大执法决定目录的许可，未经法制审核即作出决定", **_MAJOR)
def permit_never_reviewed(b: Batch, rows: Ints) -> None:
    """118号（十二）: what the body's own list names is reviewed before it is decided."""
    _never_reviewed(b, rows)


@plant("F02", BREAKS, "permit", "涉及重大公共利益的许可，未经法制审核即作出决定", **_PLAIN)
def permit_of_public_interest(b: Batch, rows: Ints) -> None:
    """118号（十二）: 凡涉及重大公共利益…都要进行法制审核, on a list or not."""
    b.mark(rows, "public_interest")


@plant("F02", BREAKS, "permit", "列入重大执法决定目录的许可，作出决定以后才补做法制审核", **_MAJOR)
def permit_reviewed_afterwards(b: Batch, rows: Ints) -> None:
    """118号（十二）（十三）: the opinion comes before the decision, or it is none."""

    def change() -> None:
        later = b.days.add(b.day["decided"][rows], b.rng.integers(1, 4, len(rows)))
        b.day["legally_reviewed"][rows] = later

    b.finish(change)


@plant("F02", BREAKS, "coercion", "可能引发社会风险的强制执行，未经法制审核即决定", at_once=False)
def execution_never_reviewed(b: Batch, rows: Ints) -> None:
    """118号（十二）: 可能造成重大社会影响或引发社会风险; the kind of act does not matter."""
    b.mark(rows, "social_risk")
    _never_reviewed(b, rows)


@plant("F02", BREAKS, "ordinary", "列入重大执法决定目录的处罚，未经法制审核即作出决定", **_HEAVY)
def listed_penalty_never_reviewed(b: Batch, rows: Ints) -> None:
    """118号（十二）: the list names it, though none of the cases of 罚§58 is given.

    罚§47 wants a record of each stage; review is no stage where the law itself asks for none.
    """
    _never_reviewed(b, rows)


@plant("F02", BREAKS, "ordinary", "可能造成重大社会影响的处罚，未经法制审核即作出决定")
def risky_penalty_never_reviewed(b: Batch, rows: Ints) -> None:
    """118号（十二） adds 重大社会影响 and 社会风险 to what 罚§58 names."""
    b.mark(rows, "social_risk")
    _never_reviewed(b, rows)


@plant("F02", NEAR, "permit", "未列入目录的一般许可，没有法制审核", **_PLAIN)
def plain_permit(b: Batch, rows: Ints) -> None:
    """118号（十二） asks for the review of major decisions only."""


@plant("F02", NEAR, "permit", "列入目录的许可，决定当日先通过法制审核", **_MAJOR)
def permit_reviewed_the_same_day(b: Batch, rows: Ints) -> None:
    """118号（十二）: an hour before is before."""
    b.pin("legally_reviewed", rows, b.day["decided"][rows])


@plant(
    "F02", NEAR, "permit", "列入目录的许可，该机关不报送法制审核，没有记录不等于没有审核", narrow=1
)
def permit_review_not_reported(b: Batch, rows: Ints) -> None:
    """118号（十二）: the body's coverage does not name this activity, so its absence proves nothing."""


@plant("F02", EXEMPT, "simple", "当场处罚不属于重大执法决定")
def nothing_major_on_the_spot(b: Batch, rows: Ints) -> None:
    """118号（十二）, 罚§51: a warning or a few hundred yuan is on no list of major decisions."""


def _reviews_own_case(b: Batch, rows: Ints, *, as_handler: bool) -> None:
    """A qualified person with a card handles the case and then reviews it."""
    people = b.registry.people
    for row in rows.tolist():
        body = b.registry.bodies[int(b.value["body"][row])]
        number = people.hire(body, legal_qualification=True, reviewer_since=date(2018, 7, 2))
        people.certify(number, *_CARD)
        second = int(b.value["handler2"][row])
        first = number if as_handler else int(b.value["handler"][row])
        team = [first, second] if as_handler else [first, second, number]
        b.teams["inquired", row] = team
        b.teams["legally_reviewed", row] = [number]


@plant("F05", BREAKS, "ordinary", "法制审核人员就是本案询问人员")
def handler_reviews(b: Batch, rows: Ints) -> None:
    """118号（十一）（十四）: the handling side and the reviewing side are two."""
    _reviews_own_case(b, rows, as_handler=True)


@plant("F05", BREAKS, "ordinary", "法制审核人员作为第三人参加了本案询问")
def reviewer_took_part(b: Batch, rows: Ints) -> None:
    """118号（十一）（十四）: one among three handlers is a handler all the same."""
    _reviews_own_case(b, rows, as_handler=False)


@plant("F05", NEAR, "ordinary", "法制审核人员只主持过本案听证，没有承办案件", hearing=True)
def reviewer_presided(b: Batch, rows: Ints) -> None:
    """罚§64(4), 118号（十四）: who presides is no handler; to review afterwards is not forbidden."""
    for row in rows.tolist():
        reviewer = int(b.value["reviewer"][row])
        for step in ("hearing_held", "hearing_reported"):
            b.teams[step, row] = [reviewer]


_FARM: dict[str, Any] = {"sector": ("agriculture",), "since": "2022-02-07", "brief": True}


@plant("F06", BREAKS, "ordinary", "农业处罚案件送审一个月以上才完成法制审核", **_FARM)
def review_took_a_month(b: Batch, rows: Ints) -> None:
    """农业§53: five days, and fifteen more with the head's approval; here more than both."""
    sent = b.days.add(b.day["notified"][rows], 7)
    b.pin("review_sent", rows, sent)
    b.pin("legally_reviewed", rows, b.days.roll(sent + b.rng.integers(33, 40, len(rows))))


@plant("F06", NEAR, "ordinary", "农业处罚案件送审后第五日完成法制审核", **_FARM)
def review_on_the_fifth_day(b: Batch, rows: Ints) -> None:
    """农业§53: the fifth day is the last one, whichever days are counted."""
    sent = b.days.first_where(
        b.days.add(b.day["notified"][rows], 7),
        lambda days: b.days.working(days) & b.days.working(days + 5),
    )
    b.pin("review_sent", rows, sent)
    b.pin("legally_reviewed", rows, sent + 5)


@plant("F06", NEAR, "ordinary", "其他领域送审后第十个工作日完成审核，外省期限不适用于本省",
       not_sector=("agriculture", "natural_resources"), brief=True)  # fmt: skip
def other_provinces_term(b: Batch, rows: Ints) -> None:
    """内蒙古三项§31 binds nobody here: for other sectors no norm in force names a term."""
    sent = b.days.add(b.day["notified"][rows], 7)
    b.pin("review_sent", rows, sent)
    b.pin("legally_reviewed", rows, b.days.add(sent, 10))


def _not_discussed(b: Batch, rows: Ints) -> None:
    def change() -> None:
        b.day["discussed"][rows] = NONE

    b.finish(change)


@plant("F07", BREAKS, "ordinary", "情节复杂的案件未经负责人集体讨论即作出处罚决定", complex=True)
def complex_never_discussed(b: Batch, rows: Ints) -> None:
    """罚§57.2: 对情节复杂…给予行政处罚，行政机关负责人应当集体讨论决定."""
    _not_discussed(b, rows)


@plant("F07", BREAKS, "ordinary", "重大违法行为未经负责人集体讨论即作出处罚决定")
def grave_never_discussed(b: Batch, rows: Ints) -> None:
    """罚§57.2: 重大违法行为给予行政处罚; one head decided by himself."""
    b.mark(rows, "major")
    _not_discussed(b, rows)


@plant("F04", BREAKS, "ordinary", "作出处罚决定以后才补开集体讨论", complex=True)
def discussed_afterwards(b: Batch, rows: Ints) -> None:
    """罚§57.2: 集体讨论决定 — the meeting decides, so it comes before; it was held, in the wrong order."""

    def change() -> None:
        later = b.days.add(b.day["decided"][rows], b.rng.integers(1, 4, len(rows)))
        b.day["discussed"][rows] = later

    b.finish(change)


@plant("F07", NEAR, "ordinary", "一般案件没有集体讨论，由负责人决定", **_SMALL)
def plain_case_not_discussed(b: Batch, rows: Ints) -> None:
    """罚§57: only complex cases and grave offences are for all heads together."""
    _not_discussed(b, rows)


@plant("F07", NEAR, "ordinary", "情节复杂的案件当日讨论、当日作出决定", complex=True)
def discussed_the_same_day(b: Batch, rows: Ints) -> None:
    """罚§57.2: the decision follows the discussion by an hour."""
    b.quick(rows, "decide")


@plant("F07", EXEMPT, "ordinary", "情节复杂但决定不予处罚，没有集体讨论", spared=True)
def complex_but_spared(b: Batch, rows: Ints) -> None:
    """罚§57.2 is about giving a penalty; here none was given."""
    b.mark(rows, "complex")
