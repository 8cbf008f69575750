"""J13 · time that does not count is told to the applicant in writing."""

from hengjian.rules.rule import GENERAL, Facts, Given, Judgement, rule


@rule(
    "J13",
    "case",
    title="不计入许可期限的时间没有书面告知申请人",
    basis="行政许可法#45",
    severity=GENERAL,
    at="clock_stopped.on",
)
def time_not_counted_is_told_in_writing(case: Facts, given: Given) -> Judgement:
    """依法需要听证、招标、拍卖、检验、检测、检疫、鉴定和专家评审的，所需时间不计入许可期限，但应当书面告知
    申请人；只口头告知，或者所需时间已经用完才告知的，等于没有告知。"""
    by_mouth = (case.stop_told.mode == "oral").known_true()
    told_afterwards = (case.stop_told.on > case.clock_stopped.until_on).known_true()
    return Judgement(
        applies=(case.kind == "permit") & case.clock_stopped.on.is_not_null(),
        breaks=~case.stop_told.seen | by_mouth | told_afterwards,
        says="{since} 起扣除期间（{mode}），至 {until}；告知申请人：{told}，方式：{how}。",
        right="应当在扣除期间开始时将所需时间书面告知申请人。",
        shows={
            "since": case.clock_stopped.on,
            "mode": case.clock_stopped.mode,
            "until": case.clock_stopped.until_on,
            "told": case.stop_told.on,
            "how": case.stop_told.mode,
        },
    )
