"""Plants about execution by the body itself: I13, I15–I20.

Serves the truth about executions without a reminder, against those who live somewhere, of buildings
before their time, of money too soon, by substitutes whom nobody watched, and after three years of
standstill. Night and holidays are planted in `measures`.
"""

from typing import Any

import numpy as np

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import NONE, Ints, months_later, plus
from hengjian.simulator.plants.plant import BREAKS, EXEMPT, NEAR, plant

_REMOVED: dict[str, Any] = {"execution": ("remove",)}
_DEMOLISHED: dict[str, Any] = {"execution": ("demolish",)}
_TAKEN: dict[str, Any] = {"execution": ("transfer_deposit",)}
_SUBSTITUTED: dict[str, Any] = {"execution": ("substitute",)}
_AT_ONCE: dict[str, Any] = {"at_once": True, **_SUBSTITUTED}
_REMINDER = ("demanded", "card_at_demand", "demand_served")


def _erase(b: Batch, rows: Ints, *steps: str) -> None:
    """These steps did not happen, and all others stay where they are."""

    def change() -> None:
        for step in steps:
            b.day[step][rows] = NONE

    b.finish(change)


# --- reminder and decision (强§35–37) --------------------------------------------------------------------


@plant("I13", BREAKS, "coercion", "没有催告即强制执行", **_REMOVED)
def never_reminded(b: Batch, rows: Ints) -> None:
    """强§35: 作出强制执行决定前，应当事先催告当事人履行义务."""
    _erase(b, rows, *_REMINDER)


@plant("I13", BREAKS, "coercion", "只作口头催告，没有催告书", **_REMOVED)
def reminded_by_mouth(b: Batch, rows: Ints) -> None:
    """强§35: 催告应当以书面形式作出."""
    b.leave_out(rows, "催告01")
    b.mode["demand_served"] = np.full(b.size, "direct", dtype="U10")
    b.mode["demand_served"][rows] = "oral"


@plant("I13", BREAKS, "coercion", "催告书没有载明陈述权和申辩权", **_REMOVED)
def reminder_without_rights(b: Batch, rows: Ints) -> None:
    """强§35(4): 当事人依法享有的陈述权和申辩权."""
    b.leave_out(rows, "催告01", "defence_right")


@plant("I13", BREAKS, "coercion", "催告书没有载明履行义务的期限", **_REMOVED)
def reminder_without_term(b: Batch, rows: Ints) -> None:
    """强§35(1): 履行义务的期限."""
    b.leave_out(rows, "催告01", "term", "performance")


@plant("I13", BREAKS, "coercion", "要求缴款的催告书没有写明金额和给付方式", **_TAKEN)
def reminder_without_sum(b: Batch, rows: Ints) -> None:
    """强§35(3): 涉及金钱给付的，应当有明确的金额和给付方式."""
    b.leave_out(rows, "催告01", "way_and_sum")


@plant("I13", BREAKS, "coercion", "没有制作强制执行决定书", **_REMOVED)
def no_decision(b: Batch, rows: Ints) -> None:
    """强§37.2: 强制执行决定应当以书面形式作出."""
    b.leave_out(rows, "强执01")


@plant("I13", BREAKS, "coercion", "强制执行决定书没有载明救济途径和期限", also=("M07",), **_REMOVED)
def decision_without_remedies(b: Batch, rows: Ints) -> None:
    """强§37.2(4): remedies and their term; those terms run longer then (复§20)."""
    b.leave_out(rows, "强执01", "remedies")


@plant("I13", BREAKS, "coercion", "先作出强制执行决定，后催告", **_REMOVED)
def reminded_afterwards(b: Batch, rows: Ints) -> None:
    """强§35: the reminder comes before the decision; here it came two working days after it."""

    def change() -> None:
        later = b.days.add(b.day["enforcement_decided"][rows], 2)
        for step in _REMINDER:
            b.day[step][rows] = later

    b.finish(change)


@plant("I13", NEAR, "coercion", "催告期内当事人陈述申辩，记录、复核后作出强制执行决定", heard=True,
       **_REMOVED)  # fmt: skip
