"""L07 · a new norm that leaves discretion gets its standard within six months."""

from hengjian.rules.rule import GENERAL, Facts, Given, Judgement, rule


@rule(
    "L07",
    "item",
    title="新规定施行后逾期未制定裁量标准",
    basis=["黑龙江省规范行政裁量权办法#16"],
    severity=GENERAL,
    at="in_force_from",
)
def discretion_standard_is_made_in_time(item: Facts, given: Given) -> Judgement:
    """新公布的规定应当细化和量化裁量标准的，应当自其施行之日起六个月内完成裁量标准制定工作。"""
    term = given.term("discretion.standard", start=item.in_force_from)
    return Judgement(
        applies=item.discretion_required,
        breaks=term.missed(item.discretion_made_on, item.known_until("discretion_made_on")),
        term=term,
        says="事项“{item}”的依据自 {since} 施行，应于 {due} 前制定裁量标准，实际：{made}。",
        right="应当在 {due} 前制定、公布裁量标准并报上一级机关备案。",
        shows={
            "item": item.name,
            "since": item.in_force_from,
            "due": term.due,
            "made": item.discretion_made_on,
        },
    )
