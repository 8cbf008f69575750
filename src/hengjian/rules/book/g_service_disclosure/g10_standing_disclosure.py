"""G10 · who enforces what, on which basis and how, stands open to the public at all times."""

from hengjian.rules.rule import GENERAL, Facts, Given, Judgement, rule


@rule(
    "G10",
    "body_year",
    title="执法主体、权限、依据、程序、救济等没有事前公开",
    basis=["三项制度意见#四", "行政处罚法#39"],
    severity=GENERAL,
    at="began_on",
)
def standing_information_is_disclosed(year: Facts, given: Given) -> Judgement:
    """行政执法机关应当主动公开执法主体和人员、职责权限、执法依据、执法程序、救济渠道和随机抽查事项清单，并随时
    更新。这是持续的义务，没有年末的期限：本年度内（当年的，至检查之日）没有处于公开状态的即不符合。抽查清单
    只要求本年度实施了检查的机关。"""
    checks_others = year.inspections > 0
    return Judgement(
        applies=year.body_kind.is_in("agency", "authorized", "township"),
        breaks=~year.column("disclosed.subjects.seen")
        | ~year.column("disclosed.powers.seen")
        | ~year.column("disclosed.basis.seen")
        | ~year.column("disclosed.procedure.seen")
        | ~year.column("disclosed.remedies.seen")
        | (checks_others & ~year.column("disclosed.random_list.seen")),
        says="{year} 年已公开：主体和人员 {subjects}；职责权限 {powers}；依据 {basis}；程序 {procedure}；"
        "救济渠道 {remedies}；随机抽查事项清单 {random}（检查 {inspections} 件）。",
        right="应当全部主动公开，并根据法律法规和机构职能的变化及时更新。",
        shows={
            "year": year.year,
            "subjects": year.column("disclosed.subjects.seen"),
            "powers": year.column("disclosed.powers.seen"),
            "basis": year.column("disclosed.basis.seen"),
            "procedure": year.column("disclosed.procedure.seen"),
            "remedies": year.column("disclosed.remedies.seen"),
            "random": year.column("disclosed.random_list.seen"),
            "inspections": year.inspections,
        },
    )
