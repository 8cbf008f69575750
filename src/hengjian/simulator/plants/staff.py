"""Plants about people: B01, B02, B08, B09.

Serves the truth about acts by too few officers, by officers without a valid card, and about
hearings presided over by an investigator. Persons with a faulty card are hired for these cases
alone.
"""

from datetime import date, timedelta
from typing import Any

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import Ints, as_date
from hengjian.simulator.plants.plant import BREAKS, EXEMPT, NEAR, plant

_MONITORED: dict[str, Any] = {"class": "monitored"}
_FROM, _TO = date(2020, 1, 1), date(2028, 12, 31)


def _alone(b: Batch, rows: Ints, step: str) -> None:
    for row in rows.tolist():
        b.teams[step, row] = [int(b.value["handler"][row])]


def join(b: Batch, row: int, step: str, *, kind: str = "enforcement", with_: int = 2) -> int:
    """A newly hired person beside the first ``with_`` handlers at this step."""
    people = b.registry.people
    number = people.hire(b.registry.bodies[int(b.value["body"][row])], kind)
    handlers = [int(b.value[name][row]) for name in ("handler", "handler2")]
    b.teams[step, row] = [*handlers[:with_], number]
    return number


def _card(b: Batch, rows: Ints, step: str, card: Any, with_: int = 2) -> None:
    """Somebody joins each case whose card is ``card(day of the step)``."""
    for row in rows.tolist():
        number = join(b, row, step, with_=with_)
        on = as_date(int(b.day[step][row]))
        fields = {"valid_from": _FROM, "valid_to": _TO, **card(on)}
        if "suspended_from" in fields:
            fields["suspension_told_on"] = fields["suspended_from"] + _day(1)
        b.registry.people.certify(number, **fields)


def _day(days: int) -> timedelta:
    return timedelta(days=days)


@plant("B01", BREAKS, "ordinary", "现场检查勘验只有一名执法人员", subject="act:site_examined")
def examined_alone(b: Batch, rows: Ints) -> None:
    """罚§42, 黑程§18: 执法人员不得少于两人; the examination was done by one."""
    _alone(b, rows, "site_examined")


@plant("B01", BREAKS, "ordinary", "询问只有一名执法人员", subject="act:inquired")
def inquired_alone(b: Batch, rows: Ints) -> None:
    """罚§42, 黑程§18: 执法人员不得少于两人; the inquiry was done by one."""
    _alone(b, rows, "inquired")


@plant("B01", BREAKS, "simple", "当场处罚只有一名执法人员", subject="act:decided_on_spot")
def punished_alone(b: Batch, rows: Ints) -> None:
    """罚§42: two officers are needed on the spot too, since no law says otherwise."""
    _alone(b, rows, "decided_on_spot")


@plant(
    "B01", BREAKS, "ordinary", "询问人员两名，其中一名为未持证的辅助人员",
    subject="act:inquired", also=("B05@act:inquired",),
)  # fmt: skip
def inquired_with_an_auxiliary(b: Batch, rows: Ints) -> None:
    """罚§42: 具有行政执法资格的执法人员不得少于两人; an auxiliary has no qualification."""
    for row in rows.tolist():
        join(b, row, "inquired", kind="auxiliary", with_=1)


@plant("B01", NEAR, "ordinary", "决定书由一人交邮，不属于须两人实施的活动",
       subject="act:dispatched", mode="post")  # fmt: skip
def mailed_alone(b: Batch, rows: Ints) -> None:
    """罚§42, 61: handing a letter to the post is no act on the scene; one person may do it."""


@plant("B01", EXEMPT, "ordinary", "电子技术监控记录由一人审核",
       subject="act:monitoring_reviewed", **_MONITORED)  # fmt: skip
def monitored(b: Batch, rows: Ints) -> None:
    """罚§41: facts gathered by a device need no officers on the spot, only a review."""


@plant("B02", BREAKS, "ordinary", "参加询问的一名人员执法证已过期一日", subject="act:inquired")
def card_expired(b: Batch, rows: Ints) -> None:
    """罚§42, 76: the card ended the day before; two others make the number, not the right."""
    _card(b, rows, "inquired", lambda on: {"valid_to": on - _day(1)})


@plant("B02", BREAKS, "simple", "参加当场处罚的一名人员执法证次日才生效",
       subject="act:decided_on_spot")  # fmt: skip
def card_not_yet_valid(b: Batch, rows: Ints) -> None:
    """罚§42, 76: the card begins the day after the act."""
    _card(b, rows, "decided_on_spot", lambda on: {"valid_from": on + _day(1)})


@plant("B02", BREAKS, "ordinary", "参加现场检查的一名人员执法证在暂扣期间",
       subject="act:site_examined")  # fmt: skip
def card_suspended(b: Batch, rows: Ints) -> None:
    """罚§42: a suspended card gives no qualification while it is suspended."""
    span = {"suspended_from": _day(-9), "suspended_to": _day(20)}
    _card(b, rows, "site_examined", lambda on: {name: on + days for name, days in span.items()})


