"""B09 · a hearing is chaired by somebody who did not investigate the case."""

from hengjian.rules.expressions import overlaps
from hengjian.rules.rule import FATAL, Facts, Given, Judgement, rule


@rule(
    "B09",
    "case",
    title="听证由本案调查人员主持",
    basis=["行政处罚法#64(4)", "行政许可法#48(3)"],
    severity=FATAL,
    at="hearing_held.on",
)
def hearing_host_did_not_investigate(case: Facts, given: Given) -> Judgement:
    """听证由行政机关指定的非本案调查人员主持；许可听证由审查人员以外的人员主持。"""
    return Judgement(
        applies=case.hearing_held.seen,
        breaks=overlaps(case.hearing_held.officers, case.investigators),
        says="{on} 听证，主持人员 {host}；本案调查、审查人员 {investigators}。",
        right="应当指定没有参与本案调查的人员主持听证。",
        shows={
            "on": case.hearing_held.on,
            "host": case.hearing_held.officers,
            "investigators": case.investigators,
        },
    )
