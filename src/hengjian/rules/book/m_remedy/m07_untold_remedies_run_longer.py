"""M07 · where a paper does not tell the remedies, their term runs for up to a year."""

# The paper itself is judged by F09, F10, I04, I13 and J08; this rule tells what follows from it.

from functools import reduce
from operator import or_

from hengjian.rules.expressions import Node, settled
from hengjian.rules.rule import NOTE, Activity, Facts, Given, Judgement, rule

PENALTIES = ("decision", "on_spot_decision")
OTHERS = ("refusal_decision", "measure_decision", "enforcement_decision")


@rule(
    "M07",
    "case",
    title="没有告知救济途径，申请期限延长",
    basis=["行政诉讼法解释#64", "行政复议法#20.3"],
    severity=NOTE,
    at="acted_on",
)
def untold_remedies_run_for_up_to_a_year(case: Facts, given: Given) -> Judgement:
    """作出行政行为时没有告知起诉期限，或者（2024年起）没有告知申请复议的权利、机关和期限的，期限自当事人
    知道之日起算，最长至知道行为内容之日起一年。提示该决定在此期间仍可能被起诉或者申请复议；文书本身另行
    判断。"""
    both = given.value("remedy.reconsideration_runs_longer")
    longest = given.term("remedy.longest", start=case.served.on.or_else(case.acted_on))
    told = [_terms_told(case.document(name), both) for name in PENALTIES]
    told += [case.document(name).remedies for name in OTHERS]
    untold = reduce(or_, [~each for each in told])
    read = reduce(or_, [each.is_not_null() for each in told])
    decided = case.decision_dated_on.is_not_null()
    return Judgement(
        applies=((case.kind == "penalty") & decided)
        | ((case.result == "refused").known_true() & decided)
        | case.measure_taken.on.is_not_null()
        | case.enforcement_decided.on.is_not_null(),
        breaks=settled(yes=untold, no=read),
        term=longest,
        says="{on} 的文书没有完整告知救济途径和期限；起诉的期限（2024年起包括复议）最长可至 {until}（自 {since} 起算）。",
        right="应当补充告知救济途径和期限；在此之前不得以超过申请期限为由视为决定已经确定。",
        shows={
            "on": case.acted_on,
            "until": longest.due,
            "since": longest.start,
        },
    )


def _terms_told(paper: Activity, both: Node) -> Node:
    """The terms that matter stand in a penalty decision; where reconsideration comes first, its own
    is enough."""
    told: Node = paper.lawsuit_term | paper.reconsideration_first
    return told & (paper.reconsideration_term | ~both)
