"""Plants about limits of time and age, and about preserved evidence: C03, C04, D03.

Serves the truth about penalties that come too late, that hit children, and about goods that are
kept beyond seven days. The fourteenth and eighteenth birthdays themselves are left out as disputed.
"""

import numpy as np

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import NONE, Bools, Ints, day_of_month, months_later
from hengjian.simulator.plants.plant import BREAKS, EXEMPT, NEAR, plant

_AFTER_INVESTIGATION = (
    "notified", "hearing_told", "defence_waived", "hearing_waived", "defended",
    "defence_rechecked", "review_sent", "legally_reviewed", "discussed", "decided",
)  # fmt: skip


def _ended(b: Batch, rows: Ints, days: Ints, began: Ints | None = None) -> None:
    b.value["violation_ended_on"][rows] = days
    b.value["violation_on"][rows] = days if began is None else began


def _before(b: Batch, rows: Ints, years: int, extra: tuple[int, int]) -> Ints:
    """A day so many years, and some days more, before the case was found."""
    back = b.rng.integers(*extra, len(rows))
    return months_later(b.day["root"][rows], -12 * years) - back


def _anniversary(b: Batch, rows: Ints) -> None:
    """Let the case be found on a worked day that every year has."""

    def fits(days: Ints) -> Bools:
        return b.days.working(days) & (day_of_month(days) <= 28)

    b.restart(rows, b.days.first_where(b.day["root"][rows], fits))


@plant("C03", BREAKS, "ordinary", "违法行为终了满二年后才被发现，仍给予处罚")
def found_too_late(b: Batch, rows: Ints) -> None:
    """罚§36: 违法行为在二年内未被发现的，不再给予行政处罚."""
    _ended(b, rows, _before(b, rows, 2, (12, 200)))


@plant("C03", BREAKS, "ordinary", "涉及生命健康安全但没有危害后果，超过二年发现仍处罚",
       health_safety=True)  # fmt: skip
def no_harm_no_extension(b: Batch, rows: Ints) -> None:
    """罚§36: five years need both 涉及…安全 *and* 危害后果; without harm it stays at two."""
    _ended(b, rows, _before(b, rows, 3, (1, 100)))


@plant("C03", BREAKS, "ordinary", "涉及生命健康安全且有危害后果，超过五年发现仍处罚",
       health_safety=True)  # fmt: skip
def beyond_five_years(b: Batch, rows: Ints) -> None:
    """罚§36: even the longer term of five years has run out."""
    b.mark(rows, "harmful")
    _ended(b, rows, _before(b, rows, 5, (12, 100)))


@plant("C03", NEAR, "ordinary", "违法行为终了后恰满二年之日被发现")
def found_on_the_last_day(b: Batch, rows: Ints) -> None:
    """罚§36: the day of the act is not counted, so the second anniversary is the last day."""
    _anniversary(b, rows)
    _ended(b, rows, months_later(b.day["root"][rows], -24))


@plant("C03", NEAR, "ordinary", "违法行为持续多年，自终了之日起未满二年")
def lasting_act(b: Batch, rows: Ints) -> None:
    """罚§36.2: an act that lasts is counted from its end."""
    ended = b.day["root"][rows] - 40
    _ended(b, rows, ended, ended - 1500)


@plant("C03", NEAR, "ordinary", "发现时已超过二年，调查后撤销立案，未给予处罚")
def late_but_withdrawn(b: Batch, rows: Ints) -> None:
    """罚§36 forbids the penalty, not the inquiry; the case was withdrawn without one."""
    _ended(b, rows, _before(b, rows, 2, (12, 200)))
    b.drop(rows, *_AFTER_INVESTIGATION)
    b.pin("closed", rows, b.days.add(b.day["investigation_ended"][rows], 3))

    def withdraw() -> None:
        b.case["result"][rows] = "case_withdrawn"

    b.finish(withdraw)


@plant("C03", EXEMPT, "ordinary", "涉及生命健康安全且有危害后果，三年后发现，适用五年期限",
       health_safety=True)  # fmt: skip
def five_years_apply(b: Batch, rows: Ints) -> None:
    """罚§36: both conditions are met, so the term is five years."""
    b.mark(rows, "harmful")
    _ended(b, rows, _before(b, rows, 3, (1, 100)))