def heard_after_the_reminder(b: Batch, rows: Ints) -> None:
    """强§35–37: reminder and decision complete; what the party said was recorded and checked."""


@plant("I13", EXEMPT, "coercion", "催告期间有证据证明转移隐匿财物，立即作出强制执行决定", **_TAKEN)
def hiding_assets(b: Batch, rows: Ints) -> None:
    """强§37.3: 可以作出立即强制执行决定; the reminder's own time need not run out."""
    b.mark(rows, "hiding_assets")
    b.quick(rows, "bring", "bring_order", "order")
    b.delay["wait"][rows] = 1


@plant("I13", EXEMPT, "coercion", "立即清除道路障碍，不经催告", **_AT_ONCE)
def cleared_at_once(b: Batch, rows: Ints) -> None:
    """强§52: 可以决定立即实施代履行; there is no time for a reminder."""


# --- what may not be done to residents (强§43.2) ---------------------------------------------------------


def _cut(b: Batch, rows: Ints) -> None:
    b.write(rows, "enforcement_kinds", [["cut_utilities"]] * len(rows))


@plant("I15", BREAKS, "coercion", "以停水停电方式迫使居民履行", **_REMOVED)
def cut_off(b: Batch, rows: Ints) -> None:
    """强§43.2: 不得对居民生活采取停止供水、供电、供热、供燃气等方式."""
    _cut(b, rows)
    b.mark(rows, "residents")


@plant("I15", BREAKS, "coercion", "情况紧急仍对居民停止供热", **_REMOVED)
def cut_off_in_urgency(b: Batch, rows: Ints) -> None:
    """强§43.2: urgency excuses the hour (§43.1), not this means."""
    _cut(b, rows)
    b.mark(rows, "residents", "urgent")


@plant("I15", NEAR, "coercion", "对生产经营场所停止供电，不涉及居民生活", **_REMOVED)
def workshop_cut_off(b: Batch, rows: Ints) -> None:
    """强§43.2 protects 居民生活; a workshop is none."""
    _cut(b, rows)


@plant("I15", NEAR, "coercion", "涉及居民生活，以清除障碍的方式执行", **_REMOVED)
def residents_otherwise(b: Batch, rows: Ints) -> None:
    """强§43.2 forbids a means, not every execution near homes."""
    b.mark(rows, "residents")


# --- buildings (强§44) -----------------------------------------------------------------------------------


@plant("I16", BREAKS, "coercion", "强制拆除前没有公告", **_DEMOLISHED)
def never_announced(b: Batch, rows: Ints) -> None:
    """强§44: 应当由行政机关予以公告，限期当事人自行拆除."""
    b.drop(rows, "demolition_announced")


@plant("I16", BREAKS, "coercion", "复议和诉讼期限届满前即强制拆除", **_DEMOLISHED)
def before_the_remedies_ran_out(b: Batch, rows: Ints) -> None:
    """强§44: 当事人在法定期限内不申请行政复议或者提起行政诉讼; six months (诉§46) had not passed."""
    b.pin("demanded", rows, b.days.add(b.day["demolition_announced"][rows], 25))


@plant("I16", BREAKS, "coercion", "公告的自行拆除期限届满前即强制拆除", **_DEMOLISHED)
def before_his_own_time(b: Batch, rows: Ints) -> None:
    """强§44: whoever was given time to pull it down himself must have that time."""

    def change() -> None:
        b.until["demolition_announced"][rows] = b.day["enforced"][rows] + 15

    b.finish(change)


@plant("I16", NEAR, "coercion", "复议和诉讼期限届满后的首个工作日强制拆除", **_DEMOLISHED)
def after_the_remedies_ran_out(b: Batch, rows: Ints) -> None:
    """强§44, 诉§46: six months from service are over, and so is the time that was announced."""
    over = b.days.roll(months_later(b.day["served"][rows], 6))
    executed = b.days.add(over, 1)
    b.pin("demanded", rows, b.days.back(executed, 30))
    b.pin("enforced", rows, executed)


@plant("I16", NEAR, "coercion", "公告的自行拆除期限届满次日强制拆除", **_DEMOLISHED)
def after_his_own_time(b: Batch, rows: Ints) -> None:
    """强§44: the last day that was announced has passed."""

    def change() -> None:
        b.until["demolition_announced"][rows] = b.day["enforced"][rows] - 1

    b.finish(change)


