"""Plants about how an application is handled: J02, J04, J05, J10–J13, J18.

Serves the truth about receipts, joint permits, lower bodies, visits, tests, fees, stops and promises.
The terms of the decision itself are planted in `permits`.
"""

from typing import Any

import numpy as np

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import NONE, Ints
from hengjian.simulator.plants.plant import BREAKS, EXEMPT, NEAR, plant

_JOINT: dict[str, Any] = {"joint": True}
_PASSED: dict[str, Any] = {"passed_up": True, "extended": True}
_TESTED: dict[str, Any] = {"stopped": True, "stop": "testing"}
_STOPPED: dict[str, Any] = {"stopped": True, "stop": "expert_review"}


# --- the receipt (许§32.2) --------------------------------------------------------------------------------


@plant("J02", BREAKS, "permit", "受理申请没有出具书面凭证")
def no_receipt(b: Batch, rows: Ints) -> None:
    """许§32.2: 应当出具加盖本行政机关专用印章和注明日期的书面凭证."""
    b.leave_out(rows, "受理01")


@plant("J02", BREAKS, "permit", "受理凭证没有加盖专用印章")
def receipt_without_seal(b: Batch, rows: Ints) -> None:
    """许§32.2: 加盖本行政机关专用印章."""
    b.leave_out(rows, "受理01", "seal")


@plant("J02", BREAKS, "permit", "受理凭证没有注明日期")
def receipt_without_date(b: Batch, rows: Ints) -> None:
    """许§32.2: 注明日期."""
    b.leave_out(rows, "受理01", "organ_and_date")


@plant("J02", BREAKS, "permit", "不予受理没有出具书面凭证", unaccepted=True)
def turned_away_by_mouth(b: Batch, rows: Ints) -> None:
    """许§32.2: 受理或者不予受理 alike."""
    b.leave_out(rows, "受理02")


@plant("J02", NEAR, "permit", "收到申请两个工作日后受理，当日出具凭证")
def receipt_with_acceptance(b: Batch, rows: Ints) -> None:
    """许§32.2: the receipt is complete and bears the day of acceptance."""
    b.delay["accept"][rows] = 2


@plant("J02", NEAR, "permit", "不予受理，出具加盖印章、注明日期的书面凭证", unaccepted=True)
def turned_away_in_writing(b: Batch, rows: Ints) -> None:
    """许§32.2: refused at the counter, but on paper."""


@plant("J02", NEAR, "permit", "该机关不报送文书，没有凭证的记录不等于没有出具", narrow=0)
def receipt_not_reported(b: Batch, rows: Ints) -> None:
    """许§32.2: the body reports no papers at all, so a missing one proves nothing."""


# --- joint permits (许§42.2) ------------------------------------------------------------------------------


@plant("J04", BREAKS, "permit", "联合办理的许可受理后超过四十五个工作日才决定，没有延长", **_JOINT)
def joint_too_late(b: Batch, rows: Ints) -> None:
    """许§42.2, 82: 办理的时间不得超过四十五日."""
    b.delay["decide_joint"][rows] = b.rng.integers(46, 58, len(rows))


@plant(
    "J04", BREAKS, "permit", "联合办理的许可经批准延长十五日后仍超过期限", extended=True, **_JOINT
)
def joint_beyond_the_extension(b: Batch, rows: Ints) -> None:
    """许§42.2: forty-five and fifteen working days are the most."""
    b.delay["decide_extended"][rows] = b.rng.integers(61, 75, len(rows))


@plant("J04", BREAKS, "permit", "联合办理的许可受理后一直没有作出决定", **_JOINT)
def joint_never_decided(b: Batch, rows: Ints) -> None:
    """许§42.2: the term has long run out; an open term is broken too."""
    b.drop(rows, "decided")


@plant("J04", NEAR, "permit", "联合办理的许可恰第四十五个工作日作出决定", **_JOINT)
def joint_on_the_last_day(b: Batch, rows: Ints) -> None:
    """许§42.2, 82: the forty-fifth working day is the last one."""
    b.delay["decide_joint"][rows] = 45


@plant("J04", NEAR, "permit", "联合办理的许可经本级政府负责人批准延长，恰第六十个工作日决定",
       extended=True, **_JOINT)  # fmt: skip
def joint_on_the_last_extended_day(b: Batch, rows: Ints) -> None:
    """许§42.2: 经本级人民政府负责人批准，可以延长十五日."""
    b.delay["decide_extended"][rows] = 60


