"""M04 · the head of the sued body appears in court, or staff; never a lawyer alone."""

from hengjian.rules.rule import GENERAL, NOTE, Facts, Given, Grade, Judgement, Nature, rule


@rule(
    "M04",
    "outcome",
    title="负责人没有出庭应诉",
    basis=["行政诉讼法#3.3", "行政诉讼法解释#128", "行政诉讼法解释#129"],
    severity=GENERAL,
    at="hearing_on",
)
def head_of_the_body_appears_in_court(outcome: Facts, given: Given) -> Judgement:
    """被诉行政机关负责人应当出庭应诉；不能出庭的应当委托相应的工作人员出庭，不得只委托律师。重大案件和法院
    书面建议出庭的案件，负责人有正当理由不能出庭的应当书面说明。一般案件委托了工作人员而没有说明理由的，
    作提示。"""
    only_a_lawyer = ~outcome.staff_present
    return Judgement(
        applies=(outcome.kind == "lawsuit") & outcome.hearing_on.is_not_null(),
        breaks=~outcome.leader_present & (only_a_lawyer | ~outcome.absence_explained),
        grades=(
            Grade(
                ~(only_a_lawyer | outcome.major).known_true(),
                NOTE,
                Nature.HINT,
                because="已委托工作人员出庭；是否重大案件、负责人能否出庭须核实",
            ),
        ),
        says="{on} 开庭；负责人出庭：{leader}，工作人员出庭：{staff}，重大案件：{major}，已书面说明理由：{explained}。",
        right="负责人应当出庭；不能出庭的应当委托工作人员出庭并向法院书面说明理由。",
        shows={
            "on": outcome.hearing_on,
            "leader": outcome.leader_present,
            "staff": outcome.staff_present,
            "major": outcome.major,
            "explained": outcome.absence_explained,
        },
    )