@plant("B02", BREAKS, "ordinary", "参加询问的一名人员执法证已暂扣且未恢复", subject="act:inquired")
def card_suspended_without_end(b: Batch, rows: Ints) -> None:
    """罚§42: suspended with no end written is still suspended."""
    _card(b, rows, "inquired", lambda on: {"suspended_from": on - _day(40)})


@plant("B02", BREAKS, "inspection", "参加检查的一名人员执法证当日被收回注销",
       subject="act:inspected")  # fmt: skip
def card_withdrawn(b: Batch, rows: Ints) -> None:
    """罚§42: a withdrawn card is invalid from the day of withdrawal on."""
    _card(b, rows, "inspected", lambda on: {"withdrawn_on": on})


@plant("B02", BREAKS, "ordinary", "参加现场检查的一名人员没有执法证", subject="act:site_examined")
def no_card(b: Batch, rows: Ints) -> None:
    """罚§76(5): 执法人员未取得执法证件."""
    for row in rows.tolist():
        join(b, row, "site_examined")


@plant(
    "B02", BREAKS, "ordinary", "询问人员两名，其中一名执法证已过期，合格人员不足两人",
    subject="act:inquired", also=("B01@act:inquired",),
)  # fmt: skip
def one_of_two_expired(b: Batch, rows: Ints) -> None:
    """罚§42: without the expired card only one qualified officer is left: both are broken."""
    _card(b, rows, "inquired", lambda on: {"valid_to": on - _day(30)}, with_=1)


@plant("B02", NEAR, "ordinary", "执法证有效期最后一日参加询问", subject="act:inquired")
def card_on_its_last_day(b: Batch, rows: Ints) -> None:
    """罚§42: the last day of validity is included."""
    _card(b, rows, "inquired", lambda on: {"valid_to": on})


@plant("B02", NEAR, "simple", "执法证生效当日参加当场处罚", subject="act:decided_on_spot")
def card_on_its_first_day(b: Batch, rows: Ints) -> None:
    """罚§42: the first day of validity is included."""
    _card(b, rows, "decided_on_spot", lambda on: {"valid_from": on})


@plant("B02", NEAR, "ordinary", "执法证暂扣期满次日参加现场检查", subject="act:site_examined")
def card_given_back(b: Batch, rows: Ints) -> None:
    """罚§42: the suspension ended the day before."""
    span = {"suspended_from": _day(-60), "suspended_to": _day(-1)}
    _card(b, rows, "site_examined", lambda on: {name: on + days for name, days in span.items()})


@plant("B02", NEAR, "ordinary", "执法证次日起暂扣，当日参加询问", subject="act:inquired")
def card_suspended_tomorrow(b: Batch, rows: Ints) -> None:
    """罚§42: the suspension begins the day after."""
    span = {"suspended_from": _day(1), "suspended_to": _day(30)}
    _card(b, rows, "inquired", lambda on: {name: on + days for name, days in span.items()})


@plant("B02", NEAR, "inspection", "执法证次日收回，当日参加检查", subject="act:inspected")
def card_withdrawn_tomorrow(b: Batch, rows: Ints) -> None:
    """罚§42: the card is invalid only from the day of withdrawal on."""
    _card(b, rows, "inspected", lambda on: {"withdrawn_on": on + _day(1)})


@plant("B08", BREAKS, "ordinary", "2023年法制审核人员1人，执法人员30人，不足百分之五",
       subject="body_year", body="understaffed", since="2023-02-01", until="2023-06-30")  # fmt: skip
def too_few_reviewers(b: Batch, rows: Ints) -> None:
    """118号（十一）: 法制审核人员不少于本单位执法人员总数的5%; one of thirty is 3.3 %."""


@plant("B08", NEAR, "ordinary", "法制审核人员1人，执法人员19人，恰不低于百分之五",
       subject="body_year", body="edge_staffed", since="2023-02-01", until="2023-06-30")  # fmt: skip
def just_enough_reviewers(b: Batch, rows: Ints) -> None:
    """118号（十一）: one of nineteen, or one of twenty if the reviewer is counted in: ≥ 5 %."""


@plant("B09", BREAKS, "ordinary", "听证由本案办案人员主持", hearing=True)
def investigator_presides(b: Batch, rows: Ints) -> None:
    """罚§64(4): 听证由行政机关指定的非本案调查人员主持; the host is the first handler."""
    b.value["host"][rows] = b.value["handler"][rows]


@plant(
    "B09", BREAKS, "permit", "许可听证由审查该申请的人员主持", hearing=True,
    verified=True,
)  # fmt: skip
def examiner_presides(b: Batch, rows: Ints) -> None:
    """许§48(3): the host must be someone other than who examines the application."""
    b.value["host"][rows] = b.value["handler"][rows]


@plant("B09", NEAR, "ordinary", "听证主持人未参与调查，只在决定后参加送达", hearing=True)
def host_serves_later(b: Batch, rows: Ints) -> None:
    """罚§64(4): serving the finished decision is no investigation of the case."""
    for row in rows.tolist():
        team = [int(b.value["host"][row]), int(b.value["handler2"][row])]
        for step in ("announced", "card_at_service", "served"):
            b.teams[step, row] = team