@plant("I16", EXEMPT, "coercion", "清除可移动的障碍物，不属于拆除建筑物", **_REMOVED)
def no_building(b: Batch, rows: Ints) -> None:
    """强§44 speaks of buildings, structures and facilities; piled goods are none."""


# --- money (强§46) ---------------------------------------------------------------------------------------


def _early(b: Batch, rows: Ints) -> Ints:
    """Reminded right after the surcharge began, so that all else can follow within the month."""
    charged = b.day["surcharged"][rows]
    b.quick(rows, "demand", "bring", "order", "bring_order")
    b.delay["wait"][rows] = 11
    b.delay["run"][rows] = 0
    return charged


@plant("I17", BREAKS, "coercion", "加处滞纳金未满三十日即划拨", **_TAKEN)
def taken_too_soon(b: Batch, rows: Ints) -> None:
    """强§46.1: 实施加处罚款或者滞纳金超过三十日，经催告…仍不履行的."""
    b.pin("enforced", rows, b.days.settle(_early(b, rows) + 28))


@plant("I17", BREAKS, "coercion", "加处滞纳金超过三十日，没有催告即划拨", also=("I13",), **_TAKEN)
def taken_without_reminder(b: Batch, rows: Ints) -> None:
    """强§46.1: 经催告; §35 asks for the reminder before every execution."""
    _erase(b, rows, *_REMINDER)


@plant("I17", NEAR, "coercion", "加处滞纳金满三十日后的首日划拨", **_TAKEN)
def taken_on_the_first_day(b: Batch, rows: Ints) -> None:
    """强§46.1: more than thirty days; the thirty-first is the first lawful one."""
    b.pin("enforced", rows, b.days.roll(_early(b, rows) + 31))


@plant("I17", EXEMPT, "coercion", "排除妨碍，没有金钱给付义务，不加处滞纳金", **_REMOVED)
def no_money_owed(b: Batch, rows: Ints) -> None:
    """强§45, 46 speak of money that is owed."""


# --- substitutes (强§50, 51) -----------------------------------------------------------------------------


def _remind(b: Batch, rows: Ints, before: int) -> None:
    """The reminder is served so many working days before the substitute begins."""
    b.quick(rows, "bring", "order", "bring_order")
    b.delay["wait"][rows] = 1
    b.delay["execute"][rows] = before - 1


@plant("I18", BREAKS, "coercion", "代履行前两个工作日才催告", **_SUBSTITUTED)
def reminded_too_late(b: Batch, rows: Ints) -> None:
    """强§51(2), 69: 代履行三日前，催告当事人履行; three working days."""
    _remind(b, rows, 2)


@plant("I18", BREAKS, "coercion", "代履行前没有催告", also=("I13",), **_SUBSTITUTED)
def substituted_without_reminder(b: Batch, rows: Ints) -> None:
    """强§51(2); §35 is broken as well."""
    _erase(b, rows, *_REMINDER)


@plant("I18", BREAKS, "coercion", "代履行决定书没有送达即实施代履行", **_SUBSTITUTED)
def decision_not_served(b: Batch, rows: Ints) -> None:
    """强§51(1): 代履行前送达决定书."""
    _erase(b, rows, "card_again", "order_served")


@plant("I18", BREAKS, "coercion", "代履行时机关没有派员到场监督", **_SUBSTITUTED)
def nobody_watched(b: Batch, rows: Ints) -> None:
    """强§51(3): 作出决定的行政机关应当派员到场监督."""
    _erase(b, rows, "card_shown")
    notes = b.note.setdefault("substituted", np.full(b.size, "机关派员到场监督", dtype="U40"))
    notes[rows] = "受托单位自行作业"
    for row in rows.tolist():
        b.teams["substituted", row] = []


@plant("I18", BREAKS, "coercion", "代履行完毕没有制作执行文书", **_SUBSTITUTED)
def no_record(b: Batch, rows: Ints) -> None:
    """强§51(4): 在执行文书上签名或者盖章; there is none."""
    b.leave_out(rows, "代履01")


