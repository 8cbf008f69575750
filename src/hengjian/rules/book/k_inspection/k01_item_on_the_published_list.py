"""K01 · an item is on the published list on the day on which it is inspected."""

from hengjian.rules.conditions import enterprise_inspected
from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "K01",
    "case",
    title="检查事项不在公布的清单",
    basis="涉企行政检查意见#检查事项",
    severity=SERIOUS,
    at="inspected.on",
)
def inspected_item_is_on_the_published_list(case: Facts, given: Given) -> Judgement:
    """涉企行政检查事项应当清理并向社会公布，没有公布的不得实施检查。检查当日事项尚未列入清单，或者已经
    移出清单的，即不符合。"""
    not_yet = case.item_listed_from > case.inspected.on
    no_longer = (case.item_listed_to < case.inspected.on).known_true()
    return Judgement(
        applies=enterprise_inspected(case),
        breaks=~case.stated("item_listed_from") | not_yet | no_longer,
        says="{on} 检查事项“{item}”，列入公布清单的时间：自 {since} 至 {until}。",
        right="应当先将检查事项向社会公布；清单之外的事项不得检查。",
        shows={
            "on": case.inspected.on,
            "item": case.item_name,
            "since": case.item_listed_from,
            "until": case.item_listed_to,
        },
    )
