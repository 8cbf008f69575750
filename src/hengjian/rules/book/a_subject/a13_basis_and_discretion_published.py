"""A13 · the basis of a penalty and the discretion standard made for it are public."""

from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "A13",
    "item",
    title="处罚依据或者裁量基准没有公布",
    basis=["行政处罚法#5.3", "行政处罚法#34", "黑龙江省规范行政裁量权办法#17"],
    severity=SERIOUS,
    at=None,
)
def basis_and_discretion_standard_are_public(item: Facts, given: Given) -> Judgement:
    """处罚的规定必须公布，未公布的不得作为依据；已经制定的裁量基准应当向社会公布。
    没有制定裁量标准的，由另一条规则判断。"""
    lapsed = (item.in_force_to < given.as_of).known_true()
    unpublished_standard = item.discretion_made_on.is_not_null() & ~item.stated(
        "discretion_published_on"
    )
    return Judgement(
        applies=(item.kind == "penalty") & ~lapsed,
        breaks=~item.stated("basis_published_on") | unpublished_standard,
        says="事项“{item}”：依据公布日期 {basis}；裁量标准制定日期 {made}，公布日期 {published}。",
        right="应当公布处罚的依据和裁量标准；未公布的依据不得用于处罚。",
        shows={
            "item": item.name,
            "basis": item.basis_published_on,
            "made": item.discretion_made_on,
            "published": item.discretion_published_on,
        },
    )