@plant("J04", NEAR, "permit", "联合办理的许可受理三十个工作日，期限未满尚未决定", since="2026-09-01",
       until="2026-09-11", **_JOINT)  # fmt: skip
def joint_still_running(b: Batch, rows: Ints) -> None:
    """许§42.2: the forty-five working days are not over on the day of the data."""
    as_of = np.full(len(rows), b.registry.as_of)
    b.restart(rows, b.days.back(as_of, 30))
    b.quick(rows, "accept")
    b.drop(rows, "decided")


# --- a lower body first (许§35, 43) -----------------------------------------------------------------------


@plant("J05", BREAKS, "permit", "下级机关受理后超过二十个工作日才审查完毕报送上级", **_PASSED)
def passed_up_late(b: Batch, rows: Ints) -> None:
    """许§43: 下级行政机关应当自其受理…之日起二十日内审查完毕; the later decision was extended."""
    b.delay["pass_up"][rows] = b.rng.integers(22, 25, len(rows))
    b.delay["decide_extended"][rows] = 28


@plant("J05", BREAKS, "permit", "上级机关要求申请人重复提供申请材料", **_PASSED)
def asked_again(b: Batch, rows: Ints) -> None:
    """许§35: 上级行政机关不得要求申请人重复提供申请材料."""
    b.delay["pass_up"][rows] = 5
    b.pin("resubmission_demanded", rows, b.days.add(b.day["accepted"][rows], 8))


@plant("J05", NEAR, "permit", "下级机关恰第二十个工作日审查完毕报送上级", **_PASSED)
def passed_up_on_the_twentieth(b: Batch, rows: Ints) -> None:
    """许§43, 82: the twentieth working day is the last one."""
    b.delay["pass_up"][rows] = 20
    b.delay["decide_extended"][rows] = 28


# --- visit and test (许§34.3, 55.2) -----------------------------------------------------------------------


def _one_person(b: Batch, rows: Ints, *steps: str) -> None:
    for row in rows.tolist():
        for step in steps:
            b.teams[step, row] = [int(b.value["handler"][row])]


@plant("J10", BREAKS, "permit", "对申请材料实质内容实地核查只有一人", verified=True)
def verified_alone(b: Batch, rows: Ints) -> None:
    """许§34.3: 应当指派两名以上工作人员进行核查."""
    _one_person(b, rows, "card_shown", "verified_on_site")


@plant("J10", NEAR, "permit", "恰由两名工作人员实地核查", verified=True)
def verified_by_two(b: Batch, rows: Ints) -> None:
    """许§34.3: two are enough."""


@plant("J10", EXEMPT, "permit", "材料书面审查即可，没有实地核查")
def not_visited(b: Batch, rows: Ints) -> None:
    """许§34.3: two are sent only where the substance must be verified."""


@plant("J11", BREAKS, "permit", "受理后第七个工作日才指派检验人员", **_TESTED)
def assigned_late(b: Batch, rows: Ints) -> None:
    """许§55.2, 82: 自受理申请之日起五日内指派两名以上工作人员."""
    b.delay["stop_from"][rows] = 7
    b.delay["assign"][rows] = 7


@plant("J11", BREAKS, "permit", "只指派一名人员检验", **_TESTED)
def one_tester(b: Batch, rows: Ints) -> None:
    """许§55.2: 两名以上."""
    _one_person(b, rows, "test_assigned")


@plant("J11", BREAKS, "permit", "期间因检验扣除，却没有指派检验人员", **_TESTED)
def nobody_assigned(b: Batch, rows: Ints) -> None:
    """许§55.2: the clock was stopped for a test to which nobody was assigned."""
    b.drop(rows, "test_assigned")


@plant("J11", NEAR, "permit", "受理后恰第五个工作日指派两名检验人员", **_TESTED)
def assigned_on_the_fifth(b: Batch, rows: Ints) -> None:
    """许§55.2, 82: the fifth working day is the last one."""
    b.delay["stop_from"][rows] = 5
    b.delay["assign"][rows] = 5


@plant("J11", EXEMPT, "permit", "专家评审，不属于技术检验", **_STOPPED)
def experts_only(b: Batch, rows: Ints) -> None:
    """许§55 is about 检验、检测、检疫; a review by experts assigns no testers."""


# --- fees (许§58) and stops (许§45) -----------------------------------------------------------------------


