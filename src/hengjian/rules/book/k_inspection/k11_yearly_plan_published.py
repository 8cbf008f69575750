"""K11 · a body that inspects has a public plan for the year."""

from hengjian.rules.rule import GENERAL, NOTE, Facts, Given, Grade, Judgement, Nature, rule


@rule(
    "K11",
    "body_year",
    title="年度检查计划没有公布，或者迟延公布",
    basis="黑龙江省行政执法程序规定#42.1",
    severity=GENERAL,
    at="began_on",
)
def yearly_plan_of_inspections_is_published(body: Facts, given: Given) -> Judgement:
    """依职权实施检查的，应当制定并公布年度检查工作计划。当年有检查而全年没有公布计划的，即不符合；规定没有
    写公布的日期，以参数为准，迟于该日公布的，或者当年尚未公布的，作提示。"""
    plan = body.column("disclosed.inspection_plan.on")
    term = given.term("inspection.plan", start=body.began_on - 1)
    return Judgement(
        applies=body.body_kind.is_in("agency", "authorized", "township") & (body.inspections > 0),
        breaks=term.missed(plan, body.column("disclosed.inspection_plan.known_until")),
        term=term,
        grades=(
            Grade(
                plan.is_not_null() | (given.as_of <= body.ended_on),
                NOTE,
                Nature.HINT,
                because="计划已经公布而迟延，或者当年尚未结束；公布的日期系本系统设定",
            ),
        ),
        says="{body} {year} 年实施检查 {inspections} 件，年度检查计划公布日期：{plan}（应于 {due} 前）。",
        right="应当在年初制定并公布年度检查计划，写明事项、方式、对象、频次和时间。",
        shows={
            "body": body.body_name,
            "year": body.year,
            "inspections": body.inspections,
            "plan": plan,
            "due": term.due,
        },
    )
