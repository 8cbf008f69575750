"""K17 · no campaign stops a whole trade in an area, but for lives or great events, and approved."""

from hengjian.rules.rule import FATAL, Facts, Given, Judgement, rule


@rule(
    "K17",
    "case",
    title="要求区域、行业普遍停产停业",
    basis="优化营商环境条例#59.2",
    severity=FATAL,
    at="acted_on",
)
def no_blanket_shutdown(case: Facts, given: Given) -> Judgement:
    """开展清理整顿、专项整治等活动，不得要求有关区域内相关行业、领域的市场主体普遍停产停业；涉及生命安全、
    发生重特大事故或者举办国家重大活动，并经有权机关批准的除外。"""
    return Judgement(
        applies=case.kind.is_in("inspection", "coercion", "other") & case.acted_on.is_not_null(),
        breaks=case.flag("blanket_shutdown"),
        exceptions={"因生命安全、重大事故或者重大活动经批准": case.flag("shutdown_approved")},
        says="{on} 的{kind}中要求区域或者行业普遍停产停业：{shutdown}；经批准：{approved}。",
        right="应当撤回普遍停产停业的要求，只对查明有违法行为的市场主体依法处理。",
        shows={
            "on": case.acted_on,
            "kind": case.kind,
            "shutdown": case.flag("blanket_shutdown"),
            "approved": case.flag("shutdown_approved"),
        },
    )