@plant("I18", BREAKS, "coercion", "代履行执行文书没有当事人或者见证人签名", **_SUBSTITUTED)
def record_unsigned(b: Batch, rows: Ints) -> None:
    """强§51(4): the party or a witness signs beside the officers."""
    b.leave_out(rows, "代履01", "party_signed")


@plant("I18", NEAR, "coercion", "代履行前恰三个工作日催告", **_SUBSTITUTED)
def reminded_three_days_before(b: Batch, rows: Ints) -> None:
    """强§51(2), 69: three working days before, to the day."""
    _remind(b, rows, 3)


@plant("I18", NEAR, "coercion", "当事人不到场，见证人在代履行执行文书上签名", **_SUBSTITUTED)
def witness_signed(b: Batch, rows: Ints) -> None:
    """强§51(4): 当事人或者见证人."""
    b.seen("substituted", rows, False)
    b.trait["attended"][rows] = False
    b.trait["unattended"][rows] = True


@plant("I18", EXEMPT, "coercion", "立即代履行，不适用三日前催告和事先送达", **_AT_ONCE)
def no_three_days(b: Batch, rows: Ints) -> None:
    """强§52: what blocks the road is cleared at once."""


@plant("I19", BREAKS, "coercion", "立即代履行时当事人不在场，事后没有通知", away=True, **_AT_ONCE)
def never_told_afterwards(b: Batch, rows: Ints) -> None:
    """强§52: 当事人不在场的，行政机关应当在事后立即通知当事人."""
    b.drop(rows, "substitution_told")


@plant("I19", BREAKS, "coercion", "立即代履行时当事人不在场，十日后才通知", away=True, **_AT_ONCE)
def told_late_afterwards(b: Batch, rows: Ints) -> None:
    """强§52: 立即 is not ten days later."""
    b.pin("substitution_told", rows, b.days.roll(plus(b.day["substituted"][rows], 10)))


@plant("I19", NEAR, "coercion", "立即代履行后当日通知不在场的当事人", away=True, **_AT_ONCE)
def told_the_same_day(b: Batch, rows: Ints) -> None:
    """强§52: told on the very day."""


@plant("I19", EXEMPT, "coercion", "立即代履行时当事人在场", **_AT_ONCE)
def there_himself(b: Batch, rows: Ints) -> None:
    """强§52: who is there need not be told afterwards."""


# --- standstill (强§39.2) --------------------------------------------------------------------------------

_STANDSTILL: dict[str, Any] = {
    "suspended": True, "since": "2021-08-23", "until": "2022-04-29", **_REMOVED,
}  # fmt: skip
_THREE_YEARS = 3 * 365 + 1


@plant("I20", BREAKS, "coercion", "无明显社会危害、确无能力履行，中止执行满三年后又恢复执行",
       **_STANDSTILL)  # fmt: skip
def resumed_after_three_years(b: Batch, rows: Ints) -> None:
    """强§39.2: 中止执行满三年未恢复执行的，行政机关不再执行."""
    b.mark(rows, "no_harm")
    b.delay["pause"][rows] = _THREE_YEARS + 40


@plant("I20", NEAR, "coercion", "中止执行未满三年恢复执行", **_STANDSTILL)
def resumed_before_three_years(b: Batch, rows: Ints) -> None:
    """强§39.2: the three years were not over."""
    b.mark(rows, "no_harm")
    b.delay["pause"][rows] = _THREE_YEARS - 30


@plant("I20", NEAR, "coercion", "中止执行满三年，不再执行", **_STANDSTILL)
def left_alone(b: Batch, rows: Ints) -> None:
    """强§39.2: nothing is executed any more."""
    b.mark(rows, "no_harm")
    b.drop(rows, "enforcement_resumed")


@plant("I20", EXEMPT, "coercion", "有明显社会危害，中止执行满三年后恢复执行", **_STANDSTILL)
def harmful(b: Batch, rows: Ints) -> None:
    """强§39.2 spares only what does no evident harm to society."""
    b.mark(rows, "harmful")
    b.delay["pause"][rows] = _THREE_YEARS + 40
