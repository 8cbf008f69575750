"""D07 · devices that collect evidence are reviewed, marked and published; each record is reviewed."""

from hengjian.rules.conditions import ended_without_penalty
from hengjian.rules.expressions import Node
from hengjian.rules.rule import (
    FATAL,
    NOTE,
    SERIOUS,
    Facts,
    Given,
    Grade,
    Judgement,
    Nature,
    after,
    rule,
)


@rule(
    "D07",
    "case",
    title="电子技术监控设备或者记录未经审核，地点未公布，或者未及时告知",
    basis=["行政处罚法#41", "行政处罚法#46"],
    severity=FATAL,
    at="decision_dated_on",
)
def monitoring_evidence_is_reviewed_and_told(case: Facts, given: Given) -> Judgement:
    """利用电子技术监控设备收集违法事实，须有法律、行政法规依据；设备在使用前经法制和技术审核、标志明显，
    地点向社会公布；记录内容经审核合格，方可作为处罚的证据；违法事实应当及时告知当事人。"""
    decided = case.decision_dated_on
    unknown_device = ~case.stated("device_id") | (case.stated("device_id") & ~case.device_listed)
    device_fails = (
        unknown_device
        | _not_before_the_offence(case, "device_legally_reviewed_on")
        | _not_before_the_offence(case, "device_technically_reviewed_on")
        | _not_before_the_offence(case, "device_site_published_on")
    )
    record_fails = (
        ~case.monitoring_reviewed.seen
        | (case.monitoring_reviewed.mode == "failed").known_true()
        | (case.monitoring_reviewed.on > decided)
        | after(case.monitoring_reviewed, case.notified).known_true()
    )
    unmarked = ~case.device_marked
    untold = ~case.monitoring_told.seen | (case.monitoring_told.on > decided)
    other_basis = ~case.item_basis_level.is_in("law", "admin_regulation")
    grave = device_fails | record_fails
    return Judgement(
        applies=(case.kind == "penalty")
        & case.flag("e_monitoring")
        & decided.is_not_null()
        & ~ended_without_penalty(case),
        breaks=grave | unmarked | untold | other_basis.known_true(),
        grades=(
            Grade(
                ~(grave | unmarked | untold).known_true(),
                NOTE,
                Nature.HINT,
                because="处罚事项的依据不是法律、行政法规，须核对利用监控设备的依据",
            ),
            Grade(
                ~grave.known_true(), SERIOUS, because="设备和记录已经审核，标志不明显或者未及时告知"
            ),
        ),
        says="监控设备在名录中：{listed}；法制审核 {legal}，技术审核 {technical}，地点公布 {published}，标志明显：{marked}；"
        "违法行为 {offence}；记录审核 {reviewed}，结果：{mode}；告知违法事实 {told}；决定 {decided}。",
        right="设备未经审核、公布，或者记录未经审核的，不得作为处罚的证据；应当及时告知当事人并便利查询、申辩。",
        shows={
            "listed": case.device_listed,
            "legal": case.device_legally_reviewed_on,
            "technical": case.device_technically_reviewed_on,
            "published": case.device_site_published_on,
            "marked": case.device_marked,
            "offence": _offence(case),
            "reviewed": case.monitoring_reviewed.on,
            "mode": case.monitoring_reviewed.mode,
            "told": case.monitoring_told.on,
            "decided": decided,
        },
    )


def _offence(case: Facts) -> Node:
    on: Node = case.violation_on
    return on.or_else(case.violation_ended_on)


def _not_before_the_offence(case: Facts, column: str) -> Node:
    """The review or publication is missing, or came only after what the device recorded."""
    return ~case.stated(column) | (case.column(column) > _offence(case))