def _born(b: Batch, rows: Ints, years: int, days: int) -> None:
    """The party turned ``years`` so many days before the act; negative days: will turn."""
    births = b.value.setdefault("birth", np.full(b.size, NONE))
    acted = b.value["violation_on"][rows]
    births[rows] = months_later(acted - days, -12 * years)


@plant("C04", BREAKS, "simple", "当事人违法时不满十四周岁，仍给予处罚", party=("citizen",))
def a_child(b: Batch, rows: Ints) -> None:
    """罚§30: 不满十四周岁的未成年人有违法行为的，不予行政处罚."""
    _born(b, rows, 14, -120)


@plant("C04", BREAKS, "simple", "当事人违法时十六周岁，未从轻或者减轻", party=("citizen",))
def a_youth_not_spared(b: Batch, rows: Ints) -> None:
    """罚§30: from fourteen to under eighteen the penalty must be lighter or reduced."""
    _born(b, rows, 16, 100)


@plant("C04", BREAKS, "simple", "当事人次日满十八周岁，未从轻或者减轻", party=("citizen",))
def not_yet_of_age(b: Batch, rows: Ints) -> None:
    """罚§30: on the day before the eighteenth birthday the party is still under eighteen."""
    _born(b, rows, 18, -1)


@plant("C04", BREAKS, "simple", "当事人不能辨认自己行为，仍给予处罚", party=("citizen",))
def incapable(b: Batch, rows: Ints) -> None:
    """罚§31: who cannot recognise or control his acts is not punished."""
    b.mark(rows, "incapable")


@plant("C04", NEAR, "simple", "当事人前一日满十四周岁，已从轻处罚", party=("citizen",))
def just_fourteen(b: Batch, rows: Ints) -> None:
    """罚§30: from the day after the fourteenth birthday a lighter penalty is allowed."""
    _born(b, rows, 14, 1)
    b.mark(rows, "mitigating")


@plant("C04", NEAR, "simple", "当事人前一日满十八周岁，照常处罚", party=("citizen",))
def just_of_age(b: Batch, rows: Ints) -> None:
    """罚§30: from the day after the eighteenth birthday nothing need be lighter."""
    _born(b, rows, 18, 1)


@plant("C04", NEAR, "simple", "当事人十六周岁，已从轻处罚", party=("citizen",))
def a_youth_spared(b: Batch, rows: Ints) -> None:
    """罚§30: the penalty for a youth was lighter, as it must be."""
    _born(b, rows, 16, 50)
    b.mark(rows, "mitigating")


@plant("C04", EXEMPT, "ordinary", "当事人不满十四周岁，决定不予处罚",
       party=("citizen",), spared=True)  # fmt: skip
def a_child_spared(b: Batch, rows: Ints) -> None:
    """罚§30: no penalty was given."""
    _born(b, rows, 13, 20)


@plant("C04", EXEMPT, "ordinary", "当事人不能控制自己行为，决定不予处罚",
       party=("citizen",), spared=True)  # fmt: skip
def incapable_spared(b: Batch, rows: Ints) -> None:
    """罚§31: no penalty was given."""
    b.mark(rows, "incapable")


@plant("D03", BREAKS, "ordinary", "先行登记保存第八个工作日以后才作出处理决定", preserve=True)
def handled_too_late(b: Batch, rows: Ints) -> None:
    """罚§56, 85: 应当在七日内及时作出处理决定; seven days are working days."""
    late = b.rng.integers(8, 13, len(rows))
    b.pin("preservation_handled", rows, b.days.add(b.day["preserved"][rows], late))


@plant("D03", BREAKS, "ordinary", "先行登记保存后一直没有处理决定", preserve=True)
def never_handled(b: Batch, rows: Ints) -> None:
    """罚§56: the term ran out without any decision; an open term is broken too."""
    b.drop(rows, "preservation_handled")


@plant("D03", NEAR, "ordinary", "先行登记保存第七个工作日作出处理决定", preserve=True)
def handled_on_the_seventh(b: Batch, rows: Ints) -> None:
    """罚§56, 85: the seventh working day is the last one."""
    b.pin("preservation_handled", rows, b.days.add(b.day["preserved"][rows], 7))