@plant("J12", BREAKS, "permit", "实施许可向申请人收取费用，没有法律、行政法规依据", charged=True)
def charged(b: Batch, rows: Ints) -> None:
    """许§58.1: 行政机关实施行政许可…不得收取任何费用."""


@plant("J12", BREAKS, "permit", "提供申请书格式文本收取工本费", charged=True)
def charged_for_the_form(b: Batch, rows: Ints) -> None:
    """许§58.2: 提供行政许可申请书格式文本，不得收费; at the counter, on the day of application."""
    b.pin("permit_fee_charged", rows, b.day["applied"][rows])

    def change() -> None:
        b.amount["permit_fee_charged"][rows] = 5_00
        b.minute["permit_fee_charged"][rows] = b.minute["applied"][rows]

    b.finish(change)


@plant("J12", NEAR, "permit", "专家评审费用由机关承担，没有向申请人收费", **_STOPPED)
def paid_by_the_body(b: Batch, rows: Ints) -> None:
    """许§58.3: what the procedure costs comes from the body's budget."""


@plant("J12", EXEMPT, "permit", "依照法律、行政法规的规定收费", charged=True, fee_by_law=True)
def charged_by_law(b: Batch, rows: Ints) -> None:
    """许§58.1: 法律、行政法规另有规定的，依照其规定."""


def _in_time_anyway(b: Batch, rows: Ints) -> None:
    """Decided within twenty working days even if nothing is left out of them."""
    b.delay["stop_for"][rows] = 5
    b.delay["decide"][rows] = 9


@plant("J13", BREAKS, "permit", "期间因专家评审扣除，没有书面告知所需时间", **_STOPPED)
def stop_never_told(b: Batch, rows: Ints) -> None:
    """许§45: 行政机关应当将所需时间书面告知申请人."""
    _in_time_anyway(b, rows)
    b.drop(rows, "stop_told")


@plant("J13", BREAKS, "permit", "期间因检验扣除，只口头告知所需时间", **_TESTED)
def stop_told_by_mouth(b: Batch, rows: Ints) -> None:
    """许§45: 书面."""
    _in_time_anyway(b, rows)
    b.leave_out(rows, "告知01")
    b.mode.setdefault("stop_told", np.full(b.size, "written", dtype="U10"))[rows] = "oral"


@plant("J13", NEAR, "permit", "期间扣除当日书面告知所需时间", **_STOPPED)
def stop_told_at_once(b: Batch, rows: Ints) -> None:
    """许§45: told in writing on the day on which the clock stopped."""
    _in_time_anyway(b, rows)


@plant("J13", EXEMPT, "permit", "没有扣除任何期间")
def nothing_left_out(b: Batch, rows: Ints) -> None:
    """许§45: no time was left out, so there was none to tell."""


# --- promises (黑程§32.2) ---------------------------------------------------------------------------------


def _promise(b: Batch, rows: Ints, days: int) -> None:
    def change() -> None:
        b.case["promised_days"][rows] = days

    b.finish(change)


@plant("J18", BREAKS, "permit", "承诺十个工作日办结，第十五个工作日才作出决定")
def promise_broken(b: Batch, rows: Ints) -> None:
    """黑程§32.2: 作出少于法定期限的承诺的，应当在承诺期限内办结; within the law, not within the word."""
    b.delay["decide"][rows] = 15
    _promise(b, rows, 10)


@plant("J18", NEAR, "permit", "承诺十个工作日，恰第十个工作日作出决定")
def promise_kept_on_the_last_day(b: Batch, rows: Ints) -> None:
    """黑程§32.2: the tenth working day is the last one promised."""
    b.delay["decide"][rows] = 10
    _promise(b, rows, 10)


@plant("J18", NEAR, "permit", "没有承诺较短期限，第十八个工作日作出决定")
def nothing_promised(b: Batch, rows: Ints) -> None:
    """黑程§32.2: without a promise the statutory term stands."""
    b.delay["decide"][rows] = 18
    _promise(b, rows, NONE)


@plant("J18", EXEMPT, "permit", "承诺十个工作日，扣除专家评审时间后未超期", **_STOPPED)
def promise_and_stop(b: Batch, rows: Ints) -> None:
    """黑程§33: 专家评审…所需时间不计算在办理期限内."""
    b.delay["decide"][rows] = 9
    b.delay["stop_for"][rows] = 8
    _promise(b, rows, 10)
