"""A11 · fines that a local government rule creates by itself stay under the province's ceiling."""

from hengjian.rules.expressions import settled
from hengjian.rules.rule import FATAL, Facts, Given, Judgement, rule


@rule(
    "A11",
    "item",
    title="政府规章自行设定的罚款超过省定限额",
    basis=["行政处罚法#14.2", "黑龙江省人大常委会罚款限额规定"],
    severity=FATAL,
    at=None,
)
def fine_created_by_a_rule_is_under_the_ceiling(item: Facts, given: Given) -> Judgement:
    """地方政府规章没有上位法而自行设定罚款的，不得超过省级人大常委会规定的限额。限额分非经营活动和
    经营活动；事项不载是否经营活动，介于两者之间的不作判断。"""
    lowest = given.value("rules.fine_ceiling")
    highest = given.value("rules.fine_ceiling_operating")
    return Judgement(
        applies=(item.kind == "penalty")
        & (item.basis_level == "local_rule")
        & item.basis_of_this_province,
        breaks=settled(yes=item.fine_max > highest, no=item.fine_max <= lowest),
        exceptions={"在上位法规定的行为、种类和幅度内作具体规定": item.stated("higher_norm")},
        says="事项“{item}”的依据为本省政府规章，罚款上限 {fine}；省定限额最高 {ceiling}。",
        right="罚款上限应当降至省定限额之内，或者写明所依据的上位法、省人大常委会的批准文件。",
        shows={"item": item.name, "fine": item.fine_max, "ceiling": highest},
    )
