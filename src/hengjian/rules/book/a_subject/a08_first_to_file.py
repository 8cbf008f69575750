"""A08 · of two bodies that file a case on one matter, the first keeps it."""

from hengjian.rules.rule import NOTE, SERIOUS, Facts, Given, Grade, Judgement, Nature, rule


@rule(
    "A08",
    "matter_pair",
    title="其他机关已先立案，仍就同一违法行为立案办理",
    basis=["行政处罚法#25", "黑龙江省行政执法程序规定#8", "黑龙江省行政执法程序规定#10"],
    severity=SERIOUS,
    at="filed_on",
)
def first_body_to_file_keeps_the_matter(pair: Facts, given: Given) -> Judgement:
    """两个以上机关都有管辖权的，由最先立案的机关管辖；有争议的先协商，协商不成的由共同上一级机关指定。
    后立案的机关应当移送或者撤销立案。"""
    return Judgement(
        applies=pair.filed_on.is_not_null(),
        breaks=~pair.gave_up,
        exceptions={
            "经共同上级指定管辖": pair.designated,
            "先立案机关已移送或者撤销立案": pair.other_gave_up | pair.received_by_transfer,
        },
        ordered=True,
        grades=(
            Grade(
                ~pair.other_filed_before.known_true(),
                NOTE,
                Nature.HINT,
                because="两机关同日立案，先后须人工核对",
            ),
            Grade(
                pair.decided_on.is_null(),
                NOTE,
                Nature.HINT,
                because="尚未作出决定，可以协商、移送或者报请指定管辖",
            ),
        ),
        says="{other_body} 已于 {other_filed} 就同一违法行为立案（案件 {other_case}），本机关 {filed} 又立案，"
        "决定日期：{decided}。",
        right="应当将案件移送最先立案的机关，或者协商、报请共同上一级机关指定管辖。",
        shows={
            "other_body": pair.other_body_id,
            "other_filed": pair.other_filed_on,
            "other_case": pair.other_case_id,
            "filed": pair.filed_on,
            "decided": pair.decided_on,
        },
    )
