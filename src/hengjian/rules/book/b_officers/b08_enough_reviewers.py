"""B08 · legal reviewers in proportion to the officers of a body."""

from hengjian.rules.rule import GENERAL, Facts, Given, Judgement, rule


@rule(
    "B08",
    "body_year",
    title="法制审核人员少于执法人员的百分之五",
    basis="三项制度意见#十一",
    severity=GENERAL,
    at="began_on",
)
def reviewers_are_one_in_twenty(year: Facts, given: Given) -> Judgement:
    """各级行政执法机关的法制审核人员，原则上不少于本单位执法人员总数的百分之五。"""
    share = given.value("officers.reviewer_share")
    return Judgement(
        applies=(year.enforcement_officers > 0) & (year.body_kind == "agency"),
        breaks=year.reviewer_officers < year.enforcement_officers * share,
        says="{year} 年在岗执法人员 {officers} 人，法制审核人员 {reviewers} 人。",
        right="法制审核人员应当不少于执法人员总数的百分之五。",
        shows={
            "year": year.year,
            "officers": year.enforcement_officers,
            "reviewers": year.reviewer_officers,
        },
    )
