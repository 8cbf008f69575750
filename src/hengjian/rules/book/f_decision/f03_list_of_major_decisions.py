"""F03 · each body has a list that says which of its decisions need a legal review."""

from hengjian.rules.rule import GENERAL, Facts, Given, Judgement, rule


@rule(
    "F03",
    "body_year",
    title="没有重大执法决定法制审核目录清单",
    basis="三项制度意见#十二",
    severity=GENERAL,
    at="began_on",
)
def body_has_a_list_of_major_decisions(body: Facts, given: Given) -> Judgement:
    """各级行政执法机关应当结合执法行为的类别、层级、领域、金额等因素，制定重大执法决定法制审核目录清单。
    公布过目录清单，或者在权责事项中登记有列入目录的事项的，即为已经制定。"""
    return Judgement(
        applies=body.body_kind.is_in("agency", "authorized", "township"),
        breaks=~body.column("disclosed.major_list.seen") & (body.major_items <= 0),
        says="{body} {year} 年办理案件 {cases} 件；至年末未见重大执法决定法制审核目录清单，"
        "权责事项中列入目录的有 {items} 项。",
        right="应当制定目录清单，明确哪些执法决定须经法制审核；已经制定的，应当补报。",
        shows={
            "body": body.body_name,
            "year": body.year,
            "cases": body.cases,
            "items": body.major_items,
        },
    )
