"""Plants in the registers of people: B10, B12, B13, B14.

Serves the truth with what only another province's norm, or a figure that could not be verified, would
call a breach: it is none here, and a rule that finds something must be wrong.
"""

from datetime import date, timedelta

from hengjian.simulator.plants.plant import NEAR
from hengjian.simulator.registry import Registry
from hengjian.simulator.truth import Truth

_CARD = (date(2022, 3, 1), date(2027, 2, 28))


def put(registry: Registry, truth: Truth, copies: int) -> None:
    """People and cards that stand out, ``copies`` of each; nobody of them acts in a case."""
    departments = [body for body in registry.bodies if body.ordinary]
    bureau = registry.bodies[registry.body_of("bureau")]
    people = registry.people
    for copy in range(copies):
        body = departments[(5 * copy + 3) % len(departments)]

        # 贵州§13 only: a supervisor who is an enforcement officer as well.
        both = people.hire(bureau, "supervisor")
        people.certify(both, *_CARD)
        people.certify(both, *_CARD, kind="enforcement")
        _tell(
            truth,
            "B10",
            "officer",
            people.officers[both]["officer_id"],
            "监督人员兼有执法证，本省没有禁止的规范",
        )

        # 辽宁§36 only: suspended for longer than six months, and nobody told.
        suspended = people.hire(body)
        since = date(2024, 2, 5)
        people.certify(
            suspended, *_CARD, suspended_from=since, suspended_to=since + timedelta(days=270)
        )
        _tell(
            truth,
            "B12",
            "certificate",
            people.certificates[-1]["cert_no"],
            "证件暂扣九个月且未告知单位和发证机关，依据为外省规范",
        )

        # 浙江§28 only: examined more than five years ago, and still without a card.
        waiting = people.hire(body, exam_passed_on=date(2019, 5, 18))
        _tell(
            truth,
            "B13",
            "officer",
            people.officers[waiting]["officer_id"],
            "资格考试通过已过五年仍未领证，依据为外省规范",
        )

        # The sixty hours of the action plan 2023–2025 could not be verified.
        trained = people.hire(body)
        people.certify(trained, *_CARD)
        people.hours[trained, 2024] = 20
        officer = people.officers[trained]["officer_id"]
        _tell(truth, "B14", "officer_year", f"{officer}/2024", "年度培训二十学时，学时标准未核实")


def _tell(truth: Truth, rule: str, subject: str, key: str, how: str) -> None:
    truth.tell(rule, subject, key, NEAR, f"{how}，只作参考")
